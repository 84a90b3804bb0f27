"""How every engine here is timed, and what it prints; nothing of fertsim, so that any Python with numpy runs it.

    SCRIPT PEOPLE MONTHS            one run in a fresh process: who starts it takes the time
    SCRIPT PEOPLE MONTHS --warm     a small run first, then the loop of one run is timed
"""

import json
import sys
import time
from collections.abc import Callable

WARM_UP = (2_000, 24)
"""People and months of the run that loads and compiles what a warm process has."""


def timed(make: Callable[[int, int], Callable[[], float]]) -> None:
    """Run an engine as the command line says and print JSON: seconds and CPU seconds of its loop, person-months in it.

    make : of people and months, makes the model and returns its loop, which returns the person-months lived
    """
    people, months = int(sys.argv[1]), int(sys.argv[2])
    if "--warm" in sys.argv:
        make(*WARM_UP)()
    loop = make(people, months)
    begin, used = time.perf_counter(), time.process_time()
    person_months = float(loop())
    seconds, cpu = time.perf_counter() - begin, time.process_time() - used
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu, "person_months": person_months}))
