"""All trials that `fertsim validate --judged` puts beside a calibration: exams, recovery, starts and studies."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import typer

from experiments.commands.progress import MonthsProgress

EXAM_POINTS = (400, 200, 200)
EXAM_SAMPLES = (Fraction(1, 100), Fraction(1, 50), Fraction(1, 50))
"""Points and sample of each wave of an exam, those of its first runs."""


class Parts(NamedTuple):
    """Sections in Markdown: the record of the exams, put before the calibration, and those put behind it."""

    before: Sequence[str]
    after: Sequence[str]


NONE = Parts((), ())


def parts_of(
    calibration: Path, folder: Path, record: Path, draws: int, sample: Fraction, workers: int, place: str
) -> Parts:
    """Run what is missing of every trial in a folder; the recovery of truths stays with its calibration.

    record : folder that keeps the results of all exams; one is sat again only at a commit without results in it
    """
    from calibration.recovery import FILE, write_recovery
    from calibration.validation import read_calibration

    read_calibration(calibration)  # before hours of runs
    exams = _exams(folder, record, workers, place)
    if not (calibration / FILE).is_file():
        typer.echo(write_recovery(calibration, say=typer.echo) + ".")
    starts = _starts(folder, draws, sample, workers, place)
    return Parts((exams,), (starts, _studies(folder, draws, sample, workers, place)))


def _exams(folder: Path, record: Path, workers: int, place: str) -> str:
    """Both origins, and the text of the record."""
    from calibration.exam.exam import backcast, commit_in_names
    from calibration.exam.figures import ORIGINS
    from calibration.exam.record import RECORD, results_of

    for known_to in ORIGINS:
        if not results_of(record, known_to, commit_in_names()):
            done = backcast(known_to, folder, EXAM_POINTS, EXAM_SAMPLES, workers, typer.echo, record, place)
            typer.echo(done + ".")
    return (record / RECORD).read_text(encoding="utf-8")


def _starts(folder: Path, draws: int, sample: Fraction, workers: int, place: str) -> str:
    """The section on start populations."""
    from calibration.starts import n_months_of, starts_section

    with MonthsProgress(n_months_of(draws), "start populations") as bar:
        return starts_section(folder / "starts", draws, sample, workers, bar.add, place)


def _studies(folder: Path, draws: int, sample: Fraction, workers: int, place: str) -> str:
    """The section on published studies."""
    from calibration.studies.report import TEXT
    from experiments.commands.emulated import studies

    studies(None, draws, str(sample), folder / "studies", workers, place)
    return (folder / "studies" / TEXT).read_text(encoding="utf-8")
