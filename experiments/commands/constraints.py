"""`fertsim constraints`: why births do not happen, by what stands against them."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.arguments import (
    CountyReported,
    Dose,
    DrawOfSeed,
    FirstYear,
    Future,
    Language,
    Param,
    Place,
    RunSeed,
    Scenario,
    Set,
)
from sim.errors import UserError

Folder = Annotated[Path, typer.Option("--out", help="folder of constraints.csv")]
TurnOfYear = Annotated[int, typer.Option("--to", help="year at whose end the city is looked at")]


def mount(app: typer.Typer) -> None:
    """Add the command of this file to the command line."""
    app.command()(constraints)


def constraints(
    household: Annotated[int | None, typer.Option(help="tell of one household, by its number; writes nothing")] = None,
    county: CountyReported = None,
    scenario: Scenario = "national_only",
    set_: Set = None,
    dose: Dose = None,
    param: Param = None,
    future: Future = "central",
    sample: Annotated[str, typer.Option(help="agents per resident, 1/1000 to 1/1")] = "1/100",
    seed: RunSeed = 1,
    draws: DrawOfSeed = "all",
    start: FirstYear = 2020,
    end: TurnOfYear = 2022,
    out: Folder = Path("out/constraints"),
    lang: Language = "zh",
    place: Place = "shaoxing",
) -> None:
    """Say why births do not happen: what partner, biology, money, cash, time, career, space and rules hold back."""
    from experiments.commands import options
    from experiments.constraints.city import checked_year, turned
    from experiments.constraints.report import checked_folder, household_told, write_constraints
    from experiments.setup.draws import parameter_draws, with_draw
    from experiments.setup.settings import county_of
    from experiments.wording.languages import checked_language

    language = checked_language(lang)
    if household is not None and county is not None:
        raise UserError("constraints: --household tells of one household, wherever it lives; leave out --county")
    by_hand = options.parameter_values(param or ())
    settings = options.settings_given(
        set_, dose, by_hand, place=options.place_of(place), scenario=scenario, future=future, sample=sample,
        start_year=start, seed=seed,
    )
    year = checked_year(start, end)
    code, folder = county_of(settings.place, county), checked_folder(out)
    settings, drawn = with_draw(settings, parameter_draws(options.draws_asked(draws), settings, by_hand))
    city = turned(settings, year)
    if household is not None:
        typer.echo(household_told(city, drawn, household, language))
    else:
        typer.echo(write_constraints(city, drawn, code, language, folder))
