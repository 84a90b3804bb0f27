"""Speed, scale by scale: `make bench`. Prints seconds of the simulated months, ns per person-month, peak memory.

Each scale runs in a process of its own after a warm-up at 1/1000 (compiled cache), so that peak memory is its own.
Times are of the simulated months only: import, compilation and the start population are left out and shown apart.
`--repeat` takes the median of several runs; `--threads` names the thread counts.
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
from fractions import Fraction

SAMPLES = {"10^4": "1/527", "10^5": "1/50", "10^6": "1/5", "5*10^6": "1/1"}


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
    parser.add_argument("--one", nargs=2, metavar=("SAMPLE", "THREADS"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(measure(chosen.one[0], int(chosen.one[1]), chosen.repeat, chosen.start)))
        return
    print(f"{platform.python_version()}, {platform.machine()}, median of {chosen.repeat} runs, {chosen.start}-2035")
    titles = ("people", "threads", "months s", "fastest", "ns/person-month", "set-up s", "MiB")
    print(" ".join(f"{title:>{width}}" for title, width in zip(titles, (8, 7, 9, 8, 16, 9, 6), strict=True)))
    for scale in chosen.scales:
        for threads in chosen.threads:
            call = [sys.executable, "-m", "tests.bench", "--one", SAMPLES[scale], str(threads)]
            call += ["--repeat", str(chosen.repeat), "--start", str(chosen.start)]
            found = json.loads(subprocess.run(call, check=True, capture_output=True, text=True).stdout)
            nanoseconds = found["seconds"] / found["person_months"] * 1e9
            print(
                f"{scale:>8} {threads:>7} {found['seconds']:>9.3f} {found['fastest']:>8.3f} {nanoseconds:>16.1f}"
                f" {found['setup']:>9.2f} {found['peak_mib']:>6.0f}", flush=True,
            )


if __name__ == "__main__":
    main()
