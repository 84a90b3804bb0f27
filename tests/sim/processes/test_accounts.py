"""Counts and ages by hand."""

import numpy as np
import pytest

from sim.processes.accounts import BALANCE_ITEMS, COUNT_TABLES, SIZES, age_at, empty_counts, measures
from tests.sim.makers import MONTH, same_uncompiled


@pytest.mark.parametrize(
    ("birth", "age"), [(MONTH, 0), (MONTH - 11, 0), (MONTH - 12, 1), (MONTH - 119, 9), (MONTH - 1300, 100)]
)
def test_age_by_hand(birth: int, age: int) -> None:
    assert same_uncompiled(age_at, MONTH, birth) == age


def test_every_measure_has_its_shape_and_starts_at_zero() -> None:
    counts = empty_counts()
    assert counts._fields == (*COUNT_TABLES, "women")
    assert tuple(measures(counts)) == tuple(COUNT_TABLES)
    for name, dims in COUNT_TABLES.items():
        table = getattr(counts, name)
        assert table.shape == tuple(SIZES[d] for d in dims)
        assert table.dtype == np.int64
        assert not table.any()
    assert SIZES["item"] == len(BALANCE_ITEMS)
