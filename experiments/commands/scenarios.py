"""`fertsim scenario`: list scenarios, check and show one, set two side by side, print the schema for editors."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.commands.arguments import FirstYear, Place, SchemaFile

if TYPE_CHECKING:
    from sim.places.pack import Pack

HELP = "Scenario files: which exist, what is wrong in one, which rules it comes to, how two differ."
EXIT_FAULTS = 2
Name = Annotated[str, typer.Argument(help="name of a shipped scenario, some of its items (plan:3,7), or a YAML file")]

scenario = typer.Typer(help=HELP)


def mount(app: typer.Typer) -> None:
    """Add the commands of this file to the command line."""
    app.add_typer(scenario, name="scenario")


@scenario.callback()
def scenarios() -> None:
    """Scenario files: which exist, what is wrong in one, which rules it comes to, how two differ."""


@scenario.command("list")
def listed(
    folder: Annotated[Path | None, typer.Argument(help="folder whose files are listed too")] = None,
) -> None:
    """List the scenarios that ship, and those in a folder: name, what each builds on, title."""
    from experiments.setup.scenario_files import scenarios_in, shipped_scenarios
    from experiments.wording.scenarios import list_text

    own = [] if folder is None else scenarios_in(folder)
    typer.echo(list_text([*shipped_scenarios(), *own]))


@scenario.command()
def check(
    files: Annotated[list[str], typer.Argument(help="YAML files of scenarios, or names of shipped ones")],
    place: Place = "shaoxing",
    start: FirstYear = 2020,
) -> None:
    """Check scenario files: a sentence for each fault, exit 2 where there is one; otherwise what was found."""
    from experiments.commands.options import place_of
    from experiments.setup.scenario_files import faults, named, paths_of
    from experiments.wording.scenarios import whole_text
    from sim.places.pack import load_pack
    from sim.policy.idle import warn_of_what_never_bites

    pack, n_faults = load_pack(place_of(place)), 0
    for file in files:
        found = faults(file, pack, start)
        n_faults += len(found)
        for fault in found:
            print(f"fertsim: {fault.rstrip('.')}{'' if fault.endswith('?') else '.'}", file=sys.stderr)
        if not found:
            paths = paths_of(named(file), pack, start)
            warn_of_what_never_bites(paths, {}, {})
            typer.echo(whole_text(file, paths))
    if n_faults:
        raise typer.Exit(EXIT_FAULTS)


@scenario.command()
def show(
    file: Name,
    lever: Annotated[str | None, typer.Option(help="id of one lever, to see its rules alone")] = None,
    place: Place = "shaoxing",
    start: FirstYear = 2020,
) -> None:
    """Show the rules that a scenario comes to: lever, county, order, months, value, phase-in, known, layer."""
    from experiments.commands.options import place_of
    from experiments.setup.scenario_files import named, paths_of
    from experiments.wording.scenarios import show_text
    from sim.places.pack import load_pack

    typer.echo(show_text(paths_of(named(file), load_pack(place_of(place)), start), lever))


@scenario.command()
def schema(out: SchemaFile = None, place: Place = "shaoxing") -> None:
    """Give the JSON schema of scenario files, with which editors complete and check them."""
    from experiments.schemas.scenario import scenario_schema

    give_schema(scenario_schema, out, place)


def give_schema(make: Callable[["Pack"], dict[str, Any]], out: Path | None, place: str) -> None:
    """Print the schema of a place's files, or write it whole."""
    from experiments.commands.options import place_of
    from experiments.schemas.parts import schema_text
    from sim.places.pack import load_pack
    from sim.writing import write_text

    text = schema_text(make(load_pack(place_of(place))))
    if out is None:
        typer.echo(text, nl=False)
        return
    write_text(out, text)
    typer.echo(f"{out}: name it in a file's first line, # yaml-language-server: $schema={out}")


@scenario.command()
def diff(
    one: Name,
    other: Name,
    year: Annotated[int, typer.Option(help="year of the births whose money is shown, 2022 to 2035")] = 2029,
    place: Place = "shaoxing",
) -> None:
    """Set two scenarios side by side: rules, values by year, and yuan of four example couples at a birth."""
    from experiments.commands.options import place_of
    from experiments.setup.scenario_files import named, paths_of
    from experiments.wording.scenario_diff import diff_text, money_text, same_text
    from sim.measures.birth_budgets import birth_budgets, check_birth_year
    from sim.places.pack import load_pack
    from sim.settings import LAST_YEAR, START_YEARS

    check_birth_year(year)
    found, start = place_of(place), START_YEARS[-1]
    first, second = (paths_of(named(name), load_pack(found), start) for name in (one, other))
    if same := same_text(first, second):
        typer.echo(same)
        return
    typer.echo(diff_text(first, second, range(start, LAST_YEAR + 1)))
    money = birth_budgets(found, one, year), birth_budgets(found, other, year)
    typer.echo(f"\n{money_text(first.scenario.name, second.scenario.name, money, year)}")
