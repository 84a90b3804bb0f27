"""A netCDF file of the runs as one labelled dataset: indicators over (run, year) of a sweep, (seed, year) of a run set.

Every variable has its unit and its title; what belongs to a run (point, seed, factors) stands along `run`.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from experiments.stores.libraries import needed
from experiments.stores.querying import EXTRA
from experiments.stores.tables import FLAT, KEYS, Store
from sim.measures.results import results
from sim.runs.runset import RunSet
from sim.runs.sweepset import SweepManifest
from sim.writing import make_folder, whole_file


def dataset(store: Store, language: str) -> xr.Dataset:
    """The runs of a store with titles and units."""
    stored = store.stored
    data = results(stored) if isinstance(stored, RunSet) else _of_sweep(store, stored.manifest)
    column = 0 if language == "zh" else 1
    for name in data.variables:
        titled = store.labels.get(str(name))
        kept = {key: _plain(said) for key, said in data[name].attrs.items() if said is not None}
        data[name].attrs = kept | ({"long_name": titled[column]} if titled else {})
    kept = {key: _plain(said) for key, said in data.attrs.items() if said is not None}
    data.attrs = {**kept, "title": store.title(language), "command": store.command}
    return data


def _of_sweep(store: Store, manifest: SweepManifest) -> xr.Dataset:
    """A sweep's runs: indicators (run, year); keys and factors (run)."""
    rows = store.table(FLAT)
    indicators = manifest.indicators
    years = np.unique(rows["year"])
    rows = rows.sort_values(["run", "year"])
    first = rows.drop_duplicates("run").set_index("run")
    own = [name for name in first if name not in indicators and name not in ("year", "months")]
    data = xr.Dataset(
        {name: (("run", "year"), rows[name].to_numpy().reshape(len(first), len(years)), {"units": unit})
         for name, unit in indicators.items()},
        {"run": first.index.to_numpy(), "year": years},
    )  # fmt: skip
    along_run = {name: ("run", _values(first[name])) for name in own}
    months = rows[rows["run"] == first.index[0]]["months"].to_numpy()
    keys = {name: values for name, values in along_run.items() if name in KEYS}
    factors = {name: values for name, values in along_run.items() if name not in KEYS}
    data = data.assign(factors).assign_coords({**keys, "months": ("year", months)})
    return data.assign_attrs(place=manifest.place, sample=manifest.sample)


def _values(column: pd.Series) -> np.ndarray[Any, Any]:
    """Numbers as they are, words as objects, which netCDF takes for text."""
    return column.to_numpy() if column.dtype.kind in "iuf" else column.astype(object).to_numpy()


def _plain(said: Any) -> Any:
    """An attribute as netCDF has them: text or a number."""
    return said if isinstance(said, str | int | float) and not isinstance(said, bool) else str(said)


def write(path: Path, data: xr.Dataset) -> None:
    """Write a dataset as netCDF 4."""
    for name in ("h5py", "h5netcdf"):  # the second does without the first until it is to write
        needed(name, "--to netcdf", EXTRA)
    make_folder(path.parent)
    with whole_file(path) as unfinished:
        data.to_netcdf(unfinished, engine="h5netcdf")
