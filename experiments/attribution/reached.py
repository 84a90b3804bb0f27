"""Whom each plan item reaches, who pays, and whether births come on top or sooner; from an attribution's stored runs.

    reach.csv     item, lever, eligible, claimed [cases], public_money [yuan of 2020], sums over whole years, mean over
                  seeds of the runs with everything; the same of the base, named `..._in_base`
    payers.csv    item, payer, the Shapley share of what the payer pays [yuan of 2020], mean and interval
    timing.csv    item, what it adds last in: rate, rate without tempo, children of the cohorts at the end
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

from experiments.attribution.making import N_DRAWS
from experiments.attribution.report import ALL, CANNOT_BE_TOLD, items_of, values_by_seed
from experiments.wording.items import item_of
from sim.measures.attribution import orders_of, shapley
from sim.measures.intervals import STATISTICS, bounds
from sim.measures.rates import tempo_adjusted
from sim.measures.reach import (
    CHILDREN_SO_FAR,
    CLAIMS,
    ELIGIBLE,
    MEAN_AGE_OF,
    ORDERS_TOLD,
    PAID,
    PAID_BY,
    QUANTUM_OF,
    WOMEN_BORN,
)
from sim.policy.claims import CLAIMED
from sim.policy.levers import LEVERS
from sim.policy.levers.base import PAYERS
from sim.population.columns import Array
from sim.runs.sweepset import SweepSet
from sim.writing import write_csv

OF_CHILDREN = frozenset({
    "per_child_year", "per_child_month", "share_of_fees", "share_of_premium", "per_enrolled_month", "per_minded_month",
    "fee_of_places", "tax_revenue",
})  # fmt: skip
"""Cost rules of what children bring year after year: every birth brings it in time."""
OF_BIRTHS = frozenset({
    "per_birth", "share_of_income_at_birth", "share_of_birth_cost", "leave_pay", "leave_wages", "wage_of_leave_days",
    "share_of_contributions", "staff_of_births",
})  # fmt: skip
"""Cost rules with a case for each birth."""
OF_WEDDINGS = frozenset({"per_wedding"})
BIRTHS, WEDDINGS = "births", "marriages"


class Runs(NamedTuple):
    """Stored runs of an attribution, by what holds in them."""

    items: tuple[int, ...]
    n_draws: int
    rows: pd.DataFrame
    """Of whole years, one a run and year."""
    sums: pd.DataFrame
    """Sums over whole years, index (point, seed)."""

    def point(self, without: int | None = None) -> int:
        """The runs with everything, or with everything but an item."""
        return (1 << len(self.items)) - 1 - (0 if without is None else 1 << self.items.index(without))

    def last_in(self, column: str, item: int) -> Array:
        """What an item adds to a sum over everything else, (seed,)."""
        return np.asarray(self.sums.loc[self.point(), column] - self.sums.loc[self.point(item), column])


def write_reach(stored: SweepSet) -> str:
    """Text on whom an attribution's items reach, after writing its tables into its folder."""
    rows = stored.rows()
    rows = rows[rows["year"].isin(stored.manifest.whole_years)]
    sums = rows.groupby(["point", "seed"]).sum(numeric_only=True)
    runs = Runs(items_of(stored), int(stored.manifest.study[N_DRAWS]), rows, sums)
    reach, payers, timing = reach_table(runs), payers_table(runs), timing_table(runs)
    for name, table in (("reach", reach), ("payers", payers), ("timing", timing)):
        write_csv(stored.directory / f"{name}.csv", table)
    return "\n".join([
        "Whom the items reach when all hold, means over runs. A case is a birth, a child's year, a month of search, as"
        " the lever counts it; money is all that is paid for the lever, by law too.", *_reach_told(runs, reach), "",
        *_payers_told(payers), "", *_timing_told(timing, stored.manifest.whole_years[-1]),
    ])  # fmt: skip


# Reach ---------------------------------------------------------------------------------------------------------------


