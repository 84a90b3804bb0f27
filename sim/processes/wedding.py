"""The wedding: states, dates, a common home, counts."""

from typing import Any

import numba as nb

from sim.clock import NO_MONTH
from sim.population.columns import (
    FAMILY,
    HUKOU_LOCAL,
    MARRIED,
    NEVER_MARRIED,
    NOBODY,
    OWN,
    RESIDENT,
    Array,
    Households,
    Persons,
)
from sim.processes.accounts import MOVED_IN, MOVED_OUT, age_at
from sim.processes.migration import change_county, move_home, new_household
from sim.streams import Decision, stream_key, uniform

HOME = int(Decision.HOME)


@nb.njit(cache=True)
def wed(
    wives: Array, husbands: Array, persons: Persons, households: Households, n_households: Array, stock: Array,
    counts: Any, p: Any, seed: int, month: int,
) -> None:
    """Marry the couples: states, dates, a common household, counts.

    A couple of two counties lives in the husband's; the wife's move between counties counts as one.
    """
    key = stream_key(seed, HOME, month)
    for k in range(len(wives)):
        wife, husband = wives[k], husbands[k]
        ages = age_at(month, persons.birth[wife]), age_at(month, persons.birth[husband])
        counts.couples_by_age[ages[0], ages[1]] += 1
        counts.couples_by_education[persons.education[wife], persons.education[husband]] += 1
        for i, other, age in ((wife, husband, ages[0]), (husband, wife, ages[1])):
            again = 0 if persons.marital[i] == NEVER_MARRIED else 1
            counts.marriages[persons.county[i], persons.sex[i], age, again] += 1
            persons.marital[i] = MARRIED
            persons.partner[i] = other
            persons.union_start[i] = month
            persons.n_unions[i] += 1
            persons.trying_since[i] = NO_MONTH
        # A home: a new one, or the husband's; children under 18 of earlier unions come along
        county, home = persons.county[husband], persons.household[husband]
        if uniform(key, persons.id[wife]) < p.new_home_at_wedding or households.kind[home] != FAMILY:
            home = new_household(households, n_households, county, persons.urban[husband])
            if persons.hukou[husband] == HUKOU_LOCAL:
                households.tenure[home] = OWN
            move_home(husband, home, persons.household, households.size)
        for parent in (wife, husband):
            joins = parent
            while joins != NOBODY:
                minor = joins == wife or month - persons.birth[joins] < 18 * 12
                if minor and persons.presence[joins] == RESIDENT and persons.household[joins] != home:
                    if persons.county[joins] != county:
                        age = age_at(month, persons.birth[joins])
                        counts.balance[month % 12, persons.county[joins], MOVED_OUT] += 1
                        counts.balance[month % 12, county, MOVED_IN] += 1
                        change_county(
                            joins, county, age, persons.county, persons.sex, persons.hukou, stock, counts.moved_out,
                            counts.moved_in,
                        )
                    move_home(joins, home, persons.household, households.size)
                joins = persons.youngest[parent] if joins == parent else persons.elder[joins]
