"""Who is eligible for what at a birth and at a child's birthdays, by hand."""

from typing import Any

import numpy as np
import pytest

from sim.clock import month_index
from sim.parameters import as_record, unpacked
from sim.places.pack import load_pack
from sim.policy.claims import WHOLE_YEAR, empty_claims
from sim.policy.paths import compile_paths
from sim.policy.permission import dated_rules, rules_of
from sim.population.columns import (
    DEAD,
    FEMALE,
    HUKOU_LOCAL,
    HUKOU_OUTSIDE,
    HUKOU_PROVINCE,
    MALE,
    NOBODY,
    PRIVATE,
    Population,
)
from sim.processes.money import benefits
from sim.processes.money.benefits import (
    ALLOWANCE,
    CENTRE,
    DEDUCTION,
    DOCTOR,
    GRANT,
    INCOME_SHARE,
    INSURANCE,
    MEDICAL,
    PENALTY,
    REWARD,
    SCREENING,
    STAFF,
    SUPPORT,
)
from sim.processes.money.fee_claims import ACCESS, AID, FEE_RELIEF, FREE_YEAR, PUBLIC_PLACE
from sim.processes.money.taxes import TaxRules
from tests.sim.makers import city, give_child, marry, rows, same_uncompiled

NOW = month_index(2022, 3)
SCHEDULE = np.array([[0.03, 0.0], [0.10, 2520.0], [0.20, 16920.0]])
TAX = as_record(TaxRules(SCHEDULE, np.zeros((4, 2)), 60000.0, 40000.0, 200000.0))
TERMS = benefits.BenefitTerms(
    pay=1.0, infant_deduction=12000.0, education_deduction=24000.0, birth_cost=7000.0, premium=1000.0,
    kindergarten_fee=9600.0, last_year_free=np.zeros(6), fee_relief=np.zeros((6, 4)), public_gap=np.zeros(6),
    kindergarten_gap=4800.0, school_fee=5600.0, poor_limit=15000.0, in_kindergarten=1.0, income_per_head=50000.0,
    third_insured=1.0,
)
MOTHER, FATHER, FIRST, SECOND, THIRD = range(5)


def family(ages_months: tuple[int, ...], earnings: tuple[float, float] = (0.0, 0.0), **columns: Any) -> Population:
    """A couple in county 3 with children of the ages given, eldest first."""
    people = city(2 + len(ages_months), county=3, work=PRIVATE, **columns)
    persons = people.persons
    persons.sex[:2] = FEMALE, MALE
    marry(people, MOTHER, FATHER)
    persons.earnings[:2] = earnings
    for k, age in enumerate(ages_months):
        persons.birth[2 + k] = NOW - age
        persons.only_child[2 + k] = len(ages_months) == 1
        give_child(people, MOTHER, 2 + k)
    return people


def child_years(people: Population, *children: int, terms: Any = TERMS) -> tuple[np.ndarray, np.ndarray]:
    return benefits.claim_child_years(0, len(children), rows(*children), people.persons, TAX, as_record(terms), 1, NOW)


def births(people: Population, *newborn: int, month: int = NOW, terms: Any = TERMS) -> tuple[np.ndarray, np.ndarray]:
    claims, children = empty_claims(), np.full(6, 3.0 if month >= month_index(2021, 6) else 2.0)
    permitted = rules_of(dated_rules(load_pack()), month, children, children)
    benefits.claim_births(rows(*newborn), people.persons, permitted, as_record(terms), claims)
    return claims.cases, claims.base


@pytest.mark.parametrize(("parity", "n_younger", "order"), [(1, 0, 1), (3, 0, 3), (3, 2, 1), (2, 5, 1), (0, 0, 1)])
def test_order_of_a_child(parity: int, n_younger: int, order: int) -> None:
    assert same_uncompiled(benefits.child_order, parity, n_younger) == order


@pytest.mark.parametrize(
    ("one", "other", "deducted", "saved"),
    [
        (0.0, 0.0, 0.0, 0.0),  # no tax, nothing to save
        (60000.0, 0.0, 0.0, 1200.0),  # 3,480 less the tax on 48,000, 2,280
        (60000.0, 0.0, 24000.0, 360.0),  # 1,080 on 36,000 less 720 on 24,000
        (10000.0, 0.0, 0.0, 300.0),  # the rest of the deduction is lost
        (10000.0, 0.0, 24000.0, 0.0),  # an elder child's deduction took it all
    ],
)
def test_tax_saved_by_a_deduction_of_12000(one: float, other: float, deducted: float, saved: float) -> None:
    assert same_uncompiled(benefits.tax_saved, one, other, deducted, 12000.0, SCHEDULE) == pytest.approx(saved)
    assert same_uncompiled(benefits.tax_saved, one, other, deducted, 0.0, SCHEDULE) == 0.0


