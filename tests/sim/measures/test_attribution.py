"""Shapley's shares: a game worked out by hand, exactness in every seed, no bias over orders."""

import itertools

import numpy as np
import pytest

from sim.measures.attribution import alone_and_all_but, orders_of, shapley, subsets_on

GLOVES = {
    frozenset(held): float({1, 2} <= set(held) or {1, 3} <= set(held))
    for n in range(4) for held in itertools.combinations((1, 2, 3), n)
}  # fmt: skip
"""Item 1 is a left glove, 2 and 3 are right ones; a pair is worth 1. Shares: 2/3, 1/6, 1/6 (Shapley 1953)."""


def test_the_gloves_by_all_orders() -> None:
    shares = shapley(list(itertools.permutations((1, 2, 3))), GLOVES)
    np.testing.assert_allclose([shares[1], shares[2], shares[3]], [2 / 3, 1 / 6, 1 / 6])


def test_orders_drawn_by_seed_are_without_bias() -> None:
    found = [shapley(orders_of((1, 2, 3), seed), GLOVES) for seed in range(4000)]
    means = np.array([[one[item] for item in (1, 2, 3)] for one in found]).mean(axis=0)
    np.testing.assert_allclose(means, [2 / 3, 1 / 6, 1 / 6], atol=0.03)  # 4 standard errors of at most .5 / sqrt(4000)


@pytest.mark.parametrize("seed", range(5))
def test_shares_of_a_seed_add_up_exactly(seed: int) -> None:
    items = (3, 4, 7, 9, 12)
    orders = orders_of(items, seed)
    assert orders[1] == orders[0][::-1]
    rng = np.random.default_rng(seed)
    value = {subset: rng.normal(0, 1e5, 2) for subset in subsets_on(orders)}
    shares = shapley(orders, value)
    whole = value[frozenset(items)] - value[frozenset()]
    np.testing.assert_allclose(sum(shares.values()), whole, rtol=0, atol=1e-9)
    assert len(value) == 2 * len(items)


def test_one_item_has_one_order_and_all() -> None:
    assert orders_of((7,), 3) == ((7,),)
    assert subsets_on(((7,),)) == [frozenset(), frozenset({7})]
    assert alone_and_all_but((3, 7)) == [frozenset({3}), frozenset({7}), frozenset({7}), frozenset({3})]
