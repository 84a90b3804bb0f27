"""What the next birth brings, by hand from the dated rules and the ledger's shares."""

from typing import Any

import numpy as np
import pytest

from sim.clock import month_index
from sim.parameters import as_record
from sim.places.pack import load_pack
from sim.policy.claims import WHOLE_YEAR, Claims, claim, empty_claims
from sim.policy.deductions import education_deduction
from sim.policy.futures import future
from sim.policy.ledger import Ledger
from sim.policy.paths import LeverPaths, compile_paths
from sim.population.columns import HUKOU_OUTSIDE
from sim.processes.accounts import empty_counts
from sim.processes.money import benefits
from sim.processes.money.annuities import annuity_shares
from sim.processes.money.birth_money import BirthMoney, birth_money, reward_forfeited
from tests.sim.makers import rows, same_uncompiled
from tests.sim.processes.money.test_benefits import FIRST, family

PACK = load_pack()
START, END = month_index(2020, 11), month_index(2035, 12)
SHARES = annuity_shares(0.7, 0.95)
EVEN = annuity_shares(1.0, 1.0)
ZHUJI, YUECHENG = 4, 0


def paths(use: str, **given: object) -> LeverPaths:
    return compile_paths(use, PACK, START, END, **given)  # type: ignore[arg-type]


def brings(use: LeverPaths, year: int, month: int, lead: int = 12, shares: np.ndarray = EVEN) -> BirthMoney:
    at = month_index(year, month)
    return birth_money(use.announced(at), PACK, at, lead, shares, 1.0)


def test_allowance_and_grant_by_hand() -> None:
    levers = paths("in_force")
    money, price = brings(levers, 2026, 1), levers.price_level[levers.at(month_index(2027, 1)) :: 12]
    # National 3,600 a year for three years, .7 of couples claim; evenly over 18 years.
    national = sum(0.7 * 3600 / price[y] for y in range(3)) / 18
    assert money.annuity_all[YUECHENG, 0] == pytest.approx(national)
    assert money.annuity_local[YUECHENG, 0] == pytest.approx(0.0)
    # Zhuji: 10,000 a year and 20,000 at birth for third children, the nation's part within.
    local = sum(0.7 * 6400 / price[y] for y in range(3)) / 18 + 0.7 * 20000 / price[0] / 18
    assert money.annuity_local[ZHUJI, 2] == pytest.approx(local)
    assert money.cash_all[ZHUJI, 2] == pytest.approx(0.7 * 3600 / price[0])
    assert money.cash_local[ZHUJI, 2] == pytest.approx(0.7 * 26400 / price[0])


def test_only_rules_that_are_known_count() -> None:
    levers = paths("in_force")
    assert brings(levers, 2025, 6, 12).annuity_all.max() == 0.0  # the allowance is made known in August 2025
    assert brings(levers, 2025, 8, 12).annuity_all.min() > 0.0
    announced = paths("national_only", values={
        "birth_grant": [{"from": "2028-01", "announced": "2026-01", "value": 8000}]})
    assert brings(announced, 2026, 12, 12).cash_local.max() == 0.0
    assert brings(announced, 2027, 1, 12).cash_local.min() > 0.0
    assert brings(announced, 2026, 1, 36).cash_local.min() > 0.0
    assert brings(announced, 2025, 12, 36).cash_local.max() == 0.0


def test_grant_as_a_share_of_income() -> None:
    money = brings(paths("national_only", values={"birth_grant_income_share": 0.1}), 2022, 1)
    assert money.income_share_once == pytest.approx(np.full((6, 4), 0.1 * PACK.assumption("takeup_automatic")))
    assert money.income_share == pytest.approx(money.income_share_once / 18)


def test_deductions_are_in_full_and_by_date() -> None:
    levers = paths("national_only")
    money = brings(levers, 2024, 1)
    at = levers.at(month_index(2025, 1))
    assert money.infant_deduction == pytest.approx(24000 / levers.price_level[at])
    assert money.education_deduction == pytest.approx(24000 / levers.price_level[at + 36])
    assert money.tax_take_up.tolist() == pytest.approx([0.7] * 6)
    early = brings(levers, 2021, 1)
    assert early.infant_deduction == 0.0
    assert early.education_deduction == pytest.approx(12000 / levers.price_level[levers.at(month_index(2025, 1))])


