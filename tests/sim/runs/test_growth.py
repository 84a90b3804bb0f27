"""A folder goes on with a larger plan that begins with its own: nothing runs twice, and no trace is left of it."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.errors import UserError
from sim.measures.models import MODELS, ishigami
from sim.runs import growth
from sim.runs.plan import Outcome, Plan, PlannedRun
from sim.runs.runset import BLOCKS
from sim.runs.sweep import run_plan
from sim.runs.sweepset import SweepSet
from sim.settings import RunSettings

SETTINGS = RunSettings(sample="1/1000", end_year=2021)  # type: ignore[arg-type]


def plan(n_runs: int, **changed: Any) -> Plan:
    """The first runs of one endless row of them."""
    runs = tuple(PlannedRun(k, k, seed=k + 1, parameters={"x1": k / 7 % 3, "x2": 0.5, "x3": -1.0})
                 for k in range(n_runs))  # fmt: skip
    return Plan(SETTINGS, runs, **{"model": MODELS["ishigami"], **changed})


def design(n_runs: int) -> pd.DataFrame:
    return pd.DataFrame({"point": range(n_runs)})


def contents(directory: Path) -> dict[str, bytes]:
    """Every file of a folder but the lock."""
    return {str(p.relative_to(directory)): p.read_bytes() for p in sorted(directory.rglob("*"))
            if p.is_file() and p.name[0] != "."}  # fmt: skip


@pytest.mark.parametrize("sizes", [(40, 60), (96, 192), (100, 101), (10, 300), (400, 500), (1, 2, 50, 400)])
def test_a_grown_folder_is_that_of_the_larger_plan(tmp_path: Path, sizes: tuple[int, ...]) -> None:
    """40 blocks of one run become 30 of two; 24 of 4 become 24 of 8; blocks of 16 stay; byte by byte a fresh folder."""
    run: list[int] = []

    def counted(settings: RunSettings, one: PlannedRun) -> Outcome:
        run.append(one.run)
        return ishigami(settings, one)

    model = MODELS["ishigami"]._replace(run=counted)
    for n_runs in sizes:
        run_plan(plan(n_runs, model=model), tmp_path / "a", design=design(n_runs))
    assert run == list(range(sizes[-1]))
    run_plan(plan(sizes[-1]), tmp_path / "b", design=design(sizes[-1]))
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_a_folder_that_lacks_runs_grows(tmp_path: Path) -> None:
    def shaky(settings: RunSettings, run: PlannedRun) -> Outcome:
        if run.run in (5, 30):
            raise ValueError("no luck")
        return ishigami(settings, run)

    run_plan(plan(96, model=MODELS["ishigami"]._replace(run=shaky)), tmp_path / "a", design=design(96))
    (tmp_path / "a" / BLOCKS / "block-000003.parquet").write_bytes(b"broken")
    stored = run_plan(plan(192), tmp_path / "a", design=design(192))
    assert (stored.missing(), stored.failed()) == (0, {})
    run_plan(plan(192), tmp_path / "b", design=design(192))
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


class Killed(BaseException):
    """The end of the process."""


@pytest.mark.parametrize("at", ["_write_grown", "write_text", "_put_in_place"])
@pytest.mark.parametrize("then", [40, 60, 100])
def test_a_kill_at_any_step_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str, then: int
) -> None:
    """After it the smaller plan (before the manifest), the larger one, or a still larger one goes on."""
    run_plan(plan(40), tmp_path / "a", design=design(40))

    def killed(*given: Any) -> None:
        if at == "_write_grown":
            given[1].store_block(0, given[0].read_block(0)[0], {})
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(growth, at, killed)
        with pytest.raises(Killed):
            run_plan(plan(60), tmp_path / "a", design=design(60))
    if at == "_put_in_place" and then == 40:
        with pytest.raises(UserError, match="another study"):
            run_plan(plan(40), tmp_path / "a")
        return
    ended: list[int] = []
    run_plan(plan(then), tmp_path / "a", progress=lambda done, _: ended.append(done), design=design(then))
    assert (ended[0], sum(ended)) == (40, then)
    run_plan(plan(then), tmp_path / "b", design=design(then))
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_another_plan_or_a_smaller_one_is_refused(tmp_path: Path) -> None:
    run_plan(plan(40), tmp_path / "a")
    before = contents(tmp_path / "a")
    other = plan(60)
    for refused in (plan(39), Plan(SETTINGS, (*other.runs[1:40], other.runs[0], *other.runs[40:]), other.model)):
        with pytest.raises(UserError, match="another study"):
            run_plan(refused, tmp_path / "a")
    assert contents(tmp_path / "a") == before
    assert SweepSet.open(tmp_path / "a").missing() == 0
