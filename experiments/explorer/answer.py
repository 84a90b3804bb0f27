"""The answer to a question: births, what each measure adds, and money by payer, of the city and of each county.

Runs the question one run set after the other in the cache folder that `compare` uses, so that what another question ran
already is not run again, and reduces them to a few hundred numbers that a page draws without the simulation.
"""

import dataclasses
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from experiments.attribution.making import items_moved, named
from experiments.comparison.making import cached_folder
from experiments.explorer.state import CITY, PLACE, Asked, counties
from experiments.setup.draws import parameter_draws
from experiments.wording.runs import run_words
from experiments.wording.uncertainty import interval_words, runs_note
from sim.errors import AtWork
from sim.measures.intervals import bounds, n_draws_of, ratio_bounds
from sim.measures.results import results
from sim.places.pack import load_pack
from sim.policy.levers.base import PUBLIC_PAYERS
from sim.policy.paths import BASE
from sim.runs.draws import FEWEST
from sim.runs.runner import run_set
from sim.runs.runset import RunSet
from sim.settings import RunSettings

WAIT_SECONDS = 0.5
"""Between two looks at a run set that another session is making."""
ITEM = "item "
"""Begins the name of a step that is a plan item."""
type Bounds = list[list[float]]
"""Mean, lower and upper bound, each by year."""


class Step(NamedTuple):
    """One more thing that is done: its name (scenario, `item 7`, or lever) and the runs that have it and all before."""

    name: str
    settings: RunSettings


@dataclasses.dataclass(frozen=True)
class AreaAnswer:
    """What happens in one area. Money in yuan of 2020; intervals are those that `Answer.interval` names."""

    births: dict[str, Bounds]
    """Births a year of the scenario asked about (`asked`), of the other (`against`), and paired `difference`."""
    added: list[tuple[str, float, float, float]]
    """Births that each step adds over all years, in the order taken: name, mean, lower, upper."""
    total: tuple[float, float, float]
    """Births added over all years."""
    base_births: float
    """Births over all years of the scenario held against."""
    money: dict[str, list[float]]
    """Money added by payer and year, the mean over runs."""
    public: tuple[float, float, float]
    """Public money added over all years."""
    per_birth: tuple[float, float, float]
    """Public money over births, each added; infinite bounds where births may not have been added at all."""


@dataclasses.dataclass(frozen=True)
class Answer:
    """Everything that pages show of a question's runs; plain numbers and words, so that it travels as JSON."""

    years: list[int]
    areas: dict[str, AreaAnswer]
    words: dict[str, dict[str, str]]
    """By language: `runs`, `paired` and `band` (names of intervals), `note` on the parameters."""
    sample: int
    n_draws: int
    fewest: int
    """Draws from which on bounds are quantiles."""

    def as_json(self) -> dict[str, Any]:
        """The answer as plain dictionaries and lists."""
        return dataclasses.asdict(self)

    @classmethod
    def of_json(cls, told: dict[str, Any]) -> "Answer":
        """The answer that `as_json` told."""
        return cls(**{**told, "areas": {code: AreaAnswer(**area) for code, area in told["areas"].items()}})

    def chance(self, area: str, year: int) -> float:
        """One standard deviation of a run's births in a year that comes from the small sample alone [births].

        Births of a sample are nearly Poisson: one counted birth stands for `sample`, so that B births a year are
        B / sample counted ones, and their deviation is the root of sample x B.
        """
        births = self.areas[area].births["asked"][0][self.years.index(year)]
        return float(np.sqrt(max(births, 0.0) * self.sample))


