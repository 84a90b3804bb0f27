"""The marriage market: search, meeting, acceptance, wedding.

Women are the short side. A searching woman wants a husband of some age (her age plus a drawn gap) and meets one of
the searching men near that age, the likelier the better his schooling goes with hers; both accept by the utility of
the match over a reservation value that falls with time. A man met by one woman this month is not met by another, so
a couple that matches displaces other meetings. Nothing depends on the order of rows: women come in the order of a
keyed draw, and among equal men the lowest keyed draw is met.
"""

import math
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.clock import NO_MONTH
from sim.places.pack import Pack
from sim.population.columns import (
    FAMILY,
    HUKOU_LOCAL,
    MALE,
    MARRIED,
    NEVER_MARRIED,
    NOBODY,
    OWN,
    RESIDENT,
    TO_WED,
    WIDOWED,
    Array,
    Households,
    Persons,
)
from sim.processes.accounts import MOVED_IN, MOVED_OUT, N_COUNTIES, N_SCHOOLING, age_at
from sim.processes.education_work import enrolled
from sim.processes.migration import change_county, move_home, new_household
from sim.streams import Decision, normal_quantile, stream_key, uniform

SEARCH, ACCEPTANCE = int(Decision.PARTNER_SEARCH), int(Decision.ACCEPTANCE)
TARGET_AGE, TARGET_EDUCATION = int(Decision.TARGET_AGE), int(Decision.TARGET_EDUCATION)
TARGET_COUNTY, PICK, PRIORITY = int(Decision.TARGET_COUNTY), int(Decision.PARTNER_PICK), int(Decision.MEETING_PRIORITY)
HOME = int(Decision.HOME)
LEGAL_AGE_WOMEN, LEGAL_AGE_MEN, OLDEST = 20, 22, 64
N_MALE_AGES = OLDEST - LEGAL_AGE_MEN + 1


class MarketMonth(NamedTuple):
    """What moves the market in one month: level of the first-marriage hazard, wedding and meeting factors."""

    peak: float
    factor: float


class Singles(NamedTuple):
    """What the search reads of every unmarried adult, side by side, packed once a year; `row` leads to the rest."""

    row: Array
    id: Array
    birth: Array
    sex: Array
    education: Array


_PACKED = Singles._fields[1:]


class Seeking(NamedTuple):
    """Men who can be met this month: row, id and cell of county, age and schooling."""

    row: Array
    id: Array
    cell: Array


class SinglesList:
    """The packed singles of a year, with room for those who become single in it."""

    def __init__(self, rows: Array, persons: Persons) -> None:
        room = len(rows) + len(rows) // 8 + 256
        self.table = Singles(np.empty(room, np.int32), *(np.empty(room, getattr(persons, n).dtype) for n in _PACKED))
        self.n = 0
        by_sex = np.argsort(persons.sex[rows], kind="stable")  # the search then meets each sex in one run
        self.add(rows[by_sex], persons)

    def add(self, rows: Array, persons: Persons) -> None:
        """List the persons in `rows` as well."""
        stop = self.n + len(rows)
        if stop > len(self.table.row):
            self.table = Singles(*(np.concatenate((column, np.empty_like(column))) for column in self.table))
        self.table.row[self.n : stop] = rows
        for name in _PACKED:
            getattr(self.table, name)[self.n : stop] = getattr(persons, name)[rows]
        self.n = stop


def may_search(birth: Array, month: int) -> Array:
    """Which persons, by month of birth, are not yet too old to search."""
    return np.asarray(month - birth < (OLDEST + 1) * 12)


@nb.njit(cache=True)
def first_marriage_hazard(age: float, education: int, peak: float, p: Any) -> float:
    """Women's hazard of a first marriage [1/year]: one hump over age, later with schooling.

    age [years]      education 0..5      peak [1/year] of the year
    p reads marriage_peak_age, marriage_age_per_level, marriage_width_young, marriage_width_old. Form ours.
    """
    x = age - (p.marriage_peak_age + p.marriage_age_per_level * (education - 3))
    width = p.marriage_width_young if x < 0 else p.marriage_width_old
    return peak * math.exp(-0.5 * (x / width) ** 2)


