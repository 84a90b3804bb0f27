"""Futures: low below central below high, and central is the run without a future."""

import pytest

from sim.errors import UserError
from sim.policy.futures import future, futures


def test_low_central_high_are_in_order() -> None:
    low, central, high = (future(name) for name in ("low", "central", "high"))
    for field in ("marriage", "arrivals", "intentions"):
        assert getattr(low, field) < getattr(central, field) < getattr(high, field)
    assert low.mortality > central.mortality > high.mortality


def test_central_changes_nothing() -> None:
    central = future("central")
    assert (central.marriage, central.arrivals, central.mortality, central.intentions) == (1, 1, 1, 1)


def test_every_future_has_its_titles() -> None:
    assert {"low", "central", "high"} <= set(futures())
    assert all(made.title_zh and made.title_en for made in futures().values())


def test_unknown_future_names_the_known() -> None:
    with pytest.raises(UserError, match=r"rosy.*low.*central.*high"):
        future("rosy")
