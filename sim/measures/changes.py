"""Why births change from one year to the next: women's numbers by age, marriage, marital fertility by order, policy.

Births are what women of each age make of them:

    B = sum over ages a of W_a m_a (g_a1 + g_a2 + g_a3 + g_a4) + rest

    W_a    woman-years lived at age a, 15 to 49
    m_a    married among them, as a share of the woman-years
    g_ao   births of order o (4: fourth and later) per married woman-year; births out of wedlock are in it
    rest   births at ages at which nobody was married

Of a product of three factors each factor's part of a change is its own change times the mean of what the others were,
in all orders in which the three may have changed: (x y + X Y)/3 + (x Y + X y)/6, small letters before and large ones
after. So no factor goes first, and the parts add up to the change exactly.
Source: P. Das Gupta, A general method of decomposing a difference between two rates into several components,
Demography 15 (1978) 99-112.

With a base the change under the base is taken apart and `policy` is how the difference to the base changed; what
policy acts through in a year, `births_added` tells by the same parts.

Reads counts through `RunSet`. Called by the command line and notebooks.
"""

from typing import NamedTuple

import numpy as np
import xarray as xr

from sim.errors import UserError
from sim.measures.intervals import draws_of
from sim.measures.rates import AGES_OF_CHILDBEARING
from sim.population.columns import Array
from sim.processes.accounts import N_ORDERS
from sim.runs.runset import RunSet, Where

ORDERS = tuple(f"fertility_{order}" for order in range(1, N_ORDERS + 1))
PARTS = ("women", "marriage", *ORDERS, "rest")
"""What a change is made of; beside them `policy` where there is a base."""
POLICY = "policy"


class Factors(NamedTuple):
    """What births of a year are made of; arrays end in age, fertility in (age, birth order), rest in neither."""

    women: Array
    """Woman-years, of residents."""
    married: Array
    """Share of the woman-years lived in marriage."""
    fertility: Array
    """Births per married woman-year."""
    rest: Array


def factors(woman_years: Array, married_years: Array, births: Array, elsewhere: Array) -> Factors:
    """Factors of births.

    woman_years, married_years : (…, age)      births : (…, age, birth order)
    elsewhere : (…,) births of mothers of other ages, which are in the rest
    """
    someone = married_years > 0
    married = np.where(someone, married_years, 1.0)
    placed = births * someone[..., None]
    return Factors(
        women=woman_years,
        married=married_years / np.where(woman_years > 0, woman_years, 1.0),
        fertility=placed / married[..., None],
        rest=(births - placed).sum((-2, -1)) + elsewhere,
    )


def births_of(of: Factors) -> Array:
    """Births that the factors make, (…,)."""
    return np.asarray((of.women * of.married * of.fertility.sum(-1)).sum(-1) + of.rest)


def parts(before: Factors, after: Factors) -> Array:
    """Births that each of `PARTS` adds from before to after, (…, part); they add up to the change."""
    fertility = before.fertility.sum(-1), after.fertility.sum(-1)
    women = (after.women - before.women) * _of_two((before.married, after.married), fertility)
    marriage = (after.married - before.married) * _of_two((before.women, after.women), fertility)
    couples = _of_two((before.women, after.women), (before.married, after.married))
    orders = (after.fertility - before.fertility) * couples[..., None]
    totals = [women.sum(-1), marriage.sum(-1), *np.moveaxis(orders.sum(-2), -1, 0), after.rest - before.rest]
    return np.stack(totals, axis=-1)


def _of_two(one: tuple[Array, Array], other: tuple[Array, Array]) -> Array:
    """Mean product of two factors in all orders of change; each (before, after)."""
    (x, x_after), (y, y_after) = one, other
    return np.asarray((x * y + x_after * y_after) / 3.0 + (x * y_after + x_after * y) / 6.0)


