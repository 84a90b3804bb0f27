"""The exceptions for a user's mistake; the command line prints them as one sentence and exits with 2."""


class UserError(Exception):
    """A mistake of the user: the message says what is wrong, where, and what is allowed."""


class Damaged(UserError):
    """A stored file that is not what was written."""


class AtWork(UserError):
    """A folder that another process holds; it may be asked for again later."""
