"""`fertsim place`: make the data pack of a further city, see what a pack lacks, list packs, bring codes up to date."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.arguments import Place

EXIT_LACKING = 2
CityCode = Annotated[str, typer.Argument(help="code of a city of Zhejiang, or its Chinese or English name")]
PackFolder = Annotated[str, typer.Argument(help="folder of a data pack, or the name of a shipped one")]
Folder = Annotated[Path | None, typer.Option(help="folder of the new pack; default: out/places/NAME")]
Name = Annotated[str | None, typer.Option(help="name of the new pack; default: the city's English name, in small")]
Fit = Annotated[
    str | None, typer.Option(help="sample such as 1/100: how start populations meet the censuses, and births of 2020")
]

place = typer.Typer(help="Data packs of places: make one from the census, see what one lacks, list them.")


def mount(app: typer.Typer) -> None:
    """Add the commands of this file to the command line."""
    app.add_typer(place, name="place")


@place.callback()
def places() -> None:
    """Data packs of places: make one from the census, see what one lacks, list them."""


@place.command()
def new(
    city: CityCode,
    from_census: Annotated[
        bool, typer.Option("--from-census", help="from the county tables of the censuses of 2010 and 2020")] = False,
    out: Folder = None,
    name: Name = None,
) -> None:
    """Make the data pack of a city from the census; what it takes from Shaoxing's pack is marked, row by row."""
    from experiments.places.making import city_code, made_text, make_pack, place_name
    from sim.errors import UserError

    if not from_census:
        raise UserError(f"place new {city}: name what it is made from; --from-census is what there is")
    code = city_code(city)
    called = place_name(code, name)
    folder = Path("out/places") / called if out is None else out
    typer.echo(made_text(make_pack(code, folder, called), folder))


@place.command()
def check(
    folder: PackFolder,
    everything: Annotated[bool, typer.Option("--all", help="list every missing row, not the first of a table")] = False,
    fit: Fit = None,
) -> None:
    """Say of every table of a data pack what it lacks, row by row; exit status 2 where something is missing."""
    from experiments.commands.options import place_of
    from experiments.places.whole import looked_through, report
    from sim.places.pack import PLACES, load_pack
    from sim.settings import parse_sample

    if fit is not None:
        parse_sample(fit)
    named = Path(place_of(folder))
    found = looked_through(named if named.is_absolute() else PLACES / named)
    typer.echo(report(found, everything))
    if any(one.faults for one in found):
        raise typer.Exit(EXIT_LACKING)
    if fit is not None:
        from experiments.places.margins import births_text, margins_text

        pack = load_pack(named if named.is_absolute() else str(named))
        for year in pack.census_years:
            typer.echo(margins_text(pack, fit, year))
        typer.echo(births_text(pack, fit))


@place.command(name="list")
def list_() -> None:
    """List the data packs that ship, and the cities that one can be made of."""
    from experiments.places.whole import shipped

    typer.echo("\n".join(shipped()))


@place.command()
def codes(
    file: Annotated[Path, typer.Argument(help="CSV file with columns county_code and year")],
    out: Annotated[Path, typer.Option(help="file to write, on the county codes of today")],
    place: Place = "shaoxing",
) -> None:
    """Put figures by county on the county codes of today; says where a boundary has moved since."""
    from experiments.commands.options import place_of
    from experiments.places.observed import write_on_codes_of_today
    from sim.places.pack import load_pack

    typer.echo(write_on_codes_of_today(file, load_pack(place_of(place)), out))
