"""What holds a city's women back: it is read as the decision reads it, shares add up, and looking changes nothing."""

from fractions import Fraction

import numpy as np
import pytest

from sim.clock import NO_MONTH
from sim.errors import UserError
from sim.measures.constraints import CONSTRAINTS, TRIED_MONTHS, carried_within
from sim.measures.deliberation import deliberation_of
from sim.measures.held_back import OLDEST_WOMAN, YOUNGEST_WOMAN, HeldBack, held_back, part_left, partners_given
from sim.model import FertilityModel
from sim.parameters import unpacked
from sim.population.columns import FEMALE, MALE, MARRIED, NOBODY, RESIDENT, Array
from sim.processes.accounts import LAST_AGE
from sim.processes.childbearing.decision import start_chance
from sim.settings import RunSettings
from sim.streams import Decision, permanent
from tests.sim.makers import MONTH, city, copy_of, marry, same_uncompiled

PARTNER = CONSTRAINTS.index("partner")


@pytest.fixture(scope="module")
def model(start_population) -> FertilityModel:
    """A sample of 1/1000 after fourteen months, in January 2022."""
    settings = RunSettings(sample=Fraction(1, 1000), end_year=2022, seed=2)
    made = FertilityModel(settings, population=start_population(1000))
    made.run_for(14)
    return made


@pytest.fixture(scope="module")
def held(model: FertilityModel) -> HeldBack:
    return held_back(model)


