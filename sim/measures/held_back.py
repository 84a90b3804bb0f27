"""What holds births back in a city: the prospects of its women, as things are and with constraints lifted.

Reads a model at the turn of a year and changes nothing. Every woman of 20 to 44 is looked at who is neither pregnant
nor trying. Whoever is not married is given the husband and home of a married couple of her county, age group and number
of children, drawn by her id; of the whole city where her county has none. Called by `experiments.constraints`.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numba as nb
import numpy as np

from sim.clock import NO_MONTH
from sim.errors import UserError
from sim.handles import unpacked
from sim.measures.constraints import (
    N_LIFTED,
    TRIED_MONTHS,
    YOUNG,
    Apart,
    Prospect,
    births_expected,
    carried_within,
    joined,
    taken_apart,
)
from sim.policy.permission import Permission, pair_of, pair_permitted
from sim.population.columns import HUKOU_LOCAL, MARRIED, NOBODY, RESIDENT, Array, Households, Persons
from sim.population.desired import desired_children
from sim.population.draws import uniforms
from sim.processes.accounts import LAST_AGE, N_ORDERS, age_at
from sim.processes.childbearing.circumstances import Worlds, compiled_worlds_of
from sim.processes.childbearing.couple import Couple, Leaning, read_couple, taste
from sim.processes.childbearing.decision import terms
from sim.processes.childbearing.hazard_rule import years_waited
from sim.processes.childbearing.intentions import Minds, Seen, fecundity_ratio
from sim.processes.childbearing.month_terms import BY_UTILITY, Keys, PassSettings, keys_of
from sim.processes.childbearing.peers import cell as peer_cell
from sim.processes.childbearing.pregnancy import Biology
from sim.streams import Decision, stream_key, uniform

if TYPE_CHECKING:
    from sim.model import FertilityModel

YOUNGEST_WOMAN, OLDEST_WOMAN = 20, 44
"""Completed ages of the women looked at."""
AGE_GROUP_YEARS = 5
YEAR_MONTHS = 12
WOMEN_AT_ONCE = 20_000
"""Women whose subsets are held in memory together, 256 numbers each."""


class HeldBack(NamedTuple):
    """The women looked at, each array (woman,), and their expected births taken apart."""

    rows: Array
    couples: Array
    """Row of the wife whose husband and home count: her own where she is married, NOBODY where no couple was found."""
    county: Array
    """Position."""
    order: Array
    """Position of the next birth on the axis of birth orders 1, 2, 3, 4+."""
    married: Array
    pay: Array
    """Of both partners [yuan/year]; of a couple that does not exist where she is not married."""
    apart: Apart
    pregnant: Array
    """Rows of women of these ages who are left out: pregnant, or married and trying."""
    trying: Array


class Weighed(NamedTuple):
    """Expected births with every subset lifted, (woman, subset), and pay of both [yuan/year], (woman,)."""

    births: Array
    pay: Array


def held_back(model: "FertilityModel") -> HeldBack:
    """Expected births that the model's women begin in the year which begins with its month, taken apart.

    The run must go on for that year, whose calendar counts; `UserError` under another birth rule than utility.
    """
    if model.settings.birth_rule != "utility":
        raise UserError(f"constraints: the birth rule {model.settings.birth_rule} weighs nothing; allowed is utility")
    persons, women, month = model.population.persons, model.year.women, model.month
    ages = (month - persons.birth[women].astype(np.int64)) // 12
    here = (persons.presence[women] == RESIDENT) & (ages >= YOUNGEST_WOMAN) & (ages <= OLDEST_WOMAN)
    women = women[here][np.argsort(persons.id[women[here]])]
    wed, pregnant = persons.marital[women] == MARRIED, persons.due[women] != NO_MONTH
    trying = ~pregnant & wed & (persons.trying_since[women] != NO_MONTH)
    rows = women[~pregnant & ~trying]
    married = persons.marital[rows] == MARRIED
    couples = rows.copy()
    couples[~married] = partners_given(rows[~married], women[wed], persons, model.settings.seed, month)
    births, pay = [], []
    for part, theirs in _parts(rows, couples):
        weighed = _weighed(model, part, theirs)
        births.append(taken_apart(weighed.births))
        pay.append(weighed.pay)
    return HeldBack(
        rows=rows,
        couples=couples,
        county=persons.county[rows].astype(np.int64),
        order=np.minimum(persons.parity[rows].astype(np.int64), N_ORDERS - 1),
        married=married,
        pay=np.concatenate(pay),
        apart=Apart(*(np.concatenate(arrays) for arrays in zip(*births, strict=True))),
        pregnant=women[pregnant],
        trying=women[trying],
    )


def partners_given(singles: Array, wives: Array, persons: Persons, seed: int, month: int) -> Array:
    """Rows of the wives whose couples stand for those that the singles could be, NOBODY where there is none, (single,).

    A wife of her county, age group and number of children whose husband is here, by a draw of the single woman's id; of
    the whole city where the county has none.
    """
    wives = wives[persons.partner[wives] != NOBODY]
    wives = wives[np.argsort(persons.id[wives])]  # no draw depends on the order of rows
    key: Any = np.uint64(stream_key(seed, int(Decision.GIVEN_PARTNER), month))
    u = uniforms(key, persons.id[singles])
    found = np.full(len(singles), NOBODY, wives.dtype)
    for by_county in (True, False):
        lacking = np.flatnonzero(found == NOBODY)
        found[lacking] = _drawn(
            _cells(singles[lacking], persons, month, by_county), wives, _cells(wives, persons, month, by_county),
            u[lacking])
    return found


def _drawn(wanted: Array, wives: Array, cells: Array, u: Array) -> Array:
    """One of the wives of each cell wanted, NOBODY where it is empty; u : draws in [0, 1)."""
    order = np.argsort(cells, kind="stable")
    cells, wives = cells[order], wives[order]
    first, last = np.searchsorted(cells, wanted, "left"), np.searchsorted(cells, wanted, "right")
    picked = first + (u * (last - first)).astype(np.int64)
    return np.where(last > first, np.append(wives, NOBODY)[np.where(last > first, picked, len(wives))], NOBODY)


def _cells(rows: Array, persons: Persons, month: int, by_county: bool) -> Array:
    """Cell of each woman: age group and number of children, and her county where asked for."""
    ages = (month - persons.birth[rows].astype(np.int64)) // 12
    cells = ages // AGE_GROUP_YEARS * N_ORDERS + np.minimum(persons.parity[rows].astype(np.int64), N_ORDERS - 1)
    return cells + 1000 * persons.county[rows].astype(np.int64) if by_county else cells


def _parts(*arrays: Array) -> Iterator[tuple[Array, ...]]:
    """Successive parts of arrays of one length; one empty part of empty ones."""
    for start in range(0, max(len(arrays[0]), 1), WOMEN_AT_ONCE):
        yield tuple(array[start : start + WOMEN_AT_ONCE] for array in arrays)


def _weighed(model: "FertilityModel", rows: Array, couples: Array) -> Weighed:
    """Expected births of some rows with every subset lifted, by the draws, rules and prices of the model's month."""
    decisions, settings, month = model.decisions, model.settings, model.month
    at = month - model.incomes.first
    told = PassSettings(
        month=month, seed=settings.seed, trait_seed=settings.start_seed, rule=BY_UTILITY,
        factor=float(model.paths.intention[at : at + YEAR_MONTHS].mean()))
    assert len(model.paths.intention) >= at + YEAR_MONTHS, "the run must reach the end of the year looked at"
    return weigh(
        rows, couples, model.population.persons_handle, model.population.households_handle, decisions.biology.table,
        decisions.permission(month), decisions.minds(month, model.nurseries.reach, model.employment.beliefs.leave_cost),
        told, model.p)


