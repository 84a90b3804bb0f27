"""One couple's life in the model: dated events and, at each review of its birth decision, the terms.

Runs one model and follows one woman and her husband from month to month. Events are read off the columns after each
month, reviews are taken where the model takes them: before conceptions of the month, with the same draw. Nothing here
changes the run. Called by `fertsim explain`, which puts the life in words, and by notebooks.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from sim.clock import NO_MONTH
from sim.errors import UserError
from sim.measures.deliberation import deliberation_of
from sim.model import Born, FertilityModel
from sim.parameters import unpacked
from sim.population.columns import (
    DEAD,
    DEPARTED,
    FAMILY,
    FEMALE,
    LOST,
    MARRIED,
    NO_TENURE,
    NO_WORK,
    NOBODY,
    RESIDENT,
    TERMINATED,
)
from sim.population.desired import desired_children
from sim.processes.childbearing.decision import Hours, Terms, husband_utility, wife_utility
from sim.processes.childbearing.intentions import months_covered, starting_month
from sim.processes.childbearing.month_terms import DESIRED_DRAW, REVIEW_DRAW
from sim.processes.childbearing.pregnancy import FECUND_FROM, FECUND_UNTIL
from sim.settings import RunSettings
from sim.source import check_unchanged
from sim.streams import permanent, stream_key, uniform

BEFORE_REVIEW = frozenset({
    "died", "left_city", "wedding", "divorce", "widowed", "husband_left", "husband_away", "husband_back",
    "moved_county", "moved_home", "tenure",
})
"""Events that come before the birth decision in the month's order."""


class Event(NamedTuple):
    """Something that happened in a month; `facts` are what the words need (ages, order, county, yuan)."""

    month: int
    kind: str
    facts: dict[str, Any]


class Review(NamedTuple):
    """One review of the birth decision by utility."""

    month: int
    order: int
    """Birth order of the child decided about."""
    terms: Terms
    wife: float
    """Utility of the wife less what waiting is worth to her [sigma]."""
    husband: float
    wife_waits: float
    """What waiting is worth to the wife [sigma]."""
    husband_waits: float
    chance: float
    """Probability of starting within the months that the review covers."""
    covered: int
    """Months that the review covers."""
    permitted: bool
    starts: int
    """Month in which they start to try; NO_MONTH if they do not."""
    hours: Hours
    """Free hours a week of both, and what the child takes of them."""
    need: float
    """Floor area that a person needs [m2]."""


class Portrait(NamedTuple):
    """Who the couple is on the first month of the story."""

    month: int
    row: int
    household: int
    facts: dict[str, Any]


class Life(NamedTuple):
    """What happened to one couple, in order of months."""

    portrait: Portrait
    steps: list[Event | Review]
    model: FertilityModel
    """The model after the last month."""


class Followed(FertilityModel):
    """A model that notes the reviews of one woman as it takes them."""

    def __init__(self, settings: RunSettings) -> None:
        check_unchanged()
        super().__init__(settings)
        self.followed = NOBODY
        self.review: Review | None = None

    def _bear_children(self) -> Born:
        self.review = None if self.followed == NOBODY else review_of(self, self.followed)
        return super()._bear_children()


# Whom to follow ----------------------------------------------------------------------------------------------------


def woman_of(model: FertilityModel, household: int) -> int:
    """Row of the woman whose couple a household stands for: its youngest wife, else its youngest adult woman."""
    state = model.population
    persons, n = state.persons, state.n_persons
    if not 0 <= household < int(model.n_households[0]):
        raise UserError(f"There is no household {household}; households of this sample are numbered 0 to"
                        f" {int(model.n_households[0]) - 1}")
    here = (persons.household[:n] == household) & (persons.presence[:n] == RESIDENT) & (persons.sex[:n] == FEMALE)
    adult = here & (model.month - persons.birth[:n] >= 12 * FECUND_FROM)
    wives = np.flatnonzero(adult & (persons.marital[:n] == MARRIED))
    rows = wives if len(wives) else np.flatnonzero(adult)
    if not len(rows):
        raise UserError(
            f"No woman of {FECUND_FROM} or more lives in household {household}; name another, or use --pick")
    return int(rows[np.argmax(persons.birth[rows])])


