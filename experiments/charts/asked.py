"""Which charts are asked for: languages and file formats, as typed behind `--lang` and `--formats`.

Quick to import: what is typed is read before anything that draws is loaded.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from experiments.wording.languages import LANGUAGES
from sim.errors import UserError

FORMATS = ("png", "pdf")
_CHART = re.compile(rf"[^.].*_(?P<language>{'|'.join(LANGUAGES)})\.(?P<format>{'|'.join(FORMATS)})")


class Asked(NamedTuple):
    """Languages and formats in which every chart is drawn."""

    languages: tuple[str, ...] = ("en",)
    formats: tuple[str, ...] = ("png",)

    def with_standing(self, folder: Path) -> dict[str, tuple[str, ...]]:
        """Formats by language: those asked for, and those in which charts stand in the folder.

        A chart that stands there is drawn anew with the others, so that none is older than the tables beside it.
        """
        kinds = {language: set(self.formats) for language in self.languages}
        for path in folder.iterdir() if folder.is_dir() else ():
            if chart := _CHART.fullmatch(path.name):
                kinds.setdefault(chart["language"], set()).add(chart["format"])
        return {
            language: tuple(one for one in FORMATS if one in kinds[language]) for language in LANGUAGES
            if language in kinds
        }


ONE = Asked()
"""What is drawn where nobody asks for more."""


def charts_asked(lang: str, formats: str) -> Asked:
    """Charts asked for by names with a comma between them; `UserError` for an unknown name or one that stands twice."""
    return Asked(listed(lang, LANGUAGES, "--lang", "language"), formats_asked(formats))


def formats_asked(formats: str) -> tuple[str, ...]:
    """Formats alone, for a command that writes one language."""
    return listed(formats, FORMATS, "--formats", "format")


def listed(given: str, allowed: Sequence[str], option: str, what: str) -> tuple[str, ...]:
    """Names typed behind an option with commas between; `UserError` for an unknown one or one that stands twice."""
    names, together = [name.strip() for name in given.split(",")], "both" if len(allowed) == 2 else "all"
    for name in names:
        if name not in allowed:
            raise UserError(f"{option}: there is no {what} '{name}'; allowed are {', '.join(allowed)}, or"
                            f" {together} as {','.join(allowed)}")
        if names.count(name) > 1:
            raise UserError(f"{option}: {name} stands twice; keep one")
    return tuple(names)