def births_changed(
    run_set: RunSet, base: RunSet | None = None, county_code: int | None = None, by_county: bool = False
) -> xr.DataArray:
    """Change of births from the year before, taken apart, (seed, year, …, part) in residents; whole years alone.

    base : runs of the same seeds and draws, under which the change is taken apart; `policy` is then what the change of
        the difference between the two adds
    county_code, by_county : of one county, or with a county_code dimension; the city's parts are not the counties' sum,
        since who lives where changes too
    """
    area = county_code, by_county
    own = _by_year(run_set, *area)
    if base is None:
        return _labelled(own, np.diff(births_of(own.factors), axis=1), _changes(own.factors), PARTS)
    other = _by_year(base, *area)
    _check_paired(own, other)
    change = np.diff(births_of(own.factors), axis=1)
    under_base = _changes(other.factors)
    policy = change - np.diff(births_of(other.factors), axis=1)
    return _labelled(own, change, np.concatenate((under_base, policy[..., None]), axis=-1), (*PARTS, POLICY))


def births_added(
    run_set: RunSet, base: RunSet, county_code: int | None = None, by_county: bool = False
) -> xr.DataArray:
    """Births of a year over those under the base, by what policy acts through, (seed, year, …, part) in residents.

    Arguments as in `births_changed`.
    """
    own, other = (_by_year(one, county_code, by_county) for one in (run_set, base))
    _check_paired(own, other)
    added = births_of(own.factors) - births_of(other.factors)
    return _labelled(own, added, parts(other.factors, own.factors), PARTS)


class _Years(NamedTuple):
    """Factors of all whole years, arrays (seed, year, …), with the labels of their first dimensions."""

    factors: Factors
    counted: xr.DataArray
    area_code: int | str


def _by_year(run_set: RunSet, county_code: int | None, by_county: bool) -> _Years:
    manifest = run_set.manifest
    whole = [year for year in manifest.years if manifest.months_in_year[year] == 12]
    if not whole:
        raise UserError(f"{run_set.directory} holds no whole year; a change of births needs two.")
    where: Where = {} if county_code is None else {"county_code": [county_code]}
    area = ("county_code",) if by_county else ()
    months = run_set.array("woman_months", (*area, "age", "marital"), where).sel(year=whole, age=AGES_OF_CHILDBEARING)
    years = months * (manifest.scale / 12.0)
    births = run_set.array("births", (*area, "mother_age", "birth_order"), where).sel(year=whole) * manifest.scale
    inside = births.sel(mother_age=AGES_OF_CHILDBEARING)
    elsewhere = births.sum(["mother_age", "birth_order"]) - inside.sum(["mother_age", "birth_order"])
    return _Years(
        factors(years.sum("marital").values, years.sel(marital="married").values, inside.values, elsewhere.values),
        births.sum(["mother_age", "birth_order"]),
        "counties" if by_county else county_code or "city",
    )


def _changes(of: Factors) -> Array:
    return parts(Factors(*(array[:, :-1] for array in of)), Factors(*(array[:, 1:] for array in of)))


def _labelled(years: _Years, change: Array, found: Array, names: tuple[str, ...]) -> xr.DataArray:
    """Parts with their labels and the whole that they add up to, as coordinate `change`."""
    counted = years.counted.isel(year=slice(years.counted.sizes["year"] - change.shape[1], None))
    labelled = xr.DataArray(found, dims=(*counted.dims, "part"), coords={**counted.coords, "part": list(names)})
    return labelled.assign_coords(change=(counted.dims, change)).assign_attrs(
        units="births / year", area_code=years.area_code
    )


def _check_paired(own: _Years, other: _Years) -> None:
    """Both hold the same seeds, draws and years."""
    same = all(own.counted.indexes[name].equals(other.counted.indexes[name]) for name in ("seed", "year"))
    if not same or not np.array_equal(draws_of(own.counted), draws_of(other.counted)):
        raise UserError("What policy adds needs runs of the same seeds, draws and years.")
