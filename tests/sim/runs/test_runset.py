"""The run set on disk: what is written is read, zeros included; what must not be overwritten is not."""

import json
import os
import shutil
from fractions import Fraction
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from sim.errors import UserError
from sim.processes.accounts import COUNT_TABLES, SIZES
from sim.runs.block import run_table
from sim.runs.layout import RUN_TABLES, labels
from sim.runs.manifest import RUNS_OF_A_BLOCK, Manifest, block_size_of
from sim.runs.runset import BLOCKS, MANIFEST, RunSet, Unfinished, check_output, prepare_run_set
from sim.runs.sealed import sealed_json
from tests import synthetic


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> RunSet:
    return synthetic.write(tmp_path_factory.mktemp("stored") / "run", synthetic.manifest())


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> RunSet:
    """The same runs in three files, as those of a large sample are kept."""
    return synthetic.write(tmp_path_factory.mktemp("apart") / "run", one_a_file())


def one_a_file(seeds: tuple[int, ...] = (1, 2, 3)) -> Manifest:
    """Manifest of a run set whose files hold a run each."""
    return synthetic.manifest(seeds).model_copy(update={"block_size": 1})


@pytest.fixture(scope="module")
def monthly(tmp_path_factory: pytest.TempPathFactory) -> RunSet:
    return synthetic.write(tmp_path_factory.mktemp("monthly") / "run", synthetic.manifest(monthly=True))


def test_births_by_month_are_stored_on_request(stored: RunSet, monthly: RunSet) -> None:
    more = set(pq.read_schema(monthly.file(1)).names) - set(pq.read_schema(stored.file(1)).names)
    assert more == {"births_monthly"}
    assert stored.manifest.inputs_hash != monthly.manifest.inputs_hash
    assert "monthly" not in stored.manifest.settings
    with pytest.raises(UserError, match="holds no births_monthly; run it with --monthly"):
        stored.array("births_monthly")


@pytest.mark.parametrize("measure", list(COUNT_TABLES))
def test_every_count_is_read_back_as_counted(monthly: RunSet, measure: str) -> None:
    by = list(monthly._labels(measure))
    read = monthly.array(measure, by)
    for seed in (1, 3):
        for year, n_months in ((2020, 2), (2031, 12)):
            counted = synthetic.counts(seed, n_months)[measure]
            assert (read.sel(seed=seed, year=year).to_numpy() == counted).all()


def test_rows_are_nonzero_and_zero_is_read(stored: RunSet) -> None:
    assert stored.counts("births").query("seed == 1 and year == 2021").shape == (6 * 20 * 2, 5 + 5 + 1)
    read = stored.read("births", ["county_code", "birth_order"])
    assert len(read) == 3 * 16 * 6 * 4
    assert read.loc[read["birth_order"] == 4, "births"].eq(0).all()


def test_sums_and_selection(stored: RunSet) -> None:
    one = stored.array("births", ["birth_order"], {"county_code": [330602], "mother_age": [30]})
    assert one.sel(seed=2, year=2025).to_numpy().tolist() == [7, 3, 0, 0]
    assert int(stored.array("births").sel(seed=1, year=2025)) == 6 * 20 * 8 + 1


def test_measures_of_the_same_dimensions_share_a_table() -> None:
    assert RUN_TABLES["by_county_sex_age"].measures[:2] == ("persons", "exposure_half_months")
    assert RUN_TABLES["births"].dims == COUNT_TABLES["births"]


def test_labels_have_the_sizes_of_the_arrays() -> None:
    assert all(len(labels(dim, synthetic.CODES)) == size for dim, size in SIZES.items())


def test_unknown_measure_or_dimension_is_named(stored: RunSet) -> None:
    with pytest.raises(UserError, match="no measure weddings"):
        stored.array("weddings")
    with pytest.raises(UserError, match="births has no dimension parity; it has county_code, mother_age"):
        stored.array("births", ["parity"])
    with pytest.raises(UserError, match="births: county_code has no 330699; it has 330602, 330603"):
        stored.array("births", where={"county_code": [330699]})


