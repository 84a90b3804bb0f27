"""Makes the pack folder of a city of Zhejiang from the county tables of the census and from Shaoxing's pack.

Called by `fertsim place new`; calls `sim.places.county_census` for the census tables, `migration` and `reckoned` for
what follows from them, `borrowed` for the rest, `readme` for the folder's text.
"""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

from calibration.targets import TARGETS, Target
from experiments.places.borrowed import FROM, LENDER, borrowed, lent
from experiments.places.migration import migration_rows
from experiments.places.readme import readme
from experiments.places.reckoned import county_budgets_rows, mortality_level_rows, population_annual_rows, vital_rows
from experiments.places.targets import target_rows
from sim.errors import UserError
from sim.places.county_census import CENSUS_TABLES, census_rows, cities, counties_of, names
from sim.places.pack import PLACES, Pack
from sim.places.schema import CENSUSES, QUALITIES, TABLES, columns_of
from sim.writing import whole_folder, write_text

Row = dict[str, str]
MEANINGS = {
    "counties": "the counties, in the order of the model's county index",
    "population_annual": "residents of the two censuses",
    "fertility": "birth rates by age and order: nation and Fuzhou",
    "mortality_level": "crude death rates of the city; its level of 2010 on the ages of the counties",
    "vital": "children of the two censuses by year of birth",
    "wages": "yearly wages of units, province",
    "leave_rules": "days of leave by kind, order and date: province, and Shaoxing's fund",
    "county_budgets": "public expenditure of city and counties, by that of Shaoxing a resident",
    "childcare_supply": "childcare places, subsidies and fees elsewhere",
    "marriage_costs": "bride price and wedding cost, other areas",
    "policy_timeline": "dated rules, targets and plan items by lever, area and birth order: nation, province, others",
    "levers": "dated values of the policy levers: law, and a plan like Shaoxing's",
    "plan_targets": "numbers that Shaoxing's plan sets as targets, by year",
}
"""What tables hold that differs from what they hold in Shaoxing's pack."""


def tables_of(city: int) -> dict[str, list[Row]]:
    """Rows of every table of a city's pack."""
    made = {name: census_rows(name, city) for name in CENSUS_TABLES}
    made["migration"] = migration_rows(city, lent("mortality"))
    made["mortality_level"] = mortality_level_rows(city)
    made["county_budgets"] = county_budgets_rows(city)
    made["population_annual"] = population_annual_rows(city)
    made["vital"] = vital_rows(city)
    return {name: made[name] if name in made else borrowed(name, city) for name in TABLES}


def manifest_of(city: int, place: str) -> dict[str, Any]:
    """The manifest of a city's pack."""
    shown = json.loads((PLACES / FROM / "manifest.json").read_text(encoding="utf-8"))
    name_zh, name_en = names()[city]
    return {
        "place": place, "name_zh": name_zh, "name_en": name_en, "city_code": city, "census_years": list(CENSUSES),
        "start_years": list(CENSUSES),
        "borrowed_from": {"place": FROM, "name_zh": names()[LENDER][0], "name_en": names()[LENDER][1]},
        "tables": shown["tables"] | MEANINGS,
    }  # fmt: skip


def city_code(given: str) -> int:
    """Code of a city given by its code, Chinese or English name; `UserError` for one that the tables do not have."""
    for code in cities():
        name_zh, name_en = names()[code]
        if given.strip().casefold() in (str(code), name_zh, name_zh[:-1], name_en.casefold()):
            return code
    known = ", ".join(f"{code} {' '.join(names()[code])}" for code in cities())
    raise UserError(f"place new {given}: this is no city of the county tables; allowed are {known}")


def place_name(city: int, given: str | None) -> str:
    """Name of a new pack: what was given, of small letters, digits and lines, else the city's English name."""
    name = names()[city][1].lower() if given is None else given
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,40}", name):
        raise UserError(f"--name {name}: this is no name of a pack; allowed are small letters, digits, - and _")
    return name


def made_text(pack: Pack, folder: Path) -> str:
    """What was made, what it rests on, and how to go on."""
    tables = {name: pack.table(name) for name in TABLES}
    counted = dict.fromkeys(QUALITIES, 0)
    for frame in tables.values():
        for quality in frame.get("quality", ()):
            counted[str(quality)] += 1
    rows = ", ".join(f"{n:,} {quality}" for quality, n in counted.items())
    population = pack.table("population")
    children = population[(population["census"] == max(CENSUSES)) & (population["age_from"] == 0)]["value"].sum()
    n = len(pack.county_codes)
    return (
        f"{pack.manifest['name_zh']} {pack.manifest['name_en']}, {n} counties: {folder}\n"
        f"{rows} rows; {pack.rests_on()['rows']:,} rest on figures of Shaoxing, see README.md there\n"
        f"children aged 0 at the census of {max(CENSUSES)}: {children:,.0f}; to see the start population's fit and the"
        f" births of {max(CENSUSES)}, uncalibrated: fertsim place check {folder} --fit 1/100\n"
        f"to run it: fertsim run --place {folder}"
    )


def make_pack(city: int, folder: Path, place: str) -> Pack:
    """Write the pack of a city into a folder that is not there yet or is empty, and check it.

    place : name of the pack in its manifest
    """
    counties_of(city)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"--out {folder}: it is there already and not empty; name a folder that is new")
    tables, manifest = tables_of(city), manifest_of(city, place)
    with whole_folder(folder) as new:
        write_text(new / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
        for name, rows in tables.items():
            write_text(new / f"{name}.csv", _csv(rows, columns_of(TABLES[name])))
        write_text(new / TARGETS.name, _csv(target_rows(tables, city), list(Target._fields)))
        write_text(new / "README.md", readme(city, tables, manifest["tables"]))
        Pack(new).check()
    return Pack(folder)


def _csv(rows: list[Row], columns: list[str]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
