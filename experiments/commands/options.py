"""What was typed behind an option, as what it means; every mistake is a UserError.

What needs the data pack or the dates of the run (counties, two rules for one date) is checked where the lever paths are
compiled, before anything is written. Commands import this module when they run: it loads the simulation.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from experiments.setup.counties import place_of as place_of  # commands take it with the others
from experiments.setup.draws import DRAWS_ALLOWED, DRAWS_WORDS
from sim.errors import UserError
from sim.parameters import Parameters
from sim.policy.futures import future
from sim.policy.given import Rule, as_typed, parse_dose, parse_setting, settings_as_values
from sim.runs.draws import Draws
from sim.settings import BirthRule, RunSettings, checked_settings


def settings_given(
    set_: Sequence[str] | None, dose: Sequence[str] | None, by_hand: dict[str, float], **fields: Any
) -> RunSettings:
    """Settings with the levers of all `--set` and `--dose` and the parameters given by name.

    fields : other fields of `RunSettings`
    """
    return checked_settings(
        doses=lever_doses(dose or ()), values=lever_values(set_ or ()), parameters=Parameters().with_values(by_hand),
        **fields,
    )


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


def parameter_values(given: Sequence[str]) -> dict[str, float]:
    """Value by name of all `--param name=value`."""
    values: dict[str, float] = {}
    for text in given:
        name, equals, right = (part.strip() for part in text.partition("="))
        if not (name and equals and right):
            raise UserError(f"--param {text}: this sets no parameter; write name=value, as in docs/parameters.md")
        if name in values:
            raise UserError(f"--param {text}: {name} has two values; keep one")
        values[name] = as_typed(right)
        if not isinstance(values[name], float):
            raise UserError(f"--param {text}: '{right}' is no number; write it plainly, such as 10 or 0.5")
    return values


def future_folders(given: Sequence[str], out: Path) -> dict[str, Path]:
    """Folder of each future of all `--future`: the output folder of one, a folder in it of each of several."""
    names = list(given) or [RunSettings.model_fields["future"].default]
    for position, name in enumerate(names):
        if future(name).name in names[:position]:
            raise UserError(f"--future: {name} stands twice; keep one")
    if len(names) == 1:
        return {names[0]: out}
    held = [name for name in ("manifest.json", "comparison.json") if (out / name).exists()]
    if held:
        raise UserError(f"The output folder {out} holds runs of one future ({held[0]}); name a new one with --out")
    return {name: out / name for name in names}


def check_set(name: str, decided: Mapping[str, object]) -> None:
    """`UserError` for an unknown set of runs, or for an option that it decides. decided : these, with what was given"""
    given = [option for option, one in decided.items() if one]
    if name != "briefing":
        raise UserError(f"--set-of: there is no set of runs '{name}'; allowed is briefing")
    if given:
        raise UserError(f"--set-of briefing: it runs the plan and what it is compared with; leave out {given[0]}")


def further_months(settings: RunSettings, against: Sequence[str] | None, draws: Draws | None) -> int:
    """Months that `--split` simulates besides; `UserError` where there is nothing to split."""
    if not against:
        raise UserError("--split: it splits what a scenario adds to another; name one with --against")
    if draws is None:
        raise UserError("--split: these runs take no parameter draws, so that nothing can be split")
    from experiments.comparison.further import n_further_months  # loads what compares, which other commands need not

    return n_further_months(settings)


def draws_asked(given: str) -> int | str:
    """What follows `--draws`: a number, or a word of `DRAWS_WORDS`."""
    if given in DRAWS_WORDS:
        return given
    if not (given.isascii() and given.isdecimal()):
        raise UserError(f"--draws: '{given}' is no number of draws; {DRAWS_ALLOWED}")
    return int(given)


def birth_rule(name: str) -> Any:
    """The name of a birth rule."""
    allowed = get_args(BirthRule)
    if name not in allowed:
        raise UserError(f"--rule: there is no birth rule '{name}'; allowed are {', '.join(allowed)}")
    return name


def birth_rules(names: Sequence[str]) -> list[Any]:
    """Names of birth rules, each once."""
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UserError(f"--rule: {twice} is named twice; name each rule once")
    return [birth_rule(name) for name in names]


def workers_or_all(given: int | None) -> int:
    """Worker processes: as given, or one a core."""
    if given is not None and given < 1:
        raise UserError(f"--workers: {given} is less than 1")
    return given or len(os.sched_getaffinity(0))
