"""The marriage market: whom a searching woman meets, and whether both accept.

A searching woman wants a husband of some age (her age plus a drawn gap) and meets one of the searching men near that
age, the likelier the better his schooling goes with hers; both accept by the utility of the match over a reservation
value that falls with time. A man met by one woman this month is not met by another, so a couple that matches displaces
other meetings. Nothing depends on the order of rows: women come in the order of a keyed draw, and among equal men the
lowest keyed draw is met.
"""

import functools
import math
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.chunks import Chunks, joined
from sim.clock import NO_MONTH
from sim.parameters import unpacked
from sim.places.pack import Pack
from sim.population.columns import HUKOU_LOCAL, TO_WED, Array, Households, Persons
from sim.prefetch import AHEAD, FAR, prefetch
from sim.processes.accounts import N_COUNTIES, N_SCHOOLING
from sim.processes.unions.entry_cost import (
    Purses,
    ask_for_purse,
    gain_of_means,
    match_readiness,
    match_short,
    means_of_match,
    purses,
)
from sim.streams import Decision, normal_quantile, number_of, stream_key, uniform

ACCEPTANCE, TARGET_AGE, TARGET_EDUCATION = (
    number_of(Decision.ACCEPTANCE), number_of(Decision.TARGET_AGE), number_of(Decision.TARGET_EDUCATION))
TARGET_COUNTY, PICK = number_of(Decision.TARGET_COUNTY), number_of(Decision.PARTNER_PICK)
PRIORITY = number_of(Decision.MEETING_PRIORITY)
LEGAL_AGE_MEN, OLDEST_MET = 22, 64
N_MALE_AGES = OLDEST_MET - LEGAL_AGE_MEN + 1
ROWS_OF_ACCEPTANCE = 25
"""What one meeting costs until both have made up their minds, in rows of `chunks.SMALL_CALL`."""


class Seeking(NamedTuple):
    """Men who can be met this month: row, id and cell of county, age and schooling."""

    row: Array
    id: Array
    cell: Array


@nb.njit(cache=True)
def acceptance_probability(
    age: float, gap_off: float, log_earnings: float, hukou_differs: bool, means: float, p: Any
) -> float:
    """Probability that one side accepts a match; p reads the five acceptance parameters.

    age [years] of the one who decides      gap_off [years] off the wanted age gap
    log_earnings : the other's earnings over the city's mean, in logs (0 where it does not count)
    means : what housing readiness and cash add, `gain_of_means` [log odds]
    """
    utility = p.acceptance + p.acceptance_by_age * (age - 25.0) - p.acceptance_gap * gap_off * gap_off
    utility += p.acceptance_earnings * log_earnings - (p.acceptance_hukou if hukou_differs else 0.0) + means
    return 1.0 / (1.0 + math.exp(-utility))


@nb.njit(cache=True)
def wanted_age(age: float, u: float, p: Any) -> float:
    """Age [years] of the husband whom a woman of an age has in mind: a normal gap, cut off at men's legal age.

    p reads age_gap_mean, age_gap_sd.
    """
    lowest = 0.5 * (1.0 + math.erf((LEGAL_AGE_MEN - age - p.age_gap_mean) / (p.age_gap_sd * math.sqrt(2.0))))
    return age + p.age_gap_mean + p.age_gap_sd * normal_quantile(lowest + (1.0 - lowest) * u)


@nb.njit(cache=True)
def mean_acceptance(p: Any) -> float:
    """Both sides' acceptance of a match as wanted at 27, by which meetings exceed weddings."""
    one = acceptance_probability(27.0, 0.0, 0.0, False, 0.0, p)
    return one * one


@nb.njit(cache=True)
def cell_of(county: int, age: int, education: int) -> int:
    """Cell of the men of a county, age and schooling."""
    return (county * N_MALE_AGES + min(max(age, LEGAL_AGE_MEN), OLDEST_MET) - LEGAL_AGE_MEN) * N_SCHOOLING + education


