"""`fertsim brief`: a briefing from a stored comparison."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.arguments import ChartFormats, Language
from experiments.commands.progress import StepsProgress


def mount(app: typer.Typer) -> None:
    """Add the command of this file to the command line."""
    app.command()(brief)


def brief(
    directory: Annotated[Path, typer.Argument(help="folder of a comparison (fertsim run --set-of briefing --out DIR)")],
    lang: Language = "zh",
    formats: ChartFormats = "png",
) -> None:
    """Write a briefing as PowerPoint, a finding a page, and its figures beside it, from a stored comparison."""
    from experiments.charts.asked import formats_asked

    chosen = formats_asked(formats)
    from experiments.briefing.report import n_steps, write_brief

    with StepsProgress(n_steps(), "briefing") as progress:
        told = write_brief(directory, lang, chosen, progress.begin)
    typer.echo(told)
