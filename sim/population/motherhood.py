"""Compiled rules of `births`: a woman's propensity to bear in a year, and what a birth does to her columns."""

from typing import NamedTuple

import numba as nb
import numpy as np

from sim.clock import NO_MONTH
from sim.population.columns import DIVORCED, WIDOWED, Array
from sim.population.desired import fall_of_two
from sim.streams import PERMANENT, Decision, normal_quantile, number_of, stream_key, uniform

DESIRED, FECUNDABILITY = number_of(Decision.DESIRED), number_of(Decision.FECUNDABILITY)
STERILITY = number_of(Decision.STERILITY)
TASTE_COUPLE, TASTE_PERSON = number_of(Decision.TASTE_COUPLE), number_of(Decision.TASTE_PERSON)
FIRST_SLOPE, LATER_SLOPE = 0.8, 0.7
"""Rise of the log chance of a first, or a later, birth in a year with a sigma of shared taste; half for each one's own.

This and the next four are what the months' own rule says: a Poisson regression of the births that it expects within a
year of every wife under 40 (`sim.measures.held_back`, start days of 2010 and 2020, 1/20, draws 1 and 2; it explains
three quarters of the deviance). Slopes .88 and .75, .69 and .70; hers .42, .36, his .37, .33 in the mean.
"""
FIRST_FECUNDITY, LATER_FECUNDITY = 1.4, 1.8
"""Elasticity to the chance of a conception within a year of trying; found 1.34 and 1.55, 1.89 and 1.77. Above 1, since
of who conceives late many give up, or begin too late in the year."""
FIRST_BEYOND, LATER_BEYOND = 0.13, 0.25
"""Chance of a birth beyond the desired family size over one within it; found .12 and .15, .22 and .29."""
FIRST_BY_INCOME, LATER_BY_INCOME, PENALISED_BY_INCOME = 1.1, 0.7, 1.6
"""Elasticity to what the couple earns beside others of her age: of first births, of later ones which every couple may
have, and of later ones while most were outside the rules and cost a penalty; found 1.13 and 1.10, .67, 1.58. Without it
the well paid with one child, who in the months would long have borne again, were as many as if money did not count,
and bore in the first years of a run."""
PERMITTED = 2.7
"""Chance of a later birth which the rules permit over one outside them; found 2.6 to 2.7 in 2010."""
SPACING_MONTHS = 18
WEDDING_MONTHS = 5
"""Least months from a wedding to a first birth."""
SWAPS = 40
BAND = 5
"""Width of the bands of age in which mothers of one are counted [years]."""
RECENT_YEARS = 18
"""Years before the start day in which they are: before, few had one child, and order hardly mattered to ages."""
LEAVE_YEARS = 2
"""Divorced and widowed women bore no child in these last years."""


class Women(NamedTuple):
    """Views of a county's women."""

    id: Array
    birth: Array
    first_wedding: Array
    marital: Array
    parity: Array
    n_boys: Array
    first_child_sex: Array
    last_birth: Array
    youngest: Array
    husband: Array
    """Id of the husband, a negative number without one."""
    remarried: Array
    """Whether she or he was married before."""
    income: Array
    """Log of what wife and husband earn, less the mean of wives of her age; 0 without a husband."""


class Slopes(NamedTuple):
    """How the chance of a birth in a year hangs on who the couple is."""

    slope: float
    fecundity: float
    beyond: float
    income: float


FIRST = Slopes(FIRST_SLOPE, FIRST_FECUNDITY, FIRST_BEYOND, FIRST_BY_INCOME)
LATER = Slopes(LATER_SLOPE, LATER_FECUNDITY, LATER_BEYOND, LATER_BY_INCOME)
PENALISED = Slopes(LATER_SLOPE, LATER_FECUNDITY, LATER_BEYOND, PENALISED_BY_INCOME)


@nb.njit(cache=True)
def first_birth_weight(years_married: float, age: int) -> float:
    """Propensity to a first birth in a year, by duration of marriage at its middle and age.

    Shape: about 70 % of wives bear within 18 months of the wedding and 90 % within 30 (pack assumptions
    marriage_to_first_birth_*); the remaining ones slowly, hardly any after 38.
    """
    if years_married < 0.3 or age < 15 or age > 49:
        return 0.0
    if years_married < 0.8:
        by_duration = 0.5
    elif years_married < 3.0:
        by_duration = 1.0
    else:
        by_duration = 0.6 if years_married < 6.0 else 0.3
    by_age = 1.0 if age < 32 else max(0.02, 1.0 - 0.1 * (age - 31))
    return by_duration * by_age