@pytest.mark.parametrize(("age", "yuan"), [(-1, 0.0), (0, 12.0), (35, 12.0), (36, 24.0), (215, 24.0), (216, 0.0)])
def test_deduction_by_age(age: int, yuan: float) -> None:
    assert same_uncompiled(benefits.deduction_at, age, 12.0, 24.0) == yuan


@pytest.mark.parametrize(
    ("age", "birth", "only", "rewarded"),
    [
        (100, month_index(2013, 1), 1, True), (100, month_index(2013, 1), 0, False),
        (168, month_index(2008, 1), 1, False), (12, month_index(2016, 1), 1, False),
        (12, month_index(2015, 12), 1, True),
    ],
)  # fmt: skip
def test_one_child_reward(age: int, birth: int, only: int, rewarded: bool) -> None:
    assert same_uncompiled(benefits.is_rewarded, age, birth, only) is rewarded


def test_who_is_listed_for_a_year() -> None:
    old, local, outside = month_index(2015, 1), HUKOU_LOCAL, HUKOU_OUTSIDE
    for age, birth, only, hukou, listed in (
        (71, NOW, 0, local, True), (72, NOW, 0, local, False), (72, old, 1, local, True), (72, NOW, 0, outside, True),
        (179, NOW, 0, outside, True), (180, NOW, 0, outside, False),
    ):  # fmt: skip
        assert same_uncompiled(benefits.may_claim, age, birth, only, hukou) is listed


def test_penalty_is_counted_for_each_parent() -> None:
    assert same_uncompiled(benefits.penalty_base, 2, 50000.0) == 100000.0


@pytest.mark.parametrize(("order", "third", "insured"), [(2, 0.0, True), (3, 0.0, False), (3, 1.0, True)])
def test_whom_the_insurance_pays_for(order: int, third: float, insured: bool) -> None:
    assert same_uncompiled(benefits.is_insured, order, third) is insured


def test_steps_read_a_family() -> None:
    people = family((40, 12), (120000.0, 80000.0))
    persons = people.persons
    assert [same_uncompiled(benefits.order_of, k, MOTHER, persons) for k in (FIRST, SECOND)] == [1, 2]
    assert benefits.order_of(SECOND, NOBODY, persons) == 1
    assert same_uncompiled(benefits.all_local, SECOND, persons)
    assert same_uncompiled(benefits.parent_taxable, MOTHER, persons, 1.0, TAX) == 60000.0
    assert same_uncompiled(benefits.deducted_for_elder, SECOND, persons, TERMS, NOW) == 24000.0
    # 60,000 and 20,000 taxable: 24,000 off the first for the elder leaves 36,000, and 12,000 more save 3 % of them
    assert same_uncompiled(benefits.tax_saved_for, SECOND, MOTHER, FATHER, persons, TAX, TERMS, NOW) == 360.0
    persons.presence[MOTHER] = DEAD
    assert benefits.parent_taxable(MOTHER, persons, 1.0, TAX) == 0.0
    assert not same_uncompiled(benefits.is_local, MOTHER, persons)
    assert benefits.is_local(FATHER, persons)
    persons.hukou[FIRST] = HUKOU_OUTSIDE
    assert not benefits.all_local(SECOND, persons)


def test_second_birth_of_a_local_couple() -> None:
    people = family((40, 0), (50000.0, 70000.4))
    cases, base = births(people, SECOND)
    claimed = {(int(v), int(c), int(o)) for v, c, o in zip(*np.nonzero(cases), strict=True)}
    assert claimed == {(v, 3, 1) for v in (GRANT, INCOME_SHARE, MEDICAL, SCREENING, STAFF)}
    assert base[INCOME_SHARE, 3, 1] == 120000
    assert base[MEDICAL, 3, 1] == 7000
    assert base[GRANT].sum() == 0


def test_grant_asks_for_local_hukou_of_all_children() -> None:
    people = family((40, 0))
    people.persons.hukou[FIRST] = HUKOU_OUTSIDE
    assert births(people, SECOND)[0][GRANT].sum() == 0
    people.persons.hukou[FIRST], people.persons.hukou[SECOND] = HUKOU_LOCAL, HUKOU_OUTSIDE
    assert births(people, SECOND)[0][GRANT].sum() == 0


