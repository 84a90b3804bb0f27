"""Start populations judged: ratios and errors by hand, misses first, and a run of both starts."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from calibration.starts import (
    COMPARED,
    LIVED,
    MADE,
    Beside,
    behind,
    births_of,
    gaps,
    ratio_of_means,
    run_starts,
    section,
)
from sim.errors import UserError


def test_the_ratio_of_means_and_its_error_by_hand() -> None:
    ratio, error = ratio_of_means(np.array([9.0, 11.0]), np.array([10.0, 10.0]))
    assert ratio == pytest.approx(1.0)
    assert error == pytest.approx(np.sqrt(2.0) / np.sqrt(2.0) / 10.0)
    assert ratio_of_means(np.array([4.0, 8.0]), np.array([5.0, 10.0])) == pytest.approx((0.8, 0.0))


def test_the_city_may_be_off_less_than_a_county() -> None:
    lived = np.full((3, 3, 2), 100.0)
    made = lived * np.array([0.95, 0.93])
    city, first, second = gaps(made, lived, ("one", "other"))
    assert (city.name, first.name, second.name) == ("city", "one", "other")
    assert city.ratio == pytest.approx(0.94)
    assert (city.missed, first.missed, second.missed) == (True, False, True)
    assert first.by_year == pytest.approx((0.95,) * 3)


def test_misses_stand_first_and_a_bulge_is_one() -> None:
    lived = np.full((3, 3, 1), 100.0)
    said = section(gaps(lived, lived, ("one",)), np.array([[130.0, 100.0, 100.0, 100.0]] * 3), "3 draws")
    assert said.index("births of 2011 are 1.30") < said.index("| one |")
    even = section(gaps(lived, lived, ("one",)), np.full((3, 4), 100.0), "3 draws")
    assert "Missed" not in even
    assert "What stands behind" not in even
    rows = [Beside("children 0-4", np.array([1.07, 0.905]))]
    told = section(gaps(lived, lived, ("one",)), np.full((3, 4), 100.0), "3 draws", rows)
    assert "| | city | one |\n|---|---:|---:|\n| children 0-4 | 1.07 | 0.91 |" in told
    assert "Nothing of what is wanted is missed" in even


def test_one_draw_has_no_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="--draws: 1"):
        run_starts(tmp_path, n_draws=1)


@pytest.mark.compiled
def test_both_starts_run_with_the_same_draws(tmp_path: Path) -> None:
    stored = run_starts(tmp_path, n_draws=2, sample=Fraction(1, 1000), workers=1)
    made, lived = (births_of(stored[start], COMPARED) for start in (MADE, LIVED))
    assert made.shape == lived.shape == (2, 3, 6)
    assert 15_000 < made.sum(axis=2).mean() < 60_000
    assert stored[LIVED].manifest.draws == stored[MADE].manifest.draws
    rows = {row.name: row.ratios for row in behind(stored[MADE], stored[LIVED])}
    assert [len(ratios) for ratios in rows.values()] == [7] * 8
    for stored_children, low in (("children 0-4", 0), ("children 5-9", 5)):
        above, below = (one.array("persons", ["age"]).sel(year=2020, age=slice(low, low + 4)).sum() for one in
                        (stored[MADE], stored[LIVED]))
        assert rows[stored_children][0] == pytest.approx(float(above) / float(below))
    births = [one.array("births", ["birth_order"]).sel(year=2021) for one in (stored[MADE], stored[LIVED])]
    first = [float(table[:, 0].sum()) for table in births]
    assert rows["first births"][0] == pytest.approx(first[0] / first[1])
