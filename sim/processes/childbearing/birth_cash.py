"""The money of a birth on its day: what savings, benefits and family credit pay, and what is owed from then on.

Called by the model with the mothers of the month, before they give birth. The sums are those that the couple's decision
counts (`budget`), at the rules of the day: whether it decided or not, it borrows if it gains by it.
"""

from typing import Any

import numba as nb

from sim.parameters import unpacked
from sim.population.columns import FAMILY, MARRIED, Array, Households, Persons
from sim.prefetch import AHEAD, FAR, prefetch
from sim.processes.childbearing.budget import budget_of
from sim.processes.childbearing.circumstances import Circumstances, compiled_worlds_of
from sim.processes.childbearing.couple import Leaning, read_couple
from sim.processes.money.family_credit import owed


@nb.njit(cache=True)
def savings_after_birth(savings: float, cash: float, due: float, credit: float) -> float:
    """Savings after a birth [yuan], negative where credit is owed.

    cash : savings and what the birth brings [yuan]      due : payments of birth and first year [yuan]
    credit : taken for it [yuan]. What neither cash nor credit meets is not spent.
    """
    return cash - min(due, cash + credit) - owed(savings)


@nb.njit(cache=True, inline="always")
def _ask_ahead(mother: int, persons: Persons, households: Households) -> None:
    """Ask ahead for what is read of a mother, of her husband and of their home."""
    prefetch(mother, persons.county, persons.urban, persons.marital, persons.hukou, persons.birth, persons.work)
    prefetch(mother, persons.earnings, persons.parity, persons.n_boys, persons.last_birth, persons.grandparents)
    prefetch(persons.partner[mother], persons.earnings, persons.work, persons.hukou)
    prefetch(
        persons.household[mother], households.kind, households.size, households.tenure, households.self_built,
        households.floor_area, households.savings, households.debt)


@nb.njit(cache=True)
def pay_births(
    mothers: Array, persons: Persons, households: Households, outside: Circumstances, spending: Array,
    month: int, p: Any,
) -> None:
    """Pay for the births of `mothers` from their homes' savings, or from what they borrow.

    outside : of a birth in this month, tables of all counties      spending : as in `intentions.Seen`
    """
    persons, households, p = unpacked(persons), unpacked(households), unpacked(p)
    worlds = compiled_worlds_of(outside)
    for k in range(len(mothers)):
        if len(persons.id) > FAR:
            _ask_ahead(mothers[min(k + AHEAD, len(mothers) - 1)], persons, households)
        mother = mothers[k]
        home, county, urban = persons.household[mother], persons.county[mother], persons.urban[mother]
        if households.kind[home] != FAMILY:
            continue
        here = worlds[county]
        elsewhere = here.level.elsewhere_pay if persons.marital[mother] == MARRIED else 0.0
        couple = read_couple(
            mother, persons, households, month, here.level.pay, elsewhere, here.homes,
            Leaning(desired=0, waited=0.0, taste=0.0, wife_taste=0.0, husband_taste=0.0, permitted=True,
                    permitted_later=True, wife_fund=1.0, husband_fund=1.0))
        budget = budget_of(couple, True, couple.youngest, here, spending[county, urban], p)
        households.savings[home] = savings_after_birth(couple.savings, budget.cash, budget.due, budget.credit)
