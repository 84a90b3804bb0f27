#!/usr/bin/env bash
# SALib 1.6.0: FAST at the textbook length of its search curve, N = 2 M w + 1, has an error that no larger N takes away.
#
# Ishigami's function sin x1 + 7 sin(x2)^2 + 0.1 x3^4 sin x1: given x3 its mean is 7/2 whatever x3, since sin x1 has mean
# 0; so x3 alone explains exactly nothing, S1 = 0. Saltelli, Tarantola and Chan (1999) take N = 2 M w + 1 points, with M
# harmonics and w the frequency of the factor looked at; SALib wants N > 4 M^2, so the least length that it takes (M = 4:
# 65) and every length 8 k + 1 are of this kind, 1025 or 4097 among them. At N points the frequency k w + 1 cannot be
# told from (2 M - k) w: what x3 does together with x1 (frequency 1) falls on harmonics of x3 alone.
# Seen: S1 of x3 is .024 at 65, 513 and 4097 points alike, .016 to .030 in each of 20 random phases, so that it looks as
# if x3 surely acted alone; with one point more it is 0.00000. No warning speaks of it.
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
from SALib.analyze import fast
from SALib.sample import fast_sampler

PROBLEM = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[-np.pi, np.pi]] * 3}
SEEDS = range(1, 21)


def ishigami(x):
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def first_of_x3(n):
    """First-order index of x3 over several random phases, (phase,)."""
    found = []
    for seed in SEEDS:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the bootstrap, which is not looked at
            y = ishigami(fast_sampler.sample(PROBLEM, n, M=4, seed=seed))
            found.append(fast.analyze(PROBLEM, y, M=4, num_resamples=10, seed=1)["S1"][2])
    return np.array(found)


print("SALib", version("SALib"), "numpy", version("numpy"))
print("      N   S1 of x3 (true 0)   lowest of 20 phases   highest   95 % of the mean")
mean, low = {}, {}
for n in (65, 66, 513, 514, 4097, 4098):
    found = first_of_x3(n)
    mean[n], low[n] = found.mean(), found.min()
    half = 1.96 * found.std(ddof=1) / len(found) ** 0.5
    print(f"{n:7} {mean[n]:19.5f} {found.min():21.5f} {found.max():9.5f} {half:18.5f}")

checks = {
    "at 8 k + 1 points x3 seems to act alone": all(0.02 < mean[n] < 0.035 for n in (65, 513, 4097)),
    "in every phase": all(low[n] > 0.01 for n in (65, 513, 4097)),
    "63 times the points take nothing of it away": abs(mean[4097] / mean[65] - 1) < 0.1,
    "with one point more it does not act": all(abs(mean[n]) < 0.001 for n in (66, 514, 4098)),
}
for claim, holds in checks.items():
    print("as stated" if holds else "CHANGED  ", "-", claim)
raise SystemExit(not all(checks.values()))
END
