"""Settings of runs from what was asked for: checked fields, threads, the code of a county; mistakes are UserErrors."""

from collections.abc import Iterable
from typing import Any

from sim.errors import UserError
from sim.places.county_codes import refuse_placeholder, today_of
from sim.places.pack import load_pack
from sim.settings import parse_sample


def n_threads(sample: str | float, n_runs: int, workers: int | None) -> int:
    """Threads of each run, so that all runs going on at once use the cores."""
    from sim.runs.runner import n_workers  # loads the simulation, which a stored result's county need not
    from sim.runs.workers import n_cores

    n = n_workers(parse_sample(sample), n_runs) if workers is None else max(workers, 1)
    return max(1, n_cores() // n)


def county_of(place: str, name: str | None) -> int | None:
    """Code of a county of the place by any of its names; None, the whole city, where none is named."""
    return None if name is None else county_code(load_pack(place).table("counties").itertuples(), name)


def county_code(counties: Iterable[Any], name: str) -> int:
    """Code of a county given by its code, Chinese name (with or without its last character) or English name.

    A code that it had in other years is taken for today's.
    counties : each with `county_code`, `name_zh`, `name_en`
    """
    known = list(counties)
    given = name.strip().casefold()
    if given.isascii() and given.isdigit():
        refuse_placeholder(int(given), "--county")
        given = str(today_of(int(given)))
    for one in known:
        if given in (str(one.county_code), one.name_zh, one.name_zh[:-1], one.name_en.casefold()):
            return int(one.county_code)
    allowed = ", ".join(f"{one.county_code} {one.name_zh} {one.name_en}" for one in known)
    raise UserError(f"--county: there is no county '{name}'; allowed are {allowed}")
