"""Indicators of a run set as one labelled dataset, with the named interval over its runs.

Reads counts through `RunSet`, turns them into residents by the sample's scale, and into rates. Called by the
command line, charts, calibration and notebooks.
"""

import functools
from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd
import xarray as xr

from sim.measures import indicators, parity, rates
from sim.measures.chance import drawn_of
from sim.measures.declared import DECLARED_INDICATORS
from sim.measures.intervals import STATISTICS, bounds, errors, named
from sim.policy.levers.base import PUBLIC_PAYERS
from sim.runs.runset import RunSet, Where

SUMMARY = ("births", "tfr", "population", "marriages")
"""Indicators that a summary shows unless told."""
COUNTED = (
    "persons", "exposure_half_months", "deaths", "arrivals", "departures", "moved_in", "moved_out", "never_married",
    "divorces", "marriages", "woman_months", "births", "births_by_hukou", "births_monthly", "households",
    "collective_residents", "money_real", "nursery_places", "nursery_enrolled", "nursery_queue", "nursery_empty",
    "women_at_work",
)
"""Measures that the formulas read, whose tables are taken out of each run's file at once."""
NURSERY_COUNTS = ("nursery_places", "nursery_enrolled", "nursery_queue", "nursery_empty")


def results(
    run_set: RunSet, county_code: int | None = None, by_county: bool = False, names: Collection[str] | None = None
) -> xr.Dataset:
    """Indicators by (seed, year, …) of the city, of one county, or with a county_code dimension.

    names : the indicators wanted, all unless told; no others are made than those whose formulas stand together

    Every variable has the unit and kind that `declared` gives. Flows of a part-year are kept as counts; its rates are
    NaN, and `part_year` flags it.
    Births are of residents; `births_hukou_base` are resident births of mothers registered in the city, on their own.
    """
    counts = _Counts(run_set, county_code, by_county)
    if names is None:
        run_set.load(COUNTED)
        made = {name: values for group in GROUPS for name, values in group(counts).items()}
    else:
        made = _named(counts, names)
    part_year = counts.part_year
    data = xr.Dataset({name: _as_declared(name, values, part_year) for name, values in made.items()})
    data = data.assign_coords(part_year=part_year, cohort_complete=parity.is_complete(data["year"]))
    data.attrs = {
        "place": run_set.manifest.place,
        "scenario": run_set.manifest.scenario,
        "future": run_set.manifest.future,
        "sample": run_set.manifest.sample,
        "n_seeds": len(run_set.manifest.seeds),
        "calibration_note": run_set.manifest.calibration_note,
    }
    return data


def _named(counts: "_Counts", names: Collection[str]) -> dict[str, xr.DataArray]:
    """Indicators by name; of the groups of formulas the last are tried first, since they read least."""
    made: dict[str, xr.DataArray] = {}
    for group in reversed(GROUPS):
        if not made.keys() >= set(names):
            made |= group(counts)
    return {name: made[name] for name in names}


class _Counts:
    """Reads counts of the area asked for; `residents` are agents times the residents one stands for."""

    def __init__(self, run_set: RunSet, county_code: int | None, by_county: bool) -> None:
        self.run_set = run_set
        self.where: Where = {} if county_code is None else {"county_code": [county_code]}
        self.area: tuple[str, ...] = ("county_code",) if by_county else ()
        months = run_set.manifest.months_in_year
        self.part_year = xr.DataArray([months[year] < 12 for year in run_set.manifest.years], dims="year")
        self._summed: dict[tuple[str, ...], xr.DataArray] = {}

    def agents(self, measure: str, *by: str) -> xr.DataArray:
        asked = measure, *by
        if asked not in self._summed:
            self._summed[asked] = self.run_set.array(measure, (*self.area, *by), self.where)
        return self._summed[asked]

    def residents(self, measure: str, *by: str) -> xr.DataArray:
        return self.agents(measure, *by) * self.run_set.manifest.scale

    @functools.cached_property
    def exposed(self) -> xr.DataArray:
        """Person-years lived by sex and age."""
        return rates.exposure(self.agents("exposure_half_months", "sex", "age"))


def _as_declared(name: str, values: xr.DataArray, part_year: xr.DataArray) -> xr.DataArray:
    """An indicator with its unit and kind; a rate means nothing in a year of fewer than twelve months."""
    declared = DECLARED_INDICATORS[name]
    if declared.kind != "rate":
        return values.assign_attrs(units=declared.unit, kind=declared.kind)
    return values.where(~part_year).assign_attrs(values.attrs, units=declared.unit, kind=declared.kind, rate=1)