@nb.njit(cache=True)
def county_looked_in(county: int, u: float, running: Array, p: Any) -> int:
    """County in which a woman looks for a husband: her own, or at a chance any by its searching men.

    running : (county,) cumulated shares of the searching men      p reads cross_county, the share who look elsewhere
    By searching men, expected flows of brides and of bridegrooms between two counties are equal; equal chances of all
    other counties filled the small ones with brides.
    """
    alike = running[0] ** 2
    for c in range(1, len(running)):
        alike += (running[c] - running[c - 1]) ** 2
    leaves = p.cross_county / max(1.0 - alike, p.cross_county, 1e-9)
    if u >= leaves:
        return county
    for c in range(len(running)):
        if u < leaves * running[c]:
            return c
    return county


@nb.njit(cache=True)
def _sort_men(men: Seeking) -> tuple[Array, Array, Array, Array]:
    """Rows and ids of the men sorted by cell; first position and number left of each cell."""
    n_cells = N_COUNTIES * N_MALE_AGES * N_SCHOOLING
    left = np.zeros(n_cells, np.int64)
    for cell in men.cell:
        left[cell] += 1
    first = np.zeros(n_cells, np.int64)
    first[1:] = np.cumsum(left)[:-1]
    place = first.copy()
    pool, identities = np.empty(len(men.row), np.int32), np.empty(len(men.row), np.int64)
    for k in range(len(men.row)):
        at = place[men.cell[k]]
        pool[at], identities[at] = men.row[k], men.id[k]
        place[men.cell[k]] += 1
    return pool, identities, first, left


@nb.njit(cache=True)
def _choose_cell(
    county: int, age: int, education: int, left: Array, affinity: Array, u: float
) -> int:
    """Cell of the man whom a woman meets: nearest wanted age first, schooling by affinity times men there; or -1."""
    for step in range(13):
        at = age + (step + 1) // 2 * (1 if step % 2 == 1 else -1)
        if at < LEGAL_AGE_MEN or at > OLDEST_MET:
            continue
        total = 0.0
        for e in range(N_SCHOOLING):
            total += left[cell_of(county, at, e)] * affinity[education, e]
        if total <= 0.0:
            continue
        cumulated = 0.0
        chosen = -1
        for e in range(N_SCHOOLING):
            weight = left[cell_of(county, at, e)] * affinity[education, e]
            if weight > 0.0:
                chosen = cell_of(county, at, e)
                cumulated += weight
                if u * total < cumulated:
                    break
        return chosen
    return -1


@nb.njit(cache=True)
def _take_man(
    cell: int, woman_id: int, pool: Array, identities: Array, first: Array, left: Array, draws: Array, key: np.uint64
) -> int:
    """The man of a cell with the lowest keyed draw for this woman; he leaves the pool.

    draws : room for those of the largest cell, made before any is compared: drawing alone is vectorised
    """
    begin, n = first[cell], left[cell]
    for k in range(n):
        draws[k] = uniform(key, identities[begin + k] ^ woman_id)
    best, lowest = -1, 2.0
    for k in range(n):
        if draws[k] < lowest:
            best, lowest = begin + k, draws[k]
    man = pool[best]
    left[cell] -= 1
    last = first[cell] + left[cell]
    pool[best], identities[best] = pool[last], identities[last]
    return man


