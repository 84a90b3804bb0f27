"""A Gaussian process per target: what a run is expected to give at a point, how sure that is, and how much chance adds.

Three parts: one linear in the parameters and their squares, a smooth one of one length, and noise, which is the
simulation variance of one run at the sample used. Points have seeds of their own, so noise is independent between them.
"""

import warnings

import numpy as np
import pandas as pd
from sklearn.exceptions import ConvergenceWarning
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, WhiteKernel

from sim.population.columns import Array


class Emulator:
    """Emulator of one quantity over the unit cube of parameters."""

    def __init__(self, places: Array, values: Array) -> None:
        """places : (point, parameter)      values : (point,), finite"""
        self.centre, self.spread = float(np.mean(values)), float(np.std(values)) or 1.0
        scaled = (values - self.centre) / self.spread
        kernel = (
            ConstantKernel(0.3, (1e-4, 1e2)) * DotProduct(1.0, "fixed")
            + ConstantKernel(0.3, (1e-4, 1e2)) * RBF(2.0, (0.3, 10.0))
            + WhiteKernel(0.2, (1e-5, 2.0))
        )
        self.process = GaussianProcessRegressor(kernel, n_restarts_optimizer=0, random_state=1)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # a variance at its bound: no such part
            self.process.fit(_features(places), scaled)
        self.noise = float(self.process.kernel_.k2.noise_level)
        """Simulation variance of one run in scaled units."""

    @property
    def simulation_variance(self) -> float:
        """Variance of one run around its expectation, squared units of the quantity."""
        return self.noise * self.spread**2

    def predict(self, places: Array) -> tuple[Array, Array]:
        """Expectation of a run at each point, and the variance of not knowing it (simulation variance left out)."""
        means, deviations = self.process.predict(_features(places), return_std=True)
        return self.centre + self.spread * means, np.maximum(deviations**2 - self.noise, 0.0) * self.spread**2


def _features(places: Array) -> Array:
    """Parameters centred at 0, and their centred squares, so that the linear part may bend."""
    centred = 2 * np.asarray(places) - 1
    return np.hstack([centred, centred**2 - 1 / 3])


def emulators(places: Array, found: pd.DataFrame) -> dict[str, Emulator]:
    """One emulator a column; points at which a column has no value are left out of it."""
    made = {}
    for name in found.columns:
        values = found[name].to_numpy(np.float64)
        there = np.isfinite(values)
        made[name] = Emulator(places[there], values[there])
    return made
