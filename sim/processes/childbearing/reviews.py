"""One couple's review within the pass over women: whether it starts to try for its next child, and from which month.

Called by the pass over women (`reproduction`) for wives who neither try nor are pregnant. A couple whose draw no
possible utility could meet is not looked at further, and its husband's row and its home are not read.
"""

from typing import Any

import numba as nb
import numpy as np

from sim.clock import NO_MONTH
from sim.policy.permission import Permission, pair_of, pair_permitted
from sim.population.columns import NOBODY, Array, Households, Persons
from sim.population.desired import desired_children
from sim.processes.accounts import N_ORDERS, age_at
from sim.processes.childbearing.circumstances import Worlds
from sim.processes.childbearing.couple import Leaning, read_couple, taste
from sim.processes.childbearing.decision import highest_preference, preference
from sim.processes.childbearing.hazard_rule import start_probability, starting_hazard, years_waited
from sim.processes.childbearing.intentions import (
    HUSBAND,
    OWNED,
    RENTED,
    WIFE,
    Seen,
    certainly_not,
    fecundity_ratio,
    kind_of_home,
    less_than_most,
    months_covered,
    starting_month,
    utility_start,
)
from sim.processes.childbearing.month_terms import BY_HAZARD, BY_UTILITY, Bounds, Keys, PassSettings
from sim.processes.childbearing.peers import cell as peer_cell
from sim.processes.childbearing.recall import KEPT_MONTHS, Recall, highest_agreement, step_of
from sim.processes.childbearing.threshold_rule import threshold_start
from sim.streams import uniform

OF_ROUNDING = 1e-12
"""More than a probability that was worked out in another order can differ by."""


@nb.njit(cache=True)
def is_beyond(u: float, agree: float, bounds: Bounds) -> bool:
    """Whether the draw of a review of all months to the next is beyond the chance of who agrees so much at most."""
    return u >= bounds.agreed * agree + OF_ROUNDING


# Steps that read columns are inlined (`inline="always"`): called, each would hand over the addresses of all columns of
# persons and households, some 240 words.


@nb.njit(cache=True, inline="always")
def is_out_of_reach(
    i: np.uintp, u: float, persons: Persons, households: Households, recall: Recall, gains: Array, likely: Array,
    bounds: Bounds,
) -> bool:
    """Whether the draw of a review of all months to the next is beyond what is kept of the couple's keenness.

    gains : steps of `most_gains`      likely : of `recall.likelihoods`
    Where only who rents could have that draw, the home decides.
    """
    if is_beyond(u, most_agreement(i, RENTED, persons, recall, gains, likely), bounds):
        return True
    if not is_beyond(u, most_agreement(i, OWNED, persons, recall, gains, likely), bounds):
        return False
    return kind_of_home(households.tenure[persons.household[i]]) == OWNED


@nb.njit(cache=True, inline="always")
def most_agreement(i: np.uintp, home: int, persons: Persons, recall: Recall, gains: Array, likely: Array) -> float:
    """Upper bound of the probability that the couple wants to try, by what is kept of its keenness.

    home : OWNED or RENTED      gains : steps of `most_gains`, or of what they may be      likely : as above
    """
    county, order = np.uintp(persons.county[i]), np.uintp(min(persons.parity[i], N_ORDERS - 1))
    hers, his = gains[county, order, home, WIFE], gains[county, order, home, HUSBAND]
    return highest_agreement(recall.wife[i], recall.husband[i], hers, his, likely)


@nb.njit(cache=True, inline="always")
def least_draw(
    i: np.uintp, persons: Persons, households: Households, recall: Recall, ceilings: Array, likely: Array,
    bounds: Bounds,
) -> float:
    """Draw from which on no review of all months to the next, while the couple's keenness is kept, brings a start.

    ceilings : as in `Minds`. Who rents may buy meanwhile; who owns rents only after a move, a death or a divorce.
    """
    rented = most_agreement(i, RENTED, persons, recall, ceilings, likely)
    owned = most_agreement(i, OWNED, persons, recall, ceilings, likely)
    agree = max(rented, owned)
    if owned < rented and kind_of_home(households.tenure[persons.household[i]]) == OWNED:
        agree = owned
    return bounds.agreed_ahead * agree + OF_ROUNDING


