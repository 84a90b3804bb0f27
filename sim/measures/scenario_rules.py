"""The rules of a scenario as they decide: whichever dated row or set value gives a lever its value somewhere in a run.

Called by `fertsim scenario`; reads the compiled paths, which say of every month, county and order what it rests on.
"""

from typing import NamedTuple

import numpy as np

from sim.clock import month_index
from sim.policy.given import Rule, county_index
from sim.policy.levers.base import ORDER_SLICES
from sim.policy.levers.rows import ALWAYS, FOREVER, LAYERS, Row, delayed, lever_rows
from sim.policy.paths import LOOK_AHEAD_MONTHS, LeverPaths
from sim.population.columns import Array

ORDER_NAMES = {part: name for name, part in ORDER_SLICES.items()}
"""Name of the birth orders from a first to an end position; of two names of one part the open one (4+)."""


SET_HERE = "set"


class Decisive(NamedTuple):
    """One rule that decides. Months are indices; None is always, or no end."""

    lever: str
    county: int | None
    """Index of the county; None is the whole city."""
    orders: str
    starts: int | None
    ends: int | None
    """First month in which it holds no longer."""
    value: float
    phase: int
    """Months over which it comes in even steps; 0 at once."""
    known: int | None
    layer: str
    """`base`, `in_force` or `plan`, or `set` by the scenario itself."""
    dose: float | None
    """Dose of the lever, where the scenario gives one: its value lies between base and plan."""
    where: str = ""
    """File and line of what is set."""


def decisive_rules(paths: LeverPaths, name: str) -> list[Decisive]:
    """Rules of a lever that give its value in some month, county and order of the run, earliest first."""
    dose = paths.doses.get(name)
    late = 0 if dose is not None else paths.scenario.plan_delay_months  # a dose moves to the plan as dated
    dated = delayed(lever_rows(paths.pack)[name], late)
    every = [_of_row(name, row, dose) for row in dated]
    every += [_of_rule(rule, paths) for rule in paths.rules.get(name, ())]
    found = [every[position] for position in _positions(paths, name)]
    return sorted(found, key=lambda one: (_or(one.starts, ALWAYS), _or(one.county, -1), one.orders))


def yearly_values(paths: LeverPaths, name: str, years: range) -> Array:
    """Value of a lever in December of each year, money in yuan of the day, (year, county, order)."""
    return paths.nominal(name)[[paths.at(int(month_index(year, 12))) for year in years]]


def _positions(paths: LeverPaths, name: str) -> list[int]:
    """Positions of the rows on which the lever rests in the months of the run, its default left out."""
    (path,) = paths.paths((name,))
    held = path.rows[paths.at(paths.span.start) : paths.at(paths.span.last - LOOK_AHEAD_MONTHS) + 1]
    return [int(position) for position in np.unique(held) if position >= 0]


def _or(number: int | None, other: int) -> int:
    return other if number is None else number


def _of_row(name: str, row: Row, dose: float | None) -> Decisive:
    return Decisive(
        lever=name, county=None if row.county < 0 else row.county, orders=ORDER_NAMES[row.first_order, row.end_order],
        starts=None if row.starts == ALWAYS else row.starts, ends=None if row.ends == FOREVER else row.ends,
        value=row.value, phase=row.phase, known=None if row.known == ALWAYS else row.known, layer=LAYERS[row.layer],
        dose=dose,
    )  # fmt: skip


def _of_rule(rule: Rule, paths: LeverPaths) -> Decisive:
    """What the scenario sets of a lever; from the start of the run where it names no month."""
    known = rule.starts if rule.announced is None else rule.announced
    return Decisive(
        lever=rule.lever, county=None if rule.county is None else county_index(rule.county, paths.pack, rule.where),
        orders=ORDER_NAMES[ORDER_SLICES[rule.birth_order]], starts=rule.starts, ends=rule.ends, value=rule.value,
        phase=0, known=known, layer=SET_HERE, dose=None, where=rule.where,
    )  # fmt: skip
