"""Every lever tried out by itself: what its zero, half, full and double dose do, what it moves, what it costs.

Called by `fertsim levers --self-test`. A lever is moved from the base scenario towards the plan; one that the plan
leaves alone, half-way to the bound that is farther off. Levers without which it does nothing (`needs`) hold at the
plan's value on both sides, and strengths that are priors around nothing (`strengths`) stand at their upper ends. Small
runs of one seed and a panel of couples decide; no figure here is an effect on births.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from sim.clock import label, month_index
from sim.measures.deliberation import deliberation_of
from sim.measures.ladder import DECISION_MONTH, QUARTER_YEAR, world_at
from sim.model import FertilityModel
from sim.parameters import Parameters, unpacked
from sim.policy.claims import CLAIMED, claim
from sim.policy.ledger import MONEY_ITSELF, ON_BASE
from sim.policy.levers import LEVERS, Lever
from sim.policy.levers.base import PAYERS, VARIABLES
from sim.policy.paths import BASE
from sim.population.columns import MARRIED, NOBODY, RESIDENT, Array
from sim.processes.childbearing.circumstances import LEAD_MONTHS, world_of
from sim.processes.childbearing.couple import Couple
from sim.processes.childbearing.decision import agreement, husband_utility, start_chance, wife_utility
from sim.processes.childbearing.intentions import Deliberated, deliberate, fecundity_ratio
from sim.processes.childbearing.treatment_terms import treatment_share
from sim.processes.homes.housing_market import wedding_costs
from sim.settings import RunSettings

DOSES = (0.5, 1.0, 2.0)
SAMPLE, LARGER, TRIED_FROM, TRIED_TO = "1/1000", "1/100", 2020, 2029
BEGINS = month_index(2027, 1)
"""Month from which a value holds where two cities of one state are compared a month on."""
PANEL = 120
"""Couples of the start day who decide again in `DECISION_MONTH`."""
ROUNDING = 1e-9
"""Change of the panel's mean chance [per cent] that counts as none."""
SHOWN_IN: dict[str, tuple[str, ...]] = dict.fromkeys(VARIABLES, ()) | {
    "taxable_income": ("benefits", "tax"),
    "birth_money": ("benefits",),
    "cash": ("benefits", "credit", "homes", "wedding"),
    "uncertainty": ("benefits",),
    "steps": ("benefits",),
    "leave_pay": ("leave",),
    "birth_cost": ("benefits",),
    "employer_leave_cost": ("leave", "work"),
    "leave_days": ("leave",),
    "care_time": ("leave", "benefits"),
    "work_hours": ("work",),
    "places": ("care",),
    "nursery_price": ("care",),
    "nursery_trust": ("care",),
    "nursery_hours": ("care",),
    "child_cost": ("benefits", "costs"),
    "school_way": ("benefits",),
    "rent": ("homes", "relief"),
    "rental_queue": ("homes",),
    "credit_limit": ("homes", "wedding"),
    "down_payment": ("homes", "wedding"),
    "home_search": ("homes",),
    "homes_by_lot": (),
    "permission": (),
    "penalty": ("benefits",),
    "unmarried_births": (),
    "treatment_price": ("treatment",),
    "hours_at_checks": ("benefits",),
    "grandparents": ("benefits",),
    "quality_race": ("benefits", "level"),
    "hiring": ("work",),
    "time_out": ("work",),
    "pay_on_return": ("work",),
    "entry_cost": ("wedding",),
    "norm": ("level",),
    "take_up": ("benefits", "credit", "leave", "work", "relief", "treatment", "wedding", "homes", "care"),
}
"""Subjects of `Circumstances`, `treatment` and `wedding` in which a variable shows."""
ANSWERS = frozenset({"trying_since"})
"""Columns that change in the first month because couples decide."""
HOME_COLUMNS = ("tenure", "self_built", "floor_area", "savings", "debt")
MARRYING = (
    "marital", "partner", "union_start", "n_unions", "household", "county", "urban", "hukou", "grandparents", "size",
    "kind", *HOME_COLUMNS,
)
WORKING = ("work", "earnings")
KEPT_IN: dict[str, tuple[str, ...]] = {
    "rent": ("savings",), "cash": ("savings",), "down_payment": HOME_COLUMNS, "credit_limit": HOME_COLUMNS,
    "homes_by_lot": ("lot", *HOME_COLUMNS), "hiring": WORKING, "time_out": WORKING, "pay_on_return": ("earnings",),
    "meetings": MARRYING, "entry_cost": MARRYING, "divorce": MARRYING,
    # of couples who bear in that month: what the birth needs comes out of savings, what is owed to it goes in
    "birth_money": ("savings",), "birth_cost": ("savings",), "steps": ("savings",), "take_up": ("savings",),
    "quality_race": ("savings",),
}
"""Further columns that a variable changes in its first month."""


