"""Grandparents able to help with a small child: counted at the wedding and at each birth.

The count of the start day grows old: parents die, turn too old to help, move away, and children of the start day marry.
Called by the marriage market for brides and by the model for mothers; what stands for parents who are not known in the
city is the start population's rule.
"""

from typing import NamedTuple

import numba as nb
import numpy as np

from sim.handles import unpacked
from sim.places.pack import Pack
from sim.population.columns import HUKOU_LOCAL, NOBODY, RESIDENT, Array, Persons
from sim.population.draws import Step, key
from sim.population.economy import OLDEST_COUPLE, unseen_helpers
from sim.processes.accounts import age_at
from sim.streams import uniform


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


@nb.njit(cache=True)
def count_helpers(wives: Array, persons: Persons, helping: Helping, month: int) -> None:
    """Write the couple's number of grandparents able to help into the rows of wife and husband."""
    persons = unpacked(persons)
    for i in wives:
        n, husband = own_helpers(i, persons, helping, month), persons.partner[i]
        if husband != NOBODY:
            n += own_helpers(husband, persons, helping, month)
            persons.grandparents[husband] = n
        persons.grandparents[i] = n
