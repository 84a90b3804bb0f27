"""`fertsim calibrate`, `recover`, `validate` and `adopt`: fit the city, judge the fit, ship its draws."""

import time
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.arguments import Place, Workers
from experiments.commands.progress import duration
from sim.errors import UserError

FEWEST_POINTS, MOST_POINTS = 10, 100_000


def mount(app: typer.Typer) -> None:
    """Add the commands of this file to the command line."""
    app.command()(calibrate)
    app.command()(recover)
    app.command()(validate)
    app.command()(adopt)


def calibrate(
    out: Annotated[Path, typer.Option("--out", help="folder of the calibration; the same line resumes")],
    points: Annotated[
        list[int] | None, typer.Option("--points", help="points of a wave; once for each wave, in order")
    ] = None,
    sample: Annotated[
        list[str] | None, typer.Option("--sample", help="agents per resident, once or for each wave; 1/100 to 1/20")
    ] = None,
    workers: Workers = None,
    place: Place = "shaoxing",
) -> None:
    """Sample the posterior of the city's parameters by its targets, in waves of real runs and emulators."""
    from calibration.waves import calibrate as fit
    from experiments.commands.options import place_of, workers_or_all

    waves, samples = waves_of(points, sample)
    started = time.perf_counter()
    done = fit(out, waves, samples, workers_or_all(workers), typer.echo, place_of(place))
    typer.echo(f"{len(done.scores)} draws in {out / 'draws.csv'}, {duration(time.perf_counter() - started)}.")


def waves_of(points: list[int] | None, sample: list[str] | None) -> tuple[Sequence[int], tuple[Fraction, ...]]:
    """Points and sample of each wave as they are asked for; the usual ones where nothing is."""
    from calibration.waves import POINTS, samples_of
    from sim.settings import parse_sample

    if points and min(points) < FEWEST_POINTS:
        raise UserError(f"--points: {min(points)} is too few for an emulator; give {FEWEST_POINTS} or more")
    if points and max(points) > MOST_POINTS:
        raise UserError(f"--points: {max(points):,} is more than {MOST_POINTS:,}, the most points of a wave")
    if points and len(points) == 1:
        raise UserError("--points: given once; needed is one wave to begin and one of draws, so two or more")
    waves = points or POINTS
    return waves, samples_of(len(waves), [parse_sample(size) for size in sample or ()])


def recover(
    directory: Annotated[Path, typer.Argument(help="folder of a calibration")],
    truths: Annotated[int, typer.Option("--truths", min=2, help="points of the first wave taken as truths")] = 50,
) -> None:
    """Try whether the calibration finds truths that it was not told: coverage of its intervals."""
    from calibration.recovery import write_recovery

    started = time.perf_counter()
    typer.echo(write_recovery(directory, truths, typer.echo) + f", {duration(time.perf_counter() - started)}.")


def validate(
    directory: Annotated[Path, typer.Argument(help="folder of a calibration")],
    out: Annotated[Path, typer.Option("--out", help="text to write")] = Path("docs/validation.md"),
    judged: Annotated[
        Path | None,
        typer.Option("--judged", help="folder of exams, starts and studies; what is missing in it is run, and resumes"),
    ] = None,
    record: Annotated[
        Path, typer.Option("--record", help="folder that keeps the results of all exams")
    ] = Path("docs/exams"),
    draws: Annotated[int, typer.Option("--draws", help="draws of starts and studies")] = 24,
    sample: Annotated[str, typer.Option("--sample", help="agents per resident of starts and studies")] = "1/50",
    workers: Workers = None,
    place: Place = "shaoxing",
) -> None:
    """Write every target beside the model and what the posterior is worth; with --judged all other trials too."""
    from calibration.validation import write_validation
    from experiments.commands.judging import NONE, parts_of
    from experiments.commands.options import place_of, workers_or_all
    from sim.settings import parse_sample

    parts = NONE
    if judged is not None:
        of, share = place_of(place), parse_sample(sample)
        parts = parts_of(directory, judged, record, draws, share, workers_or_all(workers), of)
    typer.echo(write_validation(directory, out, parts.before, parts.after))


def adopt(
    directory: Annotated[Path | None, typer.Argument(help="folder of a calibration")] = None,
    place: Place = "shaoxing",
    ahead: Annotated[
        bool, typer.Option("--ahead", help="draw the strengths of measures ahead anew from their priors, no more")
    ] = False,
) -> None:
    """Make the draws of a calibration the parameters of every run of the place; read its validation first."""
    from calibration.adoption import adopt as write
    from calibration.adoption import draw_ahead
    from experiments.commands.options import place_of
    from sim.places.pack import load_pack

    if ahead != (directory is None):
        raise UserError("adopt: name the folder of a calibration, or give --ahead; one of the two")
    pack = load_pack(place_of(place))
    typer.echo((draw_ahead(pack) if directory is None else write(directory, pack)) + ".")
