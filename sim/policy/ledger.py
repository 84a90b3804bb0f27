"""The ledger: at each month's end claims become yuan, by lever, county and payer.

    money = eligible cases (or their base) x share that claims x amount

`sim.policy.claims` says what a case and a base are, the lever's cost rule how its money follows. What law sets of the
amount and what local measures add have payers of their own. Money is the payer's outlay, tax revenue forgone included;
what comes in (the penalty) is negative. Called by the model; amounts are agents' yuan, scaled only in `sim.measures`.

Rounding: sums run over the calendar year unrounded, and the year's tables hold them in whole yuan, so a year's money is
eligible x share x amount to the yuan, and payers add up to it exactly. `claimed` is rounded in the same way.
A county above its `budget_ceiling` pays no more in that year; what it leaves unpaid is `rationed`, not money.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.clock import year_of
from sim.handles import Handled, unpacked
from sim.places.pack import Pack
from sim.policy.budgets import general_budgets
from sim.policy.claims import CLAIMED, N_ORDERS, WHOLE_YEAR, Claims
from sim.policy.futures import Future
from sim.policy.levers import LEVERS
from sim.policy.levers.base import PAYERS
from sim.policy.paths import LeverPaths
from sim.population.columns import Array

ON_BASE = frozenset({
    "share_of_income_at_birth", "interest", "share_of_fees", "share_of_premium", "share_of_birth_cost",
    "share_of_contributions", "share_of_rent", "wage_of_leave_days", "penalty_revenue", "per_child_year",
    "share_of_treatment", "per_minded_month", "per_rehired_month", "fee_of_places",
})  # fmt: skip
"""Cost rules whose money is value x base; `interest` in hundredths, `penalty_revenue` received and not paid, a child's
year or month by its part of `WHOLE_YEAR`, a public place beyond what law sets."""
MONEY_ITSELF = frozenset({"tax_revenue", "leave_pay", "leave_wages", "interest_bought_down"})
"""Cost rules whose base already is the money at the value in force."""
UNRATIONED = frozenset({"tax_revenue", "penalty_revenue"})
"""Cost rules that a county's ceiling cannot cut: revenue is not spending."""
EVERYBODY = frozenset({"fee_of_places", "staff_of_births"})
"""Cost rules of services that need no claim."""
ENFORCED = "social_maintenance_fee_enforced_share"
COUNTY_PAYER = PAYERS.index("county")
N_PAYERS = len(PAYERS)


class Rules(NamedTuple):
    """What the months of a run turn claims into, float64; month 0 is the run's first."""

    amount: Array
    """(month, lever, county, birth_order): nominal yuan for each case, or for each yuan of 2020 of base."""
    law: Array
    """(month, lever, county, birth_order): share of the amount that law sets."""
    claiming: Array
    """(month, lever, county): share of the eligible who claim; of penalties the share enforced."""
    law_payers: Array
    """(month, lever, county, payer)"""
    local_payers: Array
    """(month, lever, county, payer)"""
    limit: Array
    """(month, county): most that a county may spend in the calendar year [nominal agents' yuan]; inf: no ceiling."""
    price: Array
    """(month,): consumer prices over those of 2020."""
    on_base: Array
    """(lever,): 1 where the amount goes with the base and not with cases."""
    rationed: Array
    """(lever,): 1 where a county's ceiling can cut its part."""


class Year(NamedTuple):
    """Unrounded sums of a calendar year so far, float64."""

    claimed: Array
    money: Array
    rationed: Array
    spent: Array


@nb.njit(cache=True)
def paid_share(wanted: float, spent: float, limit: float) -> float:
    """Share of a month's wanted county spending that the year's ceiling still lets the county pay, 0 to 1.

    wanted : this month      spent : earlier in the year      limit : of the year [yuan]
    """
    if wanted <= 0.0 or spent + wanted <= limit:
        return 1.0
    return max(limit - spent, 0.0) / wanted


@nb.njit(cache=True)
def whole_yuan(exact: Array, whole: Array, scale: float, rest: float) -> None:
    """Write sums by payer, (payer,), in whole yuan, so that with `rest` (left unpaid) they add up to the rounded total.

    scale : unit of `whole` over that of `exact`      Each payer's end on the line of all sums is rounded, not its part.
    """
    end, below = rest, np.rint(scale * rest)
    for k in range(len(exact)):
        end += exact[k]
        upto = np.rint(scale * end)
        whole[k] = int(upto - below)
        below = upto


