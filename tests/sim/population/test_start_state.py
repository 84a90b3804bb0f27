"""The state in which couples enter the simulation: when they wed, who has borne, who lives where the rules permit."""

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from sim.clock import NO_MONTH
from sim.model import FertilityModel
from sim.places.pack import Pack
from sim.population.births import LEAST_INCOME, relative_income
from sim.population.columns import FEMALE, MARRIED, Population
from sim.population.economy import told_of_town
from sim.population.inputs import N_AGES, read_inputs
from sim.population.marital import cohort_curves
from sim.population.motherhood import FIRST, PERMITTED, rules_weight, taste_weight
from sim.streams import PERMANENT, Decision, number_of, stream_key, uniform

SEED_OF_FIXTURE = 7
EVER = np.where(np.arange(N_AGES) < 15, 0.0, 1.0 / (1.0 + np.exp(-(np.arange(N_AGES) - 26.0) / 2.0)))


def test_where_nothing_moves_every_cohort_weds_as_today_and_each_keeps_its_share_of_today() -> None:
    still = cohort_curves(EVER, np.zeros(N_AGES), 10.0, 1.0)
    np.testing.assert_allclose(still[:, 15:40], np.broadcast_to(EVER[15:40], (N_AGES, 25)), rtol=1e-9)
    later = cohort_curves(EVER, np.full(N_AGES, 1.2), 10.0, 0.0)
    assert later[30, 30] == pytest.approx(EVER[30])


def test_later_marriage_takes_weddings_from_the_last_year() -> None:
    """Of those now 27 so many were married a year ago as the shares of then say, not as those now 26 are today."""
    curves = cohort_curves(EVER, np.full(N_AGES, 1.2), 10.0, 0.0)
    odds = EVER[26] / (1.0 - EVER[26]) * np.exp(0.1)
    assert curves[27, 26] == pytest.approx(odds / (1.0 + odds))
    assert EVER[27] - curves[27, 26] < 0.8 * (EVER[27] - EVER[26])
    assert curves[37, 26] == pytest.approx(curves[36, 26], rel=0.1)
    assert curves[60, 26] == pytest.approx(curves[37, 26], rel=0.02)  # before the known years nothing moved


@pytest.mark.compiled
def test_weddings_of_the_last_years_of_2020_fall(population_2020: Population) -> None:
    p = population_2020.persons
    wives = (p.sex == FEMALE) & (p.marital == MARRIED) & (p.n_unions == 1)
    years_ago = (1449 - p.union_start[wives].astype(int)) // 12
    assert (years_ago < 3).sum() < 0.92 * ((years_ago >= 9) & (years_ago < 12)).sum()


def test_no_mother_bore_when_she_could_conceive_no_more(population_2020: Population, pack: Pack) -> None:
    p, inputs = population_2020.persons, read_inputs(pack, 2020)
    key = np.uint64(stream_key(SEED_OF_FIXTURE, number_of(Decision.STERILITY), PERMANENT))
    mothers = np.flatnonzero((p.sex == FEMALE) & (p.last_birth != NO_MONTH))
    at = (p.last_birth[mothers].astype(int) - p.birth[mothers]) / 12.0 - 1.5  # a year's births go by age at its middle
    ages = (25, 30, 35, 40, 45)
    known = [15.0, *ages, 50.0], [0.0, *(inputs.prior(f"sterility_leridon_age_{a}") for a in ages), 1.0]
    sterile = np.interp(at, *known)
    drawn = np.array([uniform(key, i) for i in p.id[mothers]])
    assert (drawn >= sterile).all()


def test_tastes_of_couple_wife_and_husband_tell_of_births() -> None:
    slope, middle = FIRST.slope, taste_weight(FIRST.slope, 0.5, 0.5, 0.5, 1.0, 0.5)
    assert middle == pytest.approx(1.0)
    hers, his = taste_weight(slope, 0.5, 0.9, 0.5, 1.0, 0.5), taste_weight(slope, 0.5, 0.5, 0.9, 1.0, 0.5)
    assert hers == pytest.approx(his)
    assert 1.0 < hers < taste_weight(slope, 0.9, 0.5, 0.5, 1.0, 0.5)


