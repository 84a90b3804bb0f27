"""The project's own promises: a Python that works is found, versions are pinned, nothing names a registry."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXTS = {".py", ".ipynb", ".md", ".csv", ".json", ".yaml", ".toml", ".txt", ".cff"}
MACHINE = re.compile(r"(?<![\w.])/(work|root|home|tmp|Users)/\w|\.\./shared")
"""A path that stands on one machine only, or outside the project."""
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def make(folder: Path, target: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Run a target of the Makefile in another folder, with only the programs in `path`."""
    program = shutil.which("make")
    assert program is not None
    shutil.copy(ROOT / "Makefile", folder)
    command = [program, "--no-print-directory", target]
    environment = {"PATH": str(path), "HOME": str(folder / "nobody")}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def program(path: Path, text: str) -> None:
    """An executable shell script."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


def test_without_python_one_sentence_says_what_to_install(tmp_path: Path) -> None:
    program(tmp_path / "bin/python3.12", "exit 127")  # a version manager's shim without that version
    program(tmp_path / "bin/python3", '[ "$1" = -c ] && exit 1; echo Python 3.11.7')
    done = make(tmp_path, ".venv/bin/python", tmp_path / "bin")
    assert done.returncode == 2
    sentence = done.stderr.splitlines()[0]
    assert "needs Python 3.12 or newer" in sentence
    assert "install it" in sentence


def test_a_python_that_runs_is_taken_before_a_shim_that_fails(tmp_path: Path) -> None:
    program(tmp_path / "bin/python3.12", "exit 127")
    program(tmp_path / "bin/python3.13", 'case "$1" in -c) exit 0;; -m) echo made with "$0" "$@";; *) echo 3.13;; esac')
    done = make(tmp_path, ".venv/bin/python", tmp_path / "bin")
    assert done.returncode == 0, done.stderr
    assert re.search(r"made with \S*python3\.13 -m venv \.venv", done.stdout)


def test_every_dependency_is_pinned_by_name_and_version_alone() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line) for line in lines)
    pinned = {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines}
    wanted = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]
    assert {re.sub(r"[-_.]+", "-", re.split(r"[<>=]", name)[0]).lower() for name in wanted} <= pinned


def test_no_project_file_names_a_registry() -> None:
    for name in ("Makefile", "pyproject.toml", "constraints.txt", ".ci/run"):
        text = (ROOT / name).read_text(encoding="utf-8").lower()
        assert not re.search(r"index-url|pypi|anaconda|--find-links|https?://", text), name


def test_no_project_file_names_a_folder_of_one_machine() -> None:
    """Outputs kept in notebooks are the way by which they come in: warnings and messages name paths."""
    found = []
    for folder in ("sim", "calibration", "experiments", "notebooks", "docs", "tests", ".ci", "."):
        for path in (ROOT / folder).glob("*" if folder == "." else "**/*"):
            if path.suffix in TEXTS and MACHINE.search(path.read_text(encoding="utf-8")):
                found.append(str(path.relative_to(ROOT)))
    assert found == []


def test_continuous_integration_runs_what_a_developer_runs() -> None:
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert "\nmake test\n" in (ROOT / ".ci/run").read_text(encoding="utf-8")


@pytest.mark.parametrize("package", ["sim", "calibration", "experiments"])
def test_every_folder_of_modules_is_a_package(package: str) -> None:
    folders = {path.parent for path in (ROOT / package).rglob("*.py")}
    assert [str(f) for f in folders if not (f / "__init__.py").is_file()] == []


def would_run(*arguments: str) -> str:
    """Commands that `make` would run in the project, without running them."""
    found = shutil.which("make")
    assert found is not None
    command = [found, "-n", "--no-print-directory", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_a_part_of_the_tests_is_a_room() -> None:
    lines = would_run("test", "PART=childbearing").splitlines()
    assert lines[-1].endswith("tests/sim/processes/childbearing")
    assert "notebooks" not in lines[-1]
    assert 'test -n ""' in would_run("test", "PART=nowhere")
    assert "exit 2" in would_run("test", "PART=nowhere")
