"""Runs one model for each seed and stores what it counted.

Called by the command line, calibration and sweeps; calls `sim.model` for the simulation and `sim.runs.runset` for the
folder. Every input is checked before the first byte is written.
"""

import itertools
import operator
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from sim.errors import UserError
from sim.model import FertilityModel
from sim.places.pack import Pack, check_same_data, load_pack
from sim.policy.futures import future
from sim.policy.idle import warn_of_what_never_bites
from sim.policy.levers.reading import warn_of_idle, warn_of_unmoved
from sim.policy.paths import compile_paths
from sim.policy.scenario import scenario
from sim.population.cache import check_cache
from sim.runs.ahead import compile_ahead
from sim.runs.block import run_table
from sim.runs.draws import Draws
from sim.runs.manifest import ASSUMED_AFTER_A_RUN, Manifest, make_manifest
from sim.runs.place import checked_place
from sim.runs.runset import RunSet, Unfinished, check_output, prepare_run_set
from sim.runs.starts import make_starts, start_seed_of
from sim.runs.workers import in_processes, n_cores
from sim.settings import LAST_SEED, RunSettings
from sim.source import check_same_code, check_unchanged, code_hash
from sim.writing import alone_in

Progress = Callable[[int], None]
"""Called with the number of months simulated since the last call."""
Begun = Callable[[RunSet], None]
"""Called with a run set whose folder stands and whose missing runs come next."""

SMALL_SAMPLE = Fraction(1, 20)
"""Largest sample of which several runs stand in memory at once without being asked to."""
MOST_SEEDS = 100_000
"""Runs of one scenario: a manifest lists them all."""
FEW_RUNS = 5
"""Below this number of runs new processes cost more than they bring."""


class Job(NamedTuple):
    """One run: position of its run set, settings with its drawn parameters, seed, number of its draw."""

    position: int
    settings: RunSettings
    seed: int
    draw: int


class Planned(NamedTuple):
    """One run set to be made: what to run and the folder it goes to."""

    settings: RunSettings
    directory: Path


def run_set(
    settings: RunSettings,
    seeds: Sequence[int],
    directory: str | Path,
    workers: int | None = 1,
    progress: Progress | None = None,
    draws: Draws | None = None,
    begun: Begun | None = None,
) -> RunSet:
    """Stored runs of one setting with each of the seeds; runs of blocks that the folder holds are not run again.

    settings : its own seed is not used      workers : processes, each with `settings.threads` threads
    draws : seed k runs draw k, over the settings' parameters; without them all runs have those
    begun : called when all is checked and the folder stands, before the first run
    Raises UserError, before anything is written, for bad settings, data, scenario, seeds or output folder.
    """
    return run_sets([Planned(settings, Path(directory))], seeds, workers, progress, draws, begun)[0]


def run_sets(
    planned: Sequence[Planned], seeds: Sequence[int], workers: int | None = None, progress: Progress | None = None,
    draws: Draws | None = None, begun: Begun | None = None,
) -> list[RunSet]:
    """Stored runs of several settings with the same seeds and draws, each in its own folder; arguments as in `run_set`.

    workers : None chooses, see `n_workers`
    """
    check_unchanged()
    seeds = checked_seeds(seeds)
    if workers is not None and workers < 1:
        raise UserError(f"--workers: {workers} is less than 1.")
    for one in planned:
        checked_place(one.settings)
    manifests = [_checked(one.settings, seeds, draws) for one in planned]
    for one, manifest in zip(planned, manifests, strict=True):
        if check_output(one.directory, manifest) is None:
            check_cache(load_pack(one.settings.place), one.settings.start_year, one.settings.sample, manifest.starts)
    with alone_in(*(one.directory for one in planned)):
        stored = [prepare_run_set(one.directory, manifest) for one, manifest in zip(planned, manifests, strict=True)]
        if begun is not None:
            for one_set in stored:
                begun(one_set)
        _run_missing(planned, stored, seeds, workers, progress or _silent, draws)
    return [RunSet.open(one.directory) for one in planned]


def checked_seeds(given: Iterable[Any]) -> list[int]:
    """Seeds as a list of numbers, from a list, a range or an array; `UserError` for anything else."""
    try:
        listed = list(itertools.islice(given, MOST_SEEDS + 1))
        seeds = [] if any(isinstance(seed, bool) for seed in listed) else [operator.index(seed) for seed in listed]
    except TypeError:
        seeds = []
    if not seeds or min(seeds) < 0 or max(seeds) > LAST_SEED or len(set(seeds)) != len(seeds):
        raise UserError(
            f"--seeds: give at least one seed; seeds are different whole numbers from 0 to {LAST_SEED:,}."
        )
    if len(seeds) > MOST_SEEDS:
        raise UserError(f"--seeds: more than {MOST_SEEDS:,} seeds, the most runs of one scenario.")
    return seeds


def _run_missing(
    planned: Sequence[Planned], stored: Sequence[RunSet], seeds: Sequence[int], workers: int | None, report: Progress,
    draws: Draws | None,
) -> None:
    """Run and store the seeds that the run sets lack."""
    jobs: list[Job] = []
    n_done = 0
    for position, (one, run_set) in enumerate(zip(planned, stored, strict=True)):
        done = run_set.whole_seeds()
        jobs += [_job(position, one.settings, seed, draws) for seed in seeds if seed not in done]
        n_done += n_months(one.settings) * sum(seed in done for seed in seeds)
    report(n_done)
    if workers is None:
        workers = n_workers(max(one.settings.sample for one in planned), len(jobs))
    unfinished = [Unfinished(run_set) for run_set in stored]
    for job, run in _ended(jobs, workers, report):
        unfinished[job.position].add(job.seed, run)


