"""The ledger: money out is eligible x share x amount to the yuan, for every lever; payers, ceilings and rounding."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.clock import month_index
from sim.model import FertilityModel
from sim.places.pack import load_pack
from sim.policy.claims import CLAIMED, WHOLE_YEAR, Claims, claim, empty_claims
from sim.policy.futures import future
from sim.policy.ledger import ENFORCED, UNRATIONED, Ledger, outlay, paid_share, whole_yuan
from sim.policy.levers import LEVERS
from sim.policy.levers.base import COST_RULES, PAYERS, PUBLIC_PAYERS
from sim.policy.paths import LeverPaths, compile_paths
from sim.processes.accounts import empty_counts
from tests.sim.makers import same_uncompiled

PACK = load_pack()
START, END = month_index(2024, 1), month_index(2026, 12)
YEARS = range(2024, 2027)

AMOUNT: dict[str, Callable[[float, int, int], float]] = {
    "tax_revenue": lambda value, cases, base: base if value else 0,
    "leave_pay": lambda value, cases, base: base if value else 0,
    "leave_wages": lambda value, cases, base: base if value else 0,
    "interest_bought_down": lambda value, cases, base: base if value else 0,
    "per_child_year": lambda value, cases, base: value * base / 12_000,
    "per_birth": lambda value, cases, base: value * cases,
    "share_of_income_at_birth": lambda value, cases, base: value * base,
    "interest": lambda value, cases, base: value / 100 * base,
    "share_of_fees": lambda value, cases, base: value * base,
    "share_of_premium": lambda value, cases, base: value * base,
    "share_of_birth_cost": lambda value, cases, base: value * base,
    "share_of_contributions": lambda value, cases, base: value * base,
    "wage_of_leave_days": lambda value, cases, base: value * base,
    "per_enrolled_month": lambda value, cases, base: value * cases,
    "per_new_place": lambda value, cases, base: value * cases,
    "share_of_rent": lambda value, cases, base: value * base,
    "per_household_month": lambda value, cases, base: value * cases,
    "per_household_year": lambda value, cases, base: value * cases,
    "per_wedding": lambda value, cases, base: value * cases,
    "per_purchase": lambda value, cases, base: value * cases,
    "share_of_treatment": lambda value, cases, base: value * base,
    "penalty_revenue": lambda value, cases, base: -value * base,
    "per_rehired_month": lambda value, cases, base: value * base / 1000,
    "per_minded_month": lambda value, cases, base: value * base / 1000,
    "fee_of_places": lambda value, cases, base: value * base,
    "price_of_reached": lambda price, cases, base: price * cases,
    "staff_of_births": lambda value, cases, base: value / 1000 * 150_000 * cases,
}
"""Every cost rule written out, in yuan of 2020 before take-up; value in real yuan or as a share."""


LAW = {"public_kindergarten_share": 0.5, "migrant_school_access": 0.7967}
"""Shares of places that law sets: what is beyond them is paid."""
PRICES = {"premarital_check_coverage": 200, "newborn_screening_coverage": 328, "child_health_centre_coverage": 300,
          "family_doctor_coverage": 120, "equal_hiring_enforcement": 100, "retraining_coverage": 3000,
          "matchmaking_reach": 4, "counselling_coverage": 500, "family_norm_campaign": 0.4}
"""Yuan of 2020 for each of the share that these reach."""


def share_of(levers: LeverPaths, name: str, month: int, county: int) -> float:
    """Share of the eligible for whom a lever's money flows, written out."""
    if name == "birth_penalty":
        return PACK.assumption(ENFORCED)
    if name in PRICES:
        return float(levers[name][month, county, 0])
    if name in LAW or name == "maternity_staff_per_1000":
        return 1.0
    reached = levers["grandparent_support_coverage"][month, county, 0] if name == "grandparent_support" else 1.0
    return float(reached * levers.take_up(name)[month, county])


