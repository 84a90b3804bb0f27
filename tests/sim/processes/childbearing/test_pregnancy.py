"""Biology by month: tables from named sets, conception and loss by hand, and the births of Leridon (2004)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clock import NO_MONTH
from sim.errors import UserError
from sim.places.pack import Pack, load_pack
from sim.population.columns import LIVE_BIRTH, LOST, TERMINATED, TO_WED
from sim.processes.childbearing.pregnancy import (
    CARRIED,
    N_RANKS,
    NOT_CONCEIVED,
    SETS,
    Biology,
    biology,
    conception_probability,
    gives_up,
    loss_probability,
    may_try,
    pregnancy_end,
    pregnancy_months,
    tried,
)
from tests.sim.makers import rates, same_uncompiled

P = rates(trying_months=60.0, dropout=0.04, postpartum_months=6.0)
SETS_MADE = {name: biology(load_pack(), P, name) for name in SETS}
SIMPLE = Biology(
    fecundability=np.linspace(0.3, 0.0, 35)[:, None] * np.linspace(0.5, 1.5, N_RANKS)[None, :],
    sterile=np.linspace(0.0, 1.0, 35),
    loss=np.tile(np.linspace(0.1, 0.6, 35), (6, 1)),
)
CONCEPTION = SIMPLE.fecundability, SIMPLE.sterile


def test_conception_probability_by_hand() -> None:
    # age 32 is row 17 of 35: .3 * (1 - 17/34) = .15; rank .5 is column 32 of 64: .5 + 32/63 = 1.0079365
    value = same_uncompiled(conception_probability, 32, 0.5, 0.9, *CONCEPTION)
    assert value == pytest.approx(0.15 * (0.5 + 32 / 63), rel=1e-12)
    # half of the women are sterile at 32: a draw below one half is
    assert conception_probability(32, 0.5, 0.4999, *CONCEPTION) == 0.0
    assert conception_probability(32, 0.5, 0.5001, *CONCEPTION) > 0.0


@pytest.mark.parametrize("age", [0, 14, 50, 51, 80])
def test_no_conception_outside_15_to_49(age: int) -> None:
    assert conception_probability(age, 0.99, 1.0, *CONCEPTION) == 0.0


@pytest.mark.parametrize(
    ("u", "end"), [(0.0, LOST), (0.049, LOST), (0.051, LIVE_BIRTH), (0.199, LIVE_BIRTH), (0.2, NOT_CONCEIVED)]
)
def test_a_month_of_trying_by_hand(u: float, end: int) -> None:
    assert same_uncompiled(tried, u, 0.2, 0.25) == end  # a quarter of the fifth who conceive lose it


@pytest.mark.parametrize(("end", "months"), [(LOST, 3), (TERMINATED, 3), (LIVE_BIRTH, 9), (TO_WED, 9)])
def test_months_of_a_pregnancy(end: int, months: int) -> None:
    assert same_uncompiled(pregnancy_months, end, P) == months


@pytest.mark.parametrize(
    ("due", "outcome", "end"),
    [(1441, LIVE_BIRTH, CARRIED), (1440, LIVE_BIRTH, LIVE_BIRTH), (1440, LOST, LOST), (1440, TERMINATED, TERMINATED),
     (1440, TO_WED, LIVE_BIRTH)],
)
def test_end_of_a_pregnancy(due: int, outcome: int, end: int) -> None:
    assert same_uncompiled(pregnancy_end, due, outcome, 1440) == end


def test_loss_probability_by_hand() -> None:
    assert same_uncompiled(loss_probability, 5, 15, SIMPLE.loss) == pytest.approx(0.1)
    assert same_uncompiled(loss_probability, 0, 32, SIMPLE.loss) == pytest.approx(0.35)  # half-way
    assert loss_probability(3, 60, SIMPLE.loss) == loss_probability(3, 49, SIMPLE.loss)


@pytest.mark.parametrize("name", sorted(SETS))
@given(st.integers(0, 110), st.floats(0, 1, exclude_max=True), st.floats(0, 1, exclude_max=True))
def test_probabilities_stay_in_bounds(name: str, age: int, rank: float, sterility: float) -> None:
    made = SETS_MADE[name]
    assert 0.0 <= conception_probability(age, rank, sterility, made.fecundability, made.sterile) <= 0.95
    assert 0.0 <= loss_probability(1, age, made.loss) <= 1.0


@pytest.mark.parametrize("name", sorted(SETS))
def test_tables_fall_with_age_and_rise_with_rank(name: str) -> None:
    made = SETS_MADE[name]
    assert made.fecundability.shape == (35, N_RANKS)
    assert (np.diff(made.fecundability, axis=1) >= 0).all()
    assert (np.diff(made.fecundability.mean(axis=1)) <= 1e-12).all()
    assert (np.diff(made.sterile) >= 0).all()
    assert made.sterile[-1] < 1.0
    assert (np.diff(made.loss[:, 10:30]) > 0).all()  # from 25 to 45


def test_mean_over_couples_is_the_mean_of_the_set(pack: Pack) -> None:
    # age 32 stands for its middle, 32.5: half-way from .22 at 30 to .20 at 35
    assert SETS_MADE["leridon_2004"].fecundability[17].mean() == pytest.approx((0.22 + 0.20) / 2, rel=1e-6)
    assert SETS_MADE["leridon_2004"].sterile[17] == pytest.approx((0.02 + 0.05) / 2, rel=1e-12)
    assert SETS_MADE["leridon_2004"].loss[0, 17] == pytest.approx((0.108 + 0.167) / 2, rel=1e-12)
    halved = biology(pack, P._replace(fecundability_scale=0.5))
    np.testing.assert_allclose(
        halved.fecundability.mean(axis=1), SETS_MADE["east_asia"].fecundability.mean(axis=1) / 2, rtol=1e-6
    )


def test_spread_between_couples_is_that_of_the_beta_distribution() -> None:
    # mean m and a + b = 6: variance m (1 - m) / 7; 64 ranks see it within a few per cent
    table = SETS_MADE["leridon_2004"].fecundability
    mean = table.mean(axis=1)
    np.testing.assert_allclose(table.var(axis=1), mean * (1 - mean) / 7, rtol=0.05)


def test_unknown_set_is_refused(pack: Pack) -> None:
    with pytest.raises(UserError, match=r"fpsim.*leridon_2004"):
        biology(pack, P, "fpsim")


@pytest.mark.parametrize(
    ("since", "month", "review", "u", "stops"),
    [
        (1400, 1459, True, 0.039, True),
        (1400, 1459, True, 0.041, False),
        (1400, 1459, False, 0.0, False),
        (1400, 1460, False, 0.99, True),  # five years
    ],
)
def test_giving_up_by_hand(since: int, month: int, review: bool, u: float, stops: bool) -> None:
    assert same_uncompiled(gives_up, since, month, review, u, P) == stops


def test_the_next_attempt_waits_six_months_after_a_birth() -> None:
    assert same_uncompiled(may_try, 1450, NO_MONTH, P)
    assert not same_uncompiled(may_try, 1450, 1445, P)
    assert same_uncompiled(may_try, 1450, 1444, P)
