"""How well a start population meets the census, margin by margin.

Called by tests and by reports; draws no figures. Sampling errors say how far a cell is off in units of the binomial
error that a simple random sample of this size would have; at 1/1 that error is zero, there the relative difference
counts.
"""

from typing import Any

import numba as nb
import numpy as np
import pandas as pd

from sim.population.columns import (
    FAMILY,
    HUKOU_LOCAL,
    HUKOU_OUTSIDE,
    NO_WORK,
    PUBLIC,
    PUBLIC_RENT,
    RENT,
    Array,
    Population,
)
from sim.population.inputs import LEVELS, SEXES, STATUSES, Inputs, read_inputs
from sim.population.persons import attended_level

GENERATION_YEARS = 17
"""Least difference of age between two generations of a household."""
HOME_SHARES = ("rented", "self_built", "bought")
GENERATIONS = ("one_generation", "two_generation", "three_generation", "four_generation")


def fit_report(population: Population, pack: Any, census_year: int) -> pd.DataFrame:
    """Census and model value of every margin, counts scaled to all residents.

    columns: county_code, margin, cell, unit, target (census), value (model), relative_difference, sampling_errors.
    Education counts persons aged 6+ by the level attended or left, `preschool` of 2020 as primary; household
    generations are steps of at least 17 years of age between members.
    """
    inputs = read_inputs(pack, census_year)
    persons = population.persons
    n = population.n_persons
    age = (inputs.start_month - 1 - persons.birth[:n].astype(np.int64)) // 12
    age = np.minimum(age, 100)
    residents = inputs.persons_by_band.sum(axis=(1, 2))
    report = _Report(list(pack.county_codes), residents.sum() / n)
    _age_rows(report, inputs, population, age)
    _share_rows(report, inputs, population, age)
    _household_rows(report, inputs, population, age)
    _home_rows(report, inputs, population)
    _work_rows(report, inputs, population, age)
    return report.frame()


class _Report:
    """Rows of the report; `scale` residents stand behind one agent."""

    def __init__(self, codes: list[int], scale: float) -> None:
        self.codes, self.n, self.scale = codes, len(codes), float(scale)
        self.rows: list[tuple[Any, ...]] = []

    def counted(self, county: Array, cell: Array, n_cells: int) -> Array:
        """Numbers of agents, (county, cell), from the county and the cell of each."""
        return np.bincount(county.astype(np.int64) * n_cells + cell, minlength=self.n * n_cells).reshape(-1, n_cells)

    def counts(self, margin: str, cells: list[str], unit: str, target: Array, agents: Array, base: Array) -> None:
        """Counts by county and cell; base : (county,) agents among whom the cells are counted."""
        for c, code in enumerate(self.codes):
            for k, cell in enumerate(cells):
                share = target[c, k] / max(base[c] * self.scale, 1e-9)
                error = np.sqrt(max(base[c] * share * (1.0 - share), 0.0) * max(1.0 - 1.0 / self.scale, 0.0))
                self._add(code, margin, cell, unit, target[c, k], agents[c, k] * self.scale, error * self.scale)

    def means(self, margin: str, unit: str, target: Array, value: Array, error: Array) -> None:
        """One mean for each county with its sampling error."""
        for c, code in enumerate(self.codes):
            self._add(code, margin, "mean", unit, target[c], value[c], error[c])

    def _add(self, code: int, margin: str, cell: str, unit: str, target: float, value: float, error: float) -> None:
        relative = (value - target) / target if target else np.nan
        errors = (value - target) / error if error > 0 else np.nan
        self.rows.append((code, margin, cell, unit, float(target), float(value), relative, errors))

    def frame(self) -> pd.DataFrame:
        names = ["county_code", "margin", "cell", "unit", "target", "value", "relative_difference", "sampling_errors"]
        return pd.DataFrame(self.rows, columns=names)


