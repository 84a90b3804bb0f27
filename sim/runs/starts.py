"""Which start population a run takes: one a draw of the parameters, so that none decides the mean over draws.

One start population alone has chances of its own, 6 % of a county's births at 1/50, that no number of seeds averages
out. Both scenarios of a seed have its draw, and so the same start. Called by `sim.runs.runner`.
"""

from collections.abc import Iterable
from fractions import Fraction

from sim.places.pack import load_pack
from sim.population.cache import is_stored, load_or_build
from sim.runs.workers import in_processes
from sim.settings import RunSettings

MOST_STARTS = 20
"""Different start populations of a run set; from then on draws share them in turn. At 1/50 they take 170 MB on disk."""


def start_seed_of(settings: RunSettings, draw: int, turn: int = 0) -> int:
    """Seed of the start population of a run.

    draw : number of its draw from 1, 0 where nothing is drawn. A `population_seed` given holds for all runs.
    turn : how often the draw has come before. A draw that is run again takes the next start population, so that what
        its runs differ in is all chance of the sample, that of the start included (`sim.measures.chance`).
    """
    if settings.population_seed is not None or draw == 0:
        return settings.start_seed
    return 1 + (draw - 1 + turn) % MOST_STARTS


def make_starts(wanted: Iterable[RunSettings], workers: int) -> None:
    """Make the start populations of runs that are not in the cache, `workers` at a time."""
    told = {(one.place, one.start_year, one.sample, one.start_seed) for one in wanted}
    missing = [start for start in sorted(told) if not is_stored(load_pack(start[0]), *start[1:])]
    if workers == 1 or len(missing) == 1:
        for start in missing:
            make_start(*start)
        return
    for _ in in_processes(workers, make_start, dict(enumerate(missing))):
        pass


def make_start(place: str, census_year: int, sample: Fraction, population_seed: int) -> None:
    """Make one start population if it is not in the cache."""
    load_or_build(load_pack(place), census_year, sample, population_seed)
