"""Acceptance by hand, and matching with many men and with few."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.parameters import as_record
from sim.places.pack import Pack
from sim.population.columns import (
    FEMALE,
    MALE,
    Array,
    Population,
)
from sim.processes.unions.meeting import (
    Seeking,
    acceptance_probability,
    county_looked_in,
    match,
    mean_acceptance,
    schooling_affinity,
)
from tests.sim.makers import (
    MONTH,
    city,
    same_uncompiled,
    size,
    within_errors,
)
from tests.sim.market import COSTS, CROWD, HOMES, USUAL, WILLING, P, born, found

EVEN = np.ones((6, 6))


@pytest.mark.parametrize(
    ("age", "off", "earnings", "differs", "utility"),
    [
        (25.0, 0.0, 0.0, False, 1.4),
        (35.0, 0.0, 0.0, False, 1.9),  # ten years at .05: the reservation value falls
        (25.0, 4.0, 0.0, False, 0.92),  # sixteen squared years at .03
        (25.0, -4.0, 0.0, False, 0.92),
        (25.0, 0.0, 1.0, False, 1.7),
        (25.0, 0.0, 0.0, True, 0.9),
    ],
)
def test_acceptance_by_hand(age: float, off: float, earnings: float, differs: bool, utility: float) -> None:
    value = same_uncompiled(acceptance_probability, age, off, earnings, differs, 0.0, P)
    means = same_uncompiled(acceptance_probability, age, off, earnings, differs, 0.5, P)
    assert means == pytest.approx(1 / (1 + math.exp(-utility - 0.5)), rel=1e-12)
    assert value == pytest.approx(1 / (1 + math.exp(-utility)), rel=1e-12)


@given(st.floats(20, 65), st.floats(-20, 20), st.floats(-3, 3), st.booleans())
def test_acceptance_is_a_probability_that_falls_off_the_wanted_gap(
    age: float, off: float, earnings: float, differs: bool
) -> None:
    value = acceptance_probability(age, off, earnings, differs, 0.0, P)
    assert 0.0 < value < 1.0
    assert acceptance_probability(age, off * 1.5, earnings, differs, 0.0, P) <= value
    assert acceptance_probability(age + 1, off, earnings, differs, 0.0, P) >= value
    assert acceptance_probability(age, off, earnings, True, 0.0, P) <= value
    assert acceptance_probability(age, off, earnings + 0.1, differs, 0.0, P) >= value


def test_mean_acceptance_by_hand() -> None:
    # two sides of 27: utility 1.4 + 2 * .05 = 1.5 each
    assert same_uncompiled(mean_acceptance, P) == pytest.approx((1 / (1 + math.exp(-1.5))) ** 2, rel=1e-12)


# Matching -----------------------------------------------------------------------------------------------------------


def pool_of_men(n_each: int, ages: range = range(22, 65), educations: range = range(6)) -> dict[str, Array]:
    """Columns of `n_each` men of every age and schooling, with birth months spread over the year."""
    cells = np.array([(age, e) for age in ages for e in educations for _ in range(n_each)])
    month = np.arange(len(cells)) * 7 % 12
    return {"birth": MONTH - cells[:, 0] * 12 - month, "education": cells[:, 1]}


def market_of(women: int, men: dict[str, Array], woman_birth: Any, woman_education: Any = 3) -> Population:
    """Women in the first rows, men in the others, all in one county."""
    n_men = len(men["birth"])
    columns = {
        "sex": np.repeat([FEMALE, MALE], [women, n_men]),
        "birth": np.concatenate([np.broadcast_to(woman_birth, women), men["birth"]]),
        "education": np.concatenate([np.broadcast_to(woman_education, women), men["education"]]),
        "earnings": 60_000,
    }
    return city(women + n_men, **columns)


def matched(
    population: Population, p: Any = WILLING, affinity: Array = EVEN, seed: int = 1
) -> tuple[Array, Array]:
    """Couples formed when every woman searches and every man can be met."""
    women, men = found(population, CROWD, p, seed)
    return match(
        women, men, population.persons, population.households, affinity, math.log(60_000), HOMES, COSTS, USUAL, 1.0,
        as_record(p), seed, MONTH)


def test_the_age_gap_is_the_wanted_one_with_enough_men() -> None:
    n = size(4000, 300)
    men = pool_of_men(size(200, 20))
    births = born(36) - np.arange(n) % 12
    population = market_of(n, men, births)
    wives, husbands = matched(population)
    assert len(wives) == n
    birth = population.persons.birth.astype(int)
    gap = (birth[wives] - birth[husbands]) / 12
    # drawn N(2, 3); a whole year of age is met in place of the wanted moment: two uniform years, variance 1/6 (months
    # are discrete); the youngest wanted husband of all is 36 + 2 - 3.7 * 3 > 22, so nothing is cut off
    sd = math.sqrt(9 + 1 / 6)
    assert abs(gap.mean() - 2.0) < 4 * sd / math.sqrt(n)
    assert abs(gap.std() - sd) < 4 * sd / math.sqrt(2 * n)


def test_schooling_of_husbands_follows_the_affinity_with_enough_men() -> None:
    affinity = np.linspace(0.2, 4.0, 36).reshape(6, 6)[:, [3, 1, 5, 0, 4, 2]]
    n = size(6000, 240)
    population = market_of(n, pool_of_men(size(250, 20)), born(36), np.arange(n) % 6)
    wives, husbands = matched(population, affinity=affinity)
    education = population.persons.education
    for level in range(6):
        theirs = np.bincount(education[husbands[education[wives] == level]], minlength=6)
        expected = affinity[level] / affinity[level].sum() * theirs.sum()
        # the pool is not endless: each taken man lowers his cell's weight by at most a few per cent
        assert stats.chisquare(theirs, expected).pvalue > 1e-4


def test_homogamy_by_the_pack_makes_like_marry_like(pack: Pack) -> None:
    affinity = schooling_affinity(pack)
    n = size(6000, 240)
    population = market_of(n, pool_of_men(size(250, 20)), born(36), np.arange(n) % 6)
    wives, husbands = matched(population, affinity=affinity)
    education = population.persons.education
    joint = np.histogram2d(education[wives], education[husbands], bins=6, range=[[0, 6], [0, 6]])[0] + 0.5
    odds = joint[2, 2] * joint[5, 5] / (joint[2, 5] * joint[5, 2])
    wanted = affinity[2, 2] * affinity[5, 5] / (affinity[2, 5] * affinity[5, 2])
    error = math.sqrt((1 / joint[np.ix_([2, 5], [2, 5])]).sum())
    assert abs(math.log(odds) - math.log(wanted)) < 4 * error
    assert wanted > 1


def test_affinity_is_the_joint_share_over_the_margins(pack: Pack) -> None:
    affinity = schooling_affinity(pack)
    table = pack.table("marriage_matching").pivot(index="wife_education", columns="husband_education", values="value")
    total = table.to_numpy().sum()
    wife, husband = table.loc["junior_secondary"].sum(), table["junior_college_or_above"].sum()
    expected = table.loc["junior_secondary", "junior_college_or_above"] * total / (wife * husband)
    assert affinity[2, 4] == affinity[2, 5] == pytest.approx(expected)
    assert (np.diag(affinity) > 1).all()  # like with like, at every level
    assert (affinity > 0).all()


@pytest.mark.parametrize("n_men", [1, 30, 90])
def test_each_man_is_met_once_and_few_men_displace_meetings(n_men: int) -> None:
    men = {"birth": np.full(n_men, born(30)), "education": np.full(n_men, 3)}
    population = market_of(200, men, born(28))
    wives, husbands = matched(population)
    assert len(set(wives)) == len(wives) == len(set(husbands)) == len(husbands)
    assert len(wives) == n_men  # all men of the only age there is, within six years of the wanted one, marry
    assert (population.persons.sex[wives] == FEMALE).all()
    assert (population.persons.sex[husbands] == MALE).all()


@pytest.mark.compiled
def test_men_who_decline_are_not_met_again_this_month() -> None:
    half = P._replace(acceptance=0.0, acceptance_by_age=0.0, acceptance_gap=0.0, searching_men=1.0,
                      acceptance_earnings=0.0, acceptance_housing=0.0, acceptance_short=0.0)
    n = size(4000, 1000)
    men = {"birth": np.full(n, born(30)), "education": np.full(n, 3)}
    wives, _ = matched(market_of(n, men, born(28)), half)
    # wanted ages of 24 to under 37 find these men of 30: from 2 standard deviations below to 7/3 above
    meets = stats.norm.cdf(7 / 3) - stats.norm.cdf(-2)
    assert within_errors(len(wives) / n, meets / 4, n)  # and each side accepts every second time


def test_nobody_of_a_wanted_age_means_no_meeting() -> None:
    men = {"birth": np.full(50, born(60)), "education": np.full(50, 3)}
    assert len(matched(market_of(50, men, born(24)))[0]) == 0


def test_the_order_of_women_and_men_does_not_matter() -> None:
    population = market_of(150, pool_of_men(1, range(24, 40)), born(29), np.arange(150) % 6)
    women, men = found(population, CROWD, WILLING)
    shuffled = np.random.default_rng(4)
    mixed = shuffled.permutation(len(men.row))
    couples = []
    for w, m in ((women, men), (shuffled.permutation(women), Seeking(*(column[mixed] for column in men)))):
        wives, husbands = match(
            w, m, population.persons, population.households, EVEN, 11.0, HOMES, COSTS, USUAL, 1.0, as_record(P), 1,
            MONTH)
        couples.append(set(zip(wives.tolist(), husbands.tolist(), strict=True)))
    assert couples[0] == couples[1]
    assert len(couples[0]) > 0


@pytest.mark.compiled
@pytest.mark.parametrize("share", [0.0, 0.4, 0.8])
def test_the_share_of_meetings_across_county_borders(share: float) -> None:
    n = size(3000, 600)
    men = [np.full(n, born(38)) - np.arange(n) % 12] * 6
    population = city(
        7 * n, sex=np.repeat([FEMALE, MALE], [n, 6 * n]), birth=np.concatenate([np.full(n, born(36)), *men]),
        county=np.concatenate([np.full(n, 2), np.repeat(np.arange(6), n)]), earnings=60_000,
    )
    wives, husbands = matched(population, WILLING._replace(cross_county=share, age_gap_sd=1.0))
    away = population.persons.county[husbands] != 2
    assert len(wives) == n
    assert within_errors(away.mean(), share, n)
    if share > 0:
        elsewhere = np.bincount(population.persons.county[husbands[away]], minlength=6)[[0, 1, 3, 4, 5]]
        assert stats.chisquare(elsewhere).pvalue > 1e-4


def test_as_many_look_from_a_large_county_into_a_small_one_as_back() -> None:
    men = np.array([60.0, 20, 10, 5, 3, 2])
    running, p = np.cumsum(men / men.sum()), P._replace(cross_county=0.1)
    u = (np.arange(20_000) + 0.5) / 20_000
    out, back = (np.mean([county_looked_in(c, x, running, p) == 2 - c for x in u]) for c in (0, 2))
    assert men[0] * out == pytest.approx(men[2] * back, rel=0.02)
    away = [1.0 - np.mean([county_looked_in(c, x, running, p) == c for x in u]) for c in range(6)]
    assert np.average(away, weights=men) == pytest.approx(0.1, abs=1e-3)