@nb.njit(cache=True)
def meet(
    women: Array, men: Seeking, persons: Persons, affinity: Array, p: Any, seed: int, month: int
) -> tuple[Array, Array, Array]:
    """Meetings of this month: rows of women and of men, and the age that each woman had in mind.

    affinity : (wife_education, husband_education), how much likelier than by chance a pair of levels meets
    """
    persons, p = unpacked(persons), unpacked(p)
    priority_key, age_key = stream_key(seed, PRIORITY, month), stream_key(seed, TARGET_AGE, month)
    school_key, county_key = stream_key(seed, TARGET_EDUCATION, month), stream_key(seed, TARGET_COUNTY, month)
    pick_key = stream_key(seed, PICK, month)
    pool, identities, first, left = _sort_men(men)
    running = np.cumsum(left.reshape(N_COUNTIES, N_MALE_AGES * N_SCHOOLING).sum(axis=1)) / max(len(men.row), 1)
    priority = np.empty(len(women))
    for k in range(len(women)):
        priority[k] = uniform(priority_key, persons.id[women[k]])
    hers, his, ages = np.empty(len(women), np.int32), np.empty(len(women), np.int32), np.empty(len(women))
    draws, n, turns = np.empty(left.max()), 0, np.argsort(priority)
    for k in range(len(women)):
        if len(persons.id) > FAR:
            coming = women[turns[min(k + AHEAD, len(women) - 1)]]
            prefetch(coming, persons.id, persons.county, persons.birth, persons.education)
        woman = women[turns[k]]
        identity, county = persons.id[woman], persons.county[woman]
        county = county_looked_in(county, uniform(county_key, identity), running, p)
        wanted = wanted_age((month - persons.birth[woman]) / 12.0, uniform(age_key, identity), p)
        u = uniform(school_key, identity)
        cell = _choose_cell(county, int(wanted), persons.education[woman], left, affinity, u)
        if cell >= 0:
            hers[n], ages[n] = woman, wanted
            his[n] = _take_man(cell, identity, pool, identities, first, left, draws, pick_key)
            n += 1
    return hers[:n], his[:n], ages[:n]


def match(
    women: Array, men: Seeking, persons: Persons, households: Households, affinity: Array, mean_log_earnings: float,
    homes: Any, costs: Any, usual: Array, pay: float, p: Any, seed: int, month: int, chunks: Chunks | None = None,
) -> tuple[Array, Array]:
    """Couples that form this month: rows of wives and of husbands.

    homes, costs : records of `HousingConditions` and `WeddingCosts`      usual : (county, 2), `usual_means`
    pay : real pay over the level of the column of earnings
    """
    hers, his, wanted = meet(women, men, persons, affinity, p, seed, month)
    parts = (chunks or Chunks(1)).run(
        accept, len(hers), hers, his, wanted, persons, households, mean_log_earnings, homes, costs, usual, pay, p, seed,
        month, weight=ROWS_OF_ACCEPTANCE,
    )
    return joined([wives for wives, _ in parts]), joined([husbands for _, husbands in parts])


@nb.njit(cache=True, nogil=True)
def accept(
    start: int, stop: int, hers: Array, his: Array, wanted: Array, persons: Persons, households: Households,
    mean_log_earnings: float, homes: Any, costs: Any, usual: Array, pay: float, p: Any, seed: int, month: int,
) -> tuple[Array, Array]:
    """Wives and husbands of some of the meetings, of `meet`: those that both accept; the others as in `match`."""
    persons, households = unpacked(persons), unpacked(households)
    homes, costs, p = unpacked(homes), unpacked(costs), unpacked(p)
    accept_key = stream_key(seed, ACCEPTANCE, month)
    wives, husbands = np.empty(stop - start, np.int32), np.empty(stop - start, np.int32)
    of = purses(persons, households)
    n = 0
    for k in range(start, stop):
        if len(persons.id) > FAR:
            coming = min(k + 2 * AHEAD, stop - 1)
            prefetch(hers[coming], of.household, persons.due)
            prefetch(his[coming], of.household)
            ask_for_purse(hers[min(k + AHEAD, stop - 1)], of)
            ask_for_purse(his[min(k + AHEAD, stop - 1)], of)
        woman, man = hers[k], his[k]
        ready, short = readiness_and_short(woman, man, of, homes, costs, pay, p, seed, month)
        county = persons.county[man]
        for_both = gain_of_means(usual[county, 0], usual[county, 0], short, usual[county, 1], p)
        for_her = gain_of_means(ready, usual[county, 0], short, usual[county, 1], p)
        u = uniform(accept_key, persons.id[woman])
        age_woman, age_man = (month - persons.birth[woman]) / 12.0, (month - persons.birth[man]) / 12.0
        differs = (persons.hukou[woman] == HUKOU_LOCAL) != (persons.hukou[man] == HUKOU_LOCAL)
        log_earnings = math.log(max(persons.earnings[man], 6000.0)) - mean_log_earnings
        hurried = persons.due[woman] != NO_MONTH and persons.due_outcome[woman] == TO_WED
        if _both_accept(age_woman, age_man, wanted[k], differs, log_earnings, for_her, for_both, hurried, u, p):
            wives[n], husbands[n] = woman, man
            n += 1
    return wives[:n].copy(), husbands[:n].copy()


