"""A made-up fan and made-up figures: no number here was ever observed anywhere."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from experiments.monitor.areas import Areas
from experiments.monitor.checked import Figure, Figures
from experiments.monitor.declared import WATCHED
from experiments.monitor.fan import Fan, made_fan
from sim.runs.manifest import County
from tests.synthetic import COUNTIES

CITY, SHENGZHOU, KEQIAO = 330600, 330683, 330603
AREAS = Areas.of([County(**one) for one in COUNTIES], "试验市", "Testville", CITY)
YEARS = range(2031, 2041)
SIZES = {"births": 20_000.0, "marriages": 15_000.0, "deaths": 40_000.0, "population": 5_000_000.0}
PARTS = np.array([0.22, 0.21, 0.15, 0.08, 0.22, 0.12])
SPREADS = {"births": 0.06, "marriages": 0.06, "deaths": 0.03, "population": 0.004}


def fan(n_draws: int = 200, seed: int = 1, factor: float = 1.0, spread: float = 1.0, one_path: bool = True) -> Fan:
    """Draws around round numbers. factor : of all births      one_path : each draw errs alike in all years"""
    random, expected = np.random.default_rng(seed), {}
    for name, size in SIZES.items():
        sd = spread * SPREADS[name]
        level = sd * random.standard_normal((n_draws, 1)) + np.zeros((n_draws, len(YEARS)))
        if not one_path:
            level += np.cumsum(sd / 4 * random.standard_normal(level.shape), axis=1)
        parts = PARTS[:, None, None] * np.exp(0.01 * random.standard_normal((len(PARTS), n_draws, 1)))
        expected[name] = size * (factor if name == "births" else 1.0) * parts * np.exp(level)
    return made_fan(AREAS, YEARS, expected)


def medians(of: Fan, years: range, factors: Mapping[tuple[str, int], float] | None = None) -> Figures:
    """The fan's medians as figures, the city the sum of its counties; factors : by indicator and county"""
    found: Figures = {}
    for name in of.indicators:
        for year in years:
            total = 0.0
            for area in AREAS.codes:
                value = of.median(name, area, year) * (factors or {}).get((name, area), 1.0)
                found[name, area, year] = figure(name, value)
                total += value
            found[name, CITY, year] = figure(name, total)
    return found


def figure(name: str, value: float) -> Figure:
    """A figure with the error assumed of its indicator."""
    return Figure(value, WATCHED[name].error * value, next(iter(WATCHED[name].units)), "made up", 1.0)


def write_tidy(path: Path, figures: Figures, marks: bytes = b"") -> Path:
    """Figures as a tidy CSV file."""
    rows = ["year,code,indicator,value,unit"]
    rows += [f"{year},{area},{name},{one.value:.0f},{one.unit}" for (name, area, year), one in figures.items()]
    path.write_bytes(marks + "\n".join(rows).encode())
    return path
