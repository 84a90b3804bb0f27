"""What a budget ceiling left unpaid, as the report says it."""

from types import SimpleNamespace
from typing import Any

import xarray as xr

from experiments.reports.rationed import printed_rationed


class Stored:
    """Counts of two runs and two years, in agents' yuan; one agent stands for 50 residents."""

    manifest = SimpleNamespace(scale=50, years=(2024, 2025))

    def __init__(self, grant: list[list[int]]) -> None:
        self.grant = grant
        self.asked: dict[str, Any] = {}

    def array(self, measure: str, by: list[str], where: dict[str, Any]) -> xr.DataArray:
        assert (measure, by) == ("rationed", ["lever"])
        self.asked = where
        nothing = [[0, 0], [0, 0]]
        return xr.DataArray(
            [self.grant, nothing], {"lever": ["birth_grant", "rent_subsidy"]}, ["lever", "seed", "year"])


def test_what_is_left_unpaid_is_said_with_the_measures_that_lack_most() -> None:
    stored = Stored([[10_000, 30_000], [20_000, 60_000]])
    # 40,000 and 80,000 agents' yuan in two runs: their mean of 60,000 times 50
    (sentence, _) = printed_rationed(stored, 330602)  # type: ignore[arg-type]
    assert "2024 to 2025: 3.0 million yuan" in sentence
    assert "on 1 measure (most: birth grant 3.0)" in sentence
    assert stored.asked == {"county_code": [330602]}


def test_nothing_is_said_where_everything_is_paid() -> None:
    assert printed_rationed(Stored([[0, 0], [0, 0]])) == []  # type: ignore[arg-type]
