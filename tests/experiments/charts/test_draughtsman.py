"""Charts drawn in other processes: the same files as in this one, an error of theirs told here, nothing half-done."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from experiments.charts import draughtsman
from experiments.charts.asked import Asked
from experiments.charts.catalogue import FIGURES, WORK, shared_out
from experiments.charts.data import ChartData, ComparisonData
from experiments.cli import STOPPED
from experiments.comparison.compared import Comparison
from experiments.comparison.report import write_comparison
from sim.errors import UserError
from sim.runs.workers import end_all
from tests.experiments.briefing import makers
from tests.sim.runs.test_workers import in_session

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return Comparison.open(makers.write_comparison(tmp_path_factory.mktemp("compared"), seeds=(1, 2)))


@pytest.fixture(autouse=True)
def nobody_left() -> Iterator[None]:
    """End the processes that drew; none stays."""
    yield
    end_all()
    below = psutil.Process().children(recursive=True)
    alive = [one for one in below if one.status() != psutil.STATUS_ZOMBIE]  # ended, and not yet waited for
    _, left = psutil.wait_procs([one for one in alive if "LokyProcess" in " ".join(one.cmdline())], timeout=5)
    assert left == []


def main_of(stored: Comparison) -> ChartData:
    return ChartData.of(stored.run_sets[stored.scenario], stored.data(), None)


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()} if folder.is_dir() else {}


@pytest.mark.parametrize("asked", [Asked(), Asked(("zh", "en"), ("pdf",))])
def test_files_are_the_same_wherever_they_are_drawn(
    stored: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: Asked
) -> None:
    drawn = {}
    for n_cores in (1, 2):
        monkeypatch.setattr(draughtsman, "n_cores", lambda n=n_cores: n)
        draughtsman.get_ready(asked)
        files = draughtsman.begin(tmp_path / str(n_cores), asked, main_of(stored), stored.chart_data()).write()
        drawn[n_cores] = contents(tmp_path / str(n_cores))
        assert {file.name for file in files} == set(drawn[n_cores])
    assert drawn[1] == drawn[2]
    assert {name.split("_")[-1] for name in drawn[1]} == {f"{one}.{kind}" for one in asked.languages
                                                          for kind in asked.formats}  # fmt: skip


def test_what_hangs_on_no_counts_is_the_same_before_there_are_any(
    stored: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draughtsman, "n_cores", lambda: 1)
    runs, main = stored.run_sets[stored.scenario], main_of(stored)
    before = draughtsman.begin(tmp_path / "parts", Asked(), ChartData.before_runs(runs, None), before_runs=True)
    after = draughtsman.begin(tmp_path / "parts", Asked(), main, before_runs=False)
    (before + after).write()
    draughtsman.begin(tmp_path / "whole", Asked(), main).write()
    assert before.coming
    assert contents(tmp_path / "parts") == contents(tmp_path / "whole") != {}


def test_every_chart_has_one_who_draws_it_and_nobody_most_of_the_work() -> None:
    names = [*FIGURES, "policy_effect"]
    shares = shared_out(names, 2)
    assert sorted(name for share in shares for name in share) == sorted(names)
    work = [sum(WORK.get(name, 1.0) for name in share) for share in shares]
    assert max(work) - min(work) <= max(WORK.values()) / 2


class Refusing(ComparisonData):
    """Stored results that a chart refuses."""

    def has_whole_years(self) -> bool:
        raise UserError("there is nothing to draw")


class Breaking(ComparisonData):
    """Stored results over which a chart breaks."""

    def has_whole_years(self) -> bool:
        raise ZeroDivisionError("a mistake of ours")


class Dying(ComparisonData):
    """Stored results over which a process that draws for another one dies."""

    def has_whole_years(self) -> bool:
        if os.getpid() != int(os.environ["FERTSIM_TEST_PARENT"]):
            os._exit(9)
        return False


def of_kind[T: ComparisonData](kind: type[T], stored: Comparison) -> T:
    data = stored.chart_data()
    return kind(data.indicators, data.manifests, data.base, data.pairs, data.county)


@pytest.mark.parametrize(("kind", "error"), [(Refusing, UserError), (Breaking, ZeroDivisionError)])
def test_an_error_of_the_drawing_process_is_told_here_and_leaves_no_file(
    stored: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[ComparisonData],
    error: type[Exception],
) -> None:  # fmt: skip
    monkeypatch.setattr(draughtsman, "n_cores", lambda: 2)
    drawing = draughtsman.begin(tmp_path, Asked(), main_of(stored), of_kind(kind, stored))
    with pytest.raises(error, match=r"nothing to draw|a mistake of ours"):
        drawing.write()
    assert contents(tmp_path) == {}


def test_where_the_drawing_process_dies_this_one_draws(
    stored: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FERTSIM_TEST_PARENT", str(os.getpid()))
    monkeypatch.setattr(draughtsman, "n_cores", lambda: 2)
    files = draughtsman.begin(tmp_path, Asked(), main_of(stored), of_kind(Dying, stored)).write()
    assert "births_en.png" in {file.name for file in files}


def test_a_report_that_fails_leaves_no_chart(
    stored: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its tables could not be written: a chart would stand there alone, or beside those of another day."""

    def full(*_: object) -> None:
        raise UserError("table.csv cannot be written: no space left on device")

    monkeypatch.setattr("experiments.comparison.report.write_csv", full)
    with pytest.raises(UserError, match="cannot be written"):
        write_comparison(stored, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("seconds", [0.5, 1.5, 2.5])
def test_a_report_that_is_stopped_leaves_whole_charts_and_nobody(
    stored: Comparison, tmp_path: Path, seconds: float, number: int
) -> None:
    folder = tmp_path / "plan"
    shutil.copytree(stored.run_sets[stored.scenario].directory, folder)
    command = [sys.executable, "-c", "from experiments.cli import main; print(flush=True); main()"]
    with subprocess.Popen(
        [*command, "report", str(folder)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        process.stdout.readline()  # the program is there, which may take long on a busy machine
        time.sleep(seconds)
        os.killpg(process.pid, number)
        _, told = process.communicate(timeout=60)
    assert (process.returncode, told) in ((128 + number, f"{STOPPED}\n"), (0, ""))
    for _ in range(50):
        if not in_session(process.pid):
            break
        time.sleep(0.1)
    assert not in_session(process.pid)
    assert all(content.endswith(b"IEND\xaeB`\x82") for content in contents(folder / "charts").values())
