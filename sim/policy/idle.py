"""Who sets what never bites is told so, with the reason: a rule after the end, a value that holds already, a lever
without the one that it needs.

Called by `sim.runs.runner` before a run and by `experiments.study.trial` before a sweep; calls the compiled paths of
the levers. Levers that no rule reads are `sim.policy.levers.reading`'s.
"""

import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.clock import label
from sim.policy.given import Rule
from sim.policy.levers import lever
from sim.policy.paths import LOOK_AHEAD_MONTHS, LeverPaths, compile_paths


def warn_of_what_never_bites(paths: LeverPaths, doses: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Warn of rules of scenario and options that change nothing in the months of the paths.

    doses, values : by lever, as they were set over the scenario
    """
    end = paths.span.last - LOOK_AHEAD_MONTHS
    late = {name: [why for rule in rules if (why := _why_late(rule, end, paths.span.last))]
            for name, rules in paths.rules.items()}  # fmt: skip
    for name, reasons in late.items():
        for reason in reasons:
            _warn(f"{name} changes nothing: {reason}")
    frozen = paths.scenario.frozen_month
    if frozen is not None and frozen >= end:
        _warn(f"rules_frozen_after {label(frozen)} changes nothing: the run ends in {label(end)}")
    without = compile_paths(paths.scenario, paths.pack, paths.span.start, end)
    for option, names in (("--dose", doses), ("--set", values)):
        for name in names:
            if not late.get(name) and np.array_equal(paths.nominal(name), without.nominal(name)):
                _warn(f"{option} {name} changes nothing: it is what the scenario {paths.scenario.name} has already")
            elif missing := lacking(paths, name):
                _warn(f"{option} {name} changes nothing: {missing}")


def lacking(paths: LeverPaths, name: str) -> str:
    """What a lever lacks that has a value of its own and nowhere the levers that it needs; empty where it acts."""
    declared = lever(name)
    acts = paths.nominal(name) != declared.default
    if not acts.any():
        return ""
    for need in declared.needs:
        partners = need.split("|")
        acts &= np.any([paths.nominal(partner) > 0.0 for partner in partners], axis=0)
        if not acts.any():
            return f"it acts where {' or '.join(partners)} is above 0, which is nowhere so"
    return ""


def _why_late(rule: Rule, end: int, last: int) -> str:
    """Why a rule comes too late to be felt or foreseen; empty where it does not."""
    if rule.starts is None:
        return ""
    known = rule.starts if rule.announced is None else rule.announced
    if known <= end and rule.starts <= last:
        return ""
    where = f" ({rule.where})" if rule.where else ""
    what = f"its rule from {label(rule.starts)}{where}"
    if known > end:
        return f"{what} is known after the end of the run, {label(end)}"
    return f"{what} lies beyond what anybody looks ahead, {label(last)}"


def _warn(message: str) -> None:
    warnings.warn(message, UserWarning, stacklevel=3)