def _population(counts: _Counts) -> dict[str, xr.DataArray]:
    """Stocks at the year's end, and migration."""
    persons = counts.residents("persons", "sex", "age")
    population = persons.sum(["sex", "age"])
    households = counts.residents("households", "size")
    collective = counts.residents("collective_residents")
    moves = [counts.residents(m) for m in ("arrivals", "departures", "moved_in", "moved_out")]
    return {
        "persons": persons,
        "population": population,
        **indicators.dependency_ratios(persons.sum("sex")),
        "households": households,
        **indicators.household_means(households, population, collective),
        "net_migration": indicators.net_migration(*moves),
    }


def _births(counts: _Counts) -> dict[str, xr.DataArray]:
    """Births and fertility of residents; births by the mothers' registration stand apart."""
    by_age = counts.agents("births", "mother_age", "birth_order")
    births = counts.residents("births").assign_attrs(base="resident")
    by_hukou = counts.residents("births_by_hukou", "hukou")
    registered = by_hukou.sel(hukou=["local", "same_city"]).sum("hukou")
    by_order = rates.asfr(by_age, counts.exposed.sel(sex="female", drop=True))
    all_orders = by_order.sum("birth_order", skipna=False)
    first = by_order.sel(birth_order=1, drop=True)
    return {
        "births": births,
        "births_by_order": counts.residents("births", "birth_order"),
        "births_hukou_base": registered.assign_attrs(base="hukou"),
        "asfr": all_orders,
        "asfr_by_order": by_order,
        "tfr": rates.tfr(all_orders),
        "tfr_by_order": rates.tfr(by_order),
        "tempo_adjusted_tfr": rates.tempo_adjusted_tfr(by_order.where(~counts.part_year)),
        "mean_age_at_birth": rates.mean_age(all_orders),
        "mean_age_at_first_birth": rates.mean_age(first),
        "crude_birth_rate": _crude(counts.agents("births"), counts.exposed),
    }


def _parity(counts: _Counts) -> dict[str, xr.DataArray]:
    """Women by children so far, of the year and of birth cohorts, and how many go on to the next child."""
    women = counts.agents("woman_months", "age", "parity")
    births = counts.agents("births", "mother_age", "birth_order")
    return {
        "parity_share": indicators.parity_shares(women.sel(age=rates.AGES_OF_CHILDBEARING)),
        "childless_share_45_49": indicators.childless_share(women, slice(45, 49)),
        "parity_progression": parity.parity_progression(births, women),
        **parity.cohort_children(women),
    }


def _services(counts: _Counts) -> dict[str, xr.DataArray]:
    """What the run's people ask of hospitals, kindergartens and schools, and women at work."""
    assumed = counts.run_set.manifest.assumptions
    persons = counts.residents("persons", "sex", "age")
    of_age = persons.sum("sex")
    women, at_work = persons.sel(sex="female", drop=True), counts.residents("women_at_work", "age")
    return {
        "maternity_beds": indicators.maternity_beds(
            counts.residents("births"), assumed["maternity_stay_days"], assumed["maternity_bed_occupancy"]
        ),
        "kindergarten_pupils":
            indicators.in_ages(of_age, indicators.KINDERGARTEN_AGES) * assumed["preschool_enrolment_share_3_5"],
        "primary_school_children": indicators.in_ages(of_age, indicators.PRIMARY_SCHOOL_AGES),
        **{
            f"women_at_work_{name}": indicators.share_at_work(at_work, women, ages)
            for name, ages in indicators.AGES_AT_WORK.items()
        },
    }


def _monthly(counts: _Counts) -> dict[str, xr.DataArray]:
    """Births by month and order, where they are stored; a run begins with the last months of its first year."""
    manifest = counts.run_set.manifest
    if not manifest.monthly:
        return {}
    births = counts.residents("births_monthly", "month", "birth_order")
    lived = [[month > 12 - manifest.months_in_year[year] for month in range(1, 13)] for year in manifest.years]
    return {"births_monthly": births.where(xr.DataArray(lived, dims=("year", "month")))}


def _deaths(counts: _Counts) -> dict[str, xr.DataArray]:
    deaths = counts.agents("deaths", "sex", "age")
    return {
        "deaths": counts.residents("deaths"),
        "crude_death_rate": _crude(counts.agents("deaths"), counts.exposed),
        "life_expectancy": rates.life_expectancy(deaths, counts.exposed),
    }


