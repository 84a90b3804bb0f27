"""What an emulated study is: arms that are run, an estimator on their counts, and the published figure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np

from sim.population.columns import Array

Mechanism = Literal[
    "cash", "childcare price", "childcare places", "leave length", "leave pay", "house price", "housing access",
    "birth rule", "tax", "social interaction", "treatment",
]
Quality = Literal["read in source excerpt", "unverified"]
Band = Literal["published 95 %", "transport", "judged", "sign"]
"""Where the interval comes from: the study; half to twice its estimate; its precision as judged; none, sign alone."""
NORMAL_95, NORMAL_90 = 1.959964, 1.644854
FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Arm:
    """Runs of one rule: what is set beside a scenario, from the start on or as dated.

    last_year : of the runs      scenario : a shipped one, or a file of this folder      parameters : over the draw's
    """

    start_year: int = 2020
    last_year: int = 2030
    scenario: str = "national_only"
    values: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, float] = field(default_factory=dict)

    @property
    def scenario_path(self) -> str:
        """Name or file of the scenario, as a run takes it."""
        return str(FOLDER / self.scenario) if self.scenario.endswith(".yaml") else self.scenario


class Lived(NamedTuple):
    """What an arm's runs gave. values : by cut or indicator, (draw, repeat, year)"""

    years: Array
    values: Mapping[str, Array]

    def total(self, name: str, first: int, last: int) -> Array:
        """Sum over the years `first` to `last`, (draw, repeat)."""
        return np.asarray(self.values[name][:, :, (self.years >= first) & (self.years <= last)].sum(axis=2))


Estimate = Callable[[Lived, Lived], Array]
"""Estimator: base and treated arm to the effect in the study's unit, (draw, repeat)."""


@dataclass(frozen=True)
class Study:
    """One published study and how it is repeated.

    effects : its row in the collection of published effects, empty where it stands in none
    published : effect in `unit`; None where the study gives a sign alone      interval : 95 % interval of it
    sign : of the effect where there is no number      null : the study found no effect
    """

    id: str
    effects: str
    title: str
    mechanism: Mechanism
    policy: str
    cut: str
    estimator: str
    unit: str
    published: float | None
    interval: tuple[float, float] | None
    band: Band
    null: bool
    reference: str
    source: str
    quality: Quality
    conversion: str
    """How the published figure came into this unit, and what the model cannot carry of the design."""
    base: Arm
    treated: Arm
    estimate: Estimate
    sign: int = 0

    @property
    def published_sd(self) -> float:
        """Standard deviation of the published figure: its 95 % interval read as a normal one; NaN of a sign."""
        if self.interval is None:
            return float("nan")
        return (self.interval[1] - self.interval[0]) / (2 * NORMAL_95)


def transport(published: float) -> tuple[float, float]:
    """Band of an estimate that was published without an interval: half to twice it, read as a 95 % interval."""
    low, high = sorted((0.5 * published, 2.0 * published))
    return low, high
