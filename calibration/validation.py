"""Every figure beside the draws of a calibration, and what emulators, sampler and draws are worth; failures first.

Called by `fertsim validate`. Expectations of the draws are emulated, so no chance of a small sample is in them. Other
judgements of the same draws (the rolling origin, studies, start populations) are parts of the same document.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from calibration.parameters_told import parameters_table, untold
from calibration.posterior import AGREE, TAILS
from calibration.recovery import FILE as RECOVERY
from calibration.targets import PLACE_OF_TARGETS, Target, read_targets, targets_file
from sim.errors import UserError
from sim.places.pack import load_pack
from sim.writing import write_text

WITHIN = 2.0
"""Standard errors within which the mean over draws counts as a hit."""
WIDEST = 1.2
"""Most that the expectations of draws may spread, over the figure's standard error."""
CHI_SQUARE, EFFECTIVE, COVERAGE = (0.5, 1.5), 0.75, (0.80, 0.97)
"""What is wanted: chi-square a figure, effective size over the number of draws, coverage of 90 % intervals."""
UNITS_IN_WORDS = {"persons", "births / year", "marriages / year", "divorces / year", "deaths / year"}
LOOKED_AT = (
    "Before the targets were written, one run of the default parameters had been looked at, and those defaults had been"
    " set by hand to the births of 2010-2022; errors marked as judgement in `calibration/targets.csv` were therefore"
    " not chosen blindly. Births of Zhejiang and deaths of 2022 were added as targets after earlier fits had been seen"
    " to miss them; no other target was changed after the first wave. The model was changed after misses of earlier"
    " fits to these targets, and the checks, had been seen (CHANGELOG). Nothing of 2023 or later was used."
)
HOW = (
    "Draws are samples of the posterior (emcee) under emulators of all waves' real runs; runs of the draws themselves"
    " judge them, and importance weights say how far they stand for the posterior under emulators corrected with these."
    " `mean` and the interval (90 %, equal-tailed) are of the draws' expectations by emulator, without the chance of a"
    " sample; `spread` is their standard deviation over the figure's standard error (wanted: at most 1.2); `emulator`"
    " the emulator's error at points of the last wave that it was not fitted to, chance taken out, over the same;"
    " `away` the mean less the figure, over the same. Errors of national or provincial figures are transport errors."
    " Column `run` is the census year the run starts from."
)


def compare(expected: pd.DataFrame, targets: tuple[Target, ...], emulator: pd.Series | None = None) -> pd.DataFrame:
    """Targets beside draws, one row a target, the furthest first.

    expected : expectations of the draws, one row a draw, one column a target
    emulator : by column, held-out errors in standard errors of the target
    `spread` and `away` are in standard errors of the target
    """
    rows = []
    for target in targets:
        values = expected[target.column].dropna().to_numpy()
        low, middle, high = np.quantile(values, TAILS)
        rows.append({
            "target": target.name, "role": target.role, "run": target.start, "year": target.year, "unit": target.unit,
            "value": target.value, "standard_error": target.standard_error, "mean": float(values.mean()),
            "spread": float(values.std()) / target.standard_error, "low": low, "median": middle, "high": high,
            "emulator": np.nan if emulator is None else float(emulator[target.column]),
            "away": (float(values.mean()) - target.value) / target.standard_error,
        })  # fmt: skip
    table = pd.DataFrame(rows)
    return table.iloc[np.argsort(-table["away"].abs().to_numpy(), kind="stable")].reset_index(drop=True)


def write_validation(directory: Path, out: Path, before: Sequence[str] = (), after: Sequence[str] = ()) -> str:
    """Write the validation of a calibration's folder to `out`; one sentence for the command line.

    before, after : sections in Markdown, put in front of and behind that of the calibration
    """
    about, expected, held_out, posterior, recovered = read_calibration(directory)
    targets = read_targets(targets_file(load_pack(about.get("place", PLACE_OF_TARGETS))))
    table = compare(expected, targets, held_out["error"])
    write_text(out, validation_text(table, about, posterior, recovered, before, after))
    fit = table[table["role"] == "fit"]
    hits = int((fit["away"].abs() <= WITHIN).sum())
    return f"{hits} of {len(fit)} fitted figures within two standard errors, {len(expected)} draws; {out}"


