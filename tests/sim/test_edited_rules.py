"""An edited rule takes effect: in the next process, in loky and in Dask workers, and is undone when the edit is.

A small house of the same make (`HOUSE`: columns, a constant, two rules, a loop, each in a file of its own) stands for
`sim` in the quick tests, since the whole takes a minute to compile; the slow test edits a copy of `sim` itself.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sim
import sim.source
from sim.policy.claims import Claim
from tests.sim.makers import COMPILED

pytestmark = [pytest.mark.compiled, pytest.mark.skipif(not COMPILED, reason="about compiled code")]
ROOT = Path(sim.source.PACKAGE).parent
HOUSE = {
    "columns.py": (
        "from typing import Any, NamedTuple\n\n\nclass Persons(NamedTuple):\n    age: Any\n    parity: Any\n"
    ),
    "limits.py": "OLDEST = 49\n",
    "weights.py": (
        "import numba as nb\n\nimport sim.compiled\n\n\n"
        '@nb.njit(cache=True, inline="always")\ndef weight(parity):\n    return 1.0 + parity\n'
    ),
    "rule.py": (
        "import numba as nb\n\nimport sim.compiled\nfrom sim.limits import OLDEST\n\n\n"
        "@nb.njit(cache=True)\ndef hazard(age):\n    return 0.5 if age <= OLDEST else 0.0\n"
    ),
    "loop.py": (
        "import numba as nb\nimport numpy as np\n\nimport sim.compiled\nfrom sim.columns import Persons\n"
        "from sim.rule import hazard\nfrom sim.weights import weight\n\n\n"
        "@nb.njit(cache=True)\ndef total(persons: Persons):\n    found = 0.0\n    for i in range(len(persons.age)):\n"
        "        found += hazard(persons.age[i]) * weight(persons.parity[i])\n    return found\n\n\n"
        "def run(_=0):\n    ages, parities = np.array([20, 30, 50, 60]), np.array([0, 1, 2, 1])\n"
        "    return total(Persons(age=ages, parity=parities))\n"
    ),
}
EDITS = {
    "rule": ("rule.py", "return 0.5 if", "return 0.25 if", 0.75),
    "imported constant": ("limits.py", "OLDEST = 49", "OLDEST = 55", 3.0),
    "inlined body": ("weights.py", "1.0 + parity", "2.0 + parity", 2.5),
    "order of columns": ("columns.py", "    age: Any\n    parity: Any\n", "    parity: Any\n    age: Any\n", 1.5),
}
"""File, text, other text, and what the loop then gives; 1.5 unedited."""
HERE = "from sim.loop import run; print(run())"
LOKY = "import joblib, sim.loop; print(joblib.Parallel(2)(joblib.delayed(sim.loop.run)(k) for k in range(2))[0])"
DASK = """
import distributed, sim.loop
if __name__ == "__main__":
    with distributed.LocalCluster(
        n_workers=1, dashboard_address=None
    ) as cluster, distributed.Client(cluster) as client:
        print(client.submit(sim.loop.run).result())
"""


COUNTED = """
from numba.core import event
from sim import loop
with event.install_recorder("numba:compile") as recorded:
    loop.run()
print(sum(one.is_end and one.data["dispatcher"].py_func.__module__.startswith("sim.") for _, one in recorded.buffer))
"""
"""Prints how many functions of the house a process compiled."""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with a package `sim` of a few files, compiled once."""
    (tmp_path / "sim").mkdir()
    for name in ("__init__.py", "errors.py", "source.py", "compiled.py", "arrays.py", "put_off.py", "unlinked.py"):
        shutil.copy(sim.source.PACKAGE / name, tmp_path / "sim" / name)
    for name, text in HOUSE.items():
        (tmp_path / "sim" / name).write_text(text, encoding="utf-8")
    assert told(tmp_path, HERE) == 1.5
    return tmp_path


def told(folder: Path, script: str) -> float:
    """The number that a new process in a folder prints last."""
    return told_all(folder, script)[-1]


def told_all(folder: Path, script: str) -> list[float]:
    """The numbers that a new process in a folder prints."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    (folder / "script.py").write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [float(number) for number in done.stdout.split()]


def test_processes_that_begin_together_compile_each_rule_once(house: Path) -> None:
    in_house = len(compiled_files(house))
    assert told(house, COUNTED) == 0
    for path in house.rglob("*.nb[ic]"):
        path.unlink()
    (house / "script.py").write_text(COUNTED, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(house)}
    together = [
        subprocess.Popen([sys.executable, "script.py"], cwd=house, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    compiled = [int(one.communicate()[0]) for one in together]
    assert sum(compiled) == in_house, compiled


def edit(folder: Path, name: str, text: str, other: str) -> None:
    """Put another text in the place of one in a file of the package."""
    path = folder / "sim" / name
    before = path.read_text(encoding="utf-8")
    assert text in before
    path.write_text(before.replace(text, other), encoding="utf-8")


def compiled_files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*.nbi")}


@pytest.mark.parametrize("what", EDITS)
def test_the_next_process_runs_the_edit_and_its_undoing(house: Path, what: str) -> None:
    name, text, other, expected = EDITS[what]
    edit(house, name, text, other)
    assert told(house, HERE) == expected
    edit(house, name, other, text)
    kept = compiled_files(house)
    assert told(house, HERE) == 1.5
    assert compiled_files(house) == kept, "what was compiled before the edit is found again"


@pytest.mark.parametrize("script", [LOKY, DASK], ids=["loky", "dask"])
def test_workers_run_the_edit(house: Path, script: str) -> None:
    assert told(house, script) == 1.5
    for name, text, other, expected in EDITS.values():
        edit(house, name, text, other)
        assert told(house, script) == expected
        edit(house, name, other, text)


def test_a_file_that_the_loop_cannot_reach_recompiles_nothing(house: Path) -> None:
    kept = compiled_files(house)
    (house / "sim" / "elsewhere.py").write_text("import sim.loop\nx = 1\n", encoding="utf-8")
    assert told(house, HERE) == 1.5
    assert compiled_files(house) == kept


def test_old_versions_are_forgotten(house: Path) -> None:
    for number in range(2, 9):
        edit(house, "limits.py", f"OLDEST = {49 if number == 2 else 49 - number + 1}", f"OLDEST = {49 - number}")
        assert told(house, HERE) == 1.5
    versions = [path for path in compiled_files(house) if path.name.startswith("rule.hazard")]
    assert 4 <= len(versions) <= 5


CITY = """
import hashlib
from sim.model import FertilityModel
def run(_=0):
    model = FertilityModel(sample="1/1000", end_year=2021)
    model.run_for(14)
    digest = hashlib.sha256()
    for counts in model.yearly.values():
        for values in counts.values():
            digest.update(values.tobytes())
    return int(digest.hexdigest()[:12], 16)
