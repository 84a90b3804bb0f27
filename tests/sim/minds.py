"""The outside world of a review for hand-made couples: round numbers, no benefits, every field set by keyword."""

import functools
from typing import Any

import numpy as np

from sim.parameters import Parameters, as_record, kernel_tuple
from sim.processes import circumstances as world
from sim.processes.child_costs import ChildCosts
from sim.processes.intentions import Minds, most_gain
from sim.processes.leave import LeaveRules
from sim.processes.money import TaxRules, horizon
from sim.processes.peers import N_CELLS

P = kernel_tuple(Parameters())
SCHEDULE = np.array([[0.03, 0.0], [0.10, 2520.0], [0.20, 16920.0]])


def tables(**changes: dict[str, Any]) -> dict[str, Any]:
    """Tables of a plain world by subject; `changes` give fields of a subject, such as homes={"need": ...}."""
    h = horizon(P)
    made = {
        "tax": TaxRules(SCHEDULE, np.zeros((4, 2)), 60_000.0, 0.0, 1e9),
        "horizon": h,
        "costs": ChildCosts(np.full((2, 3), 360_000.0), np.full(2, 120_000.0), np.linspace(1 / 18, 0.0, 19), 0.1),
        "leave": LeaveRules(
            np.full(4, 128.0), np.zeros(4), np.array([0.0, 1.0, 1.0, 0.0]), np.array([0.0, 1.0, 1.0, 0.0]),
            np.full(4, 72_000.0), 98.0, 128.0, 15.0, 0.0, 6.0, 0.24, 1.0),
        "care": world.Care(
            world.by_county(1.0), world.by_order(1000.0), world.by_county(1000.0), world.by_county(0.5),
            world.by_county(1.0), 25.0),
        "work": world.WorkOutlook(
            np.zeros((6, 2)), *(world.by_county(0.0) for _ in range(5))),
        "homes": world.Homes(
            world.by_county(200.0), world.by_order(0.0), world.by_order(0.0), 0.06, 0.4, world.by_county(30.0),
            world.by_county(15_000.0)),
        "benefits": world.no_benefits(),
        "level": world.Level(1.0, 70_000.0, 5000.0, 56_000.0),
    }
    return {name: table._replace(**changes.get(name, {})) for name, table in made.items()}


def circumstances(**changes: dict[str, Any]) -> world.Circumstances:
    """Records of the plain world with changes by subject."""
    made = tables(**changes)
    leave = made.pop("leave")
    return world.Circumstances(**{name: as_record(table) for name, table in made.items()},
                               leave=world.records([leave] * 6))


@functools.cache
def minds() -> Minds:
    """Reviews in the plain world, now and later alike."""
    outside = circumstances()
    return Minds(
        outside, outside, np.zeros(N_CELLS), np.zeros((6, 2)), np.full(35, 0.1),
        most_gain(outside.benefits, outside.homes, P))
