"""The way of one lever to the chance of a birth, step by step, for four named couples: what `levers --check` prints.

Two runs of the base scenario are made that differ in this lever alone; of each the outside world of a birth is taken,
as couples know it in `DECISION_MONTH`, and the four couples decide. Whatever differs is a step: the declared value,
the fields of the tables that rules read, the couple's money, its terms, and the chance to start within a quarter.
Nothing here is a rule: every number is that of a table or a function of `sim.processes`.
"""

import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from sim.clock import month_index
from sim.errors import UserError
from sim.model import FertilityModel
from sim.parameters import unpacked
from sim.policy.given import parse_rules
from sim.policy.idle import lacking
from sim.policy.levers import lever
from sim.policy.paths import BASE
from sim.population.columns import FLEXIBLE, NO_WORK, OWN, PRIVATE, PUBLIC, RENT
from sim.processes.accounts import N_COUNTIES, N_ORDERS
from sim.processes.childbearing.assisted_reproduction import assisted, treatment_hazard
from sim.processes.childbearing.circumstances import LEAD_MONTHS, Circumstances, world_of
from sim.processes.childbearing.couple import CHILDLESS, Couple
from sim.processes.childbearing.decision import Terms, hours_at_checks_spared, school_way_spared, start_chance
from sim.processes.childbearing.health_checks import loss_left
from sim.processes.childbearing.intentions import Deliberated, deliberate, fecundity_ratio
from sim.processes.childbearing.minding import Minding, minded, with_nursery
from sim.processes.childbearing.outlook import Outlook
from sim.processes.childbearing.parents_time import errand_hours
from sim.processes.childbearing.pregnancy import biology, loss_probability
from sim.processes.childbearing.treatment_terms import treatment_share
from sim.processes.homes.housing_market import wedding_costs
from sim.processes.life.mortality import infant_deaths_left
from sim.processes.money.consumption import cash_short
from sim.processes.work.employers import birth_cost, hiring_terms, sector_of
from sim.processes.work.leave import maternity_leave
from sim.processes.work.leave_law import county_leave_rules
from sim.processes.work.reentry import way_back
from sim.settings import RunSettings

DECISION_MONTH = month_index(2028, 1)
"""Month in which the couples decide; a birth is expected a year on."""
QUARTER_YEAR = 0.25
COMMON: dict[str, Any] = {
    "county": 0, "urban": 1, "taste": 0.0, "wife_taste": 0.0, "husband_taste": 0.0, "permitted": True,
    "permitted_later": True, "local": True, "husband_here": True, "only_child_before_2016": False, "wife_fund": 0.0,
    "husband_fund": 0.0, "self_built": 0,
}
COUPLES = {
    "A": Couple(
        age=27.0, parity=0, desired=2, n_boys=0, youngest=CHILDLESS, waited=1.0, wife_pay=90_000.0, wife_work=PRIVATE,
        husband_pay=110_000.0, husband_work=PRIVATE, grandparents=1, tenure=OWN, area=90.0, debt=600_000.0,
        savings=20_000.0, members=2, **COMMON),
    "B": Couple(
        age=31.0, parity=1, desired=2, n_boys=0, youngest=4.0, waited=4.0, wife_pay=45_000.0, wife_work=FLEXIBLE,
        husband_pay=65_000.0, husband_work=PRIVATE, grandparents=0, tenure=RENT, area=70.0, debt=0.0, savings=10_000.0,
        members=3, **COMMON),
    "C": Couple(
        age=34.0, parity=2, desired=3, n_boys=1, youngest=5.0, waited=5.0, wife_pay=150_000.0, wife_work=PUBLIC,
        husband_pay=200_000.0, husband_work=PUBLIC, grandparents=0, tenure=OWN, area=110.0, debt=300_000.0,
        savings=60_000.0, members=4, **COMMON),
    "D": Couple(
        age=29.0, parity=1, desired=2, n_boys=0, youngest=3.0, waited=3.0, wife_pay=0.0, wife_work=NO_WORK,
        husband_pay=40_000.0, husband_work=PRIVATE, grandparents=0, tenure=RENT, area=45.0, debt=0.0, savings=5_000.0,
        members=3, **{**COMMON, "local": False}),
}
"""A: childless owners in private firms. B: one child, a renter and flexible worker, nobody to help. C: two children,
owners in the public sector, nobody to help. D: one child, without local hukou, renters, poor, nobody to help. Pay in
yuan of 2020 a year."""
BY_WAY = {"fund_ceiling": ("one", "two"), "lived_there": ("buying", "moving_up"), "on_moving": ("buying", "moving_up")}
"""Fields of homes that stand by payers into the fund, or by way to another home."""
BY_WORK = ("insured", "granted", "wage_base")
"""Fields of the leave rules that stand by kind of work, not by birth order."""


