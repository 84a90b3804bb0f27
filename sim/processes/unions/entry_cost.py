"""Entry cost of a marriage: whose money is there, what the home asks in cash, and what acceptance makes of it.

Wedding, bride price and down-payment are paid from the two's own savings and his parents'. The bride price is a
transfer: his side loses what hers gains, part of it comes back to the couple, only liquidity acts. Called by
`meeting` (acceptance) and `wedding` (payment).
"""

import math
from typing import Any, NamedTuple

import numba as nb

from sim.population.columns import FAMILY, HUKOU_LOCAL, OWN, Array, Households, Persons
from sim.prefetch import prefetch
from sim.processes.accounts import N_ORDERS
from sim.processes.homes.housing import fund_pay, home_cash, home_wanted, housing_readiness, young_or_new
from sim.processes.money.consumption import cash_short, months_saved, own_consumption
from sim.processes.money.family_credit import credit_needed, gains_by_credit
from sim.streams import Decision, draw, normal_quantile, number_of, permanent

BRIDE_PRICE, FAMILY_HOME = number_of(Decision.BRIDE_PRICE), number_of(Decision.FAMILY_HOME)
FUND_DRAW = number_of(Decision.FUND_MEMBER)
NO_HOME, FAMILY_HOME_READY, HIS_HOME = 0, 1, 2
"""Where a couple could live of its own: nowhere, in a home that his family holds, in the home where he lives alone."""


@nb.njit(cache=True)
def own_savings(savings: float, size: int, in_family: bool, earnings: float, months: float) -> float:
    """A single person's own part of the home's savings [yuan]: a head's share.

    earnings : yuan/year      months : of pay that those in collective units hold: no account is kept
    """
    if not in_family:
        return months_saved(earnings, months)
    return max(savings, 0.0) / max(size, 1)


@nb.njit(cache=True)
def parents_help(parents: float, entry: float, most: float, p: Any) -> float:
    """What his parents give towards an entry cost [yuan]: at most a share `most` of it; p reads parents_give.

    parents : savings of the home that they share with him, less his part [yuan]
    """
    return min(max(parents, 0.0) * p.parents_give, most * entry)


@nb.njit(cache=True)
def wedding_credit(due: float, cash: float, income: float, county: int, costs: Any, p: Any) -> float:
    """Family credit that a couple takes for its wedding [yuan]: what it is short of, up to the ceiling, if it gains.

    due : wedding and bride price [yuan]      cash : savings and his parents' help [yuan]      income : gross, a year
    costs : record of `WeddingCosts`      p reads acceptance_short, and what `own_consumption`, `gains_by_credit` say
    What it is short of makes the wedding smaller, for both a loss of acceptance_short times the share.
    """
    loan = credit_needed(due - cash, costs.credit_ceiling[county])
    if loan <= 0.0:
        return 0.0
    eased = p.acceptance_short * (cash_short(due, cash) - cash_short(due, cash + loan))
    before = own_consumption(income, 0.0, p)
    after = own_consumption(income, loan * costs.credit_repaid[county], p)
    return loan if gains_by_credit(eased, before, after, p) else 0.0


@nb.njit(cache=True)
def match_short(
    his: float, hers: float, parents: float, bride: float, income: float, county: int, costs: Any, p: Any
) -> float:
    """Share of wedding and bride price that cannot be paid, 0 to 1.

    his, hers : own savings      parents : savings that he shares with his parents, less his part      bride : price
    income : of both, gross [yuan/year]      costs : record of `WeddingCosts`
    """
    due = costs.wedding + bride
    cash = his + hers + parents_help(parents, due, costs.transfer_share, p)
    return cash_short(due, cash + wedding_credit(due, cash, income, county, costs, p))


@nb.njit(cache=True)
def family_holds_home(u: float, price_ratio: float, p: Any) -> bool:
    """Whether a groom's family already holds a home for the couple: log-normal wealth over what one costs.

    u : his permanent draw, the rank of the family's wealth from above      price_ratio : price over the base path's
    p reads family_home, the share at the base path's prices, and family_wealth_spread.
    """
    if p.family_home <= 0.0:
        return False
    reach = normal_quantile(p.family_home) - math.log(price_ratio) / p.family_wealth_spread
    return u < 0.5 * (1.0 + math.erf(reach / math.sqrt(2.0)))


@nb.njit(cache=True)
def match_readiness(
    ready: bool, his: float, hers: float, parents: float, bride: float, added: float, down: float, costs: Any, p: Any
) -> float:
    """How far a match can house itself, 0 to 1: all its cash and his parents' help over the cash that buying asks for.

    What wedding and bride price usually take is in the usual readiness; what custom adds to them is taken off the cash.
    ready : a home is there      added : by custom to wedding and bride price [yuan], below 0 where it takes off
    down : cash that buying one asks for [yuan]; the others as in `match_short`
    """
    cash = his + hers + p.dowry_share * bride - added
    due = costs.wedding + bride
    return housing_readiness(ready, cash, parents_help(parents, due + down, costs.transfer_share, p), down)


