"""The population while it is being made: persons in cells (county, sex, age), columns filled step by step."""

from dataclasses import dataclass, field

import numpy as np

from sim.clock import NO_MONTH
from sim.population.columns import NOBODY, Array
from sim.population.inputs import N_AGES


@dataclass
class Draft:
    """Columns of all persons, sorted by county, sex and age; `starts[cell]` is the first row of a cell.

    cell = (county * 2 + sex) * 101 + age. Columns have the meaning of `sim.population.columns`; those without a
    namesake there say so.
    """

    seed: int
    start_month: int
    starts: Array
    county: Array
    sex: Array
    age: Array
    """completed years on census day"""
    birth: Array
    id: Array
    education: Array = field(init=False)
    latent: Array = field(init=False)
    """schooling score behind `education` [standard normal within cohort]"""
    hukou: Array = field(init=False)
    marital: Array = field(init=False)
    partner: Array = field(init=False)
    first_wedding: Array = field(init=False)
    """month of the first wedding, NO_MONTH if never married"""
    union_start: Array = field(init=False)
    n_unions: Array = field(init=False)
    work: Array = field(init=False)
    earnings: Array = field(init=False)
    mother: Array = field(init=False)
    father: Array = field(init=False)
    youngest: Array = field(init=False)
    elder: Array = field(init=False)
    parity: Array = field(init=False)
    n_boys: Array = field(init=False)
    first_child_sex: Array = field(init=False)
    last_birth: Array = field(init=False)
    household: Array = field(init=False)
    place: Array = field(init=False)
    """order within the household: unit * 1024 + role, host couple first"""

    def __post_init__(self) -> None:
        n = len(self.county)
        for name, dtype, empty in (
            ("education", "int8", 0), ("hukou", "int8", 0), ("marital", "int8", 0), ("partner", "int32", NOBODY),
            ("first_wedding", "int16", NO_MONTH), ("union_start", "int16", NO_MONTH), ("n_unions", "int8", 0),
            ("mother", "int32", NOBODY), ("father", "int32", NOBODY), ("youngest", "int32", NOBODY),
            ("elder", "int32", NOBODY), ("parity", "int8", 0), ("n_boys", "int8", 0),
            ("first_child_sex", "int8", -1), ("last_birth", "int16", NO_MONTH), ("household", "int32", NOBODY),
            ("place", "int32", 0), ("latent", "float32", 0), ("work", "int8", 0), ("earnings", "float32", 0),
        ):
            setattr(self, name, np.full(n, empty, dtype))

    @property
    def n(self) -> int:
        """Number of persons."""
        return len(self.county)

    def rows_of(self, county: int, sex: int | None = None) -> slice:
        """Rows of a county, or of one sex in it."""
        first = county * 2 * N_AGES + (0 if sex is None else sex * N_AGES)
        last = first + (2 * N_AGES if sex is None else N_AGES)
        return slice(int(self.starts[first]), int(self.starts[last]))
