"""What follows `--set`, `--dose`, `--param` and `--rule`, as settings of a run; every mistake is a UserError.

Called by the command line. What needs the data pack or the dates of the run (counties, two rules for one date) is
checked where the lever paths are compiled, before anything is written.
"""

from collections.abc import Sequence
from typing import Any, get_args

from sim.errors import UserError
from sim.parameters import Parameters
from sim.policy.given import Rule, parse_dose, parse_setting, settings_as_values
from sim.settings import BirthRule


def lever_values(given: Sequence[str]) -> dict[str, tuple[Rule, ...]]:
    """Rules by lever of all `--set lever=value` and `--set lever@county=value`."""
    return settings_as_values([parse_setting(text) for text in given])


def lever_doses(given: Sequence[str]) -> dict[str, float]:
    """Dose by lever of all `--dose lever=x`."""
    doses: dict[str, float] = {}
    for text in given:
        name, dose = parse_dose(text)
        if name in doses:
            raise UserError(f"--dose {text}: {name} has two doses; keep one")
        doses[name] = dose
    return doses


def declared_parameters(given: Sequence[str]) -> Parameters:
    """Parameters with the values of all `--param name=value`."""
    values: dict[str, float] = {}
    for text in given:
        name, equals, right = (part.strip() for part in text.partition("="))
        if not (name and equals and right):
            raise UserError(f"--param {text}: this sets no parameter; write name=value, as in docs/parameters.md")
        if name in values:
            raise UserError(f"--param {text}: {name} has two values; keep one")
        try:
            values[name] = float(right)
        except ValueError:
            raise UserError(f"--param {text}: '{right}' is no number") from None
    return Parameters().with_values(values)


def birth_rule(name: str) -> Any:
    """The name of a birth rule."""
    allowed = get_args(BirthRule)
    if name not in allowed:
        raise UserError(f"--rule: there is no birth rule '{name}'; allowed are {' and '.join(allowed)}")
    return name
