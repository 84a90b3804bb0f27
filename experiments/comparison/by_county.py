"""What each scenario of a comparison adds to the base by county, with paired intervals; no ranking of counties."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from experiments.comparison.numbers import over_time, unit_over_time
from sim.errors import UserError
from sim.measures.chance import drawn_of
from sim.measures.comparison import check_paired
from sim.measures.intervals import STATISTICS, bounds, errors, named
from sim.measures.results import results
from sim.runs.runset import RunSet


def county_table(run_sets: Mapping[str, RunSet], base: str, name: str) -> pd.DataFrame:
    """Rows of `experiments.comparison.compared.Comparison.county_table`, counties in the order of their codes."""
    data = {label: _by_county(run_set, name) for label, run_set in run_sets.items()}
    rows = [row for label in data if label != base for row in _rows(label, base, data, name)]
    names = {one.county_code: one for one in run_sets[base].manifest.counties}
    table = pd.DataFrame(rows)
    titles = {f"name_{language}": [getattr(names[code], f"name_{language}") for code in table["county_code"]]
              for language in ("zh", "en")}  # fmt: skip
    return table.assign(**titles)


def _by_county(run_set: RunSet, name: str) -> xr.Dataset:
    """One yearly indicator by county in whole years, (seed, year, county_code)."""
    try:
        found = results(run_set, by_county=True, names=(name,))
    except KeyError:
        raise UserError(f"There is no indicator '{name}'; docs/results.md lists them") from None
    if set(found[name].dims) != {"seed", "year", "county_code"}:
        raise UserError(f"'{name}' has more than one number a year and county; name a yearly indicator")
    whole = found.sel(year=~found["part_year"])
    if not whole.sizes["year"]:
        raise UserError("No whole calendar year was simulated, so there is nothing to compare")
    return whole


def _rows(label: str, base: str, data: Mapping[str, xr.Dataset], name: str) -> list[dict[str, Any]]:
    """One row a county of a scenario less the base."""
    check_paired(data[label], data[base])
    own, other = data[label][name], data[base][name]
    added = over_time((own - other).assign_attrs(own.attrs)).transpose("seed", "county_code")
    level = over_time(other).mean("seed")
    values, drawn = np.asarray(added.values, np.float64), drawn_of(data[label])
    found, (error, _) = bounds(values, drawn), errors(values, drawn)
    return [
        {"scenario": label, "against": base, "county_code": int(code), "indicator": name, "unit": unit_over_time(own),
         **dict(zip(STATISTICS, map(float, found[:, k]), strict=True)),
         "percent": 100 * float(found[0, k] / level.sel(county_code=code)) if level.sel(county_code=code) else np.nan,
         "standard_error": float(error[k]), "interval": named(drawn, paired=True).name,
         "told_from_0": bool(not found[1, k] <= 0 <= found[2, k])}
        for k, code in enumerate(added["county_code"].values)
    ]  # fmt: skip
