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
    check: Annotated[
        str | None, typer.Option(help="id of one lever, to see its way to three couples' chance of a birth")] = None,
    value: Annotated[float | None, typer.Option(help="with --check: a value from the start on, not the plan's")] = None,
    order: Annotated[
        int | None, typer.Option(help="with --value: the birth order that it is for, not all of them")] = None,
) -> None:
    """Show every policy lever, one with its dates, counties and sources, or its way to a birth."""
    from experiments.commands.options import place_of
    from experiments.wording.ladder import ladder_text
    from experiments.wording.levers import levers_text
    from sim.errors import UserError
    from sim.places.pack import load_pack

    found = place_of(place)
    if check is None and value is not None:
        raise UserError("--value: it goes with --check ID; to run with a value, use run --set ID=VALUE")
    if value is None and order is not None:
        raise UserError("--order: it goes with --check ID --value V")
    if check is not None and lever is not None:
        raise UserError(f"levers {lever} --check {check}: name one lever, with or without --check")
    typer.echo(levers_text(load_pack(found), lever) if check is None else ladder_text(found, check, value, order))
