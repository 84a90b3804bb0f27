"""Public money and childcare of a run set: what the measures cost, and places against children.

Called by `sim.measures.results`, which adds them to the indicators. Run sets made before the ledger or the childcare
market kept counts have none of them: each part is there only where its tables are.
"""

from typing import Protocol

import xarray as xr

from sim.policy.levers.base import PAYERS
from sim.processes.accounts import COUNT_TABLES
from sim.runs.runset import RunSet

REAL_MONEY = "money_real"
NURSERY_COUNTS = ("nursery_places", "nursery_enrolled", "nursery_queue", "nursery_empty")
NOT_PUBLIC = ("employer", "family")
PUBLIC_PAYERS = tuple(payer for payer in PAYERS if payer not in NOT_PUBLIC)
"""Payers whose money is public; that of employers and families stands in the ledger beside it."""
AGES_UNDER_THREE = slice(0, 2)


class Counts(Protocol):
    """Reads counts of an area, scaled to residents."""

    def residents(self, measure: str, *by: str) -> xr.DataArray:
        """Counts times the residents one agent stands for."""
        ...


def policy_indicators(counts: Counts) -> dict[str, xr.DataArray]:
    """Money by lever and payer, public money, places, enrolled children, queue and empty places of an area."""
    return {**_money(counts), **_childcare(counts)}


def childcare_by_county(run_set: RunSet) -> xr.Dataset:
    """Places, enrolled, queue and empty places at the year's end by (seed, year, county_code); empty without them."""
    if any(name not in COUNT_TABLES for name in NURSERY_COUNTS):
        return xr.Dataset()
    scale = run_set.manifest.scale
    return xr.Dataset({name: run_set.array(name, ["county_code"]) * scale for name in NURSERY_COUNTS})


def _money(counts: Counts) -> dict[str, xr.DataArray]:
    """Yuan of 2020 by year; a revenue is negative."""
    if REAL_MONEY not in COUNT_TABLES:
        return {}
    by_lever = counts.residents(REAL_MONEY, "lever", "payer")
    by_payer = by_lever.sum("lever")
    public = by_payer.sel(payer=list(PUBLIC_PAYERS)).sum("payer")
    return {"public_money_real": public, "money_by_payer": by_payer, "money_by_lever": by_lever}


def _childcare(counts: Counts) -> dict[str, xr.DataArray]:
    """Stocks at the year's end, and places over residents and over children under three."""
    if any(name not in COUNT_TABLES for name in NURSERY_COUNTS):
        return {}
    stocks = {name: counts.residents(name) for name in NURSERY_COUNTS}
    persons = counts.residents("persons", "age")
    under_three = persons.sel(age=AGES_UNDER_THREE).sum("age")
    return {
        **stocks,
        "children_under_three": under_three,
        "places_per_1000": _per(stocks["nursery_places"], persons.sum("age"), 1000),
        "places_per_100_under_three": _per(stocks["nursery_places"], under_three, 100),
        "enrolled_per_100_under_three": _per(stocks["nursery_enrolled"], under_three, 100),
    }


def _per(part: xr.DataArray, whole: xr.DataArray, of: int) -> xr.DataArray:
    """`of` x part / whole; NaN where there is nobody."""
    return of * part / whole.where(whole > 0)