def test_education_deduction_began_with_the_reform_of_2019() -> None:
    first, last = month_index(2018, 1), month_index(2024, 1)
    yuan = education_deduction(PACK, first, last)
    months = [(2018, 12, 0), (2019, 1, 1000), (2022, 12, 1000), (2023, 1, 2000), (2024, 1, 2000)]
    assert [yuan[month_index(y, m) - first] for y, m, _ in months] == [value for *_, value in months]
    frozen = education_deduction(PACK, first, last, frozen_month=month_index(2020, 11))
    assert frozen[-1] == 1000


def test_cost_of_birth_after_the_insurance() -> None:
    cost, claim = PACK.assumption("birth_medical_cost"), PACK.assumption("takeup_automatic")
    money = brings(paths("national_only"), 2020, 11, 6)  # May 2021: third births are not insured yet
    assert money.birth_cost[0].tolist() == pytest.approx([cost * (1 - 0.5 * claim)] * 2 + [cost] * 2)
    money = brings(paths("national_only"), 2022, 1)
    assert money.birth_cost[0].tolist() == pytest.approx([cost * (1 - 0.5 * claim)] * 4)


def test_fee_relief_penalty_and_support() -> None:
    levers = paths("plan")
    money = brings(levers, 2026, 1)
    fee = PACK.assumption("kindergarten_fee_over_income") * PACK.assumption("disposable_income_2020_all")
    fee *= PACK.assumption("preschool_enrolment_share_3_5")
    take_up = levers.take_up("multi_child_fee_relief")[levers.at(month_index(2031, 1)), 0]
    # The last of three years is free for all whom the rule reaches; relief for several children is of what is left.
    free = 1 - (1 - PACK.assumption("takeup_automatic")) * (1 - take_up) / (1 - PACK.assumption("takeup_manual"))
    # Public places beyond law's half, three fifths, spare a twentieth first: a tenth of the gap, half the fee.
    g = 0.05
    of_years = [3 * g + (1 - g) * (2 * take_up * x + free + take_up * x * (1 - free)) for x in (0.0, 0.1, 0.5, 0.5)]
    assert money.fee_relief[0].tolist() == pytest.approx([fee * years / 18 for years in of_years])
    at = month_index(2026, 1)
    richer = birth_money(levers.announced(at), PACK, at, 12, EVEN, 1.5)
    assert richer.fee_relief == pytest.approx(1.5 * money.fee_relief)
    assert money.insurance_support[0, 2] == pytest.approx(0.5 * take_up)
    assert money.penalty.max() == 0.0
    enforced = PACK.assumption("social_maintenance_fee_enforced_share")
    assert brings(levers, 2020, 11).penalty.tolist() == pytest.approx([3 * enforced] * 6)


def test_the_free_last_year_of_kindergarten_is_expected_from_its_date() -> None:
    """Nobody knows before September 2025 that the year of age five will be free, and all couples do from then on."""
    levers = paths("national_only")
    fee = PACK.assumption("kindergarten_fee_over_income") * PACK.assumption("disposable_income_2020_all")
    year = fee * PACK.assumption("preschool_enrolment_share_3_5") * PACK.assumption("takeup_automatic") / 18
    assert brings(levers, 2025, 8).fee_relief.max() == 0.0
    assert brings(levers, 2025, 9).fee_relief == pytest.approx(np.full((6, 4), year))


@pytest.mark.parametrize(
    ("age_months", "before_2016", "yuan"),
    [(96, True, 100 * 6 / 18), (96, False, 0.0), (168, True, 0.0), (200, True, 0.0)],
)
def test_reward_forfeited_by_a_second_birth(age_months: int, before_2016: bool, yuan: float) -> None:
    assert same_uncompiled(reward_forfeited, 100.0, age_months, before_2016, EVEN) == pytest.approx(yuan)