def _age_rows(report: _Report, inputs: Inputs, population: Population, age: Array) -> None:
    p, n = population.persons, population.n_persons
    starts = np.array([low for low, _ in inputs.bands])
    band = np.searchsorted(starts, age, side="right") - 1
    n_cells = 2 * len(starts)
    agents = report.counted(p.county[:n], p.sex[:n] * len(starts) + band, n_cells)
    cells = [f"{sex} {low}-{high}" for sex in SEXES for low, high in inputs.bands]
    target = inputs.persons_by_band.reshape(-1, n_cells)
    report.counts("age_sex", cells, "persons", target, agents, agents.sum(axis=1))


def _share_rows(report: _Report, inputs: Inputs, population: Population, age: Array) -> None:
    p, n = population.persons, population.n_persons
    county, sex = p.county[:n], p.sex[:n]
    adult, pupil = age >= 15, age >= 6
    level = np.minimum(p.education[:n], attended_level(age))
    for margin, mask, codes, names, shares in (
        ("marital_status", adult, p.marital[:n], STATUSES, inputs.marital),
        ("education", pupil, level, LEVELS, inputs.education),
    ):
        n_codes = len(names)
        agents = report.counted(county[mask], sex[mask] * n_codes + codes[mask], 2 * n_codes)
        base = agents.reshape(-1, 2, n_codes).sum(axis=2)
        target = (shares * base[:, :, None] * report.scale).reshape(-1, 2 * n_codes)
        cells = [f"{s} {name}" for s in SEXES for name in names]
        report.counts(margin, cells, "persons", target, agents, base.sum(axis=1))
    residents = np.bincount(county, minlength=report.n).astype(np.float64)
    hukou = p.hukou[:n]
    origin = np.where(hukou == HUKOU_LOCAL, 0, np.where(hukou == HUKOU_OUTSIDE, 2, 1))
    shares = np.stack([inputs.registered_other_county, inputs.registered_outside], axis=1)
    total = (residents * report.scale)[:, None]
    report.counts("registered_elsewhere", ["other county of the province", "outside the province"], "persons",
                  shares * total, report.counted(county, origin, 3)[:, 1:], residents)
    urban = np.bincount(county, weights=p.urban[:n], minlength=report.n)[:, None]
    report.counts("urban", ["urban"], "persons", inputs.urban_share[:, None] * total, urban, residents)
    women = (sex == 1) & (age >= 15) & (age <= 64)
    n_women = np.bincount(county[women], minlength=report.n)
    parity = p.parity[:n][women].astype(np.float64)
    mean = np.bincount(county[women], weights=parity, minlength=report.n) / np.maximum(n_women, 1)
    square = np.bincount(county[women], weights=parity**2, minlength=report.n) / np.maximum(n_women, 1)
    error = np.sqrt(np.maximum(square - mean**2, 0.0) / np.maximum(n_women, 1) * max(1.0 - 1.0 / report.scale, 0.0))
    report.means("children_ever_born_women_15_64", "children per woman", inputs.children_ever_born, mean, error)