def pick_woman(
    model: FertilityModel, county: int | None = None, age: int | None = None, children: int | None = None,
    single: bool = False, urban: bool | None = None,
) -> int:
    """Row of the first woman of childbearing age in a family household, by id, who fits; married unless `single`.

    county : index      age : completed years      children : live births so far
    """
    state = model.population
    persons, n = state.persons, state.n_persons
    years = (model.month - persons.birth[:n]) // 12
    fits = (persons.presence[:n] == RESIDENT) & (persons.sex[:n] == FEMALE)
    fits &= (years >= FECUND_FROM) & (years <= FECUND_UNTIL)
    fits &= state.households.kind[persons.household[:n]] == FAMILY
    fits &= (persons.marital[:n] != MARRIED) if single else (persons.partner[:n] != NOBODY)
    for column, wanted in ((persons.county, county), (persons.parity, children), (persons.urban, urban)):
        if wanted is not None:
            fits &= column[:n] == wanted
    if age is not None:
        fits &= years == age
    rows = np.flatnonzero(fits)
    if not len(rows):
        raise UserError("Nobody in the sample fits --county, --age, --children and the other filters; use fewer"
                        " of them, or a larger --sample")
    return int(rows[np.argmin(persons.id[rows])])


# The life ----------------------------------------------------------------------------------------------------------


def live(model: Followed, row: int) -> Life:
    """Run a model from its month to its end and tell what happens to the woman in a row and her husband."""
    model.followed = row
    life: list[Event | Review] = []
    portrait = portray(model, row)
    before = _snapshot(model, row)
    for _ in range(model.settings.end_month - model.month + 1):
        month = model.month
        model.run_for(1)
        after = _snapshot(model, row)
        events = list(_events(month, before, after, model))
        review = model.review
        life += [event for event in events if event.kind in BEFORE_REVIEW]
        if review is not None and after["due"] == NO_MONTH:  # a pregnancy that nobody planned comes first
            life.append(review)
        life += [event for event in events if event.kind not in BEFORE_REVIEW]
        before = after
        if after["presence"] != RESIDENT:
            break
    return Life(portrait, life, model)


def portray(model: FertilityModel, row: int) -> Portrait:
    """Who the woman is, with whom and where she lives, before the first month."""
    now = _snapshot(model, row)
    u = permanent(model.settings.start_seed, DESIRED_DRAW, now["id"])
    now["desired"] = int(desired_children(u, now["birth"], unpacked(model.p)))
    return Portrait(model.month, row, int(now["household"]), now)


def _snapshot(model: FertilityModel, row: int) -> dict[str, Any]:
    """Columns of the woman, of her husband (prefixed) and of her home that a change tells a story about."""
    persons, homes = model.population.persons, model.population.households
    names = ("id", "presence", "marital", "partner", "household", "county", "urban", "hukou", "education", "work",
             "earnings", "parity", "n_boys", "trying_since", "due", "due_outcome", "last_birth", "birth", "youngest",
             "union_start", "grandparents")
    now = {name: getattr(persons, name)[row].item() for name in names}
    husband = now["partner"]
    now["husband"] = None
    if husband != NOBODY:
        now["husband"] = {name: getattr(persons, name)[husband].item()
                          for name in ("presence", "birth", "work", "earnings", "education", "hukou")}
    home = now["household"]
    for name in ("tenure", "self_built", "floor_area", "debt", "savings", "size"):
        now[name] = getattr(homes, name)[home].item() if home != NOBODY else 0
    child = now["youngest"]
    now["children"] = []
    while child != NOBODY:
        now["children"].append({name: getattr(persons, name)[child].item()
                                for name in ("presence", "birth", "sex", "care")} | {"row": child})
        child = persons.elder[child].item()
    return now


def _events(month: int, before: dict[str, Any], now: dict[str, Any], model: FertilityModel) -> Iterator[Event]:
    """What changed in a month, in the order of a life."""
    if now["presence"] != before["presence"]:
        yield Event(month, "died" if now["presence"] == DEAD else "left_city", _ages(month, now))
        return
    yield from _union_events(month, before, now, model)
    if now["county"] != before["county"]:
        yield Event(month, "moved_county", {"county": now["county"]})
    elif now["household"] != before["household"] and now["marital"] == before["marital"]:
        yield Event(month, "moved_home", {"tenure": now["tenure"]})
    elif now["tenure"] != before["tenure"]:
        yield Event(month, "tenure", {"tenure": now["tenure"], "area": now["floor_area"], "debt": now["debt"]})
    yield from _fertility_events(month, before, now)
    yield from _work_events(month, before, now, model)
    yield from _care_events(month, before, now)


def _union_events(month: int, before: dict[str, Any], now: dict[str, Any], model: FertilityModel) -> Iterator[Event]:
    if now["marital"] != before["marital"]:
        kind = {1: "wedding", 2: "divorce", 3: "widowed"}.get(now["marital"])
        if kind is not None:
            money = {"held": _held(now)} if kind == "wedding" else {}
            yield Event(month, kind, _ages(month, now) | {"tenure": now["tenure"]} | money)
    elif now["marital"] == MARRIED and now["partner"] != before["partner"]:
        if now["partner"] == NOBODY:
            gone = model.population.persons.presence[before["partner"]] == DEPARTED
            yield Event(month, "husband_left" if gone else "husband_away", {})
        else:
            yield Event(month, "husband_back", {})


