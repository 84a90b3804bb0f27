"""Reviews: which months they cover, when a start falls, early refusals, and agreement of review intervals."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clock import NO_MONTH
from sim.parameters import as_record
from sim.policy.permission import Permission
from sim.population.columns import Array, Population
from sim.processes.childbearing import intentions as rules
from sim.processes.childbearing.month_terms import BY_UTILITY
from sim.processes.childbearing.pregnancy import Biology
from sim.processes.childbearing.recall import empty_recall
from sim.processes.childbearing.reproduction import month_of_women
from tests.sim.makers import MONTH, rates, same_uncompiled, size
from tests.sim.minds import minds, pass_settings
from tests.sim.processes.childbearing.test_reproduction import BEYOND, wives

N = size(40_000, 1_500)
BARREN = Biology(np.zeros((35, 64)), np.ones(35), np.zeros((6, 35)))
FREE = Permission(*np.ones((2, 6, 4, 5), bool))


@pytest.mark.parametrize(
    ("month", "phase", "period", "union", "last", "covered"),
    [
        (1440, 0, 3, 1400, NO_MONTH, 3), (1441, 0, 3, 1400, NO_MONTH, 0), (1442, 1, 3, 1400, NO_MONTH, 3),
        (1441, 0, 3, 1441, NO_MONTH, 2),  # just married: up to its next turn
        (1440, 0, 3, 1440, NO_MONTH, 3), (1440, 0, 3, 1400, 1435, 0),  # five months after a birth
        (1441, 0, 3, 1400, 1435, 2),  # the sixth
        (1441, 0, 12, 1441, 1400, 11), (1445, 7, 1, 1400, 1430, 1),
    ],
)
def test_covered_months_by_hand(month: int, phase: int, period: int, union: int, last: int, covered: int) -> None:
    turn = (month + phase) % period
    assert same_uncompiled(rules.months_covered, month, turn, period, union, last, 6) == covered


@pytest.mark.parametrize("period", [1, 3, 6, 12])
@pytest.mark.parametrize("ready", range(1440, 1446))
def test_reviews_cover_every_month_once(period: int, ready: int) -> None:
    covered = np.zeros(60, int)
    for month in range(1430, 1478):
        n = rules.months_covered(month, (month + 5) % period, period, ready, NO_MONTH, 6)
        covered[month - 1430 : month - 1430 + n] += 1
    assert (covered[: ready - 1430] == 0).all()
    assert (covered[ready - 1430 : 48] == 1).all()


def test_starting_month_by_hand() -> None:
    chance = 1 - math.exp(-2.0 * 0.25)
    assert same_uncompiled(rules.starting_month, 1440, 3, chance, chance, 2.0) == NO_MONTH
    assert same_uncompiled(rules.starting_month, 1440, 3, 0.0, chance, 2.0) == 1440
    just_after_a_month = 1 - math.exp(-2.0 * 1.01 / 12)
    assert same_uncompiled(rules.starting_month, 1440, 3, just_after_a_month, chance, 2.0) == 1441
    assert same_uncompiled(rules.starting_month, 1440, 3, chance - 1e-9, chance, 2.0) == 1442


@given(st.floats(0, 0.999), st.floats(-3, 3), st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 2))
def test_an_early_refusal_is_never_wrong(u: float, best: float, wife: float, husband: float, below: float) -> None:
    p = as_record(rates())
    if rules.certainly_not(u, best + wife, best + husband, 0.25, 1.0, p):
        agree = rules.agreement(best - below + wife, best - below + husband)
        assert u >= rules.start_chance(agree, 0.25, 1.0, p)


def test_fecundity_ratio_by_hand() -> None:
    fecundity = np.linspace(0.2, 0.0, 35)
    p = as_record(rates(waiting_years=2.0))
    assert same_uncompiled(rules.fecundity_ratio, 30.4, fecundity, p) == pytest.approx(fecundity[17] / fecundity[15])
    assert same_uncompiled(rules.fecundity_ratio, 49.5, fecundity, p) == 0.0


def lived(
    population: Population, period: float, months: int, age_slope: float = 0.1, permission: Permission = FREE
) -> float:
    """Share of the wives who have started to try within some months."""
    women = np.arange(N, dtype=np.int32)
    p = as_record(rates(review_months=period, dropout=0.0, trying_months=600.0, ageing=age_slope, taste_person=0.0,
                        desired_none=0.0, prefer_first=1.0, contraceptive_failure=0.0, art_start=0.0))
    recall = empty_recall(population.n_persons)
    for k in range(months):
        month_of_women(
            0, N, women, population.persons, population.households, BARREN, permission, minds(), BEYOND,
            recall, pass_settings(rule=BY_UTILITY, month=MONTH + k), p,
        )
    since = population.persons.trying_since[:N]
    return float(((since != NO_MONTH) & (since < MONTH + months)).mean())


@pytest.mark.compiled
def test_monthly_quarterly_and_yearly_reviews_agree_by_utility() -> None:
    """Newly-weds, reviewed for a year: as many have started whatever the interval."""
    shares = [lived(wives(N, union_start=MONTH, work=1, earnings=70_000.0), period, 12) for period in (1.0, 3.0, 12.0)]
    error = math.sqrt(shares[0] * (1 - shares[0]) / N)
    assert shares[0] > 0.05
    assert max(shares) - min(shares) < 5 * error + 0.01 * shares[0]


@pytest.mark.compiled
def test_couples_hurry_before_an_announced_limit_and_wait_for_an_announced_relief() -> None:
    yes, no = np.ones((6, 4, 5), bool), np.zeros((6, 4, 5), bool)

    def share(now: Array, later: Array) -> float:
        couples = wives(N, union_start=MONTH, work=1, earnings=70_000.0)
        return lived(couples, 3.0, 6, permission=Permission(now, later))

    free, limited, relieved, never = share(yes, yes), share(yes, no), share(no, yes), share(no, no)
    assert relieved < never < free < limited