def test_what_a_couple_expects_is_what_the_ledger_pays() -> None:
    """A third child of a local couple in Zhuji, born in 2027: the grant and three years' allowance."""
    levers, birth, claims = paths("in_force"), month_index(2027, 1), empty_claims()
    ledger, paid = Ledger(levers, PACK, future("central"), 1.0, START, END), 0.0
    for month in (birth, birth + 12, birth + 24):
        claims.cases[claim("childcare_allowance"), ZHUJI, 2] = 1000
        claims.base[claim("childcare_allowance"), ZHUJI, 2] = 1000 * WHOLE_YEAR
        claims.cases[claim("birth_grant"), ZHUJI, 2] = 1000 if month == birth else 0
        counts = empty_counts()
        ledger.settle(month, claims, counts)
        paid += counts.money_real.sum() / 1000
    money = brings(levers, 2026, 1)
    expected = 18 * (money.annuity_all + money.annuity_local)[ZHUJI, 2]
    assert paid == pytest.approx(expected, abs=0.01)


def ledger_pays(levers: LeverPaths, born: int, ages: range, names: tuple[str, ...], **columns: Any) -> float:
    """Yuan of 2020 that the ledger pays for one child at its birthdays, all of an age in kindergarten; no growth."""
    people = family((0,), (5_000.0, 20_000.0), **columns)  # three at 9,056 yuan a head are poor
    people.persons.birth[FIRST], people.persons.grandparents[:2] = born, 1
    terms = benefits.benefit_terms(levers, PACK, np.ones(END - START + 1), START, END)
    ledger, paid = Ledger(levers, PACK, future("central"), 1.0, START, END), 0.0
    for month in (born + 12 * age for age in ages):
        tax, of_month = terms[month - START]
        of_month = of_month.copy()
        of_month["in_kindergarten"] = 1.0
        claims = benefits.claim_child_years(0, 1, rows(FIRST), people.persons, tax, of_month, 1, month)
        counts = empty_counts()
        ledger.settle(month, Claims(1000 * claims.cases, 1000 * claims.base), counts)
        paid += sum(float(counts.money_real[claim(name)].sum()) for name in names) / 1000
    return paid


KINDERGARTEN = ("public_kindergarten_share", "multi_child_fee_relief", "preschool_free_last_year", "preschool_aid")


def test_fees_that_a_poor_couple_expects_to_be_spared_are_what_the_ledger_pays() -> None:
    levers = paths("plan", values={"multi_child_fee_relief": 0.2, "public_kindergarten_share": 0.7})
    money = brings(levers, 2022, 3)
    expected = 18 * (money.fee_relief + money.fee_aid)[3, 0] / PACK.assumption("preschool_enrolment_share_3_5")
    assert money.fee_aid[3, 0] == 0.0  # not known in 2022
    known = birth_money(levers, PACK, month_index(2022, 3), 12, EVEN, 1.0)
    expected = 18 * (known.fee_relief + known.fee_aid)[3, 0] / PACK.assumption("preschool_enrolment_share_3_5")
    paid = ledger_pays(levers, month_index(2023, 3), range(3, 6), KINDERGARTEN)
    assert paid == pytest.approx(expected, abs=6.0)  # whole yuan of each claim
    fee = PACK.assumption("kindergarten_fee_over_income") * PACK.assumption("disposable_income_2020_all")
    assert 1.5 * fee < paid < 3 * fee
    rich = ledger_pays(levers, month_index(2023, 3), range(3, 6), KINDERGARTEN[:3])
    assert rich == pytest.approx(expected - 18 * known.fee_aid[3, 0] / PACK.assumption("preschool_enrolment_share_3_5"),
                                 abs=6.0)


def test_places_at_school_that_migrants_expect_are_what_the_ledger_pays() -> None:
    """Born in January 2021, at school 2027 to 2035: of 5,660 yuan a year what is beyond the .7967 of law."""
    levers = paths("national_only", values={"migrant_school_access": [{"from": "2030-01", "value": 0.9}]})
    known = birth_money(levers, PACK, month_index(2021, 1), 0, EVEN, 1.0)
    paid = ledger_pays(levers, month_index(2021, 1), range(6, 15), ("migrant_school_access",), hukou=HUKOU_OUTSIDE)
    assert paid == pytest.approx(5660 * (0.9 - 0.7967) * 6, abs=1.0)
    assert 18 * known.school_access[3] == pytest.approx(paid, abs=1.0)


