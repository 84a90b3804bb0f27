"""Speed, scale by scale: `make bench`. Prints seconds of the simulated months, ns per person-month, peak memory.

Each scale runs in a process of its own after a warm-up at 1/1000 (compiled cache), so that peak memory is its own.
Times are of the simulated months only: import, compilation and the start population are left out and shown apart.
`--repeat` takes the median of several runs; `--threads` names the thread counts. `--against DIR` runs another checkout,
such as an older commit's, in turns with this one, A B A B, and prints what this one takes over the other.
"""

import argparse
import gc
import json
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

SAMPLES = {"10^4": "1/527", "5*10^4": "1/100", "10^5": "1/50", "10^6": "1/5", "5*10^6": "1/1"}


def measure(sample: str, threads: int, repeat: int, start: int) -> dict[str, float]:
    """Median seconds of the months of one scale, person-months and peak memory of this process."""
    from sim.model import FertilityModel
    from sim.settings import RunSettings

    FertilityModel(RunSettings(sample=Fraction(1, 1000), start_year=start)).run_for(24)
    seconds, setup = [], []
    model: FertilityModel | None
    for seed in range(1, repeat + 1):
        model = None
        gc.collect()  # a mesa model refers to itself: without this the last city would still be in memory
        begin = time.perf_counter()
        model = FertilityModel(RunSettings(sample=Fraction(sample), threads=threads, seed=seed, start_year=start))
        ready = time.perf_counter()
        model.run_for(model.n_months)
        seconds.append(time.perf_counter() - ready)
        setup.append(ready - begin)
    assert model is not None
    person_months = sum(int(counts["exposure_half_months"].sum()) for counts in model.yearly.values()) / 2
    return {
        "seconds": statistics.median(seconds),
        "fastest": min(seconds),
        "setup": statistics.median(setup),
        "person_months": person_months,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Print one line per scale and thread count."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--start", type=int, default=2020)
    parser.add_argument("--scales", nargs="+", default=list(SAMPLES), choices=list(SAMPLES))
    parser.add_argument("--against", type=Path, metavar="DIR", help="another checkout, to run in turns with this one")
    parser.add_argument("--pairs", type=int, default=3, help="turns of each checkout")
    parser.add_argument("--one", nargs=2, metavar=("SAMPLE", "THREADS"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(measure(chosen.one[0], int(chosen.one[1]), chosen.repeat, chosen.start)))
        return
    print(f"{platform.python_version()}, {platform.machine()}, median of {chosen.repeat} runs, {chosen.start}-2035")
    cells = [(scale, threads) for scale in chosen.scales for threads in chosen.threads]
    compare(chosen, cells) if chosen.against else show(chosen, cells)


def show(chosen: argparse.Namespace, cells: Sequence[tuple[str, int]]) -> None:
    """Print what each scale and thread count takes."""
    titles = ("people", "threads", "months s", "fastest", "ns/person-month", "set-up s", "MiB")
    print(" ".join(f"{title:>{width}}" for title, width in zip(titles, (8, 7, 9, 8, 16, 9, 6), strict=True)))
    for scale, threads in cells:
        found = measured(chosen, scale, threads, Path.cwd())
        nanoseconds = found["seconds"] / found["person_months"] * 1e9
        print(
            f"{scale:>8} {threads:>7} {found['seconds']:>9.3f} {found['fastest']:>8.3f} {nanoseconds:>16.1f}"
            f" {found['setup']:>9.2f} {found['peak_mib']:>6.0f}", flush=True,
        )


def compare(chosen: argparse.Namespace, cells: Sequence[tuple[str, int]]) -> None:
    """Print what each scale and thread count takes here over what it takes in the other checkout, turn by turn.

    The ratio is of medians over all turns; those of the single turns beside it show how steady the machine is.
    """
    print(f"{'people':>8} {'threads':>7} {'other s':>9} {'this s':>9} {'ratio':>6}  of each turn")
    for scale, threads in cells:
        other, this = [], []
        for _ in range(chosen.pairs):
            other.append(measured(chosen, scale, threads, chosen.against)["seconds"])
            this.append(measured(chosen, scale, threads, Path.cwd())["seconds"])
        turns = " ".join(f"{b / a:.2f}" for a, b in zip(other, this, strict=True))
        a, b = statistics.median(other), statistics.median(this)
        print(f"{scale:>8} {threads:>7} {a:>9.3f} {b:>9.3f} {b / a:>6.2f}  {turns}", flush=True)


def measured(chosen: argparse.Namespace, scale: str, threads: int, checkout: Path) -> dict[str, float]:
    """`measure` in a process of its own, by the code of a checkout; both run with this Python and its libraries."""
    call = [sys.executable, "-m", "tests.bench", "--one", SAMPLES[scale], str(threads)]
    call += ["--repeat", str(chosen.repeat), "--start", str(chosen.start)]
    done = subprocess.run(call, check=True, capture_output=True, text=True, cwd=checkout)
    found: dict[str, float] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()