def test_manifest_says_what_was_run(stored: RunSet) -> None:
    content = json.loads((stored.directory / "manifest.json").read_text(encoding="utf-8"))
    assert content["calibrated"] is False
    assert content["calibration_note"] == "Not yet calibrated: parameters are starting values."
    assert content["start"] == "2020-11"
    assert content["months_in_year"]["2020"] == 2
    assert set(content["libraries"]) >= {"numpy", "numba", "mesa"}
    assert stored.manifest.scale == 50.0


def test_other_inputs_are_refused_and_left_alone(tmp_path: Path) -> None:
    synthetic.write(tmp_path / "run", synthetic.manifest())
    before = {p: p.read_bytes() for p in (tmp_path / "run").rglob("*") if p.is_file()}
    for other, difference in (
        (synthetic.manifest(sample="1/10"), "sample 1/50, not 1/10"),
        (synthetic.manifest(seeds=(1, 2)), "3 seeds from 1, not 2 from 1"),
        (synthetic.manifest(scenario="plan"), "scenario national_only, not plan"),
    ):
        with pytest.raises(UserError, match=difference):
            prepare_run_set(tmp_path / "run", other)
    assert {p: p.read_bytes() for p in (tmp_path / "run").rglob("*") if p.is_file()} == before


def test_same_inputs_are_resumed_and_other_code_is_run_again(tmp_path: Path) -> None:
    described = synthetic.manifest()
    run_set = synthetic.write(tmp_path / "run", described)
    (tmp_path / "run/blocks/.writing-1@elsewhere~block-000000.parquet").write_bytes(b"half")
    os.utime(tmp_path / "run/blocks/.writing-1@elsewhere~block-000000.parquet", (0, 0))
    resumed = prepare_run_set(tmp_path / "run", described)
    assert resumed.whole_seeds() == run_set.whole_seeds() == {1, 2, 3}
    assert [path.name for path in (tmp_path / "run/blocks").iterdir()] == ["block-000000.parquet"]
    changed = described.model_copy(update={"code_hash": "another"})
    assert prepare_run_set(tmp_path / "run", changed).whole_seeds() == set()


def test_incomplete_run_set_is_not_read(tmp_path: Path) -> None:
    run_set = synthetic.write(tmp_path / "run", one_a_file())
    run_set.file(2).rename(tmp_path / "elsewhere")
    with pytest.raises(UserError, match="1 of its 3 seeds are missing"):
        RunSet.open(tmp_path / "run")


def test_folders_that_hold_no_run_set_are_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="holds no run set"):
        RunSet.open(tmp_path)
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(UserError, match="not empty and holds no run set"):
        check_output(tmp_path, synthetic.manifest())


@pytest.mark.parametrize(
    "content",
    ["{", "[" * 10_000, "[]", "{}", '{"schema_version": 99}', *(sealed_json({"schema_version": n}) for n in (1, 2))]
)
def test_broken_manifest_is_a_users_mistake(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match=r"manifest\.json"):
        RunSet.open(tmp_path)


def test_unwritable_output_is_found_before_any_work(tmp_path: Path) -> None:
    a_file = tmp_path / "file"
    a_file.write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be written"):
        check_output(a_file / "run", synthetic.manifest())
    with pytest.raises(UserError, match="cannot be written"):
        check_output(a_file, synthetic.manifest())
    check_output(tmp_path / "new" / "run", synthetic.manifest())
    assert sorted(os.listdir(tmp_path)) == ["file"]


def test_counts_of_another_shape_are_our_own_mistake() -> None:
    keys = {"scenario": "s", "future": "f", "draw": 0, "seed": 1}
    with pytest.raises(AssertionError, match="by_county"):
        run_table({2021: {**synthetic.counts(1), "losses": np.zeros(5, np.int64)}}, keys, synthetic.CODES)


# Blocks of runs ----------------------------------------------------------------------------------------------------


