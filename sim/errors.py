"""The one exception for a user's mistake; the command line prints it as one sentence and exits with 2."""


class UserError(Exception):
    """A mistake of the user: the message says what is wrong, where, and what is allowed."""
