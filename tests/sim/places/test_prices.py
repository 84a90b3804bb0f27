"""One series of prices, held against hand numbers; every figure of the pack has one reader."""

import re
from pathlib import Path

import numpy as np
import pytest

from sim.clock import month_index
from sim.places.pack import load_pack
from sim.places.prices import monthly_price_levels, national_inflation, price_level, price_levels
from sim.places.schema import TABLES
from sim.population.earnings import real_growth
from sim.processes.money import taxes

SIM = Path(__file__).parents[3] / "sim"


def test_levels_chain_the_changes_of_the_nearest_area() -> None:
    pack = load_pack()
    assert list(price_levels(pack, 2019, 2022).values()) == pytest.approx([1 / 1.025, 1.0, 1.014, 1.014 * 1.022])
    assert price_level(pack, 2016) == pytest.approx(1 / (1.018 * 1.021 * 1.029 * 1.025))  # 1.8 is the city's own
    future = 1.0 + pack.assumption("cpi_change_future") / 100.0
    assert price_level(pack, 2031) / price_level(pack, 2030) == pytest.approx(future)
    assert price_level(pack, 2025) / price_level(pack, 2024) == pytest.approx(future)


def test_prices_stand_still_before_the_first_known_change() -> None:
    """2011 is the first year with a change: the level of 2010 holds for 2008 and 2009, for taxes and levers alike."""
    pack = load_pack()
    assert price_level(pack, 2008) == price_level(pack, 2009) == price_level(pack, 2010) < price_level(pack, 2011)
    before, after = taxes.tax_rules(pack, 2009), taxes.tax_rules(pack, 2010)
    assert before.basic == after.basic


def test_one_level_a_year_whatever_range_is_asked() -> None:
    pack = load_pack()
    wide = price_levels(pack, 2008, 2035)
    for year, level in wide.items():
        assert price_level(pack, year) == level
        assert price_levels(pack, year, year) == {year: level}
        months = monthly_price_levels(pack, month_index(year, 1), month_index(year, 12))
        assert np.unique(months).tolist() == [level]


def test_incomes_are_deflated_by_the_nation() -> None:
    pack = load_pack()
    assert national_inflation(pack, 2015, 2019) == pytest.approx(1.02 * 1.016 * 1.021 * 1.029)
    assert 0.03 < real_growth(pack) < 0.08


READERS = {
    "counties": "names and codes of counties, for options and labels",
    "population": "the start population, and the residents that the level of mortality refers to",
    "population_totals": "margins of the start population; weights of town and country in what a child costs",
    "mortality": "rates in the census year for past births; rates of every later year",
    "marriage_matching": "one correlation for the start population; affinity of levels for meetings",
    "policy_timeline": "rates of the housing fund; the education deduction by month, and nominal in what a child costs",
    "tfr": "fertility before the start, and figures shown beside a run",
    "assumptions": "values by name, and the dates that stand in names of loan rates",
    "levers": "the rules, and their sources in a list of levers",
    "homes": "homes and areas of the start population; area a head between censuses, which sets the need",
    "permission_rules": "the rules by month; the date from which all may have two, for where start mothers of two live",
    "fertility": "fertility before the start; the nation's rates by age that a rival of the exam holds",
    "lunar_calendar": "when couples wed, by month; which years have two Lichun, for the briefing's page of marriages",
    "mortality_level": "the level of a run's years; that of 2010 alone, all that a rival of the exam may know",
}
"""Tables that more than one module reads, and what for; each takes other rows or makes something else of them."""


def readers(folder: Path) -> dict[str, set[str]]:
    """By table, the modules that ask a pack for it."""
    found: dict[str, set[str]] = {}
    for path in sorted(folder.rglob("*.py")):
        for name in re.findall(r"""\.table\(\s*["'](\w+)["']""", path.read_text(encoding="utf-8")):
            if name in TABLES:
                found.setdefault(name, set()).add(path.relative_to(folder).as_posix())
    return found


def test_each_table_has_one_reader() -> None:
    """A second reader of a table makes a second number of one quantity: it belongs in the module that has the first."""
    found: dict[str, set[str]] = {}
    for folder in (SIM, SIM.parent / "calibration", SIM.parent / "experiments"):
        for name, modules in readers(folder).items():
            found.setdefault(name, set()).update(f"{folder.name}/{module}" for module in modules)
    assert {name: modules for name, modules in found.items() if len(modules) > 1 and name not in READERS} == {}
    assert {name for name in READERS if len(found[name]) < 2} == set()
    assert found["cpi"] == {"sim/places/prices.py"}
    assert found["wages"] == {"sim/population/earnings.py"}


def test_a_second_reader_is_found(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text('pack.table("cpi")', encoding="utf-8")
    (tmp_path / "two.py").write_text("frame = pack.table(\n    'cpi')", encoding="utf-8")
    assert readers(tmp_path) == {"cpi": {"one.py", "two.py"}}


CODE = re.compile(r"(?<!\d)(?:33[0-9]{4}|3306)(?!\d)|绍兴|\"(?:Shaoxing|Zhejiang)\"")


def test_no_place_stands_in_the_code() -> None:
    """Codes and names of the city, its counties and province stand in its pack alone."""
    for path in SIM.rglob("*.py"):
        code = re.sub(r'("{3})(?:.|\n)*?\1|#.*', "", path.read_text(encoding="utf-8"))
        assert not CODE.findall(code), path
