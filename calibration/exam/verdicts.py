"""What was wanted of the exam (`docs/exam.md`) and whether it came out, from the table of `calibration.exam.exam`."""

from typing import NamedTuple

import pandas as pd

from calibration.exam.beside import RIVALS

LEAST_INSIDE, MOST_INSIDE = 0.80, 0.98
"""Share of the figures that 90 % intervals are to hold."""
HELD = RIVALS[0]
CHANGE = "births_2022_over_2020"


class Verdict(NamedTuple):
    """One wanted level in a sentence, and whether it is met."""

    met: bool
    text: str


def crps_of(table: pd.DataFrame, who: str) -> "pd.Series[float]":
    """CRPS over the figure's value by figure [%]. who : `model` or a rival"""
    return table[f"{who}: crps"]


def verdicts(table: pd.DataFrame) -> list[Verdict]:
    """The four wanted levels, in the order of the design."""
    scored = table[table["role"] == "score"]
    inside, n = int(scored["in_90"].sum()), len(scored)
    model, held = crps_of(scored, "model"), float(crps_of(scored, HELD).sum())
    best = pd.concat([crps_of(scored, rival) for rival in RIVALS], axis=1).min(axis=1)
    won = int((model < best).sum())
    change = table[table["figure"] == CHANGE].iloc[0]
    low, high = change["model: low 50"], change["model: high 50"]
    return [
        Verdict(
            LEAST_INSIDE <= inside / n <= MOST_INSIDE,
            f"90 % intervals hold {inside} of {n} scored figures, {100 * inside / n:.0f} %; wanted are"
            f" {100 * LEAST_INSIDE:.0f} to {100 * MOST_INSIDE:.0f} %",
        ),
        Verdict(
            won > n / 2,
            f"CRPS is below that of the best rival of each figure in {won} of {n}; wanted is over half",
        ),
        Verdict(
            bool(model.sum() < held),
            f"CRPS adds up to {model.sum():.1f} %, of the {HELD} to {held:.1f} %; wanted is less",
        ),
        Verdict(
            bool(change["in_50"]),
            f"births 2022 over births 2020 are {change['value']:.3f}, the 50 % interval is {low:.3f} to {high:.3f};"
            " wanted is inside",
        ),
    ]


def by_group(table: pd.DataFrame) -> pd.DataFrame:
    """Sums of CRPS of scored figures [%] by group and of all, of model and rivals; and numbers inside intervals."""
    scored = table[table["role"] == "score"]
    columns = {"model": crps_of(scored, "model"), **{rival: crps_of(scored, rival) for rival in RIVALS}}
    sums = pd.DataFrame({"group": scored["group"], **columns, "figures": 1, "in 50 %": scored["in_50"].astype(int),
                         "in 90 %": scored["in_90"].astype(int)})  # fmt: skip
    found = sums.groupby("group", sort=False).sum()
    found.loc["all"] = found.sum()
    return found
