"""What a study file may hold. Read by `experiments.study.reader`; a copy is kept in the manifest of a sweep.

    title_zh: ...                                   title_en: ...
    design: {method: sobol, n: 256, seed: 1}        # or morris, fast, one_at_a_time, sobol_points, halton, ...
    factors:                                        # bounds default to those declared
      - dose: birth_grant                           # 0 the base scenario, 1 the plan
      - value: childcare_allowance                  # a value from the start on, in the lever's unit
        upper: 20000
      - parameter: money_weight
    outputs: [births, {indicator: tfr, from: 2030, to: 2035}]
    place: shaoxing                                 # a shipped data pack, or a folder beside the file
    scenario: national_only                         against: null
    sample: 1/100      from: 2020      to: 2035     seeds: 1
    parameters: default                             # or draws: those of the place, which factors go before
"""

import math
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from sim.documents import Number, Text, Title, Whole
from sim.runs.plan import of_county
from sim.settings import LAST_SEED, BirthRule

Method = Literal[
    "grid", "latin_hypercube", "sobol", "morris", "fast", "one_at_a_time", "sobol_points", "halton"
]
Kind = Literal["dose", "value", "parameter"]
MOST_SEEDS = 1_000
"""Seeds are stored as 32-bit numbers, and each of 2^20 places of the dummy has its own ones."""
MOST_RUNS = 1_000_000
"""Runs that one sweep may have: its plan is held in memory."""
COST_PER_BIRTH, COST_OF = "cost_per_birth", ("public_money_real", "births")
"""An output that a study makes of two indicators, each added over the scenario that it is held against."""
DUMMY = "dummy"
"""A factor that every design has and no mechanism reads; what it seems to do is noise."""


class Entry(BaseModel):
    """A part of a study file: frozen, unknown entries refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class DesignEntry(Entry):
    """Which points are run.

    n : base sample of Sobol (a power of two), trajectories of Morris, points of a search curve (FAST), repeats of one
        at a time, points of a Latin hypercube or a sequence; a grid has none
    seed : of the design      levels : values of each factor in a grid, levels of Morris
    curves : search curves of FAST for each factor
    """

    method: Method
    n: Whole = Field(default=1, ge=1)
    seed: Whole = Field(default=1, ge=1, le=LAST_SEED)
    levels: Whole = Field(default=4, ge=2)
    curves: Whole = Field(default=5, ge=2)


class FactorEntry(Entry):
    """One factor: a lever's dose or value, or a parameter. Bounds default to those declared, of a dose to 0 and 1."""

    dose: str | None = None
    value: str | None = None
    parameter: str | None = None
    lower: Number | None = None
    upper: Number | None = None
    scale: Literal["linear", "log"] | None = None


class Target(Entry):
    """One output of the analysis: mean of an indicator a year, or its sum, over whole years, by default all.

    county : code or name of one county, of indicators that sweeps keep by county; the whole place by default
    """

    indicator: str
    county: str | int | None = None
    first: Whole | None = Field(default=None, alias="from")
    last: Whole | None = Field(default=None, alias="to")
    of: Literal["mean", "sum"] = "mean"

    @property
    def name(self) -> str:
        """Name of the output in tables and files."""
        parts = [self.indicator, self.county, self.first, self.last, "sum" if self.of == "sum" else None]
        return "_".join(str(part) for part in parts if part is not None)

    @property
    def columns(self) -> tuple[str, ...]:
        """Indicators of a run that it is made from; of a cost per birth the money and the births."""
        made_from = COST_OF if self.indicator == COST_PER_BIRTH else (self.indicator,)
        return made_from if self.county is None else tuple(of_county(name, self.county) for name in made_from)


class Study(Entry):
    """A study as its file gives it."""

    title_zh: Title = ""
    title_en: Title = ""
    meaning: Text = ""
    model: str = "city"
    design: DesignEntry
    factors: tuple[FactorEntry, ...] = Field(min_length=1)
    groups: dict[Title, tuple[str, ...]] = Field(default={}, description="names of factors by group")
    outputs: Annotated[tuple[str | Target, ...], Field(min_length=1)]
    place: str | None = None
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
    """A checked factor. `whole`: takes whole numbers only; `default`: as declared, of a dose 0, the base scenario."""

    name: str
    kind: str
    lower: float
    upper: float
    log: bool
    whole: bool
    unit: str
    title_zh: str
    title_en: str
    default: float = 0.0

    @property
    def place(self) -> float:
        """Place of the default between 0 and 1 of the range."""
        if self.whole:
            return (self.default - self.lower + 0.5) / (self.upper - self.lower + 1)
        if self.log:
            return float(math.log(self.default / self.lower) / math.log(self.upper / self.lower))
        return (self.default - self.lower) / (self.upper - self.lower)

    def at(self, unit: float) -> float:
        """Value of the factor at a place between 0 and 1 of its range."""
        if self.whole:
            return float(min(int(self.lower + unit * (self.upper - self.lower + 1)), int(self.upper)))
        if self.log:
            return float(min(max(self.lower * (self.upper / self.lower) ** unit, self.lower), self.upper))
        return float(min(max(self.lower + unit * (self.upper - self.lower), self.lower), self.upper))
