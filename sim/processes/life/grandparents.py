"""Grandparents able to help with a small child: counted at the wedding and at each birth.

The count of the start day grows old: parents die, turn too old to help, move away, and children of the start day marry.
Support for grandparents may win help for couples who had none (`health_services`), for life by one draw.
Called by the marriage market for brides and by the model for mothers; what stands for parents who are not known in the
city is the start population's rule.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.handles import unpacked
from sim.places.pack import Pack
from sim.policy.paths import LeverPaths
from sim.population.columns import HUKOU_LOCAL, NOBODY, RESIDENT, Array, Persons
from sim.population.draws import Step, key
from sim.population.economy import OLDEST_COUPLE, unseen_helpers
from sim.prefetch import AHEAD, FAR, prefetch
from sim.processes.accounts import age_at
from sim.processes.money.health_services import helpers_found, support_offered
from sim.streams import PERMANENT, Decision, number_of, stream_key, uniform

HELPER_DRAW = number_of(Decision.GRANDPARENT_SUPPORT)
ROWS_OF_A_COUPLE = 10
"""What the count for one couple costs, in rows of `chunks.SMALL_CALL`."""


class Helping(NamedTuple):
    """What the count depends on beside the persons."""

    stream: np.uint64
    """Key of the draw that stands for parents who live in other households; the start population's."""
    oldest: float
    """Highest age [years] at which a grandparent helps."""
    share: float
    """Probability that each parent not known in the city, of a person of local hukou, is able to help."""


def helping(pack: Pack, population_seed: int) -> Helping:
    """The pack's assumptions and the start population's draw."""
    return Helping(
        key(population_seed, Step.GRANDPARENTS), pack.assumption("grandparent_help_max_age"),
        pack.assumption("grandparent_help_share"))


@nb.njit(cache=True, inline="always")
def own_helpers(i: int, persons: Persons, helping: Helping, month: int) -> int:
    """How many of a person's own parents help: residents of the same county, young enough; else by the draw."""
    mother, father, n = persons.mother[i], persons.father[i], 0
    if mother == NOBODY and father == NOBODY:
        young = age_at(month, persons.birth[i]) < OLDEST_COUPLE
        if persons.hukou[i] != HUKOU_LOCAL or not young:
            return 0
        return unseen_helpers(uniform(helping.stream, persons.id[i]), helping.share)
    for parent in (mother, father):
        if parent != NOBODY and persons.presence[parent] == RESIDENT and persons.county[parent] == persons.county[i]:
            n += 1 if age_at(month, persons.birth[parent]) <= helping.oldest else 0
    return n


@nb.njit(cache=True, inline="always")
def _ask_for_parents(i: int, persons: Persons) -> None:
    """Ask ahead for what `own_helpers` reads of a person's parents."""
    for parent in (persons.mother[i], persons.father[i]):
        prefetch(parent, persons.presence, persons.county, persons.birth)


@nb.njit(cache=True, nogil=True)
def count_helpers(start: int, stop: int, wives: Array, persons: Persons, helping: Helping, month: int) -> None:
    """Write the couple's number of grandparents able to help into the rows of wife and husband, of some of `wives`."""
    persons = unpacked(persons)
    for k in range(start, stop):
        if len(persons.id) > FAR:
            coming = wives[min(k + AHEAD, stop - 1)]
            _ask_for_parents(coming, persons)
            if persons.partner[coming] != NOBODY:
                _ask_for_parents(persons.partner[coming], persons)
        i = wives[k]
        n, husband = own_helpers(i, persons, helping, month), persons.partner[i]
        if husband != NOBODY:
            n += own_helpers(husband, persons, helping, month)
            persons.grandparents[husband] = n
        persons.grandparents[i] = n


@nb.njit(cache=True)
def win_helpers(mothers: Array, persons: Persons, offered: Array, p: Any, seed: int) -> None:
    """Let support win a helper for mothers of couples with local hukou whom no grandparents could help.

    offered : (county,) of `support_offered` [yuan/month]      p reads what `helpers_found` does
    """
    persons, p, key = unpacked(persons), unpacked(p), stream_key(seed, HELPER_DRAW, PERMANENT)
    for i in mothers:
        husband = persons.partner[i]
        local = persons.hukou[i] == HUKOU_LOCAL or (husband != NOBODY and persons.hukou[husband] == HUKOU_LOCAL)
        chance = helpers_found(offered[persons.county[i]], p)
        if persons.grandparents[i] == 0 and local and uniform(key, persons.id[i]) < chance:
            persons.grandparents[i] = 1
            if husband != NOBODY:
                persons.grandparents[husband] = 1


def support_helps(mothers: Array, persons: Persons, levers: LeverPaths, p: Any, seed: int, month: int) -> None:
    """Let support win helpers for the month's mothers who have none; nothing where none is offered."""
    if "support" not in levers.kept:
        levers.kept["support"] = support_offered(levers).any(axis=1)
    at = levers.at(month)
    if levers.kept["support"][at] and len(mothers):
        win_helpers(mothers, persons, support_offered(levers)[at], p, seed)