@nb.njit(cache=True, inline="always")
def keep_keenness(
    i: np.uintp, persons: Persons, recall: Recall, keys: Keys, bounds: Bounds, settings: PassSettings, p: Any
) -> None:
    """Keep the highest keenness of both for the reviews of the coming months.

    A husband who lives elsewhere may come, and one who is here may go.
    """
    month, identity, husband = settings.month, persons.id[i], persons.partner[i]
    desired = desired_children(uniform(keys.desired, identity), persons.birth[i], p)
    middle = 0.5 * int(p.review_months) / 12.0
    waited = years_waited(month, persons.last_birth[i], persons.union_start[i]) + middle
    age, later = (month - persons.birth[i]) / 12.0 + middle, waited + KEPT_MONTHS / 12.0
    most = highest_preference(persons.parity[i], age, waited, later, desired, p)
    most += taste(keys.taste_couple, identity, p.taste_couple)
    own = taste(keys.taste_person, identity, p.taste_person)
    his = bounds.husband_taste
    if husband != NOBODY:
        his = max(taste(keys.taste_person, persons.id[husband], p.taste_person), 0.0)
    recall.wife[i], recall.husband[i] = step_of(most + own), step_of(most + his)
    recall.keen_until[i] = month + KEPT_MONTHS


@nb.njit(cache=True, inline="always")
def review(
    i: np.uintp, turn: int, anew: bool, back: int, persons: Persons, households: Households, permission: Permission,
    seen: Seen, now: Worlds, later: Worlds, most_gains: Array, recall: Recall, gains: Array, likely: Array, keys: Keys,
    bounds: Bounds, settings: PassSettings, p: Any,
) -> int:
    """Month from which the couple of the wife in row `i` tries; NO_MONTH where no review is due or it does not start.

    turn, anew : as in `months_covered`      back : months by which its clock is set back, as of `months_back`
    now, later : each county's world of a birth now and after waiting      most_gains : as in `Minds`
    gains, likely : as in `is_out_of_reach`
    """
    period, month = int(p.review_months), settings.month
    covered = months_covered(
        month, turn, period, persons.union_start[i], persons.last_birth[i], int(p.postpartum_months), anew)
    if covered == 0:
        return NO_MONTH
    covered += back
    u = uniform(keys.review, persons.id[i])
    if covered == period and u >= bounds.start:
        return NO_MONTH
    if settings.rule == BY_UTILITY:
        if month >= recall.keen_until[i]:
            keep_keenness(i, persons, recall, keys, bounds, settings, p)
        if covered == period and is_out_of_reach(i, u, persons, households, recall, gains, likely, bounds):
            return NO_MONTH
    desired = desired_children(uniform(keys.desired, persons.id[i]), persons.birth[i], p)
    if settings.rule == BY_UTILITY:
        begins = start_by_utility(
            i, u, covered, desired, persons, households, permission, seen, now, later, most_gains, keys, bounds,
            settings, p)
    else:
        hazard = usual_hazard(i, covered, desired, persons, permission, settings, p)
        if settings.rule == BY_HAZARD:
            begins = starting_month(month, covered, u, start_probability(hazard, covered), hazard)
        else:
            begins = start_by_threshold(
                i, u, covered, p.threshold_start * hazard, persons, households, permission, seen, now, keys, settings,
                p)
    return begins if begins == NO_MONTH else max(begins - back, month)


@nb.njit(cache=True, inline="always")
def usual_hazard(
    i: np.uintp, covered: int, desired: int, persons: Persons, permission: Permission, settings: PassSettings, p: Any
) -> float:
    """Hazard [1/year] at which a couple starts by the hazard rule in the months of a review."""
    years, parity = covered / 12.0, persons.parity[i]
    waited = years_waited(settings.month, persons.last_birth[i], persons.union_start[i]) + 0.5 * years
    age = (settings.month - persons.birth[i]) / 12.0 + 0.5 * years
    pair = pair_of(i, persons.partner[i], persons)
    permitted = pair_permitted(persons.county[i], parity + 1, pair, permission.now)
    hazard = settings.factor * starting_hazard(age, parity, waited, desired, pair.first_child_sex, permitted, p)
    if persons.partner[i] == NOBODY:
        hazard *= p.spouse_absent
    return hazard