def test_birth_outside_the_rules_of_the_day() -> None:
    people = family((80, 40, 0))
    assert births(people, THIRD)[0][PENALTY].sum() == 0  # three children since 2021
    cases, base = births(people, THIRD, month=month_index(2021, 4))
    assert cases[PENALTY, 3, 2] == 1
    assert base[PENALTY, 3, 2] == 100000


def test_third_births_before_they_were_insured() -> None:
    people = family((80, 40, 0))
    assert births(people, THIRD)[0][MEDICAL, 3, 2] == 1
    assert births(people, THIRD, terms=TERMS._replace(third_insured=0.0))[0][MEDICAL].sum() == 0


def test_year_under_three() -> None:
    people = family((40, 12), (120000.0, 0.0))
    cases, base = child_years(people, SECOND)
    assert cases[ALLOWANCE, 3, 1] == cases[INSURANCE, 3, 1] == cases[DEDUCTION, 3, 1] == 1
    assert base[INSURANCE, 3, 1] == 1000
    assert base[DEDUCTION, 3, 1] == 360  # 60,000 taxable, 24,000 deducted for the elder child
    assert cases[CENTRE, 3, 1] == cases[DOCTOR, 3, 1] == 1
    assert cases.sum() == 5


def test_support_of_grandparents_asks_for_one_who_helps_and_a_local_parent() -> None:
    people = family((40, 12))
    assert child_years(people, FIRST, SECOND)[0][SUPPORT].sum() == 0
    people.persons.grandparents[FATHER] = 1
    cases, base = child_years(people, FIRST, SECOND)  # the elder is three and more
    assert (cases[SUPPORT].sum(), base[SUPPORT, 3, 1]) == (1, WHOLE_YEAR)
    people.persons.presence[FATHER] = DEAD
    assert child_years(people, SECOND)[0][SUPPORT].sum() == 0
    migrants = family((12,), hukou=HUKOU_OUTSIDE)
    migrants.persons.grandparents[MOTHER] = 2
    assert child_years(migrants, FIRST)[0][SUPPORT].sum() == 0


def test_screening_is_free_where_a_parent_is_of_the_province() -> None:
    people = family((0,), hukou=HUKOU_OUTSIDE)
    assert births(people, FIRST)[0][SCREENING].sum() == 0
    people.persons.hukou[FATHER] = HUKOU_PROVINCE
    cases = births(people, FIRST)[0]
    assert cases[SCREENING, 3, 0] == cases[STAFF, 3, 0] == 1


def test_fees_are_spared_one_after_another() -> None:
    """9,600 a year: an eighth by public places, 8,400 left; a half free in the last year; a fifth relieved; aid."""
    relief = np.zeros((6, 4))
    relief[3, 1] = 0.2
    terms = TERMS._replace(public_gap=np.full(6, 0.125), last_year_free=np.full(6, 0.5), fee_relief=relief)
    poor = family((62, 40), (44000.0, 0.0))  # four of them: less than 15,000 a head
    cases, base = child_years(poor, FIRST, SECOND, terms=terms)
    assert base[PUBLIC_PLACE, 3].tolist() == [4800, 4800, 0, 0]  # of which the ledger pays places beyond law
    assert base[FREE_YEAR, 3].tolist() == [8400, 0, 0, 0]
    assert base[FEE_RELIEF, 3].tolist() == [4200, 8400, 0, 0]
    assert base[AID, 3].tolist() == [4200, 6720, 0, 0]
    assert cases[AID].sum() == 2


@pytest.mark.parametrize(("pay", "poor"), [(44999.0, True), (45000.0, False)])
def test_who_is_poor(pay: float, poor: bool) -> None:
    """Three at 15,000 yuan a head."""
    people = family((40,), (pay - 20000.0, 20000.0))
    assert child_years(people, FIRST)[0][AID].sum() == poor
    people.persons.presence[FATHER] = DEAD  # his pay is gone
    assert child_years(people, FIRST)[0][AID].sum() == 1


def test_a_place_at_school_is_claimed_for_migrants_from_six_to_fourteen() -> None:
    for age, n in ((71, 0), (72, 1), (168, 1), (179, 1), (180, 0)):
        cases, base = child_years(family((age,), hukou=HUKOU_OUTSIDE), FIRST)
        assert (cases[ACCESS].sum(), base[ACCESS, 3, 0]) == (n, 5600 * n), age
    assert child_years(family((100,)), FIRST)[0][ACCESS].sum() == 0
    mixed = family((100,), hukou=HUKOU_OUTSIDE)
    mixed.persons.hukou[FATHER] = HUKOU_LOCAL
    assert child_years(mixed, FIRST)[0][ACCESS].sum() == 0