def read_calibration(
    directory: Path,
) -> tuple[dict[str, Any], pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame | None]:
    """What a calibration left: about it, expectations of its draws, held-out errors, posterior, and recovery or none.

    `UserError` where it has not ended.
    """
    try:
        about = json.loads((directory / "calibration.json").read_text(encoding="utf-8"))
        expected = pd.read_csv(directory / "draws_expected.csv", index_col="draw")
        held_out = pd.read_csv(directory / "held_out.csv", index_col="target")
        posterior = pd.read_csv(directory / "posterior.csv", index_col="parameter")
        recovery = directory / RECOVERY
        recovered = pd.read_csv(recovery, index_col="parameter") if recovery.is_file() else None
    except (OSError, ValueError) as error:
        raise UserError(
            f"{directory} holds no calibration that has ended ({error}); name the --out folder of 'fertsim calibrate'"
        ) from None
    return about, expected, held_out, posterior, recovered


def validation_text(
    table: pd.DataFrame, about: dict[str, Any], posterior: pd.DataFrame, recovered: pd.DataFrame | None = None,
    before: Sequence[str] = (), after: Sequence[str] = (),
) -> str:  # fmt: skip
    """The document: parts before; failures, what the posterior is worth, figures, parameters, recovery; parts after.

    table : of `compare`      about : of calibration.json      posterior, recovered : as their files have them
    """
    fit, check, shown = (table[table["role"] == role] for role in ("fit", "check", "shown"))
    missed, missed_check = (part["away"].abs() > WITHIN for part in (fit, check))
    parts = [
        "# Validation\n\nWritten by `fertsim validate`. Failures stand first.\n",
        *before,
        "## Calibration: what falls short\n", _failures(fit, missed_check, about, posterior, recovered),
        "## Calibration: what the posterior is worth\n", _worth(fit, about, posterior),
        HOW + "\n", LOOKED_AT + "\n",
        "## Fitted, missed\n", _table(fit[missed]),
        "## Checks, missed\n\nComputed and never fitted.\n", _table(check[missed_check]),
        "## Fitted, within two standard errors\n", _table(fit[~missed]),
        "## Checks, within two standard errors\n", _table(check[~missed_check]),
        "## Shown, not scored\n\nOn another base.\n", _table(shown),
        "## Parameters: prior beside posterior\n", untold(posterior) + "\n", parameters_table(posterior),
        *([] if recovered is None else ["## Recovery of known truths\n", recovery_text(recovered)]),
        *after,
    ]  # fmt: skip
    return "\n".join(parts)


def _failures(
    fit: pd.DataFrame, missed_check: pd.Series, about: dict[str, Any], posterior: pd.DataFrame,
    recovered: pd.DataFrame | None,
) -> str:  # fmt: skip
    """What is wanted and not reached, one line each."""
    missed = fit[fit["away"].abs() > WITHIN]
    wide, dull = fit[fit["spread"] > WIDEST], fit[fit["emulator"] > 1]
    a_figure = about["chi_square"] / about["figures"]
    apart = posterior[posterior["r_hat"] > AGREE]
    lines = [f"{row.target}: mean {row.away:+.1f} standard errors away" for row in missed.itertuples()]
    if missed_check.any():
        lines.append(f"{missed_check.sum()} of {len(missed_check)} checks more than two standard errors away")
    lines += [f"{row.target}: expectations spread {row.spread:.2f} standard errors" for row in wide.itertuples()]
    lines += [f"{row.target}: emulator errs by {row.emulator:.2f} standard errors" for row in dull.itertuples()]
    if not CHI_SQUARE[0] <= a_figure <= CHI_SQUARE[1]:
        lines.append(f"chi-square a figure {a_figure:.2f}, wanted {CHI_SQUARE[0]:g} to {CHI_SQUARE[1]:g}")
    if about["effective"] < EFFECTIVE * about["draws"]:
        lines.append(f"effective size {about['effective']:.0f} of {about['draws']} draws, wanted {EFFECTIVE:.0%}")
    if len(apart) > 0.05 * len(posterior):
        most = apart["r_hat"].max()
        lines.append(f"R-hat above {AGREE} for {len(apart)} of {len(posterior)} parameters, at most {most:.3f}")
    low, high = COVERAGE
    if recovered is not None and not low <= (covered := pooled_coverage(recovered)) <= high:
        lines.append(f"recovery: 90 % intervals hold {covered:.0%} of the truths, wanted {low:.0%} to {high:.0%}")
    return "".join(f"- {line}.\n" for line in lines) or "Nothing of what is wanted.\n"


