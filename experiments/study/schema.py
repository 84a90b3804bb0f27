"""What a study file may hold. Read by `experiments.study.reader`; a copy is kept in the manifest of a sweep.

    title_zh: ...                                   title_en: ...
    design: {method: sobol, n: 256, seed: 1}        # grid, latin_hypercube, sobol or morris
    factors:                                        # bounds default to those declared
      - dose: birth_grant                           # 0 the base scenario, 1 the plan
      - value: childcare_allowance                  # a value from the start on, in the lever's unit
        upper: 20000
      - parameter: money_weight
    outputs: [births, {indicator: tfr, from: 2030, to: 2035}]
    scenario: national_only                         against: null
    sample: 1/100      from: 2020      to: 2035     seeds: 1
    parameters: default                             # or draws: those of the place, which factors go before
"""

from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from sim.documents import Number, Text, Title, Whole
from sim.settings import BirthRule

Method = Literal["grid", "latin_hypercube", "sobol", "morris"]
Kind = Literal["dose", "value", "parameter"]
LAST_SEED, MOST_SEEDS = 2**31 - 1, 1_000
"""Seeds are stored as 32-bit numbers, and each of 2^20 places of the dummy has its own ones."""
MOST_RUNS = 1_000_000
"""Runs that one sweep may have: its plan is held in memory."""
DUMMY = "dummy"
"""A factor that every design has and no mechanism reads; what it seems to do is noise."""


class Entry(BaseModel):
    """A part of a study file: frozen, unknown entries refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class DesignEntry(Entry):
    """Which points are run.

    n : base sample of Sobol (a power of two), trajectories of Morris, points of a Latin hypercube; a grid has none
    seed : of the design      levels : values of each factor in a grid, levels of Morris
    """

    method: Method
    n: Whole = Field(default=1, ge=1)
    seed: Whole = Field(default=1, ge=1, le=LAST_SEED)
    levels: Whole = Field(default=4, ge=2)


class FactorEntry(Entry):
    """One factor: a lever's dose or value, or a parameter. Bounds default to those declared, of a dose to 0 and 1."""

    dose: str | None = None
    value: str | None = None
    parameter: str | None = None
    lower: Number | None = None
    upper: Number | None = None
    scale: Literal["linear", "log"] | None = None


class Target(Entry):
    """One output of the analysis: mean of an indicator a year over whole years; all of the run's by default."""

    indicator: str
    first: Whole | None = Field(default=None, alias="from")
    last: Whole | None = Field(default=None, alias="to")

    @property
    def name(self) -> str:
        """Name of the output in tables and files."""
        return self.indicator if self.first is None else f"{self.indicator}_{self.first}_{self.last}"


class Study(Entry):
    """A study as its file gives it."""

    title_zh: Title = ""
    title_en: Title = ""
    meaning: Text = ""
    model: str = "city"
    design: DesignEntry
    factors: tuple[FactorEntry, ...] = Field(min_length=1)
    outputs: Annotated[tuple[str | Target, ...], Field(min_length=1)]
    scenario: str = "national_only"
    against: str | None = None
    future: str = "central"
    sample: str = "1/100"
    first: Whole = Field(default=2020, alias="from")
    last: Whole = Field(default=2035, alias="to")
    seeds: Whole = Field(default=1, ge=1, le=MOST_SEEDS, description="runs of each point")
    population_seed: Whole = Field(default=1, ge=0, le=LAST_SEED)
    birth_rule: BirthRule = "utility"
    parameters: Literal["default", "draws"] = "default"

    @property
    def targets(self) -> tuple[Target, ...]:
        """Outputs of the analysis, each in full."""
        return tuple(Target(indicator=o) if isinstance(o, str) else o for o in self.outputs)


class Factor(NamedTuple):
    """A checked factor. `whole`: takes whole numbers only."""

    name: str
    kind: str
    lower: float
    upper: float
    log: bool
    whole: bool
    unit: str
    title_zh: str
    title_en: str

    def at(self, unit: float) -> float:
        """Value of the factor at a place between 0 and 1 of its range."""
        if self.whole:
            return float(min(int(self.lower + unit * (self.upper - self.lower + 1)), int(self.upper)))
        if self.log:
            return float(min(max(self.lower * (self.upper / self.lower) ** unit, self.lower), self.upper))
        return float(min(max(self.lower + unit * (self.upper - self.lower), self.lower), self.upper))