@nb.njit(cache=True)
def readiness_and_short(
    woman: int, man: int, of: Purses, homes: Any, costs: Any, pay: float, p: Any, seed: int, month: int
) -> tuple[float, float]:
    """Housing readiness of a match, and the share of wedding and bride price that it cannot pay, both 0 to 1."""
    m = means_of_match(woman, man, of, homes, costs, pay, p, seed, month)
    hers = m.hers + m.grant
    short = match_short(m.his, hers, m.parents, m.bride, m.income, of.county[man], costs, p)
    return match_readiness(m.ready > 0, m.his, hers, m.parents, m.bride, m.added, m.down, costs, p), short


@nb.njit(cache=True)
def curvatures(p: Any) -> tuple[float, float]:
    """How much more a poor match loses than a good one gains, for readiness and for the share not payable [1].

    A logistic acceptance a is concave above one half, its curvature over its slope 1 - 2a, at the mean acceptance.
    """
    bend = 2.0 * math.sqrt(mean_acceptance(p)) - 1.0
    return bend * p.acceptance_housing, bend * p.acceptance_short


@nb.njit(cache=True)
def add_means(
    hers: Array, his: Array, persons: Persons, households: Households, homes: Any, costs: Any, p: Any, seed: int,
    month: int,
) -> Array:
    """Sums over meetings of exp(-k readiness) and exp(k short), `curvatures` k, and their number, (county, 3).

    Summed in millionths, so that no order of rows shows in the last bits.
    """
    k_ready, k_short = curvatures(p)
    sums = np.zeros((N_COUNTIES, 3), np.int64)
    of = purses(persons, households)
    for k in range(len(hers)):
        ready, short = readiness_and_short(hers[k], his[k], of, homes, costs, 1.0, p, seed, month)
        county = persons.county[his[k]]
        sums[county, 0] += round(math.exp(-k_ready * ready) * 1e6)
        sums[county, 1] += round(math.exp(k_short * short) * 1e6)
        sums[county, 2] += 1
    return sums * np.array([1e-6, 1e-6, 1.0])


@nb.njit(cache=True)
def _both_accept(
    age_woman: float, age_man: float, wanted: float, differs: bool, log_earnings: float, for_her: float, for_him: float,
    hurried: bool, u: float, p: Any,
) -> bool:
    """Whether both accept: one uniform against the product of two independent acceptances.

    hurried : she is pregnant and to wed, which refuses a share p.hurried_refusal of what would be refused else
    """
    off = age_man - wanted
    hers = acceptance_probability(age_woman, off, log_earnings, differs, for_her, p)
    his = acceptance_probability(age_man - 2.0, off, 0.0, differs, for_him, p)
    if hurried:
        return u < 1.0 - p.hurried_refusal * (1.0 - hers * his)
    return u < hers * his


@functools.lru_cache(maxsize=16)
def schooling_affinity(pack: Pack) -> Array:
    """How much likelier than by chance two levels of schooling marry, (wife_education, husband_education) [ratio].

    From the joint table of couples in the pack (Gu 2018, four levels): joint share over the product of the margins.
    """
    table = pack.table("marriage_matching")
    level = {
        "primary_or_less": (0, 1), "junior_secondary": (2,), "senior_secondary": (3,),
        "junior_college_or_above": (4, 5),
    }
    joint = {(r.wife_education, r.husband_education): r.value for r in table.itertuples()}
    wives = {w: sum(v for (a, _), v in joint.items() if a == w) for w in level}
    husbands = {h: sum(v for (_, b), v in joint.items() if b == h) for h in level}
    total = sum(joint.values())
    affinity = np.zeros((N_SCHOOLING, N_SCHOOLING))
    for w, wife_levels in level.items():
        for h, husband_levels in level.items():
            for a in wife_levels:
                for b in husband_levels:
                    affinity[a, b] = joint[(w, h)] * total / (wives[w] * husbands[h])
    return affinity
