"""Several scenarios side by side: run with the same draws and seeds, compared seed by seed, shown in a notebook.

    from experiments import compare
    comparison = compare("plan", against="national_only", sample=1 / 50, seeds=8)
    comparison.plot("births")

`compare` is also what `fertsim run --against` calls. Calls `sim.runs.runner` for the runs and `sim.measures` for the
numbers; text and files are made in `experiments.comparison_report`.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import xarray as xr
from matplotlib.figure import Figure
from pydantic import ValidationError

from experiments.options import parameter_draws, seeds_of
from experiments.report import county_code, runs_of, write_inputs
from sim.errors import UserError
from sim.measures.comparison import paired_difference, paired_interval
from sim.measures.results import results
from sim.parameters import Parameters
from sim.places.pack import load_pack
from sim.policy.paths import BASE
from sim.policy.scenario import scenario as read_scenario
from sim.population.cache import cache_folder
from sim.runs.draws import Draws
from sim.runs.runner import Planned, Progress, describe, n_cores, n_workers, run_sets
from sim.runs.runset import RunSet
from sim.settings import RunSettings, parse_sample
from sim.writing import write_text

INDEX = "comparison.json"
MOST_NAMED = 2
"""Levers changed that a label names; more are only counted."""


class Comparison:
    """Stored run sets of several scenarios with the same seeds and draws, by label; the first is the one asked about.

    county : code of the county that all numbers are of, None for the city
    """

    def __init__(self, run_sets: dict[str, RunSet], county: int | None = None) -> None:
        self.run_sets = run_sets
        self.county = county
        self._data: dict[str, xr.Dataset] = {}

    @classmethod
    def open(cls, directory: str | Path, county: int | None = None) -> "Comparison":
        """Comparison stored in a folder by `fertsim run --against` or `compare(out=...)`."""
        directory = Path(directory)
        if not (directory / INDEX).is_file():
            raise UserError(f"{directory} holds no comparison: it has no {INDEX}; name the --out folder of a run")
        labels = json.loads((directory / INDEX).read_text(encoding="utf-8"))["scenarios"]
        return cls({label: RunSet.open(directory / label) for label in labels}, county)

    @property
    def scenario(self) -> str:
        """Label of the scenario asked about."""
        return self.labels[0]

    @property
    def labels(self) -> list[str]:
        """Labels of all scenarios, in the order asked for."""
        return list(self.run_sets)

    @property
    def base(self) -> str:
        """Label of what every policy effect is measured against: national_only where it is there, else the last."""
        return BASE if BASE in self.labels[1:] else self.labels[-1]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Differences worth showing: each scenario less the base, and the one asked about less the others."""
        to_base = [(label, self.base) for label in self.labels if label != self.base]
        return to_base + [(self.scenario, label) for label in self.labels[1:] if label != self.base]

    def data(self, label: str | None = None) -> xr.Dataset:
        """Indicators of one scenario by (seed, year, ...), see docs/results.md."""
        label = label or self.scenario
        if label not in self.run_sets:
            raise UserError(f"There is no scenario '{label}' in this comparison; there are {', '.join(self.labels)}")
        if label not in self._data:
            self._data[label] = results(self.run_sets[label], county_code=self.county)
        return self._data[label]

    def difference(self, *names: str, scenario: str | None = None, against: str | None = None) -> xr.Dataset:
        """Per-seed differences of indicators, (seed, year): the scenario asked about less the base unless told."""
        return paired_difference(self.data(scenario), self.data(against or self.base), names)

    def interval(self, name: str, scenario: str | None = None, against: str | None = None) -> xr.DataArray:
        """Mean difference of an indicator and its named paired interval, (statistic, year)."""
        return paired_interval(self.difference(name, scenario=scenario, against=against)[name])

    def table(self, *names: str) -> pd.DataFrame:
        """Levels and paired differences by year and over all years, each with its named interval; one row a number."""
        from experiments.comparison_report import comparison_table

        return comparison_table(self, names or None)

    def plot(self, name: str = "births", language: str = "en") -> Figure:
        """Figure of an indicator by scenario and of what each scenario adds, with intervals."""
        from experiments.charts.scenarios import draw_indicator
        from experiments.comparison_report import chart_data

        return draw_indicator(chart_data(self), name, language)

    def _repr_html_(self) -> str:
        """The printed table, for a notebook."""
        from experiments.comparison_report import html

        return html(self)

    def __repr__(self) -> str:
        manifest = self.run_sets[self.scenario].manifest
        return f"Comparison({' | '.join(self.labels)}; sample {manifest.sample}, {runs_of(manifest)})"


