"""Income tax by the real schedule, contributions and take-home pay of a couple; tables made once a year from the pack.

Called by the birth decision, by nurseries and leaves (what a household can pay) and by measures of household income.
All amounts are yuan of 2020 a year: nominal rules are deflated by the pack's consumer prices.
"""

import functools
from typing import NamedTuple

import numba as nb
import numpy as np

from sim.places.pack import Pack
from sim.places.prices import price_level
from sim.population.columns import FLEXIBLE, PRIVATE, PUBLIC, Array

N_WORK = 4
TAX_REFORM = 2019
"""First year of the present basic deduction; the brackets of before are not in the pack, the present ones serve."""


class TaxRules(NamedTuple):
    """Tax and contribution rules of one year, in yuan of 2020."""

    schedule: Array
    """(bracket, 2): marginal rate, quick deduction."""
    shares: Array
    """(work, 2): employee's social insurance and provident fund over contribution base, by `Persons.work`."""
    basic: float
    base_low: float
    base_high: float


@nb.njit(cache=True, forceinline=True)
def income_tax(taxable: float, schedule: Array) -> float:
    """Tax [yuan/year] on a taxable income [yuan/year] after all deductions; 0 where nothing is taxable.

    schedule : (bracket, 2) of rates and quick deductions. A progressive tax is the highest of its brackets' lines.
    """
    tax = 0.0
    for k in range(schedule.shape[0]):
        line = taxable * schedule[k, 0] - schedule[k, 1]
        if line <= tax:
            return tax
        tax = line
    return tax


@nb.njit(cache=True, forceinline=True)
def contributions(gross: float, work: int, rules: TaxRules) -> float:
    """Employee's social insurance [yuan/year] on gross pay: a share of pay between the base's floor and ceiling."""
    if gross <= 0.0:
        return 0.0
    return min(rules.shares[work, 0] * min(max(gross, rules.base_low), rules.base_high), gross)


@nb.njit(cache=True, forceinline=True)
def taxable_income(gross: float, work: int, rules: TaxRules) -> float:
    """Gross pay less insurance, provident fund and basic deduction [yuan/year], before special deductions; >= 0."""
    fund = rules.shares[work, 1] * min(gross, rules.base_high)
    return max(gross - contributions(gross, work, rules) - fund - rules.basic, 0.0)


@nb.njit(cache=True, forceinline=True)
def couple_tax(taxable_one: float, taxable_other: float, deduction: float, schedule: Array) -> float:
    """Tax of both [yuan/year] with the deductions for children on the better earner or halved, whichever is less.

    The tax is convex: on the lesser earner alone is never better, and halving cannot help while the better earner
    stays the better after the whole deduction. A deduction beyond what is taxable is lost.
    """
    high, low = max(taxable_one, taxable_other), min(taxable_one, taxable_other)
    if high <= 0.0:
        return 0.0
    on_better = income_tax(high - deduction, schedule) + income_tax(low, schedule)
    if low <= 0.0 or high - deduction >= low:
        return on_better
    half = 0.5 * deduction
    return min(on_better, income_tax(high - half, schedule) + income_tax(low - half, schedule))


@nb.njit(cache=True, forceinline=True)
def take_home(
    wife_gross: float, wife_work: int, husband_gross: float, husband_work: int, deduction: float, rules: TaxRules,
) -> float:
    """A couple's pay after insurance and tax [yuan/year]; the provident fund stays theirs and is counted.

    gross : yearly pay      work : `Persons.work`      deduction : special deductions for children [yuan/year]
    """
    wife_paid = contributions(wife_gross, wife_work, rules)
    husband_paid = contributions(husband_gross, husband_work, rules)
    tax = couple_tax(
        taxable_income(wife_gross, wife_work, rules), taxable_income(husband_gross, husband_work, rules), deduction,
        rules.schedule,
    )
    return wife_gross - wife_paid + husband_gross - husband_paid - tax


@nb.njit(cache=True, forceinline=True)
def take_home_with_child(
    wife_gross: float, wife_work: int, husband_gross: float, husband_work: int, deduction: float, infant: float,
    education: float, infant_share: float, rules: TaxRules,
) -> float:
    """Annuity of take-home pay [yuan/year] with one more child: its deduction is `infant` to age 3, then `education`.

    gross : annuities of pay, losses taken off      deduction : for the children already there
    infant_share : annuity share of the first three years, `annuity_shares(...)[3]`
    """
    later = take_home(wife_gross, wife_work, husband_gross, husband_work, deduction + education, rules)
    if infant == education:
        return later
    first = take_home(wife_gross, wife_work, husband_gross, husband_work, deduction + infant, rules)
    return later + infant_share * (first - later)  # to the bit `later` for those who pay no tax


@functools.lru_cache(maxsize=2048)
def tax_rules(pack: Pack, year: int, wage_level: float = 1.0) -> TaxRules:
    """Tax and contribution rules of a calendar year in yuan of 2020; brackets of 2019 on, basic deduction as dated.

    wage_level : real wages over those of 2020, which the contribution base follows.
    Provident fund of private units: the fund's share times the part of them that pays into it.
    """
    prices = price_level(pack, year)
    table = pack.table("tax_schedule").sort_values("bracket")
    schedule = np.column_stack([table["value"].to_numpy(float) / 100.0, table["quick_deduction"].to_numpy(float)])
    schedule[:, 1] /= prices
    name = "tax_basic_deduction_year" if year >= TAX_REFORM else "tax_basic_deduction_year_before_2019"
    shares = np.zeros((N_WORK, 2))
    shares[[PRIVATE, PUBLIC], 0] = pack.assumption("social_insurance_employee_share")
    shares[FLEXIBLE, 0] = pack.assumption("social_insurance_flexible_share")
    shares[PUBLIC, 1] = pack.assumption("provident_fund_share_each")
    shares[PRIVATE, 1] = shares[PUBLIC, 1] * pack.assumption("provident_fund_coverage_private")
    base = wage_level * pack.assumption("social_insurance_base_wage_2020")
    return TaxRules(
        np.ascontiguousarray(schedule), shares, pack.assumption(name) / prices,
        base * pack.assumption("social_insurance_base_floor_ratio"),
        base * pack.assumption("social_insurance_base_ceiling_ratio"),
    )
