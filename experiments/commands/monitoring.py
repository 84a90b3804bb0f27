"""`fertsim monitor`: observed yearly figures against a projection, or an empty table to fill in."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.arguments import Place

Figures = Annotated[Path | None, typer.Argument(help="CSV or XLSX file of yearly figures, see docs/monitor.md")]
Template = Annotated[
    Path | None, typer.Option(help="write an empty table of all counties and indicators, .csv or .xlsx")
]
Against = Annotated[
    Path | None, typer.Option(help="folder of runs (fertsim run --out DIR), of one scenario or a comparison")
]
OfComparison = Annotated[
    str | None, typer.Option(help="scenario of the folder that is the projection; default: the one it was run for")
]
Languages = Annotated[str, typer.Option("--lang", metavar="zh|en|zh,en", help="languages of reports and charts")]
Out = Annotated[Path, typer.Option("--out", help="folder of tables, charts and reports")]


def mount(app: typer.Typer) -> None:
    """Add the command of this file to the command line."""
    app.command()(monitor)


def monitor(
    figures: Figures = None,
    against: Against = None,
    scenario: OfComparison = None,
    template: Template = None,
    lang: Languages = "zh",
    out: Out = Path("out/monitor"),
    place: Place = "shaoxing",
) -> None:
    """Hold observed yearly figures against a projection: warnings, yearly reports, and the projection weighted anew."""
    import warnings

    from experiments.charts.asked import charts_asked
    from sim.errors import UserError

    languages = charts_asked(lang, "png").languages
    if template is not None:
        if figures is not None:
            raise UserError("monitor: give a FILE to hold against runs or --template FILE to write, not both")
        typer.echo(_template(template, against, place, languages[0]))
        return
    if figures is None or against is None:
        raise UserError("monitor: name a FILE of figures and --against the folder of runs, or --template FILE")
    from experiments.monitor.found import monitor as held_against

    found = held_against(figures, against, scenario)
    for note in found.notes:
        warnings.warn(note, UserWarning, stacklevel=1)
    from experiments.monitor.report import write_monitor  # loads what draws, once the figures are known to be good

    typer.echo(write_monitor(found, out, languages))


def _template(path: Path, against: Path | None, place: str, language: str) -> str:
    from experiments.commands.options import place_of
    from experiments.monitor.areas import Areas
    from experiments.monitor.tidy import write_template
    from sim.places.pack import load_pack

    if against is not None:
        from experiments.monitor.found import areas_stored

        return write_template(path, areas_stored(against), language)
    pack = load_pack(place_of(place))
    names = pack.manifest["name_zh"], pack.manifest["name_en"]
    return write_template(path, Areas.of(list(pack.table("counties").itertuples()), *names, pack.city_code), language)