def _household_rows(report: _Report, inputs: Inputs, population: Population, age: Array) -> None:
    h, m = population.households, population.n_households
    family = h.kind[:m] == FAMILY
    county, size = h.county[:m], h.size[:m]
    homes = inputs.households
    n_family = np.bincount(county[family], minlength=report.n).astype(np.float64)
    members = np.bincount(county[family], weights=size[family], minlength=report.n)
    residents = np.bincount(county, weights=size, minlength=report.n)
    census_residents = inputs.persons_by_band.sum(axis=(1, 2))
    report.counts("family_households", ["all"], "households", homes["family_households"][:, None], n_family[:, None],
                  residents)
    report.counts("collective_residents", ["all"], "persons",
                  (census_residents - homes["family_population"])[:, None], (residents - members)[:, None], residents)
    mean_target = homes["family_population"] / homes["family_households"]
    square = np.bincount(county[family], weights=size[family].astype(np.float64) ** 2, minlength=report.n) / n_family
    mean = members / n_family
    error = np.sqrt(np.maximum(square - mean**2, 0.0) / n_family * max(1.0 - 1.0 / report.scale, 0.0))
    report.means("mean_family_household_size", "persons per household", mean_target, mean, error)
    alone = np.bincount(county[family & (size == 1)], minlength=report.n)[:, None]
    report.counts("one_person_households", ["all"], "households", homes["one_person"][:, None], alone, n_family)
    steps = household_generations(population, age)
    agents = report.counted(county[family], np.minimum(steps[family], 4) - 1, 4)
    target = np.stack([homes[name] for name in GENERATIONS], axis=1)
    report.counts("generations", list(GENERATIONS), "households", target, agents, n_family)
    if "with_65_plus" in homes:
        old = np.zeros(m, np.bool_)
        old[population.persons.household[: population.n_persons][age >= 65]] = True
        agents = np.bincount(county[family & old], minlength=report.n)[:, None]
        target = homes["with_65_plus"][:, None]
        report.counts("households_with_65_plus", ["all"], "households", target, agents, n_family)


def _home_rows(report: _Report, inputs: Inputs, population: Population) -> None:
    """Tenure and floor area of family households; homes bought, inherited or of another source are `bought`."""
    h, m = population.households, population.n_households
    family = h.kind[:m] == FAMILY
    county, tenure, size = h.county[:m][family], h.tenure[:m][family], h.size[:m][family].astype(np.float64)
    n_family = np.bincount(county, minlength=report.n).astype(np.float64)
    source = np.where((tenure == RENT) | (tenure == PUBLIC_RENT), 0, np.where(h.self_built[:m][family] == 1, 1, 2))
    shares = np.stack([inputs.rented, inputs.self_built, 1.0 - inputs.rented - inputs.self_built], axis=1)
    report.counts("homes", list(HOME_SHARES), "households", shares * (n_family * report.scale)[:, None],
                  report.counted(county, source, 3), n_family)
    area, members = h.floor_area[:m][family].astype(np.float64), np.bincount(county, weights=size, minlength=report.n)
    mean = np.bincount(county, weights=area, minlength=report.n) / np.maximum(members, 1.0)
    apart = np.bincount(county, weights=(area - mean[county] * size) ** 2, minlength=report.n)
    error = np.sqrt(apart * max(1.0 - 1.0 / report.scale, 0.0)) / np.maximum(members, 1.0)
    report.means("floor_area_per_person", "m2 per person", inputs.floor_area, mean, error)


def _work_rows(report: _Report, inputs: Inputs, population: Population, age: Array) -> None:
    """Persons of 15 and over at work, and those in public services among them."""
    p, n = population.persons, population.n_persons
    adult, works = age >= 15, p.work[:n] != NO_WORK
    for margin, base, part, share in (
        ("at_work", adult, adult & works, inputs.at_work),
        ("public_services", works, p.work[:n] == PUBLIC, inputs.public_work),
    ):
        of, counted = (np.bincount(p.county[:n][rows], minlength=report.n).astype(np.float64) for rows in (base, part))
        report.counts(margin, ["all"], "persons", (share * of * report.scale)[:, None], counted[:, None], of)


def household_generations(population: Population, age: Array) -> Array:
    """Number of generations of each household: steps of at least 17 years of age between its members."""
    household = population.persons.household[: population.n_persons]
    order = np.lexsort((age, household))
    return _generations(age[order], household[order], population.n_households)


@nb.njit(cache=True)
def _generations(age: Array, household: Array, n_households: int) -> Array:
    out = np.zeros(n_households, np.int64)
    youngest, last = 0, -1
    for i in range(len(age)):
        if household[i] != last:
            last = household[i]
            out[last] = 1
            youngest = age[i]
        elif age[i] >= youngest + GENERATION_YEARS:
            out[last] += 1
            youngest = age[i]
    return out