class Book(NamedTuple):
    """The tables of the year's counts that the ledger writes, int64; dimensions as `sim.processes.accounts` says."""

    eligible: Array
    claimed: Array
    rationed: Array
    money: Array
    money_real: Array


@nb.njit(cache=True)
def outlay(amount: float, share: float, cases: int, base: int, on_base: float) -> float:
    """Money that a month's claims of one cell come to [yuan]: amount x share that claims x cases, or x their base.

    on_base : 1 where the amount goes with the base      cases, base : of the eligible
    """
    return amount * share * (base if on_base != 0.0 else cases)


@nb.njit(cache=True)
def _claim_month(at: int, claims: Claims, rules: Rules, year: Year, book: Book, new: Array, moved: Array) -> None:
    """Write who was eligible and who claimed; money wanted by (lever, county, payer) into `new`, cells with claims."""
    n_levers, n_counties, n_orders = claims.cases.shape
    for v in range(n_levers):
        for c in range(n_counties):
            for o in range(n_orders):
                amount, n, of = rules.amount[at, v, c, o], claims.cases[v, c, o], claims.base[v, c, o]
                if amount == 0.0 or (n == 0 and of == 0):
                    continue
                share, moved[v, c] = rules.claiming[at, v, c], True
                book.eligible[v, c, o] += n
                year.claimed[v, c, o] += share * n
                book.claimed[v, c, o] = int(np.rint(year.claimed[v, c, o]))
                paid = outlay(amount, share, n, of, rules.on_base[v])
                by_law = rules.law[at, v, c, o] * paid
                for k in range(N_PAYERS):
                    new[v, c, k] += by_law * rules.law_payers[at, v, c, k]
                    new[v, c, k] += (paid - by_law) * rules.local_payers[at, v, c, k]


@nb.njit(cache=True)
def _pay_month(at: int, c: int, rules: Rules, year: Year, book: Book, new: Array, moved: Array) -> None:
    """Pay what is wanted in one county as far as its ceiling lets it, and write the year's tables in whole yuan."""
    wanted = 0.0
    for v in range(len(new)):
        wanted += rules.rationed[v] * new[v, c, COUNTY_PAYER]
    share = paid_share(wanted, year.spent[c], rules.limit[at, c])
    year.spent[c] += share * wanted
    for v in range(len(new)):
        if not moved[v, c]:
            continue
        unpaid = rules.rationed[v] * (1.0 - share) * new[v, c, COUNTY_PAYER]
        new[v, c, COUNTY_PAYER] -= unpaid
        year.rationed[v, c] += unpaid
        book.rationed[v, c] = int(np.rint(year.rationed[v, c]))
        for k in range(N_PAYERS):
            year.money[v, c, k] += new[v, c, k]
        whole_yuan(year.money[v, c], book.money[v, c], 1.0, year.rationed[v, c])
        whole_yuan(year.money[v, c], book.money_real[v, c], 1.0 / rules.price[at], year.rationed[v, c])


@nb.njit(cache=True)
def settle(at: int, claims: Claims, rules: Rules, year: Year, book: Book) -> None:
    """Turn a month's claims into money, add it to the year, write the year's tables in whole yuan, empty the claims.

    at : month of the run
    """
    rules, year, book = unpacked(rules), unpacked(year), unpacked(book)
    n_levers, n_counties, _ = claims.cases.shape
    new, moved = np.zeros((n_levers, n_counties, N_PAYERS)), np.zeros((n_levers, n_counties), np.bool_)
    _claim_month(at, claims, rules, year, book, new, moved)
    for c in range(n_counties):
        _pay_month(at, c, rules, year, book, new, moved)
    claims.cases[:] = 0
    claims.base[:] = 0


class Ledger:
    """Settles the claims of one run, month by month."""

    def __init__(self, levers: LeverPaths, pack: Pack, future: Future, sample: float, start: int, end: int) -> None:
        self.start = start
        self.rules = Handled(settlement_rules(levers, pack, future, sample, start, end))
        self._year, self._sums = -1, Handled(_empty_year(len(pack.county_codes)))
        self._book = Handled(Book(*(np.zeros(0, np.int64) for _ in Book._fields)))

    def settle(self, month: int, claims: Claims, counts: Any) -> None:
        """Settle a month's claims into the year's counts, a table with the fields of `Book`; set them back to zero."""
        if year_of(month) != self._year:
            self._year, self._sums = year_of(month), Handled(_empty_year(claims.cases.shape[1]))
        if self._book.table.eligible is not counts.eligible:
            self._book = Handled(Book(*(getattr(counts, name) for name in Book._fields)))
        settle(month - self.start, claims, self.rules.handle, self._sums.handle, self._book.handle)


