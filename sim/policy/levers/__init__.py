"""Policy levers: every measure of the plan as one declaration, in the file of its plan item.

A lever declares what it is (unit, bounds, who is eligible, who pays, what it may touch); its dated values are rows of
the data pack. `sim.policy.paths` puts the two together. To add one: declare it in its item's file, give it a number in
`sim.policy.claims` if it moves money, its rows in the pack's `levers.csv`, and let the rule that it touches read it.
Start with `base` (what is declared), then `item_03`.
"""

from difflib import get_close_matches

from sim.errors import UserError
from sim.policy.claims import CLAIMED
from sim.policy.levers import funding, item_03, item_04, item_05, item_07, item_09, item_14, takeup
from sim.policy.levers.base import Lever

_MODULES = (item_03, item_04, item_05, item_07, item_09, item_14, takeup, funding)
LEVERS: dict[str, Lever] = {
    one.id: one for one in sorted((one for m in _MODULES for one in m.LEVERS), key=lambda one: one.plan_item or 99)
}
"""Every lever by its id, in the order of the plan's items; its funding clause comes last."""
_unnumbered = {one.id for one in LEVERS.values() if one.cost_rule != "none"} ^ set(CLAIMED)
assert not _unnumbered, f"levers that move money and numbers of sim.policy.claims.Claim differ: {_unnumbered}"


def lever(name: str, where: str = "") -> Lever:
    """One lever; `UserError` for an unknown name, with the nearest known one.

    where : what the message starts with, such as a file and line or an option
    """
    if name in LEVERS:
        return LEVERS[name]
    near = get_close_matches(str(name), LEVERS, n=1, cutoff=0.5)
    hint = f"did you mean '{near[0]}'?" if near else "`fertsim levers` lists all"
    raise UserError(f"{where}{': ' if where else ''}unknown lever '{name}'; {hint}")


__all__ = ["LEVERS", "Lever", "lever"]