def _marriages(counts: _Counts) -> dict[str, xr.DataArray]:
    """Weddings are counted at the bride; rates are by sex."""
    by_age = counts.agents("marriages", "sex", "age", "union_order")
    persons = counts.agents("persons", "sex", "age")
    never = counts.agents("never_married", "sex", "age")
    marriage_rate = rates.rate(by_age, counts.exposed)
    first = by_age.sel(union_order="first", drop=True)
    scale = counts.run_set.manifest.scale
    brides = by_age.sel(sex="female").sum(["age", "union_order"]) * scale
    divorced = counts.agents("divorces", "sex").sel(sex="female", drop=True) * scale
    return {
        "marriages": brides.drop_vars("sex"),
        "divorces": divorced,
        "never_married_share": rates.rate(never, persons),
        "singulate_mean_age_at_marriage": rates.singulate_mean_age(never, persons),
        "marriage_rate": marriage_rate,
        "first_marriage_hazard": rates.first_marriage_hazard(first, never),
        "mean_age_at_first_marriage": rates.mean_age(marriage_rate.sel(union_order="first", drop=True)),
        "crude_marriage_rate": _crude(by_age.sel(sex="female").sum(["age", "union_order"]), counts.exposed),
    }


def _money(counts: _Counts) -> dict[str, xr.DataArray]:
    """Yuan of 2020 a year; a revenue is negative."""
    by_lever = counts.residents("money_real", "lever", "payer")
    by_payer = by_lever.sum("lever")
    public = by_payer.sel(payer=list(PUBLIC_PAYERS)).sum("payer")
    return {"public_money_real": public, "money_by_payer": by_payer, "money_by_lever": by_lever}


def _childcare(counts: _Counts) -> dict[str, xr.DataArray]:
    """Stocks at the year's end, and places over residents and over children under three."""
    stocks = {name: counts.residents(name) for name in NURSERY_COUNTS}
    persons = counts.residents("persons", "age")
    under_three = indicators.in_ages(persons, indicators.AGES_UNDER_THREE)
    places = stocks["nursery_places"]
    return {
        **stocks,
        "children_under_three": under_three,
        "places_per_1000": 1000 * rates.rate(places, persons.sum("age")),
        "places_per_100_under_three": 100 * rates.rate(places, under_three),
        "enrolled_per_100_under_three": 100 * rates.rate(stocks["nursery_enrolled"], under_three),
    }


GROUPS = (_population, _births, _parity, _deaths, _marriages, _services, _money, _childcare, _monthly)
"""Formulas of all indicators, in the order of the tables."""


def _crude(events: xr.DataArray, exposed: xr.DataArray) -> xr.DataArray:
    """Events per 1,000 person-years of the whole population."""
    per_person = rates.rate(events, exposed.sum(["sex", "age"]))
    return (1000 * per_person).drop_vars("sex", errors="ignore")


def summary(data: xr.Dataset, names: Sequence[str] = SUMMARY, years: Sequence[int] | None = None) -> pd.DataFrame:
    """Table of indicators by year with the interval over runs; part-years are left out.

    data : from `results`; names must be variables by (seed, year) alone
    returns: columns indicator, unit, year, mean, lower, upper, standard_error, chance (as in
    `sim.measures.intervals.errors`), interval, n_seeds, n_draws, scenario, future
    """
    rows: list[dict[str, Any]] = []
    whole = [int(y) for y in data["year"].values[~data["part_year"].values]]
    place = {int(year): at for at, year in enumerate(data["year"].values)}
    drawn = drawn_of(data)
    which, n_seeds, n_draws = named(drawn).name, data.sizes["seed"], drawn.n
    for name in names:
        values = data[name].transpose("seed", "year").values
        found, (error, luck) = bounds(values, drawn), errors(values, drawn)
        for year in whole if years is None else [y for y in years if y in whole]:
            at = place[year]
            rows.append(
                {
                    "indicator": name,
                    "unit": data[name].attrs["units"],
                    "year": year,
                    **{statistic: float(found[k, at]) for k, statistic in enumerate(STATISTICS)},
                    "standard_error": float(error[at]),
                    "chance": float(luck[at]),
                    "interval": which,
                    "n_seeds": n_seeds,
                    "n_draws": n_draws,
                    "scenario": data.attrs["scenario"],
                    "future": data.attrs["future"],
                }
            )
    return pd.DataFrame(rows)


def yearly_names(data: xr.Dataset) -> list[str]:
    """Names of the indicators that have one number a seed and year."""
    return [str(name) for name, v in data.data_vars.items() if set(v.dims) == {"seed", "year"}]


def childcare_by_county(run_set: RunSet) -> xr.Dataset:
    """Places, enrolled, queue and empty places at the year's end by (seed, year, county_code)."""
    scale = run_set.manifest.scale
    return xr.Dataset({name: run_set.array(name, ["county_code"]) * scale for name in NURSERY_COUNTS})