@nb.njit(cache=True)
def remarriage_hazard(age: float, marital: int, p: Any) -> float:
    """Women's hazard of marrying again [1/year]; p reads remarriage_women, remarriage_fall, widow_search."""
    hazard = p.remarriage_women * math.exp(-p.remarriage_fall * max(age - 30.0, 0.0))
    return hazard * (p.widow_search if marital == WIDOWED else 1.0)


@nb.njit(cache=True)
def acceptance_probability(
    age: float, gap_off: float, log_earnings: float, hukou_differs: bool, p: Any
) -> float:
    """Probability that one side accepts a match; p reads the five acceptance parameters.

    age [years] of the one who decides      gap_off [years] off the wanted age gap
    log_earnings : the other's earnings over the city's mean, in logs (0 where it does not count)
    """
    utility = p.acceptance + p.acceptance_by_age * (age - 25.0) - p.acceptance_gap * gap_off * gap_off
    utility += p.acceptance_earnings * log_earnings - (p.acceptance_hukou if hukou_differs else 0.0)
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
    one = acceptance_probability(27.0, 0.0, 0.0, False, p)
    return one * one


@nb.njit(cache=True, nogil=True)
def search(
    start: int, stop: int, singles: Singles, persons: Persons, market: MarketMonth, p: Any, seed: int, month: int
) -> tuple[Array, Seeking]:
    """Women among the singles who meet someone this month, and men who can be met.

    A woman's meeting hazard is her marriage hazard over the mean acceptance; enrolled women hardly search. The draw
    comes first: only those it picks are looked up, and dropped if they have died, moved away or married since.
    """
    key = stream_key(seed, SEARCH, month)
    women, n_women, n_men = np.empty(stop - start, np.int32), 0, 0
    men, cells = np.empty(stop - start, np.int32), np.empty(stop - start, np.int32)
    identities = np.empty(stop - start, np.int64)
    per_wedding = 1.0 / mean_acceptance(p)
    highest = max(market.peak, p.remarriage_women * max(p.widow_search, 1.0))
    most_likely = 1.0 - math.exp(-highest * market.factor * per_wedding / 12.0)
    for k in range(start, stop):
        male = singles.sex[k] == MALE
        u = uniform(key, singles.id[k])
        if u >= (p.searching_men if male else most_likely):
            continue
        i = np.uintp(singles.row[k])
        age = (month - singles.birth[k]) / 12.0
        if persons.presence[i] != RESIDENT or persons.marital[i] == MARRIED or age >= OLDEST + 1:
            continue
        effort = p.enrolled_search if enrolled(age, singles.education[k]) else 1.0
        if male:
            if age >= LEGAL_AGE_MEN and u < p.searching_men * effort:
                men[n_men], identities[n_men] = i, singles.id[k]
                cells[n_men] = _cell(persons.county[i], int(age), singles.education[k])
                n_men += 1
        elif age >= LEGAL_AGE_WOMEN:
            if persons.marital[i] == NEVER_MARRIED:
                hazard = first_marriage_hazard(age, singles.education[k], market.peak, p)
            else:
                hazard = remarriage_hazard(age, persons.marital[i], p)
            if u < 1.0 - math.exp(-hazard * effort * market.factor * per_wedding / 12.0):
                women[n_women] = i
                n_women += 1
    found = Seeking(men[:n_men].copy(), identities[:n_men].copy(), cells[:n_men].copy())
    return women[:n_women].copy(), found


