"""The README of a pack made from the census: rows by quality, what rests on Shaoxing, traps. Called by `making`."""

from collections.abc import Mapping

from experiments.places.borrowed import OWN, Row
from sim.places.county_census import counties_of, groups, names, strays
from sim.places.county_codes import boundary_changes
from sim.places.schema import QUALITIES

HEAD = """# {name_en} ({name_zh}): a data pack from the census

Made by `fertsim place new {city} --from-census` from the county tables of the censuses of 2010 and 2020 and from
Shaoxing's pack; what a table must look like is declared in `sim/places/schema.py`. {n_counties} counties: {counties}.

Tables of the census are the city's own. National and provincial rows are the same in all cities of the province. What
the model needs and no such row gives is Shaoxing's, quality `fallback` (a prior stays one), and its note begins with
"area Shaoxing": {n_lent:,} of {n_rows:,} rows, in
{where}.
Replace them by the city's own figures and give these their source; `fertsim place check` says what a pack lacks.

Runs start in 2010 and 2020 with the declared parameters: nothing is calibrated to this city, and no births of it are
known here but the children of the two censuses.

## Tables, and rows by quality

| table | rows | {qualities} | of Shaoxing | what it holds |
| --- |{rule}: | ---: | --- |
"""
TRAPS = [
    "Counties are those of 2020. Figures of 2010 stand on the boundaries of 2010; notes say what has moved since.",
    "Migration is what residents of 2020 exceed the survivors of 2010 by, with national mortality: gains at 60 and over"
    " are mostly artefact, and children missed in 2010 inflate ages 10-19.",
    "Death rates of counties are not here (held out, as births of counties are): the city's level of 2010 stands for"
    " all its counties, on each one's ages, and changes to 2022 as Shaoxing's did.",
    "Budgets are Shaoxing's spending a resident. Home prices are a secondary panel where the city is one of its five,"
    " else Shaoxing's; prices of counties over the city's are the mean of Shaoxing's districts, or of its other"
    " counties.",
    "No measure of city or county is in force here: `in_force` is the same as `national_only` until rows of layer"
    " `in_force` are added to `levers`.",
    "Layer `plan` is a plan like Shaoxing's draft, the same in all counties: it says what such a plan would do here,"
    " not what this city plans. Targets in `plan_targets` are that plan's too.",
    "`targets.csv`, against which `fertsim calibrate --place` holds the model, has what the census of 2020 tells of"
    " children, births, singles and households here, and shapes of province and nation; marriages and residents of"
    " later years are not known.",
    "Occupation, work, marital status and homes come from the long form (a tenth of households): shares, not counts.",
]  # fmt: skip
TAIL = """
## Attribution

County census tables: dataset leiii/census (MIT licence), after the National Bureau of Statistics. UN World Population
Prospects 2024: CC BY 3.0 IGO. Others: public statistics and notices, source in each row.
"""


def readme(city: int, tables: Mapping[str, list[Row]], meanings: Mapping[str, str]) -> str:
    """Text of README.md. tables : rows by table      meanings : what each table holds"""
    lines, totals = [], [0] * (len(QUALITIES) + 2)
    for name, rows in tables.items():
        counted = [len(rows), *(sum(row.get("quality") == one for row in rows) for one in QUALITIES), n_lent(rows)]
        totals = [before + now for before, now in zip(totals, counted, strict=True)]
        lines.append(f"| {name} | {' | '.join(map(str, counted))} | {meanings[name]} |")
    lines.append(f"| total | {' | '.join(map(str, totals))} | |")
    traps = [*_moved(city), *TRAPS]
    head = HEAD.format(
        city=city, name_zh=names()[city][0], name_en=names()[city][1], n_counties=len(counties_of(city)),
        counties=", ".join(" ".join(names()[code]) for code in counties_of(city)), n_lent=totals[-1],
        n_rows=totals[0], where=", ".join(f"`{name}`" for name, rows in tables.items() if n_lent(rows)),
        qualities=" | ".join(QUALITIES), rule=" ---: |" * len(QUALITIES) + " ---",
    )  # fmt: skip
    said = "".join(f"{number}. {trap}\n" for number, trap in enumerate(traps, start=1))
    return head + "\n".join(lines) + "\n\n## Traps and gaps\n\n" + said + TAIL


def n_lent(rows: list[Row]) -> int:
    """Number of rows that rest on a figure of Shaoxing."""
    return sum(row.get("note", "").startswith(OWN) for row in rows)


def _moved(city: int) -> list[str]:
    """What has to be said of the city's counties between the two censuses."""
    said = []
    for group in groups(city):
        what = next(change for change in boundary_changes() if change.codes == group)
        pair = " and ".join(f"{code} {names()[code][1]}" for code in group)
        said.append(
            f"{what.what} ({what.year}): compare {pair} with 2010 only together; their migration is their joint one,"
            " split by the residents of 2020."
        )
    for (census, of), county in strays().items():
        if of == city:
            said.append(
                f"In the tables of {census} the counties have fewer residents than the city; the difference is"
                f" judged to be development zones in {county} {names()[county][1]} and added to it, rows `derived`."
            )
    return [one[0].upper() + one[1:] for one in said]
