"""Plan items ranked over everything that is not known: parameter draws, futures, rival birth rules.

A world is one attribution: a birth rule and a future, in which each seed has its own draw. In each of its seeds some
item is the best; the share of seeds in which an item is it is the probability that it is the best, of which a table of
means says nothing. An item is robust where no world makes one regret it: its regret in a world is what the best
item's mean has over its own there (Savage 1951), and items are ranked by the largest of their regrets.

    robust.csv    item, rank, largest_regret and the world of it, probability_best over worlds, worst_rank; and of
                  each world its mean, probability_best, probability_top_3 and rank
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.attribution.making import ITEMS
from experiments.attribution.report import BIRTHS, shares_of
from experiments.wording.items import item_of
from sim.errors import UserError
from sim.population.columns import Array
from sim.runs.runset import MANIFEST
from sim.runs.sweepset import SweepSet
from sim.writing import make_folder, write_csv

TOP = 3
READ = (
    "Best: share of seeds, each with its own draw, in which the item's Shapley share of births is the largest, the mean"
    " over worlds; every world counts the same. Regret: births that the best item has more in the mean of a world. The"
    " chance of a seed at this sample is in it, so that neither is surer than the shares are."
)


def worlds_in(folders: list[Path]) -> dict[str, Path]:
    """Attributions by name: a folder that is one, or those in it; `UserError` for a folder without any."""
    found: dict[str, Path] = {}
    for folder in folders:
        inside = [folder] if (folder / MANIFEST).is_file() else sorted(p.parent for p in folder.glob(f"*/{MANIFEST}"))
        if not inside:
            raise UserError(f"{folder} holds no attribution; name the --out folder of `fertsim attribute`")
        for one in inside:
            name = str(one)
            if name in found:
                raise UserError(f"{one} stands twice; name each attribution once")
            found[name] = one
    return found


def write_robust(folders: list[Path], out: Path) -> str:
    """Text of the ranking over worlds, after writing robust.csv."""
    worlds = {name: _births_of(SweepSet.open(folder)) for name, folder in worlds_in(folders).items()}
    items = {tuple(sorted(of_items)) for of_items in worlds.values()}
    if len(items) > 1:
        raise UserError("the attributions are not of the same plan items; name attributions of one scenario")
    table = robust_table(worlds)
    make_folder(out)
    write_csv(out / "robust.csv", table)
    return "\n".join([*_printed(table, worlds), "", READ, f"robust.csv in {out}."])


def _births_of(stored: SweepSet) -> dict[int, Array]:
    """Births of each item's Shapley share by seed."""
    if ITEMS not in stored.manifest.study:
        raise UserError(f"{stored.directory} is a sweep, but no attribution; name the --out folder of `attribute`")
    if stored.missing():
        raise UserError(f"{stored.directory}: runs are missing; run the same command again")
    return {item: of_item[:, BIRTHS] for item, of_item in shares_of(stored)[1].items()}


def robust_table(worlds: Mapping[str, Mapping[int, Array]]) -> pd.DataFrame:
    """A row an item, the most robust first. worlds : by name, of each item its births by seed"""
    items = sorted(next(iter(worlds.values())))
    columns: dict[str, Array] = {}
    regrets, chances, ranks = [], [], []
    for name, of_items in worlds.items():
        births = np.stack([of_items[item] for item in items], axis=1)
        means, place = births.mean(axis=0), places(births)
        ranks.append(places(means[None])[0])
        regrets.append(means.max() - means)
        chances.append(chance_of_best(births))
        columns |= {
            f"mean[{name}]": means, f"probability_best[{name}]": chances[-1],
            f"probability_top_{TOP}[{name}]": (place <= TOP).mean(axis=0), f"rank[{name}]": ranks[-1],
        }  # fmt: skip
    largest, names = np.max(regrets, axis=0), list(worlds)
    table = pd.DataFrame({
        "item": items, "largest_regret": largest, "world_of_it": [names[k] for k in np.argmax(regrets, axis=0)],
        "probability_best": np.mean(chances, axis=0), "worst_rank": np.max(ranks, axis=0), **columns,
    }).sort_values(["largest_regret", "probability_best"], ascending=[True, False], kind="stable")  # fmt: skip
    table.insert(1, "rank", range(1, len(table) + 1))
    return table.reset_index(drop=True)


def places(births: Array) -> Array:
    """Rank of each item in each seed, 1 the largest; equal ones share the better rank. births : (seed, item)"""
    return 1 + (births[:, None, :] > births[:, :, None]).sum(axis=2)


def chance_of_best(births: Array) -> Array:
    """Share of seeds in which each item is the largest; several share the seed. births : (seed, item)"""
    best = births == births.max(axis=1, keepdims=True)
    return np.asarray((best / best.sum(axis=1, keepdims=True)).mean(axis=0))


def _printed(table: pd.DataFrame, worlds: Mapping[str, Mapping[int, Array]]) -> list[str]:
    """A line an item, with its mean and its chance of being the best in each world."""
    numbered = dict(enumerate(worlds, start=1))
    lines = [f"world {k}: {name}, {len(next(iter(worlds[name].values())))} seeds" for k, name in numbered.items()]
    heads = "".join(f"{f'world {k}':>20}" for k in numbered)
    lines += ["", f"{'':>3} {'item':<24}{'best':>8}{'largest regret':>16}{'worst rank':>12}{heads}"]
    for row in table.to_dict("records"):
        cells = []
        for name in numbered.values():
            cells.append(f"{row[f'mean[{name}]']:+,.0f} ({row[f'probability_best[{name}]']:.0%})".replace("%", " %"))
        best = f"{row['probability_best']:.0%}".replace("%", " %")
        lines.append(
            f"{row['rank']:>3} {item_of(int(row['item']), 'en'):<24}{best:>8}{row['largest_regret']:>16,.0f}"
            f"{row['worst_rank']:>12}" + "".join(f"{cell:>20}" for cell in cells)
        )
    return lines
