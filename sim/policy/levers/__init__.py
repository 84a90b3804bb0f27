"""All policy levers by id, and one lever by name."""

from difflib import get_close_matches

from sim.errors import UserError
from sim.policy.levers import funding, item_03, item_04, item_05, item_07, item_09, item_14, takeup
from sim.policy.levers.base import Lever

_MODULES = (item_03, item_04, item_05, item_07, item_09, item_14, takeup, funding)
LEVERS: dict[str, Lever] = {
    one.id: one for one in sorted((one for m in _MODULES for one in m.LEVERS), key=lambda one: one.plan_item or 99)
}
"""Every lever by its id, in the order of the plan's items; its funding clause comes last."""


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
