"""The fan after the figures: the city's course by all figures that weigh, each county's part of it by its own figures.

Where enough draws foretold the figures they carry their weights (`weights`). Where too few did, every draw is moved by
linear regression of what is projected on what is observed among the draws, with the figures' chance and error: the
update of an ensemble smoother (Evensen 2009, Data Assimilation), or regression adjustment (Beaumont, Zhang and Balding
2002, Genetics 162). Coefficients are shrunk by what chance alone makes of them among so few draws.

A county's part of the city moves towards that of its figures, as far as the fan's parts spread compared with the error.
"""

from dataclasses import replace

import numpy as np

from experiments.monitor.alarms import Design
from experiments.monitor.checked import Figures
from experiments.monitor.fan import Fan
from experiments.monitor.weights import ADJUSTED, Weights, weighing
from sim.population.columns import Array

SEED = 23


def updated(design: Design, figures: Figures, weights: Weights) -> Fan:
    """The fan whose draws, with the weights, are what the figures leave of it; the same fan where nothing moves it."""
    if not weights.moved:
        return design.fan
    expected, random = design.fan.expected, np.random.default_rng(SEED)
    city, parts = expected[:, :1], expected[:, 1:] / expected[:, :1]
    if weights.outcome == ADJUSTED:
        logs = np.log(city).transpose(0, 1, 3, 2)  # (indicator, 1, year, draw)
        moved = _regressed(logs.reshape(-1, logs.shape[-1]), design, figures, random)
        city = np.exp(moved.reshape(logs.shape)).transpose(0, 1, 3, 2)
    parts = _with_own_figures(parts, design, figures, random)
    return replace(design.fan, expected=np.concatenate([city, city * parts], axis=1))


def _regressed(targets: Array, design: Design, figures: Figures, random: np.random.Generator) -> Array:
    """Logarithms of what draws expect, (target, draw), moved by the figures that weigh."""
    keys, n_draws = weighing(design), targets.shape[1]
    expected = np.stack([design.fan.draws_of(*key) for key in keys])
    sd = np.array([design.sd(*key) for key in keys]) / expected.mean(axis=1)  # of logarithms
    logs = np.log(expected) / sd[:, None]
    seen = np.log([max(figures[key].value, 1.0) for key in keys]) / sd
    left, singular, right = np.linalg.svd(logs - logs.mean(axis=1, keepdims=True), full_matrices=False)
    away = targets - targets.mean(axis=1, keepdims=True)
    projected = away @ right.T  # (target, component)
    explained = projected**2 / np.maximum((away**2).sum(axis=1, keepdims=True), 1e-300)
    projected *= np.maximum(1 - 1 / np.maximum(explained * (n_draws - 1), 1e-300), 0.0)
    gain = projected * singular / (singular**2 + n_draws - 1)
    return np.asarray(targets + gain @ (left.T @ (seen[:, None] + _noise(logs.shape, random) - logs)))


def _with_own_figures(parts: Array, design: Design, figures: Figures, random: np.random.Generator) -> Array:
    """Counties' parts of the city, (indicator, county, draw, year), moved by those of the figures; they add up to 1."""
    fan, moved = design.fan, parts.copy()
    for name, area in design.years:
        if not (years := design.part_years(name, area)):
            continue
        i, county = fan.indicators.index(name), fan.areas.codes.index(area)
        whole = sum(figures[name, one, y].value for y in years for one in design.whole(name, y))
        observed = sum(figures[name, area, y].value for y in years) / whole
        if observed <= 0:
            continue
        at = [fan.years.index(y) for y in years]
        logs = np.log(parts[i, county][:, at].mean(axis=1))
        variance, error = float(logs.var(ddof=1)), design.part_error(name, area)
        noise = error * _noise((1, len(logs)), random)[0]
        step = variance / (variance + error**2) * (np.log(observed) + noise - logs)
        moved[i, county] *= np.exp(step)[:, None]
    return np.asarray(moved / moved.sum(axis=1, keepdims=True))


def _noise(shape: tuple[int, ...], random: np.random.Generator) -> Array:
    """Standard normal noise (…, draw) with mean 0 over draws."""
    noise = random.standard_normal(shape)
    return np.asarray(noise - noise.mean(axis=-1, keepdims=True))
