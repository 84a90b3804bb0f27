"""Who is counted as able to help, as parents die, age and move, and the draw that stands for parents not known."""

import numpy as np
import pytest

from sim.parameters import as_record
from sim.places.pack import load_pack
from sim.policy.paths import compile_paths
from sim.population.columns import DEAD, FEMALE, HUKOU_LOCAL, HUKOU_OUTSIDE, MALE, MARRIED, NOBODY, RESIDENT
from sim.processes.life import grandparents as rules
from sim.processes.money.health_services import helpers_found, support_offered
from sim.streams import stream_key
from tests.sim.makers import MONTH, city, rates, same_uncompiled, size, within_errors

HELPING = rules.Helping(np.uint64(stream_key(1, 33, 32)), 70.0, 0.6)


def families(**changes: list[int]):
    """Rows 0-3: wife's mother and father, wife, husband (whose parents are not known)."""
    columns = {
        "presence": [RESIDENT] * 4, "sex": [FEMALE, MALE, FEMALE, MALE], "county": [2] * 4,
        "birth": [MONTH - 12 * age for age in (58, 60, 28, 30)], "hukou": [HUKOU_LOCAL] * 3 + [HUKOU_OUTSIDE],
        "mother": [NOBODY, NOBODY, 0, NOBODY], "father": [NOBODY, NOBODY, 1, NOBODY],
        "marital": [MARRIED] * 4, "partner": [1, 0, 3, 2], "id": [11, 12, 13, 14],
    }
    return city(4, **{name: np.array(values) for name, values in {**columns, **changes}.items()}).persons


@pytest.mark.parametrize(("changes", "helpers"), [
    ({}, 2),
    ({"presence": [DEAD, RESIDENT, RESIDENT, RESIDENT]}, 1),
    ({"county": [2, 3, 2, 2]}, 1),
    ({"birth": [MONTH - 12 * age for age in (71, 70, 38, 40)]}, 1),
])
def test_parents_help_who_live_near_and_are_young_enough(changes: dict, helpers: int) -> None:
    persons = families(**changes)
    rules.count_helpers(0, 1, np.array([2]), persons, HELPING, MONTH)
    assert list(persons.grandparents) == [0, 0, helpers, helpers]


def test_support_wins_a_helper_for_local_couples_who_had_none() -> None:
    surely = as_record(rates(help_by_support=1.0))  # by 1,000 yuan a month
    offered = np.zeros(6)
    for county, local, won in ((3, True, 0), (2, True, 1), (2, False, 0)):
        persons = families(hukou=[HUKOU_LOCAL if local else HUKOU_OUTSIDE] * 4)
        offered[:], offered[county] = 0.0, 1_000.0
        rules.win_helpers(np.array([2]), persons, offered, surely, 1)
        assert list(persons.grandparents) == [0, 0, won, won]
    persons = families()
    persons.grandparents[2:] = 2
    rules.win_helpers(np.array([2]), persons, np.full(6, 1_000.0), surely, 1)
    assert list(persons.grandparents) == [0, 0, 2, 2]


def test_a_chance_of_help_of_a_fifth_for_a_thousand_yuan_offered() -> None:
    """1,000 yuan a month to half of the eligible, of whom .7 apply: 350 offered, a chance of .07."""
    levers = compile_paths("national_only", load_pack(), MONTH, MONTH + 12, values={
        "grandparent_support": 1000.0, "grandparent_support_coverage": 0.5})
    at = levers.at(MONTH)
    price, offered = float(levers.price_level[at]), support_offered(levers)[at]
    assert offered.tolist() == pytest.approx([350.0 / price] * 6)
    for strength, chance in ((0.2, 0.07 / price), (0.0, 0.0)):
        p = as_record(rates(help_by_support=strength))
        assert same_uncompiled(helpers_found, float(offered[0]), p) == pytest.approx(chance)


def test_parents_not_known_help_by_chance_for_local_people_only() -> None:
    n = size(40_000, 400)
    persons = city(n, presence=np.full(n, RESIDENT), birth=np.full(n, MONTH - 12 * 30), id=np.arange(n) + 1).persons
    found = np.array([rules.own_helpers(i, persons, HELPING, MONTH) for i in range(n)])
    assert within_errors((found > 0).mean(), 1 - 0.4**2, n)
    assert within_errors((found == 2).mean(), 0.6**2, n)
    persons.hukou[:] = HUKOU_OUTSIDE
    assert not any(rules.own_helpers(i, persons, HELPING, MONTH) for i in range(20))
