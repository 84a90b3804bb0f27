"""Residence, siblings, helping grandparents and household wealth of the start population.

Census margins of each county are its urban share, who rents and who lives in a self-built home, and floor area a head
(`dwellings`); who within a county is likelier to, and all else, are priors. Called by `build` on the draft, after
households are made; work and earnings stand in it before (`earnings`).
"""

from dataclasses import dataclass

import numba as nb
import numpy as np

from sim.population.columns import (
    FAMILY,
    FEMALE,
    HUKOU_LOCAL,
    NOBODY,
    OWN,
    Array,
)
from sim.population.couples import _quantiles as quantiles
from sim.population.draft import Draft
from sim.population.draws import Step, key, pick_keys, uniforms
from sim.population.dwellings import draw_floor_area, draw_self_built, draw_tenure
from sim.population.inputs import Inputs, all_permitted_from

OLDEST_COUPLE = 50
"""Age from which persons whose own parents are not known in the city count as having none able to help."""
REVIEW_BLOCK = 16
"""Neighbouring households that review in one month: the monthly loop then meets them in runs, which a processor
predicts; phases stay evenly spread over the city."""

RIPE_MONTHS = 60
"""After a birth, from which no next one tells of the rules."""
URBAN_PER_LEVEL = 0.4
"""Log weight of a level of mean schooling for a household's being urban; judgement."""
SAVINGS_SPREAD = 0.8
"""Log spread of savings in months of income; judgement."""
SIBLING_COHORTS = ((1900, "before_1970"), (1970, "1970s"), (1980, "1980s"), (1990, "1990s"), (2000, "2000s"),
                   (2010, "2010s"), (2020, "2020s"))


@dataclass
class Economy:
    """Columns of persons (urban to grandparents) and of households (the rest)."""

    urban: Array
    only_child: Array
    grandparents: Array
    review: Array
    household_urban: Array
    tenure: Array
    self_built: Array
    floor_area: Array
    savings: Array
    debt: Array


