"""Policy levers: every measure of the plan as one declaration, in the file of its plan item.

A lever declares what it is (unit, bounds, who is eligible, who pays, what it may touch); its dated values are rows of
the data pack. `sim.policy.paths` puts the two together. To add one: declare it in its item's file, give it a number in
`sim.policy.claims` if it moves money, its rows in the pack's `levers.csv`, and let the rule that it touches read it.
Start with `base` (what is declared), then `item_03`.
"""

from difflib import get_close_matches

from sim.errors import UserError
from sim.policy.claims import CLAIMED
from sim.policy.levers.base import Lever
from sim.policy.levers.funding import FUNDING_LEVERS
from sim.policy.levers.item_03 import ITEM_3_LEVERS
from sim.policy.levers.item_04 import ITEM_4_LEVERS
from sim.policy.levers.item_05 import ITEM_5_LEVERS
from sim.policy.levers.item_06 import ITEM_6_LEVERS
from sim.policy.levers.item_07 import ITEM_7_LEVERS
from sim.policy.levers.item_08 import ITEM_8_LEVERS
from sim.policy.levers.item_09 import ITEM_9_LEVERS
from sim.policy.levers.item_10 import ITEM_10_LEVERS
from sim.policy.levers.item_11 import ITEM_11_LEVERS
from sim.policy.levers.item_14 import ITEM_14_LEVERS
from sim.policy.levers.item_16 import ITEM_16_LEVERS
from sim.policy.levers.takeup import TAKE_UP_LEVERS

_DECLARED = (
    *ITEM_3_LEVERS, *ITEM_4_LEVERS, *ITEM_5_LEVERS, *ITEM_6_LEVERS, *ITEM_7_LEVERS, *ITEM_8_LEVERS, *ITEM_9_LEVERS,
    *ITEM_10_LEVERS, *ITEM_11_LEVERS, *ITEM_14_LEVERS, *ITEM_16_LEVERS, *TAKE_UP_LEVERS, *FUNDING_LEVERS,
)
LEVERS: dict[str, Lever] = {one.id: one for one in sorted(_DECLARED, key=lambda one: one.plan_item or 99)}
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
