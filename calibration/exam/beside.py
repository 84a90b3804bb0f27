"""What four rivals say of every asked figure, from what is known at the origin (`docs/exam.md`, section Rivals)."""

from collections.abc import Callable

import numpy as np

from calibration.exam import rivals
from calibration.exam.cohorts import Cohorts, children, groups, project, survival
from calibration.exam.figures import Figure, asked, series
from calibration.exam.rivals import N_PATHS, SEED, Known, Paths
from calibration.exam.scores import Prediction
from sim.places.pack import Pack
from sim.population.columns import Array

RIVALS = ("last rate held", "five-year trend", "cohort-component", "random walk with drift")
BIRTH_YEARS = {"0": range(2020, 2021), "1_4": range(2016, 2020), "5_9": range(2011, 2016)}
"""Census years in which children of an age group of 2020 were born."""
SHARE_ERROR = 0.06
"""Of a county's share of the children, in logs: root mean square difference between the shares of ages 0, 1-4 and 5-9
in the census of 2010."""
BASES = {2017: {"births": 0.10, "deaths": 0.05, "population": 0.03, "marriages": 0.20},
         2020: {"births": 0.02, "deaths": 0.05, "population": 0.005, "marriages": 0.08}}  # fmt: skip
"""Relative error of the base of a series, as far as it is known at the origin."""
PROVINCE = "births_zhejiang"


def predictions(pack: Pack, known_to: int) -> dict[str, dict[str, Prediction]]:
    """By rival and figure: paths of the city, blurred by the figure's error; of the province without."""
    made = project(pack, known_to, whole_births(pack, known_to), _last_census(known_to))
    found: dict[str, dict[str, Prediction]] = {}
    for rival in RIVALS:
        paths = {name: _paths(rival, name, pack, known_to, made) for name in ("births", PROVINCE, "marriages")}
        paths |= {name: _paths(rival, name, pack, known_to, made) for name in ("deaths", "population")}
        found[rival] = {one.name: _predict(one, rival, paths, made, pack, known_to) for one in asked(known_to)}
    return found


def known(name: str, pack: Pack, known_to: int) -> Known:
    """A series as rivals know it."""
    bases = BASES[known_to]
    if name == "births":
        return Known.of(city_births(pack, known_to), bases["births"])
    if name == "marriages":
        return Known.of(series("marriages_china", known_to), 0.0)
    found = series(name, known_to)
    if name == "population" and known_to >= max(pack.census_years):
        found = {year: found[year] for year in found if year in (2000, *pack.census_years)}
    return Known.of(found, bases.get(name, 0.0))


def city_births(pack: Pack, known_to: int) -> dict[int, float]:
    """Births of residents as known: registered births on the residents' base, or children of the census of 2020."""
    if known_to < max(pack.census_years):
        totals = pack.table("population_totals")
        rows = totals[(totals["census"] == 2010) & (totals["county_code"] == pack.city_code)].set_index("indicator")
        base = float(rows.loc["residents", "value"]) / float(rows.loc["hukou_population_in_census", "value"])
        return {year: value * base for year, value in series("births_registered", known_to).items()}
    nation = series("births_china", known_to)
    years, alive = BIRTH_YEARS["1_4"], survival(pack, known_to)
    born = series("children_aged_1_4", known_to)[2020] / alive["1_4"]
    found = {2013: series("children_aged_5_9", known_to)[2020] / alive["5_9"] / len(BIRTH_YEARS["5_9"])}
    found |= {year: born * nation[year] / sum(nation[y] for y in years) for year in years}
    return found | series("births_city", known_to)


def whole_births(pack: Pack, known_to: int) -> dict[int, float]:
    """Births of every year from 2011 to the last known one; a mean stands for each of its years."""
    found = city_births(pack, known_to)
    return {year: found.get(year, found.get(2013, np.nan)) for year in range(2011, max(found) + 1)}


def _last_census(known_to: int) -> tuple[int, float]:
    found = series("population", known_to)
    return max(found), found[max(found)]


def _paths(rival: str, name: str, pack: Pack, known_to: int, made: Cohorts) -> Paths:
    given = known(name, pack, known_to)
    stream = ("births", PROVINCE, "marriages", "deaths", "population").index(name)
    if rival == "cohort-component":
        middle = {"births": made.births, PROVINCE: made.births, "marriages": made.brides, "deaths": made.deaths,
                  "population": made.population}[name]  # fmt: skip
        if name in (PROVINCE, "marriages"):
            last = int(given.years[-1])
            middle = {year: given.values[-1] * value / middle[last] for year, value in middle.items()}
        found = rivals.around(middle, given, stream)
    else:
        law: Callable[[Known, int], Paths] = {
            "last rate held": rivals.held, "five-year trend": rivals.trend, "random walk with drift": rivals.drift,
        }[rival]  # fmt: skip
        found = law(given, stream)
    if name == "marriages":
        level = series("marriages_city", known_to)[known_to]
        return rivals.scaled(found, level, known_to, BASES[known_to]["marriages"], stream)
    return found


def _predict(
    figure: Figure, rival: str, paths: dict[str, Paths], made: Cohorts, pack: Pack, known_to: int
) -> Prediction:  # fmt: skip
    """One figure from a rival's paths."""
    year = figure.years[1]
    if figure.name.startswith(PROVINCE):
        of = paths[PROVINCE]
        return Prediction(of.at(year) / of.at(int(figure.over)), 0.0)
    if figure.over:
        points = paths["births"].at(year) / paths["births"].at(2020)
    elif figure.indicator.startswith("census_children_"):
        points = _children(figure, rival, paths["births"], made, pack, known_to)
    elif figure.indicator == "mean_population":
        points = (paths["population"].at(year - 1) + paths["population"].at(year)) / 2
    else:
        points = paths[{"census_year_births": "births"}.get(figure.indicator, figure.indicator)].at(year)
    return Prediction(points, figure.standard_error)


def _children(
    figure: Figure, rival: str, births: Paths, made: Cohorts, pack: Pack, known_to: int
) -> Array:  # fmt: skip
    """Children of an age group and county group on census day 2020, (path,)."""
    group, _, digits = figure.indicator.removeprefix("census_children_").rpartition("_")
    place = (0, 2, 3, 4, 5).index(int(digits[-1]) if digits != "01" else 0)
    years, alive = BIRTH_YEARS[group], survival(pack, known_to)
    if rival == "cohort-component":
        born = np.sum([made.births_of[year] for year in years], axis=0)
    else:
        first, _, last = group.partition("_")
        born = children(pack, int(first), int(last or first))
    assert len(born) == len(groups(pack))
    share = born[place] / born.sum()
    rng = np.random.default_rng((SEED, 9, place))
    blurred = share * np.exp(SHARE_ERROR * rng.standard_normal(N_PATHS))
    return np.asarray(births.over(years) * alive[group] * blurred)
