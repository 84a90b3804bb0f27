"""Cost of a child before and after benefits by county, residence, income group and birth order, by a month's rules.

Called when a run is stored; needs no simulated person. A couple of each income group is taken whose income stays as it
is and for whom the month's rules stay for 18 years, so that the figures say what rules are worth, not what will be
paid. Sums are undiscounted yuan of 2020. Medical payments at birth and fee relief in kindergarten are left out.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.clock import label, year_of
from sim.measures.declared import ORDERS_SHOWN
from sim.places.pack import Pack
from sim.policy.futures import Future, income_level
from sim.policy.levers.rows import first_month
from sim.policy.paths import LeverPaths
from sim.population.columns import PRIVATE
from sim.processes.care import childcare
from sim.processes.care.nursery_terms import CareMarket, care_terms
from sim.processes.money import annuities, taxes
from sim.processes.money.child_costs import ChildCosts, child_costs, cost_factor, mean_household_size
from sim.processes.money.consumption import money_gain

RESIDENCES = ("rural", "urban")
INFANT_YEARS = 3
MONTHS = 12
EDUCATION_DEDUCTION = "child_education_tax_deduction"


class Couple(NamedTuple):
    """A couple of an income group: both work for private firms."""

    take_home: float
    """Pay after tax and insurance [yuan/year]."""
    wife_gross: float
    husband_gross: float


class Deductions(NamedTuple):
    """Special deductions from taxable income for one child [yuan/year]."""

    infant: float
    education: float


def tax_saved(couple: Couple, order: int, deductions: Deductions, rules: taxes.TaxRules) -> float:
    """Tax [yuan] that the deductions for one more child save over its 18 years, by the real schedule.

    order : of the child; elder ones are taken to be of school age. Nothing for a couple that pays no tax.
    """
    wife = taxes.taxable_income(couple.wife_gross, PRIVATE, rules)
    husband = taxes.taxable_income(couple.husband_gross, PRIVATE, rules)
    elder = (order - 1) * deductions.education
    before = taxes.couple_tax(wife, husband, elder, rules.schedule)
    infant = before - taxes.couple_tax(wife, husband, elder + deductions.infant, rules.schedule)
    school = before - taxes.couple_tax(wife, husband, elder + deductions.education, rules.schedule)
    return float(INFANT_YEARS * infant + (annuities.HORIZON - INFANT_YEARS) * school)


def couple_of(take_home: float, wage_ratio: float, rules: taxes.TaxRules) -> Couple:
    """The couple with this joint take-home pay [yuan/year] before deductions for children, found by halving.

    wage_ratio : wife's over husband's gross pay
    """
    low, high = 0.0, 4.0 * take_home
    for _ in range(60):
        husband = (low + high) / 2
        net = taxes.take_home(wage_ratio * husband, PRIVATE, husband, PRIVATE, 0.0, rules)
        low, high = (husband, high) if net < take_home else (low, husband)
    return Couple(take_home, wage_ratio * low, low)


def child_cost_table(pack: Pack, levers: LeverPaths, month: int, future: Future, p: Any) -> pd.DataFrame:
    """Cost, benefits by kind and net cost of a child over ages 0 to 17 [yuan of 2020], under a scenario's levers.

    month : whose rules and incomes hold      p : kernel parameters
    returns: columns month, county_code, residence, quintile (1 lowest), birth_order, weight (residents of county and
    residence over the city's), take_home [yuan/year], cost (nursery fees included), `declared.BENEFITS`, net
    """
    level = income_level(year_of(month) + (month % MONTHS + 0.5) / MONTHS, future, pack)
    rules = taxes.tax_rules(pack, year_of(month), level)
    costs = child_costs(pack, annuities.horizon(p).shares)
    frozen = levers.scenario.frozen_month
    education = education_deduction(pack, month if frozen is None else min(month, frozen))
    education /= float(levers.price_level[levers.at(month)])
    weights, market = _residents(pack), care_terms(levers, pack, month, level, p, np.ones(len(pack.county_codes)))
    rows = []
    for residence, quintile, take_home, mean in _incomes(pack, level):
        couple = couple_of(take_home, pack.assumption("female_wage_ratio"), rules)
        for county, code in enumerate(pack.county_codes):
            for order in ORDERS_SHOWN:
                benefits = _benefits(levers, month, county, order, couple, education, rules, market, p)
                cost = _cost(residence, order, take_home, mean, costs, p) + benefits.pop("nursery_fees")
                rows.append(
                    {"month": label(month), "county_code": code, "residence": residence, "quintile": quintile,
                     "birth_order": order, "weight": weights[county, residence], "take_home": take_home,
                     "cost": cost, **benefits, "net": cost - sum(benefits.values())}
                )
    return pd.DataFrame(rows)


def education_deduction(pack: Pack, month: int) -> float:
    """Deduction for a child of three or more that national law gives in a month [yuan a month of the day]."""
    table = pack.table("policy_timeline")
    value = 0.0
    for row in table[table["lever"] == EDUCATION_DEDUCTION].sort_values("effective_from").itertuples():
        starts = str(row.effective_from)
        if not starts[:4].isdigit() or first_month(starts) <= month:
            value = float(row.value)
    return value


def _cost(residence: str, order: int, take_home: float, mean: float, costs: ChildCosts, p: Any) -> float:
    """Cost over ages 0 to 17 without nursery fees [yuan]; peers are couples of mean income of the same residence."""
    urban = RESIDENCES.index(residence)
    peers = p.child_cost_elasticity * money_gain(mean, costs.reference[urban])
    factor = cost_factor(take_home, costs.reference[urban], peers, 1.0, p)
    return float(factor * costs.marginal[urban, order - 1])


def _benefits(
    levers: LeverPaths, month: int, county: int, order: int, couple: Couple, education: float, rules: taxes.TaxRules,
    market: CareMarket, p: Any,
) -> dict[str, float]:
    """Benefits by kind for a couple of local hukou after take-up [yuan], and the nursery fees before aid."""
    at = levers.at(month)

    def value(name: str) -> float:
        return float(levers[name][at, county, order - 1])

    def claimed(name: str) -> float:
        return float(value(name) * levers.take_up(name)[at, county])

    gross = couple.wife_gross + couple.husband_gross
    deductions = Deductions(MONTHS * value("infant_care_tax_deduction"), MONTHS * education)
    take_up = float(levers.take_up("infant_care_tax_deduction")[at, county])
    fee = float(market.fee_full[county])
    aid = fee - float(market.fee[county, order - 1])
    months = _nursery_months(market, county, fee - aid, couple.take_home, p)
    return {
        "allowance": INFANT_YEARS * claimed("childcare_allowance"),
        "grant": claimed("birth_grant") + gross * claimed("birth_grant_income_share"),
        "tax_saved": take_up * tax_saved(couple, order, deductions, rules),
        "nursery_aid": months * aid,
        "nursery_fees": months * fee,
    }


def _nursery_months(market: CareMarket, county: int, fee: float, take_home: float, p: Any) -> float:
    """Months in a nursery to expect, were there places for all: one infant year in two, then the toddler year."""
    trust, hours = float(market.trust[county]), float(market.hours[county])
    wanted = [
        childcare.nursery_demand(max(fee, 0.0), take_home / MONTHS, trust, hours, 0, True, age, p)
        for age in (0.5, 1.5, 2.5)
    ]
    return float(MONTHS * sum(wanted))


def _incomes(pack: Pack, level: float) -> Iterator[tuple[str, int, float, float]]:
    """Residence, quintile, take-home pay of its couple and of the mean couple of the residence [yuan/year].

    The city's disposable income a head times the mean household, as for the reference couple of child costs; the
    ratios of the fifths to the mean are the latest that the pack has by residence.
    """
    table = pack.table("income_quintiles")
    table = table[table["residence"].isin(RESIDENCES) & (table["indicator"] == "ratio_to_mean")]
    table = table[table["year"] == table["year"].max()].set_index(["residence", "quintile"])["value"]
    for residence in RESIDENCES:
        mean = pack.assumption(f"disposable_income_2020_{residence}") * mean_household_size(pack) * level
        for quintile in range(1, 6):
            yield residence, quintile, float(mean * table[residence, quintile]), float(mean)


def _residents(pack: Pack) -> dict[tuple[int, str], float]:
    """Share of the city's residents by county index and residence, census of 2020."""
    table = pack.table("population_totals")
    table = table[table["census"] == 2020].set_index(["county_code", "indicator"])["value"]
    everybody = sum(table[code, "residents"] for code in pack.county_codes)
    shares = {}
    for county, code in enumerate(pack.county_codes):
        urban = table[code, "urban"]
        shares[county, "urban"] = float(urban / everybody)
        shares[county, "rural"] = float((table[code, "residents"] - urban) / everybody)
    return shares
