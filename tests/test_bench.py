"""The measuring side of `make bench`, with stubs for work: turns, ratios, files, refusals. No time is tested."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.bench.__main__ import HERE, arguments, main
from tests.bench.checkouts import Checkout, Failed, spent
from tests.bench.peers.__main__ import beside_ours
from tests.bench.peers.__main__ import in_turns as engines_in_turns
from tests.bench.peers.engines import PEERS, SCRIPTS, pinned
from tests.bench.report import written
from tests.bench.turns import Line, Work, in_turns, lines_of
from tests.bench.work import SLICE, STUDY, WORK, flatness, make_run, rate_of_blocks


def stub(order: list[str], script: str = "print(1.5)") -> Work:
    """A piece of work that runs a line of Python and notes whose turn it was."""

    def measure(checkout: Checkout) -> dict[str, float]:
        order.append(checkout.side)
        return {"seconds": float(checkout.python("-c", script).said)}

    return Work({"seconds": ("a stub", "s")}, measure, lambda _: order.append("ready"))


def sides(tmp_path: Path) -> list[Checkout]:
    return [Checkout("other", HERE, tmp_path / "other"), Checkout("this", HERE, tmp_path / "this")]


def test_two_checkouts_take_turns_after_both_are_ready(tmp_path: Path) -> None:
    order: list[str] = []
    turns = in_turns(stub(order), sides(tmp_path), 3)
    assert order == ["ready", "ready", *["other", "this"] * 3]
    assert turns == {"other": [{"seconds": 1.5}] * 3, "this": [{"seconds": 1.5}] * 3}


def test_the_ratio_is_of_medians_and_each_turn_has_its_own() -> None:
    work = Work({"seconds": ("a stub", "s")}, lambda _: {})
    other, this = (1.0, 10.0, 4.0), (3.0, 2.0, 1.0)  # the median of the turns' ratios is .25
    (line,) = lines_of(work, {"other": [{"seconds": x} for x in other], "this": [{"seconds": x} for x in this]})
    assert line.medians == (4.0, 2.0)
    assert line.ratio == 0.5
    assert line.ratios == [3.0, 0.2, 0.25]


def test_without_another_checkout_there_is_no_ratio() -> None:
    (line,) = lines_of(Work({"seconds": ("a stub", "s")}, lambda _: {}), {"this": [{"seconds": 2.0}]})
    assert (line.medians, line.ratio, line.ratios) == ((None, 2.0), None, [])


def test_work_that_fails_says_so_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(WORK, "sweep", stub([], "raise SystemExit('no such command')"))
    monkeypatch.setitem(WORK, "plan", stub([]))
    out = tmp_path / "figures.json"
    assert main(["--against", str(HERE), "--rows", "sweep", "plan", "--pairs", "1", "--out", str(out)]) == 1
    told = capsys.readouterr().out
    assert "sweep: failed: exit status 1: no such command" in told
    assert re.search(r"^a stub \[s\] +1.50 +1.50 +1.00  1.00$", told, re.MULTILINE)
    kept = json.loads(out.read_text(encoding="utf-8"))
    assert kept["failed"] == {"sweep": "exit status 1: no such command"}
    assert [one["this_turns"] for one in kept["figures"]] == [[1.5]]
    assert {"machine", "system", "other", "this", "other load"} <= set(kept["about"])


@pytest.mark.parametrize(("given", "sentence"), [
    (["--rows", "citty"], "--rows: citty is no piece of work; known are city, "),
    (["--pairs", "0"], "--pairs: 0 is no number of turns"),
    (["--out", "figures.txt"], "--out: figures.txt ends neither in .json nor in .csv"),
    (["--against", "docs"], "--against: docs is no checkout of fertsim"),
])  # fmt: skip
def test_a_mistake_is_a_sentence(given: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        arguments(given)
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


def test_figures_as_csv_have_every_turn(tmp_path: Path) -> None:
    written(tmp_path / "f.csv", {}, [Line("seconds", "months, all", "s", (2.0, 4.0), (1.0, 2.0))], {})
    (row,) = csv.DictReader((tmp_path / "f.csv").read_text(encoding="utf-8").splitlines())
    assert (row["title"], row["other"], row["ratio"], row["this_turns"]) == ("months, all", "3.0", "0.5", "1.0 2.0")


def test_the_code_that_runs_is_the_checkouts(tmp_path: Path) -> None:
    (tmp_path / "sim").mkdir()
    (tmp_path / "sim" / "__init__.py").write_text("NAME = 'theirs'\n")
    theirs = Checkout("other", tmp_path, tmp_path / "scratch")
    assert theirs.python("-c", "import sim; print(sim.NAME)").said == "theirs\n"
    assert theirs.commit() == "unknown commit"


@pytest.mark.skipif(sys.platform != "linux", reason="orphans are inherited on Linux alone")
def test_time_of_processes_left_behind_is_told(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < .4: pass"
    left = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {busy!r}])"
    told = "from tests.bench.checkouts import *; " + (
        f"print(spent([sys.executable, '-c', {left!r}], Path('.'), dict(os.environ)).cpu)"
    )
    done = subprocess.run([sys.executable, "-c", told], cwd=HERE, capture_output=True, text=True, check=True)
    assert float(done.stdout) >= 0.4


def test_a_command_that_fails_is_told_by_its_last_line(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; print('one\\ntwo', file=sys.stderr); sys.exit(2)"]
    with pytest.raises(Failed, match=r"^exit status 2: two$"):
        spent(command, tmp_path, {})


def test_what_is_measured_is_what_the_project_runs() -> None:
    words = make_run(HERE)
    assert words[0] == "run"
    assert words[words.index("--sample") + 1] == "1/100"
    assert "--out" not in words
    assert yaml.safe_load((HERE / STUDY).read_text(encoding="utf-8"))["design"]["n"] > SLICE


def test_a_sweep_too_short_for_warm_workers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="0 blocks"):
        rate_of_blocks(tmp_path)


def test_flatness_is_of_the_medians_of_one_thread() -> None:
    small = Line("ns", "a person-month, 100,000 people, 1 thread", "ns", (), (20.0, 22.0, 99.0))
    whole = Line("ns", "a person-month, 5 million people, 1 thread", "ns", (), (33.0,))
    flat = flatness([small, whole])
    assert flat is not None
    assert (flat.this, flat.other) == ((1.5,), ())
    assert flatness([small]) is None


@pytest.mark.parametrize("name", PEERS)
def test_every_engine_pins_all_its_packages(name: str) -> None:
    packages = pinned(SCRIPTS / PEERS[name])
    assert packages
    assert all(re.fullmatch(r"[A-Za-z]+==[0-9.]+", package) for package in packages)


def test_an_engine_that_fails_leaves_and_the_others_go_on() -> None:
    order: list[str] = []

    def broken() -> dict[str, float]:
        order.append("broken")
        raise Failed("exit status 1: gone")

    def works(name: str, **figures: float) -> dict[str, float]:
        order.append(name)
        return figures

    failed: dict[str, str] = {}
    found = engines_in_turns(
        {"this": lambda: works("this", rate=60.0, cpu_rate=80.0, whole=2.0, charts=4.0), "a": broken,
         "b": lambda: works("b", rate=20.0, cpu_rate=20.0, whole=1.0)}, 2, failed,
    )  # fmt: skip
    assert order == ["this", "broken", "b", "this", "b"]
    assert failed == {"a": "exit status 1: gone"}
    assert [(line.name, line.ratio) for line in beside_ours(found)] == [("b", 3.0), ("b", 4.0), ("b", 2.0), ("b", 4.0)]
