"""Designs that grow begin with the smaller one, run for run; groups, defaults and sizes are checked."""

from pathlib import Path

import numpy as np
import pytest

from experiments.study.designs import FIRST_SEED, PLACE, VALUE, design_of, plan_of
from experiments.study.reader import ReadStudy, read_study
from experiments.study.schema import DUMMY
from sim.errors import UserError

FACTORS = """\
factors:
  - dose: birth_grant
  - value: third_child_insured
  - parameter: money_weight
  - parameter: time_weight
outputs: [births]
scenario: in_force
against: national_only
seeds: 2
"""
GROWING = {
    "sobol": ("n: 8", "n: 16"),
    "morris": ("n: 3, levels: 6", "n: 7, levels: 6"),
    "fast": ("n: 70, curves: 2", "n: 70, curves: 3"),
    "one_at_a_time": ("n: 2", "n: 5"),
    "sobol_points": ("n: 5", "n: 100"),
    "halton": ("n: 5", "n: 100"),
}


def read(folder: Path, design: str, more: str = "") -> ReadStudy:
    file = folder / "trial.yaml"
    file.write_text(f"design: {{method: {design}}}\n{more}{FACTORS}", encoding="utf-8")
    return read_study(file)


@pytest.mark.parametrize("method", GROWING)
@pytest.mark.parametrize("groups", ["", "groups: {purse: [money_weight, birth_grant]}\n"])
def test_a_larger_design_begins_with_the_smaller_one(tmp_path: Path, method: str, groups: str) -> None:
    """To the bit: points, seeds, and the numbers of all runs, those of the other scenario among them."""
    if groups and method not in ("sobol", "morris"):
        return
    small, large = (read(tmp_path, f"{method}, {size}", groups) for size in GROWING[method])
    before, after = design_of(small), design_of(large)
    assert len(before) < len(after)
    assert after.iloc[: len(before)].equals(before)
    first, then = plan_of(small, before).runs, plan_of(large, after).runs
    assert {run.scenario for run in first} == {"in_force", "national_only"}
    assert then[: len(first)] == first


def test_a_latin_hypercube_does_not_grow(tmp_path: Path) -> None:
    small, large = (design_of(read(tmp_path, f"latin_hypercube, n: {n}")) for n in (8, 16))
    assert not large.iloc[:8].equals(small)


def test_one_at_a_time_starts_from_the_defaults(tmp_path: Path) -> None:
    """A repeat: all at their defaults; the dose, which starts at 0, and the whole number, at 0, up; both weights down
    and up; two other seeds."""
    design = design_of(read(tmp_path, "one_at_a_time, n: 2"))
    assert len(design) == 2 * (1 + 1 + 1 + 2 + 2 + 2)
    values = design.iloc[:9][[VALUE + n for n in ("birth_grant", "third_child_insured", "money_weight", "time_weight")]]
    expected = np.tile([0.0, 0.0, 1.0, 0.5], (9, 1))
    expected[1, 0], expected[2, 1] = 1.0, 1.0
    expected[3:5, 2], expected[5:7, 3] = (0.5, 3.0), (0.0, 1.5)
    assert values.to_numpy().tolist() == expected.tolist()
    seeds = design[FIRST_SEED].to_numpy()
    assert [len(set(part)) for part in (seeds[:7], seeds[:9], seeds)] == [1, 3, 6]
    assert np.sort(design[PLACE + DUMMY][[0, 7, 8]].to_numpy())[1] == design[PLACE + DUMMY][0]


def test_a_group_moves_as_one(tmp_path: Path) -> None:
    """Sobol with a group of two, two factors and the dummy: A, three with one subject of B, the dummy's, B."""
    design = design_of(read(tmp_path, "sobol, n: 8", "groups: {purse: [money_weight, birth_grant]}\n"))
    assert len(design) == 8 * 6
    places = design[[PLACE + n for n in ("birth_grant", "third_child_insured", "money_weight", "time_weight", DUMMY)]]
    moved = places.to_numpy()[1:6] != places.to_numpy()[0]
    assert moved.tolist() == [
        [True, False, True, False, False], [False, True, False, False, False], [False, False, False, True, False],
        [False, False, False, False, True], [True] * 5,
    ]  # fmt: skip


BAD = {
    "in two groups": ("sobol, n: 8", "groups: {a: [money_weight], b: [money_weight]}\n", 2, "in a and in b"),
    "twice in one": ("sobol, n: 8", "groups: {a: [money_weight, money_weight]}\n", 2, "twice in a"),
    "unknown in a group": ("sobol, n: 8", "groups:\n  a: [mony_weight]\n", 3, "did you mean 'money_weight'?"),
    "a group named as a factor": ("sobol, n: 8", "groups: {money_weight: [time_weight]}\n", 2, "name of a factor"),
    "a group named dummy": ("sobol, n: 8", "groups: {dummy: [time_weight]}\n", 2, "name of a factor"),
    "an empty group": ("sobol, n: 8", "groups: {a: []}\n", 2, "one factor or more"),
    "groups of another design": ("halton, n: 8", "groups: {a: [time_weight]}\n", 2, "moves no groups"),
    "too short a curve": ("fast, n: 65", "", 1, "66 points"),
    "a curve of harmonics that meet": ("fast, n: 257", "", 1, "take 256"),
    "one repeat": ("one_at_a_time, n: 1", "", 1, "2 repeats or more"),
    "curves of another design": ("sobol, n: 8, curves: 3", "", 1, "reads no curves"),
}


@pytest.mark.parametrize("mistake", BAD)
def test_mistakes_name_file_and_line(tmp_path: Path, mistake: str) -> None:
    design, groups, line, named = BAD[mistake]
    with pytest.raises(UserError) as refused:
        read(tmp_path, design, groups)
    assert str(refused.value).startswith(f"trial.yaml, line {line}: ")
    assert named in str(refused.value)


def test_a_range_without_the_default_is_refused(tmp_path: Path) -> None:
    text = f"design: {{method: one_at_a_time, n: 2}}\n{FACTORS}".replace("time_weight", "time_weight\n    lower: 1")
    (tmp_path / "trial.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"line 6: time_weight: .* the default, 0\.5, which is outside 1 to"):
        read_study(tmp_path / "trial.yaml")