SEEDS = (7, *range(101, 120), 3)
"""Twenty-one: a whole block and five runs more, in no order."""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> RunSet:
    return synthetic.write(tmp_path_factory.mktemp("many") / "run", synthetic.manifest(SEEDS, "1/100"))


def test_a_file_holds_a_block_of_runs(many: RunSet) -> None:
    assert [path.name for path in sorted((many.directory / BLOCKS).iterdir())] == [
        "block-000000.parquet", "block-000001.parquet",
    ]
    assert many.file(7) == many.file(115) != many.file(116) == many.file(3)
    born = many.array("births", where={"mother_age": [30], "county_code": [330602], "birth_order": [1]})
    assert born.sel(year=2025).to_numpy().tolist() == [5 + seed for seed in SEEDS]
    rows = many.counts("births")
    assert list(dict.fromkeys(rows["seed"])) == list(SEEDS)
    assert rows.query("seed == 110 and county_code == 330602 and mother_age == 30 and year == 2025 and"
                      " birth_order == 1")["births"].tolist() == [115]  # fmt: skip


def test_blocks_are_the_same_in_whatever_order_runs_end(many: RunSet, tmp_path: Path) -> None:
    unfinished = Unfinished(prepare_run_set(tmp_path / "run", many.manifest))
    made = {n: synthetic.counts(0, n) for n in (2, 12)}
    for seed in np.random.default_rng(2).permutation(SEEDS).tolist():
        yearly = {year: dict(made[n]) for year, n in many.manifest.months_in_year.items()}
        for counts in yearly.values():
            counts["births"] = counts["births"].copy()
            counts["births"][0, 30, 0, 3, 0] += seed
        synthetic.add_run(unfinished, seed, yearly)
    for seed in (7, 3):
        assert RunSet(tmp_path / "run", many.manifest).file(seed).read_bytes() == many.file(seed).read_bytes()


def test_a_block_is_there_when_its_last_run_is(tmp_path: Path) -> None:
    run_set = prepare_run_set(tmp_path / "run", synthetic.manifest(SEEDS, "1/100"))
    unfinished = Unfinished(run_set)
    yearly = {year: synthetic.counts(1) for year in run_set.manifest.years}
    for seed in SEEDS[:RUNS_OF_A_BLOCK]:
        assert list((tmp_path / "run" / BLOCKS).iterdir()) == []
        assert not run_set.whole_seeds()
        synthetic.add_run(unfinished, seed, yearly)
    assert run_set.whole_seeds() == set(SEEDS[:RUNS_OF_A_BLOCK])
    with pytest.raises(UserError, match="5 of its 21 seeds are missing"):
        RunSet.open(tmp_path / "run")


@pytest.mark.parametrize(
    ("sample", "runs"), [("1/1000", 16), ("1/100", 16), ("1/50", 8), ("1/20", 3), ("1/10", 1), ("1/1", 1)]
)
def test_a_file_holds_a_few_seconds_of_work(sample: str, runs: int) -> None:
    assert block_size_of(Fraction(sample)) == runs


# Damage and odd names ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["seed=3", "year=2021", "births=7", "run?", "a*", "[ab]", "{a,b}", "run 1", "绍兴"])
def test_names_of_folders_change_no_number(stored: RunSet, tmp_path: Path, name: str) -> None:
    shutil.copytree(stored.directory, tmp_path / name)
    shutil.copytree(stored.directory, tmp_path / "run1")
    shutil.copytree(stored.directory, tmp_path / "ab")
    read = RunSet.open(tmp_path / name).array("births", ["birth_order"])
    assert read.equals(stored.array("births", ["birth_order"]))


def test_what_else_lies_in_the_folder_is_left_alone(stored: RunSet, tmp_path: Path) -> None:
    shutil.copytree(stored.directory, tmp_path / "run")
    blocks = tmp_path / "run/blocks"
    shutil.copy(blocks / "block-000000.parquet", blocks / "block-000000 (copy).parquet")
    shutil.copy(blocks / "block-000000.parquet", blocks / "block-000009.parquet")
    (blocks / "notes").mkdir()
    (blocks / "notes.parquet").write_bytes(b"")
    assert RunSet.open(tmp_path / "run").array("births").equals(stored.array("births"))


