"""The wedding: states, dates, a home and the money for it, counts and claims.

A couple that wants a home of its own lives where he lives alone, or in a home that his family holds, or buys one if
its cash is enough, or else joins his parents or rents. Wedding, bride price and down-payment are paid from the two's
savings, his parents' help and, where the scheme exists, family credit, which stands as negative savings and is repaid.
"""

from typing import Any

import numba as nb

from sim.clock import NO_MONTH
from sim.parameters import unpacked
from sim.policy.claims import Claims, claim
from sim.population.columns import (
    FAMILY,
    HUKOU_LOCAL,
    MARRIED,
    NEVER_MARRIED,
    NOBODY,
    OWN,
    PRIVATE,
    PUBLIC,
    RESIDENT,
    WITH_PARENTS,
    Array,
    Households,
    Persons,
)
from sim.prefetch import AHEAD, FAR, prefetch
from sim.processes.accounts import MOVED_IN, MOVED_OUT, N_ORDERS, age_at, count_woman
from sim.processes.homes.housing import is_built
from sim.processes.life.households import move_home, new_household
from sim.processes.life.migration import change_county
from sim.processes.unions.entry_cost import (
    FAMILY_HOME_READY,
    HIS_HOME,
    Means,
    Purses,
    ask_for_purse,
    means_of_match,
    parents_help,
    purses,
    wedding_credit,
)
from sim.streams import Decision, draw, number_of, stream_key, uniform

HOME_DRAW, JOIN_DRAW = number_of(Decision.HOME), number_of(Decision.JOIN_PARENTS)
JOINS, STAYS_AT_HIS, GIVEN, BUYS, RENTS = range(5)
"""Where a couple lives: with his parents, in his own home, in a home his family holds, in one bought, in one rented."""
PURCHASE_CLAIM = claim("purchase_subsidy")
MARRIAGE_LEAVE_CLAIM, WEDDING_GRANT_CLAIM = claim("marriage_leave"), claim("marriage_grant")
PREMARITAL_CHECK = claim("premarital_check_coverage")


@nb.njit(cache=True)
def first_home(
    u: float, u_join: float, from_family: bool, with_parents: bool, ready: int, means: float, down: float, p: Any
) -> int:
    """Where a couple lives after the wedding, `JOINS` to `RENTS`.

    u : its wish for a home of its own      u_join : what it does when short      from_family : he shares a family home
    with_parents : and his parents live there      ready : as in `Means`      means : cash left for a home [yuan]
    down : cash that buying asks for [yuan]      p reads new_home_at_wedding, join_when_short
    """
    if ready == HIS_HOME:
        return STAYS_AT_HIS
    if from_family and u >= p.new_home_at_wedding:
        return JOINS
    if ready == FAMILY_HOME_READY:
        return GIVEN
    if means >= down:
        return BUYS
    return JOINS if with_parents and u_join < p.join_when_short else RENTS


@nb.njit(cache=True, inline="always")
def _marry(wife: int, husband: int, persons: Persons, counts: Any, month: int) -> None:
    ages = age_at(month, persons.birth[wife]), age_at(month, persons.birth[husband])
    counts.couples_by_age[ages[0], ages[1]] += 1
    counts.couples_by_education[persons.education[wife], persons.education[husband]] += 1
    for i, other, age in ((wife, husband, ages[0]), (husband, wife, ages[1])):
        again = 0 if persons.marital[i] == NEVER_MARRIED else 1
        counts.marriages[persons.county[i], persons.sex[i], age, again] += 1
        count_woman(i, -1, persons, month, counts.women)
        persons.marital[i] = MARRIED
        count_woman(i, 1, persons, month, counts.women)
        persons.partner[i] = other
        persons.union_start[i] = month
        persons.n_unions[i] += 1
        persons.trying_since[i] = NO_MONTH


