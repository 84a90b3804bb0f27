"""What is left of a child's year when a benefit begins or rises in it, by hand, in claims and in a small city."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.clock import month_index
from sim.model import FertilityModel
from sim.parameters import as_record
from sim.places.pack import Pack
from sim.policy.claims import WHOLE_YEAR, claim
from sim.policy.paths import compile_paths
from sim.population.columns import HUKOU_OUTSIDE, RESIDENT, Population
from sim.processes.money import part_years
from sim.processes.money.benefits import ALLOWANCE, DEDUCTION, INSURANCE, SUPPORT
from sim.processes.money.fee_claims import ACCESS, AID, FEE_RELIEF, FREE_YEAR, PUBLIC_PLACE
from sim.settings import RunSettings
from tests.sim.makers import rows, same_uncompiled
from tests.sim.processes.money.test_benefits import FIRST, NOW, SECOND, TAX, TERMS, THIRD, family

ALL = np.ones((len(part_years.BY_YEAR), 6, 4))


def claimed(people: Population, *children: int, gained: np.ndarray = ALL) -> Any:
    return part_years.claim_part_years(
        0, len(children), rows(*children), people.persons, TAX, as_record(TERMS), gained, 0, 180, 1, NOW)


@pytest.mark.parametrize(("age", "part"), [(0, 0.0), (1, 11 / 12), (14, 10 / 12), (23, 1 / 12), (24, 0.0)])
def test_part_of_a_year(age: int, part: float) -> None:
    assert same_uncompiled(part_years.part_of_year, age) == pytest.approx(part)


def test_a_child_of_fourteen_months_gets_ten_months_when_an_allowance_begins() -> None:
    """The national rule: 300 yuan a month for the rest of the year, so 3,000 of 3,600."""
    found = claimed(family((14,), (120000.0, 0.0)), FIRST)
    assert found.cases[ALLOWANCE, 3, 0] == 1
    assert found.base[ALLOWANCE, 3, 0] * 3600 / WHOLE_YEAR == pytest.approx(3000)
    assert found.base[INSURANCE, 3, 0] == round(1000 * 10 / 12)
    # 60,000 taxable, 12,000 deducted save 1,200 a year
    assert found.base[DEDUCTION, 3, 0] == round(1200 * 10 / 12)
    assert found.cases[FEE_RELIEF].sum() == 0


def test_a_rise_pays_its_part_and_no_rise_nothing() -> None:
    gained = np.zeros_like(ALL)
    gained[part_years.OF_ALLOWANCE, 3, 1] = 0.25  # from 9,000 to 12,000 for second children
    found = claimed(family((50, 14)), FIRST, SECOND, gained=gained)
    assert found.cases.sum() == 1
    assert found.base[ALLOWANCE, 3, 1] * 12_000 / WHOLE_YEAR == pytest.approx(2500)  # ten months of 3,000 a year


def test_who_has_a_birthday_is_no_local_or_goes_to_school_claims_no_part() -> None:
    assert claimed(family((24,)), FIRST).cases.sum() == 0
    assert claimed(family((75,)), FIRST).cases.sum() == 0
    outside = family((14,), hukou=HUKOU_OUTSIDE)
    assert claimed(outside, FIRST).cases[ALLOWANCE].sum() == 0
    kindergarten = claimed(family((80, 63, 40)), FIRST, SECOND, THIRD)
    assert kindergarten.base[FEE_RELIEF, 3].tolist() == [0, 9600 * 9 // 12, 9600 * 8 // 12, 0]
    assert kindergarten.base[FREE_YEAR, 3].tolist() == [0, 9600 * 9 // 12, 0, 0]


def test_parts_of_a_year_of_support_places_and_aid() -> None:
    """Ten months of the year are left at 14, 50, 74 months of age; poor are those below 15,000 yuan a head."""
    people = family((74, 50, 14), (10000.0, 0.0), hukou=HUKOU_OUTSIDE)
    found = claimed(people, FIRST, SECOND, THIRD)
    assert found.base[ACCESS, 3].tolist() == [round(5600 * 10 / 12), 0, 0, 0]
    assert found.base[PUBLIC_PLACE, 3].tolist() == [0, 4000, 0, 0]
    assert found.base[AID, 3].tolist() == [0, 8000, 0, 0]
    local = family((14,))
    local.persons.grandparents[:2] = 1
    assert claimed(local, FIRST).base[SUPPORT, 3, 0] == 10_000  # months, in thousandths


def test_places_count_beyond_what_law_sets(pack: Pack) -> None:
    start, end = int(month_index(2020, 11)), int(month_index(2026, 12))
    levers = compile_paths("plan", pack, start, end)
    found = part_years.risen(levers, int(month_index(2025, 9)))[part_years.OF_PUBLIC]
    assert found == pytest.approx(np.full((6, 4), 0.05 / 0.1))  # from .55 to .60 where law has .50
    less = compile_paths("national_only", pack, start, end, values={"public_kindergarten_share": 0.4})
    assert not part_years.risen(less, start).any()


def test_a_child_on_both_lists_counts_once() -> None:
    people = family((80, 40, 14))
    lists = part_years.rows_by_age(rows(SECOND, THIRD), [rows(FIRST), rows(SECOND, THIRD)])
    found = [
        part_years.claim_part_years(0, len(of), of, people.persons, TAX, as_record(TERMS), ALL, *ages, 1, NOW)
        for of, ages in lists]
    assert [int(one.cases[ALLOWANCE].sum()) for one in found] == [1, 0]
    assert [int(one.cases[FEE_RELIEF].sum()) for one in found] == [0, 1]


def test_rises_of_the_law(pack: Pack) -> None:
    start, end = int(month_index(2020, 11)), int(month_index(2026, 12))
    levers = compile_paths("national_only", pack, start, end)
    found = np.stack([part_years.risen(levers, month) for month in range(start, end + 1)])
    begins = {(int(m) + start, int(v)) for m, v, c, o in zip(*np.nonzero(found), strict=True)}
    assert begins == {
        (month_index(2025, 1), part_years.OF_ALLOWANCE), (month_index(2022, 1), part_years.OF_DEDUCTION),
        (month_index(2023, 1), part_years.OF_DEDUCTION), (month_index(2025, 9), part_years.OF_LAST_YEAR)}
    assert found[month_index(2025, 1) - start, part_years.OF_ALLOWANCE] == pytest.approx(np.ones((6, 4)))
    assert found[month_index(2023, 1) - start, part_years.OF_DEDUCTION] == pytest.approx(np.full((6, 4), 0.5))


def test_a_year_pays_its_birthday_and_the_rest_of_each_rise() -> None:
    value = np.repeat([0.0, 1200.0, 600.0], [5, 4, 20])
    paid = part_years.paid_in_year(value, np.ones(29))
    assert paid[0] == pytest.approx(1200 * 7 / 12)  # begins in the sixth month of the year
    assert paid[4] == pytest.approx(1200 * 11 / 12)
    assert paid[5] == 1200.0  # a fall takes nothing back
    assert paid[9] == 600.0


@pytest.mark.compiled
def test_children_already_born_are_paid_in_the_month_an_allowance_begins(
    start_population: Callable[..., Population],
) -> None:
    rule = [{"from": "2021-02", "value": 3600}]
    city = FertilityModel(
        RunSettings(sample="1/200", end_year=2021, values={"childcare_allowance": rule}), start_population(200))
    city.run_for(3)
    before = city.counts.eligible[claim("childcare_allowance")].sum()
    assert before == 0
    city.run_for(1)
    persons, n = city.population.persons, city.population.n_persons
    age = city.month - 1 - persons.birth[:n]
    infants = ((age >= 0) & (age < 36) & (persons.presence[:n] == RESIDENT)).sum()
    paid = city.counts.eligible[claim("childcare_allowance")].sum()
    assert 0.6 * infants < paid <= infants  # all but those without a parent registered here
    claimants, money = city.counts.claimed[claim("childcare_allowance")].sum(), city.counts.money[
        claim("childcare_allowance")].sum()
    assert 0.4 * 3600 < money / claimants < 0.65 * 3600  # half a year is left on average


def test_months_in_which_anything_rises(pack: Pack) -> None:
    levers = compile_paths("plan", pack, month_index(2020, 11), month_index(2035, 12))
    months = range(levers.span.start, month_index(2036, 1))
    told = [month for month in months if part_years.any_risen(levers, month)]
    assert told == [month for month in months if part_years.risen(levers, month).any()]
    assert 0 < len(told) < 40
