"""What matchmaking, counselling and campaigns of plan item 11 do, and whom they reach.

Called by `marriage_market`. Matchmaking moves how often single women meet somebody, counselling how many of the couples
that would part do; a campaign moves a norm in the birth decision. Once a month those whom they address are claimed:
singles and residents of the ages at which families are founded, and couples who would part. No study says how strongly
they act: the parameters are priors, of counselling and campaigns around nothing.
"""

import math
from typing import Any

import numpy as np

from sim.policy.claims import Claims, claim
from sim.policy.paths import LeverPaths
from sim.population.columns import MARRIED, RESIDENT, Array, Persons
from sim.processes.accounts import N_COUNTIES

MATCHMAKING_CLAIM, COUNSELLING_CLAIM, CAMPAIGN_CLAIM = (
    claim("matchmaking_reach"), claim("counselling_coverage"), claim("family_norm_campaign"))
FOUNDING_FROM, FOUNDING_UNTIL = 20, 40
"""Ages [years] of the singles whom matchmaking and of the residents whom a campaign addresses: from, and below."""


# Rules -------------------------------------------------------------------------------------------------------------


def with_matchmaking(reach: Array, p: Any) -> Array:
    """Women's hazard of meeting somebody over that without matchmaking, the mean of those reached and not.

    reach : share of singles reached      p reads matchmaking_meetings, what those reached meet more, and
    matchmaking_displaced, the share of it that takes the place of other meetings of theirs. Men whom they meet are met
    by nobody else in the month.
    """
    return np.asarray(1.0 + reach * p.matchmaking_meetings * (1.0 - p.matchmaking_displaced))


def with_counselling(coverage: Array, p: Any) -> Array:
    """Hazard of divorce over that without counselling, the mean of couples counselled and not.

    coverage : share counselled of those who come to part      p reads counselling_effect [log hazard]
    """
    return np.asarray(1.0 + coverage * (math.exp(p.counselling_effect) - 1.0))


# Who is reached ----------------------------------------------------------------------------------------------------


def young_singles(rows: Array, persons: Persons, month: int) -> Array:
    """Residents among `rows` who are of 20 to 39 and not married, (county,)."""
    years = (month - persons.birth[rows].astype(np.int64)) // 12
    single = (persons.presence[rows] == RESIDENT) & (persons.marital[rows] != MARRIED)
    of_age = (years >= FOUNDING_FROM) & (years < FOUNDING_UNTIL)
    return np.bincount(persons.county[rows][single & of_age], minlength=N_COUNTIES)


def of_founding_age(stock: Array) -> Array:
    """Residents of 20 to 39, (county,), of a stock (county, sex, age)."""
    return np.asarray(stock[:, :, FOUNDING_FROM:FOUNDING_UNTIL].sum(axis=(1, 2)))


class Outreach:
    """What the levers do in every month of a run, and whom they address."""

    def __init__(self, levers: LeverPaths, p: Any) -> None:
        """p : kernel tuple of the parameters"""
        self.first_month = levers.first_month
        reach, campaign = levers["matchmaking_reach"], levers["family_norm_campaign"]
        self._meetings = with_matchmaking(reach[:, :, 0], p)
        self._divorces = with_counselling(levers["counselling_coverage"][:, :, 0], p)
        self._matches, self._campaigns = reach.any(axis=(1, 2)), campaign.any(axis=(1, 2))
        self._listed_in, self._singles = -1, np.zeros(N_COUNTIES, np.int64)

    def meetings(self, month: int) -> Array:
        """`with_matchmaking` of a month, (county,)."""
        return np.asarray(self._meetings[month - self.first_month])

    def divorces(self, month: int) -> Array:
        """`with_counselling` of a month, (county,)."""
        return np.asarray(self._divorces[month - self.first_month])

    def claim(
        self, applying: Array, singles: Array, listed_in: int, persons: Persons, stock: Array, claims: Claims,
        month: int,
    ) -> None:
        """Claim whom the levers address in a month.

        applying : (county,) couples who would part without counselling      singles : rows listed in month `listed_in`,
        looked through once for each list      stock : (county, sex, age)
        """
        at, cases = month - self.first_month, claims.cases
        cases[COUNSELLING_CLAIM, :, 0] += applying
        if self._matches[at]:
            if self._listed_in != listed_in:
                self._listed_in, self._singles = listed_in, young_singles(singles, persons, month)
            cases[MATCHMAKING_CLAIM, :, 0] += self._singles
        if self._campaigns[at]:
            cases[CAMPAIGN_CLAIM, :, 0] += of_founding_age(stock)