# Compiled: steps that read columns are inlined, for the reason that `childbearing.reviews` gives ----------------------


@nb.njit(cache=True)
def part_left(month: int, last_birth: int, postpartum: int) -> float:
    """Part of the coming year in which a couple may start to try, the rest after its last birth left out."""
    rest = 0 if last_birth == NO_MONTH else max(last_birth + postpartum - month, 0)
    return max(YEAR_MONTHS - rest, 0) / YEAR_MONTHS


@nb.njit(cache=True, inline="always")
def couple_read(
    i: np.uintp, wife: np.uintp, persons: Persons, households: Households, permission: Permission, world: Any,
    keys: Keys, month: int, p: Any,
) -> Couple:
    """The couple of the woman in row `i` with the husband and home of the wife in another row, or in her own."""
    county, order, identity, husband = persons.county[i], persons.parity[i] + 1, persons.id[i], persons.partner[wife]
    local, his_taste, his_fund = persons.hukou[i] == HUKOU_LOCAL, 0.0, 1.0
    if husband != NOBODY:
        local = local or persons.hukou[husband] == HUKOU_LOCAL
        his_taste = taste(keys.taste_person, persons.id[husband], p.taste_person)
        his_fund = uniform(keys.fund, persons.id[husband])
    pair = pair_of(i, husband, persons)
    leaning = Leaning(
        desired=desired_children(uniform(keys.desired, identity), persons.birth[i], p),
        waited=years_waited(month, persons.last_birth[i], persons.union_start[wife]),
        taste=taste(keys.taste_couple, identity, p.taste_couple),
        wife_taste=taste(keys.taste_person, identity, p.taste_person),
        husband_taste=his_taste,
        permitted=pair_permitted(county, order, pair, permission.now),
        permitted_later=pair_permitted(county, order, pair, permission.later),
        wife_fund=uniform(keys.fund, identity),
        husband_fund=his_fund,
    )
    pay, elsewhere = world.level.pay, world.level.elsewhere_pay
    she = read_couple(i, persons, households, month, pay, elsewhere, world.homes, leaning)
    theirs = read_couple(wife, persons, households, month, pay, elsewhere, world.homes, leaning)
    return joined(she, theirs, local)


