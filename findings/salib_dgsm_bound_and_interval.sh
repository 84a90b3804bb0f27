#!/usr/bin/env bash
# SALib 1.6.0, derivative-based measures (finite_diff, dgsm): normal inputs break the bound, dgsm_conf has another unit.
#
# dgsm is there to bound the total index from above (Sobol' and Kucherenko 2009), so that an input with a small one may
# be dropped.
# 1. Y = a^3 + b, both standard normal ("norm", bounds [0, 1]). By hand: variance 15 + 1 = 16, total index of a 15/16 =
#    0.94, mean squared derivative 9 E(a^4) = 27, and the sharp bound for a normal input 27 * 1 / 16 = 1.69.
#    Seen: dgsm 0.04, a twentieth of what it bounds, and vi 6.7. Two causes: the sampler clamps every shifted value into
#    the two numbers of `bounds`, here mean and deviation, so a step of 1 % becomes one of 86 % in the median; and dgsm
#    takes their difference for the width of a uniform input. With mean 100 and deviation 10 every shifted value is 100.
# 2. A grant g between 0 and 300,000 yuan, uniform, Y = (g / 300000)^2 + b. Indices know no unit, and dgsm does not
#    move when the grant is given in units of 10,000 yuan, but dgsm_conf does, by 10^8: 0.79 +- 0.0000000000004 in yuan,
#    0.79 +- 0.00004 in units of 10,000 yuan, 0.79 +- 0.04 as a share. It is the half-width of vi; that of dgsm is 0.021
#    in all three, by hand and by an own bootstrap.
# No error, no warning. Exit 0 while this is so, 1 once it changes.
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
from SALib.analyze import dgsm
from SALib.sample import finite_diff

warnings.simplefilter("error")
N, Z = 4096, 1.959964


def problem(bounds, **more):
    return {"num_vars": 2, "names": ["a", "b"], "bounds": bounds} | more


def own_half_width(x, y, width):
    """Half-width of dgsm of the first input: resample the rows, scale each mean square as dgsm itself is scaled."""
    square = ((y[1::3] - y[::3]) / (x[1::3, 0] - x[::3, 0])) ** 2
    rng = np.random.default_rng(1)
    means = np.array([square[rng.integers(N, size=N)].mean() for _ in range(200)])
    return Z * (means * width ** 2 / (np.pi ** 2 * y[::3].var())).std(ddof=1)


print("SALib", version("SALib"), "numpy", version("numpy"))
normal = problem([[0, 1], [0, 1]], dists=["norm", "norm"])
x = finite_diff.sample(dict(normal), N)
y = x[:, 0] ** 3 + x[:, 1]
found = dgsm.analyze(normal, x, y, seed=1)
bound, vi = found["dgsm"][0], found["vi"][0]
step = np.median(abs(x[1::3, 0] / x[::3, 0] - 1))
print(f"standard normal: dgsm {bound:.3f}, total index 0.938, sharp bound 1.69; vi {vi:.2f},"
      f" exact 27; median step {step:.0%}, asked 1 %; variance of the sample {y[::3].var():.1f}, exact 16")

far = problem([[100, 10], [0, 1]], dists=["norm", "norm"])
shifted = finite_diff.sample(dict(far), N)[1::3, 0]
print("mean 100, deviation 10: distinct shifted values", sorted(set(shifted.tolist())))

seen, own = {}, {}
for unit, top in (("yuan", 300000.0), ("10,000 yuan", 30.0), ("share", 1.0)):
    grant = problem([[0, top], [0, 1]])
    x = finite_diff.sample(dict(grant), N)
    y = (x[:, 0] / top) ** 2 + x[:, 1]
    found = dgsm.analyze(grant, x, y, num_resamples=200, seed=1)
    seen[unit], own[unit] = (found["dgsm"][0], found["dgsm_conf"][0]), own_half_width(x, y, top)
    print(f"grant as {unit:12} dgsm {seen[unit][0]:.4f}  dgsm_conf {seen[unit][1]:.3g}  own bootstrap {own[unit]:.3g}")

by_hand = Z * (64 / 45 / N) ** 0.5 / (np.pi ** 2 * (4 / 45 + 1 / 12))  # (2a)^2 has variance 16 / 5 - 16 / 9 = 64 / 45
print(f"half-width of dgsm by hand {by_hand:.3g}")

checks = {
    "dgsm is a tenth of the total index or less": 0 < bound < 0.094,
    "vi is a third of the exact 27 or less": vi < 9,
    "the step is half the value or more": step > 0.5,
    "with mean 100 and deviation 10 all shifted values are 100": set(shifted.tolist()) == {100.0},
    "dgsm knows no unit": np.ptp([value for value, _ in seen.values()]) < 1e-6,
    "dgsm_conf does: 10^8 between yuan and 10,000 yuan":
        abs(seen["10,000 yuan"][1] / seen["yuan"][1] / 1e8 - 1) < 0.05,
    "an own bootstrap is as by hand in every unit": all(abs(width / by_hand - 1) < 0.15 for width in own.values()),
}
for claim, holds in checks.items():
    print("as stated" if holds else "CHANGED  ", "-", claim)
raise SystemExit(not all(checks.values()))
END
