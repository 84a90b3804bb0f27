"""`fertsim backcast`: the rolling-origin exam of the model."""

import time
from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.arguments import Workers
from experiments.commands.calibration import waves_of
from experiments.commands.progress import duration


def mount(app: typer.Typer) -> None:
    """Add the commands of this file to the command line."""
    app.command()(backcast)


def backcast(
    known_to: Annotated[int, typer.Option("--known-to", help="last year whose figures are known: 2017 or 2020")],
    out: Annotated[Path, typer.Option("--out", help="folder of the exam; the same line resumes")],
    points: Annotated[
        list[int] | None, typer.Option("--points", help="points of a wave; once for each wave, in order")
    ] = None,
    sample: Annotated[
        list[str] | None, typer.Option("--sample", help="sample of a wave, such as 1/50; once, or once for each wave")
    ] = None,
    record: Annotated[
        Path | None, typer.Option("--record", help="folder that keeps the results of all runs; default: --out")
    ] = None,
    workers: Workers = None,
) -> None:
    """Fit the city to what was known by a year, predict what came by 2022, and score that beside four rivals."""
    from calibration.exam.exam import backcast as sit
    from experiments.commands.options import workers_or_all

    waves, samples = waves_of(points, sample)
    started = time.perf_counter()
    done = sit(known_to, out, waves, samples, workers_or_all(workers), typer.echo, record)
    typer.echo(f"{done}, {duration(time.perf_counter() - started)}.")
