"""Robust ranking: chance of being the best, places and regret by hand, and folders that are no attributions."""

from pathlib import Path

import numpy as np
import pytest

from experiments.attribution import robust
from experiments.attribution.robust import chance_of_best, places, robust_table, worlds_in, write_robust
from sim.errors import UserError
from tests import synthetic

SEEDS = np.array([[5.0, 3, 1], [2, 3, 1], [4, 4, 1], [9, 0, 1]])
"""Births of three items in four seeds: the first is the best in two, the second in one, and they share one."""


def test_the_chance_of_being_the_best_by_hand() -> None:
    assert chance_of_best(SEEDS).tolist() == [2.5 / 4, 1.5 / 4, 0.0]
    assert chance_of_best(SEEDS).sum() == 1


def test_places_by_hand() -> None:
    assert places(SEEDS).tolist() == [[1, 2, 3], [2, 1, 3], [1, 1, 3], [1, 3, 2]]


def test_the_most_robust_is_never_far_behind() -> None:
    """Item 3 is the best under one rule and the worst under the other; item 7 is the second under both.

    Means under utility 10, 8, 1 and under hazard 0, 4, 5: largest regrets 5, 2 and 9.
    """
    worlds = {
        "utility": {3: np.array([9.0, 11]), 7: np.array([10.0, 6]), 8: np.array([1.0, 1])},
        "hazard": {3: np.array([0.0, 0]), 7: np.array([6.0, 2]), 8: np.array([5.0, 5])},
    }
    table = robust_table(worlds).set_index("item")
    assert table.index.tolist() == [7, 3, 8]
    assert table["largest_regret"].to_dict() == {3: 5, 7: 2, 8: 9}
    assert table["world_of_it"].to_dict() == {3: "hazard", 7: "utility", 8: "utility"}
    assert table["probability_best"].to_dict() == {3: 0.25, 7: 0.5, 8: 0.25}
    assert table["worst_rank"].to_dict() == {3: 3, 7: 2, 8: 3}
    assert table["probability_top_3[utility]"].eq(1).all()
    assert table["rank"].tolist() == [1, 2, 3]


def test_worlds_are_folders_or_folders_of_them(tmp_path: Path) -> None:
    for name in ("a/utility", "a/hazard", "b"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "manifest.json").write_text("{}", encoding="utf-8")
    found = worlds_in([tmp_path / "b", tmp_path / "a"])
    assert [str(Path(name).relative_to(tmp_path)) for name in found] == ["b", "a/hazard", "a/utility"]
    with pytest.raises(UserError, match="stands twice"):
        worlds_in([tmp_path / "a", tmp_path / "a" / "hazard"])
    with pytest.raises(UserError, match="holds no attribution; name the --out folder of `fertsim attribute`"):
        worlds_in([tmp_path / "b", tmp_path / "nowhere"])


def test_attributions_of_other_items_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = iter([{3: np.ones(2), 7: np.ones(2)}, {3: np.ones(2)}])
    monkeypatch.setattr(robust, "worlds_in", lambda folders: {"a": tmp_path, "b": tmp_path})
    monkeypatch.setattr(robust, "_births_of", lambda stored: next(held))
    monkeypatch.setattr(robust.SweepSet, "open", lambda folder: None)
    with pytest.raises(UserError, match="not of the same plan items"):
        write_robust([tmp_path], tmp_path / "out")


def test_a_run_set_is_no_world(tmp_path: Path) -> None:
    synthetic.write(tmp_path / "run", synthetic.manifest())
    with pytest.raises(UserError, match="the manifest of a run set, not of a sweep"):
        write_robust([tmp_path / "run"], tmp_path / "out")
    assert not (tmp_path / "out").exists()
