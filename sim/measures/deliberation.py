"""The terms of one couple's birth decision, as the month's review would see them. Reads a model, changes nothing."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.parameters import unpacked
from sim.policy.permission import pair_of, pair_permitted
from sim.population.columns import MARRIED, NOBODY
from sim.population.desired import desired_children
from sim.processes.childbearing.circumstances import world_of
from sim.processes.childbearing.couple import CHILDLESS, Couple, Leaning, read_couple, taste
from sim.processes.childbearing.decision import Hours, Terms, hours_taken, start_chance
from sim.processes.childbearing.hazard_rule import years_waited
from sim.processes.childbearing.intentions import deliberate, fecundity_ratio
from sim.processes.childbearing.peers import cell
from sim.streams import PERMANENT, Decision, permanent, stream_key, uniform

if TYPE_CHECKING:
    from sim.model import FertilityModel


class Deliberation(NamedTuple):
    """A couple's situation, its terms, and what follows from them."""

    couple: Couple
    terms: Terms
    agree: float
    """Probability that both agree to start."""
    wife_waits: float
    """What waiting is worth to the wife [sigma]."""
    husband_waits: float
    chance: float
    """Probability of starting within the months that the review covers."""
    hazard: float
    """Hazard of starting in them [1/year]."""
    hours: Hours
    """Free hours a week of both, and what the child takes of them."""
    need: float
    """Floor area that a person needs [m2]."""


def deliberation_of(model: "FertilityModel", row: int, covered: int | None = None) -> Deliberation | None:
    """The decision of the wife in a row as of the model's month; None where she is not married.

    covered : months that the review covers from now on; a whole period of reviews where none are given
    """
    persons, p, month = model.population.persons, model.values, model.month
    if persons.marital[row] != MARRIED:
        return None
    county, record = int(persons.county[row]), unpacked(model.p)
    seen = model.decisions.seen.table
    minds = model.decisions.minds(month, model.nurseries.reach, model.employment.beliefs.leave_cost)
    now, later = world_of(minds.now, county), world_of(minds.later, county)
    couple = read_couple(
        row, persons, model.population.households, month, float(now.level["pay"]), float(now.level["elsewhere_pay"]),
        now.homes, leaning_of(model, row))
    years = (p.review_months if covered is None else covered) / 12.0
    at = cell(couple.county, couple.urban, int(persons.education[row]), (month - int(persons.birth[row])) // 12)
    found = deliberate(
        couple, now, later, 0.5 * years, float(seen.peers[at]), float(seen.spending[county, couple.urban]),
        fecundity_ratio(couple.age, seen.fecundity, record), record,
    )
    youngest = min(couple.youngest + 0.5 * years, CHILDLESS)
    agree = found.agreed.chance * (1.0 if couple.husband_here else p.spouse_absent)
    factor = float(model.paths.intention[month - model.incomes.first])
    return Deliberation(
        couple=couple,
        terms=found.terms,
        agree=agree,
        wife_waits=found.agreed.wife_waits,
        husband_waits=found.agreed.husband_waits,
        chance=start_chance(agree, years, factor, record),
        hazard=p.start_rate * agree * factor,
        hours=hours_taken(couple, youngest, found.terms.budget.minded, now, record),
        need=float(now.homes["need"][county]),
    )


def leaning_of(model: "FertilityModel", row: int) -> Leaning:
    """What the decision of the wife in a row reads beside the columns, by the draws and rules that the month has."""
    persons, p, seed = model.population.persons, model.values, model.settings.start_seed
    husband, identity = int(persons.partner[row]), int(persons.id[row])
    county, order = int(persons.county[row]), int(persons.parity[row]) + 1
    person_key = np.uint64(stream_key(seed, int(Decision.TASTE_PERSON), PERMANENT))
    couple_key = np.uint64(stream_key(seed, int(Decision.TASTE_COUPLE), PERMANENT))
    pair, rules = pair_of(row, husband, persons), model.decisions.permission(model.month)
    desired = permanent(seed, int(Decision.DESIRED), identity)
    fund = np.uint64(stream_key(model.settings.seed, int(Decision.FUND_MEMBER), PERMANENT))
    return Leaning(
        desired=desired_children(desired, int(persons.birth[row]), unpacked(model.p)),
        waited=years_waited(model.month, int(persons.last_birth[row]), int(persons.union_start[row])),
        taste=taste(couple_key, identity, p.taste_couple),
        wife_taste=taste(person_key, identity, p.taste_person),
        husband_taste=0.0 if husband == NOBODY else taste(person_key, int(persons.id[husband]), p.taste_person),
        permitted=pair_permitted(county, order, pair, rules.now),
        permitted_later=pair_permitted(county, order, pair, rules.later),
        wife_fund=uniform(fund, identity),
        husband_fund=1.0 if husband == NOBODY else uniform(fund, int(persons.id[husband])),
    )
