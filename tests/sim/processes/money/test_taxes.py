"""Income tax, contributions and take-home pay against numbers worked by hand."""

import math

import numpy as np
import pytest

from sim.parameters import as_record
from sim.places.pack import load_pack
from sim.places.prices import price_level
from sim.population.columns import FLEXIBLE, NO_WORK, PRIVATE, PUBLIC
from sim.processes.money import taxes

SCHEDULE = np.array([
    [0.03, 0.0], [0.10, 2520.0], [0.20, 16920.0], [0.25, 31920.0], [0.30, 52920.0], [0.35, 85920.0], [0.45, 181920.0]])
SHARES = np.array([[0.0, 0.0], [0.1, 0.0], [0.1, 0.08], [0.0, 0.0]])
RULES = taxes.TaxRules(SCHEDULE, SHARES, 60000.0, 40000.0, 200000.0)
LIMITS = (36000.0, 144000.0, 300000.0, 420000.0, 660000.0, 960000.0)


def tax_by_brackets(taxable: float) -> float:
    """The schedule as the law states it: each slice at its own rate."""
    edges = (0.0, *LIMITS, math.inf)
    return sum(rate * max(min(taxable, edges[k + 1]) - edges[k], 0.0) for k, rate in enumerate(SCHEDULE[:, 0]))


@pytest.mark.parametrize(
    ("taxable", "tax"),
    [(-5000.0, 0.0), (0.0, 0.0), (36000.0, 1080.0), (60000.0, 3480.0), (144000.0, 11880.0), (300000.0, 43080.0),
     (1e6, 268080.0)],
)
def test_tax_of_the_schedule(taxable: float, tax: float) -> None:
    assert taxes.income_tax(taxable, SCHEDULE) == pytest.approx(tax)


def test_quick_deductions_are_the_slices() -> None:
    for taxable in np.linspace(0.0, 1.2e6, 241):
        assert taxes.income_tax(float(taxable), SCHEDULE) == pytest.approx(tax_by_brackets(float(taxable)), abs=1e-6)


def test_deduction_of_2000_a_month_on_a_pay_of_120000() -> None:
    # 120,000 - 60,000 basic = 60,000 taxable: 6,000 - 2,520 = 3,480; less 24,000: 36,000 at 3 % = 1,080.
    without = taxes.take_home(120000.0, FLEXIBLE, 0.0, NO_WORK, 0.0, RULES)
    with_child = taxes.take_home(120000.0, FLEXIBLE, 0.0, NO_WORK, 24000.0, RULES)
    assert without == pytest.approx(116520.0)
    assert with_child - without == pytest.approx(2400.0)


def test_household_below_the_threshold_gains_nothing() -> None:
    for pay in (0.0, 20000.0, 60000.0):
        without = taxes.take_home(pay, PRIVATE, pay, FLEXIBLE, 0.0, RULES)
        assert taxes.take_home(pay, PRIVATE, pay, FLEXIBLE, 48000.0, RULES) == without


def test_deduction_beyond_the_taxable_income_is_lost() -> None:
    saved = taxes.couple_tax(10000.0, 0.0, 0.0, SCHEDULE) - taxes.couple_tax(10000.0, 0.0, 72000.0, SCHEDULE)
    assert saved == pytest.approx(300.0)


def test_halves_where_they_serve_better() -> None:
    # On the better earner: 16,000 -> 480 and 38,000 -> 1,280; halved: 28,000 -> 840 and 26,000 -> 780.
    assert taxes.couple_tax(40000.0, 38000.0, 24000.0, SCHEDULE) == pytest.approx(1620.0)
    assert taxes.couple_tax(38000.0, 40000.0, 24000.0, SCHEDULE) == pytest.approx(1620.0)


