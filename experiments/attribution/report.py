"""What each plan item adds: the printed table and attribution.csv, from the stored runs of an attribution.

    attribution.csv    item, measure (births, marriages, public money, yuan a birth), how (alone, last in, shapley),
                       mean, lower, upper, interval; `all` is all together, to which the Shapley shares add up
    shares.csv         the Shapley share of each item in each seed, for further work
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.attribution.making import ASSUMED, DRAWN, ITEMS, N_DRAWS, SCENARIO
from experiments.wording.items import item_of
from experiments.wording.uncertainty import interval_note
from sim.errors import UserError
from sim.measures.attribution import Subset, most_telling, orders_of, shapley
from sim.measures.intervals import STATISTICS, bounds, named, ratio_bounds
from sim.policy.paths import BASE
from sim.population.columns import Array
from sim.runs.sweepset import SweepSet
from sim.writing import write_csv

MEASURES = ("births", "marriages", "public_money_real")
BIRTHS, MARRIAGES, MONEY = range(3)
COST = "yuan_a_birth"
"""Public money over births; without value where no birth is known to have been added."""
ALL = "all"
HOWS = ("alone", "last in", "shapley")
CANNOT_BE_TOLD = "cannot be told"
READ = (
    "Sums over whole years. Alone: over the base, with no other item; last in: over everything else; share: Shapley's,"
    " the mean over orders in which the items may come, which adds up to all. Yuan a birth: public money of 2020 over"
    " births, both of the share."
)


def write_attribution(stored: SweepSet) -> str:
    """Text of an attribution, after writing its tables into its folder; `UserError` where runs are missing."""
    manifest = stored.manifest
    items = items_of(stored)
    years = manifest.whole_years
    if not years:
        raise UserError(f"{stored.directory} holds no whole year; name a later --to")
    if stored.missing() or stored.failed():
        raise UserError(f"{stored.directory}: runs are missing; run the same command again")
    rows = stored.rows()
    value = values_by_seed(rows[rows["year"].isin(years)], items)
    added = {how: _stacked(value, items, how) for how in HOWS}
    whole = np.stack([held[frozenset(items)] - held[frozenset()] for held in value.values()])
    n_draws = int(manifest.study[N_DRAWS])
    write_csv(stored.directory / "attribution.csv", _table(added, whole, items, n_draws))
    write_csv(stored.directory / "shares.csv", _by_seed(added["shapley"], items, list(value)))
    note = named(n_draws, paired=True)
    head = [
        f"{manifest.place_name_zh} {manifest.place_name_en}: what the items of {manifest.study[SCENARIO]} add to"
        f" {BASE}, {years[0]} to {years[-1]}",
        f"sample {manifest.sample}, {len(value)} seeds{_of_draws(n_draws)}, {manifest.n_runs:,} runs", "",
    ]
    return "\n".join([
        *head, *_printed(added, whole, items, n_draws), "", READ, *_rests_on(manifest.study, added, items),
        *_hangs_on(manifest.study, whole), interval_note(note), manifest.calibration_note,
    ])  # fmt: skip


def _rests_on(study: Mapping[str, Any], added: Mapping[str, Array], items: Sequence[int]) -> Iterator[str]:
    """A line an item: what its values rest on; and how much of all that is added rests on assumed ones."""
    births = added["shapley"][:, :, BIRTHS].mean(axis=0)
    assumed = np.array(study[ASSUMED])
    yield "Values of levers rest on:"
    for item, share in zip(items, assumed, strict=True):
        yield f"  {item_of(item, 'en'):<24}{basis_of(share)}: {share:.0%} assumed".replace("%", " %")
    if births.sum() > 0:
        share = float(assumed @ births / births.sum())
        yield f"{share:.0%} of the births of all rest on assumed values.".replace("%", " %")


def basis_of(assumed: float) -> str:
    """What the values of an item rest on, by the share of them that is assumed."""
    if assumed == 0.0:
        return "dated rules and the plan's own numbers"
    return "judgement" if assumed == 1.0 else "mostly judgement" if assumed >= 0.5 else "mostly dated rules"


def _hangs_on(study: Mapping[str, Any], whole: Array) -> Iterator[str]:
    """The parameters with which the births of all go most, over draws."""
    told = most_telling(study.get(DRAWN, {}), whole[:, BIRTHS])
    if told:
        named = ", ".join(f"{name} ({rank:+.2f})" for name, rank in told.items())
        below = int((whole[:, BIRTHS] < 0).sum())
        yield (f"Births of all go most with {named}: rank correlation over {len(whole)} draws; in {below} of them"
               " all items together lower births.")


def shares_of(stored: SweepSet) -> tuple[int, dict[int, Array]]:
    """Number of draws of a finished attribution, and the Shapley share of each item, (seed, measure)."""
    manifest = stored.manifest
    items, rows = items_of(stored), stored.rows()
    value = values_by_seed(rows[rows["year"].isin(manifest.whole_years)], items)
    stacked = _stacked(value, items, "shapley")
    return int(manifest.study[N_DRAWS]), {item: stacked[:, k] for k, item in enumerate(items)}


def values_by_seed(
    rows: pd.DataFrame, items: Sequence[int], columns: Sequence[str] = MEASURES
) -> dict[int, dict[Subset, Array]]:
    """Sums of `columns` over years by seed and items held. rows : of whole years alone, one a run and year"""
    sums = rows.groupby(["seed", "point"])[list(columns)].sum()
    found: dict[int, dict[Subset, Array]] = {}
    for seed, point, *values in sums.reset_index().itertuples(index=False):
        held = frozenset(item for place, item in enumerate(items) if int(point) >> place & 1)
        found.setdefault(int(seed), {})[held] = np.array(values, np.float64)
    return found


def items_of(stored: SweepSet) -> tuple[int, ...]:
    """Items of a stored attribution; `UserError` where the folder holds another sweep."""
    items = stored.manifest.study.get(ITEMS)
    if not isinstance(items, list):
        raise UserError(f"{stored.directory} holds a sweep, but no attribution; name the --out folder of one")
    return tuple(int(item) for item in items)


def _added(held: Mapping[Subset, Array], items: Sequence[int], seed: int, how: str) -> dict[int, Array]:
    """What each item adds in a seed, (measure,)."""
    nothing: Subset = frozenset()
    everything = frozenset(items)
    if how == "alone":
        return {item: held[frozenset({item})] - held[nothing] for item in items}
    if how == "last in":
        return {item: held[everything] - held[everything - {item}] for item in items}
    return shapley(orders_of(items, seed), held)


def _stacked(value: Mapping[int, Mapping[Subset, Array]], items: Sequence[int], how: str) -> Array:
    """What each item adds, (seed, item, measure)."""
    by_seed = (_added(held, items, seed, how) for seed, held in value.items())
    return np.stack([np.stack([added[item] for item in items]) for added in by_seed])


def _table(added: Mapping[str, Array], whole: Array, items: Sequence[int], n_draws: int) -> pd.DataFrame:
    """Every mean and interval, one row each."""
    name = named(n_draws, paired=True).name
    parts = [*((item, how, added[how][:, k]) for how in HOWS for k, item in enumerate(items)), (ALL, ALL, whole)]
    return pd.DataFrame([
        {"item": item, "how": how, "measure": measure, **dict(zip(STATISTICS, told, strict=True)), "interval": name}
        for item, how, values in parts for measure, told in (
            *((one, bounds(values[:, k], n_draws)) for k, one in enumerate(MEASURES)),
            (COST, _cost_bounds(values, n_draws) or [math.nan] * len(STATISTICS)))
    ])  # fmt: skip


def _by_seed(shares: Array, items: Sequence[int], seeds: Sequence[int]) -> pd.DataFrame:
    return pd.DataFrame([
        {"seed": seed, "item": item, **dict(zip(MEASURES, of_item, strict=True))}
        for seed, of_seed in zip(seeds, shares, strict=True) for item, of_item in zip(items, of_seed, strict=True)
    ])  # fmt: skip


def _printed(added: Mapping[str, Array], whole: Array, items: Sequence[int], n_draws: int) -> Iterator[str]:
    """Lines of the printed table, the largest share first."""
    shares = added["shapley"]
    largest = sorted(range(len(items)), key=lambda k: -shares[:, k, BIRTHS].mean())
    yield f"{'item':<24}{'births: share':>34}{'alone':>10}{'last in':>10}{'weddings':>10}{'m yuan':>10}  yuan a birth"
    for k in largest:
        yield _line(item_of(items[k], "en"), shares[:, k], n_draws, [
            float(added[how][:, k, BIRTHS].mean()) for how in ("alone", "last in")])
    yield _line(ALL, whole, n_draws, [math.nan, math.nan])


def _line(name: str, values: Array, n_draws: int, others: Sequence[float]) -> str:
    """One line. values : (seed, measure)      others : births alone and last in"""
    mean, lower, upper = bounds(values[:, BIRTHS], n_draws)
    around = f"{mean:+,.0f} ({lower:+,.0f} to {upper:+,.0f})" if math.isfinite(lower) else f"{mean:+,.0f} (one seed)"
    cells = "".join(f"{'':>10}" if math.isnan(one) else f"{one:>+10,.0f}" for one in others)
    cells += f"{values[:, MARRIAGES].mean():>+10,.0f}{values[:, MONEY].mean() / 1e6:>+10,.0f}"
    return f"{name:<24}{around:>34}{cells}  {_cost(values, n_draws)}"


def _cost(values: Array, n_draws: int) -> str:
    """Public money over births with its interval, in words."""
    found = _cost_bounds(values, n_draws)
    return CANNOT_BE_TOLD if found is None else "{:,.0f} ({:,.0f} to {:,.0f})".format(*found)


def _cost_bounds(values: Array, n_draws: int) -> tuple[float, float, float] | None:
    """Public money over births, (statistic,); None where no birth is known to have been added."""
    mean, lower, upper = ratio_bounds(values[:, MONEY], values[:, BIRTHS], n_draws)
    if not (math.isfinite(lower) and math.isfinite(upper)) or values[:, BIRTHS].mean() <= 0:
        return None
    return mean, lower, upper


def _of_draws(n_draws: int) -> str:
    return f", {n_draws} parameter draws" if n_draws else ""
