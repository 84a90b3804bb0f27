"""What counties above their budget ceiling left unpaid: one printed sentence, from the stored counts."""

from sim.policy.levers import LEVERS
from sim.runs.runset import RunSet

NAMED_LEVERS = 3
"""Levers that the sentence names, those that lack most."""


def printed_rationed(run_set: RunSet, county: int | None = None) -> list[str]:
    """Money that was due and left unpaid, over all years of the runs; no line where everything was paid.

    county : code of the county reported, or None for the city
    """
    where = {} if county is None else {"county_code": [county]}
    unpaid = run_set.array("rationed", ["lever"], where).sum("year").mean("seed") * run_set.manifest.scale
    by_lever = unpaid.to_series().sort_values(ascending=False)
    by_lever = by_lever[by_lever > 0]
    if by_lever.empty:
        return []
    most = ", ".join(
        f"{LEVERS[str(name)].title_en} {yuan / 1e6:,.1f}" for name, yuan in by_lever.head(NAMED_LEVERS).items())
    years = run_set.manifest.years
    return [
        f"Left unpaid above the budget ceiling, {years[0]} to {years[-1]}: {by_lever.sum() / 1e6:,.1f} million yuan of"
        f" the day, mean over runs, on {len(by_lever)} measure{'s' if len(by_lever) > 1 else ''} (most: {most})."
        " Couples still expected it.", "",
    ]
