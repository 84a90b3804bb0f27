"""Indicators of a sweep are those of a run set, and a hand-worked year."""

import numpy as np
import pytest

from sim.measures.results import results
from sim.measures.yearly import INDICATORS, RATES, stacked, yearly_indicators
from tests import synthetic

MONTHS = {2021: 12, 2022: 12, 2023: 2}


@pytest.fixture(scope="module")
def found() -> dict[str, np.ndarray]:
    yearly = {year: synthetic.counts(2, months) for year, months in MONTHS.items()}
    return yearly_indicators(*stacked(yearly), MONTHS, 50.0, synthetic.ASSUMPTIONS)


def test_a_year_worked_by_hand(found: dict[str, np.ndarray]) -> None:
    """Six counties of 100 women at each of 20 ages bear 5 first and 3 second children; seed 2 adds two births."""
    assert found["year"].tolist() == [2021, 2022, 2023]
    assert found["births"][0] == (6 * 20 * 8 + 2) * 50
    assert found["births_2"][0] == 6 * 20 * 3 * 50
    assert found["tfr_2"][0] == pytest.approx(20 * 3 / 100)
    assert found["tfr"][0] == pytest.approx(20 * 8 / 100 + 2 / 600)
    assert found["marriages"][0] == 6 * 20 * 4 * 50
    assert found["population"][0] == 6 * 2 * 101 * 100 * 50
    assert found["old_dependency_ratio"][0] == pytest.approx(100 * 36 / 50)
    assert found["maternity_beds"][0] == pytest.approx((6 * 20 * 8 + 2) * 50 * 4 / 365 / 0.8)
    assert found["kindergarten_pupils"][0] == pytest.approx(6 * 2 * 3 * 100 * 50 * 0.9)
    assert found["primary_school_children"][0] == 6 * 2 * 6 * 100 * 50
    assert found["women_at_work_15_49"][0] == pytest.approx(0.7 * 30 / 35)
    assert found["women_at_work_20_54"][0] == pytest.approx(0.7)
    assert found["nursery_places"][0] == 6 * 30 * 50
    assert found["children_under_three"][0] == 6 * 2 * 3 * 100 * 50
    assert found["enrolled_per_100_under_three"][0] == pytest.approx(100 * 18 / 600)
    assert found["money_county"][0] == 6 * 1000 * 50


def test_rates_of_a_part_year_are_missing(found: dict[str, np.ndarray]) -> None:
    assert all(np.isnan(found[name][-1]) for name in RATES)
    assert all(np.isfinite(values[:2]).all() for values in found.values())


def test_the_same_as_a_run_set_says(tmp_path_factory: pytest.TempPathFactory) -> None:
    described = synthetic.manifest((3,))
    data = results(synthetic.write(tmp_path_factory.mktemp("stored") / "run", described)).sel(seed=3)
    months = dict(described.months_in_year)
    yearly = {y: synthetic.counts(3, n) for y, n in months.items()}
    found = yearly_indicators(*stacked(yearly), months, described.scale, synthetic.ASSUMPTIONS)
    for name in INDICATORS:
        stem, _, last = name.rpartition("_")
        if last in ("male", "female"):
            expected = data[stem].sel(sex=last)
        elif last in ("1", "2", "3", "4"):
            expected = data[f"{stem}_by_order"].sel(birth_order=int(last))
        elif name.startswith("money_"):
            expected = data["money_by_payer"].sel(payer=name.removeprefix("money_"))
        else:
            expected = data[name]
        np.testing.assert_allclose(found[name], expected.values, rtol=1e-12, err_msg=name)
        units = expected.attrs.get("units")
        assert INDICATORS[name] == units or units is None or "women" in units, name