def _worth(fit: pd.DataFrame, about: dict[str, Any], posterior: pd.DataFrame) -> str:
    """Draws, effective size, chi-square, emulators and walkers in a table."""
    n, figures = about["draws"], about["figures"]
    waves = ", ".join(f"{k} at {size}" for k, size in zip(about["points"], about["samples"], strict=True))
    spread, r_hat, ess = fit["spread"], posterior["r_hat"], posterior["ess_bulk"]
    chi, emulator = about["chi_square"], (about["emulator_error"], about["emulator_error_most"])
    rows = [
        ("points of each wave, sample", waves),
        ("draws, equally weighted", f"{n}, samples of the posterior under the emulators of all waves"),
        ("effective size, by weights of emulators corrected with their own runs", f"{about['effective']:.0f} of {n}"),
        ("chi-square, mean over draws", f"{chi:.1f} for {figures} figures: {chi / figures:.2f} a figure"),
        ("chi-square of the draws' mean", f"{about['chi_square_of_mean']:.1f}"),
        ("spread of expectations over standard error", f"median {spread.median():.2f}, largest {spread.max():.2f}"),
        ("held-out error of emulators over it", f"median {emulator[0]:.2f}, largest {emulator[1]:.2f}"),
        ("walkers", f"{about['steps']:,} steps, {about['accepted']:.0%} of moves accepted"),
        ("R-hat (rank-normalised)", f"median {r_hat.median():.3f}, largest {r_hat.max():.3f}"),
        ("effective size of the bulk", f"median {ess.median():,.0f}, least {ess.min():,.0f}"),
    ]
    return "| | |\n|---|---|\n" + "".join(f"| {name} | {said} |\n" for name, said in rows)


def pooled_coverage(recovered: pd.DataFrame) -> float:
    """Share of truths inside their intervals over the parameters that the data move."""
    moved = recovered["moved"].astype(str) == "True"
    return float(recovered.loc[moved, "coverage"].mean()) if moved.any() else float("nan")


def recovery_text(recovered: pd.DataFrame) -> str:
    """Coverage of synthetic truths, pooled and of each parameter that the data move."""
    moved = recovered[recovered["moved"].astype(str) == "True"]
    lines = [
        f"Points of the first wave taken as truths, their own real runs (blurred by the figures' errors) as data,"
        f" emulators fitted without them: 90 % equal-tailed intervals hold {pooled_coverage(recovered):.1%} of them"
        f" over the {len(moved)} parameters that the data move (median interval at most .8 of the prior's).\n",
        "| parameter | interval over the prior's, median | truths inside |", "|---|---:|---:|",
        *(f"| `{row.Index}` | {row.length:.2f} | {row.coverage:.0%} |" for row in moved.itertuples()),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _table(rows: pd.DataFrame) -> str:
    """Markdown of one group of targets; a word where there is none."""
    if rows.empty:
        return "None.\n"
    lines = [
        "| target | run | year | unit | figure | standard error | mean | spread | 90 % interval | emulator | away |",
        "|---|---|---|---|---:|---:|---:|---:|---|---:|---:|",
    ]
    for row in rows.itertuples():
        lines.append(
            f"| {row.target} | {row.run} | {row.year} | {row.unit} | {_number(row.value, row.unit)} |"
            f" {_number(row.standard_error, row.unit)} | {_number(row.mean, row.unit)} | {row.spread:.2f} |"
            f" {_number(row.low, row.unit)} to {_number(row.high, row.unit)} | {row.emulator:.2f} | {row.away:+.1f} |"
        )
    return "\n".join(lines) + "\n"


def _number(value: object, unit: object) -> str:
    number = float(str(value))
    return f"{number:,.0f}" if unit in UNITS_IN_WORDS else f"{number:.3f}"