@nb.njit(cache=True)
def spacing_weight(months: int) -> float:
    """Propensity to a further birth in a year by months since the last birth at its middle."""
    if months < SPACING_MONTHS:
        return 0.0
    years = months / 12.0
    if years < 3.0:
        return 0.35 + 0.4 * (years - 1.5)
    return 1.0 if years < 7.0 else float(np.exp(-0.15 * (years - 7.0)))


@nb.njit(cache=True)
def wish_weight(wish: float, parity: int, desired: Array, fall: float, beyond: float) -> float:
    """Propensity of a woman to a further birth from her permanent draw of desired family size.

    desired : cumulated shares who desire no child, at most one, at most two      beyond : hazard beyond it [ratio]
    fall : further share of her cohort that desires one, not two
    """
    if parity >= 3:
        return 1.0
    return beyond if wish < desired[parity] + (fall if parity == 1 else 0.0) else 1.0


@nb.njit(cache=True)
def fecundity_weight(rank: float, elasticity: float) -> float:
    """Propensity to a birth by the rank of a couple's fecundability, over the most fecund's.

    The chance of a conception within a year is a straight line through the yearly chances of a beta of mean .13 and
    concentration 6.
    """
    return float(min(1.0, 0.15 + 1.35 * rank) ** elasticity)


@nb.njit(cache=True)
def rules_weight(remarried: bool, first_child_sex: int, rural_share: float) -> float:
    """Propensity to a later birth by what the rules before 2016 permitted: to the remarried and, in villages, to
    mothers of a girl; where she lives is not drawn yet, so that for these the mean of town and village stands."""
    if remarried:
        return PERMITTED
    return 1.0 + rural_share * (PERMITTED - 1.0) if first_child_sex == 1 else 1.0


@nb.njit(cache=True)
def taste_weight(
    slope: float, u_couple: float, u_wife: float, u_husband: float, sd_couple: float, sd_own: float
) -> float:
    """Propensity to a birth by permanent tastes of couple, wife and husband, from uniform draws and spreads [sigma].

    slope : FIRST_SLOPE or LATER_SLOPE
    """
    own = sd_own * (normal_quantile(u_wife) + normal_quantile(u_husband))
    return float(np.exp(slope * (sd_couple * normal_quantile(u_couple) + 0.5 * own)))


