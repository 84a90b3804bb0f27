"""Which rules read a lever: what is declared must be read, and who sets a lever that moves nothing is told so."""

import functools
import re
import warnings
from collections.abc import Collection, Iterable, Mapping

from sim.policy.levers import LEVERS
from sim.source import SOURCES

DECLARED_IN = ("sim.policy.levers.", "sim.policy.claims")
"""Modules that name levers without reading them: declarations, and the numbers of claims."""


@functools.cache
def readers(name: str) -> tuple[str, ...]:
    """Modules whose text names a lever, those that declare it left out; that of payers, where it decides who pays."""
    said = re.compile(rf"""["']{re.escape(name)}["']""")
    found = [
        module for module, source in SOURCES.items()
        if not module.startswith(DECLARED_IN) and said.search(source.text)
    ]
    payers = (one for lever in LEVERS.values() for one in (lever.law_payers, lever.local_payers))
    return (*found, *(["sim.policy.paths"] if any(name in one.by_lever.values() for one in payers) else []))


def why_idle(name: str) -> str:
    """Why a lever's value moves public money at most; empty where a rule takes it into somebody's life."""
    return LEVERS[name].idle or ("" if readers(name) else "no rule reads it")


def why_unmoved(name: str, parameters: Mapping[str, float], drawn: Collection[str]) -> str:
    """Why a lever moves nobody under these parameters: its strengths are 0 in every run; empty where it does.

    drawn : parameters that each run draws
    """
    strengths = LEVERS[name].strengths
    if not strengths or any(parameters[one] != 0.0 or one in drawn for one in strengths):
        return ""
    said = " and ".join(strengths)
    is_said = f"parameter{'s' if len(strengths) > 1 else ''} {said} {'are' if len(strengths) > 1 else 'is'} 0"
    return f"{is_said}, a prior around nothing for lack of evidence"


def warn_of_unmoved(
    names: Iterable[str], option: str, parameters: Mapping[str, float], drawn: Collection[str]
) -> None:
    """Warn of levers that were set and whose strengths are 0; arguments as in `why_unmoved` and `warn_of_idle`."""
    for name in names:
        if reason := why_unmoved(name, parameters, drawn):
            warnings.warn(f"{option} {name}: births will not change, since {reason}", UserWarning, stacklevel=2)


def warn_of_idle(names: Iterable[str], option: str) -> None:
    """Warn of levers that were set and move nothing. option : by which they were set, such as `--set`"""
    for name in names:
        if reason := why_idle(name):
            warnings.warn(f"{option} {name}: births will not change, since {reason}", UserWarning, stacklevel=2)