def draw_economy(draft: Draft, inputs: Inputs, county: Array, kind: Array) -> Economy:
    """Economy of every person and household of the draft; `county` and `kind` are those of the households."""
    n_households = len(county)
    size = np.bincount(draft.household, minlength=n_households)
    first = np.concatenate([[0], np.cumsum(size)[:-1]])
    head = np.lexsort((draft.place, draft.household))[first]
    household_urban = _urban(draft, inputs, county, size, head)
    urban = household_urban[draft.household]
    income = np.bincount(draft.household, weights=draft.earnings, minlength=n_households)
    tenure = draw_tenure(draft, inputs, county, kind, household_urban, head)
    self_built = draw_self_built(draft, inputs, county, tenure, household_urban, head)
    family, bought = kind == FAMILY, (tenure == OWN) & (self_built == 0)
    return Economy(
        urban=urban, only_child=_only_child(draft, inputs, urban), grandparents=_grandparents(draft, inputs),
        review=(draft.household // REVIEW_BLOCK % 12).astype(np.int8),
        household_urban=household_urban, tenure=tenure, self_built=self_built,
        floor_area=draw_floor_area(draft, inputs, county, tenure, household_urban, size, head).astype(np.float32),
        savings=np.where(family, _savings(draft, inputs, income, head), 0.0).astype(np.float32),
        debt=np.where(family, _debt(draft, inputs, income, bought, head), 0.0).astype(np.float32),
    )


def _urban(draft: Draft, inputs: Inputs, county: Array, size: Array, head: Array) -> Array:
    """Households in a town or city, so many that the county's urban share of residents is met.

    Weights rise with schooling, and with what the mother's births tell: a girl's mother could bear again by the rules
    in a village, but not in town.
    """
    schooling = np.bincount(draft.household, weights=draft.education, minlength=len(size)) / size
    weights = np.exp(URBAN_PER_LEVEL * schooling)
    mothers = np.flatnonzero((draft.sex == FEMALE) & (draft.first_child_sex == FEMALE) & (draft.age < OLDEST_COUPLE))
    told = told_of_town(
        draft.parity[mothers], draft.last_birth[mothers], draft.start_month, all_permitted_from(inputs),
        inputs.prior("start_second_birth_permitted"), inputs.prior("start_second_birth_outside_rules"))
    np.multiply.at(weights, draft.household[mothers], told)
    sort_keys = pick_keys(weights, draft.id[head], key(draft.seed, Step.URBAN))
    out = np.zeros(len(size), np.int8)
    for c, share in enumerate(inputs.urban_share):
        rows = np.flatnonzero(county == c)
        rows = rows[np.argsort(sort_keys[rows], kind="stable")]
        running = np.cumsum(size[rows])
        out[rows[running <= share * running[-1] + 0.5 * size[rows]]] = 1
    return out


def told_of_town(
    parity: Array, last_birth: Array, start_month: int, free_from: int, permitted: float, outside: float
) -> Array:
    """Likelihood of girls' mothers' births in town over that in a village.

    free_from : month from which every couple may have two children      permitted : chance of a second birth where the
    rules permit it      outside : ratio to it of the chance elsewhere
    """
    again = (parity == 2) & (last_birth < free_from)
    not_again = (parity == 1) & (start_month < free_from) & (last_birth < start_month - RIPE_MONTHS)
    stays = (1.0 - outside * permitted) / (1.0 - permitted)
    return np.where(again, outside, np.where(not_again, stays, 1.0))


def _only_child(draft: Draft, inputs: Inputs, urban: Array) -> Array:
    """No siblings: the mother's only birth where she is linked, else the prior of birth decade and residence."""
    years = 1900 + draft.birth.astype(np.int32) // 12
    share = np.zeros((2, 200))
    for start, name in SIBLING_COHORTS:
        for u, residence in enumerate(("rural", "urban")):
            share[u, start - 1900:] = inputs.prior(f"only_child_share_born_{name}_{residence}")
    drawn = uniforms(key(draft.seed, Step.ONLY_CHILD), draft.id) < share[urban, years - 1900]
    linked = draft.mother != NOBODY
    return np.where(linked, draft.parity[draft.mother] == 1, drawn).astype(np.int8)


def _grandparents(draft: Draft, inputs: Inputs) -> Array:
    """Parents of a person and the partner who live in the county and are young enough to help with a child.

    Parents who are not linked: a person of local hukou below 50 has each with probability grandparent_help_share,
    others none.
    """
    oldest = int(inputs.prior("grandparent_help_max_age"))
    u = uniforms(key(draft.seed, Step.GRANDPARENTS), draft.id)
    return _count_grandparents(
        draft.age, draft.hukou, draft.mother, draft.father, draft.partner, u, oldest,
        inputs.prior("grandparent_help_share"))


@nb.njit(cache=True)
def unseen_helpers(u: float, share: float) -> int:
    """How many of two parents not known in the city help, from one draw; share : probability of each."""
    return (1 if u < share else 0) + (1 if (u * 7919.0) % 1.0 < share else 0)


@nb.njit(cache=True)
def _count_grandparents(
    age: Array, hukou: Array, mother: Array, father: Array, partner: Array, u: Array, oldest: int, share: float,
) -> Array:
    own = np.zeros(len(age), np.int8)
    for i in range(len(age)):
        if age[i] < 18:
            continue
        if mother[i] != NOBODY:
            own[i] = (1 if age[mother[i]] <= oldest else 0)
            if father[i] != NOBODY and age[father[i]] <= oldest:
                own[i] += 1
        elif hukou[i] == HUKOU_LOCAL and age[i] < OLDEST_COUPLE:
            own[i] = unseen_helpers(u[i], share)
    out = np.zeros(len(age), np.int8)
    for i in range(len(age)):
        out[i] = own[i] + (own[partner[i]] if partner[i] != NOBODY else 0)
    return out


def _savings(draft: Draft, inputs: Inputs, income: Array, head: Array) -> Array:
    """Liquid savings: months of the household's earnings by age of the head."""
    months = np.where(draft.age[head] < 35, inputs.prior("savings_months_of_income_under_35"),
                      inputs.prior("savings_months_of_income_35_plus"))
    z = quantiles(uniforms(key(draft.seed, Step.SAVINGS), draft.id[head]))
    return np.asarray(income / 12.0 * months * np.exp(SAVINGS_SPREAD * z - SAVINGS_SPREAD**2 / 2))


def _debt(draft: Draft, inputs: Inputs, income: Array, bought: Array, head: Array) -> Array:
    """Housing debt of a share of the owners whose head is under 45, in years of the household's earnings.

    bought : owns a home that no bank refuses as security: none of those self-built
    """
    has_debt = bought & (draft.age[head] < 45) & (draft.age[head] >= 20)
    has_debt &= uniforms(key(draft.seed, Step.DEBT), draft.id[head]) < inputs.prior("start_mortgage_share_under_45")
    u = uniforms(key(draft.seed, Step.DEBT_SIZE), draft.id[head])
    years = inputs.prior("start_mortgage_years_of_income") * 2.0 * u
    return np.where(has_debt, years * income, 0.0)


