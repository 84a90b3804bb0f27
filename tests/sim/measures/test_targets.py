"""Standing against a target, by hand."""

import numpy as np
import pytest

from sim.measures.targets import decimals_of, meets, standing, standing_of_input


def test_standing_of_runs_by_hand() -> None:
    """Three of four runs have 4.6 places as one writes it; their mean is below the number and written like it."""
    found = standing(np.array([4.53, 4.56, 4.61, 4.62]), 4.6, drawn=0)
    assert (found.n_runs, found.interval) == (4, "simulation")
    assert found.mean == pytest.approx(4.58)
    assert found.distance == pytest.approx(-0.02)
    assert found.met
    assert found.runs_meeting == 3
    assert found.lower < 4.58 < found.upper
    assert standing(np.array([4.61, 4.62]), 4.6, drawn=2).interval == "uncertainty and chance, 90 % equal-tailed"


def test_short_of_a_target() -> None:
    found = standing(np.array([2.5, 2.5, 4.7]), 4.6, drawn=0)
    assert not found.met
    assert found.runs_meeting == 1
    assert found.distance == pytest.approx(9.7 / 3 - 4.6)


def test_what_is_set_meets_the_number_itself() -> None:
    assert standing_of_input(0.5, 0.5).met
    assert standing_of_input(0.5 - 1e-12, 0.5).met  # even steps end with a rounding error
    assert not standing_of_input(0.49, 0.5).met
    assert standing_of_input(0.2, 0.5).distance == pytest.approx(-0.3)


@pytest.mark.parametrize(("target", "decimals"), [(4.6, 1), (0.25, 2), (35000.0, 0), (1.0, 0), (1.35, 2)])
def test_decimals(target: float, decimals: int) -> None:
    assert decimals_of(target) == decimals


def test_met_as_it_is_written() -> None:
    assert meets(np.array([4.549, 4.551, 4.6, 5.0]), 4.6).tolist() == [False, True, True, True]
    assert meets(np.array([34_999.4, 34_999.6]), 35_000.0).tolist() == [False, True]
