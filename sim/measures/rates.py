"""Rates from counts and exposure: fertility, mortality, marriage. Pure functions of labelled arrays.

Every function keeps dimensions it does not name (seed, year, county_code), so the same code serves the city, a county
and a sweep. Counts may be agents or residents: rates do not depend on the sample's scale. Called by
`sim.measures.results`.
"""

import numpy as np
import xarray as xr

AGES_OF_CHILDBEARING = slice(15, 49)
MARRIAGE_AGES = slice(15, 49)
MOST_YEARLY_TEMPO = 0.5
"""Change of a mean age at birth [years a year] from which on it is taken as chance: no population is known to keep
such a pace, and at 1 a tempo-adjusted rate has no value; judgement."""
INFANT_RATE_BEND = 0.107
"""Infant death rate above which the separation factor of infants no longer depends on the rate."""


def exposure(half_months: xr.DataArray) -> xr.DataArray:
    """Person-years lived, from half months counted.

    half_months : (..., sex, age) [half months]      returns: the same dimensions [person-years]
    """
    return (half_months / 24).rename("exposure").assign_attrs(units="person-years")


def rate(events: xr.DataArray, person_years: xr.DataArray) -> xr.DataArray:
    """Events per person-year; NaN where nobody was exposed."""
    return events / person_years.where(person_years > 0)


def asfr(births: xr.DataArray, women_years: xr.DataArray) -> xr.DataArray:
    """Age-specific fertility rates by birth order, over all women of the age.

    births : (..., mother_age, birth_order) [births]      women_years : (..., age) [woman-years]
    returns: (..., age, birth_order) [births / woman-year], ages 15 to 49; earlier births count at 15, later at 49
    """
    result = rate(in_childbearing_ages(births), women_years.sel(age=AGES_OF_CHILDBEARING))
    return result.rename("asfr").assign_attrs(units="births / woman-year")


def in_childbearing_ages(births: xr.DataArray) -> xr.DataArray:
    """Births by single age of the mother from 15 to 49, (..., age, ...); earlier ones count at 15, later at 49.

    births : (..., mother_age, ...)
    """
    by_age = births.rename(mother_age="age")
    first, last = AGES_OF_CHILDBEARING.start, AGES_OF_CHILDBEARING.stop
    inside = by_age.sel(age=slice(first, last)).astype(np.float64)
    inside.loc[{"age": first}] += by_age.sel(age=slice(None, first - 1)).sum("age")
    inside.loc[{"age": last}] += by_age.sel(age=slice(last + 1, None)).sum("age")
    return inside


def tfr(age_rates: xr.DataArray) -> xr.DataArray:
    """Total fertility rate: the sum of single-year age-specific rates [births / woman].

    age_rates : (..., age, ...) [births / woman-year]; an age without exposure adds nothing, none exposed gives NaN
    """
    return age_rates.sum("age", min_count=1).rename("tfr").assign_attrs(units="births / woman")


def mean_age(age_rates: xr.DataArray) -> xr.DataArray:
    """Mean age of a schedule of rates, at exact age [years]; NaN where all rates are zero.

    age_rates : (..., age, ...), by completed years, so half a year is added
    """
    total = age_rates.sum("age")
    weighted = (age_rates * (age_rates["age"] + 0.5)).sum("age")
    return (weighted / total.where(total > 0)).assign_attrs(units="years")


def tempo_adjusted_tfr(by_order: xr.DataArray) -> xr.DataArray:
    """Total fertility rate without the effect of births moved to later or earlier years [births / woman].

    by_order : (..., year, age, birth_order) [births / woman-year], years without gap; NaN in part-years
    Each order's rate over 1 − r, r the yearly change of its mean age, half the difference between the year after and
    the year before (Bongaarts and Feeney 1998, Population and Development Review 24(2)). Orders of 3 and more are one,
    since there are few fourth births. NaN in the first and last year, and where an order that was born has no mean
    age in a neighbouring year or changes it by `MOST_YEARLY_TEMPO` or more.
    """
    later = by_order.sel(birth_order=slice(3, None)).sum("birth_order", skipna=False).assign_coords(birth_order=3)
    grouped = xr.concat([by_order.sel(birth_order=[1, 2]), later], "birth_order")
    return tempo_adjusted(tfr(grouped), mean_age(grouped))


