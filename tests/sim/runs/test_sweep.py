"""Plans of runs: blocks, resuming, failures, folders of something else; the whole path with a test function."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from sim.errors import UserError
from sim.measures.models import MODELS, ishigami
from sim.places.pack import load_pack
from sim.runs.plan import Outcome, Plan, PlannedRun
from sim.runs.runset import BLOCKS, MANIFEST
from sim.runs.sealed import read_sealed_json, sealed_json
from sim.runs.sweep import run_block, run_plan
from sim.runs.sweepset import DESIGN, FAILED, SweepSet
from sim.settings import RunSettings
from sim.source import code_hash
from sim.writing import alone_in

SETTINGS = RunSettings(sample="1/1000", end_year=2021)  # type: ignore[arg-type]


def plan(n_runs: int = 100, **changed: Any) -> Plan:
    """Runs of the Ishigami function along a line."""
    runs = tuple(
        PlannedRun(k, k // 2, seed=k + 1, parameters={"x1": k / n_runs, "x2": 0.5, "x3": -1.0}) for k in range(n_runs)
    )
    return Plan(SETTINGS, runs, **{"model": MODELS["ishigami"], **changed})


def contents(directory: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted((directory / BLOCKS).iterdir())}


def test_every_row_once_and_in_order(tmp_path: Path) -> None:
    counted: list[tuple[int, int]] = []
    stored = run_plan(plan(), tmp_path / "a", progress=lambda ended, failed: counted.append((ended, failed)))
    rows = stored.rows()
    assert list(zip(rows["run"], rows["year"], strict=True)) == [(k, y) for k in range(100) for y in (2020, 2021)]
    assert rows["point"].tolist() == [k // 2 for k in range(100) for _ in range(2)]
    assert rows["y"].iloc[0] == pytest.approx(7 * 0.2298488470659301)  # x1 = 0: 7 sin² .5
    assert counted[0] == (0, 0)
    assert sum(ended for ended, _ in counted) == 100
    assert stored.missing() == 0


def test_what_is_missing_is_made_and_nothing_else(tmp_path: Path) -> None:
    whole = contents(run_plan(plan(), tmp_path / "a").directory)
    blocks = tmp_path / "a" / BLOCKS
    assert len(whole) == 25
    (blocks / "block-000003.parquet").unlink()
    (blocks / ".writing-block-000003.parquet").write_bytes(b"half a file")
    kept = (blocks / "block-000004.parquet").stat().st_mtime_ns
    counted: list[int] = []
    run_plan(plan(), tmp_path / "a", progress=lambda ended, _: counted.append(ended))
    assert counted == [96, 4]
    assert contents(tmp_path / "a") == whole
    assert (blocks / "block-000004.parquet").stat().st_mtime_ns == kept


def test_one_missing_block_is_made_by_several_workers(tmp_path: Path) -> None:
    whole = contents(run_plan(plan(), tmp_path / "a").directory)
    (tmp_path / "a" / BLOCKS / "block-000007.parquet").unlink()
    run_plan(plan(), tmp_path / "a", workers=2)
    assert contents(tmp_path / "a") == whole


def test_a_damaged_block_is_not_read_and_is_made_anew(tmp_path: Path) -> None:
    whole = contents(run_plan(plan(), tmp_path / "a").directory)
    path = tmp_path / "a" / BLOCKS / "block-000007.parquet"
    for damage in (path.read_bytes()[:-1], path.read_bytes().replace(b"PAR1", b"PAR2"), b"",
                   (path.parent / "block-000008.parquet").read_bytes()):
        path.write_bytes(damage)
        assert len(SweepSet.open(tmp_path / "a").stored()) == 96
        with pytest.raises(UserError, match=r"block-000007\.parquet .*the same sweep command makes it anew"):
            SweepSet.open(tmp_path / "a").rows()
        run_plan(plan(), tmp_path / "a")
        assert contents(tmp_path / "a") == whole


def test_copies_and_permuted_designs_are_not_believed(tmp_path: Path) -> None:
    design = pd.DataFrame({"x1": np.arange(50.0)})
    stored = run_plan(plan(), tmp_path / "a", design=design)
    rows = stored.rows()
    path = tmp_path / "a" / BLOCKS / "block-000007.parquet"
    shutil.copy(path, path.with_name("block-000007 (copy).parquet"))
    assert stored.rows().equals(rows)
    stored.design().iloc[::-1].to_parquet(tmp_path / "a" / DESIGN)
    with pytest.raises(UserError, match=r"design\.parquet .*the same sweep command makes it anew"):
        SweepSet.open(tmp_path / "a").design()
    assert run_plan(plan(), tmp_path / "a", design=design).design().equals(design)


def test_a_changed_question_about_the_same_runs_is_kept(tmp_path: Path) -> None:
    run_plan(plan(study={"outputs": ["births"]}), tmp_path / "a")
    counted: list[int] = []
    asked = run_plan(plan(study={"outputs": ["tfr"]}), tmp_path / "a", progress=lambda ended, _: counted.append(ended))
    assert sum(counted[1:]) == 0
    assert SweepSet.open(asked.directory).manifest.study == {"outputs": ["tfr"]}


def test_processes_make_the_same_files(tmp_path: Path) -> None:
    here, there = run_plan(plan(), tmp_path / "a"), run_plan(plan(), tmp_path / "b", workers=2)
    assert contents(here.directory) == contents(there.directory)


def test_failed_runs_are_recorded_and_tried_again(tmp_path: Path) -> None:
    def shaky(settings: RunSettings, run: PlannedRun) -> Outcome:
        if run.run in (5, 6, 50):
            raise ValueError(f"no luck\nwith {run.seed}")
        return ishigami(settings, run)

    stored = run_plan(plan(model=MODELS["ishigami"]._replace(run=shaky)), tmp_path / "a")
    assert stored.failed() == {run: f"ValueError: no luck with {run + 1}" for run in (5, 6, 50)}
    assert stored.missing() == 3
    assert pd.read_csv(tmp_path / "a" / FAILED)["run"].tolist() == [5, 6, 50]
    counted: list[int] = []
    again = run_plan(plan(), tmp_path / "a", progress=lambda ended, _: counted.append(ended))
    assert sum(counted[1:]) == 3
    assert (again.failed(), again.missing()) == ({}, 0)
    assert not (tmp_path / "a" / FAILED).exists()
    assert contents(tmp_path / "a") == contents(run_plan(plan(), tmp_path / "b").directory)


def test_a_block_in_which_all_fail_is_stored(tmp_path: Path) -> None:
    def broken(*_: object) -> Outcome:
        raise ValueError("never")

    stored = run_plan(plan(8, model=MODELS["ishigami"]._replace(run=broken)), tmp_path / "a")
    assert len(stored.failed()) == stored.missing() == 8
    assert stored.rows().empty


@pytest.mark.parametrize(
    ("other", "named"),
    [(plan(50), "another study"), (plan(model=MODELS["city"], study={}), "another study")],
)
def test_folder_of_another_study(tmp_path: Path, other: Plan, named: str) -> None:
    run_plan(plan(), tmp_path / "a")
    before = contents(tmp_path / "a")
    with pytest.raises(UserError, match=named):
        run_plan(other, tmp_path / "a")
    assert contents(tmp_path / "a") == before


def test_folder_of_other_code(tmp_path: Path) -> None:
    stored = run_plan(plan(8), tmp_path / "a")
    described = read_sealed_json(stored.directory / MANIFEST)
    (stored.directory / MANIFEST).write_text(sealed_json({**described, "code_hash": "0"}), encoding="utf-8")
    with pytest.raises(UserError, match="another code"):
        run_plan(plan(8), tmp_path / "a")


def test_folder_that_holds_something_else_or_is_in_use(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(UserError, match="not empty"):
        run_plan(plan(8), tmp_path / "letters")
    with alone_in(tmp_path / "a"), pytest.raises(UserError, match="at work"):
        run_plan(plan(8), tmp_path / "a")
    with pytest.raises(UserError, match="no sweep"):
        SweepSet.open(tmp_path / "letters")


@pytest.mark.parametrize(("runs", "workers", "named"), [(0, 1, "no run"), (8, 0, "workers")])
def test_bad_plans_write_nothing(tmp_path: Path, runs: int, workers: int, named: str) -> None:
    with pytest.raises(UserError, match=named):
        run_plan(plan(runs), tmp_path / "a", workers)
    assert not (tmp_path / "a").exists()


def test_no_scheduler_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("sim.runs.cluster.CONNECT_SECONDS", 1)
    with pytest.raises(UserError, match="no Dask scheduler answers"):
        run_plan(plan(8), tmp_path / "a", cluster="tcp://127.0.0.1:9")


def test_a_worker_of_other_code_refuses() -> None:
    with pytest.raises(UserError, match="other code"):
        run_block(ishigami, SETTINGS, plan(8).runs, "0", "0")


@pytest.mark.parametrize(("n_runs", "size"), [(1, 1), (30, 1), (100, 4), (384, 16), (100_000, 16)])
def test_block_sizes(n_runs: int, size: int) -> None:
    assert plan(n_runs).block_size == size
    assert [run.run for runs in plan(n_runs).blocks().values() for run in runs] == list(range(n_runs))


@pytest.mark.compiled
def test_the_city_in_a_plan(tmp_path: Path) -> None:
    runs = (
        PlannedRun(0, 0, 1, doses={"birth_grant": 0.5}, parameters={"money_weight": 2.0}),
        PlannedRun(1, 0, 2, values={"childcare_allowance": 10_000.0}),
    )
    stored = run_plan(Plan(SETTINGS, runs, MODELS["city"]), tmp_path / "a")
    rows = stored.rows()
    assert stored.failed() == {}
    assert len(rows) == 4
    assert rows["population"].between(4e6, 6e6).all()
    assert pq.read_schema(next((tmp_path / "a" / BLOCKS).iterdir())).names[:6] == [
        "run", "point", "seed", "scenario", "future", "year",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["block-000003.parquet", "block-000003 (copy).parquet", "seed-000001"])
def test_a_stray_folder_among_blocks(tmp_path: Path, name: str) -> None:
    """One that stands where a block belongs is one sentence before anything runs; another is left alone."""
    whole = run_plan(plan(), tmp_path / "a").rows()
    (tmp_path / "a" / BLOCKS / "block-000003.parquet").unlink()
    (tmp_path / "a" / BLOCKS / name).mkdir()
    if name != "block-000003.parquet":
        pd.testing.assert_frame_equal(run_plan(plan(), tmp_path / "a").rows(), whole)
        return
    with pytest.raises(UserError, match="is a folder where a block belongs; remove it"):
        run_plan(plan(), tmp_path / "a", progress=lambda ended, failed: None)


def test_a_worker_that_counts_other_counties_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker of a cluster has an environment of its own: the sweep stops, instead of a failure for each run."""
    monkeypatch.setattr("sim.processes.accounts.N_COUNTIES", 5)
    one = plan(1)
    with pytest.raises(UserError, match=r"shaoxing has 6 counties, this process counts 5; .*_COUNTIES=6 .*worker"):
        run_block(one.model.run, SETTINGS, one.runs, code_hash(), load_pack().hash)