@nb.njit(cache=True)
def gain_of_means(readiness: float, usual_readiness: float, short: float, usual_short: float, p: Any) -> float:
    """Log odds that a match's means add to her acceptance, relative to the start day's usual meeting in the county.

    readiness, short : of `match_readiness` and `match_short`; his acceptance leaves readiness at the usual
    p reads acceptance_housing, acceptance_short.
    """
    return p.acceptance_housing * (readiness - usual_readiness) - p.acceptance_short * (short - usual_short)


class Purses(NamedTuple):
    """The columns of persons, then of households, that a match's means are read from: few: passing costs time."""

    id: Array
    birth: Array
    county: Array
    urban: Array
    hukou: Array
    work: Array
    earnings: Array
    n_unions: Array
    parity: Array
    household: Array
    kind: Array
    size: Array
    tenure: Array
    savings: Array


@nb.njit(cache=True)
def purses(persons: Persons, households: Households) -> Purses:
    """`Purses` of the state."""
    return Purses(
        id=persons.id, birth=persons.birth, county=persons.county, urban=persons.urban, hukou=persons.hukou,
        work=persons.work, earnings=persons.earnings, n_unions=persons.n_unions, parity=persons.parity,
        household=persons.household, kind=households.kind, size=households.size, tenure=households.tenure,
        savings=households.savings,
    )


@nb.njit(cache=True, inline="always")
def ask_for_purse(i: int, of: Purses) -> None:
    """Ask ahead for what a match's means are read from."""
    prefetch(i, of.id, of.birth, of.county, of.urban, of.hukou, of.work, of.earnings, of.n_unions, of.parity)
    prefetch(of.household[i], of.kind, of.size, of.tenure, of.savings)


class Means(NamedTuple):
    """Means of one match [yuan]."""

    his: float
    hers: float
    parents: float
    """What he and his parents have saved together, less his part."""
    bride: float
    """Bride price due."""
    added: float
    """What custom adds to wedding and bride price."""
    ready: int
    """`NO_HOME`, `FAMILY_HOME_READY`, `HIS_HOME`."""
    value: float
    """Of the home that the couple would buy."""
    subsidy: float
    """Purchase subsidy that goes with it, 0 where neither has local hukou."""
    down: float
    """Cash that buying it asks for."""
    income: float
    """Gross pay of both [yuan/year]."""
    grant: float
    """Public gift or voucher for the wedding."""


@nb.njit(cache=True)
def means_of_match(
    woman: int, man: int, of: Purses, homes: Any, costs: Any, pay: float, p: Any, seed: int, month: int
) -> Means:
    """Means of a woman and a man who meet; pay : real pay over the level of the column of earnings."""
    county, his_home, her_home = of.county[man], of.household[man], of.household[woman]
    her_pay, his_pay = of.earnings[woman] * pay, of.earnings[man] * pay
    size, tenure = of.size[his_home], of.tenure[his_home]
    his_family, months = of.kind[his_home] == FAMILY, homes.savings_months[0]
    his = own_savings(of.savings[his_home], size, his_family, his_pay, months)
    parents = max(of.savings[his_home], 0.0) - his if size > 1 and his_family else 0.0
    her_family = of.kind[her_home] == FAMILY
    hers = own_savings(of.savings[her_home], of.size[her_home], her_family, her_pay, months)
    bride, added = 0.0, costs.wedding_added
    if of.n_unions[woman] == 0 and draw(seed, BRIDE_PRICE, of.id[woman], month) < costs.bride_share:
        bride, added = costs.bride_price, added + costs.bride_added
    ready = NO_HOME
    if size == 1 and tenure == OWN:
        ready = HIS_HOME
    elif of.hukou[man] == HUKOU_LOCAL and family_holds_home(
        permanent(seed, FAMILY_HOME, of.id[man]), homes.price_ratio[county], p
    ):
        ready = FAMILY_HOME_READY
    value = home_wanted(1, of.urban[man], homes.couple_area[county], homes.price[county], homes.rural_cost)
    order = min(max(of.parity[woman], 1), N_ORDERS) - 1
    his_fund = fund_pay(his_pay, of.work[man], permanent(seed, FUND_DRAW, of.id[man]), homes.fund_coverage)
    her_fund = fund_pay(her_pay, of.work[woman], permanent(seed, FUND_DRAW, of.id[woman]), homes.fund_coverage)
    local = of.hukou[man] == HUKOU_LOCAL or of.hukou[woman] == HUKOU_LOCAL
    subsidy = homes.purchase_subsidy[county, order] if local else 0.0
    young = young_or_new(
        month - of.birth[woman], month - of.birth[man], of.hukou[woman] == HUKOU_LOCAL, of.hukou[man] == HUKOU_LOCAL)
    down = home_cash(value, her_pay + his_pay, her_fund, his_fund, county, order, subsidy, homes, p, young)
    return Means(
        his=his, hers=hers, parents=parents, bride=bride, added=added, ready=ready, value=value, subsidy=subsidy,
        down=down, income=her_pay + his_pay, grant=costs.grant[county])