def steps_of(asked: Asked) -> list[Step]:
    """What is run: the scenario held against, the scenario (taken apart by item where asked), then measure by measure.

    A scenario is taken apart only against national law, for items left out fall back to that.
    """
    steps = [Step(asked.against, asked.base_settings())]
    if asked.apart and asked.against == BASE and asked.scenario != BASE:
        items = tuple(items_moved(asked.scenario_settings(asked.scenario)))
        for n in range(1, len(items)):
            part = asked.scenario_settings(named(asked.scenario, frozenset(items[:n])))
            steps.append(Step(f"{ITEM}{items[n - 1]}", part))
        steps.append(Step(f"{ITEM}{items[-1]}", asked.settings(0)))
    elif asked.scenario != asked.against:
        steps.append(Step(asked.scenario, asked.settings(0)))
    steps += [Step(one.lever, asked.settings(n)) for n, one in enumerate(asked.measures, 1)]
    return steps


def answer(asked: Asked, progress: Callable[[int, int], None]) -> Answer:
    """Run what is missing of a question, and reduce it.

    progress : told runs done and runs in all
    """
    steps, seeds = steps_of(asked), list(range(1, asked.draws + 1))
    draws = parameter_draws("all", steps[0].settings, ())
    found: list[xr.Dataset] = []
    run_sets: list[RunSet] = []
    n_all = len(steps) * len(seeds)
    for n, step in enumerate(steps):
        progress(n * len(seeds), n_all)
        run_sets.append(_run(step.settings, seeds, draws))
        found.append(results(run_sets[-1], by_county=True, names=("births", "money_by_payer")))
    progress(n_all, n_all)
    manifest = run_sets[-1].manifest
    words = {}
    for language in ("zh", "en"):
        interval = interval_words(manifest, language)
        words[language] = {
            "runs": " · ".join(run_words(manifest, language)), "band": interval.band, "paired": interval.paired,
            "note": runs_note(manifest, language),
        }
    names = [step.name for step in steps]
    codes = [CITY, *(code for code, _, _ in counties(load_pack(PLACE)))]
    whole = [data.sel(year=~data["part_year"]) for data in found]
    areas = {code: _area(names, [_of_area(data, code) for data in whole]) for code in codes}
    years = [int(year) for year in whole[0]["year"].values]
    return Answer(years, areas, words, asked.sample, n_draws_of(whole[0]), FEWEST)


def _run(settings: RunSettings, seeds: list[int], draws: Any) -> RunSet:
    """A run set of the cache, made where it is missing; waited for where another session is making it."""
    while True:
        try:
            return run_set(settings, seeds, cached_folder(settings, seeds, draws), None, None, draws)
        except AtWork:
            time.sleep(WAIT_SECONDS)


def _of_area(data: xr.Dataset, code: str) -> xr.Dataset:
    """Births and money of the city, or of a county."""
    if code == CITY:
        return data.sum("county_code", keep_attrs=True)
    return data.sel(county_code=int(code), drop=True)


def _area(names: list[str], data: list[xr.Dataset]) -> AreaAnswer:
    """The answer of one area from births and money of each step."""
    n_draws = n_draws_of(data[0])
    births = [one["births"].transpose("seed", "year").values for one in data]
    money = [one["money_by_payer"].transpose("seed", "year", "payer") for one in data]
    difference, paid = births[-1] - births[0], money[-1] - money[0]
    public = paid.sel(payer=list(PUBLIC_PAYERS)).sum(["payer", "year"]).values
    total = difference.sum(axis=1)
    added = [
        (name, *_of(bounds((after - before).sum(axis=1), n_draws)))
        for name, before, after in zip(names[1:], births[:-1], births[1:], strict=True)
    ]
    return AreaAnswer(
        births={
            name: bounds(values, n_draws).tolist()
            for name, values in (("asked", births[-1]), ("against", births[0]), ("difference", difference))
        },
        added=added, total=_of(bounds(total, n_draws)), base_births=float(births[0].sum(axis=1).mean()),
        money={str(payer): paid.sel(payer=payer).mean("seed").values.tolist() for payer in paid["payer"].values},
        public=_of(bounds(public, n_draws)), per_birth=ratio_bounds(public, total, n_draws),
    )  # fmt: skip


def _of(values: Any) -> tuple[float, float, float]:
    mean, lower, upper = (float(value) for value in values)
    return mean, lower, upper
