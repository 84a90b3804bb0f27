"""Public money of a run set: by lever, payer, county and year, against the counties' general budgets.

Reads the ledger's counts (`sim.policy.ledger`) through `RunSet` and scales them to the whole city. Money is
outlay: tax revenue forgone counts, penalties received are negative. Called by the command line, charts and notebooks;
intervals come from `results.simulation_interval`.
"""

import pandas as pd
import xarray as xr

from sim.errors import UserError
from sim.places.pack import load_pack
from sim.policy.budgets import general_budgets
from sim.policy.futures import future
from sim.policy.levers.base import PUBLIC_PAYERS
from sim.runs.runset import RunSet, Where

UNDER_THREE = ("childcare_allowance", "infant_care_tax_deduction", "birth_insurance_support")
"""Levers that owe every child under three a further year."""


def public_money(run_set: RunSet, county_code: int | None = None, by_county: bool = False) -> xr.Dataset:
    """The ledger by (seed, year, …) of the city, of one county, or with a county_code dimension.

    money, money_real : (…, lever, payer) [yuan / year] and [yuan of 2020 / year], all payers
    public_money, public_money_real : summed over levers and the payers of public money
    eligible, claimed : (…, lever) [cases / year], a birth, child-year, month, … as the lever's cost rule says
    rationed : (…, lever) [yuan / year] that counties above their ceiling left unpaid
    general_budget : (year, …) [yuan / year], projected by incomes where not published
    county_share_of_budget : what counties pay over their general budget; NaN in a part-year, which `part_year` flags
    """
    where: Where = {} if county_code is None else {"county_code": [county_code]}
    area = ("county_code",) if by_county else ()
    scale = run_set.manifest.scale

    def scaled(measure: str, *by: str, units: str) -> xr.DataArray:
        return (run_set.array(measure, (*area, *by), where) * scale).assign_attrs(units=units)

    money = scaled("money", "lever", "payer", units="yuan / year")
    real = scaled("money_real", "lever", "payer", units="yuan of 2020 / year")
    budget = _budgets(run_set, county_code, by_county)
    part_year = xr.DataArray(
        [run_set.manifest.months_in_year[year] < 12 for year in run_set.manifest.years], dims="year"
    )
    by_counties = money.sel(payer="county", drop=True).sum("lever")
    data = xr.Dataset(
        {
            "money": money,
            "money_real": real,
            "public_money": _public(money).assign_attrs(money.attrs),
            "public_money_real": _public(real).assign_attrs(real.attrs),
            "eligible": scaled("eligible", "lever", units="cases / year"),
            "claimed": scaled("claimed", "lever", units="cases / year"),
            "rationed": scaled("rationed", "lever", units="yuan / year"),
            "general_budget": budget,
            "county_share_of_budget": (by_counties / budget).where(~part_year).assign_attrs(
                units="share of the general budget", rate=1
            ),
        }
    ).assign_coords(part_year=part_year)
    manifest = run_set.manifest
    return data.assign_attrs(
        place=manifest.place, scenario=manifest.scenario, future=manifest.future, sample=manifest.sample,
        n_seeds=len(manifest.seeds), calibration_note=manifest.calibration_note,
    )  # fmt: skip


def per_measure(data: xr.Dataset, year: int) -> pd.DataFrame:
    """Each lever that reached anybody in a year, from eligible to money; means over seeds.

    data : from `public_money` of the city or of one county
    returns: columns lever, eligible, claimed [cases / year], public_money, other_money, rationed [yuan / year]
    """
    at = data.sel(year=year).mean("seed")
    public = at["money"].sel(payer=list(PUBLIC_PAYERS)).sum("payer")
    columns = {
        "eligible": at["eligible"], "claimed": at["claimed"], "public_money": public,
        "other_money": at["money"].sum("payer") - public, "rationed": at["rationed"],
    }  # fmt: skip
    table = pd.DataFrame({name: values.to_series() for name, values in columns.items()})
    return table[(table != 0).any(axis=1)].rename_axis("lever").reset_index()


def commitments(run_set: RunSet) -> xr.DataArray:
    """Money still owed after the last year to children under three then, (seed, county_code, lever, payer).

    [yuan of 2020] at the last year's rules, take-up and shares of payers. A child of the last year is owed two more
    years and one of the year before one more, so what the last year paid to three cohorts is weighed by their births:
    x (2 b0 + b1) / (b0 + b1 + b2). Deaths and moves are left out. Needs three whole years.
    """
    years = list(run_set.manifest.years)[-3:]
    if len(years) < 3 or any(run_set.manifest.months_in_year[year] < 12 for year in years):
        raise UserError("commitments: the births of three whole years are needed; run to a later year.")
    births = run_set.array("births", ("county_code",))
    two_before, one_before, last = (births.sel(year=year, drop=True) for year in years)
    weight = (2 * last + one_before) / (two_before + one_before + last)
    paid = run_set.array("money_real", ("county_code", "lever", "payer"))
    paid = paid.sel(year=years[-1], lever=list(UNDER_THREE), drop=True)
    owed = (paid * run_set.manifest.scale * weight.fillna(0.0)).rename("commitments")
    return owed.assign_attrs(units="yuan of 2020", after_year=years[-1])


def _public(money: xr.DataArray) -> xr.DataArray:
    return money.sel(payer=list(PUBLIC_PAYERS)).sum(["lever", "payer"])


def _budgets(run_set: RunSet, county_code: int | None, by_county: bool) -> xr.DataArray:
    """General budgets of the area, (year,) or (year, county_code) [yuan / year]."""
    manifest = run_set.manifest
    pack, years = load_pack(manifest.place), list(manifest.years)
    values = general_budgets(pack, future(manifest.future), years[0], years[-1])
    budgets = xr.DataArray(values, {"year": years, "county_code": pack.county_codes}, ["year", "county_code"])
    if county_code is not None:
        budgets = budgets.sel(county_code=[county_code])
    budgets = budgets if by_county else budgets.sum("county_code")
    return budgets.assign_attrs(units="yuan / year")
