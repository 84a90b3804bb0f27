"""Ranks of items under several birth rules, and which pairs turn."""

import pandas as pd

from experiments.attribution.ranking import flips


def table(rows: list[tuple[str, int, float, float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["rule", "item", "lower", "upper"])


def test_a_pair_turns_only_where_it_is_told_apart_under_both_rules() -> None:
    apart = table([("utility", 3, 10, 12), ("utility", 7, 1, 2), ("hazard", 3, 0, 1), ("hazard", 7, 5, 6)])
    assert list(flips(apart)) == [(3, 7, "utility", "hazard")]
    overlaps = table([("utility", 3, 1.5, 12), ("utility", 7, 1, 2), ("hazard", 3, 0, 1), ("hazard", 7, 5, 6)])
    assert list(flips(overlaps)) == []
    same = table([("utility", 3, 10, 12), ("utility", 7, 1, 2), ("hazard", 3, 8, 9), ("hazard", 7, 5, 6)])
    assert list(flips(same)) == []
