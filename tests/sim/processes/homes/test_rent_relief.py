"""Dated relief of rents: streams by hand, children who come of age, and what an announced end leaves of a subsidy."""

import numpy as np
import pytest

from sim.clock import month_index
from sim.parameters import as_record, as_row
from sim.places.pack import Pack
from sim.policy.paths import compile_paths
from sim.population.columns import FLEXIBLE, NO_WORK, PRIVATE, PUBLIC
from sim.processes.homes import rent_relief as rules
from sim.processes.money.annuities import annuity_shares
from tests.sim.makers import rates, same_uncompiled
from tests.sim.market import HOMES_TABLE

EVEN = np.linspace(0.0, 1.0, 19)
"""Annuity shares as if every year weighed alike."""
SHARES = annuity_shares(0.7, 0.95)
HOMES = as_record(HOMES_TABLE)
P = rates(affordable_rental_share=0.1, child_spacing=4.0)
LEVEL = np.broadcast_to(np.array([1.0, 10.0, 100.0, 100.0])[:, None] * EVEN, (6, 4, 19)).copy()
"""A stream that never ends: 1 a year with one child, 10 with two, 100 with more."""
START, END = month_index(2020, 11), month_index(2035, 12)


@pytest.mark.parametrize(
    ("local", "work", "settled"),
    [(True, NO_WORK, True), (False, PRIVATE, True), (False, PUBLIC, True), (False, FLEXIBLE, False)],
)
def test_who_is_settled(local: bool, work: int, settled: bool) -> None:
    assert same_uncompiled(rules.is_settled, local, work) == settled


@pytest.mark.parametrize(("income", "members", "entitled"), [(144_000, 3, True), (145_000, 3, False), (1e5, 0, False)])
def test_entitled_are_those_below_four_fifths_of_the_mean(income: float, members: int, entitled: bool) -> None:
    assert same_uncompiled(rules.is_entitled, True, float(income), members, HOMES) == entitled
    assert not rules.is_entitled(False, float(income), members, HOMES)


@pytest.mark.parametrize(
    ("years", "minors", "expected"), [(0.0, 2, 0.0), (9.0, 2, 5.0), (0.9, 3, 5.0), (30.0, 7, 100.0), (9.0, 0, 0.0)]
)
def test_streams_end_within_years(years: float, minors: int, expected: float) -> None:
    assert same_uncompiled(rules.brought_until, years, LEVEL, 3, minors) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("children", "youngest", "newborn", "expected"),
    [
        (0, 99.0, 0, 0.0), (0, 99.0, 1, 1.0),
        (1, 9.0, 0, 0.5),  # of age after nine years
        (1, 9.0, 1, 0.5 * 10 + 0.5 * 1),
        (2, 5.0, 0, (9 * 10 + 4 * 1) / 18),  # the elder is nine, the younger alone for four years more
        (2, 5.0, 1, (9 * 100 + 4 * 10 + 5 * 1) / 18),
        (2, 16.0, 1, (2 * 10 + 16 * 1) / 18),  # the elder is of age already
        (1, 20.0, 1, 1.0), (1, 20.0, 0, 0.0),
    ],
)
def test_children_count_until_they_are_of_age(children: int, youngest: float, newborn: int, expected: float) -> None:
    found = same_uncompiled(rules.while_minors, LEVEL, 0, children, youngest, newborn, P)
    assert found == pytest.approx(expected)


@pytest.mark.parametrize("children", range(6))
@pytest.mark.parametrize("youngest", [0.0, 5.5, 17.0])
def test_no_family_is_relieved_of_more_than_the_most(children: int, youngest: float) -> None:
    dated = LEVEL * (EVEN < 0.4) + LEVEL[:, ::-1] * (EVEN - EVEN[7]) * (EVEN >= 0.4) + LEVEL[..., 7:8] * (EVEN >= 0.4)
    for sums in (LEVEL, dated):  # in the latter those with fewer children get more from the eighth year on
        most = same_uncompiled(rules.most_while_minors, sums, 0, children)
        assert rules.while_minors(sums, 0, children, youngest, 1, P) <= most + 1e-9
    assert rules.most_while_minors(LEVEL, 0, children) == pytest.approx([1, 10, 100, 100, 100, 100][children])


def test_a_dated_stream_by_hand() -> None:
    path = np.repeat([0.0, 12.0, 0.0], [6, 9, 12])[:, None]  # nine months
    (sums,) = rules.stream_sums(rules.streams(path), 3, SHARES)
    assert sums.shape == (19,)
    assert sums[1] == pytest.approx(12 * SHARES[1] * 9 / 12)  # all of them in the first year from the fourth month on
    assert sums[18] == pytest.approx(sums[1])
    (split,) = rules.stream_sums(rules.streams(path), 0, SHARES)
    assert split[18] == pytest.approx(12 * (SHARES[1] * 6 / 12 + (SHARES[2] - SHARES[1]) * 3 / 12))
    beyond = rules.stream_sums(rules.streams(np.full((5, 1), 7.0)), 4, SHARES)
    assert beyond[0, 18] == pytest.approx(7.0)  # goes on beyond the path


def test_a_subsidy_announced_to_end_counts_for_the_months_that_it_has(pack: Pack) -> None:
    """A birth expected in 2027-01: for ever 18,000 yuan a year count whole, until 2027-02 two months of them."""
    def subsidy(**end: str) -> float:
        given = {"rent_subsidy": [{"from": "2020-11", "value": 1500, **end}]}
        paths = compile_paths("national_only", pack, START, END, values=given).announced(month_index(2026, 1))
        month = month_index(2027, 1)
        nominal = rules.rent_relief(paths, month, SHARES, P).subsidy[0, 1, 18]
        taken = paths.take_up("rent_subsidy")[paths.at(month), 0]
        return float(nominal * paths.price_level[paths.at(month)] / taken)

    assert subsidy() == pytest.approx(18_000, rel=0.25)  # less what prices take in 18 years
    assert subsidy(to="2027-02") == pytest.approx(18_000 * SHARES[1] * 2 / 12, rel=0.01)


@pytest.mark.parametrize("scenario", ["national_only", "plan"])
def test_the_row_is_the_table(scenario: str, pack: Pack) -> None:
    known = compile_paths(scenario, pack, START, END).announced(month_index(2024, 1))
    rows = [rules.relief_row(known, month_index(year, 7), SHARES, P) for year in (2024, 2025, 2030)]
    for row, year in zip(rows, (2024, 2025, 2030), strict=True):
        table = rules.rent_relief(known, month_index(year, 7), SHARES, P)
        assert row.tobytes() == as_row(table).tobytes()
    assert (rows[0] is rows[2]) == (scenario == "national_only"), "one row where there is no relief at all"