def _work_events(month: int, before: dict[str, Any], now: dict[str, Any], model: FertilityModel) -> Iterator[Event]:
    pairs = [("wife", before, now)]
    if before["husband"] and now["husband"] and before["partner"] == now["partner"]:
        pairs.append(("husband", before["husband"], now["husband"]))
    for who, earlier, later in pairs:
        if earlier["work"] != later["work"]:
            lost, found = later["work"] == NO_WORK, earlier["work"] == NO_WORK
            kind = "job_lost" if lost else "job_found" if found else "job_changed"
            pay = earlier["earnings"] if lost else later["earnings"]
            yield Event(month, kind, {"who": who, "work": later["work"], "pay": pay * model.incomes.pay(month)})


def _fertility_events(month: int, before: dict[str, Any], now: dict[str, Any]) -> Iterator[Event]:
    tried, tries = before["trying_since"], now["trying_since"]
    if now["parity"] > before["parity"]:
        yield Event(month, "birth", _ages(month, now) | {
            "order": now["parity"], "sex": now["children"][0]["sex"], "married": now["marital"] == MARRIED,
            "held": _held(now)})
    if before["due"] != NO_MONTH and now["due"] == NO_MONTH and now["parity"] == before["parity"]:
        outcome = {LOST: "lost", TERMINATED: "terminated"}.get(before["due_outcome"])
        if outcome is not None:
            yield Event(month, outcome, {})
    if now["due"] != NO_MONTH and now["due"] != before["due"]:
        yield Event(month, "pregnant", {"due": now["due"], "planned": tried != NO_MONTH and tried <= month,
                                        "months": month - tried if tried != NO_MONTH else 0})
    elif tries == month and now["due"] == NO_MONTH:
        yield Event(month, "trying", {"order": now["parity"] + 1})
    if tried != NO_MONTH and tried <= month and tries == NO_MONTH and now["due"] == before["due"] == NO_MONTH:
        yield Event(month, "gives_up", {"months": month - tried})


def _care_events(month: int, before: dict[str, Any], now: dict[str, Any]) -> Iterator[Event]:
    earlier = {child["row"]: child for child in before["children"]}
    for child in now["children"]:
        then = earlier.get(child["row"])
        if then is None:
            continue
        years = (month - child["birth"]) // 12
        if then["presence"] == RESIDENT and child["presence"] == DEAD:
            yield Event(month, "child_died", {"years": years})
        elif then["care"] != child["care"]:
            kind = "queue" if child["care"] == 5 else "nursery" if child["care"] else "nursery_end"
            yield Event(month, kind, {"kind": child["care"], "months": month - child["birth"]})


def _ages(month: int, now: dict[str, Any]) -> dict[str, Any]:
    ages = {"age": (month - now["birth"]) // 12}
    return ages | ({"husband_age": (month - now["husband"]["birth"]) // 12} if now["husband"] else {})


def _held(now: dict[str, Any]) -> float | None:
    """What the account of her home holds [yuan], negative where family credit is owed; None where no account is kept.
    """
    return None if now["tenure"] == NO_TENURE else float(now["savings"])


# The decision ------------------------------------------------------------------------------------------------------


def review_of(model: FertilityModel, row: int) -> Review | None:
    """The review of the birth decision that the model is about to take for the wife in a row; None if none is due.

    Follows `childbearing.reproduction.month_of_women`, whose shortcuts (draws that no utility could meet) change no
    result; a test compares the starts. Only the utility rule has terms.
    """
    persons, month, p = model.population.persons, model.month, model.values
    age = (month - persons.birth[row]) // 12
    if model.settings.birth_rule != "utility" or persons.presence[row] != RESIDENT:
        return None
    if persons.marital[row] != MARRIED or not FECUND_FROM <= age < FECUND_UNTIL or persons.due[row] != NO_MONTH:
        return None
    last, union, period = int(persons.last_birth[row]), int(persons.union_start[row]), int(p.review_months)
    turn = (month + int(persons.review[row])) % period
    covered = months_covered(month, turn, period, union, last, int(p.postpartum_months))
    if persons.trying_since[row] != NO_MONTH or covered == 0:
        return None
    found = deliberation_of(model, row, covered)
    assert found is not None
    u = uniform(np.uint64(stream_key(model.settings.seed, REVIEW_DRAW, month)), int(persons.id[row]))
    return Review(
        month=month, order=int(persons.parity[row]) + 1, terms=found.terms,
        wife=wife_utility(found.terms) - found.wife_waits, husband=husband_utility(found.terms) - found.husband_waits,
        wife_waits=found.wife_waits, husband_waits=found.husband_waits, chance=found.chance, covered=covered,
        permitted=bool(found.couple.permitted), starts=starting_month(month, covered, u, found.chance, found.hazard),
        hours=found.hours, need=found.need,
    )
