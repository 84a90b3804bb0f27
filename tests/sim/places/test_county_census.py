"""The county tables give every census number of Shaoxing's pack, and add up in every city of the province."""

import csv
import re

import pytest

from sim.errors import UserError
from sim.places.county_census import (
    CENSUS_TABLES,
    CENSUSES,
    census_rows,
    cities,
    counties_of,
    figures_of,
    groups,
    indicators,
    names,
    printed,
)
from sim.places.county_codes import ZHEJIANG, rows_of
from sim.places.pack import PLACES
from sim.places.schema import TABLES

BULLETIN = {("2010", "330600", "residents_from_outside_city")}
"""Cells of the pack that a bulletin gives, not the county tables."""


def cells(rows: list[dict[str, str]], table: str) -> dict[tuple[str, ...], dict[str, str]]:
    keys = [column.name for column in TABLES[table].keys]
    return {tuple(row[key] for key in keys): row for row in rows}


@pytest.mark.parametrize("table", CENSUS_TABLES)
def test_shaoxing_is_reproduced_cell_by_cell(table: str) -> None:
    with (PLACES / "shaoxing" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        ours, known = cells(census_rows(table, 330600), table), cells(list(csv.DictReader(file)), table)
    assert set(known) - set(ours) <= BULLETIN
    assert set(ours) <= set(known)
    differing = {key: (row["value"], known[key]["value"]) for key, row in ours.items()
                 if float(row["value"]) != float(known[key]["value"])}  # fmt: skip
    assert differing == {}
    assert {(row["unit"], row["source"]) for row in ours.values()} == {
        (row["unit"], row["source"]) for key, row in known.items() if key not in BULLETIN}  # fmt: skip


def test_no_births_or_deaths_of_a_county_are_shipped() -> None:
    named = {one.name for one in indicators()}
    assert not [name for name in named if "birth" in name or "growth" in name]
    for code, figures in {**printed(2010), **printed(2020)}.items():
        assert "crude_death_rate" not in figures or code % 100 == 0
    assert {one["indicator"] for one in rows_of("census_2010")} <= named


def test_counts_of_cities_and_counties_add_up() -> None:
    """What the tables print: the one city whose counties do not is Wenzhou in 2020."""
    counted = [one.name for one in indicators() if one.unit.startswith(("persons", "households"))]
    off = set()
    for census in CENSUSES:
        table = printed(census)
        for city in cities():
            inside = [figures for code, figures in table.items() if code // 100 == city // 100 and code != city]
            for name in counted:
                if name in table[city] and sum(one[name].value for one in inside) != table[city][name].value:
                    off.add((census, city))
    assert off == {(2020, 330300)}


def test_what_was_put_right() -> None:
    """331123 of 2010: 6,915 households told, 5,326 + 875 + 160 of other sources; printed was 5.54."""
    assert printed(2010)[331123]["rented"].value == 6915 - 5326 - 875 - 160 == 554
    assert printed(2010)[330102]["rural"].value == 0
    assert all(row["quality"] == "derived" for row in rows_of("corrected"))


def test_a_county_takes_the_figures_of_the_codes_that_became_it() -> None:
    """Jiangdong 330204 joined Yinzhou 330212 in 2016: 366,648 + 1,359,198 residents of 2010."""
    found, raw = figures_of(2010, 330200), printed(2010)
    both = raw[330204]["residents"].value, raw[330212]["residents"].value
    assert found[330212]["residents"].value == sum(both)
    assert found[330212]["residents"].quality == "derived"
    areas = [raw[code]["floor_area_per_person"].value for code in (330204, 330212)]
    assert min(areas) < found[330212]["floor_area_per_person"].value < max(areas)
    assert found[330213]["residents"].note.startswith("then 奉化市 330283")
    assert sorted(found) == [330200, *counties_of(330200)]


def test_a_county_made_later_takes_its_share() -> None:
    """Longgang was a part of Cangnan in 2010: 464,732 of 1,308,694 residents of both in 2020."""
    found, whole = figures_of(2010, 330300), printed(2010)[330327]
    share = 464_732 / (464_732 + 843_962)
    assert found[330383]["residents"].value == pytest.approx(whole["residents"].value * share, abs=40)
    assert found[330383]["residents"].quality == "approximate"
    for name in ("residents", "urban", "female_0", "family_households", "never_married_male"):
        assert found[330383][name].value + found[330327][name].value == whole[name].value


def test_residents_of_no_county_go_to_one() -> None:
    found = figures_of(2020, 330300)
    assert found[330303]["residents"].value == 475_693 + 249_343
    assert found[330303]["residents"].quality == "derived"
    assert found[330303]["floor_area_per_person"].quality == "published"


def test_counties_that_are_one_area_only_together() -> None:
    assert groups(330600) == [(330602, 330603)]
    assert groups(330300) == [(330303, 330305), (330327, 330383)]
    assert groups(330400) == []


def test_eleven_cities_and_no_other() -> None:
    assert len(cities()) == 11
    assert sum(len(counties_of(city)) for city in cities()) == 90
    assert names()[330400] == ("嘉兴市", "Jiaxing")
    with pytest.raises(UserError, match=r"340100 is no city of the county tables; allowed are 330100 Hangzhou"):
        counties_of(340100)


def test_the_readme_counts_the_rows() -> None:
    text = (ZHEJIANG / "README.md").read_text(encoding="utf-8")
    counted = {row[0]: row[1:] for row in re.findall(r"^\| (\w+) \|" + r" ([\d,]*) \|" * 4, text, flags=re.MULTILINE)}
    assert set(counted) == {path.stem for path in ZHEJIANG.glob("*.csv")}
    for name, (n, *qualities) in counted.items():
        rows = rows_of(name)
        assert int(n.replace(",", "")) == len(rows), name
        known = [row.get("quality", "published" if name.startswith("census") else "") for row in rows]
        assert [int(entry.replace(",", "") or 0) for entry in qualities] == [
            known.count(one) for one in ("published", "derived", "approximate")], name  # fmt: skip