@nb.njit(cache=True, inline="always")
def _lives_with_parents(i: int, persons: Persons) -> bool:
    mother, father, home = persons.mother[i], persons.father[i], persons.household[i]
    here = mother != NOBODY and persons.household[mother] == home and persons.presence[mother] == RESIDENT
    return here or (father != NOBODY and persons.household[father] == home and persons.presence[father] == RESIDENT)


@nb.njit(cache=True, inline="always")
def _pay(
    old: int, hers: int, home: int, buys: bool, means: Means, households: Households, costs: Any,
    county: int, p: Any,
) -> None:
    """Move the money of a wedding between his old home, hers and the couple's; what cannot be paid is not spent.

    The two take their own savings along; his parents help, the county may give a gift; wedding and bride price go
    first, the home after. The bride price less the dowry stays with her old home, or with the couple where that was a
    home of one.
    """
    due = costs.wedding + means.bride
    down = means.down if buys else 0.0
    gift = parents_help(means.parents, due + down, costs.transfer_share, p)
    cash = means.his + means.hers + gift + means.grant
    loan = wedding_credit(due, cash, means.income, county, costs, p)
    spent = min(due, cash + loan)
    bride = spent * means.bride / due if due > 0.0 else 0.0
    if households.kind[old] == FAMILY and old != home:
        households.savings[old] -= means.his + gift
    if households.kind[hers] == FAMILY:
        households.savings[hers] -= means.hers
    kept = bride * (1.0 - p.dowry_share)
    if households.kind[hers] == FAMILY and hers != home and households.size[hers] > 0:
        households.savings[hers] += kept
        bride -= kept
    joined = old == home and households.kind[old] == FAMILY
    households.savings[home] += cash - spent + bride - down - (means.his + gift if joined else 0.0)
    if buys:
        households.debt[home] = max(means.value - down - means.subsidy, 0.0)


@nb.njit(cache=True)
def left_for_home(means: Means, wedding: float, transfer_share: float, p: Any) -> float:
    """Cash left for a home [yuan]: savings, dowry, his parents' help and a public gift, less wedding and bride price.

    wedding : its cost [yuan]      transfer_share : see `parents_help`; p reads dowry_share and what it reads
    """
    due = wedding + means.bride
    help_to_buy = parents_help(means.parents, due + means.down, transfer_share, p)
    return means.his + means.hers + means.grant + p.dowry_share * means.bride + help_to_buy - due


@nb.njit(cache=True, inline="always")
def _common_home(
    where: int, husband: int, old: int, persons: Persons, households: Households, n_households: Array, homes: Any
) -> int:
    """Row of the household in which a couple lives: his old one, or a new one into which he moves first."""
    home = old
    if where == JOINS:
        if households.tenure[home] == OWN and _lives_with_parents(husband, persons):
            households.tenure[home] = WITH_PARENTS
    elif where != STAYS_AT_HIS:
        home = new_household(households, n_households, persons.county[husband], persons.urban[husband])
        households.floor_area[home] = homes.couple_area[persons.county[husband]]
        if where != RENTS:
            households.tenure[home] = OWN
            households.self_built[home] = 1 if is_built(persons.urban[husband]) else 0
        move_home(husband, home, persons.household, households.size)
    return home


@nb.njit(cache=True, inline="always")
def _move_in(
    wife: int, husband: int, home: int, persons: Persons, households: Households, stock: Array, counts: Any, month: int
) -> None:
    """Let the wife move in, and children of either, under 18, of earlier unions."""
    county = persons.county[husband]
    for parent in (wife, husband):
        joins = parent
        while joins != NOBODY:
            minor = joins == wife or month - persons.birth[joins] < 18 * 12
            if minor and persons.presence[joins] == RESIDENT and persons.household[joins] != home:
                if persons.county[joins] != county:
                    age = age_at(month, persons.birth[joins])
                    counts.balance[month % 12, persons.county[joins], MOVED_OUT] += 1
                    counts.balance[month % 12, county, MOVED_IN] += 1
                    count_woman(joins, -1, persons, month, counts.women)
                    change_county(
                        joins, county, age, persons.county, persons.sex, persons.hukou, stock, counts.moved_out,
                        counts.moved_in,
                    )
                    count_woman(joins, 1, persons, month, counts.women)
                move_home(joins, home, persons.household, households.size)
            joins = persons.youngest[parent] if joins == parent else persons.elder[joins]


