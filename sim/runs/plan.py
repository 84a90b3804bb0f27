"""A plan of runs: what a sweep is to run, one entry a run, and the hash by which a folder knows its plan again."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import BaseModel

from sim.policy.futures import future
from sim.policy.scenario import scenario
from sim.population.columns import Array
from sim.settings import RunSettings

LARGEST_BLOCK, FEWEST_BLOCKS = 16, 24
"""Runs of a block: at most a few seconds of work, and in a small plan so few that workers share it evenly."""


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """What one run has of its own; everything else is in the plan's settings.

    run : number in the plan, from 0      point : point of the design that it belongs to
    values : by lever a number or dated rules, as in `RunSettings`      parameters : of a test function, its inputs
    """

    run: int
    point: int
    seed: int
    scenario: str = "national_only"
    future: str = "central"
    doses: Mapping[str, float] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, float] = field(default_factory=dict)

    def settings(self, base: RunSettings) -> RunSettings:
        """Settings of this run; `UserError` for parameters out of bounds."""
        own = {"seed": self.seed, "scenario": self.scenario, "future": self.future, "threads": 1}
        parameters = base.parameters.with_values(dict(self.parameters)) if self.parameters else base.parameters
        return base.model_copy(
            update={**own, "doses": dict(self.doses), "values": dict(self.values), "parameters": parameters}
        )


Outcome = dict[str, Array]
"""`year` (int, one a row) and every indicator of the model, float64 (year,)."""


class Model(NamedTuple):
    """What a sweep runs: one run, its indicators with units, and, of a test function, the bounds of its inputs."""

    name: str
    run: Callable[[RunSettings, PlannedRun], Outcome]
    """A function of a module, which worker processes import."""
    indicators: Mapping[str, str]
    inputs: Mapping[str, tuple[float, float]]
    n_starts: int
    """Start populations among which its runs take turns: 0 of a function; 1, that of the settings, which is made once
    before them; of more those of seeds 1, 2, ..., each made by the run that first needs it."""
    by_county: Mapping[str, str] = MappingProxyType({})
    """Indicators, with units, that its runs give for each county too, named by indicator and county code."""

    def population_seeds(self, settings: RunSettings) -> Sequence[int]:
        """Seeds of the start populations of its runs."""
        return (settings.start_seed,) if self.n_starts == 1 else range(1, self.n_starts + 1)

    def of_counties(self, codes: Sequence[int]) -> dict[str, str]:
        """Units of the indicators of every county, by name."""
        return {of_county(name, code): unit for name, unit in self.by_county.items() for code in codes}


def of_county(indicator: str, code: int | str) -> str:
    """Name of an indicator of one county, such as births_330681."""
    return f"{indicator}_{code}"


@dataclass(frozen=True)
class Plan:
    """Runs of one model from common settings (place, sample, years, birth rule, population seed).

    study : what the plan was made from, kept in the manifest      runs : numbered by position
    """

    settings: RunSettings
    runs: tuple[PlannedRun, ...]
    model: Model
    study: Mapping[str, Any] = field(default_factory=dict)

    @property
    def block_size(self) -> int:
        """Runs of one block; depends on the number of runs alone, so that any number of workers may resume."""
        return max(1, min(LARGEST_BLOCK, len(self.runs) // FEWEST_BLOCKS))

    def blocks(self) -> dict[int, tuple[PlannedRun, ...]]:
        """Runs of each block by its number."""
        size = self.block_size
        return {at // size: self.runs[at : at + size] for at in range(0, len(self.runs), size)}

    def hash(self) -> str:
        """sha256 over everything that decides the results, but for code and data.

        Of files what they hold, not where they stand: a study copied to another folder is the same study.
        """
        common = self.settings.model_dump(mode="json", exclude={"place", "seed", "scenario", "future", "threads"})
        rules = {name: _text(scenario(name)) for name in {run.scenario for run in self.runs}}
        futures = {name: _text(future(name)) for name in {run.future for run in self.runs}}
        contents = [sorted({*held.values()}) for held in (rules, futures)]
        rule, ahead = ({name: of.index(text) for name, text in held.items()}
                       for held, of in zip((rules, futures), contents, strict=True))
        own = [
            (r.run, r.point, r.seed, rule[r.scenario], ahead[r.future], sorted(r.doses.items()),
             sorted(r.values.items()), sorted(r.parameters.items()))
            for r in self.runs
        ]  # fmt: skip
        text = json.dumps([self.model.name, common, contents, own], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def _text(held: BaseModel) -> str:
    """What a file holds, as one text."""
    return json.dumps(held.model_dump(mode="json"), sort_keys=True)