@nb.njit(cache=True)
def prospect_of(
    couple: Couple, married: bool, years: float, peers: float, seen: Seen, biology: Biology, rank: float,
    sterility: float, now: Any, later: Any, calendar: float, p: Any,
) -> Prospect:
    """What the births that a couple begins in the year hang on.

    years : of `part_left`      peers : of its cell      rank, sterility : permanent draws of hers
    now, later : its county's worlds of a birth now and after waiting      calendar : factor on starting
    Ages and waits are taken at the middle of the part of the year in which it may start.
    """
    ahead = 1.0 - 0.5 * years
    spending, then = seen.spending[couple.county, couple.urban], ahead + p.waiting_years
    at_first = terms(couple, couple.permitted, now, ahead, peers, spending, p)
    at_last = terms(couple, couple.permitted_later, later, then, peers, spending, p)
    free_first, free_last = at_first, at_last
    if not (couple.permitted and couple.permitted_later):
        free_first = terms(couple, True, now, ahead, peers, spending, p)
        free_last = terms(couple, True, later, then, peers, spending, p)
    ratio = fecundity_ratio(couple.age, seen.fecundity, p)
    carried = carried_within(
        TRIED_MONTHS, couple.county, couple.age + ahead, LAST_AGE, rank, sterility, biology.fecundability,
        biology.sterile, biology.loss)
    young_ratio, young_carried = ratio, carried
    if couple.age >= YOUNG:
        young_ratio, young_carried = 1.0, carried_within(
            TRIED_MONTHS, couple.county, couple.age + ahead, YOUNG, rank, sterility, biology.fecundability,
            biology.sterile, biology.loss)
    return Prospect(
        in_union=married, now=at_first, later=at_last, free_now=free_first, free_later=free_last, years=years,
        factor=calendar * (1.0 if couple.husband_here else p.spouse_absent), ratio=ratio, young_ratio=young_ratio,
        carried=carried, young_carried=young_carried)


@nb.njit(cache=True, inline="always")
def weigh_woman(
    i: np.uintp, wife: np.uintp, persons: Persons, households: Households, biology: Biology, permission: Permission,
    seen: Seen, now: Worlds, later: Worlds, keys: Keys, told: PassSettings, p: Any, births: Array,
) -> float:
    """Write the expected births of the woman in row `i` with every subset lifted, (subset,); returns the couple's pay.

    wife : row of the wife whose husband and home count
    """
    month, identity, county = told.month, persons.id[i], persons.county[i]
    couple = couple_read(i, wife, persons, households, permission, now[county], keys, month, p)
    at = peer_cell(county, persons.urban[i], persons.education[i], age_at(month, persons.birth[i]))
    one = prospect_of(
        couple, persons.marital[i] == MARRIED, part_left(month, persons.last_birth[i], int(p.postpartum_months)),
        seen.peers[at], seen, biology, uniform(keys.fecundability, identity), uniform(keys.sterility, identity),
        now[county], later[county], told.factor, p)
    for lifted in range(N_LIFTED):
        births[lifted] = births_expected(one, lifted, p)
    return couple.wife_pay + couple.husband_pay


@nb.njit(cache=True)
def weigh(
    rows: Array, couples: Array, persons: Persons, households: Households, biology: Biology, permission: Permission,
    minds: Minds, told: PassSettings, p: Any,
) -> Weighed:
    """Expected births of the women in `rows` with every subset lifted; none of those without a couple.

    couples : as in `HeldBack`      told : its factor is the mean of the year; tables may come as handles
    """
    persons, households, p = unpacked(persons), unpacked(households), unpacked(p)
    seen, keys = unpacked(minds.seen), keys_of(told)
    now, later = compiled_worlds_of(minds.now), compiled_worlds_of(minds.later)
    births, pay = np.zeros((len(rows), N_LIFTED)), np.zeros(len(rows))
    for k in range(len(rows)):
        if couples[k] != NOBODY:
            pay[k] = weigh_woman(
                np.uintp(rows[k]), np.uintp(couples[k]), persons, households, biology, permission, seen, now, later,
                keys, told, p, births[k])
    return Weighed(births, pay)
