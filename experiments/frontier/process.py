"""A Gaussian process of a quantity over mixes of levers: what is expected at a mix, and how sure that is.

Three parts: one linear in the places and their squares, a smooth one of one length, and noise, which is the simulation
variance of one point, fitted. Points have seeds of their own, so noise is independent between them.
"""

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, WhiteKernel

from sim.population.columns import Array

SHORTEST = 3.0
"""Least length of the smooth part in the space of features; shorter, and it takes noise for shape."""


class Emulator:
    """Emulator of one quantity over the unit cube of places."""

    def __init__(self, places: Array, values: Array) -> None:
        """places : (point, lever)      values : (point,), finite"""
        self.centre, self.spread = float(values.mean()), float(values.std()) or 1.0
        kernel = (
            ConstantKernel(0.3, (1e-4, 1e2)) * DotProduct(1.0, "fixed")
            + ConstantKernel(0.3, (1e-4, 1e2)) * RBF(5.0, (SHORTEST, 20.0))
            + WhiteKernel(0.1, (1e-4, 2.0))
        )
        self.process = GaussianProcessRegressor(kernel, random_state=1)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # a variance at its bound: no such part
            self.process.fit(_features(places), (values - self.centre) / self.spread)
        self.noise = float(self.process.kernel_.k2.noise_level) * self.spread**2
        """Simulation variance of one point."""

    def predict(self, places: Array) -> tuple[Array, Array]:
        """Expectation at each point, and the variance of not knowing it (simulation variance left out)."""
        means, deviations = self.process.predict(_features(places), return_std=True)
        variance = np.maximum(deviations**2 * self.spread**2 - self.noise, 0.0)
        return self.centre + self.spread * means, variance


def _features(places: Array) -> Array:
    """Places centred at 0, and their centred squares, so that the linear part may bend."""
    centred = 2 * np.asarray(places) - 1
    return np.hstack([centred, centred**2 - 1 / 3])
