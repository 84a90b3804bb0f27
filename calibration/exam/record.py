"""The record of the exam: results of every run that was kept, of which the first and the last are shown.

Results are files `exam-known-to-2017-20261201T0512-abcdef012.md` (and .csv) of one folder, never overwritten; there
`record.md` is a part of `docs/validation.md`.
"""

from pathlib import Path

from calibration.exam.figures import ORIGINS
from sim.errors import UserError
from sim.writing import write_text

RECORD = "record.md"


def name_of(known_to: int, when: str, commit: str) -> str:
    """Name of the results of a run, without suffix. when : day and minute, so that names are in the order of time"""
    return f"exam-known-to-{known_to}-{when}-{commit}"


def results_of(folder: Path, known_to: int, commit: str = "*") -> list[Path]:
    """Texts of the runs of an origin, from a commit or from any, in the order of time."""
    return sorted(folder.glob(name_of(known_to, "*", commit) + ".md"))


def refuse_again(folder: Path, known_to: int, commit: str) -> None:
    """`UserError` where a folder has results of an origin from this commit."""
    for there in results_of(folder, known_to, commit):
        raise UserError(f"{there} is there already; results of the exam are never overwritten")


def write_record(folder: Path) -> None:
    """Write `record.md`: the last run of each origin, then the first where that is another."""
    runs = [results_of(folder, known_to) for known_to in ORIGINS]
    last = [found[-1].read_text(encoding="utf-8") for found in runs if found]
    first = [found[0].read_text(encoding="utf-8") for found in runs if len(found) > 1]
    parts = ["## Rolling-origin exam\n", *last]
    if first:
        parts += ["## Rolling-origin exam, first run\n", *first]
    write_text(folder / RECORD, "\n".join(parts))
