"""`fertsim brief`: a briefing from a stored comparison."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.arguments import ChartFormats, Language


def mount(app: typer.Typer) -> None:
    """Add the command of this file to the command line."""
    app.command()(brief)


def brief(
    directory: Annotated[Path, typer.Argument(help="folder of a comparison (fertsim run --against ... --out DIR)")],
    lang: Language = "zh",
    formats: ChartFormats = "png",
) -> None:
    """Write a briefing of about ten pages as PowerPoint, and its figures beside it, from a stored comparison."""
    from experiments.charts.asked import formats_asked

    chosen = formats_asked(formats)
    from experiments.briefing.report import write_brief

    typer.echo(write_brief(directory, lang, chosen))
