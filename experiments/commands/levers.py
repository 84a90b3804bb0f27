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
        str | None, typer.Option(help="id of one lever, to see its way to four couples' chance of a birth")] = None,
    value: Annotated[float | None, typer.Option(help="with --check: a value from the start on, not the plan's")] = None,
    order: Annotated[
        int | None, typer.Option(help="with --value: the birth order that it is for, not all of them")] = None,
    self_test: Annotated[
        bool, typer.Option("--self-test", help="try every lever, or the one named; exit 1 where one fails")] = False,
) -> None:
    """Show every policy lever, one with its dates, counties and sources, or its way to a birth; or try them all."""
    from experiments.setup.counties import place_of
    from experiments.wording.levers import levers_text
    from sim.errors import UserError
    from sim.places.pack import load_pack

    found = place_of(place)
    if check is None and value is not None:
        raise UserError("--value: it goes with --check ID; to run with a value, use run --set ID=VALUE")
    if value is None and order is not None:
        raise UserError("--order: it goes with --check ID --value V")
    if self_test:
        if check is not None:
            raise UserError("--self-test: it goes with the id of one lever or alone; leave out --check")
        _try(found, lever)
        return
    if check is not None and lever is not None:
        raise UserError(f"levers {lever} --check {check}: name one lever, with or without --check")
    if check is None:
        typer.echo(levers_text(load_pack(found), lever))
        return
    from experiments.wording.ladder import ladder_text  # loads the simulation

    typer.echo(ladder_text(found, check, value, order))


def _try(place: str, name: str | None) -> None:
    """Print what the self-test finds of one lever or of all; exit 1 where one is not as declared."""
    from experiments.wording.selftest import selftest_text
    from sim.measures.selftest import try_levers
    from sim.policy.levers import LEVERS
    from sim.policy.levers import lever as declared

    names = tuple(LEVERS) if name is None else (declared(name, "--self-test").id,)
    tried = list(try_levers(place, names))
    typer.echo(selftest_text(tried))
    if any(one.faults for one in tried):
        raise typer.Exit(1)
