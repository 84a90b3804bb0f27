"""The terms of one couple's birth decision, as the month's review would see them. Reads a model, changes nothing."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.parameters import unpacked
from sim.policy.permission import is_permitted
from sim.population.columns import MARRIED, NOBODY
from sim.population.desired import desired_children
from sim.processes.childbearing.circumstances import world_of
from sim.processes.childbearing.couple import Couple, Leaning, read_couple, taste
from sim.processes.childbearing.decision import Terms, start_chance
from sim.processes.childbearing.hazard_rule import years_waited
from sim.processes.childbearing.intentions import deliberate, fecundity_ratio
from sim.processes.childbearing.peers import cell
from sim.streams import PERMANENT, Decision, permanent, stream_key

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


def deliberation_of(model: "FertilityModel", row: int, covered: int | None = None) -> Deliberation | None:
    """The decision of the wife in a row as of the model's month; None where she is not married.

    covered : months that the review covers from now on; a whole period of reviews where none are given
    """
    persons, households, p = model.population.persons, model.population.households, model.values
    if persons.marital[row] != MARRIED:
        return None
    month, seed = model.month, model.settings.population_seed
    husband, identity = int(persons.partner[row]), int(persons.id[row])
    both, one, his = False, False, 0.0
    remarried = persons.n_unions[row] > 1
    person_key = np.uint64(stream_key(seed, int(Decision.TASTE_PERSON), PERMANENT))
    couple_key = np.uint64(stream_key(seed, int(Decision.TASTE_COUPLE), PERMANENT))
    if husband != NOBODY:
        both = persons.only_child[row] == 1 and persons.only_child[husband] == 1
        one = persons.only_child[row] == 1 or persons.only_child[husband] == 1
        remarried = remarried or persons.n_unions[husband] > 1
        his = taste(person_key, int(persons.id[husband]), p.taste_person)
    decisions, county = model.decisions, int(persons.county[row])
    permitted, later_permitted = (
        is_permitted(
            county, int(persons.parity[row]) + 1, both, one, persons.urban[row] == 0, int(persons.first_child_sex[row]),
            remarried, rules,
        ) for rules in decisions.permission(month)
    )  # fmt: skip
    minds = decisions.minds(month, model.care.admitted, model.employment.beliefs.leave_cost)
    now, later = world_of(minds.now, county), world_of(minds.later, county)
    record = unpacked(model.p)
    years = (p.review_months if covered is None else covered) / 12.0
    waited = years_waited(month, int(persons.last_birth[row]), int(persons.union_start[row]))
    leaning = Leaning(
        desired=desired_children(permanent(seed, int(Decision.DESIRED), identity), int(persons.birth[row]), record),
        waited=waited,
        taste=taste(couple_key, identity, p.taste_couple),
        wife_taste=taste(person_key, identity, p.taste_person),
        husband_taste=his,
        permitted=permitted,
        permitted_later=later_permitted,
    )
    couple = read_couple(
        row, persons, households, month, float(now.level["pay"]), float(now.level["elsewhere_pay"]), leaning)
    age = (month - int(persons.birth[row])) // 12
    at = cell(couple.county, couple.urban, int(persons.education[row]), age)
    ratio = fecundity_ratio(couple.age, minds.fecundity, record)
    found = deliberate(
        couple, now, later, 0.5 * years, float(minds.peers[at]), float(minds.spending[county, couple.urban]), ratio,
        record,
    )
    agree = found.agreed.chance
    if not couple.husband_here:
        agree *= p.spouse_absent
    factor = float(model.paths.intention[month - model.incomes.first])
    chance = start_chance(agree, years, factor, record)
    return Deliberation(
        couple=couple,
        terms=found.terms,
        agree=agree,
        wife_waits=found.agreed.wife_waits,
        husband_waits=found.agreed.husband_waits,
        chance=chance,
        hazard=p.start_rate * agree * factor,
    )


