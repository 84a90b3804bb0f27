"""Runs what is missing of a comparison, with the same draws and seeds in every scenario, and keeps it by label.

`compare` is for notebooks; `fertsim run --against` calls `run_comparison`, as `compare` does.
"""

import hashlib
import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from experiments.comparison.compared import INDEX, Comparison, write_index
from experiments.setup.beside import write_inputs
from experiments.setup.draws import parameter_draws, runs_asked, seeds_of
from experiments.setup.settings import county_of, n_threads
from experiments.wording.runs import MOST_NAMED
from sim.clock import label
from sim.errors import UserError
from sim.parameters import Parameters
from sim.places.pack import load_pack
from sim.policy.given import Rule, county_index, parse_rules
from sim.policy.scenario import scenario as read_scenario
from sim.population.cache import cache_folder
from sim.runs.draws import Draws
from sim.runs.runner import Planned, Progress, checked_seeds, describe, run_sets
from sim.settings import RunSettings, checked_settings
from sim.writing import forget_unfinished, is_ours

MOST_LETTERS = 120
"""Letters of changes that a label holds; a folder's name has 255 bytes."""


def compare(
    scenario: str, against: str | Sequence[str], *, sample: str | float = "1/50",
    seeds: int | Sequence[int] | None = None, draws: int | str = "all",
    doses: dict[str, float] | None = None, values: dict[str, Any] | None = None,
    parameters: Parameters | dict[str, float] | None = None, out: str | Path | None = None,
    county: int | str | None = None, workers: int | None = None, progress: Progress | None = None, **settings: Any,
) -> Comparison:
    """Run a scenario and those it is compared with, or take what is stored, and compare them seed by seed.

    seeds : their number (1, 2, ...) or a list; unless told 150, of 100 draws and half of them again, which tells chance
        of the sample from draws, or 8 of one set of parameters
    county : its code or name, to compare it alone
    draws : seed k runs parameter draw k of the place in every scenario, where it has any ("all"); how many of them are
        used in turn; or "none": all runs have one set of parameters
    doses, values : levers of the scenario, not of those against
    parameters : declared parameters by name, of all scenarios, instead of the draws'; a whole `Parameters` leaves none
    out : folder to keep the run sets in; without it they stay in the cache folder, where the next call finds them
    settings : other fields of `RunSettings`
    """
    names = [against] if isinstance(against, str) else list(against)
    chosen = parameters if isinstance(parameters, Parameters) else Parameters().with_values(parameters or {})
    common = {**settings, "parameters": chosen}
    main = checked_settings(scenario=scenario, sample=sample, doses=doses or {}, values=values or {}, **common)
    code = county_of(main.place, None if county is None else str(county))
    by_hand = Parameters.model_fields if isinstance(parameters, Parameters) else parameters or {}
    listed, drawn = _runs_listed(draws, seeds, main, by_hand)
    if "threads" not in settings:
        main = main.model_copy(update={"threads": n_threads(sample, len(listed) * (len(names) + 1), workers)})
    return run_comparison(main, names, listed, None if out is None else Path(out), code, workers, progress, drawn)


def _runs_listed(
    draws: int | str, seeds: Any, main: RunSettings, by_hand: Collection[str]
) -> tuple[list[int], Draws | None]:
    """Seeds of the runs, 1, 2, ... where their number is given, else those of a list or an array; and their draws."""
    if seeds is None or isinstance(seeds, int | np.integer):
        n_runs, drawn = runs_asked(draws, None if seeds is None else int(seeds), main, by_hand)
        return list(range(1, n_runs + 1)), drawn
    listed = checked_seeds(seeds)
    seeds_of(draws, len(listed))
    return listed, parameter_draws(draws, main, by_hand)


def run_comparison(
    main: RunSettings, against: Sequence[str], seeds: Sequence[int], out: Path | None, county: int | None = None,
    workers: int | None = None, progress: Progress | None = None, draws: Draws | None = None,
) -> Comparison:
    """Run what is missing of a scenario and of those it is compared with; nothing is written before all is checked."""
    planned = plan(main, against, out, seeds, draws)
    if out is not None:
        check_folder(out, list(planned))
    stored = dict(zip(planned, run_sets(list(planned.values()), seeds, workers, progress, draws), strict=True))
    for name, one in planned.items():
        write_inputs(stored[name], one.settings)
    if out is not None:
        forget_unfinished(out)
        write_index(out, planned)
    return Comparison(stored, county)


def plan(
    main: RunSettings, against: Sequence[str], out: Path | None, seeds: Sequence[int], draws: Draws | None = None
) -> dict[str, Planned]:
    """Run sets to be made, by label: the scenario with its levers, then those it is compared with, without them."""
    settings = {label_of(main): main}
    for scenario in against:
        other = main.model_copy(update={"scenario": scenario, "doses": {}, "values": {}})
        name = label_of(other)
        if name.casefold() in map(str.casefold, settings):  # folders of both names are one on some machines
            raise UserError(f"--against: {name} stands twice; set a lever, or compare with another scenario")
        settings[name] = other
    return {
        name: Planned(one, cached_folder(one, seeds, draws) if out is None else out / name)
        for name, one in settings.items()
    }


def label_of(settings: RunSettings) -> str:
    """Short name of a scenario with what is changed in it, also the name of its folder: plan+places_per_1000=dose_0."""
    name = read_scenario(settings.scenario).name
    levers = {*settings.doses, *settings.values}
    changes = [f"{lever}=dose_{dose:.12g}" for lever, dose in settings.doses.items()]
    changes += [_rule_label(rule, settings) for lever, given in settings.values.items()
                for rule in parse_rules(lever, given, lambda *keys: "--set")]  # fmt: skip
    short = "+".join([name, *sorted(changes)])
    long = len(levers) > MOST_NAMED or len(short) - len(name) > MOST_LETTERS
    return f"{name}+{len(levers)}_levers" if long else short


def _rule_label(rule: Rule, settings: RunSettings) -> str:
    """A changed value: lever, county's code, birth order, value, month from which it holds."""
    pack = load_pack(settings.place)
    county = None if rule.county is None else county_index(rule.county, pack, rule.where)
    where = "" if county is None else f"@{pack.county_codes[county]}"
    of = "" if rule.birth_order == "all" else f"_of_{rule.birth_order}"
    since = "" if rule.starts is None else f"_from_{label(rule.starts)}"
    return f"{rule.lever}{where}{of}={rule.value:.12g}{since}"


def cached_folder(settings: RunSettings, seeds: Sequence[int], draws: Draws | None = None) -> Path:
    """Folder of a run set in the user's cache, named by everything that decides it; other code replaces what it holds.

    A base scenario that several comparisons share is thus run once.
    """
    inputs = describe(settings, seeds, load_pack(settings.place), draws).inputs_hash
    return cache_folder().parent / "comparisons" / hashlib.sha256(inputs.encode()).hexdigest()[:32]


def check_folder(out: Path, labels: Sequence[str]) -> None:
    """Refuse a folder that holds something other than a comparison, or than run sets of one that was stopped."""
    held_names = {path.name for path in out.iterdir() if not is_ours(path)} if os.path.isdir(out) else set()
    if INDEX not in held_names and held_names - set(labels):
        held = "the run set of one scenario" if (out / "manifest.json").is_file() else "something else"
        raise UserError(f"The output folder {out} holds {held}; name a new or empty one with --out")
