"""Which measure does what: what each of several measures adds to a whole, by itself, last in, and by Shapley's share.

Measures help and hinder one another, so that what one adds hangs on which others hold already. Its Shapley share is the
mean of what it adds over all orders in which the measures could come, and the shares add up to what all add together.
Source: L. S. Shapley, A value for n-person games, in Contributions to the Theory of Games II (1953).

Of n measures there are n! orders. Each run of a seed takes one order drawn for the seed and the same order backwards:
the mean over seeds has no bias, and in each seed the shares add up exactly. Called by `experiments.attribution`.
Where every subset's value is at hand, the share over all orders is exact (`shapley_of_all`); called by `constraints`.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.stats import spearmanr

from sim.population.columns import Array

STREAM = 1953
"""First word of the seed of the orders, so that they share no draw with anything else."""

Subset = frozenset[int]
Order = tuple[int, ...]


def orders_of(items: Sequence[int], seed: int) -> tuple[Order, ...]:
    """The orders of a seed: one that is drawn, and the same backwards where that is another."""
    drawn = tuple(int(item) for item in np.random.default_rng([STREAM, seed]).permutation(sorted(items)))
    return (drawn,) if len(drawn) < 2 else (drawn, drawn[::-1])


def subsets_on(orders: Sequence[Order]) -> list[Subset]:
    """What holds on the way of the orders, from nothing to everything, each subset once."""
    found = {frozenset(order[:n]): None for order in orders for n in range(len(order) + 1)}
    return list(found)


def alone_and_all_but(items: Sequence[int]) -> list[Subset]:
    """Each item alone, and everything but each."""
    return [frozenset({item}) for item in items] + [frozenset(items) - {item} for item in items]


def most_telling(drawn: Mapping[str, Sequence[float]], values: Array, n: int = 3) -> dict[str, float]:
    """The parameters that a result goes with most, by Spearman's rank correlation over draws, the strongest first.

    drawn : values by parameter, one a draw      values : of the result, one a draw
    """
    found: dict[str, float] = {}
    for name, given in drawn.items():
        if len(set(given)) > 1 and len(set(values)) > 1:
            found[name] = float(spearmanr(given, values).statistic)
    return dict(sorted(found.items(), key=lambda one: -abs(one[1]))[:n])


def shapley(orders: Sequence[Order], value: Mapping[Subset, Array]) -> dict[int, Array]:
    """What each item adds, as a mean over the orders; values and shares are of one shape.

    value : of every subset on the way of the orders
    """
    shares: dict[int, Array] = {}
    for order in orders:
        for n, item in enumerate(order):
            added = np.asarray(value[frozenset(order[: n + 1])] - value[frozenset(order[:n])])
            shares[item] = shares.get(item, 0.0) + added / len(orders)
    return shares


def subset_weights(n: int) -> Array:
    """What each subset's value weighs in each item's share over all orders of `n` items, (subset, item).

    Subset s holds item k where bit k of s is set: so 0 is nothing and 2^n - 1 everything. An item comes after s others
    in s! (n - 1 - s)! of the n! orders.
    """
    weights = np.empty((1 << n, n))
    for subset in range(1 << n):
        for item in range(n):
            held = subset >> item & 1
            others = subset.bit_count() - held
            weight = math.factorial(others) * math.factorial(n - 1 - others) / math.factorial(n)
            weights[subset, item] = weight if held else -weight
    return weights


def shapley_of_all(values: Array) -> Array:
    """Shapley shares, (…, item), from the value of every subset, (…, subset) as in `subset_weights`."""
    n = values.shape[-1].bit_length() - 1
    assert values.shape[-1] == 1 << n, "a value for every subset"
    return np.asarray(values @ subset_weights(n))
