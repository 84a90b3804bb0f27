"""Seconds of the simulated months of one city, run as a file by the code of any checkout: `work` calls it.

    months.py SAMPLE THREADS RUNS SCENARIO...

Import, compilation and the start population are left out: a small city lives two years first. Each of RUNS seeds runs
all scenarios, one after the other. Prints JSON: `seconds` by scenario, one a seed, and `cpu_seconds` of all threads;
`person_months` of the last run; `peak_mib` of this process. Names only what every commit since d238690 has. RUNS 0
makes the start population.
"""

import gc
import json
import resource
import sys
import time
from fractions import Fraction

from sim.model import FertilityModel
from sim.settings import RunSettings


def measure(sample: Fraction, threads: int, runs: int, scenarios: list[str]) -> dict[str, object]:
    """What the module says, of one sample."""
    FertilityModel(RunSettings(sample=Fraction(1, 1000), threads=threads)).run_for(24)
    seconds: dict[str, list[float]] = {scenario: [] for scenario in scenarios}
    cpu: dict[str, list[float]] = {scenario: [] for scenario in scenarios}
    model = None if runs else FertilityModel(RunSettings(sample=sample))
    for seed in range(1, runs + 1):
        for scenario in scenarios:
            model = None
            gc.collect()  # a mesa model refers to itself: without this the last city would still be in memory
            model = FertilityModel(RunSettings(sample=sample, threads=threads, seed=seed, scenario=scenario))
            begin, used = time.perf_counter(), time.process_time()
            model.run_for(model.n_months)
            seconds[scenario].append(time.perf_counter() - begin)
            cpu[scenario].append(time.process_time() - used)
    person_months = sum(int(counts["exposure_half_months"].sum()) for counts in model.yearly.values()) / 2
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "cpu_seconds": cpu, "person_months": person_months, "peak_mib": peak}


if __name__ == "__main__":
    sample, threads, runs, *scenarios = sys.argv[1:]
    print(json.dumps(measure(Fraction(sample), int(threads), int(runs), scenarios)))
