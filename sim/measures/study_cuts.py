"""Cuts of the population by which published studies measured births, beyond the yearly indicators of a sweep.

Called by `sim.measures.models`, whose model `studies` gives these and `INDICATORS` by year; `calibration.studies` puts
its estimators on them.
"""

import numpy as np

from sim.measures.yearly import Counts
from sim.population.columns import FEMALE, LOT_LOST, LOT_WON, OWN, RENT, Array
from sim.processes.accounts import FIRST_AGE, LAST_AGE, LOT_STEPS

LOW_FIFTHS = slice(0, 2)
"""Fifths of couples by joint pay that count as of low income."""
LOW_SCHOOLING, TERTIARY = slice(0, 3), slice(4, None)
"""To junior secondary, and junior college or more."""
CITY_DISTRICTS = slice(0, 2)
"""Counties that make up the old city, 越城 and 柯桥; a place may have fewer."""
JULY = 6
LOTTERY_AGES = slice(20, 40)
"""Women's ages at which winners and losers of a lottery of homes are compared."""

CUT_UNITS: dict[str, str] = {
    **dict.fromkeys(("births_later", "births_low_income", "births_low_schooling", "births_tertiary",
                     "births_districts", "births_july_december", "births_1_july_december", "births_owners",
                     "births_renters"), "births / year"),
    "wives_owners": "persons",
    "wives_renters": "persons",
    "women_15_49": "person-years",
    **{f"births_lot_{end}": "births / year" for end in ("won", "lost")},
    **{f"women_lot_{end}": "persons" for end in ("won", "lost")},
    "lots_drawn": "households / year",
    "lots_bought": "households / year",
}  # fmt: skip
"""Cuts with their units. `births_later`: second and later births."""


def study_cuts(counts: Counts, scale: float) -> dict[str, Array]:
    """Every cut by year, float64 (year,).

    counts : as of `sim.processes.accounts`, with years as first axis      scale : residents one agent stands for
    """
    births, schooling = counts["births"], counts["births"].sum(axis=(1, 2, 3, 5))
    tenure, wives = counts["births_by_tenure"].sum(axis=2), counts["wives_by_tenure"]
    lots = counts["home_lots"].sum(axis=1)
    found = {
        "births_later": births[:, :, :, 1:].sum(axis=(1, 2, 3, 4, 5)),
        "births_low_income": counts["births_by_income"][:, LOW_FIFTHS].sum(axis=(1, 2)),
        "births_low_schooling": schooling[:, LOW_SCHOOLING].sum(axis=1),
        "births_tertiary": schooling[:, TERTIARY].sum(axis=1),
        "births_districts": births[:, CITY_DISTRICTS].sum(axis=(1, 2, 3, 4, 5)),
        "births_july_december": counts["births_monthly"][:, JULY:].sum(axis=(1, 2, 3)),
        "births_1_july_december": counts["births_monthly"][:, JULY:, :, 0].sum(axis=(1, 2)),
        "births_owners": tenure[:, OWN],
        "births_renters": tenure[:, RENT],
        "wives_owners": wives[:, OWN],
        "wives_renters": wives[:, RENT],
        "women_15_49": counts["exposure_half_months"][:, :, FEMALE, FIRST_AGE : LAST_AGE + 1].sum(axis=(1, 2)) / 24,
        "lots_drawn": lots[:, LOT_STEPS.index("drawn")],
        "lots_bought": lots[:, LOT_STEPS.index("bought")],
    }
    for end, lot in (("won", LOT_WON), ("lost", LOT_LOST)):
        found[f"births_lot_{end}"] = counts["births_by_lot"][:, lot, LOTTERY_AGES].sum(axis=1)
        found[f"women_lot_{end}"] = counts["women_by_lot"][:, lot, LOTTERY_AGES].sum(axis=1)
    assert set(found) == set(CUT_UNITS), set(found) ^ set(CUT_UNITS)
    return {name: np.asarray(found[name] * scale, np.float64) for name in CUT_UNITS}
