"""The exam's table: nothing after the origin enters, and figures are what their source says."""

import re
from pathlib import Path

import pytest

from calibration.exam.beside import known
from calibration.exam.exam import UNKNOWN, space_known
from calibration.exam.figures import (
    ORIGINS,
    TABLE,
    asked,
    asked_targets,
    check_origin,
    known_targets,
    read_figures,
    series,
)
from calibration.targets import LAST_YEAR, read_targets
from sim.errors import UserError
from sim.measures.levels import LEVEL_UNITS
from sim.measures.yearly import INDICATORS
from sim.places.pack import load_pack

BY_NAME = {one.name: one for one in read_figures()}


@pytest.mark.parametrize("known_to", ORIGINS)
def test_nothing_after_the_origin_is_fitted_and_nothing_before_it_is_asked(known_to: int) -> None:
    assert max(one.year for one in known_targets(known_to)) <= known_to
    assert all(one.role == "fit" for one in known_targets(known_to))
    assert min(one.years[1] for one in asked(known_to)) > known_to
    assert all(one.role != "fit" for one in asked_targets(known_to))
    for target in known_targets(known_to):  # years that an expression names, too
        assert all(int(year) <= known_to for year in re.findall(r"20\d\d", target.indicator.rpartition("@")[2]))
    for one in asked(known_to):  # a ratio may begin with what is known
        assert int(one.over[-4:] or one.years[1]) <= one.years[1] <= LAST_YEAR


@pytest.mark.parametrize("known_to", ORIGINS)
@pytest.mark.parametrize("name", ["births", "births_zhejiang", "marriages", "deaths", "population"])
def test_rivals_know_nothing_after_the_origin(known_to: int, name: str) -> None:
    assert known(name, load_pack(), known_to).years[-1] <= known_to
    assert max(series("marriages_china", known_to)) == known_to


def test_an_epidemic_that_nobody_knew_is_none_and_is_not_fitted() -> None:
    assert set(UNKNOWN[2017]) == {"epidemic_meetings", "epidemic_intentions"}
    assert set(UNKNOWN[2017].values()) == {1.0}
    assert not set(UNKNOWN[2017]) & set(space_known(2017).names)
    assert set(UNKNOWN[2017]) <= set(space_known(2020).names)


def test_nothing_of_2023_or_later_and_no_births_of_a_county() -> None:
    assert max(one.years[1] for one in BY_NAME.values()) <= 2022
    assert not [one for one in BY_NAME.values() if "birth" in one.indicator and re.search(r"3306\d\d", one.name)]
    assert not re.search(r"(?m)^[^,]*,[^,]*,[^,]*,202[3-9]", TABLE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("year", [2016, 2018, 2021, 0])
def test_another_year_is_no_origin(year: int) -> None:
    with pytest.raises(UserError, match=f"{year} is no origin of the exam; allowed are 2017 and 2020"):
        check_origin(year)


def test_every_figure_is_one_that_a_run_gives() -> None:
    for one in BY_NAME.values():
        if one.role != "series":
            names = re.findall(r"[a-z][a-z_0-9]*(?=@)|^[a-z_0-9]+$", one.expression)
            assert names, one.expression
            assert set(names) <= {*INDICATORS, *LEVEL_UNITS}, one.expression
            assert one.standard_error > 0
        assert one.source
        assert one.quality.split(":")[0] in ("published", "derived", "approximate", "fallback")


def test_a_year_after_the_last_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "figures.csv"
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([lines[0], lines[1].replace("2011-2015", "2011-2023")]), encoding="utf-8")
    with pytest.raises(UserError, match=r"line 2: year 2023; the last is 2022"):
        read_figures(table)


def value(name: str) -> float:
    return BY_NAME[name].value


def test_sums_and_ratios_of_the_sources() -> None:
    registered = [value(f"births_registered_{year}") for year in range(2011, 2018)]
    assert sum(registered[:5]) == 174_804
    assert registered[6] == 47_982
    assert value("births_registered_2017_over_2011_2015") == pytest.approx(47_982 / (174_804 / 5), abs=1e-4)
    away = 1 - (4_912_239 - 1_018_500) / 4_391_870
    assert value("births_registered_2011_2015") == pytest.approx(174_804 / 5 * (1 - away), abs=5)
    for later, earlier in ((2012, 2011), (2013, 2012), (2017, 2013), (2019, 2017)):
        found = value(f"births_zhejiang_{later}") / value(f"births_zhejiang_{earlier}")
        assert value(f"births_zhejiang_{later}_over_{earlier}") == pytest.approx(found, abs=1e-4)
    assert value("births_zhejiang_2021_over_2017") == pytest.approx(449 / 670, abs=1e-4)
    assert value("births_zhejiang_2022_over_2021") == pytest.approx(412 / 449, abs=1e-4)
    assert value("births_zhejiang_2020") == pytest.approx(7.13e-3 * (63.75e6 + 64.68e6) / 2, abs=1)
    for later, earlier in ((2014, 2011), (2017, 2014)):
        found = value(f"marriages_china_{later}") / value(f"marriages_china_{earlier}")
        assert value(f"marriages_china_{later}_over_{earlier}") == pytest.approx(found, abs=1e-4)
    assert value("marriages_2017") == pytest.approx(10_631_000 / (15.23e6 / 10.94e-3) * 5_010_000, rel=1e-3)
    assert value("divorces_2017") == pytest.approx(2.80e-3 * 5_010_000)
    assert value("births_2022") == pytest.approx(5.1e-3 * 5.345e6, rel=1e-3)
    assert value("deaths_2022") == pytest.approx(6.9e-3 * 5.345e6, rel=1e-3)
    assert value("births_2022_over_2020") == pytest.approx(value("births_2022") / value("births_2020"), abs=1e-4)
    assert value("marriages_2020") == pytest.approx(19_087 / (1 - 0.2491), abs=1)
    assert sum(value(f"births_order_{order}_2011") for order in (1, 2, 3)) == pytest.approx(1, abs=1e-3)


def test_children_by_county_are_the_checks_and_add_up_to_the_city() -> None:
    targets = {one.name: one.value for one in read_targets()}
    for group, city in (("0", 32_345), ("1_4", 183_347), ("5_9", 216_464)):
        found = {one.name: one.value for one in asked(2017) if one.name.startswith(f"children_{group}_of")}
        assert len(found) == 5
        assert sum(found.values()) == city
        assert found == {name: targets[name] for name in found}


def test_marriages_of_the_nation_are_those_of_the_pack() -> None:
    rows = load_pack().table("nuptiality_elsewhere")
    rows = rows[(rows["area"] == "China") & (rows["indicator"] == "marriage_registrations")].set_index("year")["value"]
    for year, found in series("marriages_china", 2020).items():
        assert found == rows.loc[year], year


def test_ages_of_mothers_are_those_of_the_nation_in_2010() -> None:
    rows = load_pack().table("fertility")
    rows = rows[(rows["area"] == "China") & (rows["year"] == 2010) & (rows["birth_order"] == "all")]
    rates = rows.set_index("age_from")["value"]
    for first in (20, 25, 30, 35):
        share = rates.loc[first : first + 4].sum() / rates.sum()
        assert value(f"asfr_share_{first}_{first + 4}_2011") == pytest.approx(share, abs=1e-4)
