"""`fertsim --version` says what manifests say, and a shell completes the names of commands."""

import importlib.metadata
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from sim.runs.manifest import git_commit
from sim.source import code_hash
from tests.cli.test_bad_input import fertsim

ROOT = Path(__file__).parents[3]


def test_the_version_is_that_of_manifests(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert fertsim(monkeypatch, "--version") == 0
    lines = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    assert [name for name, _ in lines] == ["fertsim", "commit", "code", "Python", "numba"]
    told = dict(lines)
    assert told["code"] == code_hash()
    assert told["commit"] == (git_commit() or "none: not run from a checkout")
    assert (told["Python"], told["numba"]) == (platform.python_version(), importlib.metadata.version("numba"))


def test_the_version_is_told_once_by_a_fresh_process() -> None:
    """Where the command line first looks for the place of a command, options of the program itself are left alone."""
    told = subprocess.run(
        [sys.executable, "-m", "experiments", "--version"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.count("fertsim  ") == 1


def answered(**asked: str) -> str:
    """What the program answers to a shell, in a process that loads nothing slow to do so."""
    code = (
        "import sys, experiments.cli as c\ntry:\n    c.main()\nfinally:\n"
        "    assert not {'numpy', 'numba', 'pandas'} & set(sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **asked}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("fertsim lev", ["levers"]),
        ("fertsim sc", ["scenario"]),
        ("fertsim scenario d", ["diff"]),
        ("fertsim study c", ["check"]),
        ("fertsim run --sam", ["--sample"]),
    ],
)
def test_bash_completes_commands_and_options(typed: str, expected: list[str]) -> None:
    """By the protocol of the script that `--show-completion` prints: words and position in, a candidate a line out."""
    word = str(typed.count(" "))
    given = answered(_FERTSIM_COMPLETE="complete_bash", COMP_WORDS=typed, COMP_CWORD=word).split()
    assert sorted(given) == sorted(expected)


def test_the_script_for_bash_asks_by_that_protocol() -> None:
    script = answered(_FERTSIM_COMPLETE="source_bash")
    assert "_FERTSIM_COMPLETE=complete_bash" in script
    assert script.rstrip().endswith("complete -o default -F _fertsim_completion fertsim")
