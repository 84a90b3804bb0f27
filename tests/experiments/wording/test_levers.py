"""Text of `fertsim levers`: every lever in the table, one lever with its dates and sources."""

import pytest

from experiments.wording.levers import levers_text
from sim.errors import UserError
from sim.places.pack import load_pack
from sim.policy.levers import LEVERS


def test_the_table_names_every_lever() -> None:
    lines = levers_text(load_pack()).splitlines()
    assert [line.split()[1] for line in lines[1 : len(LEVERS) + 1]] == list(LEVERS)
    places = next(line for line in lines if " places_per_1000 " in line)
    assert places.split()[-6:] == ["2.5", "3.3", "4.6", "rule", "or", "figure"]
    assert next(line for line in lines if " employer_cost_share " in line).endswith("assumed")
    assert next(line for line in lines if " maternity_leave " in line).endswith("law unchanged")


@pytest.mark.parametrize("name", LEVERS)
def test_one_lever_in_full(name: str) -> None:
    text = levers_text(load_pack(), name)
    assert LEVERS[name].title_zh in text
    assert LEVERS[name].meaning.split()[0] in text
    assert "In 2025-12: national_only" in text


def test_a_lever_shows_counties_dates_and_sources() -> None:
    text = levers_text(load_pack(), "birth_grant")
    assert "2023-11-30 to ...         诸暨市 Zhuji, birth order 3+: 20,000 yuan once (published)" in text
    assert "2022-11-04 to 2025-11-03  上虞区 Shangyu, birth order 2: 500 yuan once (published)" in text
    assert "city by municipal_cost_share, county the rest" in text
    assert "set a value instead" in levers_text(load_pack(), "maternity_leave")
    assert "over 36 months" in levers_text(load_pack(), "places_per_1000")


def test_a_lever_of_uncertain_strength_shows_its_prior() -> None:
    text = " ".join(levers_text(load_pack(), "counselling_coverage").split())
    assert "strength parameter counselling_effect, 0 (prior -0.3 to 0.3 log hazard): change of the hazard" in text
    assert "a prior around nothing: by default it costs money and moves nobody" in text


def test_unknown_lever() -> None:
    with pytest.raises(UserError, match="unknown lever 'birthgrant'; did you mean 'birth_grant'"):
        levers_text(load_pack(), "birthgrant")
