"""What a child costs its parents: marginal by birth order, by residence and income, over ages 0 to 17.

Called by the childbearing decision (cost with and without the next child) and by the cost measures. Yuan of 2020.
Marginal costs are the pack's rows by order, not family averages; an average over the children of a family would make
a second child look as dear as a first. Nursery fees under three are not in here: they are the childcare market's.
"""

import math
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.places.faults import finite
from sim.places.pack import Pack
from sim.places.prices import price_level
from sim.places.schema import NATION_CODE
from sim.population.columns import Array
from sim.processes.money.annuities import HORIZON, share_until

N_COST_ORDERS = 3
"""Birth orders with a cost of their own; later children cost what a third does."""
PROFILE = (("0_2", 0, 3), ("3_5", 3, 6), ("6_14", 6, 15), ("15_17", 15, 18))
REPORT_YEAR, REPORT_YEAR_BY_ORDER = 2022, 2019
"""The report's later year sets the level, its earlier one, alone in having orders, the ratios between them."""


class ChildCosts(NamedTuple):
    """Costs of the reference couple, in yuan of 2020."""

    marginal: Array
    """(residence, order): total over ages 0-17 of the first, second, third child [yuan]; residence 0 rural, 1 urban."""
    reference: Array
    """(residence,): joint take-home income of the reference couple [yuan/year]."""
    remaining: Array
    """(age 0..18,): annuity over 18 years of a child of that age, over its total cost [1/year]; 0 at 18."""
    first_year: float
    """Share of the total that falls in pregnancy and the first year."""


@nb.njit(cache=True)
def cost_factor(income: float, reference: float, peers: float, race: float, p: Any) -> float:
    """Cost of a couple's children over that of the reference couple, by own means and by what peers spend.

    scale x own^(1 - w) x peers^w with own = (income / reference)^elasticity and w = child_cost_peers x race, at most 1;
    at least scale x floor. Quality thus follows peers, with no race (0) only own means count.
    income, reference : joint take-home [yuan/year]      race : 1 as today
    peers : mean log of this factor among the cell's parents a year ago, before scale; 0 for reference couples
    p reads child_cost_elasticity, child_cost_floor, child_cost_peers, child_cost_scale.
    """
    if income <= 0.0:
        return p.child_cost_scale * p.child_cost_floor
    weight = min(p.child_cost_peers * race, 1.0)
    own = p.child_cost_elasticity * math.log(income / reference)
    return p.child_cost_scale * max(math.exp(own + weight * (peers - own)), p.child_cost_floor)


@nb.njit(cache=True)
def quality_race(fair_admission: float, p: Any) -> float:
    """What fair admission to schools, 0 to 1, leaves of the race in children's quality; p reads race_by_admission."""
    return 1.0 - p.race_by_admission * fair_admission


@nb.njit(cache=True)
def child_cost(order: int, urban: int, age: float, factor: float, costs: ChildCosts) -> float:
    """Annuity [yuan/year] over the horizon of what one child will still cost.

    order : birth order, 1 and up      age : completed or exact years, 0 for the unborn      factor : `cost_factor`
    """
    if age >= HORIZON:
        return 0.0
    total = costs.marginal[urban, min(order, N_COST_ORDERS) - 1]
    return factor * total * costs.remaining[int(age)]


@nb.njit(cache=True)
def children_cost(n_children: int, urban: int, youngest: float, factor: float, costs: ChildCosts, p: Any) -> float:
    """Annuity [yuan/year] of what all children already born will still cost.

    youngest : its age [years]; elder ones are taken child_spacing years apart, so that only one row need be read.
    """
    total = 0.0
    for order in range(1, n_children + 1):
        total += child_cost(order, urban, youngest + (n_children - order) * p.child_spacing, factor, costs)
    return total


@nb.njit(cache=True)
def cost_at_age(order: int, urban: int, age: int, factor: float, costs: ChildCosts, profile: Array) -> float:
    """Spending [yuan] on one child in the year of an age, 0 to 17; birth itself is in age 0.

    profile : (age,) shares of the total, `cost_profile`
    """
    if age < 0 or age >= HORIZON:
        return 0.0
    return factor * costs.marginal[urban, min(order, N_COST_ORDERS) - 1] * profile[age]


def cost_profile(pack: Pack) -> Array:
    """Shares of the cost over ages 0-17 by year of age, (18,), pregnancy and delivery with age 0; they sum to 1."""
    profile = np.zeros(HORIZON)
    for name, start, stop in PROFILE:
        profile[start:stop] = pack.assumption(f"child_cost_share_age_{name}") / (stop - start)
    profile[0] += pack.assumption("child_cost_share_birth")
    return np.asarray(profile / profile.sum())


def remaining_cost(profile: Array, shares: Array) -> Array:
    """Annuity over 18 years of a child's cost still to come, by its age 0..18, over its total cost, (19,) [1/year]."""
    weights = np.array([share_until(t + 1.0, shares) - share_until(float(t), shares) for t in range(HORIZON)])
    remaining = np.zeros(HORIZON + 1)
    for age in range(HORIZON):
        remaining[age] = float(profile[age:] @ weights[: HORIZON - age])
    return remaining


def child_costs(pack: Pack, shares: Array, income_level: float = 1.0) -> ChildCosts:
    """Cost tables from the pack: level of 2022, ratios by order of 2019, in yuan of 2020, by residence.

    Reference income: the nation's mean disposable income per head of town and country in that year, times the mean
    household size of the latest table of sizes. The nation's costs are thus carried to the city by incomes alone.
    income_level : real incomes over 2020's. Costs and reference follow it alike: as all incomes grow, a couple keeps
    its cost over its income.
    """
    table = pack.table("child_costs")
    table = table[table.area_code == NATION_CODE].set_index(["residence", "year", "indicator"])["value"]
    prices = price_level(pack, REPORT_YEAR)
    size = mean_household_size(pack)
    marginal, reference = np.zeros((2, N_COST_ORDERS)), np.zeros(2)
    for urban, residence in enumerate(("rural", "urban")):
        rise = table[residence, REPORT_YEAR, "child_cost_age_0_17"] / table[
            residence, REPORT_YEAR_BY_ORDER, "child_cost_age_0_17"]
        for order in range(1, N_COST_ORDERS + 1):
            then = table[residence, REPORT_YEAR_BY_ORDER, f"child_cost_marginal_child_{order}"]
            marginal[urban, order - 1] = then * rise / prices * income_level
        reference[urban] = pack.assumption(f"national_disposable_income_2022_{residence}") * size / prices
    profile = cost_profile(pack)
    finite(np.append(marginal, reference), "costs of children (from child_costs, household_sizes, cpi)", low=0.0)
    return ChildCosts(marginal, reference * income_level, remaining_cost(profile, shares), float(profile[0]))


def mean_household_size(pack: Pack) -> float:
    """Mean members of a household in the latest year of the pack's table of sizes."""
    table = pack.table("household_sizes")
    table = table[table.year == table.year.max()]
    return float((table["size"] * table["value"]).sum() / table["value"].sum())
