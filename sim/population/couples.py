"""Who is married to whom: husbands and wives of a county paired by age, origin and schooling.

Wives carry a wanted birth month of the husband (gap mean and spread from the assumptions); sorted by it they meet the
husbands sorted by birth month, rank by rank. Inside windows of about a year of age ranks are rearranged: migrants
meet migrants, and schooling scores are paired with the published correlation of spouses' schooling. Called by
`build`; calls `draws`.
"""

import numba as nb
import numpy as np

from sim.population.columns import FEMALE, HUKOU_LOCAL, MALE, MARRIED, NOBODY, Array
from sim.population.draft import Draft
from sim.population.draws import Step, key, rounded_number, uniforms, weighted_pick
from sim.population.inputs import Inputs
from sim.streams import normal_quantile

WINDOWS = 60
"""Windows of a county's couples, about one year of age each."""
SMALLEST_WINDOW = 10
MIGRANT_PAIRS = 0.7
"""Share of the possible migrant-migrant pairs that are made; judgement."""
MIGRANT_ABSENCE = 2.0
"""Weight of persons of other hukou among those whose spouse lives elsewhere; judgement."""


def pair_couples(draft: Draft, inputs: Inputs) -> None:
    """Fill `partner`, `union_start` and `n_unions`; a married person without partner has the spouse elsewhere."""
    gap = 12.0 * inputs.prior("spousal_age_gap_mean"), 12.0 * inputs.prior("spousal_age_gap_sd")
    absent = inputs.prior("start_wife_spouse_absent_share")
    n_counties = len(inputs.urban_share)
    for county in range(n_counties):
        wives, husbands = (_married(draft, county, sex) for sex in (FEMALE, MALE))
        n = len(wives) - rounded_number(absent * len(wives), key(draft.seed, Step.SPOUSE_ABSENT), county)
        n = min(n, len(husbands))
        wives, husbands = (_present(draft, rows, n) for rows in (wives, husbands))
        wives = wives[np.argsort(_wanted(draft, wives, *gap), kind="stable")]
        husbands = husbands[np.argsort(_wanted(draft, husbands, 0.0, 0.0), kind="stable")]
        window = max(SMALLEST_WINDOW, -(-n // WINDOWS))
        # Pairing by rank in a window of w correlates scores by about 1 - 3 / w before noise.
        noise = np.sqrt(max((1.0 - 3.0 / window) / inputs.homogamy - 1.0, 0.0))
        scores = [draft.latent[rows] + noise * _normals(draft, rows) for rows in (wives, husbands)]
        migrant = [draft.hukou[rows] != HUKOU_LOCAL for rows in (wives, husbands)]
        u = uniforms(key(draft.seed, Step.MIGRANT_PAIR), draft.id[wives])
        _pair(wives, husbands, scores[0], scores[1], migrant[0], migrant[1], u, window, MIGRANT_PAIRS, draft.partner)
    _date_unions(draft, inputs)


def _married(draft: Draft, county: int, sex: int) -> Array:
    rows = draft.rows_of(county, sex)
    return np.asarray(np.flatnonzero(draft.marital[rows] == MARRIED) + rows.start)


def _present(draft: Draft, rows: Array, n: int) -> Array:
    """`n` of the rows, those of other hukou more often left out; in order of rows."""
    weights = np.where(draft.hukou[rows] == HUKOU_LOCAL, 1.0, MIGRANT_ABSENCE)
    left_out = weighted_pick(weights, draft.id[rows], len(rows) - n, key(draft.seed, Step.SPOUSE_ABSENT))
    return np.delete(rows, left_out)


def _wanted(draft: Draft, rows: Array, gap_mean: float, gap_sd: float) -> Array:
    """Wanted birth month of the spouse (own birth month less the gap), with a keyed fraction against ties."""
    tie = uniforms(key(draft.seed, Step.AGE_TIE), draft.id[rows])
    if gap_mean == 0.0 and gap_sd == 0.0:
        return np.asarray(draft.birth[rows] + tie)
    gaps = gap_mean + gap_sd * _quantiles(uniforms(key(draft.seed, Step.AGE_GAP), draft.id[rows]))
    return np.asarray(draft.birth[rows] - gaps + tie)


def _normals(draft: Draft, rows: Array) -> Array:
    return _quantiles(uniforms(key(draft.seed, Step.HOMOGAMY), draft.id[rows]))


@nb.njit(cache=True)
def _quantiles(u: Array) -> Array:
    out = np.empty(len(u))
    for i in range(len(u)):
        out[i] = normal_quantile(u[i])
    return out


@nb.njit(cache=True)
def _pair(
    wives: Array, husbands: Array, wife_score: Array, husband_score: Array, wife_migrant: Array,
    husband_migrant: Array, u: Array, window: int, migrant_pairs: float, partner: Array,
) -> None:
    for start in range(0, len(wives), window):
        stop = min(start + window, len(wives))
        n_wives, n_husbands = wife_migrant[start:stop].sum(), husband_migrant[start:stop].sum()
        n_pairs = min(n_wives, n_husbands) * migrant_pairs
        n_both = int(n_pairs + u[start])
        w = _blocks(wife_score[start:stop], wife_migrant[start:stop], n_both)
        h = _blocks(husband_score[start:stop], husband_migrant[start:stop], n_both)
        for i in range(stop - start):
            partner[wives[start + w[i]]] = husbands[start + h[i]]
            partner[husbands[start + h[i]]] = wives[start + w[i]]


@nb.njit(cache=True)
def _blocks(score: Array, migrant: Array, n_first: int) -> Array:
    """Order by score within two blocks: the first `n_first` migrants, then everybody else."""
    sort_key = score.astype(np.float64)
    taken = 0
    for i in range(len(score)):
        if migrant[i] and taken < n_first:
            taken += 1
            sort_key[i] -= 1000.0
    return np.argsort(sort_key)


def _date_unions(draft: Draft, inputs: Inputs) -> None:
    """Wedding months: the wife's first wedding, not before the husband is 19; later for a remarried share."""
    again = uniforms(key(draft.seed, Step.REMARRIAGE), draft.id) < inputs.prior("start_remarried_share")
    when = uniforms(key(draft.seed, Step.REMARRIAGE_DATE), draft.id)
    _date(draft.sex, draft.marital, draft.partner, draft.birth, draft.first_wedding, again, when,
          draft.start_month, draft.union_start, draft.n_unions)


@nb.njit(cache=True)
def _date(
    sex: Array, marital: Array, partner: Array, birth: Array, first_wedding: Array, again: Array, when: Array,
    start_month: int, union_start: Array, n_unions: Array,
) -> None:
    for i in range(len(sex)):
        if marital[i] == 0 or (partner[i] != NOBODY and sex[i] == 0):
            continue
        spouse = partner[i]
        first = int(first_wedding[i])
        if spouse != NOBODY:
            grown = int(birth[spouse]) + 19 * 12 + int(36 * when[i])
            first = min(max(first, grown), start_month - 1)
            first_wedding[i] = first
        start = first
        if marital[i] == MARRIED and again[i] and start_month - first > 60:
            start = first + 36 + int(when[i] * (start_month - first - 37))
        union_start[i] = start
        n_unions[i] = 2 if start > first else 1
        if spouse != NOBODY:
            union_start[spouse] = start
            n_unions[spouse] = n_unions[i]
            first_wedding[spouse] = min(int(first_wedding[spouse]), start) if n_unions[i] == 2 else start
