#!/usr/bin/env bash
# SALib 1.6.0: both new radial samplers take a problem with `dists` and sample something else, without a word.
#
# A screening of two inputs: a wage that is normal (mean 100, standard deviation 10) and a fee that is uniform between 0
# and 12. SALib writes the first as bounds [100, 10] with dists "norm". Of Y = wage + fee the variance is 100 + 144/12 =
# 112, so the total indices are exactly 100/112 = 0.893 and 12/112 = 0.107.
# Seen: radial_sobol returns its uniform numbers between 0 and 1, unscaled, while it marks the problem as scaled; the
# total indices come out as 0.5 and 0.5. radial_mc reads mean and deviation as two ends and draws uniformly between 10
# and 100, mean 55; the fee then counts for 0.02 and the ranking looks safe. Without `dists` both are right, and the
# older sampler (sobol) is right with them. No error, no warning.
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
from SALib.sample import sobol
from SALib.sample.radial import radial_mc, radial_sobol

warnings.simplefilter("error")
N = 4096


def problem(**more):
    return {"num_vars": 2, "names": ["wage", "fee"], "bounds": [[100, 10], [0, 12]]} | more


def seen(name, rows):
    wage, fee = rows[:, 0], rows[:, 1]
    print(f"{name:24} wage mean {wage.mean():7.2f} sd {wage.std():6.2f}"
          f"   fee mean {fee.mean():5.2f} sd {fee.std():5.2f}")
    return [wage.mean(), wage.std(), fee.mean(), fee.std()]


def close(values, expected, within):
    return np.allclose(values, expected, atol=within)


print("SALib", version("SALib"), "numpy", version("numpy"))
print(f"{'exact':24} wage mean  100.00 sd  10.00   fee mean  6.00 sd  3.46   total indices 0.893 0.107")
dists = {"dists": ["norm", "unif"]}
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    as_asked = seen("sobol, dists", sobol.sample(problem(**dists), N, seed=1))
told = problem(**dists)
rows = {"radial_sobol": radial_sobol.sample(told, N), "radial_mc": radial_mc.sample(problem(**dists), N, seed=1)}
moments, totals = {}, {}
for name, drawn in rows.items():
    moments[name] = seen(name + ", dists", drawn)
    totals[name] = sobol_jansen.analyze(problem(**dists), drawn.sum(axis=1), N, num_resamples=2, seed=1)["ST"]
    print(f"{'':24} total indices {totals[name][0]:.3f} {totals[name][1]:.3f}")
plain = problem(bounds=[[65.36, 134.64], [0, 12]])
by_hand = radial_sobol.sample(plain, N).sum(axis=1)
control = sobol_jansen.analyze(plain, by_hand, N, num_resamples=2, seed=1)["ST"]
print(f"control, no dists, wage uniform with sd 20: total indices {control[0]:.3f} {control[1]:.3f}, exact 0.971 0.029")

flat = 12 ** -0.5
checks = {
    "the older sampler draws what was asked": close(as_asked, [100, 10, 6, 12 * flat], 0.1),
    "radial_sobol stays between 0 and 1": close(moments["radial_sobol"], [0.5, flat, 0.5, flat], 0.01),
    "and marks the problem as scaled": told.get("sample_scaled") is True,
    "so both inputs weigh the same": close(totals["radial_sobol"], [0.5, 0.5], 0.02),
    "radial_mc draws between deviation and mean": close(moments["radial_mc"], [55, 90 * flat, 6, 12 * flat], 1.0),
    "so the fee counts for 12/687": close(totals["radial_mc"], [675 / 687, 12 / 687], 0.05),
    "without dists the index is right": close(control, [400 / 412, 12 / 412], 0.02),
}
for claim, holds in checks.items():
    print("as stated" if holds else "CHANGED  ", "-", claim)
raise SystemExit(not all(checks.values()))
END
