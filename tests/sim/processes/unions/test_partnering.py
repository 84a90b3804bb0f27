"""The marriage market: hazards by hand, search against closed forms, matching with many and with few men, weddings."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import as_record
from sim.population.columns import (
    DEAD,
    DIVORCED,
    FEMALE,
    MALE,
    MARRIED,
    NEVER_MARRIED,
    WIDOWED,
)
from sim.processes.unions.meeting import mean_acceptance
from sim.processes.unions.partnering import MarketMonth, SinglesList, first_marriage_hazard, remarriage_hazard, search
from tests.sim.makers import (
    MONTH,
    city,
    rows,
    same_uncompiled,
    size,
    within_errors,
)
from tests.sim.market import ALONE, CROWD, WILLING, P, born, found

N = size(40_000, 3_000)


@pytest.mark.parametrize(
    ("age", "education", "expected"),
    [
        (26.0, 3, 0.4),
        (27.6, 5, 0.4),  # two levels above senior secondary: 1.6 years later
        (23.5, 3, 0.4 * math.exp(-0.5)),  # one width below the peak
        (32.0, 3, 0.4 * math.exp(-0.5)),  # one width above it
        (38.0, 3, 0.4 * math.exp(-2.0)),
        (23.6, 0, 0.4),
    ],
)
def test_first_marriage_hazard_by_hand(age: float, education: int, expected: float) -> None:
    assert same_uncompiled(first_marriage_hazard, age, education, 0.4, P) == pytest.approx(expected, rel=1e-12)


@given(st.floats(15, 64), st.floats(0.01, 2), st.integers(0, 5), st.floats(0, 1))
def test_the_hazard_has_one_hump(age: float, step: float, education: int, peak: float) -> None:
    top = 26.0 + 0.8 * (education - 3)
    here = first_marriage_hazard(age, education, peak, P)
    there = first_marriage_hazard(age + step, education, peak, P)
    assert 0.0 <= here <= peak
    if age + step <= top:
        assert there >= here
    if age >= top:
        assert there <= here


def test_remarriage_hazard_by_hand() -> None:
    assert same_uncompiled(remarriage_hazard, 25.0, DIVORCED, P) == pytest.approx(0.1)
    assert same_uncompiled(remarriage_hazard, 40.0, DIVORCED, P) == pytest.approx(0.1 * math.exp(-0.5))
    assert same_uncompiled(remarriage_hazard, 40.0, WIDOWED, P) == pytest.approx(0.04 * math.exp(-0.5))


# Search -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "education", "marital", "searching"),
    [(22, 1, NEVER_MARRIED, 1.0), (26, 3, NEVER_MARRIED, 1.0), (34, 5, NEVER_MARRIED, 1.0), (21, 5, NEVER_MARRIED, 0.1),
     (40, 3, DIVORCED, 1.0), (40, 3, WIDOWED, 1.0)],
)
def test_women_meet_at_their_marriage_hazard_over_the_mean_acceptance(
    age: float, education: int, marital: int, searching: float
) -> None:
    population = city(N, sex=FEMALE, birth=born(age), education=education, marital=marital)
    hazard = (
        first_marriage_hazard(age, education, 0.45, P) if marital == NEVER_MARRIED
        else remarriage_hazard(age, marital, P)
    )
    women, men = found(population, MarketMonth(0.45, 0.9, ALONE))
    probability = 1 - math.exp(-hazard * searching * 0.9 / mean_acceptance(P) / 12)
    assert within_errors(len(women) / N, probability, N)
    assert len(men.row) == 0


@pytest.mark.parametrize(
    ("age", "education", "share"), [(30, 3, 0.3), (22, 3, 0.3), (64.9, 3, 0.3), (21.9, 3, 0), (65, 3, 0), (21.95, 5, 0)]
)
def test_single_men_can_be_met_from_22_to_64(age: float, education: int, share: float) -> None:
    population = city(N, sex=MALE, birth=born(age), education=education)
    women, men = found(population, MarketMonth(0.45, 1.0, ALONE))
    assert within_errors(len(men.row) / N, share, N)
    assert len(women) == 0


@pytest.mark.parametrize(
    "state", [{"marital": MARRIED}, {"presence": DEAD}, {"presence": 3}, {"presence": 0}, {"birth": born(19.9)},
              {"birth": born(66)}]
)
@pytest.mark.parametrize("sex", [FEMALE, MALE])
def test_who_is_married_gone_or_of_another_age_does_not_search(state: dict[str, int], sex: int) -> None:
    women, men = found(city(300, **{"sex": sex, "birth": born(30), **state}), CROWD, WILLING)
    assert len(women) + len(men.row) == 0


def test_states_after_the_list_was_made_count() -> None:
    population = city(4, sex=[FEMALE, FEMALE, MALE, MALE])
    singles = SinglesList(rows(0, 1, 2, 3), population.persons).table
    population.persons.marital[0] = MARRIED
    population.persons.presence[2] = DEAD
    women, men = search(0, 4, singles, population.persons, CROWD, as_record(WILLING), 1, MONTH)
    assert (list(women), list(men.row)) == ([1], [3])


def test_who_is_divorced_since_the_list_was_made_searches_as_the_divorced() -> None:
    population = city(N, sex=FEMALE, birth=born(27), education=3)
    singles = SinglesList(np.arange(N, dtype=np.int32), population.persons)
    population.persons.marital[:] = DIVORCED
    women, _ = search(
        0, N, singles.table, population.persons, MarketMonth(0.45, 1.0, ALONE), as_record(P), 1, MONTH
    )
    assert within_errors(len(women) / N, 1 - math.exp(-0.1 / mean_acceptance(P) / 12), N)


def test_the_list_of_singles_grows() -> None:
    n = 2000
    persons = city(n, sex=np.arange(n) % 2, education=np.arange(n) % 6).persons
    listed = SinglesList(rows(7, 3), persons)
    for first in range(10, n, 199):
        listed.add(np.arange(first, min(first + 199, n), dtype=np.int32), persons)
    listed.add(rows(), persons)
    everybody = [7, 3, *range(10, n)]
    assert listed.n == len(everybody)
    assert listed.table.row[: listed.n].tolist() == everybody
    for name in ("id", "birth", "sex", "education"):
        np.testing.assert_array_equal(getattr(listed.table, name)[: listed.n], getattr(persons, name)[everybody])
