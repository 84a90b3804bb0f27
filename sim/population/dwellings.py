"""Homes of family households: who rents, who owns a home that was built and not bought, and how large they are.

Shares and floor area a head are those of the census, county by county; priors say who within a county is likelier to
rent or has more room. Called by `economy`.
"""

import numpy as np

from sim.population.columns import FAMILY, HUKOU_LOCAL, NO_TENURE, OWN, PUBLIC_RENT, RENT, Array
from sim.population.couples import _quantiles as quantiles
from sim.population.draft import Draft
from sim.population.draws import Step, key, rounded_number, uniforms
from sim.population.inputs import Inputs

AREA_SPREAD = 0.3
"""Log spread of floor area around its mean for the size; judgement."""
SMALLEST_CHANCE = 1e-9
"""Chances are kept this far from 0 and 1, so that their log odds are numbers."""


def chosen(chance: Array, u: Array, expected: Array, group: Array, stream: object) -> Array:
    """Who is chosen, in each group as many as expected: those whose draw lies lowest against the own chance, in odds.

    chance, u, group : (row,); who has chance 0 is never chosen      expected : (group,) numbers, rounded by a draw
    returns: (row,) bool. Choosing all with logit u < logit chance + s multiplies all odds by exp(s): the odds ratios of
    the chances stay, and s is what makes the number right.
    """
    out = np.zeros(len(u), np.bool_)
    rank = _log_odds(u) - _log_odds(chance)
    for g, number in enumerate(expected):
        rows = np.flatnonzero((group == g) & (chance > 0.0))
        n = min(rounded_number(float(number), stream, g), len(rows))
        out[rows[np.argsort(rank[rows], kind="stable")[:n]]] = True
    return out


def _log_odds(share: Array) -> Array:
    inside = np.clip(share, SMALLEST_CHANCE, 1.0 - SMALLEST_CHANCE)
    return np.asarray(np.log(inside / (1.0 - inside)))


def draw_tenure(draft: Draft, inputs: Inputs, county: Array, kind: Array, urban: Array, head: Array) -> Array:
    """Tenure: as many of a county's family households rent as in the census; collective units have none.

    By residence and origin of the head the odds of owning are those of the priors, times a factor of the county.
    """
    family = kind == FAMILY
    owning = np.where(family, _by_origin(draft, inputs, "home_ownership_share", urban, head), 0.0)
    expected = np.bincount(county[family], minlength=len(inputs.rented)) * (1.0 - inputs.rented)
    stream = key(draft.seed, Step.TENURE)
    owns = chosen(owning, uniforms(stream, draft.id[head]), expected, county, stream)
    public = uniforms(key(draft.seed, Step.PUBLIC_RENT), draft.id[head]) < inputs.prior(
        "start_public_rent_share_of_renters")
    tenure = np.where(owns, OWN, np.where(public, PUBLIC_RENT, RENT))
    return np.where(family, tenure, NO_TENURE).astype(np.int8)


def draw_self_built(
    draft: Draft, inputs: Inputs, county: Array, tenure: Array, urban: Array, head: Array
) -> Array:
    """Owned homes that the family built itself, as many of a county's family households as in the census."""
    built = np.where(tenure == OWN, _by_origin(draft, inputs, "start_self_built_share_of_owners", urban, head), 0.0)
    expected = np.bincount(county[tenure != NO_TENURE], minlength=len(inputs.self_built)) * inputs.self_built
    stream = key(draft.seed, Step.SELF_BUILT)
    return chosen(built, uniforms(stream, draft.id[head]), expected, county, stream).astype(np.int8)


def _by_origin(draft: Draft, inputs: Inputs, stem: str, urban: Array, head: Array) -> Array:
    """A prior of each household: of villagers, of townspeople, or of heads of other hukou."""
    rural, town, migrant = (inputs.prior(f"{stem}_{kind}") for kind in ("rural_local", "urban_local", "migrant"))
    return np.where(draft.hukou[head] == HUKOU_LOCAL, np.where(urban == 1, town, rural), migrant)


def draw_floor_area(
    draft: Draft, inputs: Inputs, county: Array, tenure: Array, urban: Array, size: Array, head: Array
) -> Array:
    """Floor area [m2]: rises with the root of the size, larger in villages, smaller where rented; none in collectives.

    A county's mean a head is that of the census. Public homes have at most public_rental_unit_area, the others then
    have what is left.
    """
    relative = np.where(urban == 1, inputs.prior("floor_area_per_person_urban"),
                        inputs.prior("floor_area_per_person_rural"))
    relative = relative * np.where(tenure == OWN, 1.0, inputs.prior("start_rented_floor_area_ratio"))
    z = quantiles(uniforms(key(draft.seed, Step.FLOOR_AREA), draft.id[head]))
    area = relative * np.sqrt(size) * np.exp(AREA_SPREAD * z - AREA_SPREAD**2 / 2)
    area[tenure == NO_TENURE] = 0.0
    members = np.where(tenure == NO_TENURE, 0, size)
    total = inputs.floor_area * _summed(county, members, inputs)
    public = tenure == PUBLIC_RENT
    area *= (total / np.maximum(_summed(county, area, inputs), 1.0))[county]
    area[public] = np.minimum(area[public], inputs.prior("public_rental_unit_area"))
    of_public = _summed(county, np.where(public, area, 0.0), inputs)
    of_others = _summed(county, np.where(public, 0.0, area), inputs)
    return np.where(public, area, area * ((total - of_public) / np.maximum(of_others, 1.0))[county])


def _summed(county: Array, values: Array, inputs: Inputs) -> Array:
    return np.bincount(county, weights=values, minlength=len(inputs.floor_area))