@nb.njit(cache=True)
def shares_of_mothers(women: Women, start: int, stop: int, is_local: Array, local: bool, month: int) -> Array:
    """Share of women `start` to `stop` who have one child in a month, by band of BAND years of age then, (band,)."""
    everybody, mothers = np.zeros(101 // BAND + 1), np.zeros(101 // BAND + 1)
    for i in range(start, stop):
        if is_local[i] == local and month >= women.birth[i]:
            band = int(month - women.birth[i]) // 12 // BAND
            everybody[band] += 1.0
            mothers[band] += 1.0 if women.parity[i] == 1 else 0.0
    return mothers / np.maximum(everybody, 1.0)


@nb.njit(cache=True)
def birth_weights(
    women: Women, start: int, stop: int, is_local: Array, local: bool, start_month: int, years_ago: int,
    third_weight: float, order_rates: Array, desired: Array, fall: float, free: bool, rural_share: float,
    tastes: tuple[float, float], son_weight: float, sterile: Array, seed: int,
) -> tuple[Array, Array]:
    """Weights of a first and of a later birth of women `start` to `stop` in the year that ended `years_ago`.

    A couple's permanent wish, tastes, fecundity and earnings weigh, so that those who enter the simulation childless
    after long unions are the ones who want no child or hardly conceive, as the months would have left them.
    free : whether every couple might have two children      rural_share : of the county's residents
    fall : of desired size a cohort, `childbearing.fall_of_two`      sterile : (age,) share who conceive no more
    tastes : standard deviations of the couple's and of either's own taste [sigma]
    son_weight : taste for one more child where there are girls only [sigma]
    """
    wish_key = stream_key(seed, DESIRED, PERMANENT)
    rank_key, sterility_key = stream_key(seed, FECUNDABILITY, PERMANENT), stream_key(seed, STERILITY, PERMANENT)
    couple_key, own_key = stream_key(seed, TASTE_COUPLE, PERMANENT), stream_key(seed, TASTE_PERSON, PERMANENT)
    first, later = np.zeros(stop - start), np.zeros(stop - start)
    middle = start_month - 12 * years_ago - 6
    cumulated = np.cumsum(order_rates[0])
    mothers = shares_of_mothers(women, start, stop, is_local, local, middle)
    for k in range(stop - start):
        i = start + k
        if is_local[i] != local or women.first_wedding[i] == NO_MONTH:
            continue
        if women.marital[i] in (DIVORCED, WIDOWED) and years_ago < LEAVE_YEARS:
            continue
        age = int((middle - women.birth[i]) // 12)
        if age < 15 or age > 49 or uniform(sterility_key, women.id[i]) < sterile[age]:
            continue
        order = FIRST if women.parity[i] == 0 else (LATER if free else PENALISED)
        traits = wish_weight(
            uniform(wish_key, women.id[i]), women.parity[i], desired, fall_of_two(women.birth[i], fall), order.beyond)
        traits *= fecundity_weight(uniform(rank_key, women.id[i]), order.fecundity)
        shared, own = uniform(couple_key, women.id[i]), uniform(own_key, women.id[i])
        his = uniform(own_key, women.husband[i]) if women.husband[i] >= 0 else 0.5
        traits *= taste_weight(order.slope, shared, own, his, tastes[0], tastes[1])
        traits *= np.exp(order.income * women.income[i])
        if women.parity[i] == 0:
            first[k] = traits * first_birth_weight((middle - women.first_wedding[i]) / 12.0, age)
        elif women.last_birth[i] <= middle + 5 - SPACING_MONTHS:
            # Rate of second births over the share of women who could bear one.
            share = mothers[age // BAND] if years_ago < RECENT_YEARS else cumulated[age]
            hazard = order_rates[1, age] / max(share, 0.02)
            weight = hazard * spacing_weight(int(middle - women.last_birth[i]))
            if not free:
                weight *= rules_weight(women.remarried[i], women.first_child_sex[i], rural_share)
            if women.n_boys[i] == 0:
                weight *= np.exp(LATER_SLOPE * son_weight)
            by_parity = third_weight ** (women.parity[i] - 1) if women.parity[i] < 9 else 0.0
            later[k] = traits * max(weight, 1e-9) * by_parity
    return first, later


@nb.njit(cache=True)
def count_births(
    n: int, n_first: int, childless: int, mothers: int, first_cap: float, later_cap: float
) -> tuple[int, int]:
    """Numbers of first and later births that sum to `n` where the women allow it."""
    # Rounded up, or small samples would lose births.
    first_bound, later_bound = int(np.ceil(first_cap * childless)), int(np.ceil(later_cap * mothers))
    n_first = min(n_first, first_bound)
    n_later = min(n - n_first, later_bound)
    n_first = min(n - n_later, max(childless, first_bound))
    return n_first, n_later


@nb.njit(cache=True)
def earliest_birth(women: Women, i: int) -> int:
    """First month in which a woman's next birth can lie: spacing, or time since the wedding and age 15."""
    if women.parity[i] > 0:
        return int(women.last_birth[i]) + SPACING_MONTHS
    return max(int(women.first_wedding[i]) + WEDDING_MONTHS, int(women.birth[i]) + 15 * 12)


@nb.njit(cache=True)
def give_children(
    women: Women, mothers: Array, children: Array, first_row: int, u: Array, boy_share: float, start_month: int,
    years_ago: int, birth: Array, sex: Array, mother: Array, elder: Array, hukou: Array, inherit: bool,
) -> None:
    """Record one birth of each of `mothers`: the first bear `children`, the others children elsewhere."""
    last_month = start_month - 12 * years_ago - 1
    for k in range(len(mothers)):
        i = mothers[k]
        earliest = min(earliest_birth(women, i), last_month)
        if k < len(children):
            for other in range(k + 1, min(len(children), k + SWAPS)):
                if birth[children[k]] >= earliest:
                    break
                children[k], children[other] = children[other], children[k]
            child = children[k]
            # Where no child of the list fits, this one is born later in its year: its age stays the same.
            birth[child] = max(int(birth[child]), earliest)
            month, child_sex = int(birth[child]), int(sex[child])
            mother[child] = first_row + i
            elder[child] = women.youngest[i]
            women.youngest[i] = child
            if inherit:
                hukou[child] = hukou[first_row + i]
        else:
            month = max(last_month - int(12.0 * (u[k] * 997.0 % 1.0)), earliest)
            child_sex = 0 if u[k] < boy_share else 1
        if women.parity[i] == 0:
            women.first_child_sex[i] = child_sex
        women.parity[i] += 1
        women.n_boys[i] += 1 - child_sex
        women.last_birth[i] = max(int(women.last_birth[i]), month)
