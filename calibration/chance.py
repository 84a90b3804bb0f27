"""Chance that runs of one seed share: told apart from what parameters do, since it moves all of them alike.

Runs of one seed have one start population and one draw for a person and decision, so that what chance does to a figure
is much the same at points that lie near each other: of deaths and divorces nearly all of it, of births half. The model
is that of a random effect a seed,

    chance of a run = sqrt(variance) · (sqrt(share) · of the seed + sqrt(1 - share) · of its own),

and what is shared is taken out as in its generalised least squares (Fuller & Battese 1973). Called by
`calibration.emulator`.
"""

import numpy as np

from sim.population.columns import Array

MOST = 0.98
"""Largest share that counts as shared: a little of every run's chance is its own."""


def share_of_seed(missed: Array, sure: Array, chance: Array, lack: Array, seed: Array) -> float:
    """Share of the chance that runs of one seed have in common, 0 to MOST: by how little runs of a seed differ.

    missed : what a regression leaves of each value, (point,)      sure : variance of not knowing its coefficients
    chance, lack : variance of each value's chance, and of the lack of fit, which is each point's own
    A mean square within seeds is known far better than one between them. Points weigh by their chance in all they miss.
    """
    of, variance = np.unique(seed, return_inverse=True)[1], chance + lack
    weight, scaled = chance / variance, missed * np.sqrt(chance) / variance
    total = np.maximum(np.bincount(of, weight), 1e-12)
    away = (missed - np.sqrt(chance) * (np.bincount(of, scaled) / total)[of]) ** 2 / variance
    free = weight * np.maximum(1.0 - weight / total[of] - sure / variance, 0.0)
    if free.sum() < 1e-6:
        return 0.0
    within, of_chance = (weight * away).sum() / free.sum(), (weight * free).sum() / free.sum()
    return float(np.clip((1.0 - within) / of_chance, 0.0, MOST))


class SharedChance:
    """Takes the shared part of chance out of values and features: a regression of these is of independent values.

    lack : variance of the lack of fit, which is each point's own, (point,)      share : by `share_of_seed`
    own : variance of what is left of the chance, (point,)
    """

    def __init__(self, seed: Array, chance: Array, lack: Array, share: float) -> None:
        self.own = (1.0 - share) * chance
        variance, common = self.own + lack, np.sqrt(share * chance)
        of = np.unique(seed, return_inverse=True)[1]
        self._order = np.argsort(of, kind="stable")
        self._first, self._of = np.searchsorted(of[self._order], np.arange(of.max() + 1)), of
        self._weighed = (common / variance)[:, None]
        length = np.maximum(np.bincount(of, common**2 / variance), 1e-12)[of]
        self._pull = (common * (1.0 - 1.0 / np.sqrt(1.0 + length)) / length)[:, None]

    def apart(self, columns: Array) -> Array:
        """Columns without the shared part, (point, column): V^-1/2 times the square root of V's own part.

        The inverse root of I + w w' is I - (1 - 1 / sqrt(1 + w'w)) w w' / w'w, seed by seed.
        """
        sums = np.add.reduceat((self._weighed * columns)[self._order], self._first)
        return np.asarray(columns - self._pull * sums[self._of])