def test_support_that_grandparents_get_is_what_the_ledger_pays() -> None:
    levers = paths("national_only", values={"grandparent_support": 500.0, "grandparent_support_coverage": 0.4})
    born = month_index(2027, 1)
    paid = ledger_pays(levers, born, range(3), ("grandparent_support",))
    real = 1 / levers.price_level[[levers.at(born + 12 * y) for y in range(3)]]
    assert paid == pytest.approx(12 * 500 * 0.4 * 0.7 * real.sum(), abs=0.1)
    assert 36 * brings(levers, 2026, 1).support[3] == pytest.approx(paid, abs=0.1)


def test_checks_and_admission_are_dated_over_a_childs_years() -> None:
    """A centre from January 2028 on for a child born in January 2027: two of three years. Fair admission from 2035."""
    rule = [{"from": "2028-01", "announced": "2025-01", "value": 0.5}]
    later = [{"from": "2035-01", "announced": "2025-01", "value": 0.9}]
    money = brings(paths("national_only", values={
        "child_health_centre_coverage": rule, "family_doctor_coverage": 0.25, "maternity_staff_per_1000": 9.0,
        "admission_fairness": later}), 2026, 1)
    assert money.centre.tolist() == pytest.approx([0.5 * 2 / 18] * 6)
    assert money.doctor.tolist() == pytest.approx([0.25 * 3 / 18] * 6)
    assert money.staff.tolist() == pytest.approx([9 / 18] * 6)
    assert money.fair_admission.tolist() == pytest.approx([0.9 * 7 / 9] * 6)  # of the years 2033 to 2041


def test_a_birth_before_an_allowance_begins_expects_the_rest_of_its_year() -> None:
    """12,000 a year from July 2027 for a child born in March: 8 months of its first year, and two whole years."""
    levers = paths("national_only", values={
        "childcare_allowance": [{"from": "2027-07", "announced": "2026-01", "value": 12_000}],
        "benefit_awareness": 1.0})
    march = month_index(2027, 3)
    # It stands on the nation's 3,600, whose whole year the birth has: the rise of 8,400 for eight months
    real = 1 / levers.price_level[[levers.at(march + k) for k in (0, 4, 12, 24)]]
    years = 3600 * real[0] + 8400 * 8 / 12 * real[1], 12_000 * real[2], 12_000 * real[3]
    money = brings(levers, 2026, 3)
    assert 18 * (money.annuity_all + money.annuity_local)[ZHUJI, 0] == pytest.approx(sum(years))
    assert (money.cash_all + money.cash_local)[ZHUJI, 0] == pytest.approx(years[0])


def test_present_bias_weighs_the_first_year_more() -> None:
    levers = paths("in_force")
    even, biased = brings(levers, 2026, 1), brings(levers, 2026, 1, shares=SHARES)
    assert biased.annuity_local[ZHUJI, 2] > even.annuity_local[ZHUJI, 2]
    assert biased.cash_local[ZHUJI, 2] == even.cash_local[ZHUJI, 2]


def test_zero_doses_bring_what_the_base_brings() -> None:
    base, dosed = paths("national_only"), paths("plan", doses=dict.fromkeys(paths("plan"), 0))
    for month in range(START, END + 1, 5):
        for one, other in zip(
            birth_money(base.announced(month), PACK, month, 12, SHARES, 1.0),
            birth_money(dosed.announced(month), PACK, month, 12, SHARES, 1.0), strict=True,
        ):  # fmt: skip
            np.testing.assert_array_equal(one, other)


def test_every_month_and_lead_of_a_run_has_its_money_as_a_record() -> None:
    levers = paths("plan")
    for month in (START - 24, START, END):
        for lead in (12, 36):
            record = as_record(birth_money(levers.announced(month), PACK, month, lead, SHARES, 1.0))
            assert record["annuity_local"].shape == (6, 4)
            assert np.isfinite(record["birth_cost"]).all()