@pytest.mark.compiled
def test_looking_changes_nothing_and_finds_the_same_again(model: FertilityModel, held: HeldBack) -> None:
    before = copy_of(model.population)
    again = held_back(model)
    for table, kept in ((before.persons, model.population.persons), (before.households, model.population.households)):
        for name, column in table._asdict().items():
            np.testing.assert_array_equal(getattr(kept, name), column, err_msg=name)
    for one, other in zip(held.apart, again.apart, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.compiled
def test_every_woman_of_these_ages_is_looked_at_or_left_out(model: FertilityModel, held: HeldBack) -> None:
    state = model.population
    persons, n = state.persons, state.n_persons
    ages = (model.month - persons.birth[:n].astype(int)) // 12
    women = np.flatnonzero((persons.presence[:n] == RESIDENT) & (persons.sex[:n] == FEMALE)
                           & (ages >= YOUNGEST_WOMAN) & (ages <= OLDEST_WOMAN))
    assert sorted([*held.rows, *held.pregnant, *held.trying]) == women.tolist()
    assert (persons.due[held.pregnant] != NO_MONTH).all()
    assert (persons.trying_since[held.trying] != NO_MONTH).all()
    assert min(len(held.pregnant), len(held.trying)) > 0
    np.testing.assert_array_equal(held.married, persons.marital[held.rows] == MARRIED)


@pytest.mark.compiled
def test_as_things_are_it_is_the_decision_of_the_month(model: FertilityModel, held: HeldBack) -> None:
    persons, p, biology = model.population.persons, unpacked(model.p), model.decisions.biology.table
    at, seed = model.month - model.incomes.first, model.settings.start_seed
    factor, n = float(model.paths.intention[at : at + 12].mean()), 0
    for row, married, births in zip(held.rows, held.married, held.apart.as_is, strict=True):
        left = part_left(model.month, int(persons.last_birth[row]), int(model.values.postpartum_months))
        if not married or left < 1.0:
            continue
        found = deliberation_of(model, int(row), covered=12)
        assert found is not None
        rank, sterility = (permanent(seed, int(which), persons.id[row])
                           for which in (Decision.FECUNDABILITY, Decision.STERILITY))
        carried = carried_within(
            TRIED_MONTHS, found.couple.county, found.couple.age + 0.5, LAST_AGE, rank, sterility, biology.fecundability,
            biology.sterile, biology.loss)
        assert births == pytest.approx(start_chance(found.agree, 1.0, factor, p) * carried, rel=1e-9, abs=1e-15)
        n += 1
    assert n > 200


@pytest.mark.compiled
def test_shares_add_up_for_every_woman(held: HeldBack) -> None:
    whole = held.apart.lifted - held.apart.as_is
    np.testing.assert_allclose(held.apart.share.sum(axis=1), whole, rtol=0, atol=1e-9)
    assert whole.sum() > 0
    assert (held.apart.as_is >= 0).all()
    assert (held.apart.lifted <= 1).all()


@pytest.mark.compiled
def test_a_partner_counts_for_single_women_alone(held: HeldBack) -> None:
    single = ~held.married
    assert (held.apart.as_is[single] == 0.0).all()
    assert np.abs(held.apart.share[held.married, PARTNER]).max() < 1e-15
    others = np.delete(held.apart.alone[single], PARTNER, axis=1)
    assert (others == 0.0).all()
    given = single & (held.couples != NOBODY)
    assert given.sum() > 0.95 * single.sum()
    assert (held.apart.share[given, PARTNER] >= 0.0).all()
    assert held.apart.share[given, PARTNER].sum() > 0
    assert (held.apart.lifted[single & ~given] == 0.0).all()
    np.testing.assert_array_equal(held.couples[held.married], held.rows[held.married])


@pytest.mark.compiled
def test_partners_given_are_of_wives_alike(model: FertilityModel, held: HeldBack) -> None:
    persons, month = model.population.persons, model.month
    given = ~held.married & (held.couples != NOBODY)
    singles, wives = held.rows[given], held.couples[given]
    assert (persons.marital[wives] == MARRIED).all()
    assert (persons.partner[wives] != NOBODY).all()

    def cell(rows: Array) -> Array:
        return np.stack([(month - persons.birth[rows].astype(int)) // 60, np.minimum(persons.parity[rows], 3)])

    np.testing.assert_array_equal(cell(singles), cell(wives))
    assert (persons.county[singles] == persons.county[wives]).mean() > 0.9


def test_partners_are_drawn_in_the_county_then_in_the_city_and_by_id() -> None:
    """Wives 0, 1 of county 0 and 2 of county 1, all childless at 30; single women of counties 0, 1, 2, and a mother."""
    people = city(12, county=np.array([0, 0, 1, 0, 0, 1, 0, 1, 2, 0, 0, 0]),
                  sex=np.array([FEMALE] * 3 + [MALE] * 3 + [FEMALE] * 6))
    marry(people, np.array([0, 1, 2]), np.array([3, 4, 5]))
    people.persons.parity[9] = 1
    wives, singles = np.array([0, 1, 2], np.int32), np.array([6, 7, 8, 9], np.int32)
    drawn = {tuple(partners_given(singles, wives, people.persons, seed, MONTH)) for seed in range(40)}
    of_each = [set(each) for each in zip(*drawn, strict=True)]
    assert of_each == [{0, 1}, {2}, {0, 1, 2}, {NOBODY}]
    turned = partners_given(singles[::-1], wives[::-1], people.persons, 5, MONTH)
    np.testing.assert_array_equal(turned[::-1], partners_given(singles, wives, people.persons, 5, MONTH))
    people.persons.partner[2] = NOBODY  # a husband who lives elsewhere is given to nobody
    assert partners_given(singles[1:2], wives, people.persons, 5, MONTH)[0] in (0, 1)
    assert len(partners_given(singles[:0], wives, people.persons, 5, MONTH)) == 0
    assert (partners_given(singles, wives[:0], people.persons, 5, MONTH) == NOBODY).all()


def test_after_a_birth_couples_rest() -> None:
    assert same_uncompiled(part_left, MONTH, NO_MONTH, 6) == 1.0
    assert same_uncompiled(part_left, MONTH, MONTH - 8, 6) == 1.0
    assert same_uncompiled(part_left, MONTH, MONTH - 3, 6) == 0.75
    assert same_uncompiled(part_left, MONTH, MONTH, 15) == 0.0


@pytest.mark.compiled
def test_another_birth_rule_weighs_nothing(start_population) -> None:
    settings = RunSettings(sample=Fraction(1, 1000), end_year=2022, birth_rule="hazard")
    with pytest.raises(UserError, match="the birth rule hazard weighs nothing"):
        held_back(FertilityModel(settings, population=start_population(1000)))