@nb.njit(cache=True, inline="always")
def _claim(
    wife: int, husband: int, buys: bool, persons: Persons, claims: Claims, counts: Any, pay: float
) -> None:
    """Count a home bought; claim its subsidy, gift and check of the wedding, and leave's daily pay of the employed."""
    county, order = persons.county[husband], min(max(persons.parity[wife], 1), N_ORDERS) - 1
    if buys:
        counts.homes_bought[county, order] += 1
        if persons.hukou[wife] == HUKOU_LOCAL or persons.hukou[husband] == HUKOU_LOCAL:
            claims.cases[PURCHASE_CLAIM, county, order] += 1
    claims.cases[WEDDING_GRANT_CLAIM, county, 0] += 1
    claims.cases[PREMARITAL_CHECK, county, 0] += 1
    for i in (wife, husband):
        if persons.work[i] in (PRIVATE, PUBLIC):
            claims.cases[MARRIAGE_LEAVE_CLAIM, county, 0] += 1
            claims.base[MARRIAGE_LEAVE_CLAIM, county, 0] += round(persons.earnings[i] * pay / 365.0)


@nb.njit(cache=True, inline="always")
def _ask_ahead(i: int, of: Purses, persons: Persons) -> None:
    """Ask ahead for what a wedding reads and writes of a bride or groom."""
    ask_for_purse(i, of)
    prefetch(i, persons.marital, persons.partner, persons.union_start, persons.trying_since, persons.education)
    prefetch(i, persons.sex, persons.presence, persons.mother, persons.father, persons.youngest)


@nb.njit(cache=True)
def wed(
    wives: Array, husbands: Array, persons: Persons, households: Households, n_households: Array, stock: Array,
    counts: Any, claims: Claims, homes: Any, costs: Any, pay: float, p: Any, seed: int, month: int,
) -> None:
    """Marry the couples: states, dates, a common household with its money, counts and claims.

    homes, costs : records of `HousingConditions` and `WeddingCosts`      pay : real pay over the column of earnings
    A couple of two counties lives in the husband's; the wife's move between counties counts as one.
    """
    persons, households, counts = unpacked(persons), unpacked(households), unpacked(counts)
    homes, costs, p = unpacked(homes), unpacked(costs), unpacked(p)
    key, of = stream_key(seed, HOME_DRAW, month), purses(persons, households)
    for k in range(len(wives)):
        if len(persons.id) > FAR:
            coming = min(k + AHEAD // 2, len(wives) - 1)
            _ask_ahead(wives[coming], of, persons)
            _ask_ahead(husbands[coming], of, persons)
        wife, husband = wives[k], husbands[k]
        means = means_of_match(wife, husband, of, homes, costs, pay, p, seed, month)
        _marry(wife, husband, persons, counts, month)
        county, old, hers = persons.county[husband], persons.household[husband], persons.household[wife]
        from_family = households.kind[old] == FAMILY and households.size[old] > 1
        with_parents = from_family and _lives_with_parents(husband, persons)
        where = first_home(
            uniform(key, persons.id[wife]), draw(seed, JOIN_DRAW, persons.id[wife], month), from_family, with_parents,
            means.ready, left_for_home(means, costs.wedding, costs.transfer_share, p), means.down, p)
        home = _common_home(where, husband, old, persons, households, n_households, homes)
        _move_in(wife, husband, home, persons, households, stock, counts, month)
        _pay(old, hers, home, where == BUYS, means, households, costs, county, p)
        _claim(wife, husband, where == BUYS, persons, claims, counts, pay)