def flipped(path: Path, generator: np.random.Generator) -> None:
    """Flip one bit of a file."""
    content = bytearray(path.read_bytes())
    content[generator.integers(len(content))] ^= 1 << int(generator.integers(8))
    path.write_bytes(bytes(content))


def test_no_flipped_bit_is_believed(apart: RunSet, tmp_path: Path) -> None:
    generator, path = np.random.default_rng(1), "blocks/block-000001.parquet"
    shutil.copytree(apart.directory, tmp_path / "run")
    before = (tmp_path / "run" / path).read_bytes()
    for _ in range(200):
        (tmp_path / "run" / path).write_bytes(before)
        flipped(tmp_path / "run" / path, generator)
        run_set = RunSet.open(tmp_path / "run")
        assert run_set.whole_seeds() == {1, 3}
        with pytest.raises(UserError, match=r"block-000001\.parquet is damaged.*; run the same command again"):
            run_set.array("births")


@pytest.mark.parametrize(
    ("field", "other"), [("sample", "1/100"), ("months_in_year", {"2020": 12}), ("seeds", [1, 2])]
)
def test_an_edited_manifest_is_not_believed(stored: RunSet, tmp_path: Path, field: str, other: object) -> None:
    shutil.copytree(stored.directory, tmp_path / "run")
    path = tmp_path / "run/manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**content, field: other}), encoding="utf-8")
    with pytest.raises(UserError, match=r"manifest\.json is damaged or was changed by hand"):
        RunSet.open(tmp_path / "run")


def test_the_file_of_another_run_is_not_taken_for_ones_own(apart: RunSet, tmp_path: Path) -> None:
    shutil.copytree(apart.directory, tmp_path / "run")
    blocks = tmp_path / "run/blocks"
    shutil.copy(blocks / "block-000000.parquet", blocks / "block-000001.parquet")
    assert RunSet.open(tmp_path / "run").whole_seeds() == {1, 3}
    with pytest.raises(UserError, match="belongs elsewhere: its block is another"):
        RunSet.open(tmp_path / "run").array("births")
    (blocks / "block-000002.parquet").unlink()
    with pytest.raises(UserError, match="1 of its 3 seeds are missing"):
        RunSet.open(tmp_path / "run")


def test_a_folder_where_a_run_belongs(tmp_path: Path) -> None:
    described = synthetic.manifest((1,))
    file = synthetic.write(tmp_path / "out", described).file(1)
    file.unlink()
    file.mkdir()
    with pytest.raises(UserError, match="is a folder where a file of runs belongs; remove it"):
        prepare_run_set(tmp_path / "out", described)


@pytest.mark.parametrize("kept", ["seed-000001.parquet", "seed-000001/births.parquet"])
def test_a_folder_that_keeps_each_run_apart_is_of_an_earlier_fertsim(tmp_path: Path, kept: str) -> None:
    """It is told in one sentence, and the same command, which is of other code, makes it anew."""
    described = synthetic.manifest((1,))
    file = synthetic.write(tmp_path / "out", described.model_copy(update={"code_hash": "earlier"})).file(1)
    file.unlink()
    manifest = json.loads((tmp_path / "out" / MANIFEST).read_text(encoding="utf-8"))
    without = {name: value for name, value in manifest.items() if name not in ("block_size", "sha256")}
    (tmp_path / "out" / MANIFEST).write_text(sealed_json(without), encoding="utf-8")
    (tmp_path / "out" / BLOCKS / kept).parent.mkdir(exist_ok=True)
    (tmp_path / "out" / BLOCKS / kept).write_bytes(b"of then")
    with pytest.raises(UserError, match=r"stored by an earlier fertsim.*; run the same command again, which makes it"):
        RunSet.open(tmp_path / "out")
    synthetic.write(tmp_path / "out", described)
    assert [path.name for path in (tmp_path / "out" / BLOCKS).iterdir()] == [file.name]