def compare(
    scenario: str, against: str | Sequence[str], *, sample: str | float = "1/50",
    seeds: int | Sequence[int] | None = None, draws: int | str = "all",
    doses: dict[str, float] | None = None, values: dict[str, Any] | None = None,
    parameters: Parameters | dict[str, float] | None = None, out: str | Path | None = None,
    county: int | str | None = None, workers: int | None = None, progress: Progress | None = None, **settings: Any,
) -> Comparison:
    """Run a scenario and those it is compared with, or take what is stored, and compare them seed by seed.

    seeds : their number (1, 2, ...; 8 unless told) or a list      county : its code or name, to compare it alone
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
    listed = range(1, seeds_of(draws, seeds) + 1) if seeds is None or isinstance(seeds, int) else seeds
    seeds_of(draws, len(listed))
    common.setdefault("threads", n_threads(sample, len(listed) * (len(names) + 1), workers))
    main = checked_settings(scenario=scenario, sample=sample, doses=doses or {}, values=values or {}, **common)
    code = None if county is None else county_code(load_pack(main.place).table("counties"), str(county))
    by_hand = Parameters.model_fields if isinstance(parameters, Parameters) else parameters or {}
    drawn = parameter_draws(draws, main, by_hand)
    return run_comparison(main, names, list(listed), None if out is None else Path(out), code, workers, progress, drawn)


def run_comparison(
    main: RunSettings, against: Sequence[str], seeds: Sequence[int], out: Path | None, county: int | None = None,
    workers: int | None = None, progress: Progress | None = None, draws: Draws | None = None,
) -> Comparison:
    """Run what is missing of a scenario and of those it is compared with; nothing is written before all is checked."""
    planned = plan(main, against, out, seeds, draws)
    if out is not None:
        check_folder(out, list(planned))
    stored = dict(zip(planned, run_sets(list(planned.values()), seeds, workers, progress, draws), strict=True))
    for label, one in planned.items():
        write_inputs(stored[label], one.settings)
    if out is not None:
        write_text(out / INDEX, json.dumps({"scenarios": list(planned)}, indent=2) + "\n")
    return Comparison(stored, county)


def n_threads(sample: str | float, n_runs: int, workers: int | None) -> int:
    """Threads of each run, so that all runs going on at once use the cores."""
    n = n_workers(parse_sample(sample), n_runs) if workers is None else max(workers, 1)
    return max(1, n_cores() // n)


def plan(
    main: RunSettings, against: Sequence[str], out: Path | None, seeds: Sequence[int], draws: Draws | None = None
) -> dict[str, Planned]:
    """Run sets to be made, by label: the scenario with its levers, then those it is compared with, without them."""
    settings = {label_of(main): main}
    for name in against:
        other = main.model_copy(update={"scenario": name, "doses": {}, "values": {}})
        label = label_of(other)
        if label in settings:
            raise UserError(f"--against: {label} stands twice; set a lever, or compare with another scenario")
        settings[label] = other
    return {
        label: Planned(one, cached_folder(one, seeds, draws) if out is None else out / label)
        for label, one in settings.items()
    }


def label_of(settings: RunSettings) -> str:
    """Short name of a scenario with its changed levers, also the name of its folder."""
    name = read_scenario(settings.scenario).name
    changed = sorted({*settings.doses, *settings.values})
    if not changed:
        return name
    return "+".join([name, *changed] if len(changed) <= MOST_NAMED else [name, f"{len(changed)}_levers"])


def cached_folder(settings: RunSettings, seeds: Sequence[int], draws: Draws | None = None) -> Path:
    """Folder of a run set in the user's cache, named by everything that decides it; other code replaces what it holds.

    A base scenario that several comparisons share is thus run once.
    """
    inputs = describe(settings, seeds, load_pack(settings.place), draws).inputs_hash
    return cache_folder().parent / "comparisons" / hashlib.sha256(inputs.encode()).hexdigest()[:32]


def check_folder(out: Path, labels: Sequence[str]) -> None:
    """Refuse a folder that holds something other than a comparison, or than run sets of one that was stopped."""
    held_names = {path.name for path in out.iterdir()} if out.is_dir() else set()
    if INDEX not in held_names and held_names - set(labels):
        held = "the run set of one scenario" if (out / "manifest.json").is_file() else "something else"
        raise UserError(f"The output folder {out} holds {held}; name a new or empty one with --out")


def checked_settings(**fields: Any) -> RunSettings:
    """Settings of a run; a mistake in any of them is a UserError."""
    try:
        return RunSettings(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        told = first.get("ctx", {}).get("error")
        raise UserError(str(told) if told else f"{field}: {first['msg'].lower()}") from None
