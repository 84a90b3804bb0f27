"""Every target beside the model: what calibrated draws give, how far that is, and a text that says misses first."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from calibration.priors import FITTED, Prior, priors
from calibration.targets import PLACE_OF_TARGETS, Target, read_targets, targets_file
from sim.errors import UserError
from sim.places.pack import load_pack
from sim.writing import write_text

WITHIN = 2.0
"""Standard errors within which the mean over draws counts as a hit."""
UNITS_IN_WORDS = {"persons", "births / year", "marriages / year", "divorces / year"}
LOOKED_AT = (
    "Before the targets were written, one run of the default parameters had been looked at, and those defaults had been"
    " set by hand to the births of 2010-2022; errors marked as judgement in `calibration/targets.csv` were therefore"
    " not chosen blindly. The targets were committed before the first wave and not changed after it. The model was"
    " changed after misses of earlier fits to these targets, and the checks, had been seen (CHANGELOG). Nothing of 2023"
    " or later was used."
)


def compare(found: pd.DataFrame, targets: tuple[Target, ...]) -> pd.DataFrame:
    """Targets beside draws, one row a target, the furthest first.

    found : runs of the draws, one row a draw, one column a target
    `away`: mean over draws less the target in the target's standard errors (the error of the mean added);
    `draws_within`: share of single runs within two of its standard errors, the chance of a small sample included
    """
    rows = []
    for target in targets:
        values = found[target.column].dropna().to_numpy()
        mean = float(values.mean())
        error = np.hypot(target.standard_error, values.std() / np.sqrt(len(values)))
        low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
        rows.append({
            "target": target.name, "role": target.role, "run": target.start, "year": target.year, "unit": target.unit,
            "value": target.value, "standard_error": target.standard_error, "mean": mean, "median": middle,
            "low": low, "high": high, "away": (mean - target.value) / error,
            "draws_within": float(np.mean(np.abs(values - target.value) <= WITHIN * target.standard_error)),
        })  # fmt: skip
    table = pd.DataFrame(rows)
    return table.iloc[np.argsort(-table["away"].abs().to_numpy(), kind="stable")].reset_index(drop=True)


def _targets_of(directory: Path) -> Path:
    """File of the targets that a calibration was held against."""
    try:
        place = json.loads((directory / "calibration.json").read_text(encoding="utf-8")).get("place", PLACE_OF_TARGETS)
    except (OSError, ValueError) as error:
        raise UserError(f"{directory / 'calibration.json'} cannot be read ({error}); calibrate again") from None
    return targets_file(load_pack(place))


def write_validation(directory: Path, out: Path) -> str:
    """Write the validation of a calibration's folder to `out`; returns one sentence for the command line."""
    if not (directory / "draws_found.csv").is_file():
        raise UserError(f"{directory} holds no calibration; name the --out folder of 'fertsim calibrate'")
    found = pd.read_csv(directory / "draws_found.csv", index_col="draw")
    draws = pd.read_csv(directory / "draws.csv", index_col="draw")
    if draws.empty:
        raise UserError(f"{directory} kept no draws: every point was ruled out; give more or larger waves (--points)")
    table = compare(found, read_targets(_targets_of(directory)))
    text = validation_text(table, draws)
    write_text(out, text)
    fit = table[table["role"] == "fit"]
    hits = int((fit["away"].abs() <= WITHIN).sum())
    return f"{hits} of {len(fit)} fitted targets within two standard errors, {len(draws)} draws; {out}"


def validation_text(table: pd.DataFrame, draws: pd.DataFrame) -> str:
    """The document: misses, hits, checks that were not fitted, figures on another base, parameters."""
    fit, check, shown = (table[table["role"] == role] for role in ("fit", "check", "shown"))
    missed = fit["away"].abs() > WITHIN
    missed_check = check["away"].abs() > WITHIN
    parts = [
        "# Validation\n\nWritten by `fertsim validate` from real runs (sample 1/100, one seed a draw).\n",
        f"{(~missed).sum()} of {len(fit)} fitted targets and {(~missed_check).sum()} of {len(check)} checks lie within"
        f" two standard errors of the mean over {len(draws)} draws. Intervals are 90 % of single runs: parameters and"
        " the simulation of one small sample together. `away` is in standard errors; errors of national or provincial"
        " figures are transport errors. Column `run` is the census year the run starts from.\n",
        LOOKED_AT + "\n",
        "## Fitted, missed\n", _table(fit[missed]),
        "## Checks, missed\n\nComputed and never fitted.\n", _table(check[missed_check]),
        "## Fitted, within two standard errors\n", _table(fit[~missed]),
        "## Checks, within two standard errors\n", _table(check[~missed_check]),
        "## Shown, not scored\n\nOn another base.\n", _table(shown),
        "## Parameters\n\nA share of the prior near 1 says that the levels told nothing about the parameter. The first"
        f" {len(FITTED)} were fitted; the others are not identified by levels and carry their priors.\n",
        parameters_table(draws, priors(tuple(draws.columns))),
    ]  # fmt: skip
    return "\n".join(parts)


def parameters_table(draws: pd.DataFrame, given: tuple[Prior, ...]) -> str:
    """Markdown: prior bounds, draws' median and 90 % range, and that range over the prior's."""
    lines = ["| parameter | prior | median | 90 % of draws | share of the prior's range |", "|---|---|---:|---|---:|"]
    for prior in given:
        values = draws[prior.name].to_numpy()
        low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
        share = float(np.ptp(prior.place(np.array([low, high])))) / 0.9
        law = "log " if prior.log else ""
        lines.append(
            f"| `{prior.name}` | {law}{prior.lower:g} to {prior.upper:g} | {middle:.3g} | {low:.3g} to {high:.3g} |"
            f" {share:.2f} |"
        )
    return "\n".join(lines) + "\n"


def _table(rows: pd.DataFrame) -> str:
    """Markdown of one group of targets; a word where there is none."""
    if rows.empty:
        return "None.\n"
    lines = [
        "| target | run | year | unit | figure | standard error | model, mean | 90 % of runs | away |",
        "|---|---|---|---|---:|---:|---:|---|---:|",
    ]
    for row in rows.itertuples():
        lines.append(
            f"| {row.target} | {row.run} | {row.year} | {row.unit} | {_number(row.value, row.unit)} |"
            f" {_number(row.standard_error, row.unit)} | {_number(row.mean, row.unit)} |"
            f" {_number(row.low, row.unit)} to {_number(row.high, row.unit)} | {row.away:+.1f} |"
        )
    return "\n".join(lines) + "\n"


def _number(value: object, unit: object) -> str:
    number = float(str(value))
    return f"{number:,.0f}" if unit in UNITS_IN_WORDS else f"{number:.3f}"