def paths(use: str = "plan", **given: Any) -> LeverPaths:
    return compile_paths(use, PACK, START, END, **given)


def some_claims(seed: int) -> Claims:
    """Claims of every lever in every cell, as a month of a large city would bring."""
    generator, empty = np.random.default_rng(seed), empty_claims()
    return Claims(generator.integers(0, 90, empty.cases.shape), generator.integers(0, 10**6, empty.base.shape))


def settled(levers: LeverPaths, months: range, claims: dict[int, Claims], sample: float = 1.0) -> dict[int, Any]:
    """Counts of each year after settling the claims of the months."""
    ledger, years = Ledger(levers, PACK, future("central"), sample, START, END), {}
    for month in months:
        counts = years.setdefault(1900 + month // 12, empty_counts())
        ledger.settle(month, Claims(*(part.copy() for part in claims[month])), counts)
    return years


def exact_money(levers: LeverPaths, name: str, months: range, claims: dict[int, Claims]) -> tuple[float, float]:
    """Nominal and real money of a lever in the months, all counties and payers, without the ledger's code."""
    nominal, real, at = 0.0, 0.0, claim(name)
    rule, value = LEVERS[name].cost_rule, levers[name] - LAW.get(name, 0.0)
    if name in PRICES:
        value = np.full_like(value, PRICES[name])
    for month in months:
        m, cases, base = levers.at(month), claims[month].cases[at], claims[month].base[at]
        for c in range(6):
            share = share_of(levers, name, m, c)
            for o in range(4):
                of_2020 = share * AMOUNT[rule](float(value[m, c, o]), int(cases[c, o]), int(base[c, o]))
                real += of_2020
                nominal += of_2020 * levers.price_level[m]
    return nominal, real


def test_every_cost_rule_in_use_is_written_out() -> None:
    assert {LEVERS[name].cost_rule for name in CLAIMED} <= set(AMOUNT)
    assert set(AMOUNT) < set(COST_RULES)


@pytest.mark.parametrize("use", ["national_only", "plan"])
def test_money_out_is_eligible_times_share_times_amount(use: str) -> None:
    rules = {"family_credit_subsidy": 1.5, "birth_penalty": 2.0, "birth_grant_income_share": 0.1,
             "purchase_subsidy": 10000, "affordable_rental_discount": 0.2}
    levers = paths(use, values=rules)
    months = range(START, END + 1)
    claims = {month: some_claims(month) for month in months}
    years = settled(levers, months, claims)
    for year in YEARS:
        of_year, counts = range(month_index(year, 1), month_index(year, 12) + 1), years[year]
        for name in CLAIMED:
            nominal, real = exact_money(levers, name, of_year, claims)
            at = claim(name)
            assert abs(counts.money[at].sum() - nominal) <= 6 * 0.5 + 1e-3, name  # a county's yuan are whole
            assert abs(counts.money_real[at].sum() - real) <= 6 * 0.5 + 1e-3, name
            assert (counts.rationed[at] == 0).all()


@pytest.mark.parametrize("name", CLAIMED)
def test_one_county_to_the_yuan(name: str) -> None:
    levers = paths(values={name: LEVERS[name].upper})
    months = range(START, START + 12)
    one = Claims(*(np.where(np.arange(6)[:, None] == 2, part, 0) for part in some_claims(1)))
    counts = settled(levers, months, dict.fromkeys(months, one))[2024]
    nominal, real = exact_money(levers, name, months, dict.fromkeys(months, one))
    assert counts.money[claim(name), 2].sum() == pytest.approx(nominal, abs=0.5001)
    assert counts.money_real[claim(name), 2].sum() == pytest.approx(real, abs=0.5001)
    assert counts.money[claim(name)].sum() == counts.money[claim(name), 2].sum()


def test_a_grant_by_hand() -> None:
    # 3 births in county 4 of third order, 20,000 yuan, base take-up .7, no one-stop service: 42,000 yuan of the county.
    levers = paths("in_force")
    claims = empty_claims()
    claims.cases[claim("birth_grant"), 4, 2] = 3
    claims.cases[claim("birth_grant"), 4, 0] = 5  # no grant for first births: dropped
    counts = settled(levers, range(START, START + 1), {START: claims})[2024]
    assert counts.eligible[claim("birth_grant")].sum() == 3
    assert counts.claimed[claim("birth_grant"), 4, 2] == 2  # 2.1
    assert counts.money[claim("birth_grant"), 4].tolist() == [0, 0, 0, 42000, 0, 0, 0]
    real = round(42000 / levers.price_level[levers.at(START)])
    assert counts.money_real[claim("birth_grant"), 4, PAYERS.index("county")] == real


def test_law_and_local_parts_have_payers_of_their_own() -> None:
    # 10,000 yuan in county 4 for third children, 3,600 of it national law, half of that the nation's: 1,800 + 8,200.
    levers, month = paths("in_force"), month_index(2025, 3)
    claims = empty_claims()
    claims.cases[claim("childcare_allowance"), 4, 2] = 10
    claims.base[claim("childcare_allowance"), 4, 2] = 10 * WHOLE_YEAR
    counts = settled(levers, range(month, month + 1), {month: claims})[2025]
    central, county = PAYERS.index("central"), PAYERS.index("county")
    assert counts.money[claim("childcare_allowance"), 4, central] == round(0.7 * 10 * 1800)
    assert counts.money[claim("childcare_allowance"), 4, county] == round(0.7 * 10 * 8200)


def test_a_penalty_comes_in_as_far_as_it_is_enforced() -> None:
    levers = paths(values={"birth_penalty": 3})
    claims = empty_claims()
    claims.cases[claim("birth_penalty"), 0, 2], claims.base[claim("birth_penalty"), 0, 2] = 1, 100_000
    counts = settled(levers, range(START, START + 1), {START: claims})[2024]
    expected = -3 * 100_000 * PACK.assumption(ENFORCED) * levers.price_level[levers.at(START)]
    assert counts.money[claim("birth_penalty"), 0, PAYERS.index("county")] == round(expected)


def test_public_payers_leave_out_employers_and_families() -> None:
    assert set(PAYERS) - set(PUBLIC_PAYERS) == {"employer", "family"}


def test_an_outlay_by_hand() -> None:
    assert same_uncompiled(outlay, 3_600.0, 0.9, 5, 12_345, 0.0) == 3_600 * 0.9 * 5
    assert same_uncompiled(outlay, 0.5, 0.8, 5, 12_345, 1.0) == 0.5 * 0.8 * 12_345


@pytest.mark.parametrize(
    ("wanted", "spent", "limit", "share"),
    [(100.0, 0.0, 1000.0, 1.0), (100.0, 950.0, 1000.0, 0.5), (100.0, 1200.0, 1000.0, 0.0), (0.0, 0.0, 0.0, 1.0)],
)
def test_share_that_a_ceiling_lets_pay(wanted: float, spent: float, limit: float, share: float) -> None:
    assert same_uncompiled(paid_share, wanted, spent, limit) == pytest.approx(share)


def test_a_ceiling_cuts_the_county_and_nobody_else() -> None:
    free, bound = paths(), paths(values={"budget_ceiling": 0.0005})
    months = range(START, START + 12)
    claims = {month: some_claims(month) for month in months}
    county = PAYERS.index("county")
    without, within = settled(free, months, claims)[2024], settled(bound, months, claims)[2024]
    others = [k for k in range(len(PAYERS)) if k != county]
    np.testing.assert_allclose(without.money[:, :, others], within.money[:, :, others], atol=1)  # ends of the line
    left = within.money.sum(axis=2) + within.rationed
    np.testing.assert_array_equal(left, without.money.sum(axis=2))
    assert (within.rationed.sum(axis=0) > 0).all()
    rationed = [LEVERS[name].cost_rule not in UNRATIONED for name in CLAIMED]
    assert (within.rationed[np.logical_not(rationed)] == 0).all()
    limits = Ledger(bound, PACK, future("central"), 1.0, START, END).rules.table.limit[0]
    spent = within.money[rationed][:, :, county].sum(axis=0)
    np.testing.assert_allclose(spent, limits, atol=len(CLAIMED))


def test_no_ceiling_binds_at_one() -> None:
    assert np.isinf(Ledger(paths(), PACK, future("central"), 1.0, START, END).rules.table.limit).all()


def test_parts_add_up_to_the_rounded_total() -> None:
    exact = np.array([0.4, 0.4, 0.4, 0.0, 10.3])
    whole = np.zeros(5, np.int64)
    whole_yuan(exact, whole, 1.0, 0.0)
    assert whole.tolist() == [0, 1, 0, 0, 11]  # ends .4, .8, 1.2, 1.2, 11.5: 0, 1, 1, 1, 12
    assert whole.sum() == np.rint(exact.sum())
    python = np.zeros(5, np.int64)
    getattr(whole_yuan, "py_func", whole_yuan)(exact, python, 1.0, 0.0)
    assert python.tolist() == whole.tolist()
    whole_yuan(-exact, whole, 2.0, 0.0)
    assert whole.sum() == -23


def test_claims_are_empty_after_settling() -> None:
    claims, counts = some_claims(3), empty_counts()
    Ledger(paths(), PACK, future("central"), 1.0, START, END).settle(START, claims, counts)
    assert not claims.cases.any()
    assert not claims.base.any()


# Runs --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plan_run() -> tuple[FertilityModel, dict[int, Claims]]:
    """A small run of the plan to 2025 with a copy of every month's claims."""
    model = FertilityModel(sample="1/1000", scenario="plan", end_year=2025)
    kept: dict[int, Claims] = {}
    settle = model.ledger.settle

    def remember(month: int, claims: Claims, counts: Any) -> None:
        kept[month] = Claims(claims.cases.copy(), claims.base.copy())
        settle(month, claims, counts)

    model.ledger.settle = remember  # type: ignore[method-assign]
    model.run_for(model.n_months)
    return model, kept


@pytest.mark.parametrize("name", CLAIMED)
def test_identity_in_a_run_of_the_plan(plan_run: tuple[FertilityModel, dict[int, Claims]], name: str) -> None:
    model, kept = plan_run
    for year, counts in model.yearly.items():
        months = range(max(month_index(year, 1), model.settings.start_month), month_index(year, 12) + 1)
        nominal, real = exact_money(model.levers, name, months, kept)
        at = claim(name)
        n_counties = np.count_nonzero(counts["money"][at].any(axis=1))  # leave is paid for as expected, cases are drawn
        assert abs(counts["money"][at].sum() - nominal) <= 0.5 * n_counties + 1e-6
        assert abs(counts["money_real"][at].sum() - real) <= 0.5 * n_counties + 1e-6
        assert (counts["claimed"][at] <= counts["eligible"][at]).all()


def test_benefits_of_birth_and_childhood_flow_in_the_plan(plan_run: tuple[FertilityModel, dict[int, Claims]]) -> None:
    last = plan_run[0].yearly[2025]
    for name in ("infant_care_tax_deduction", "childcare_allowance", "multi_child_fee_relief", "one_child_rewards",
                 "birth_medical_reimbursement", "birth_insurance_support"):
        assert last["money"][claim(name)].sum() > 0, name


def test_zero_doses_are_the_base_to_the_yuan() -> None:
    money = []
    for given in ({"scenario": "national_only"}, {"scenario": "plan", "doses": dict.fromkeys(LEVERS, 0.0)}):
        model = FertilityModel(sample="1/1000", end_year=2026, **given)
        model.run_for(model.n_months)
        money.append([model.yearly[year][table].tobytes() for year in model.yearly for table in (
            "eligible", "claimed", "money", "money_real", "rationed", "births")])
    assert money[0] == money[1]
