"""Dated values of the levers of one place, read from the pack's table `levers` and checked against the declarations."""

import functools
from datetime import date, timedelta
from typing import Any, NamedTuple

from sim.clock import month_index
from sim.errors import UserError
from sim.places.pack import Pack
from sim.places.reader import listed
from sim.policy.levers import LEVERS, lever
from sim.policy.levers.base import ORDER_SLICES

LAYERS = ("base", "in_force", "plan")
"""National and provincial law, city and county measures, the plan; a later layer overrides an earlier one."""
SET = len(LAYERS)
"""Layer of what a user sets, above all others."""
ALWAYS, FOREVER = -30000, 30000
"""Months before and after everything."""
FIRST_OF_NEXT_MONTH_AFTER = 15
"""A rule that begins after this day counts from the next month."""


class Row(NamedTuple):
    """One dated value; months are indices, `county` is -1 for the whole city, orders are positions on 1, 2, 3, 4+."""

    layer: int
    county: int
    first_order: int
    end_order: int
    starts: int
    ends: int
    phase: int
    known: int
    value: float
    assumed: bool

    @property
    def precedence(self) -> tuple[int, bool, int, int]:
        """Sort key: what comes later overrides: layer, then county before city, few orders before all, then date."""
        return self.layer, self.county >= 0, self.first_order - self.end_order, self.starts


@functools.lru_cache(maxsize=8)
def lever_rows(pack: Pack) -> dict[str, tuple[Row, ...]]:
    """Rows of every declared lever, in file order; `UserError` names file and line of what breaks a declaration."""
    table = pack.table("levers")
    rows: dict[str, list[Row]] = {name: [] for name in LEVERS}
    for line, entry in enumerate(table.itertuples(), start=2):
        where = f"{pack.folder / 'levers.csv'} line {line}"
        _check(entry, where, pack)
        rows[str(entry.lever)].append(_row(entry, pack))
    _check_law(rows, pack)
    return {name: tuple(found) for name, found in rows.items()}


def delayed(rows: tuple[Row, ...], months: int) -> tuple[Row, ...]:
    """The rows of a lever with those of the plan some months later: begun, ended and made known."""
    if months == 0:
        return rows
    return tuple(row if LAYERS[row.layer] != "plan" or row.starts == ALWAYS else row._replace(
        starts=row.starts + months, ends=FOREVER if row.ends == FOREVER else row.ends + months,
        known=row.known + months) for row in rows)  # fmt: skip


def first_month(day: str) -> int:
    """Month from which a rule of a day counts: its own, or the next one after the 15th."""
    when = date.fromisoformat(day)
    return int(month_index(when.year, when.month)) + (when.day > FIRST_OF_NEXT_MONTH_AFTER)


def _row(entry: Any, pack: Pack) -> Row:
    starts = first_month(entry.effective_from) if entry.effective_from else ALWAYS
    ends = FOREVER
    if entry.effective_to:
        ends = first_month((date.fromisoformat(entry.effective_to) + timedelta(days=1)).isoformat())
    codes = pack.county_codes
    return Row(
        LAYERS.index(entry.layer), -1 if entry.county_code == pack.city_code else codes.index(entry.county_code),
        *ORDER_SLICES[entry.birth_order], starts, ends, int(entry.phase_in_months),
        ALWAYS if starts == ALWAYS else starts - int(entry.announced_months), float(entry.value),
        entry.quality == "prior",
    )  # fmt: skip


def _check_law(rows: dict[str, list[Row]], pack: Pack) -> None:
    """Refuse a place that does not say what national and provincial law give where nothing else holds."""
    lawless = {name: _lawless(found, pack) for name, found in rows.items() if LEVERS[name].legislated}
    without = {name: counties for name, counties in lawless.items() if counties}
    if without:
        told = f"the value of {len(without)} levers, {listed(without)}"
        if len(without) == 1:
            ((name, counties),) = without.items()
            told = f"the value of {name} in {'counties' if len(counties) > 1 else 'county'} {', '.join(counties)}"
        needed = f"a row of layer base without effective_from, for {pack.city_code} or each county"
        raise UserError(f"{pack.folder / 'levers.csv'}: no law says {told}; needed is {needed}.")


def _lawless(found: list[Row], pack: Pack) -> list[str]:
    """Codes of the counties in which no law gives a lever's value for every birth order."""
    law, codes = [row for row in found if row.layer == 0 and row.starts == ALWAYS], []
    for county, code in enumerate(pack.county_codes):
        given = {order for row in law if row.county in (-1, county) for order in range(row.first_order, row.end_order)}
        if len(given) < len(range(*ORDER_SLICES["all"])):
            codes.append(str(code))
    return codes


def _check(entry: Any, where: str, pack: Pack) -> None:
    """Refuse a row that its lever's declaration does not allow."""
    declared = lever(str(entry.lever), where)
    if entry.unit != declared.unit:
        raise UserError(f"{where}: {declared.id} is in {entry.unit!r}; allowed is its unit {declared.unit!r}.")
    if not declared.lower <= entry.value <= declared.upper:
        bounds = f"{declared.lower:g} to {declared.upper:g}"
        raise UserError(f"{where}: {declared.id} is {entry.value:g}, out of bounds; allowed are {bounds}.")
    if declared.kind != "continuous" and entry.value != round(entry.value):
        raise UserError(f"{where}: {declared.id} is {entry.value:g}; allowed are whole numbers.")
    if entry.county_code != pack.city_code and "county" not in declared.dims:
        raise UserError(f"{where}: {declared.id} is the same in all counties; allowed is {pack.city_code}.")
    if entry.birth_order != "all" and "birth_order" not in declared.dims:
        raise UserError(f"{where}: {declared.id} is the same for all birth orders; allowed is all.")
