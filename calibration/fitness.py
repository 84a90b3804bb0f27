"""What draws and emulators are worth, in figures: distance from the targets, emulator errors, agreement of the walkers.

`report` writes them beside the draws of a calibration, for `fertsim validate`, which sets them beside the figures, and
for `fertsim adopt`, which ships them with the draws.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from calibration.emulator import Emulators
from calibration.posterior import Chains
from calibration.space import Space
from calibration.targets import Target, scored
from sim.writing import write_csv


def chi_square(expected: pd.DataFrame, targets: tuple[Target, ...]) -> tuple[float, float]:
    """Mean over draws of the sum of squared distances in standard errors, and that sum for the draws' mean.

    expected : emulated expectations, one row a draw. The first is the number of figures on average where errors are as
    told and however many parameters are moved: a fit takes off what the posterior's spread adds
    """
    values = np.array([target.value for target in targets])
    errors = np.array([target.standard_error for target in targets])
    away = (expected[[target.column for target in targets]].to_numpy() - values) / errors
    return float((away**2).sum(axis=1).mean()), float((away.mean(axis=0) ** 2).sum())


def held_out_errors(made: Emulators, targets: tuple[Target, ...]) -> pd.DataFrame:
    """Held-out errors of every target's emulator in the target's standard errors, one row a target.

    error, told, ratio : as `emulator.HeldOut`      chance : standard deviation of one repeated run at the target
    """
    rows = []
    for target in targets:
        emulator, unit = made[target.column], target.standard_error
        assert emulator.held_out is not None, target.column
        error, told, ratio = emulator.held_out
        chance = float(np.sqrt(emulator.run_variance(target.value)))
        rows.append({"target": target.column, "error": error / unit, "told": told / unit, "ratio": ratio,
                     "chance": chance / unit})  # fmt: skip
    return pd.DataFrame(rows).set_index("target")


def report(
    made: Emulators, chains: Chains, space: Space, targets: tuple[Target, ...], expected: pd.DataFrame, directory: Path
) -> dict[str, Any]:
    """Write `held_out.csv` and `posterior.csv`; the figures of the whole, for calibration.json."""
    errors = held_out_errors(made, targets)
    write_csv(directory / "held_out.csv", errors, index=True, float_format="%.4g")
    write_csv(directory / "posterior.csv", chains.table(space), index=True, float_format="%.6g")
    fitted = scored(targets)
    mean, of_mean = chi_square(expected, fitted)
    of_fitted = errors.loc[[target.column for target in fitted], "error"]
    return {
        "figures": len(fitted), "chi_square": round(mean, 2), "chi_square_of_mean": round(of_mean, 2),
        "emulator_error": round(float(of_fitted.median()), 3), "emulator_error_most": round(float(of_fitted.max()), 3),
        "r_hat": round(float(chains.rhat.max()), 4), "ess_bulk": round(float(chains.ess.min())),
        "steps": chains.steps, "accepted": round(chains.accepted, 3),
    }  # fmt: skip

