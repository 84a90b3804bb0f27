"""`fertsim explain`: one couple's life, and the terms of its birth decisions."""

from typing import Annotated

import typer

from experiments.commands.arguments import (
    Dose,
    DrawOfSeed,
    FirstYear,
    Future,
    Language,
    LastYear,
    Param,
    Place,
    RunSeed,
    Scenario,
    Set,
)
from sim.errors import UserError


def mount(app: typer.Typer) -> None:
    """Add the command of this file to the command line."""
    app.command()(explain)


def explain(
    household: Annotated[int | None, typer.Argument(help="number of a household of the start population")] = None,
    pick: Annotated[bool, typer.Option(help="the first couple that fits the filters, instead of a number")] = False,
    county: Annotated[str | None, typer.Option(help="filter: county by code, Chinese or English name")] = None,
    age: Annotated[int | None, typer.Option(help="filter: the woman's age at the start")] = None,
    children: Annotated[int | None, typer.Option(help="filter: births she has had")] = None,
    single: Annotated[bool, typer.Option(help="filter: an unmarried woman instead of a couple")] = False,
    scenario: Scenario = "national_only",
    set_: Set = None,
    dose: Dose = None,
    param: Param = None,
    future: Future = "central",
    sample: Annotated[str, typer.Option(help="agents per resident; small is quick")] = "1/200",
    seed: RunSeed = 1,
    draws: DrawOfSeed = "all",
    start: FirstYear = 2020,
    end: LastYear = 2035,
    lang: Language = "zh",
    every: Annotated[bool, typer.Option(help="write out the terms of every review")] = False,
    place: Place = "shaoxing",
) -> None:
    """Follow one couple from the start to the end, and tell its life and the terms of its birth decisions."""
    from experiments.commands import options
    from experiments.lives.following import Whose, told_life
    from experiments.setup.draws import parameter_draws, with_draw
    from experiments.setup.settings import county_of
    from experiments.wording.languages import checked_language

    language = checked_language(lang)
    if pick == (household is not None):
        raise UserError("explain: name a household by its number, or let one be picked with --pick and filters")
    by_hand = options.parameter_values(param or ())
    settings = options.settings_given(
        set_, dose, by_hand, place=options.place_of(place), scenario=scenario, future=future, sample=sample,
        start_year=start, end_year=end, seed=seed,
    )
    drawn = with_draw(settings, parameter_draws(options.draws_asked(draws), settings, by_hand))
    whose = Whose(household, county_of(settings.place, county), age, children, single)
    typer.echo(told_life(*drawn, whose, language, every))