"""
IN_WORKERS = """
import distributed, joblib
from script_city import run
if __name__ == "__main__":
    print(joblib.Parallel(2)(joblib.delayed(run)(k) for k in range(2))[0])
    with distributed.LocalCluster(
        n_workers=1, dashboard_address=None
    ) as cluster, distributed.Client(cluster) as client:
        print(client.submit(run).result())
"""
CITY_EDITS = {
    "rule": ("processes/childbearing/decision.py", "return logistic(wife) * logistic(husband)", "return 0.3 * wife"),
    "imported constant": ("processes/care/childcare.py", "WORK_HOURS = 40.0", "WORK_HOURS = 60.0"),
    "inlined body": ("processes/childbearing/couple.py", "return sd * QUANTILES", "return 2.0 * sd * QUANTILES"),
    "order of columns": (
        "population/columns.py",
        '    parity: Annotated[Array, Column("int8", "births", 0, "live births so far (women)")]\n'
        '    n_boys: Annotated[Array, Column("int8", "births", 0, "sons among them")]\n',
        '    n_boys: Annotated[Array, Column("int8", "births", 0, "sons among them")]\n'
        '    parity: Annotated[Array, Column("int8", "births", 0, "live births so far (women)")]\n',
    ),
}


def all_told(folder: Path) -> set[float]:
    """What the run gives in a new process, in loky workers and in a Dask worker."""
    (folder / "script_city.py").write_text(CITY, encoding="utf-8")
    here = told(folder, "from script_city import run\nprint(run())\n")
    there = told_all(folder, IN_WORKERS)
    return {here, *there}


@pytest.mark.slow
def test_edits_of_the_city(tmp_path: Path) -> None:
    warm = tmp_path / "warm"
    shutil.copytree(sim.source.PACKAGE, warm / "sim")
    before = all_told(warm)
    assert len(before) == 1
    for number, (what, (name, text, other)) in enumerate(CITY_EDITS.items()):
        edit(warm, name, text, other)
        cold = tmp_path / f"cold-{number}"
        shutil.copytree(warm / "sim", cold / "sim", ignore=shutil.ignore_patterns("__pycache__"))
        (cold / "script_city.py").write_text(CITY, encoding="utf-8")
        expected = {told(cold, "from script_city import run\nprint(run())\n")}
        assert all_told(warm) == expected, what
        assert (expected == before) == (what == "order of columns"), what
        edit(warm, name, other, text)
        assert all_told(warm) == before, f"{what} undone"


LABELLED = """
import hashlib
from sim.model import FertilityModel
from sim.policy.claims import CLAIMED
model = FertilityModel(sample="1/1000", scenario="plan", end_year=2021)
model.run_for(14)
digest = hashlib.sha256()
names = sorted(CLAIMED)
for counts in model.yearly.values():
    for table in ("eligible", "claimed", "money", "money_real", "rationed"):
        for name in names:
            if name != "birth_parade":
                digest.update(counts[table][CLAIMED.index(name)].tobytes())
    digest.update(counts["births"].tobytes())
print(int(digest.hexdigest()[:12], 16))
"""


@pytest.mark.slow
def test_declarations_of_levers_may_change_places_and_be_joined(tmp_path: Path) -> None:
    shutil.copytree(sim.source.PACKAGE, tmp_path / "sim")
    before = told(tmp_path, LABELLED)
    path = tmp_path / "sim/policy/levers/item_03.py"
    text = path.read_text(encoding="utf-8")
    head, *parts = text.split("    Lever(\n")
    allowance, grant = parts[1], parts[2]
    assert 'id="childcare_allowance"' in allowance
    assert 'id="birth_grant"' in grant
    parts[1], parts[2] = grant, allowance
    path.write_text("    Lever(\n".join([head, *parts]), encoding="utf-8")
    assert told(tmp_path, LABELLED) == before
    parts.insert(1, grant.replace('id="birth_grant"', 'id="birth_parade"'))
    path.write_text("    Lever(\n".join([head, *parts]), encoding="utf-8")
    last = f"    {max(Claim).name} = {max(Claim)}\n"
    edit(tmp_path, "policy/claims.py", last, f"{last}    birth_parade = {max(Claim) + 1}\n")
    law = "birth_grant,base,330600,all,"
    rows = (tmp_path / "sim/places/shaoxing/levers.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (row,) = (row for row in rows if row.startswith(law))
    edit(tmp_path, "places/shaoxing/levers.csv", row, row + row.replace("birth_grant", "birth_parade"))
    assert told(tmp_path, LABELLED) == before