class Step(NamedTuple):
    """One number on the way, without and with the lever's value."""

    subject: str
    """`declared`, a subject of `Circumstances`, `hours`, `weekly`, `once`, `money`, `terms`, `chance`, `treatment`,
    `health`, `wedding`, `hiring` or `market`."""
    name: str
    before: float
    after: float


class Way(NamedTuple):
    """The steps of one lever to one couple's chance."""

    couple: str
    steps: list[Step]
    before: float
    """Chance to start within a quarter without the lever's value."""
    after: float


def ways(place: str, name: str, value: float | None = None, order: int | None = None) -> list[Way]:
    """What differs for each of `COUPLES` when a lever has a value from the start on, or (None) the plan's.

    order : birth order, or number of children, for which the value holds; all where it is None

    Raises UserError for an unknown lever, a value out of bounds, or a lever that the plan does not move; warns of one
    that does nothing without another.
    """
    declared = lever(name)
    given: dict[str, Any] = {"doses": {name: 1.0}}
    if value is not None:
        rules = value if order is None else [{"value": value, "birth_order": order}]
        given = {"values": {name: parse_rules(name, rules, lambda *keys: "--value")}}
    small: dict[str, Any] = {"place": place, "scenario": BASE, "sample": "1/1000"}
    before = FertilityModel(RunSettings(**small))
    if value is None and not before.levers.moves(declared.id):
        raise UserError(f"--check: the plan leaves {name} as it is; say with --value which value to look at")
    after = FertilityModel(RunSettings(**small, **given))
    if missing := lacking(after.levers, declared.id):
        warnings.warn(f"--check {name} changes nothing: {missing}", UserWarning, stacklevel=2)
    return [_way(label, couple, name, before, after) for label, couple in COUPLES.items()]


def _way(label: str, couple: Couple, name: str, before: FertilityModel, after: FertilityModel) -> Way:
    order = min(couple.parity, N_ORDERS - 1)
    at = before.levers.at(DECISION_MONTH + LEAD_MONTHS)
    one, other = _decision(before, couple), _decision(after, couple)
    values = (float(model.levers[name][at, couple.county, order]) for model in (before, after))
    steps = [Step("declared", name, *values)]
    for subject, rows in one.facts.items():
        steps += [Step(subject, field, rows[field], other.facts[subject][field]) for field in rows]
    return Way(label, [step for step in steps if step.before != step.after], one.chance, other.chance)


class _Decision(NamedTuple):
    """All numbers of one couple's decision by subject and name, and the chance that follows."""

    facts: dict[str, dict[str, float]]
    chance: float


def _decision(model: FertilityModel, couple: Couple) -> _Decision:
    now, found = world_at(model, LEAD_MONTHS), deliberated(model, couple)
    c, p = couple.county, unpacked(model.p)
    facts: dict[str, dict[str, float]] = {
        subject: dict(_cells(subject, table, couple)) for subject, table in now._asdict().items()}
    here = world_of(now, c)
    budget = found.terms.budget
    leave = maternity_leave(couple.wife_pay, couple.wife_work, couple.parity + 1, here.leave, p)
    order = min(couple.parity, N_ORDERS - 1)
    care = minded(couple, order, leave.days, budget.income, here, p)
    by = with_nursery(couple, care, here, p)
    facts["hours"] = {"place": care.place, **dict(zip(Minding._fields, by, strict=True))}
    facts["weekly"] = {"way_spared": school_way_spared(couple, couple.youngest + QUARTER_YEAR / 2, here, p),
                       "checks_spared": hours_at_checks_spared(c, here.benefits, p)}
    facts["once"] = {"errands": errand_hours(float(here.benefits["one_stop"][c]), p)}
    facts["money"] = {"place_worth": care.worth, **dict(zip(budget._fields, budget, strict=True))}
    facts["terms"] = {field: getattr(found.terms, field) for field in Terms._fields if field != "budget"}
    waits = found.agreed
    facts["chance"] = {"wife_waits": waits.wife_waits, "husband_waits": waits.husband_waits, "agree": waits.chance}
    facts["treatment"], facts["wedding"] = _treatment(model, couple), _wedding(model, couple)
    facts["health"] = _health(model, couple)
    facts["hiring"], facts["market"] = _hiring(model, couple), _market(model, couple)
    return _Decision(facts, start_chance(waits.chance, QUARTER_YEAR, 1.0, p))


def deliberated(model: FertilityModel, couple: Couple, month: int = DECISION_MONTH) -> Deliberated:
    """How a couple decides in a month about a birth a year on, as it knows the rules then."""
    now, later = (world_of(world_at(model, lead, month), couple.county)
                  for lead in (LEAD_MONTHS, LEAD_MONTHS + round(12 * model.values.waiting_years)))
    p = unpacked(model.p)
    ratio = fecundity_ratio(couple.age, model.decisions.seen.table.fecundity, p)
    return deliberate(couple, now, later, QUARTER_YEAR / 2, 0.0, 0.0, ratio, p)