def test_deduction_does_nothing_for_households_without_tax() -> None:
    cases, base = child_years(family((12,), (60000.0, 60000.0)), FIRST)
    assert cases[DEDUCTION].sum() == base[DEDUCTION].sum() == 0
    assert cases[ALLOWANCE].sum() == 1


def test_allowance_needs_a_local_parent() -> None:
    people = family((12,), hukou=HUKOU_OUTSIDE)
    assert child_years(people, FIRST)[0][ALLOWANCE].sum() == 0
    people.persons.hukou[FATHER] = HUKOU_LOCAL
    assert child_years(people, FIRST)[0][ALLOWANCE].sum() == 1
    people.persons.presence[FATHER] = DEAD
    assert child_years(people, FIRST)[0][ALLOWANCE].sum() == 0


def test_kindergarten_years_and_the_only_child() -> None:
    for age, relief in ((36, 1), (60, 1), (72, 0)):
        cases, base = child_years(family((age,)), FIRST)
        assert cases[FREE_YEAR, 3, 0] == (age == 60)
        assert base[FREE_YEAR, 3, 0] == 9600 * (age == 60)
        assert cases[FEE_RELIEF, 3, 0] == relief
        assert base[FEE_RELIEF, 3, 0] == relief * 9600
    nobody = TERMS._replace(in_kindergarten=0.0)
    assert child_years(family((48,)), FIRST, terms=nobody)[0][FEE_RELIEF].sum() == 0
    assert child_years(family((96,)), FIRST)[0][REWARD, 3, 0] == 1
    assert child_years(family((96, 48)), FIRST)[0][REWARD].sum() == 0


def test_relief_for_several_children_is_of_what_the_free_last_year_leaves() -> None:
    mostly_free = TERMS._replace(last_year_free=np.full(6, 0.75))
    _, base = child_years(family((60, 36)), FIRST, SECOND, terms=mostly_free)
    assert (base[FREE_YEAR, 3, 0], base[FEE_RELIEF, 3, 0]) == (9600, 2400)
    assert (base[FREE_YEAR, 3, 1], base[FEE_RELIEF, 3, 1]) == (0, 9600)


def test_the_dead_and_the_grown_claim_nothing() -> None:
    people = family((180, 12))
    people.persons.presence[SECOND] = DEAD
    assert child_years(people, FIRST, SECOND)[0].sum() == 0


def test_children_by_birthday() -> None:
    people = family((40, 12, 3))
    groups = benefits.by_birthday(rows(FIRST, SECOND, THIRD), people.persons.birth % 12)
    assert len(groups) == 12
    listed = [group.tolist() for group in groups if len(group)]
    assert listed == [[SECOND], [FIRST], [THIRD]]  # March, November, December


def test_terms_follow_law_and_incomes() -> None:
    pack, start, end = load_pack(), month_index(2020, 11), month_index(2024, 12)
    levers = compile_paths("plan", pack, start, end)
    incomes = 1.1 + 0.01 * np.arange(end - start + 1)
    terms = benefits.benefit_terms(levers, pack, incomes, start, end)
    first, last = unpacked(terms[0][1]), unpacked(terms[-1][1])
    prices = levers.price_level[levers.at(end)]
    assert first["pay"] == 1.0
    assert last["pay"] == pytest.approx(incomes[-1] / 1.1)
    assert first["infant_deduction"] == 0.0
    assert last["infant_deduction"] == pytest.approx(24000 / prices)
    assert first["education_deduction"] == pytest.approx(12000)
    assert last["education_deduction"] == pytest.approx(24000 / prices)
    assert last["kindergarten_fee"] / first["kindergarten_fee"] == pytest.approx(incomes[-1] / 1.1)
    assert not first["last_year_free"].any()
    now = benefits.benefit_terms(compile_paths("national_only", pack, start, month_index(2026, 12)), pack, np.ones(74),
                                 start, month_index(2026, 12))[-1][1]
    assert unpacked(now)["last_year_free"] == pytest.approx([pack.assumption("takeup_automatic")] * 6)
    assert last["birth_cost"] == first["birth_cost"] == pack.assumption("birth_medical_cost")
