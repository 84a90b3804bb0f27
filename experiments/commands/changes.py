"""`fertsim changes`: why births change from year to year, from stored runs."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.arguments import CountyReported


def mount(app: typer.Typer) -> None:
    """Add the command of this file to the command line."""
    app.command()(changes)


def changes(
    directory: Annotated[Path, typer.Argument(help="folder of a run set or of a comparison")],
    county: CountyReported = None,
) -> None:
    """Say why births change: women's numbers, marriage, fertility by order and, in a comparison, policy."""
    from experiments.comparison.changes import write_changes
    from experiments.comparison.opened import opened

    typer.echo(write_changes(*opened(directory, county)))
