"""Prior beside posterior of every parameter, and which ones the figures told nothing about. Called by `validation`.

The prior's interval is of the prior that was sampled: of a random step, that over all sizes.
"""

import pandas as pd

UNTOLD = 0.9
"""Length of the posterior's interval over the prior's from which on the figures told next to nothing."""


def parameters_table(posterior: pd.DataFrame) -> str:
    """Markdown of 90 % equal-tailed intervals. posterior : as `posterior.csv`, one row a parameter"""
    lines = [
        "| parameter | prior | posterior | median | share | R-hat | effective size |",
        "|---|---|---|---:|---:|---:|---:|",
    ]
    for row in posterior.itertuples():
        lines.append(
            f"| `{row.Index}` | {row.prior_low:.3g} to {row.prior_high:.3g} | {row.low:.3g} to {row.high:.3g} |"
            f" {row.median:.3g} | {row.share:.2f} | {row.r_hat:.3f} | {row.ess_bulk:,.0f} |"
        )
    return "\n".join(lines) + "\n"


def untold(posterior: pd.DataFrame) -> str:
    """Says which parameters keep their priors."""
    kept = [f"`{name}`" for name in posterior.index[posterior["share"] >= UNTOLD]]
    said = ", ".join(kept) or "none"
    return (
        f"Intervals are 90 %, equal-tailed; `share` is the length of the posterior's over that of the prior's. Of"
        f" {len(posterior)} parameters {len(kept)} keep their priors, as levels tell next to nothing about them (share"
        f" {UNTOLD} or more): {said}."
    )
