"""Parity progression and cohorts against tables worked by hand."""

import numpy as np
import pytest
import xarray as xr

from sim.measures import parity

AGES, ORDERS = np.arange(101), [1, 2, 3, 4]


def births_of(cells: dict[tuple[int, int], float]) -> xr.DataArray:
    """Births by mother's age and order, from cells (age, order)."""
    found = xr.DataArray(np.zeros((101, 4)), {"mother_age": AGES, "birth_order": ORDERS}, ["mother_age", "birth_order"])
    for (age, order), births in cells.items():
        found.loc[{"mother_age": age, "birth_order": order}] = births
    return found


def months_of(by_parity: list[float]) -> xr.DataArray:
    """The same woman-months by parity at every age."""
    table = np.tile(np.array(by_parity), (101, 1))
    return xr.DataArray(table, {"age": AGES, "parity": [0, 1, 2, 3]}, ["age", "parity"])


def test_progression_by_hand() -> None:
    """10 woman-years at each parity: hazards of .4 of a first birth at 25, of .5 of a second at 25 and .2 at 30."""
    births = births_of({(25, 1): 4, (25, 2): 5, (30, 2): 2})
    found = parity.parity_progression(births, months_of([120.0] * 4))
    first = 0.4 / 1.2  # of women in the mean of the year's begin and end
    second_at_25 = 0.5 * (first / 2) / 1.25  # of those who came in the same year
    second_at_30 = 0.2 * (first - second_at_25) / 1.1
    assert found.sel(birth_order=[1, 2]).to_numpy() == pytest.approx([first, (second_at_25 + second_at_30) / first])
    assert found.sel(birth_order=3) == 0
    assert np.isnan(found.sel(birth_order=4))  # nobody has a third child


def test_progression_is_over_women_at_the_parity_before() -> None:
    """A quarter of the woman-months at parity 1: the same second births are four times the hazard."""
    births = births_of({(20, 1): 1e9, (35, 2): 3})
    few, many = (parity.parity_progression(births, months_of([120.0, n, 120, 120])) for n in (30.0, 120.0))
    assert few[0] == pytest.approx(1, abs=1e-6)  # however many births, nobody bears a first child twice
    assert few.sel(birth_order=2) == pytest.approx(1.2 / 1.6)
    assert many.sel(birth_order=2) == pytest.approx(0.3 / 1.15)


def test_no_women_no_progression() -> None:
    assert np.isnan(parity.parity_progression(births_of({}), months_of([0.0] * 4))).all()


def test_cohorts_by_hand() -> None:
    """In 2019 every age has a share of age/100 without children, all others two; ten points less a year later."""
    years, shape = [2019, 2020, 2021], (2, 3, 101, 4)
    coords = {"seed": [1, 2], "year": years, "age": AGES, "parity": range(4)}
    months = xr.DataArray(np.zeros(shape), coords, list(coords))
    for at, year in enumerate(years):
        childless = np.maximum(AGES - 10 * at, 0)
        months.loc[{"year": year, "parity": 0}] = childless
        months.loc[{"year": year, "parity": 2}] = 100 - childless
    found = parity.cohort_children(months.assign_coords(draw=("seed", [7, 8])))
    childless, children = found["cohort_childless"], found["cohort_fertility"]
    assert childless.dims == ("seed", "year", "cohort")
    assert childless["draw"].to_numpy().tolist() == [7, 8]
    assert childless.sel(seed=2, year=2020, cohort=1990) == pytest.approx(0.30 - 0.10)
    assert children.sel(seed=1, year=2020, cohort=1990) == pytest.approx(2 * 0.80)
    assert childless.sel(seed=1, cohort=1970).to_numpy() == pytest.approx([0.49] * 3)  # 49 in 2019, held from then on
    assert childless.sel(seed=1, cohort=1971).to_numpy() == pytest.approx([0.48, 0.39, 0.39])
    complete = parity.is_complete(months["year"])
    assert complete.sel(cohort=1971).to_numpy().tolist() == [False, True, True]
    assert complete.sel(year=2019).sum() == 1


def test_cohorts_that_a_run_does_not_see_are_missing() -> None:
    months = xr.DataArray(
        np.ones((2, 101, 4)), {"year": [2010, 2011], "age": AGES, "parity": range(4)}, ["year", "age", "parity"])
    children = parity.cohort_children(months)["cohort_fertility"]
    assert children.sel(year=2010, cohort=1995) == 1.5  # at 15
    assert np.isnan(children.sel(year=2010, cohort=1996))
    late = parity.cohort_children(months.assign_coords(year=[2020, 2021]))["cohort_fertility"]
    assert np.isnan(late.sel(cohort=1970)).all()  # 49 in 2019, before the run
