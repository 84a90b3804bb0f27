"""Which values of a scenario rest on assumptions: stored beside the runs, read by the briefing."""

import pandas as pd

from sim.policy.levers import LEVERS
from sim.policy.paths import LOOK_AHEAD_MONTHS, LeverPaths


def assumed_table(levers: LeverPaths, base: LeverPaths) -> pd.DataFrame:
    """Levers that a scenario moves away from the base, and the share of what is moved that rests on assumed rows.

    returns: columns lever, plan_item, share_assumed: of months of the run, counties and birth orders at which the two
    paths differ; value: the highest there, money in yuan of the day. A lever that is nowhere different is left out.
    """
    months = slice(levers.at(levers.span.start), levers.at(levers.span.last - LOOK_AHEAD_MONTHS) + 1)
    rows = []
    for name, declared in LEVERS.items():
        moved = (levers[name] != base[name])[months]
        if moved.any():
            share = float(levers.assumed(name)[months][moved].mean())
            value = float(levers.nominal(name)[months][moved].max())
            rows.append({"lever": name, "plan_item": declared.plan_item, "share_assumed": share, "value": value})
    return pd.DataFrame(rows, columns=["lever", "plan_item", "share_assumed", "value"])