def _empty_year(n_counties: int) -> Year:
    n = len(CLAIMED)
    return Year(
        np.zeros((n, n_counties, N_ORDERS)), np.zeros((n, n_counties, N_PAYERS)), np.zeros((n, n_counties)),
        np.zeros(n_counties),
    )  # fmt: skip


# Tables ------------------------------------------------------------------------------------------------------------


def settlement_rules(
    levers: LeverPaths, pack: Pack, future: Future, sample: float, start: int, end: int
) -> Rules:
    """Rules of every month from `start` to `end` under a scenario's levers; of a lever never in force zeros alone."""
    months, n_counties = slice(levers.at(start), levers.at(end) + 1), len(pack.county_codes)
    cells, payers = (end - start + 1, len(CLAIMED), n_counties), (end - start + 1, len(CLAIMED), n_counties, N_PAYERS)
    cost_rules = [LEVERS[name].cost_rule for name in CLAIMED]
    rules = Rules(
        amount=np.zeros((*cells, N_ORDERS)), law=np.zeros((*cells, N_ORDERS)), claiming=np.zeros(cells),
        law_payers=np.zeros(payers), local_payers=np.zeros(payers),
        limit=_limits(levers, pack, future, sample, start, end), price=levers.price_level[months].copy(),
        on_base=np.array([float(rule in ON_BASE | MONEY_ITSELF) for rule in cost_rules]),
        rationed=np.array([float(rule not in UNRATIONED) for rule in cost_rules]),
    )
    for v, name in enumerate(CLAIMED):
        amount = amounts(levers, name)[months]
        if amount.any():
            rules.amount[:, v], rules.law[:, v] = amount, _law_share(levers, name)[months]
            rules.claiming[:, v] = claiming_share(levers, pack, name)[months]
            rules.law_payers[:, v] = levers.payer_shares(name, local=False)[months]
            rules.local_payers[:, v] = levers.payer_shares(name, local=True)[months]
    return rules


def amounts(levers: LeverPaths, name: str) -> Array:
    """Nominal yuan for each case or each yuan of base of a lever, (month, county, birth_order), before take-up."""
    value, rule = levers.nominal(name), LEVERS[name].cost_rule
    price = levers.price_level[:, None, None]
    if rule in MONEY_ITSELF:
        return (value > 0) * price
    if rule == "per_child_year":
        return value / WHOLE_YEAR
    if rule in ("per_minded_month", "per_rehired_month"):
        return value * 12.0 / WHOLE_YEAR
    if rule == "price_of_reached":
        return (value > 0) * price * levers.pack.assumption(LEVERS[name].case_price)
    if rule == "staff_of_births":
        return value / 1000.0 * price * levers.pack.assumption(LEVERS[name].case_price)
    if rule == "fee_of_places":
        return (value - levers.by_law(name)) * price
    if rule == "interest":
        return value / 100.0 * price
    if rule == "penalty_revenue":
        return -value * price
    return value * price if rule in ON_BASE else value


def claiming_share(levers: LeverPaths, pack: Pack, name: str) -> Array:
    """Share of the eligible who claim a lever's benefit, (month, county); nobody claims a penalty: it is enforced.

    Where a lever names the share that it reaches, that share; what must still be applied for, by take-up too.
    """
    declared = LEVERS[name]
    if declared.cost_rule == "penalty_revenue":
        return np.full(levers.nominal(name).shape[:2], pack.assumption(ENFORCED))
    if declared.cost_rule in EVERYBODY:
        return np.ones(levers.nominal(name).shape[:2])
    if not declared.reach:
        return levers.take_up(name)
    reached = levers.nominal(declared.reach)[:, :, 0]
    return reached if declared.reach == name else reached * levers.take_up(name)


def _law_share(levers: LeverPaths, name: str) -> Array:
    value = levers[name]
    return np.divide(levers.law_part(name), value, out=np.ones_like(value), where=value > 0)


def _limits(levers: LeverPaths, pack: Pack, future: Future, sample: float, start: int, end: int) -> Array:
    """Most that each county may spend in a month's calendar year, (month, county); a part-year has its part of it."""
    ceiling = levers.nominal("budget_ceiling")[levers.at(start) : levers.at(end) + 1, :, 0]
    years = np.array([year_of(month) for month in range(start, end + 1)])
    budgets = general_budgets(pack, future, years[0], years[-1])[years - years[0]]
    part = np.bincount(years - years[0])[years - years[0]] / 12.0
    return np.where(ceiling < 1.0, ceiling * budgets * part[:, None] * sample, np.inf)
