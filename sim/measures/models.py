"""What a sweep can run: the city, and test functions whose sensitivity is known in closed form.

A model takes the settings of one run and gives yearly numbers by indicator. Test functions go through the same plan,
workers, files and analysis as the city, so that the whole path is checked against a known answer.
"""

import atexit
import gc
import math

import numpy as np

from sim.clock import CENSUS_MONTH, month_index
from sim.measures.by_county import BY_COUNTY, county_indicators
from sim.measures.levels import CENSUS_YEAR, LEVEL_UNITS, yearly_levels
from sim.measures.reach import REACH_UNITS, reach_and_timing
from sim.measures.study_cuts import CUT_UNITS, study_cuts
from sim.measures.yearly import INDICATORS, Counts, stacked, yearly_indicators
from sim.model import FertilityModel
from sim.runs.manifest import ASSUMED_AFTER_A_RUN
from sim.runs.plan import Model, Outcome, PlannedRun
from sim.settings import RunSettings

ISHIGAMI_A, ISHIGAMI_B = 7.0, 0.1
SOBOL_G = {"x1": 0.0, "x2": 1.0, "x3": 4.5, "x4": 9.0, "x5": 99.0}
"""Coefficients a of the function g: the larger, the less its input matters."""


_frozen = False


def city(settings: RunSettings, run: PlannedRun) -> Outcome:
    """One run of the city, whole and by county."""
    model = FertilityModel(run.settings(settings))
    model.run_for(model.n_months)
    years, counts = stacked(model.yearly)
    found = _indicators(model, years, counts)
    found |= county_indicators(counts, model.pack.county_codes, float(1 / model.settings.sample))
    let_go(model)
    return found


def measures(settings: RunSettings, run: PlannedRun) -> Outcome:
    """One run of the city, with whom each measure reaches, what it pays, and the timing of births."""
    model = FertilityModel(run.settings(settings))
    model.run_for(model.n_months)
    years, counts = stacked(model.yearly)
    found = _indicators(model, years, counts)
    part_year = np.array([model.months_in_year[year] < 12 for year in years])
    found |= reach_and_timing(years, counts, part_year, float(1 / model.settings.sample))
    let_go(model)
    return found


N_STARTS = 8
"""Start populations among which the runs of a calibration take turns by seed: one alone has a chance of its own, 1.5
to 2 % of births at 1/100, that no number of seeds would average out."""


def levels(settings: RunSettings, run: PlannedRun) -> Outcome:
    """One run of the city, with the levels that a calibration holds against figures of the place."""
    chosen = run.settings(settings)
    model = FertilityModel(chosen.model_copy(update={"population_seed": 1 + chosen.seed % N_STARTS}))
    to_census = month_index(CENSUS_YEAR, CENSUS_MONTH) - model.settings.start_month
    census = None
    if 0 < to_census < model.n_months:
        model.run_for(to_census)
        census = model.stock.copy()
    model.run_for(model.settings.end_month + 1 - model.month)
    years, counts = stacked(model.yearly)
    found = _indicators(model, years, counts)
    found |= yearly_levels(years, counts, census, float(1 / model.settings.sample))
    let_go(model)
    return found


def studies(settings: RunSettings, run: PlannedRun) -> Outcome:
    """One run of the city, with the cuts of the population by which published studies measured births."""
    chosen = run.settings(settings)
    model = FertilityModel(chosen.model_copy(update={"population_seed": 1 + chosen.seed % N_STARTS}))
    model.run_for(model.n_months)
    years, counts = stacked(model.yearly)
    found = _indicators(model, years, counts)
    found |= study_cuts(counts, float(1 / model.settings.sample))
    let_go(model)
    return found


def _indicators(model: FertilityModel, years: list[int], counts: Counts) -> Outcome:
    """Every indicator of a run that has ended, by year; years, counts : of `stacked`"""
    assumed = {name: model.pack.assumption(name) for name in ASSUMED_AFTER_A_RUN}
    return yearly_indicators(years, counts, model.months_in_year, float(1 / model.settings.sample), assumed)


def let_go(model: FertilityModel) -> None:
    """Free what a run holds. A Mesa model refers to itself; to look for such circles among all that a process keeps,
    tables of other runs included, took as long as a small run. After the first run, what is there by then is left out
    of every search for circles.
    """
    model.__dict__.clear()
    global _frozen  # noqa: PLW0603
    if not _frozen:
        gc.collect()
        gc.freeze()
        atexit.register(gc.unfreeze)
        _frozen = True


def ishigami(settings: RunSettings, run: PlannedRun) -> Outcome:
    """Ishigami and Homma (1990): sin x1 + 7 sin² x2 + .1 x3⁴ sin x1, the same in every year and for every seed."""
    x = run.parameters
    value = math.sin(x["x1"]) * (1 + ISHIGAMI_B * x["x3"] ** 4) + ISHIGAMI_A * math.sin(x["x2"]) ** 2
    years = np.arange(settings.start_year, settings.end_year + 1)
    return {"year": years, "y": np.full(len(years), value)}


def sobol_g(settings: RunSettings, run: PlannedRun) -> Outcome:
    """Sobol (1993), function g: the product over inputs of (|4 x - 2| + a) / (1 + a), the same in every year."""
    value = math.prod((abs(4 * run.parameters[name] - 2) + a) / (1 + a) for name, a in SOBOL_G.items())
    years = np.arange(settings.start_year, settings.end_year + 1)
    return {"year": years, "y": np.full(len(years), value)}


MODELS = {
    one.name: one
    for one in (
        Model("city", city, INDICATORS, {}, n_starts=1, by_county=BY_COUNTY),
        Model("measures", measures, {**INDICATORS, **REACH_UNITS}, {}, n_starts=1),
        Model("levels", levels, {**INDICATORS, **LEVEL_UNITS}, {}, n_starts=N_STARTS),
        Model("studies", studies, {**INDICATORS, **CUT_UNITS}, {}, n_starts=N_STARTS),
        Model("ishigami", ishigami, {"y": "none"}, dict.fromkeys(("x1", "x2", "x3"), (-math.pi, math.pi)),
              n_starts=0),
        Model("sobol_g", sobol_g, {"y": "none"}, dict.fromkeys(SOBOL_G, (0.0, 1.0)), n_starts=0),
    )
}
"""By name."""
