"""One lever's path from its dated rows: later layers over earlier ones, county over city, one order over all."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.clock import month_index
from sim.policy.levers.rows import SET, Row
from sim.population.columns import Array

N_ORDERS = 4
ORIGIN = month_index(1990, 1)
"""Paths are laid from here, so that a change in steps that began before the run stands where it should."""


@dataclass(frozen=True, eq=False)
class LayeredPath:
    """Values of a lever and the position of the row each rests on (-1: the lever's default), (month, county, order).

    Read-only, and a key by which object it is: equal paths are made once.
    """

    values: Array
    rows: Array

    @functools.cached_property
    def steps(self) -> frozenset[int]:
        """Positions of the months in which a value is another than the month before."""
        moved = (self.values[1:] != self.values[:-1]).any(axis=(1, 2))
        return frozenset((np.flatnonzero(moved) + 1).tolist())


def layered_path(
    default: float, rows: Sequence[Row | None], first: int, last: int, n_counties: int,
    frozen_month: int | None = None, known_at: int | None = None,
) -> LayeredPath:  # fmt: skip
    """Path of a lever from month `first` to `last`, nominal.

    rows : None marks one that the scenario leaves out
    frozen_month : what holds in this month by the dated rows holds for ever; what a user sets still comes
    known_at : rows made known later are left out
    """
    origin = min(first, ORIGIN)
    values = np.full((last + 1 - origin, n_counties, N_ORDERS), default)
    at = np.full(values.shape, -1, np.int16)
    given = [(row.precedence, position, row) for position, row in enumerate(rows) if row is not None]
    known = [one for one in given if known_at is None or one[2].known <= known_at]
    for _, position, row in sorted(one for one in known if one[2].layer < SET):
        _lay(values, at, row, position, origin)
    if frozen_month is not None:
        last_free = max(frozen_month - origin, 0)
        values[last_free + 1 :], at[last_free + 1 :] = values[last_free : last_free + 1], at[last_free : last_free + 1]
    for _, position, row in sorted(one for one in known if one[2].layer == SET):
        _lay(values, at, row, position, origin)
    values, at = values[first - origin :].copy(), at[first - origin :].copy()
    values.flags.writeable = at.flags.writeable = False
    return LayeredPath(values, at)


def _lay(values: Array, at: Array, row: Row, position: int, origin: int) -> None:
    """Write a row over what is there, in even steps from the value before where it phases in."""
    begin, end = max(row.starts - origin, 0), min(row.ends - origin, len(values))
    if begin >= end:
        return
    counties = slice(None) if row.county < 0 else slice(row.county, row.county + 1)
    cells = values[:, counties, row.first_order : row.end_order]
    at[begin:end, counties, row.first_order : row.end_order] = position
    if row.phase > 1 and begin > 0:
        before = cells[begin - 1].copy()
        n_steps = min(row.phase - 1, end - begin)
        share = np.arange(1, n_steps + 1) / row.phase
        cells[begin : begin + n_steps] = before + share[:, None, None] * (row.value - before)
        begin += n_steps
    cells[begin:end] = row.value
