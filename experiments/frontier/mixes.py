"""Emulators of births and money over mixes of levers, their hold-out error, the frontier, and the mixes to be run.

What a sweep's points give is what the study's scenario adds to the one under `against`, a mean a year. Such differences
add up over levers, so they are emulated as they are. Called by `report`.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import qmc

from experiments.frontier.process import Emulator
from experiments.sensitivity.outputs import Analysed, Output
from experiments.study.schema import Factor
from sim.errors import UserError
from sim.population.columns import Array

BIRTHS, MONEY = "births", "public_money_real"
"""Indicators of the outputs that a frontier is of unless others are named."""
MOST_POINTS = 600
"""Points an emulator is fitted to: the work grows with their cube, and more say little that is new."""
FOLDS = 5
DENSE = 13
"""Base-2 logarithm of the mixes tried first."""
ROUNDS, STEPS = 3, (0.0, 0.5, 1.0)
"""How often each mix of the frontier is tried with one lever moved, and to which places of its range."""
SPARED = 0.01
"""Share of the most births, and of the most money, that a mix may lose for having fewer levers in it."""
SEED = 1


class HeldOut(NamedTuple):
    """How an emulator does at points that it was not fitted to.

    error : root mean square      explained : share of the variance of the runs      chance : standard deviation of a
    run around its own expectation, which no emulator can do away with
    """

    error: float
    explained: float
    chance: float


class Mixes(NamedTuple):
    """Mixes of levers at places of their ranges, (mix, lever), with emulated births and money a year and variances."""

    places: Array
    births: Array
    money: Array
    births_variance: Array
    money_variance: Array

    def of(self, chosen: Array | Sequence[int]) -> "Mixes":
        """Some of the mixes."""
        return Mixes(*(values[chosen] for values in self))


def levers_of(found: Analysed) -> tuple[Factor, ...]:
    """The levers that a sweep varies; `UserError` where it varies anything else, or compares with nothing."""
    levers = found.factors[:-1]
    for factor in levers:
        if factor.kind == "parameter":
            raise UserError(
                f"{found.name} varies the parameter {factor.name}; a frontier is of levers, and takes parameters from"
                " draws: `parameters: draws`"
            )
    if found.study.against is None:
        raise UserError(f"{found.name} compares with nothing; name a scenario under `against`, such as national_only")
    return levers


def output_of(found: Analysed, asked: str, option: str) -> Output:
    """An output of a study by its name, or the only one of an indicator; `UserError` names those there are."""
    by_name = {output.target.name: output for output in found.outputs}
    if asked in by_name:
        return by_name[asked]
    of_indicator = [output for output in found.outputs if output.target.indicator == asked]
    if len(of_indicator) == 1:
        return of_indicator[0]
    why = found.left_out.get(asked)
    raise UserError(
        f"{option}: {asked} " + (f"cannot be used: it {why}" if why else
        f"is {'no output' if not of_indicator else 'not one output alone'} of {found.name}; its outputs are"
        f" {', '.join(by_name)}")
    )  # fmt: skip


def emulator_of(places: Array, values: Array) -> Emulator:
    """Emulator of a difference from another scenario; of many points some, spread evenly."""
    kept = _kept(len(values))
    return Emulator(places[kept], values[kept])


def _kept(n_points: int) -> Array:
    """Positions of at most `MOST_POINTS` points."""
    order = np.random.default_rng(SEED).permutation(n_points)
    return np.sort(order[:MOST_POINTS])


def held_out(places: Array, values: Array) -> HeldOut:
    """Error of emulators each fitted without a fifth of the points, at that fifth."""
    kept = _kept(len(values))
    if len(kept) < 2 * FOLDS:
        raise UserError(f"a frontier needs {2 * FOLDS} points or more to be fitted to; the sweep has {len(kept)}")
    places, values = places[kept], values[kept]
    fold = np.random.default_rng(SEED).permutation(len(values)) % FOLDS
    missed = np.empty(len(values))
    for k in range(FOLDS):
        out = fold == k
        missed[out] = emulator_of(places[~out], values[~out]).predict(places[out])[0] - values[out]
    chance = float(np.sqrt(emulator_of(places, values).noise))
    return HeldOut(float(np.sqrt(np.mean(missed**2))), float(1 - np.mean(missed**2) / np.var(values)), chance)


def tried(births: Emulator, money: Emulator, n_levers: int) -> Mixes:
    """A dense cloud of mixes: quasi-random ones, each lever alone, none, all, and variations of the frontier."""
    dense = qmc.Sobol(n_levers, rng=SEED).random_base2(DENSE)
    places = np.vstack([dense, np.zeros((1, n_levers)), np.ones((1, n_levers)), np.eye(n_levers)])
    mixes = emulated(places, births, money)
    for _ in range(ROUNDS):
        front = mixes.of(frontier(mixes.births, mixes.money))
        moved = np.repeat(front.places, n_levers * len(STEPS), axis=0)
        at = np.tile(np.repeat(np.arange(n_levers), len(STEPS)), len(front.places))
        moved[np.arange(len(moved)), at] = np.tile(STEPS, n_levers * len(front.places))
        new = np.unique(moved, axis=0)
        mixes = Mixes(*map(np.concatenate, zip(mixes, emulated(new, births, money), strict=True)))
    return mixes


def emulated(places: Array, births: Emulator, money: Emulator) -> Mixes:
    """Mixes with what the emulators expect of them."""
    (n_births, births_variance), (yuan, money_variance) = births.predict(places), money.predict(places)
    return Mixes(places, n_births, yuan, births_variance, money_variance)


def frontier(births: Array, money: Array) -> Array:
    """Positions of what nothing else beats, the cheapest first: no other has as many births for less, or more for as
    much."""
    order = np.lexsort((-births, money))
    most = np.concatenate([[-np.inf], np.maximum.accumulate(births[order])[:-1]])
    return order[births[order] > most]


def best(front: Mixes, n_best: int) -> Array:
    """Positions of the cheapest mixes of the frontier that reach each of so many equal steps of its births."""
    low, high = float(front.births.min()), float(front.births.max())
    steps = low + (high - low) * np.arange(1, n_best + 1) / n_best
    steps[-1] = high
    return np.unique(np.searchsorted(front.births, steps))


def with_few_levers(chosen: Mixes, births: Emulator, money: Emulator) -> Mixes:
    """The mixes without levers that bring next to nothing: a dose of .02 is the emulator's noise, and no policy."""
    most_births, most_money = float(chosen.births.max()), float(np.abs(chosen.money).max())
    places = chosen.places.copy()
    for lever in range(places.shape[1]):
        without = places.copy()
        without[:, lever] = 0.0
        found = emulated(without, births, money)
        spare = (found.births >= chosen.births - SPARED * most_births) & (
            found.money <= chosen.money + SPARED * most_money)
        places[spare] = without[spare]
    return emulated(places, births, money)
