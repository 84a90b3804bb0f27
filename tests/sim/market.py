"""A marriage market made by hand: parameters, months and searches that its tests share."""

from typing import Any

import numpy as np

from sim.parameters import as_record
from sim.population.columns import Array, Population
from sim.processes.homes.housing_market import HousingConditions, WeddingCosts
from sim.processes.unions.meeting import Seeking
from sim.processes.unions.partnering import MarketMonth, SinglesList, search
from tests.sim.makers import MONTH, rates

P = rates(
    marriage_peak_age=26.0, marriage_age_per_level=0.8, marriage_width_young=2.5, marriage_width_old=6.0,
    remarriage_women=0.1, remarriage_fall=0.05, widow_search=0.4, enrolled_search=0.1, searching_men=0.3,
    age_gap_mean=2.0, age_gap_sd=3.0, cross_county=0.0, acceptance=1.4, acceptance_by_age=0.05, acceptance_gap=0.03,
    acceptance_earnings=0.3, acceptance_hukou=0.5,
    acceptance_housing=1.0, acceptance_short=0.5, family_home=0.5, family_wealth_spread=0.8, parents_give=0.5,
    dowry_share=0.5, meeting_scale=1.0,
)
WILLING = P._replace(
    acceptance=60.0, acceptance_housing=0.0, acceptance_short=0.0, acceptance_gap=0.0, searching_men=1.0)
"""Everybody accepts and every single man can be met."""
ALONE = np.ones(6)
"""Meetings over those without matchmaking: nobody makes any."""
CROWD = MarketMonth(1e9, 1.0, ALONE)
"""Every woman of marriageable age meets someone."""


def found(population: Population, market: MarketMonth, p: Any = P, seed: int = 1) -> tuple[Array, Seeking]:
    """Women who meet someone this month, and men who can be met, among all persons."""
    singles = SinglesList(np.arange(population.n_persons, dtype=np.int32), population.persons)
    return search(0, singles.n, singles.table, population.persons, market, as_record(p), seed, MONTH)


def born(age: float) -> int:
    """Birth month of someone of an exact age."""
    return MONTH - round(age * 12)


HOMES_TABLE = HousingConditions(
    price=np.full(6, 16_000.0), price_ratio=np.ones(6), rent=np.full(6, 300.0), rural_cost=0.3, need=np.full(6, 30.0),
    couple_area=np.full(6, 90.0), fund_payment=0.06, bank_payment=0.064,
    payment=0.064, repaid=0.044, least_down=0.3, fund_down=0.3,
    fund_ceiling=np.tile([600_000.0, 800_000.0], (6, 1)), fund_uplift=np.zeros((6, 4)),
    fund_uplift_young=np.zeros(6), fund_cap=1.2,
    fund_coverage=0.35, purchase_subsidy=np.zeros((6, 4)), rent_subsidy=np.zeros((6, 4)),
    rent_discount=np.zeros((6, 4)), rent_waived=np.zeros((6, 4)), affordable_unit=70.0, public_unit=60.0,
    rent_withdrawal=np.zeros((6, 4)), public_share=0.4, public_priority=np.zeros(6),
    income_limit=0.8, area_limit=18.0, mean_income=60_000.0, savings_months=np.array([6.0, 12.0]),
    moving_up=np.zeros(6), lived_there=np.zeros((6, 2)), on_moving=np.zeros((6, 2)),
)
"""Homes at round prices, without any measure; a couple's home costs 1,440,000 in town, 432,000 in a village."""
COSTS_TABLE = WeddingCosts(
    wedding=100_000.0, bride_price=120_000.0, wedding_added=0.0, bride_added=0.0,
    bride_share=1.0, transfer_share=0.5, grant=np.zeros(6),
    credit_ceiling=np.zeros(6),
    credit_cut_used=np.ones(6), credit_interest=np.full(6, 0.04), credit_repaid=np.full(6, 0.07),
    credit_owed=np.full(6, 0.1),
)
HOMES, COSTS = as_record(HOMES_TABLE), as_record(COSTS_TABLE)
USUAL = np.zeros((6, 2))


def changed(record: Any, **values: Any) -> Any:
    """A copy of a record of conditions with some values changed."""
    copy = record.copy()
    for name, value in values.items():
        copy[name] = value
    return copy