def tempo_adjusted(quantum: xr.DataArray, ages: xr.DataArray) -> xr.DataArray:
    """As `tempo_adjusted_tfr`, from rates and mean ages by order.

    quantum : (..., year, birth_order) [births / woman]      ages : as quantum [years]
    """
    change = (ages.shift(year=-1) - ages.shift(year=1)) / 2
    adjusted = (quantum / (1 - change)).where(abs(change) < MOST_YEARLY_TEMPO)
    adjusted = adjusted.where(quantum != 0, 0.0)  # an order without births in a year of births adds nothing
    births = ages.notnull().any("birth_order")
    inside = births & births.shift(year=-1, fill_value=False) & births.shift(year=1, fill_value=False)
    return adjusted.sum("birth_order", skipna=False).where(inside).assign_attrs(units="births / woman")


def life_expectancy(deaths: xr.DataArray, person_years: xr.DataArray) -> xr.DataArray:
    """Period life expectancy at birth by sex [years], from a complete life table.

    deaths, person_years : (..., sex, age), single ages, the last open
    Survivors die at mid-year of age except infants, whose separation factor follows Coale and Demeny West
    (Preston, Heuveline, Guillot 2001, table 3.3). The table closes at the highest age at and above which someone
    died, with the rate pooled over the open ages. NaN where nobody died.
    """
    by_sex = [
        xr.apply_ufunc(
            _life_expectancies,
            deaths.sel(sex=sex),
            person_years.sel(sex=sex),
            input_core_dims=[["age"], ["age"]],
            kwargs={"female": sex == "female"},
        )
        for sex in deaths["sex"].values
    ]
    result = xr.concat(by_sex, deaths["sex"]).transpose(*(d for d in deaths.dims if d != "age"))
    return result.rename("life_expectancy").assign_attrs(units="years")


def _life_expectancies(deaths: np.ndarray, person_years: np.ndarray, female: bool) -> np.ndarray:
    flat_deaths = deaths.reshape(-1, deaths.shape[-1])
    flat_years = person_years.reshape(-1, person_years.shape[-1])
    values = [life_expectancy_at_birth(d, e, female) for d, e in zip(flat_deaths, flat_years, strict=True)]
    return np.array(values).reshape(deaths.shape[:-1])


def life_expectancy_at_birth(deaths: np.ndarray, person_years: np.ndarray, female: bool) -> float:
    """Life expectancy at birth of one complete life table [years]; see `life_expectancy`.

    deaths, person_years : (age,)
    """
    died = np.flatnonzero(deaths)
    if died.size == 0:
        return float("nan")
    open_age = int(died[-1])
    years_lived = person_years[open_age:].sum()
    if years_lived <= 0:
        return float("nan")
    closed_years = person_years[:open_age]
    rates = np.divide(deaths[:open_age], closed_years, out=np.zeros(open_age), where=closed_years > 0)
    separation = np.full(open_age, 0.5)
    if open_age > 0:
        separation[0] = infant_separation(float(rates[0]), female)
    dying = np.minimum(rates / (1 + (1 - separation) * rates), 1.0)
    survivors = np.concatenate([[1.0], np.cumprod(1 - dying)])
    lived = survivors[1:] + separation * survivors[:-1] * dying
    return float(lived.sum() + survivors[-1] * years_lived / deaths[open_age:].sum())


def infant_separation(infant_rate: float, female: bool) -> float:
    """Mean age at death of those who die in the first year of life [years]; Coale and Demeny West."""
    if infant_rate >= INFANT_RATE_BEND:
        return 0.350 if female else 0.330
    return 0.053 + 2.800 * infant_rate if female else 0.045 + 2.684 * infant_rate


def first_marriage_hazard(first_marriages: xr.DataArray, never_married: xr.DataArray) -> xr.DataArray:
    """First marriages per never-married person-year, by sex and age.

    first_marriages : (..., year, sex, age) [marriages]      never_married : same [persons at year end]
    Exposure is the mean of the two year ends; the first year has none. returns: [1/year]
    """
    at_risk = (never_married + never_married.shift(year=1)) / 2
    return rate(first_marriages, at_risk).assign_attrs(units="marriages / never-married person-year")


def singulate_mean_age(never_married: xr.DataArray, persons: xr.DataArray) -> xr.DataArray:
    """Singulate mean age at marriage [years]: Hajnal (1953), from shares never married at single ages 15 to 54.

    never_married, persons : (..., age) [persons]
    Those never married at 50 (mean of the shares at 45-49 and 50-54) are left out. NaN where an age is empty.
    """
    share = rate(never_married, persons)
    single_years = share.sel(age=MARRIAGE_AGES).sum("age", skipna=False)
    fifth = [slice(45, 49), slice(50, 54)]
    groups = [rate(never_married.sel(age=a).sum("age"), persons.sel(age=a).sum("age")) for a in fifth]
    never = (groups[0] + groups[1]) / 2
    married = (1 - never).where(never < 1)
    return ((15 + single_years - 50 * never) / married).assign_attrs(units="years")
