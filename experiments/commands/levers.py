"""`fertsim levers`: every policy lever, or one in full."""

from typing import Annotated

import typer

from experiments.commands.arguments import Place


def mount(app: typer.Typer) -> None:
    """Add the command of this file to the command line."""
    app.command()(levers)


def levers(
    lever: Annotated[str | None, typer.Argument(help="id of one lever, to see its dated rules and sources")] = None,
    place: Place = "shaoxing",
) -> None:
    """Show every policy lever, or one with its dates, counties and sources."""
    from experiments.commands.options import place_of
    from experiments.wording.levers import levers_text
    from sim.places.pack import load_pack

    typer.echo(levers_text(load_pack(place_of(place)), lever))