def reach_table(runs: Runs) -> pd.DataFrame:
    """Each lever of the items that anybody may claim, from eligible to money."""
    whole, base = runs.sums.loc[runs.point()].mean(), runs.sums.loc[0].mean()
    names = {"eligible": ELIGIBLE, "claimed": CLAIMS, "public_money": PAID}
    table = pd.DataFrame([
        {"item": LEVERS[lever].plan_item, "lever": lever,
         **{name: whole[f"{before}{lever}"] for name, before in names.items()},
         **{f"{name}_in_base": base[f"{before}{lever}"] for name, before in names.items()}}
        for lever in CLAIMED if LEVERS[lever].plan_item in runs.items
    ])  # fmt: skip
    return table[table["eligible"] != 0].sort_values("item", kind="stable").reset_index(drop=True)


def paid_for(runs: Runs, item: int) -> tuple[str, Array] | None:
    """Births or weddings for which an item pays when all hold, (seed,); None where it pays for neither.

    Every birth where children bring money by the year, else the births or weddings claimed for by its widest lever.
    """
    whole = runs.sums.loc[runs.point()]
    levers = [one for one in CLAIMED if LEVERS[one].plan_item == item and whole[f"{CLAIMS}{one}"].any()]
    rules = {one: LEVERS[one].cost_rule for one in levers}
    if OF_CHILDREN & set(rules.values()):
        return BIRTHS, np.asarray(whole[BIRTHS], np.float64)
    for counted, of in ((BIRTHS, OF_BIRTHS), (WEDDINGS, OF_WEDDINGS)):
        claimed = [np.asarray(whole[f"{CLAIMS}{one}"]) for one, rule in rules.items() if rule in of]
        if claimed:
            return counted, np.max(claimed, axis=0)
    return None


def there_anyway(runs: Runs, item: int) -> tuple[str, Array] | None:
    """Births or weddings, and which share of those that an item pays for would be there without it, (seed,).

    1 less what it adds last in over those it pays for; as written, so over 1 where it takes away.
    """
    found = paid_for(runs, item)
    if found is None or (found[1] <= 0).any():
        return None
    return found[0], 1.0 - runs.last_in(found[0], item) / found[1]


def _reach_told(runs: Runs, reach: pd.DataFrame) -> Iterator[str]:
    """An item with its windfall, then its levers."""
    yield f"{'':<52}{'eligible':>12}{'claimed':>14}{'m yuan':>9}"
    for item in runs.items:
        changed = ", ".join(
            f"{runs.last_in(column, item).mean():+,.0f} {name}" for column, name in
            ((BIRTHS, "births"), (WEDDINGS, "weddings")))
        yield f"{item_of(item, 'en')}: changes {changed}, last in; {_windfall(runs, item)}"
        for row in reach[reach["item"] == item].itertuples():
            title = LEVERS[str(row.lever)].title_en
            yield f"  {title:<50}{row.eligible:>12,.0f} → {row.claimed:>11,.0f}{row.public_money / 1e6:>9,.0f}"


def _windfall(runs: Runs, item: int) -> str:
    """The share of those paid for who would be there without the item, in words."""
    found = there_anyway(runs, item)
    if found is None:
        return "it pays for no birth or wedding as such"
    mean, lower, upper = (f"{100 * one:.1f}" for one in bounds(found[1], runs.n_draws))
    name = "births" if found[0] == BIRTHS else "weddings"
    around = f" ({lower} to {upper})" if len(found[1]) > 1 else ""
    return f"of the {name} it pays for {mean} %{around} would be there without it"


# Payers --------------------------------------------------------------------------------------------------------------


