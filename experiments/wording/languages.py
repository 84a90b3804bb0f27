"""The languages in which outputs are written."""

from sim.errors import UserError

LANGUAGES = ("zh", "en")


def checked_language(name: str) -> str:
    """The language named by `--lang`; `UserError` for one that there is not."""
    if name not in LANGUAGES:
        raise UserError(f"--lang: there is no language '{name}'; allowed are {' and '.join(LANGUAGES)}")
    return name
