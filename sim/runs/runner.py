"""Runs one model for each seed and stores what it counted.

Called by the command line, calibration and sweeps; calls `sim.model` for the simulation and `sim.runs.runset` for the
folder. Every input is checked before the first byte is written.
"""

import gc
import multiprocessing
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import pyarrow as pa

from sim.errors import UserError
from sim.model import FertilityModel
from sim.places.pack import Pack, load_pack
from sim.policy.futures import future
from sim.policy.paths import compile_paths
from sim.policy.scenario import scenario
from sim.runs.layout import FILES, long_table
from sim.runs.manifest import Manifest, make_manifest
from sim.runs.runset import RunSet, check_output, prepare_run_set
from sim.settings import RunSettings

Progress = Callable[[int], None]
"""Called with the number of months simulated since the last call."""

Tables = dict[str, pa.Table]


def run_set(
    settings: RunSettings,
    seeds: Sequence[int],
    directory: str | Path,
    workers: int = 1,
    progress: Progress | None = None,
) -> RunSet:
    """Stored runs of one setting with each of the seeds; blocks the folder already holds are not run again.

    settings : its own seed is not used      workers : processes, each with `settings.threads` threads
    Raises UserError, before anything is written, for bad settings, data, scenario, seeds or output folder.
    """
    if not seeds or min(seeds) < 0 or len(set(seeds)) != len(seeds):
        raise UserError("--seeds: give at least one seed; seeds are different whole numbers from 0 on.")
    if workers < 1:
        raise UserError(f"--workers: {workers} is less than 1.")
    pack = load_pack(settings.place)
    pack.check()
    compile_paths(
        settings.scenario, pack, settings.start_month, settings.end_month, settings.doses, settings.values
    )  # refuses bad levers before anything is written
    manifest = describe(settings, seeds, pack)
    check_output(directory, manifest)
    stored = prepare_run_set(directory, manifest)
    report = progress or _silent
    done = stored.stored_seeds()
    missing = [seed for seed in seeds if seed not in done]
    report(n_months(settings) * (len(seeds) - len(missing)))
    for seed, tables in _blocks(settings, missing, workers, report):
        stored.write_block(tables, [seed])
    return RunSet.open(directory)


def describe(settings: RunSettings, seeds: Sequence[int], pack: Pack) -> Manifest:
    """Manifest of the run set that these settings and seeds will make."""
    counties = pack.table("counties")[["county_code", "name_zh", "name_en"]]
    return make_manifest(
        start_month=settings.start_month,
        end_month=settings.end_month,
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
        settings={
            "population_seed": settings.population_seed,
            "scenario": scenario(settings.scenario).model_dump(mode="json"),
            "birth_rule": settings.birth_rule,
            "doses": settings.doses,
            "values": RunSettings.model_dump(settings, mode="json", include={"values"})["values"],
            "future": future(settings.future).model_dump(mode="json"),
        },
    )


def n_months(settings: RunSettings) -> int:
    """Months simulated for each seed."""
    return settings.end_month - settings.start_month + 1


def run_block(settings: RunSettings, seeds: Sequence[int], progress: Progress | None = None) -> Tables:
    """Long tables of counts of one run for each seed, in this process.

    returns: one table for each of `sim.runs.layout.FILES`
    """
    report = progress or _silent
    pack = load_pack(settings.place)
    parts: dict[str, list[pa.Table]] = {name: [] for name in FILES}
    for seed in seeds:
        model = FertilityModel(settings.model_copy(update={"seed": seed}), pack=pack)
        for _ in range(model.n_months):
            model.run_for(1)
            report(1)
        keys = {"scenario": scenario(settings.scenario).name, "future": settings.future, "draw": 0, "seed": seed}
        for year, counts in model.yearly.items():
            for name, tables in parts.items():
                tables.append(long_table(name, counts, {**keys, "year": year}, pack.county_codes))
        del model
        gc.collect()  # a mesa model refers to itself; without this two whole cities would stand in memory
    return {name: pa.concat_tables(tables).unify_dictionaries() for name, tables in parts.items()}


def _blocks(
    settings: RunSettings, seeds: Sequence[int], workers: int, report: Progress
) -> Iterable[tuple[int, Tables]]:
    """Each seed with its tables, as they are ready."""
    if workers == 1:
        for seed in seeds:
            yield seed, run_block(settings, [seed], report)
        return
    context = multiprocessing.get_context("spawn")  # a forked process would inherit the threads of numba's kernels
    with ProcessPoolExecutor(min(workers, max(len(seeds), 1)), mp_context=context) as pool:
        running = {pool.submit(run_block, settings, [seed]): seed for seed in seeds}
        for block in as_completed(running):
            report(n_months(settings))
            yield running[block], block.result()


def _silent(n_months: int) -> None:
    """Report nothing."""