class Tried(NamedTuple):
    """What was found about one lever."""

    lever: str
    declared: Lever
    value: float
    """At full dose [the lever's unit]."""
    before: float
    """The base's, at the same place: where the two differ most."""
    moved: tuple[str, ...]
    """Fields that couples and families read and that differ, as subject.field."""
    starts: tuple[float, ...]
    """Change of the panel's mean chance to start within a quarter at half, full and double dose [per cent], where
    waiting is worth what it is without the lever: a lever that lets couples wait for it has its sign all the same."""
    state: tuple[str, ...]
    """Columns of the state that differ one month after the value begins."""
    counts: tuple[str, ...]
    """Count tables of the run that differ."""
    listed: str
    """Why it moves nothing, or nothing of the decision; empty else."""
    faults: tuple[str, ...]
    """What is not as declared; none where it passes."""


class Given(NamedTuple):
    """What a city has that the base has not, by lever."""

    values: dict[str, float]
    doses: dict[str, float]


class Bench:
    """The base city, its panel of couples, and cities that differ from it in one lever."""

    def __init__(self, place: str, sample: str = SAMPLE) -> None:
        self.place, self.sample = place, sample
        self.base = self.city({})

    def city(
        self, values: Mapping[str, Any], doses: Mapping[str, float] | None = None, of: Lever | None = None
    ) -> FertilityModel:
        """A small city of the base scenario with values and doses from the start on, before its first month.

        of : lever whose strengths are at the upper ends of their priors, which are 0 by default
        """
        return FertilityModel(RunSettings(
            place=self.place, scenario=BASE, sample=Fraction(self.sample), start_year=TRIED_FROM, end_year=TRIED_TO,
            values=dict(values), doses=dict(doses or {}),
            parameters=Parameters().with_values(
                {name: Parameters.bounds(name)[1] for name in (of.strengths if of else ())}),
        ))  # fmt: skip

    def partners(self, declared: Lever) -> Given:
        """What the levers have without which this one does nothing."""
        given = [self.alone(LEVERS[name], 1.0) for need in declared.needs for name in need.split("|")]
        return Given({k: v for one in given for k, v in one.values.items()},
                     {k: v for one in given for k, v in one.doses.items()})

    def alone(self, declared: Lever, times: float) -> Given:
        """Some times the lever's full dose."""
        name = declared.id
        if self.base.levers.moves(name):
            return Given({}, {name: times if declared.kind == "continuous" else 1.0})
        usual = float(self.base.levers.nominal(name)[self.base.levers.at(DECISION_MONTH)].mean())
        far = max((declared.lower, declared.upper), key=lambda bound: abs(bound - usual))
        if declared.kind == "yes_no":
            return Given({name: far}, {})
        value = usual + 0.5 * times * (far - usual)
        return Given({name: float(round(value)) if declared.kind == "rule" else value}, {})

    def with_partners(self, declared: Lever, times: float) -> FertilityModel:
        """A city that has some times the lever's full dose, and what it needs."""
        partners, own = self.partners(declared), self.alone(declared, times)
        return self.city(partners.values | own.values, partners.doses | own.doses, declared)

    @cached_property
    def panel(self) -> list[Couple]:
        """Couples of the start day who live together, by the order of their rows."""
        persons, n = self.base.population.persons, self.base.population.n_persons
        years = (self.base.month - persons.birth[:n]) // 12
        wives = (persons.sex[:n] == 1) & (persons.presence[:n] == RESIDENT) & (persons.marital[:n] == MARRIED)
        wives &= (persons.partner[:n] != NOBODY) & (years >= 22) & (years <= 40)
        rows = np.flatnonzero(wives)
        found = (deliberation_of(self.base, int(row)) for row in rows[:: max(len(rows) // PANEL, 1)])
        return [one.couple for one in found if one is not None]

    def deliberated(self, model: FertilityModel, month: int) -> list[Deliberated]:
        """What the panel thinks of a child in a month."""
        now, later = (world_at(model, lead, month) for lead in leads(model))
        p, fecundity = unpacked(model.p), model.decisions.seen.table.fecundity
        here = [(world_of(now, c), world_of(later, c)) for c in range(len(model.pack.county_codes))]
        return [deliberate(couple, *here[couple.county], QUARTER_YEAR / 2, 0.0, 0.0,
                           fecundity_ratio(couple.age, fecundity, p), p) for couple in self.panel]


def starts_of(found: list[Deliberated], waits: list[Deliberated], p: Any) -> float:
    """The panel's mean chance to start within a quarter, where waiting is worth to each what it is in `waits`."""
    agreed = (
        agreement(wife_utility(one.terms) - before.agreed.wife_waits,
                  husband_utility(one.terms) - before.agreed.husband_waits)
        for one, before in zip(found, waits, strict=True)
    )
    return float(np.mean([start_chance(agree, QUARTER_YEAR, 1.0, p) for agree in agreed]))


# What is tried -----------------------------------------------------------------------------------------------------


def try_levers(place: str, names: tuple[str, ...] = tuple(LEVERS)) -> Iterator[Tried]:
    """Try levers one by one."""
    bench = Bench(place)
    for name in names:
        yield _tried(bench, LEVERS[name])


def _tried(bench: Bench, declared: Lever) -> Tried:
    name, partners = declared.id, bench.partners(declared)
    before, full = bench.city(*partners, declared), bench.with_partners(declared, 1.0)
    month, values = _where_it_differs(before, full, name)
    usual, p = bench.deliberated(before, month), unpacked(before.p)
    thought = (bench.deliberated(bench.with_partners(declared, times), month) for times in DOSES)
    starts = tuple(100.0 * (starts_of(one, usual, p) / starts_of(usual, usual, p) - 1.0) for one in thought)
    moved, state = tables_moved(before, full, month), columns_moved(bench, declared, values[1])
    zero = _lived(bench.city(partners.values, {**partners.doses, name: 0.0}, declared))
    counts = counts_moved(_lived(before), _lived(full))
    if not (moved or counts):
        counts = counts_moved(before, _lived(bench.with_partners(declared, DOSES[-1])))
    if not (moved or counts or declared.idle):  # what few do, nobody may do in so small a city
        larger = Bench(bench.place, LARGER)
        at_most = larger.with_partners(declared, DOSES[-1])
        counts = counts_moved(_lived(larger.city(*partners, declared)), _lived(at_most))
    faults = [
        *_faults_of_zero(counts_moved(before, zero)), *_faults_of_sign(declared, values[1] - values[0], starts),
        *_faults_of_touch(declared, moved, state), *_faults_of_cost(full, name),
    ]
    listed = _why_listed(bench, declared, month, values, moved, counts, starts)
    if not (moved or counts or declared.idle):
        faults.append("moves nothing")
    return Tried(name, declared, values[1], values[0], moved, starts, state, counts, listed, tuple(faults))


def leads(model: FertilityModel) -> tuple[int, int]:
    """Months from a decision to the birth of a child tried for at once, and of one tried for after waiting."""
    return LEAD_MONTHS, LEAD_MONTHS + round(12 * model.values.waiting_years)


def _where_it_differs(
    before: FertilityModel, full: FertilityModel, name: str
) -> tuple[int, tuple[float, float]]:
    """Month and both values where a lever differs most: in `DECISION_MONTH` if it does so then."""
    one, other, first = before.levers.nominal(name), full.levers.nominal(name), before.levers.at(before.month)
    gap = np.abs(other - one)
    at = before.levers.at(DECISION_MONTH)
    if not gap[at].any():
        at = first + int(gap[first : before.levers.at(before.settings.end_month)].max(axis=(1, 2)).argmax())
    most = at, *(int(k) for k in np.unravel_index(int(gap[at].argmax()), gap.shape[1:]))
    return at + before.levers.first_month, (float(one[most]), float(other[most]))


def tables_moved(before: FertilityModel, after: FertilityModel, month: int) -> tuple[str, ...]:
    """Fields of what couples know in a month that differ between two cities, as subject.field."""
    found: dict[str, None] = {}
    for lead in leads(before):
        one, other = world_at(before, lead, month), world_at(after, lead, month)
        for subject, table in one._asdict().items():
            there = getattr(other, subject)
            found |= dict.fromkeys(f"{subject}.{field}" for field in np.asarray(table).dtype.names
                                   if not np.array_equal(table[field], there[field]))
    untreated, treated = (treatment_share(city.levers.announced(month), month) for city in (before, after))
    if not np.array_equal(untreated, treated):
        found["treatment.share"] = None
    weds = [_weddings(city, month) for city in (before, after)]
    differ = (field for field in weds[0] if not np.array_equal(weds[0][field], weds[1][field]))
    found |= dict.fromkeys(f"wedding.{field}" for field in differ)
    return tuple(found)


def columns_moved(bench: Bench, declared: Lever, value: float) -> tuple[str, ...]:
    """Columns of persons and households that differ a month after a value begins in all of the city, from one state."""
    partners = bench.partners(declared)
    late = {declared.id: [{"from": label(BEGINS), "value": value}]}
    cities = [bench.city({**partners.values, **values}, partners.doses, declared) for values in ({}, late)]
    for city in cities:
        city.run_for(BEGINS - city.month + 1)
    found = []
    for kind in ("persons", "households"):
        one, other = (getattr(city.population, kind) for city in cities)
        n = min(getattr(city.population, f"n_{kind}") for city in cities)
        found += [name for name in one._fields if not np.array_equal(getattr(one, name)[:n], getattr(other, name)[:n])]
    return tuple(found)


def counts_moved(before: FertilityModel, after: FertilityModel) -> tuple[str, ...]:
    """Count tables that differ in any year of two cities that have lived to their end."""
    names = next(iter(before.yearly.values()))
    return tuple(name for name in names if any(
        not np.array_equal(before.yearly[year][name], after.yearly[year][name]) for year in before.yearly))


def _weddings(city: FertilityModel, month: int) -> dict[str, Array]:
    """What a wedding costs and brings in a month, by field."""
    known, income = city.levers.announced(month), city.incomes.level(month)
    costs = wedding_costs(known, city.pack, month, city.values, income)
    return {field: np.asarray(value) for field, value in costs._asdict().items()}


def _lived(city: FertilityModel) -> FertilityModel:
    """The city at the end of its settings."""
    city.run_for(city.settings.end_month - city.month + 1)
    return city


# What is not as declared -------------------------------------------------------------------------------------------


def _faults_of_zero(counts: tuple[str, ...]) -> Iterator[str]:
    if counts:
        yield f"a dose of 0 changes {', '.join(counts[:3])}"


def _faults_of_sign(declared: Lever, step: float, starts: tuple[float, ...]) -> Iterator[str]:
    """Whether starts follow the declared sign, and a larger dose does more. step : of the value at full dose"""
    if declared.sign == "open" or (declared.sign == "0" and declared.strengths):
        return  # tried at the upper end of a prior around nothing, where it may do something
    rising = np.sign(step) * np.array(starts)
    if declared.sign == "0":
        if np.abs(rising).max() > ROUNDING:
            yield f"declared to leave births as they are, moves starts by {starts[1]:+.3g} %"
        return
    as_declared = rising if declared.sign == "+" else -rising
    if as_declared.min() < -ROUNDING:
        yield f"sign {declared.sign}, but starts change by {', '.join(f'{one:+.3g} %' for one in starts)}"
    elif (np.diff(as_declared) < -ROUNDING).any():
        yield f"more of it does less: {', '.join(f'{one:+.3g} %' for one in starts)}"


def _faults_of_touch(declared: Lever, moved: tuple[str, ...], state: tuple[str, ...]) -> Iterator[str]:
    """Tables and columns that a lever moves beyond those of the variables it is declared to touch."""
    tables = {subject for name in declared.touches for subject in SHOWN_IN[name]}
    if others := [name for name in moved if name.partition(".")[0] not in tables]:
        yield f"moves {', '.join(others)}, which {' and '.join(declared.touches) or 'nothing'} does not say"
    columns = ANSWERS | {column for name in declared.touches for column in KEPT_IN.get(name, ())}
    if others := [name for name in state if name not in columns]:
        yield f"moves the columns {', '.join(others)} in its first month"


def _faults_of_cost(city: FertilityModel, name: str) -> Iterator[str]:
    """Whether a year's money is eligible x share that claims x amount, to the yuan, and payers have their shares."""
    if name not in CLAIMED:
        return
    k, rules = claim(name), city.ledger.rules.table
    counted = LEVERS[name].cost_rule not in ON_BASE | MONEY_ITSELF
    for year, months in city.months_in_year.items():
        first = month_index(year + 1, 1) - months - city.settings.start_month
        at = slice(first, first + months)
        parts = (rules.amount[at, k], rules.law[at, k], rules.claiming[at, k], rules.law_payers[at, k],
                 rules.local_payers[at, k])
        if any((part != part[0]).any() for part in parts):
            continue  # the rule changes within the year, and the tables keep its sums alone
        amount, law, share, by_law, local = (part[0] for part in parts)
        of_year = {table: city.yearly[year][table][k] for table in ("eligible", "claimed", "money", "rationed")}
        if np.abs(of_year["claimed"] - share[:, None] * of_year["eligible"]).max() > 0.5 + ROUNDING:
            yield f"{year}: claimed is not the share of the eligible"
        if not counted:
            continue
        paid = amount * share[:, None] * of_year["eligible"]
        lawful = (law * paid).sum(axis=1, keepdims=True)
        due = lawful * by_law + (paid.sum(axis=1, keepdims=True) - lawful) * local
        due[:, PAYERS.index("county")] -= of_year["rationed"]
        if np.abs(of_year["money"] - due).max() > 1.0:
            yield f"{year}: money is {np.abs(of_year['money'] - due).max():.1f} yuan off eligible x share x amount"


def _why_listed(
    bench: Bench, declared: Lever, month: int, values: tuple[float, float], moved: tuple[str, ...],
    counts: tuple[str, ...], starts: tuple[float, ...],
) -> str:
    """Why a lever does nothing, or nothing to the decision, or was tried at another value than the plan's."""
    said = []
    if not bench.base.levers.moves(declared.id):
        said.append(f"the plan leaves it as the law has it: tried at {values[1]:g} instead of {values[0]:g}")
    elif month != DECISION_MONTH:
        said.append(f"tried in {label(month)}: by {label(DECISION_MONTH)} the plan is as the law")
    if declared.idle:
        said.append(declared.idle)
    elif not any(abs(one) > ROUNDING for one in starts):
        others = [name for name in counts if name not in ("eligible", "claimed", "money", "money_real")]
        where = f"{', '.join(moved)}" if moved else f"counts of {', '.join(others[:4])}" if others else "money alone"
        said.append(f"no couple of the panel decides otherwise: acts on {where}")
    return "; ".join(said)
