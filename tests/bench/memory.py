"""`python -m tests.bench.memory`: memory of one worker over 10,000 runs of a sweep, which must not grow.

Runs of 1/1000 to 2023 under the plan, with doses of four levers and two parameters that differ from run to run.
"""

import random
import sys
from fractions import Fraction
from pathlib import Path

from sim.measures.models import MODELS
from sim.runs.plan import PlannedRun
from sim.settings import RunSettings

N_RUNS = 10_000
LEVERS = ("birth_grant", "one_stop_takeup", "childcare_allowance", "places_per_1000")


def resident() -> float:
    """Memory of this process [MiB]; Linux alone tells."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def main(n_runs: int = N_RUNS) -> None:
    """Print the memory after 100 runs, then after every tenth of them."""
    settings, drawn = RunSettings(sample=Fraction(1, 1000), end_year=2023), random.Random(1)
    for k in range(n_runs):
        doses = {name: drawn.random() for name in LEVERS}
        parameters = {"money_weight": drawn.uniform(0.5, 3.0), "taste_drift": drawn.uniform(0.0, 0.2)}
        run = PlannedRun(k, k, 1 + k % 14, scenario="plan", doses=doses, parameters=parameters)
        MODELS["city"].run(settings, run)
        if k + 1 == 100 or (k + 1) % max(n_runs // 10, 1) == 0:
            print(f"{k + 1:6,} runs: {resident():.1f} MiB", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
