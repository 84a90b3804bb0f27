"""`fertsim changes`: why births change from year to year, from stored runs."""

import os
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
    from experiments.comparison.compared import INDEX, Comparison
    from experiments.setup.settings import county_code
    from sim.runs.runset import RunSet

    compared = Comparison.open(directory) if os.path.isfile(directory / INDEX) else None
    stored = RunSet.open(directory) if compared is None else compared.run_sets[compared.scenario]
    code = None if county is None else county_code(stored.manifest.counties, county)
    typer.echo(write_changes(compared or stored, code))
