"""Peers: cells, shares that lean on the city, the lag of a year, spending, and the bound of the feedback."""

import math

import numpy as np
import pytest

from sim.chunks import Chunks
from sim.errors import UserError
from sim.parameters import as_record
from sim.population.columns import FEMALE, MALE
from sim.processes.childbearing import peers as rules
from tests.sim.makers import MONTH, city, marry, rates, rows, same_uncompiled
from tests.sim.minds import P, tables


def test_cells_are_apart_and_in_range() -> None:
    seen = {
        rules.cell(c, u, e, a) for c in range(6) for u in range(2) for e in (0, 3, 5) for a in range(15, 50, 5)
    }
    assert seen == set(range(rules.N_CELLS))
    assert same_uncompiled(rules.cell, 1, 1, 4, 31) == ((1 * 2 + 1) * 3 + 2) * 7 + 3
    assert rules.cell(0, 0, 0, 28) == rules.cell(0, 0, 2, 25)  # up to junior secondary is one group


def test_a_small_cell_leans_on_the_city() -> None:
    assert same_uncompiled(rules.leaned_share, 6.0, 30.0, 0.1) == pytest.approx((6 + 3) / 60)
    assert same_uncompiled(rules.leaned_share, 0.0, 0.0, 0.1) == pytest.approx(0.1)


def test_births_are_seen_a_year_later() -> None:
    population = city(200, sex=FEMALE, education=3, last_birth=np.where(np.arange(200) < 20, MONTH - 6, -32768))
    persons = population.persons
    all_rows = np.arange(200, dtype=np.int32)
    made = rules.start_peers(all_rows, persons, MONTH)
    k = rules.cell(0, 0, 3, 30)
    assert made.women[k] == 200
    assert made.start[k] == pytest.approx((20 + 30 * 0.1) / 230)
    for month in range(MONTH, MONTH + 40):  # two births a month where it were 20 a year
        rules.count_births(rows(0, 1), persons, made.months, month)
        rules.look_at_peers(made, month + 1, MONTH)
        if month + 1 < MONTH + 24:
            assert (made.deviation == 0.0).all()
    city_share = 24 / 200
    expected = (24 + 30 * city_share) / 230 - made.start[k]
    older = rules.cell(0, 0, 3, 33)  # the mothers have grown out of their first cell only after five years
    assert older == k
    assert made.deviation[k] == pytest.approx(expected)


def test_spending_follows_parents_means() -> None:
    population = city(2, sex=[FEMALE, MALE], earnings=[60_000.0, 60_000.0], work=1, urban=1, parity=[1, 0])
    population.persons.id[:2] = [8, 9]
    marry(population, 0, 1)
    p = as_record(rates(child_cost_elasticity=0.6))
    tax = as_record(tables()["tax"])
    given = rows(0), population.persons, tax
    found = rules.spending_of_parents(*given, np.array([60_000.0, 120_000.0]), 1.0, p, Chunks(1))
    assert found[0, 1] == pytest.approx(0.6 * math.log(1.0), abs=1e-9)  # below the basic deduction: no tax
    found = rules.spending_of_parents(*given, np.array([60_000.0, 60_000.0]), 1.0, p, Chunks(1))
    assert found[0, 1] == pytest.approx(0.6 * math.log(2.0))


def test_no_number_of_threads_shows_in_spending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.chunks.SMALL_CALL", 0)
    n = 400
    population = city(2 * n, sex=FEMALE, earnings=50_000.0 + 37.0 * np.arange(2 * n), work=1, parity=1)
    population.persons.id[:n] = 4 * np.arange(n)
    for wife in range(n):
        marry(population, wife, n + wife)
    p, tax, reference = as_record(rates(child_cost_elasticity=0.6)), as_record(tables()["tax"]), np.full(2, 70_000.0)
    given = np.arange(2 * n, dtype=np.int32), population.persons, tax, reference, 1.0, p
    one, two = (rules.spending_of_parents(*given, Chunks(threads)) for threads in (1, 2))
    assert one[0, 0] != 0.0
    assert np.array_equal(one, two)


def test_the_feedback_is_bounded() -> None:
    assert rules.checked_gain(P._replace(peer_weight=1.5), 0.05) == pytest.approx(0.075)
    with pytest.raises(UserError, match=r"feedback gain of 0\.45"):
        rules.checked_gain(P._replace(peer_weight=1.5), 0.30)