@nb.njit(cache=True)
def _cell(county: int, age: int, education: int) -> int:
    return (county * N_MALE_AGES + min(max(age, LEGAL_AGE_MEN), OLDEST) - LEGAL_AGE_MEN) * N_SCHOOLING + education


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
        if at < LEGAL_AGE_MEN or at > OLDEST:
            continue
        total = 0.0
        for e in range(N_SCHOOLING):
            total += left[_cell(county, at, e)] * affinity[education, e]
        if total <= 0.0:
            continue
        cumulated = 0.0
        chosen = -1
        for e in range(N_SCHOOLING):
            weight = left[_cell(county, at, e)] * affinity[education, e]
            if weight > 0.0:
                chosen = _cell(county, at, e)
                cumulated += weight
                if u * total < cumulated:
                    break
        return chosen
    return -1


@nb.njit(cache=True)
def _take_man(
    cell: int, woman_id: int, pool: Array, identities: Array, first: Array, left: Array, key: np.uint64
) -> int:
    """The man of a cell with the lowest keyed draw for this woman; he leaves the pool."""
    best, lowest = -1, 2.0
    for position in range(first[cell], first[cell] + left[cell]):
        u = uniform(key, identities[position] ^ woman_id)
        if u < lowest:
            best, lowest = position, u
    man = pool[best]
    left[cell] -= 1
    last = first[cell] + left[cell]
    pool[best], identities[best] = pool[last], identities[last]
    return man


@nb.njit(cache=True)
def match(
    women: Array, men: Seeking, persons: Persons, affinity: Array, mean_log_earnings: float, p: Any, seed: int,
    month: int,
) -> tuple[Array, Array]:
    """Couples that form this month: rows of wives and of husbands.

    affinity : (wife_education, husband_education), how much likelier than by chance a pair of levels meets
    """
    priority_key, age_key = stream_key(seed, PRIORITY, month), stream_key(seed, TARGET_AGE, month)
    school_key, county_key = stream_key(seed, TARGET_EDUCATION, month), stream_key(seed, TARGET_COUNTY, month)
    pick_key, accept_key = stream_key(seed, PICK, month), stream_key(seed, ACCEPTANCE, month)
    pool, identities, first, left = _sort_men(men)
    priority = np.empty(len(women))
    for k in range(len(women)):
        priority[k] = uniform(priority_key, persons.id[women[k]])
    wives, husbands = np.empty(len(women), np.int32), np.empty(len(women), np.int32)
    n = 0
    for place in np.argsort(priority):
        woman = women[place]
        identity, county = persons.id[woman], persons.county[woman]
        u = uniform(county_key, identity)
        if u < p.cross_county:
            county = (county + 1 + int(u / p.cross_county * (N_COUNTIES - 1))) % N_COUNTIES
        wanted = wanted_age((month - persons.birth[woman]) / 12.0, uniform(age_key, identity), p)
        u = uniform(school_key, identity)
        cell = _choose_cell(county, int(wanted), persons.education[woman], left, affinity, u)
        if cell < 0:
            continue
        man = _take_man(cell, identity, pool, identities, first, left, pick_key)
        if _both_accept(woman, man, wanted, persons, mean_log_earnings, uniform(accept_key, identity), p, month):
            wives[n], husbands[n] = woman, man
            n += 1
    return wives[:n], husbands[:n]


@nb.njit(cache=True)
def _both_accept(
    woman: int, man: int, wanted: float, persons: Persons, mean_log_earnings: float, u: float, p: Any, month: int
) -> bool:
    """Whether both accept: one uniform against the product of two independent acceptances."""
    age_woman, age_man = (month - persons.birth[woman]) / 12.0, (month - persons.birth[man]) / 12.0
    off = age_man - wanted
    differs = (persons.hukou[woman] == HUKOU_LOCAL) != (persons.hukou[man] == HUKOU_LOCAL)
    log_earnings = math.log(max(persons.earnings[man], 6000.0)) - mean_log_earnings
    hers = acceptance_probability(age_woman, off, log_earnings, differs, p)
    his = acceptance_probability(age_man - 2.0, off, 0.0, differs, p)
    if persons.due[woman] != NO_MONTH and persons.due_outcome[woman] == TO_WED:
        return u < 1.0 - p.hurried_refusal * (1.0 - hers * his)
    return u < hers * his


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