def _treatment(model: FertilityModel, couple: Couple) -> dict[str, float]:
    """What a cycle of treatment would cost the couple [yuan], and how often a year it starts one after the wait."""
    p, known = unpacked(model.p), model.levers.announced(DECISION_MONTH)
    price = float(model.values.art_price * (1.0 - treatment_share(known, DECISION_MONTH)[couple.county]))
    short = cash_short(price, max(couple.savings, 0.0))
    income, elasticity = couple.wife_pay + couple.husband_pay, assisted(model.pack).elasticity
    return {"price": price, "starts": treatment_hazard(int(couple.age), price, income, short, elasticity, p)}


def _health(model: FertilityModel, couple: Couple) -> dict[str, float]:
    """Share of her conceptions in `DECISION_MONTH` that would be lost, and deaths in the first year over law's."""
    at, c = model.levers.at(DECISION_MONTH), couple.county
    lost = loss_probability(c, int(couple.age), biology(model.pack, model.values).loss)
    return {"lost": float(lost * loss_left(model.levers, model.values)[at, c]),
            "infant_deaths_left": float(infant_deaths_left(model.levers, DECISION_MONTH, model.values)[c])}


def _wedding(model: FertilityModel, couple: Couple) -> dict[str, float]:
    """What a couple that marries in `DECISION_MONTH` pays for it, and what the county gives it after take-up [yuan]."""
    known, income = model.levers.announced(DECISION_MONTH), model.incomes.level(DECISION_MONTH)
    costs = wedding_costs(known, model.pack, DECISION_MONTH, model.values, income)
    return {"wedding": costs.wedding, "bride_price": costs.bride_price, "grant": float(costs.grant[couple.county])}


def _hiring(model: FertilityModel, couple: Couple) -> dict[str, float]:
    """What a woman of her kind of work meets who looks for work in `DECISION_MONTH`, by the start day's beliefs."""
    sector, income = sector_of(couple.wife_work), model.incomes.level(DECISION_MONTH)
    back = way_back(model.levers.announced(DECISION_MONTH), model.pack, DECISION_MONTH, income, model.p)
    terms = hiring_terms(model.employment.beliefs, back, unpacked(model.p))
    c = couple.county
    met = {"mothers_sooner": terms.sooner[c], "mothers_pay": terms.regained[c]}
    return met if sector < 0 else {"chance": terms.chance[c, sector], "pay": terms.pay[c, sector], **met}


def _market(model: FertilityModel, couple: Couple) -> dict[str, float]:
    """Meetings of single women, and divorces, in `DECISION_MONTH` over those without the measures of item 11."""
    reached, c = model.market.outreach, couple.county
    return {
        "meetings": float(reached.meetings(DECISION_MONTH)[c]), "divorces": float(reached.divorces(DECISION_MONTH)[c])}


def world_at(model: FertilityModel, lead: int, month: int = DECISION_MONTH) -> Circumstances:
    """The world of a birth some months after a decision, its places met by the demand of the start day."""
    pay, income = model.incomes.pay(month), model.incomes.level(month)
    rules = county_leave_rules(model.levers.announced(month), model.pack, month + lead, income)
    cost = np.zeros((N_COUNTIES, 2))
    for c in range(N_COUNTIES):
        for sector, work in enumerate((PRIVATE, PUBLIC)):
            wage = float(rules["wage_base"][c, work])
            cost[c, sector] = birth_cost(wage, work, 1, rules, c, unpacked(model.p)) / wage
    outlook = Outlook(model.pack, model.levers, model.values, model.p, model.settings.future)
    reach = model.nurseries.reach_at(month)
    return outlook.circumstances(month, lead, pay, income, reach, cost)


def _cells(subject: str, table: Any, couple: Couple) -> Iterator[tuple[str, float]]:
    """Numbers of a subject's record that concern a couple: of its county, birth order, kind of work."""
    row = np.atleast_1d(table)[couple.county if subject == "leave" else 0]
    order = min(couple.parity, N_ORDERS - 1)
    for field in row.dtype.names:
        cell = np.asarray(row[field])
        if cell.ndim and cell.shape[0] == N_COUNTIES and subject != "leave":
            cell = cell[couple.county]
        if cell.ndim and cell.shape[0] == N_ORDERS:
            cell = cell[couple.wife_work if subject == "leave" and field in BY_WORK else order]
        if cell.ndim == 1 and subject == "relief":
            cell = cell[-1]
        if field in BY_WAY:
            yield from ((f"{field}_{way}", float(part)) for way, part in zip(BY_WAY[field], cell, strict=True))
        if cell.ndim == 0:
            yield field, float(cell)

