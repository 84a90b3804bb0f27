"""A couple's decision in terms: it is the one that the month's pass takes, and looking changes nothing."""

from fractions import Fraction

import numpy as np
import pytest

from sim.clock import NO_MONTH
from sim.measures.deliberation import deliberation_of
from sim.model import FertilityModel
from sim.parameters import unpacked
from sim.population.columns import MARRIED, NOBODY, Array
from sim.processes.childbearing.decision import agreement, husband_utility, start_chance, wife_utility
from sim.settings import RunSettings
from sim.streams import Decision, stream_key, uniform
from tests.sim.makers import copy_of

pytestmark = pytest.mark.compiled


@pytest.fixture(scope="module")
def model(start_population) -> FertilityModel:
    """A sample of 1/1000 after fourteen months, in January 2022."""
    settings = RunSettings(sample=Fraction(1, 1000), end_year=2022, seed=2)
    made = FertilityModel(settings, population=start_population(1000))
    made.run_for(14)
    return made


def reviewing(model: FertilityModel) -> Array:
    """Wives under 50 who neither try nor expect, married and without a birth for a year: their turn is this month."""
    persons, women, month = model.population.persons, model.year.women, model.month
    free = (persons.marital[women] == MARRIED) & (persons.presence[women] == 1)
    free &= (persons.due[women] == NO_MONTH) & (persons.trying_since[women] == NO_MONTH)
    free &= (month - persons.birth[women] < 49 * 12) & (persons.union_start[women] < month - 12)
    free &= persons.last_birth[women] < month - 12
    turn = (month + persons.review[women].astype(int)) % int(model.values.review_months) == 0
    return women[free & turn]


def test_the_terms_are_those_by_which_the_month_decides(model: FertilityModel) -> None:
    """Eight draws of the month's luck: who starts is who draws less than the chance that the terms give."""
    rows, month, kept, settings = reviewing(model), model.month, model.population, model.settings
    assert len(rows) > 100
    untouched = copy_of(kept)
    chance = {int(row): deliberation_of(model, row).chance for row in rows}  # type: ignore[union-attr]
    for name, column in untouched.persons._asdict().items():
        np.testing.assert_array_equal(getattr(kept.persons, name), column, err_msg=name)
    n_started = 0
    for seed in range(1, 9):
        lived, key = copy_of(kept), np.uint64(stream_key(seed, int(Decision.REVIEW), month))
        model.population, model.decisions.settings = lived, settings.model_copy(update={"seed": seed})
        model.decisions.forget()  # what was seen of another luck
        model._pass_over_women(month, 0)
        expecting = lived.persons.due != NO_MONTH  # conceived without trying, before they decided
        started = {row for row in chance if lived.persons.trying_since[row] != NO_MONTH}
        drawn = {row for row in chance if uniform(key, kept.persons.id[row]) < chance[row] and not expecting[row]}
        assert started == drawn
        n_started += len(started)
    model.population, model.decisions.settings = kept, settings
    assert n_started > 10


def test_the_terms_add_up_to_the_chance(model: FertilityModel) -> None:
    p, record, factor = model.values, unpacked(model.p), float(model.paths.intention[model.month - model.incomes.first])
    for row in reviewing(model):
        found = deliberation_of(model, int(row))
        assert found is not None
        agree = agreement(
            wife_utility(found.terms) - found.wife_waits, husband_utility(found.terms) - found.husband_waits)
        here = 1.0 if found.couple.husband_here else p.spouse_absent
        assert found.agree == pytest.approx(agree * here, rel=1e-9)
        assert found.chance == pytest.approx(start_chance(found.agree, p.review_months / 12, factor, record), rel=1e-9)
        assert found.hazard == pytest.approx(p.start_rate * found.agree * factor)
        assert min(found.wife_waits, found.husband_waits) >= 0.0
        assert found.couple.members >= 1
        assert np.isfinite(np.array(found.terms._replace(budget=0.0))).all()
        assert np.isfinite(np.array(found.terms.budget)).all()


def test_a_husband_elsewhere_scales_the_chance_to_agree(model: FertilityModel) -> None:
    persons = model.population.persons
    row = next(int(row) for row in reviewing(model) if persons.partner[row] != NOBODY)
    husband = persons.partner[row]
    persons.partner[row] = NOBODY
    found = deliberation_of(model, row)
    persons.partner[row] = husband
    assert found is not None
    assert (found.couple.husband_here, found.terms.husband_taste) == (False, 0.0)
    agree = agreement(wife_utility(found.terms) - found.wife_waits, husband_utility(found.terms) - found.husband_waits)
    assert found.agree == pytest.approx(model.values.spouse_absent * agree)


def test_who_is_not_married_deliberates_on_nothing(model: FertilityModel) -> None:
    persons = model.population.persons
    single = next(int(row) for row in model.year.women if persons.marital[row] != MARRIED)
    assert deliberation_of(model, single) is None
