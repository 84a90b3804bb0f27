#!/usr/bin/env bash
# SALib 1.6.0: ST_conf of the new sobol_jansen grows with the number of resamples and shrinks too fast with the sample.
#
# Y = the sum of twelve uniform inputs, so that every total index is exactly 1/12. Of d = (Y - Y')^2 / 2 the relative
# deviation is sqrt(7/5), by hand from the moments of a difference of two uniforms (1/6 and 1/15), so a 95 % half-width
# of the resampled mean must be close to 1.96 * sqrt(7/5) / 12 / sqrt(N), whatever the number of resamples R.
# Seen: the half-width is about sqrt(R / N) times that. At the default R = 1000 it is 4 times too wide with N = 64 rows,
# about right near N = 1000, and 4 times too narrow with N = 16384; there a "95 %" interval holds the true 1/12 for a
# quarter of the inputs or fewer. More resamples make it wider: R = 10000 gives ten times the half-width of R = 100. A
# problem with one input gets nan. No warning that speaks of it. The index itself is right.
# Exit 0 while this is so, 1 once it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    SALib==1.6.0 numpy==2.5.5 scipy==1.18.1 pandas==3.1.1 matplotlib==3.11.2
"$folder/venv/bin/python" - <<'END'
import warnings
from importlib.metadata import version

import numpy as np
from SALib.analyze import sobol_jansen
from SALib.sample.radial import radial_mc

INPUTS, TRUE, Z = 12, 1 / 12, 1.959964


def problem(n):
    return {"num_vars": n, "names": [f"x{i}" for i in range(n)], "bounds": [[0, 1]] * n}


def run(rows, resamples, seed=1):
    y = radial_mc.sample(problem(INPUTS), rows, seed=seed).sum(axis=1)
    result = sobol_jansen.analyze(problem(INPUTS), y, rows, num_resamples=resamples, seed=seed)
    return y, np.array(result["ST"]), np.array(result["ST_conf"])


def by_own_bootstrap(y, rows, resamples=200):
    """Mean half-width over the inputs: resample the rows, take the mean of each resample, twice the deviation."""
    rng = np.random.default_rng(1)
    outputs = y.reshape(rows, INPUTS + 1)
    d = (outputs[:, :1] - outputs[:, 1:]) ** 2 / 2 / outputs[:, 0].var()
    means = np.array([d[rng.integers(rows, size=rows)].mean(axis=0) for _ in range(resamples)])
    return Z * means.std(axis=0, ddof=1).mean()


def by_hand(rows):
    return Z * (7 / 5) ** 0.5 / 12 / rows ** 0.5


print("SALib", version("SALib"), "numpy", version("numpy"))
print("   N rows  R resamples   ST_conf   own bootstrap   by hand   ST_conf / by hand   sqrt(R/N)")
ratio, own = {}, {}
for rows, resamples in ((64, 1000), (1024, 1000), (16384, 100), (16384, 1000), (16384, 10000)):
    y, index, width = run(rows, resamples)
    if rows not in own:
        own[rows] = by_own_bootstrap(y, rows)
    ratio[rows, resamples] = width.mean() / by_hand(rows)
    print(f"{rows:9} {resamples:12} {width.mean():9.5f} {own[rows]:15.5f} {by_hand(rows):9.5f}"
          f" {ratio[rows, resamples]:19.2f} {(resamples / rows) ** 0.5:11.2f}")
held, right = [], []
for seed in range(2, 7):
    _, index, width = run(16384, 1000, seed)
    held += list(abs(index - TRUE) <= width)
    right += list(index)
print(f"N = 16384, R = 1000, five seeds: ST {np.mean(right):.4f} (true {TRUE:.4f});"
      f" the 95 % interval holds the truth for {sum(held)} of {len(held)} inputs")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    y = radial_mc.sample(problem(1), 256, seed=1)[:, 0]
    alone = sobol_jansen.analyze(problem(1), y, 256, seed=1)["ST_conf"]
print("one input: ST_conf", alone)

checks = {
    "an own bootstrap agrees with the hand calculation": all(abs(own[n] / by_hand(n) - 1) < 0.25 for n in own),
    "ST_conf is sqrt(R/N) times that": all(0.6 < r / (k[1] / k[0]) ** 0.5 < 1.5 for k, r in ratio.items()),
    "100 times the resamples, about 10 times the width": 6 < ratio[16384, 10000] / ratio[16384, 100] < 16,
    "half of the 95 % intervals or more miss the truth": sum(held) <= len(held) / 2,
    "the index is right": abs(np.mean(right) - TRUE) < 0.0025,
    "one input gets nan": bool(np.isnan(alone).all()),
}
for claim, holds in checks.items():
    print("as stated" if holds else "CHANGED  ", "-", claim)
raise SystemExit(not all(checks.values()))
END
