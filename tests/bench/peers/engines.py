"""The engines and how each is run: the others in virtual environments of their own, this one by its checkout."""

import json
import os
import re
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

from tests.bench.checkouts import Checkout, Failed, Spent, spent
from tests.bench.turns import Figures

SCRIPTS = Path(__file__).parent
PEERS = {
    "fpsim": "fpsim_city.py", "starsim-pregnancy": "starsim_pregnancy.py", "starsim-births": "starsim_births.py",
    "neworder": "neworder_frame.py", "neworder-columns": "neworder_columns.py", "mesa": "mesa_city.py",
}  # fmt: skip
"""Script of each engine, by the name that the command line takes."""
SIZE, SMALL = ("105400", "182"), ("2000", "24")
"""People and months: those measured, and those of the run that leaves compiled code on disk."""
CHARTS = ("run", "--sample", "1/50", "--seeds", "1", "--threads", "1")
NOT_THEIRS = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
METADATA = re.compile(r"^# /// script\n((?:# .*\n)+)# ///$", re.MULTILINE)
Engine = Callable[..., Spent]
"""Runs a script of `timing` with its arguments."""


def pinned(script: Path) -> list[str]:
    """Packages with versions that a script names in its first lines, in the form of PEP 723."""
    found = METADATA.search(script.read_text(encoding="utf-8"))
    if not found:
        raise Failed(f"{script.name} names no packages in its first lines")
    packages: list[str] = tomllib.loads(re.sub(r"^# ", "", found[1], flags=re.MULTILINE))["dependencies"]
    return packages


def peer(name: str, venvs: Path) -> Engine:
    """An engine in its environment, made where it is not there yet with just these packages."""
    script = SCRIPTS / PEERS[name]
    packages = pinned(script)
    folder = venvs / packages[0].replace("==", "-")
    python, made = folder / "bin" / "python", folder / "made-with.txt"
    theirs = {name: value for name, value in os.environ.items() if name not in NOT_THEIRS} | {"MPLBACKEND": "Agg"}
    if not made.is_file() or made.read_text(encoding="utf-8") != "\n".join(packages):
        spent([sys.executable, "-m", "venv", "--clear", str(folder)], venvs, theirs)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
        spent(install, venvs, theirs)
        made.write_text("\n".join(packages), encoding="utf-8")
    return lambda *arguments: spent([str(python), str(script), *arguments], venvs, theirs)


def ours(checkout: Checkout) -> Engine:
    """This checkout under the same watch."""
    return lambda *arguments: checkout.python("-m", "tests.bench.peers.fertsim_city", *arguments)


def turn(engine: Engine) -> Figures:
    """Person-months a second and a CPU second in the loop of a warm process, and `whole` [s] of a fresh one."""
    warm = json.loads(engine(*SIZE, "--warm").said.splitlines()[-1])
    rates = {"rate": warm["person_months"] / warm["seconds"], "cpu_rate": warm["person_months"] / warm["cpu_seconds"]}
    return {**rates, "whole": engine(*SIZE).wall}


def turn_with_charts(checkout: Checkout) -> Figures:
    """As `turn` of this checkout, with `charts` [s]: the command that also stores the run and draws its charts."""
    charts = checkout.fertsim(*CHARTS, "--out", checkout.fresh("charts"))
    return {**turn(ours(checkout)), "charts": charts.wall}
