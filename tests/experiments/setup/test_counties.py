"""The number of counties is found from place, study or stored folder before the simulation is loaded."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from experiments.commands import calibration, monitoring, runs, sweeps
from experiments.setup import counties
from experiments.setup.counties import PLACES, folder_of, place_of, tell_counties
from sim.compiled import COUNTIES_VARIABLE
from tests.sim.places.cities import other_city

STUDY = "design: {method: grid, levels: 2}\nfactors: [{value: birth_grant}]\noutputs: [births]\n"


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with places of five and nineteen counties, in a process that has loaded nothing and was told nothing."""
    monkeypatch.setattr(counties, "LOADED", "sim.not.loaded")
    monkeypatch.setenv(COUNTIES_VARIABLE, "")
    monkeypatch.delenv(COUNTIES_VARIABLE)
    monkeypatch.chdir(tmp_path)
    for n in (5, 6, 19):
        place(tmp_path / f"of-{n}", n)
    return tmp_path


def place(folder: Path, n_counties: int) -> None:
    """As much of a place as tells its number of counties."""
    folder.mkdir()
    rows = "".join(f"{360101 + k},县,County\n" for k in range(n_counties))
    (folder / "counties.csv").write_text(f"county_code,name_zh,name_en\n{rows}", encoding="utf-8")


def told(*arguments: str) -> str | None:
    """What the environment says after a command line was looked at."""
    app = typer.Typer(add_completion=False)
    app.callback()(lambda: None)
    for topic in (runs, sweeps, calibration, monitoring):
        topic.mount(app)
    tell_counties(typer.main.get_command(app), arguments)
    return os.environ.get(COUNTIES_VARIABLE)


@pytest.mark.parametrize(("arguments", "number"), [
    (("run", "--place", "of-5"), "5"),
    (("run", "--seeds", "2", "--place=of-5"), "5"),
    (("sweep", "levers_12_sobol", "--out", "out", "--place", "of-5"), "5"),
    (("study", "check", "levers_12_sobol", "--place", "of-5"), "5"),
    (("calibrate", "--out", "out", "--place", "of-5"), "5"),
    (("run", "--place", "of-6"), None),
    (("run", "--place", "of-19"), None),  # refused later, with what is allowed
    (("run", "--place", "shaoxing"), None),
    (("run", "--place", "nowhere"), None),
    (("run", "--place"), None),
    (("run", "--place", "of-5", "--wish", "3"), "5"),
    (("run",), None),
    (("dance",), None),
    ((), None),
])  # fmt: skip
def test_by_the_place_named(fresh: Path, arguments: tuple[str, ...], number: str | None) -> None:
    assert told(*arguments) == number


@pytest.mark.parametrize(("text", "number"), [
    ("place: of-5\n", "5"), ("place: ./of-5\n", "5"), ("place: shaoxing\n", None), ("", None), ("place: [\n", None),
])  # fmt: skip
def test_by_a_study_beside_its_place(fresh: Path, text: str, number: str | None) -> None:
    (fresh / "mine").mkdir()
    place(fresh / "mine" / "of-5", 5)
    (fresh / "mine" / "trial.yaml").write_text(text + STUDY, encoding="utf-8")
    assert told("sweep", "mine/trial.yaml", "--out", "out") == number


@pytest.mark.parametrize(("file", "content"), [
    ("manifest.json", {"counties": [{}] * 7}), ("plan/manifest.json", {"counties": [{}] * 7}),
    ("manifest.json", {"kind": "sweep", "n_counties": 7}), ("wave-1/from-2020/manifest.json", {"n_counties": 7}),
])  # fmt: skip
def test_by_what_is_stored(
    fresh: Path, file: str, content: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of run sets and sweeps, comparisons and calibrations."""
    path = fresh / "stored" / file
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(content), encoding="utf-8")
    assert told("report", "stored") == "7"
    monkeypatch.delenv(COUNTIES_VARIABLE)
    (fresh / "seen.csv").write_text("year,area\n", encoding="utf-8")
    assert told("monitor", "seen.csv", "--against", "stored") == "7"


def test_what_is_said_or_loaded_stays(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(COUNTIES_VARIABLE, "4")
    assert told("run", "--place", "of-5") == "4"
    monkeypatch.delenv(COUNTIES_VARIABLE)
    monkeypatch.setattr(counties, "LOADED", "typer")
    assert told("run", "--place", "of-5") is None


def test_a_shipped_place_is_a_name_and_another_a_full_path(fresh: Path) -> None:
    assert folder_of("shaoxing") == PLACES / "shaoxing"
    assert place_of("shaoxing") == place_of(str(PLACES / "shaoxing")) == "shaoxing"
    assert place_of("of-5") == str(fresh / "of-5")
    assert place_of("of-5", fresh / "mine") == "of-5"  # no folder there


def test_a_command_line_counts_the_counties_of_its_place(tmp_path: Path) -> None:
    """A place of five counties is taken; what is refused, once it is checked, is the folder."""
    other_city(tmp_path / "nanchang", last=0)
    (tmp_path / "a.txt").touch()
    environment = {name: value for name, value in os.environ.items() if name != COUNTIES_VARIABLE}
    line = "run --sample 1/1000 --seeds 1 --place nanchang --out a.txt"
    done = subprocess.run(
        [sys.executable, "-P", "-m", "experiments", *line.split()], cwd=tmp_path, capture_output=True, text=True,
        env={**environment, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(PLACES.parents[1])}, check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "a.txt" in done.stderr
    assert "counties" not in done.stderr
