"""Paired differences: by hand, and against the interval of unpaired runs."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from sim.errors import UserError
from sim.measures.chance import drawn_of
from sim.measures.comparison import adds_up, over_years, paired_difference, paired_interval, rows, years_of


def dataset(births: list[list[float]], seeds: tuple[int, ...] = (1, 2, 3)) -> xr.Dataset:
    """Births by seed and year 2020 (a part-year), 2021, 2022."""
    values = xr.DataArray(
        np.array(births), {"seed": list(seeds), "year": [2020, 2021, 2022]}, ["seed", "year"],
        attrs={"units": "births / year"},
    )
    part_year = xr.DataArray([True, False, False], dims="year")
    return xr.Dataset({"births": values}, attrs={"scenario": "x"}).assign_coords(part_year=part_year)


BASE = dataset([[1, 100, 200], [1, 110, 190], [1, 90, 210]])
POLICY = dataset([[1, 101, 202], [1, 112, 194], [1, 93, 216]])


def test_differences_are_taken_seed_by_seed() -> None:
    difference = paired_difference(POLICY, BASE, ["births"])["births"]
    np.testing.assert_array_equal(difference, [[0, 1, 2], [0, 2, 4], [0, 3, 6]])
    assert difference.attrs["units"] == "births / year"


def test_paired_interval_by_hand() -> None:
    """Differences 1, 2, 3: mean 2, standard error 1/sqrt(3), t of 2 degrees of freedom 4.302653."""
    interval = paired_interval(paired_difference(POLICY, BASE, ["births"])["births"]).sel(year=2021)
    half = 4.302653 / np.sqrt(3)
    np.testing.assert_allclose(interval, [2, 2 - half, 2 + half], rtol=1e-6)
    assert interval.attrs["interval"] == "simulation, paired"


def test_sums_over_whole_years_only_of_what_adds_up() -> None:
    difference = paired_difference(POLICY, BASE, ["births"])["births"]
    np.testing.assert_array_equal(over_years(difference), [3, 6, 9])
    assert adds_up(difference)
    assert not adds_up(difference.assign_attrs(units="persons"))
    assert not adds_up(difference.assign_attrs(rate=1))


def test_rows_of_a_difference_by_hand() -> None:
    difference = paired_difference(POLICY, BASE, ["births"])["births"].values
    years = years_of(POLICY, [2021, 2022])
    table = pd.DataFrame(rows(difference, years, drawn_of(POLICY), True, BASE["births"].values))
    assert list(table["year"][:2]) == [2021, 2022]
    assert list(table["span"]) == ["", "", "2021-2022"]
    assert table["year"].isna().tolist() == [False, False, True]
    assert table["mean"].iloc[2] == 6
    assert table["percent"].iloc[0] == 2.0
    assert table["percent"].iloc[2] == pytest.approx(2.0)


def test_runs_that_do_not_pair_are_refused() -> None:
    other = dataset([[1, 1, 1]] * 3, seeds=(1, 2, 4))
    with pytest.raises(UserError, match="same seeds and years"):
        paired_difference(POLICY, other, ["births"])
    with pytest.raises(UserError, match="no indicator 'briths'"):
        paired_difference(POLICY, BASE, ["briths"])
