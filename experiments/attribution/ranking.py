"""Plan items ranked under several birth rules, and pairs whose order turns between two of them: no finding.

    ranking.csv    rule, item, births (mean over seeds of the Shapley share), lower, upper, rank
"""

from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path

import pandas as pd

from experiments.attribution.report import BIRTHS, MEASURES, shares_of
from experiments.wording.items import item_of
from sim.measures.intervals import bounds
from sim.runs.sweepset import SweepSet
from sim.writing import write_csv

NO_FLIP = "No two items that are told apart under both rules change places."


def write_ranking(made: Mapping[str, SweepSet], folder: Path) -> str:
    """Text of the ranking, after writing ranking.csv; made : attributions of one scenario by birth rule"""
    table = pd.concat([_ranked(rule, stored) for rule, stored in made.items()], ignore_index=True)
    write_csv(folder / "ranking.csv", table)
    return "\n".join(_printed(table, list(made)))


def _ranked(rule: str, stored: SweepSet) -> pd.DataFrame:
    """Items of one rule with their share of births, the largest first."""
    n_draws, shares = shares_of(stored)
    rows = [{"rule": rule, "item": item, MEASURES[BIRTHS]: mean, "lower": lower, "upper": upper}
            for item, of_item in shares.items() for mean, lower, upper in [bounds(of_item[:, BIRTHS], n_draws)]]
    table = pd.DataFrame(rows).sort_values(MEASURES[BIRTHS], ascending=False, kind="stable")
    return table.assign(rank=range(1, len(table) + 1))


def _printed(table: pd.DataFrame, rules: list[str]) -> Iterator[str]:
    """A line an item, a column a rule, then what turns."""
    wide = table.pivot(index="item", columns="rule", values=[MEASURES[BIRTHS], "rank"])
    yield "rank of the items, and births of their share, by birth rule"
    yield f"{'item':<24}" + "".join(f"{rule:>24}" for rule in rules)
    for item in wide["rank"][rules[0]].sort_values().index:
        cells = (f"{wide['rank'][rule][item]:.0f} ({wide[MEASURES[BIRTHS]][rule][item]:+,.0f})" for rule in rules)
        yield f"{item_of(int(item), 'en'):<24}" + "".join(f"{cell:>24}" for cell in cells)
    turned = list(flips(table))
    yield NO_FLIP if not turned else (
        "Turned between rules, so no finding: " + "; ".join(
            f"{item_of(above, 'en')} over {item_of(below, 'en')} under {one}, the other way under {other}"
            for above, below, one, other in turned) + ".")


def flips(table: pd.DataFrame) -> Iterator[tuple[int, int, str, str]]:
    """Pairs of items of which one is above the other under one rule, and below it under another, beyond both intervals.

    table : rows rule, item, lower, upper; yields the item above, the item below, the rule, the other rule
    """
    at = {(str(row.rule), int(row.item)): (float(row.lower), float(row.upper)) for row in table.itertuples()}
    items = sorted({item for _, item in at})
    for one, other in combinations(dict.fromkeys(table["rule"]), 2):
        for a, b in combinations(items, 2):
            for above, below in ((a, b), (b, a)):
                if at[one, above][0] > at[one, below][1] and at[other, above][1] < at[other, below][0]:
                    yield above, below, str(one), str(other)