def n_workers(sample: Fraction, n_runs: int) -> int:
    """Processes for a number of runs: one a core for several small runs, one for large ones, which use threads."""
    return 1 if sample > SMALL_SAMPLE or n_runs < FEW_RUNS else min(n_cores(), n_runs)


def _job(position: int, settings: RunSettings, seed: int, draws: Draws | None) -> Job:
    """One run, with the parameters and the start population of its draw."""
    if draws is None:
        return Job(position, settings, seed, 0)
    parameters, draw = settings.parameters.with_values(draws.of_seed(seed)), draws.number(seed)
    own = {"parameters": parameters, "population_seed": start_seed_of(settings, draw, draws.turn(seed))}
    return Job(position, settings.model_copy(update=own), seed, draw)


def _checked(settings: RunSettings, seeds: Sequence[int], draws: Draws | None) -> Manifest:
    """Manifest of a run set, after checks of scenario and levers that need no output folder."""
    pack = load_pack(settings.place)
    parameters, drawn = settings.parameters.model_dump(), () if draws is None else draws.names
    for names, option in ((settings.values, "--set"), (settings.doses, "--dose")):
        warn_of_idle(names, option)
        warn_of_unmoved(names, option, parameters, drawn)
    months = settings.start_month, settings.end_month
    paths = compile_paths(settings.scenario, pack, *months, settings.doses, settings.values)
    warn_of_what_never_bites(paths, settings.doses, settings.values)
    return describe(settings, seeds, pack, draws)


def describe(settings: RunSettings, seeds: Sequence[int], pack: Pack, draws: Draws | None = None) -> Manifest:
    """Manifest of the run set that these settings, seeds and draws will make."""
    counties = pack.table("counties")[["county_code", "name_zh", "name_en"]]
    start_seeds = [
        start_seed_of(settings, 0) if draws is None else start_seed_of(settings, draws.number(seed), draws.turn(seed))
        for seed in seeds
    ]
    return make_manifest(
        start_month=settings.start_month,
        end_month=settings.end_month,
        draws=None if draws is None else draws.used(seeds, settings.parameters),
        place=pack.manifest["place"],
        place_name_zh=pack.manifest["name_zh"],
        place_name_en=pack.manifest["name_en"],
        counties=counties.to_dict("records"),
        pack_hash=pack.hash,
        scenario=scenario(settings.scenario).name,
        future=settings.future,
        sample=settings.sample,
        seeds=list(seeds),
        parameters=settings.parameters.model_dump(mode="json"),
        assumptions={name: pack.assumption(name) for name in ASSUMED_AFTER_A_RUN},
        settings={
            "population_seed": start_seeds if len(set(start_seeds)) > 1 else start_seeds[0],
            "scenario": scenario(settings.scenario).model_dump(mode="json"),
            "birth_rule": settings.birth_rule,
            "doses": settings.doses,
            "values": RunSettings.model_dump(settings, mode="json", include={"values"})["values"],
            "future": future(settings.future).model_dump(mode="json"),
            **({"monthly": True} if settings.monthly else {}),
            **({"rests_on": rests_on} if (rests_on := pack.rests_on()) else {}),
        },
    )


def n_months(settings: RunSettings) -> int:
    """Months simulated for each seed."""
    return settings.end_month - settings.start_month + 1


def run_block(settings: RunSettings, seed: int, progress: Progress | None = None, draw: int = 0) -> pa.Table:
    """What one run counts (`sim.runs.block`), in this process.

    draw : number of the draw that the settings' parameters are, 0 for none
    """
    report = progress or _silent
    pack = load_pack(settings.place)
    model = FertilityModel(settings.model_copy(update={"seed": seed}), pack=pack)
    for _ in range(model.n_months):
        model.run_for(1)
        report(1)
    keys = {"scenario": scenario(settings.scenario).name, "future": settings.future, "draw": draw, "seed": seed}
    run = run_table(model.yearly, keys, pack.county_codes, settings.monthly)
    model.__dict__.clear()  # a mesa model refers to itself; else two whole cities would stand in memory
    return run


def _ended(jobs: Sequence[Job], workers: int, report: Progress) -> Iterable[tuple[Job, pa.Table]]:
    """Each run with what it counted, as they end; start populations are made here, for all workers to load."""
    if jobs:
        compile_ahead(jobs[0].settings)
    if workers == 1:
        for job in jobs:
            yield job, run_block(job.settings, job.seed, report, job.draw)
        return
    make_starts((job.settings for job in jobs), workers)
    data = {job.settings.place: load_pack(job.settings.place).hash for job in jobs}
    calls = {number: (code_hash(), data[job.settings.place], job) for number, job in enumerate(jobs)}
    for number, run in in_processes(workers, _of_a_worker, calls):
        report(n_months(jobs[number].settings))
        yield jobs[number], run


def _of_a_worker(code: str, data: str, job: Job) -> pa.Table:
    """What one run counts in a worker process; `UserError` where it has other code or data.

    code, data : hashes of the code and the data pack of who sends it
    """
    check_same_code(code)
    check_same_data(job.settings.place, data)
    return run_block(job.settings, job.seed, draw=job.draw)


def _silent(n_months: int) -> None:
    """Report nothing."""
