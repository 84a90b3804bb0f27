"""Levels of a calibration from counts, by hand."""

import numpy as np
import pytest

from sim.measures.levels import LEVEL_UNITS, yearly_levels
from sim.population.columns import FEMALE, MALE
from sim.processes.accounts import BIRTHS, COUNT_TABLES, SIZES


def test_levels_by_hand() -> None:
    """Two years of ten women of 27 in county 0; in 2020 three first births and one second, scale 100."""
    names = ("births", "exposure_half_months", "persons", "never_married", "balance")
    counts = {name: np.zeros((2, *(SIZES[dim] for dim in COUNT_TABLES[name])), np.int64) for name in names}
    counts["exposure_half_months"][:, 0, FEMALE, 27] = 240
    counts["births"][1, 0, 27, 0, 0, 0], counts["births"][1, 0, 27, 1, 0, 0] = 3, 1
    counts["persons"][:, 0, FEMALE, 27], counts["never_married"][:, 0, FEMALE, 27] = 10, 4
    counts["persons"][:, 0, FEMALE, 32], counts["never_married"][:, 0, FEMALE, 32] = 10, 1
    counts["persons"][:, 0, MALE, 30], counts["never_married"][:, 0, MALE, 30] = 4, 1
    counts["balance"][0, 10:, 0, BIRTHS] = 2  # November and December 2019
    counts["balance"][1, :, 0, BIRTHS] = 1
    census = np.zeros((6, 2, 101), np.int64)
    census[0, MALE, 0], census[1, FEMALE, 0], census[5, MALE, 4] = 2, 1, 7
    found = yearly_levels([2019, 2020], counts, census, 100.0)
    assert set(found) == set(LEVEL_UNITS)
    assert found["census_children_0"].tolist() == pytest.approx([np.nan, 300], nan_ok=True)
    assert found["census_children_0_01"][1] == 300
    assert found["census_children_1_4_5"][1] == 700
    assert found["census_children_1_4_2"][1] == 0
    assert found["census_year_births"][1] == (2 * 2 + 10) * 100
    assert found["mean_population"].tolist() == [1000, 1000]
    assert found["tfr_share_1"][1] == pytest.approx(0.75)
    assert found["tfr_share_25_29"][1] == 1.0
    assert found["never_married_women"][1] == 0.25  # 5 of 20
    assert found["never_married_women_25_29"][1] == 0.4
    assert found["never_married_men"][1] == 0.25
    assert np.isnan(yearly_levels([2019, 2020], counts, None, 100.0)["census_children_0"]).all()