def test_who_has_one_child_for_long_earns_less_than_who_has_two(population_2010: Population) -> None:
    """The months let the well paid bear again, so that of mothers of one they leave the others."""
    p = population_2010.persons
    wives = np.flatnonzero((p.sex == FEMALE) & (p.marital == MARRIED) & (p.partner >= 0) & (p.parity > 0))
    age = (1330 - p.birth[wives].astype(int)) // 12
    wives = wives[(age >= 32) & (age < 40)]
    income = np.log(p.earnings[wives] + p.earnings[p.partner[wives]] + LEAST_INCOME)
    long_ago = (p.parity[wives] == 1) & (p.last_birth[wives] < 1330 - 84)
    again = (p.parity[wives] == 2) & (p.last_birth[wives] > 1330 - 84)
    assert income[again].mean() > income[long_ago].mean() + 0.05


def test_rules_before_2016_let_the_remarried_and_mothers_of_girls_in_villages_bear_again() -> None:
    assert rules_weight(True, 0, 0.5) == PERMITTED
    assert 1.0 == rules_weight(False, 0, 0.5) < rules_weight(False, 1, 0.2) < rules_weight(False, 1, 0.9) < PERMITTED


def test_a_couple_is_compared_with_couples_of_its_age() -> None:
    draft = SimpleNamespace(
        partner=np.array([3, 4, -1, -1, -1]), age=np.array([26, 27, 26, 30, 30]),
        earnings=np.array([10_000.0, 30_000.0, 500_000.0, 70_000.0, 150_000.0]))
    found = relative_income(draft, slice(0, 3))  # type: ignore[arg-type]
    assert found == pytest.approx([-np.log(2.0) / 2, np.log(2.0) / 2, 0.0])


@pytest.mark.compiled
def test_wives_wed_after_the_census_at_the_ages_at_which_they_wed_before_it(pack: Pack) -> None:
    """Half as many at 20 to 23 was a fall of weddings, and then of first births, that no register shows."""
    model = FertilityModel(sample=Fraction(1, 100), start_year=2010, end_year=2011, seed=1, pack=pack)
    p, start = model.population.persons, model.month
    first = (p.sex == FEMALE) & (p.marital == MARRIED) & (p.n_unions == 1)
    age = (p.union_start.astype(int) - p.birth) // 12
    before = (first & (p.union_start >= start - 12) & (age >= 20) & (age < 24)).sum()
    model.run_for(model.n_months)
    after = model.yearly[2011]["marriages"][:, FEMALE, 20:24, 0].sum()
    assert after > 0.7 * before


def test_births_tell_who_lives_where_the_rules_permitted_them() -> None:
    start, free = 1330, 1392
    parity, last = np.array([2, 1, 1, 3]), np.array([1300, 1200, 1320, 1300])
    told = told_of_town(parity, last, start, free, 0.6, 0.4)
    np.testing.assert_allclose(told, [0.4, 0.76 / 0.4, 1.0, 1.0])
    after = told_of_town(np.array([2, 2, 1]), np.array([1391, 1392, 1300]), 1450, free, 0.6, 0.4)
    np.testing.assert_allclose(after, [0.4, 1.0, 1.0])  # of today's mothers of one all have been free to bear


@pytest.mark.compiled
def test_girls_mothers_of_two_live_in_villages(population_2010: Population) -> None:
    p = population_2010.persons
    mothers = (p.sex == FEMALE) & (p.first_child_sex == FEMALE) & (p.last_birth > 1330 - 180)
    assert p.urban[mothers & (p.parity == 2)].mean() < 0.8 * p.urban[mothers & (p.parity == 1)].mean()


@pytest.mark.compiled
def test_county_births_differ_among_start_populations_as_far_as_their_sample_does(pack: Pack) -> None:
    births = []
    for seed in range(1, 6):
        model = FertilityModel(sample=Fraction(1, 200), end_year=2021, seed=1, population_seed=seed, pack=pack)
        model.run_for(model.n_months)
        births.append(model.yearly[2021]["births"].sum(axis=(1, 2, 3, 4)))
    counts = np.array(births, float)
    expected = counts.mean(axis=0)
    assert ((counts - expected) ** 2 / expected).sum() < 45.6  # 99.5 % of chi-squared of 6 x 4