def payers_table(runs: Runs) -> pd.DataFrame:
    """Shapley share of what each payer pays; `all` for everything together."""
    columns = [f"{PAID_BY}{payer}" for payer in PAYERS]
    value = values_by_seed(runs.rows, runs.items, columns)
    shares = [shapley(orders_of(runs.items, seed), held) for seed, held in value.items()]
    parts: list[tuple[int | str, Array]] = [
        (item, np.stack([of_seed[item] for of_seed in shares])) for item in runs.items]
    nothing, everything = frozenset[int](), frozenset(runs.items)
    parts.append((ALL, np.stack([held[everything] - held[nothing] for held in value.values()])))
    return pd.DataFrame([
        {"item": item, "payer": payer,
         **dict(zip(STATISTICS, bounds(values[:, k], runs.n_draws), strict=True))}
        for item, values in parts for k, payer in enumerate(PAYERS)
    ])  # fmt: skip


def _payers_told(payers: pd.DataFrame) -> Iterator[str]:
    yield "Who pays each item's share [million yuan of 2020]; below 0 is saved or taken in"
    yield f"{'item':<24}" + "".join(f"{payer.replace('_', ' '):>16}" for payer in PAYERS)
    wide = payers.pivot(index="item", columns="payer", values="mean")
    for item in dict.fromkeys(payers["item"]):
        yield f"{_name(item):<24}" + "".join(f"{wide.loc[item, payer] / 1e6:>+16,.0f}" for payer in PAYERS)


# Tempo and completed fertility ---------------------------------------------------------------------------------------


def timing_table(runs: Runs) -> pd.DataFrame:
    """What each item adds last in, and all over the base: yearly rate, rate without tempo, children of the cohorts."""
    pairs: list[tuple[int | str, int, int]] = [(item, runs.point(), runs.point(item)) for item in runs.items]
    pairs.append((ALL, runs.point(), 0))
    last = runs.rows[runs.rows["year"] == runs.rows["year"].max()].set_index(["point", "seed"])[CHILDREN_SO_FAR]
    found = []
    for item, with_it, without in pairs:
        children = np.asarray(last.loc[with_it] - last.loc[without])
        of_rate, of_adjusted = (a - b for a, b in zip(_rates(runs, with_it), _rates(runs, without), strict=True))
        found.append({
            "item": item, "tfr": float(of_rate.mean()), "tempo_adjusted_tfr": float(of_adjusted.mean()),
            **{f"children_{name}": value
               for name, value in zip(STATISTICS, bounds(children, runs.n_draws), strict=True)},
        })  # fmt: skip
    return pd.DataFrame(found)


def _rates(runs: Runs, point: int) -> tuple[Array, Array]:
    """Total rate, and without tempo, of the years inside the run, from means over runs; NaN where it has no value."""
    years = runs.rows[runs.rows["point"] == point].groupby("year").mean(numeric_only=True)
    at = {"year": years.index.to_numpy(), "birth_order": list(ORDERS_TOLD)}
    quantum, ages = (
        xr.DataArray(years[[f"{before}{order}" for order in ORDERS_TOLD]].to_numpy(np.float64), at, tuple(at))
        for before in (QUANTUM_OF, MEAN_AGE_OF))
    inside = slice(1, len(years) - 1)
    return np.asarray(quantum.sum("birth_order"))[inside], np.asarray(tempo_adjusted(quantum, ages))[inside]


def _timing_told(timing: pd.DataFrame, end: int) -> Iterator[str]:
    yield (f"Sooner, or more in the end: last in, mean of the years inside the run; children by {end} of women born"
           f" {WOMEN_BORN[0]} to {WOMEN_BORN[-1]}")
    yield f"{'item':<24}{'TFR':>10}{'without tempo':>16}{'children a woman':>36}"
    for row in timing.itertuples():
        adjusted = CANNOT_BE_TOLD if math.isnan(row.tempo_adjusted_tfr) else f"{row.tempo_adjusted_tfr:+.3f}"
        around = f"{row.children_mean:+.4f} ({row.children_lower:+.4f} to {row.children_upper:+.4f})"
        yield f"{_name(row.item):<24}{row.tfr:>+10.3f}{adjusted:>16}{around:>36}"


def _name(item: int | str) -> str:
    return ALL if item == ALL else item_of(int(item), "en")