def test_couple_takes_the_best_of_the_three_ways() -> None:
    rng = np.random.default_rng(3)
    for one, other, deduction in rng.uniform(0.0, [250000.0, 250000.0, 80000.0], (400, 3)):
        ways = [
            taxes.income_tax(one - a, SCHEDULE) + taxes.income_tax(other - deduction + a, SCHEDULE)
            for a in (0.0, deduction / 2.0, deduction)
        ]
        assert taxes.couple_tax(one, other, deduction, SCHEDULE) == pytest.approx(min(ways))


@pytest.mark.parametrize(
    ("gross", "paid"), [(0.0, 0.0), (2000.0, 2000.0), (30000.0, 4000.0), (120000.0, 12000.0), (300000.0, 20000.0)]
)
def test_contributions_between_floor_and_ceiling(gross: float, paid: float) -> None:
    assert taxes.contributions(gross, PRIVATE, RULES) == pytest.approx(paid)


def test_provident_fund_lowers_the_tax_and_stays_with_the_household() -> None:
    # 120,000 - 12,000 - 9,600 - 60,000 = 38,400: 3,840 - 2,520 = 1,320.
    assert taxes.taxable_income(120000.0, PUBLIC, RULES) == pytest.approx(38400.0)
    assert taxes.take_home(120000.0, PUBLIC, 0.0, NO_WORK, 0.0, RULES) == pytest.approx(106680.0)


def test_take_home_never_falls_with_pay_or_deduction() -> None:
    pays = np.linspace(0.0, 500000.0, 201)
    kept = [taxes.take_home(x, PRIVATE, 90000.0, PUBLIC, 12000.0, RULES) for x in pays]
    assert (np.diff(kept[20:]) > 0).all()
    deductions = [taxes.take_home(150000.0, PRIVATE, 90000.0, PUBLIC, x, RULES) for x in np.linspace(0, 2e5, 101)]
    assert (np.diff(deductions) >= 0).all()


def test_deduction_changes_at_age_three() -> None:
    pay = (150000.0, FLEXIBLE, 0.0, NO_WORK)
    plain, full = (taxes.take_home(*pay, d, RULES) for d in (0.0, 12000.0))
    assert taxes.take_home_with_child(*pay, 0.0, 12000.0, 12000.0, 0.3, RULES) == full
    assert taxes.take_home_with_child(*pay, 0.0, 0.0, 12000.0, 0.3, RULES) == pytest.approx(0.3 * plain + 0.7 * full)


@pytest.fixture
def pack(monkeypatch: pytest.MonkeyPatch):
    loaded = load_pack()
    rows = {
        "social_insurance_flexible_share": 0.05, "provident_fund_coverage_private": 0.35,
        "social_insurance_base_wage_2020": 72000.0, "social_insurance_base_floor_ratio": 0.6,
        "social_insurance_base_ceiling_ratio": 3.0, "tax_basic_deduction_year_before_2019": 42000.0,
        "tax_basic_deduction_year": 60000.0,
    }
    monkeypatch.setattr(loaded, "_assumptions", {**loaded._assumptions, **rows})
    return loaded


def test_rules_of_a_year_are_the_law_deflated(pack) -> None:
    rules = taxes.tax_rules(pack, 2030)
    price = price_level(pack, 2030)
    assert rules.basic * price == pytest.approx(60000.0)
    assert taxes.income_tax(60000.0 / price, rules.schedule) * price == pytest.approx(3480.0)
    assert rules.shares[PRIVATE, 1] == pytest.approx(0.35 * rules.shares[PUBLIC, 1])
    assert taxes.tax_rules(pack, 2018).basic * price_level(pack, 2018) == pytest.approx(42000.0)
    assert taxes.tax_rules(pack, 2020, wage_level=1.1).base_high == pytest.approx(1.1 * 3.0 * 72000.0)


def test_a_record_serves_like_the_tuple() -> None:
    record = as_record(RULES)
    assert record["basic"] == 60000.0
    for pay in (0.0, 50000.0, 130000.0, 400000.0):
        assert taxes.take_home(pay, PRIVATE, 80000.0, PUBLIC, 24000.0, record) == taxes.take_home(
            pay, PRIVATE, 80000.0, PUBLIC, 24000.0, RULES)