@nb.njit(cache=True, inline="always")
def start_by_threshold(
    i: np.uintp, u: float, covered: int, hazard: float, persons: Persons, households: Households,
    permission: Permission, seen: Seen, now: Worlds, keys: Keys, settings: PassSettings, p: Any,
) -> int:
    """Month in which a couple starts by the rule budget_threshold; NO_MONTH if it does not.

    hazard : where the child can be afforded [1/year]      the rest as in `review`
    """
    if u >= start_probability(hazard, covered):
        return NO_MONTH
    month, county, husband = settings.month, persons.county[i], persons.partner[i]
    pair = pair_of(i, husband, persons)
    permitted = pair_permitted(county, persons.parity[i] + 1, pair, permission.now)
    leaning = Leaning(
        desired=0,  # wishes are in the hazard, tastes have no part
        waited=0.0,
        taste=0.0,
        wife_taste=0.0,
        husband_taste=0.0,
        permitted=permitted,
        permitted_later=permitted,
        wife_fund=uniform(keys.fund, persons.id[i]),
        husband_fund=1.0 if husband == NOBODY else uniform(keys.fund, persons.id[husband]),
    )
    world = now[county]
    couple = read_couple(
        i, persons, households, month, world.level.pay, world.level.elsewhere_pay, world.homes, leaning)
    return threshold_start(
        couple, world, u, hazard, covered, seen.spending[county, persons.urban[i]],
        taste(keys.taste_couple, persons.id[i], 1.0), month, p)


@nb.njit(cache=True, inline="always")
def start_by_utility(
    i: np.uintp, u: float, covered: int, desired: int, persons: Persons, households: Households,
    permission: Permission, seen: Seen, now: Worlds, later: Worlds, most_gains: Array, keys: Keys, bounds: Bounds,
    settings: PassSettings, p: Any,
) -> int:
    """Month in which a couple starts by utility; NO_MONTH if it does not. Arguments as in `review`; u : its draw"""
    month, county, parity, identity = settings.month, persons.county[i], persons.parity[i], persons.id[i]
    years = covered / 12.0
    waited = years_waited(month, persons.last_birth[i], persons.union_start[i]) + 0.5 * years
    age = (month - persons.birth[i]) / 12.0 + 0.5 * years
    shared, own = taste(keys.taste_couple, identity, p.taste_couple), taste(keys.taste_person, identity, p.taste_person)
    liking, order = preference(parity, age, waited, desired, p) + shared, min(parity, N_ORDERS - 1)
    home = kind_of_home(households.tenure[persons.household[i]])
    husband, his, his_fund, here = persons.partner[i], 0.0, 1.0, p.spouse_absent
    if husband != NOBODY:
        here = 1.0
        his = taste(keys.taste_person, persons.id[husband], p.taste_person)
        his_fund = uniform(keys.fund, persons.id[husband])
    pair = pair_of(i, husband, persons)
    permitted = pair_permitted(county, parity + 1, pair, permission.now)
    peers = seen.peers[peer_cell(county, persons.urban[i], persons.education[i], age_at(month, persons.birth[i]))]
    most = liking - less_than_most(
        parity, persons.n_boys[i], peers, bounds.peers, permitted, now[county].level.outside_rules, p)
    most_of_hers = most + own + most_gains[county, order, home, WIFE]
    most_of_his = most + min(his, bounds.husband_taste) + most_gains[county, order, home, HUSBAND]
    if certainly_not(u, most_of_hers, most_of_his, years, settings.factor * here, p):
        return NO_MONTH
    leaning = Leaning(
        desired=desired,
        waited=waited - 0.5 * years,
        taste=shared,
        wife_taste=own,
        husband_taste=his,
        permitted=permitted,
        permitted_later=pair_permitted(county, parity + 1, pair, permission.later),
        wife_fund=uniform(keys.fund, identity),
        husband_fund=his_fund,
    )
    world, then = now[county], later[county]
    couple = read_couple(
        i, persons, households, month, world.level.pay, world.level.elsewhere_pay, world.homes, leaning)
    return utility_start(
        couple, world, then, u, covered, peers, seen.spending[county, persons.urban[i]],
        fecundity_ratio(couple.age, seen.fecundity, p), settings.factor, p, month)
