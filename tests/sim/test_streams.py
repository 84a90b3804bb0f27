"""Random draws: published vectors, uniform and independent over person, month, decision and seed; ids; quantiles."""

import itertools

import numba as nb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.population.columns import Array
from sim.streams import (
    PERMANENT,
    Decision,
    _mix,
    child_id,
    derived_id,
    draw,
    initial_person_id,
    normal_quantile,
    permanent,
    stream_key,
    uniform,
)
from tests.sim.makers import MASK, mixed, size

GOLDEN = 0x9E3779B97F4A7C15
N = size(120_000, 12_000)
LEAST = 1e-4
"""A p-value below this in a fixed draw means that something is wrong, not bad luck."""


@nb.njit
def draws(seeds: Array, decisions: Array, persons: Array, months: Array) -> Array:
    """One draw a row."""
    values = np.empty(len(persons))
    for k in range(len(persons)):
        values[k] = draw(seeds[k], decisions[k], persons[k], months[k])
    return values


def series(along: str, n: int = N) -> Array:
    """Draws of which only one argument changes, by steps of one."""
    fixed = {"seed": 3, "decision": int(Decision.CONCEPTION), "person": 10**15 + 11, "month": 1455}
    columns = [np.full(n, value, np.int64) for value in fixed.values()]
    columns[list(fixed).index(along)] += np.arange(n)
    return draws(*columns)


@pytest.mark.parametrize(
    ("step", "output"), [(1, 0xE220A8397B1DCDAF), (2, 0x6E789E6AA1B965F4), (3, 0x06C45D188009454F)]
)
def test_mixing_gives_the_published_splitmix64_sequence_of_seed_0(step: int, output: int) -> None:
    assert int(_mix(np.uint64(step * GOLDEN & MASK))) == output
    assert uniform(np.uint64(0), step) == (output >> 11) / 2**53


@given(st.integers(0, 2**31), st.integers(1, 60), st.integers(-1, 3000), st.integers(0, 2**63 - 1))
def test_draw_mixes_seed_decision_month_and_person(seed: int, decision: int, month: int, person: int) -> None:
    key = mixed(seed + GOLDEN)
    key = mixed(key + decision * 0xD1B54A32D192ED03 & MASK)
    key = mixed(key + (month + 65536) * 0xABC98388FB8FAC03 & MASK)
    assert int(stream_key(seed, decision, month)) == key
    expected = (mixed(key + person * GOLDEN & MASK) >> 11) / 2**53
    assert draw(seed, decision, person, month) == expected
    assert 0.0 <= expected < 1.0
    assert permanent(seed, decision, person) == draw(seed, decision, person, PERMANENT)


@pytest.mark.compiled
def test_python_text_draws_the_same() -> None:
    with np.errstate(over="ignore"):
        for function, arguments in (
            (stream_key, (5, 19, 1450)), (uniform, (np.uint64(77), 12345)), (derived_id, (2, 99, 3)),
            (normal_quantile, (0.001,)), (normal_quantile, (0.3,)), (normal_quantile, (0.999,)),
        ):
            assert function(*arguments) == pytest.approx(function.py_func(*arguments), rel=1e-12)


@pytest.mark.parametrize("along", ["person", "month", "decision", "seed"])
def test_draws_are_uniform_and_each_is_independent_of_the_next(along: str) -> None:
    u = series(along)
    counts = np.bincount((u * 100).astype(int), minlength=100)
    assert stats.chisquare(counts).pvalue > LEAST
    assert stats.kstest(u, "uniform").pvalue > LEAST
    pairs = np.histogram2d(u[:-1], u[1:], bins=20, range=[[0, 1], [0, 1]])[0]
    assert stats.chisquare(pairs.ravel()).pvalue > LEAST
    for lag in (1, 2, 3, 12):
        correlation = np.corrcoef(u[:-lag], u[lag:])[0, 1]
        assert abs(correlation) < 4 / np.sqrt(N)  # standard error of a correlation of independent draws: 1 / sqrt(n)


def test_two_decisions_of_one_person_and_month_are_independent() -> None:
    persons, months = np.arange(N) * 7919, np.full(N, 1460)
    columns = [draws(np.full(N, 1), np.full(N, int(d)), persons, months)
               for d in (Decision.DEATH, Decision.DEPARTURE, Decision.REVIEW, Decision.CONCEPTION)]
    for first, second in itertools.combinations(columns, 2):
        assert abs(np.corrcoef(first, second)[0, 1]) < 4 / np.sqrt(N)
        table = np.histogram2d(first, second, bins=16, range=[[0, 1], [0, 1]])[0]
        assert stats.chisquare(table.ravel()).pvalue > LEAST


def test_every_bit_of_a_person_id_counts() -> None:
    key = np.uint64(stream_key(1, 1, 1450))
    base = 0x123456789ABCDEF
    values = {uniform(key, base ^ (1 << bit)) for bit in range(63)} | {uniform(key, base)}
    assert len(values) == 64


def test_decisions_keep_their_numbers() -> None:
    assert len(Decision) == len({int(d) for d in Decision}) == len(Decision.__members__)
    kept = {"DEATH": 1, "DEPARTURE": 3, "PARTNER_SEARCH": 15, "DIVORCE": 16, "REVIEW": 17, "CONCEPTION": 19,
            "CHILD_SEX": 22, "FECUNDABILITY": 24, "DESIRED": 28, "ARRIVAL_COUNT": 30, "HOUSEHOLD": 39}
    assert {name: int(Decision[name]) for name in kept} == kept


def test_ids_are_unique_and_have_63_bits() -> None:
    n = size(20_000, 1_000)
    ids = [initial_person_id(1, county, sex, k) for k in range(n // 6) for county in range(6) for sex in range(2)]
    ids += [initial_person_id(2, 0, 0, k) for k in range(n)]
    ids += [child_id(mother, order) for mother in ids[: n // 2] for order in (1, 2, 3)]
    ids += [derived_id(3, donor, month) for donor in ids[: n // 20] for month in range(1450, 1460)]
    assert len(set(ids)) == len(ids)
    assert min(ids) >= 0
    assert max(ids) < 2**63
    share_of_high = np.mean([i >= 2**62 for i in ids])
    assert abs(share_of_high - 0.5) < 4 * 0.5 / np.sqrt(len(ids))


def test_one_more_child_moves_no_other_id() -> None:
    assert child_id(5, 1) == derived_id(2, 5, 1)
    assert len({child_id(5, order) for order in range(1, 11)} | {child_id(6, order) for order in range(1, 11)}) == 20


@given(st.floats(1e-12, 1 - 1e-12))
def test_normal_quantile_is_that_of_scipy(u: float) -> None:
    assert normal_quantile(u) == pytest.approx(stats.norm.ppf(u), rel=1.3e-9, abs=1e-12)


def test_normal_quantile_by_hand() -> None:
    assert normal_quantile(0.5) == 0.0
    assert normal_quantile(0.975) == pytest.approx(1.959963985, abs=1e-8)  # the 95 % interval of every textbook
    assert normal_quantile(0.01) == pytest.approx(-2.326347874, abs=1e-8)
    assert normal_quantile(0.0) == normal_quantile(1e-12)  # never infinite
    assert normal_quantile(1.0) == pytest.approx(-normal_quantile(0.0), abs=1e-4)  # 1 - 1e-12 is not exact
