"""What is measured: one entry of `WORK` a piece of work, under the name that `--rows` takes."""

import json
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import yaml

from tests.bench.checkouts import Checkout, Failed
from tests.bench.turns import Figures, Line, Work

MONTHS = Path(__file__).with_name("months.py")
LAW, PLAN = "national_only", "plan"
SMALL, WHOLE = "100,000 people", "5 million people"
STUDY = Path("experiments", "study", "examples", "levers_12_sobol.yaml")
SLICE = 8
"""Base sample of the slice of the study: 120 points of its 3,840, beside the runs they are compared with."""
WORKERS = 2
FIRST_ANSWER = ("run", "--sample", "1/1000", "--seeds", "1")


def lived(checkout: Checkout, sample: str, threads: int, runs: int, *scenarios: str) -> dict[str, Any]:
    """What `months.py` finds by a checkout's code."""
    found: dict[str, Any] = json.loads(checkout.python(MONTHS, sample, str(threads), str(runs), *scenarios).said)
    return found


def made_ready(sample: str) -> Callable[[Checkout], None]:
    """Makes the start population of a sample and compiles."""
    return lambda checkout: lived(checkout, sample, 1, 0) and None


def city(people: str, sample: str, threads: int, runs: int) -> Work:
    """The months of a city of so many people, with the time a person-month and the most memory held."""

    def measure(checkout: Checkout) -> Figures:
        found = lived(checkout, sample, threads, runs, LAW)
        seconds, cpu = (statistics.median(found[name][LAW]) for name in ("seconds", "cpu_seconds"))
        nanoseconds = seconds / found["person_months"] * 1e9
        return {"seconds": seconds, "cpu": cpu, "ns": nanoseconds, "mib": found["peak_mib"]}

    on = f"{people}, {threads} thread{'s' if threads > 1 else ''}"
    months, person_month = f"months, {on}", f"a person-month, {on}"
    figures = {"seconds": (months, "s"), "cpu": (months, "CPU s"), "ns": (person_month, "ns")}
    if sample == "1/1":
        figures["mib"] = (f"peak memory, {on}", "MiB")
    return Work(figures, measure, made_ready(sample))


def planned(checkout: Checkout) -> Figures:
    """Months of the plan over those of national law alone, the same seeds in one process."""
    found = lived(checkout, "1/50", 1, 5, LAW, PLAN)
    return {
        name: statistics.median(found[kind][PLAN]) / statistics.median(found[kind][LAW])
        for name, kind in (("over", "seconds"), ("cpu_over", "cpu_seconds"))
    }


def swept(checkout: Checkout) -> Figures:
    """Runs a second of a slice of the study on warm workers, and the seconds of the whole command."""
    study = yaml.safe_load((checkout.folder / STUDY).read_text(encoding="utf-8"))
    study["design"]["n"] = SLICE
    out = checkout.fresh("sweep")
    file = checkout.scratch / STUDY.name
    file.write_text(yaml.safe_dump(study, allow_unicode=True), encoding="utf-8")
    took = checkout.fertsim("sweep", file, "--out", out, "--workers", str(WORKERS))
    return {"rate": rate_of_blocks(out / "blocks"), "seconds": took.wall}


def rate_of_blocks(folder: Path) -> float:
    """Runs a second from the time at which each worker had ended a block to the end, by the times of the files."""
    blocks = sorted(folder.glob("*.parquet"), key=lambda path: path.stat().st_mtime_ns)
    if len(blocks) <= 2 * WORKERS:
        raise Failed(f"{len(blocks)} blocks in the sweep's folder are too few to see its warm workers")
    runs = sum(len(set(pq.read_table(path, columns=["run"])["run"].to_pylist())) for path in blocks[WORKERS:])
    nanoseconds = blocks[-1].stat().st_mtime_ns - blocks[WORKERS - 1].stat().st_mtime_ns
    return runs / (nanoseconds / 1e9)


def first_answer(checkout: Checkout) -> Figures:
    """A small run with its charts in a fresh process."""
    took = checkout.fertsim(*FIRST_ANSWER, "--out", checkout.fresh("first-answer"))
    return {"wall": took.wall, "cpu": took.cpu}


def make_run(folder: Path) -> list[str]:
    """What `make run` of a checkout runs, but for the folder it goes to. folder : of its source"""
    recipe = (folder / "Makefile").read_text(encoding="utf-8").partition("\nrun: ")[2].splitlines()[1]
    return recipe.split()[1:-2]


def made_run(checkout: Checkout) -> Figures:
    """`make run` into an empty folder, then again into the same, and the files there."""
    out, words = checkout.fresh("first-run"), make_run(checkout.folder)
    made, again = checkout.fertsim(*words, "--out", out), checkout.fertsim(*words, "--out", out)
    files = sum(path.is_file() for path in out.rglob("*"))
    return {"wall": made.wall, "cpu": made.cpu, "again": again.wall, "files": files}


def keep_a_run(checkout: Checkout) -> None:
    """Make the folder of `make run` where no other piece of work has."""
    if not (checkout.scratch / "first-run").is_dir():
        checkout.fertsim(*make_run(checkout.folder), "--out", checkout.scratch / "first-run")


def briefed(checkout: Checkout) -> Figures:
    """A briefing of the folder of `make run`."""
    took = checkout.fertsim("brief", checkout.scratch / "first-run")
    return {"cpu": took.cpu, "wall": took.wall}


WORK = {
    "city": city(WHOLE, "1/1", 1, 1),
    "city2": city(WHOLE, "1/1", 2, 1),
    "1/527": city("10,000 people", "1/527", 1, 15),
    "1/50": city(SMALL, "1/50", 1, 5),
    "1/5": city("1 million people", "1/5", 1, 1),
    "plan": Work(
        {"over": (f"months of {PLAN} over {LAW}, 1/50", "s/s"),
         "cpu_over": (f"months of {PLAN} over {LAW}, 1/50", "CPU s/s")},
        planned, made_ready("1/50"),
    ),
    "sweep": Work(
        {"rate": ("sweep, 1/100, 2 warm workers", "runs a second"), "seconds": ("sweep, the whole command", "s")},
        swept, made_ready("1/100"),
    ),
    "first": Work(
        {"wall": ("first answer, 1/1000 with charts", "s"), "cpu": ("first answer, all processes", "CPU s")},
        first_answer, first_answer,
    ),
    "make_run": Work(
        {"wall": ("make run, compiled, an empty folder", "s"), "cpu": ("make run, all processes", "CPU s"),
         "again": ("make run again, the same folder", "s"), "files": ("make run, in the folder", "files")},
        made_run, made_ready("1/50"),
    ),
    "brief": Work({"cpu": ("brief, all processes", "CPU s"), "wall": ("brief", "s")}, briefed, keep_a_run),
}  # fmt: skip


def flatness(lines: Sequence[Line]) -> Line | None:
    """Time of a person-month in the whole city over that among 100,000 people, where both were measured."""
    of = {line.title: line for line in lines if line.name == "ns"}
    small, whole = (of.get(f"a person-month, {people}, 1 thread") for people in (SMALL, WHOLE))
    if small is None or whole is None:
        return None
    other, this = ((a / b,) if a and b else () for a, b in zip(whole.medians, small.medians, strict=True))
    return Line("flat", f"a person-month, {WHOLE} over {SMALL}", "ratio", other, this)
