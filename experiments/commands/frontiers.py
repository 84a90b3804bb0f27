"""`fertsim frontier` and `fertsim discover`: which mixes of levers nothing beats, and where among all runs it fails."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.arguments import Workers
from experiments.commands.progress import SweepProgress

CompleteSweep = Annotated[Path, typer.Argument(help="folder of a complete sweep")]
StudyOption = Annotated[
    str | None, typer.Option("--study", help="its study file, where that names a scenario's file")
]


def mount(app: typer.Typer) -> None:
    """Add the commands of this file to the command line."""
    app.command()(frontier)
    app.command()(discover)


def frontier(
    directory: CompleteSweep,
    out: Annotated[Path, typer.Option("--out", help="folder of the frontier; the same line goes on where it stopped")],
    best: Annotated[int, typer.Option(help="mixes of the frontier that are run")] = 5,
    seeds: Annotated[int, typer.Option(help="seeds of each; none of them is one of the sweep's")] = 8,
    births: Annotated[str, typer.Option(help="output of the study that counts births")] = "births",
    money: Annotated[str, typer.Option(help="output of the study that counts money")] = "public_money_real",
    study: StudyOption = None,
    workers: Workers = None,
) -> None:
    """Fit an emulator to a sweep over doses, find the mixes of levers that no other beats, and run the best ones."""
    from experiments.commands.options import workers_or_all
    from experiments.frontier.report import write_frontier
    from experiments.study.reader import read_study

    read = None if study is None else read_study(study)
    with SweepProgress(seeds * (best + 1)) as progress:
        told = write_frontier(directory, out, best, seeds, workers_or_all(workers), births, money, read, progress.add)
    typer.echo(told)


def discover(
    directory: CompleteSweep,
    where: Annotated[
        str, typer.Option(help='what to look for: an output and a number or a quantile, "births <= 0", "tfr < 10%"')],
    study: StudyOption = None,
) -> None:
    """Find the box of factors and drawn parameters in which something happens (PRIM), and tell it in one sentence."""
    from experiments.discovery.report import write_discovery
    from experiments.study.reader import read_study

    typer.echo(write_discovery(directory, where, None if study is None else read_study(study)))
