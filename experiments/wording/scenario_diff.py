"""Text of `fertsim scenario diff A B`: rules that differ, values by year, and example couples' money at a birth."""

from collections.abc import Mapping

import numpy as np

from experiments.wording.ladder import COUPLES
from experiments.wording.scenarios import RULE_HEAD, in_columns, number, rule_cells, wrapped
from sim.measures.birth_budgets import BirthMoney
from sim.measures.scenario_rules import decisive_rules, yearly_values
from sim.policy.levers import LEVERS
from sim.policy.paths import LeverPaths
from sim.population.columns import Array

MONEY = {
    "benefits": "what the birth brings, a year",
    "cash": "savings, and what comes within a year",
    "due": "to pay at birth and in the first year",
    "credit": "family credit taken at the birth",
    "short": "of that neither cash nor credit",
    "child_cost": "what the child costs, a year",
    "care_cost": "care under three less what a place is worth",
    "earnings_loss": "her pay lost, a year",
    "without": "own consumption without it, an adult",
    "with_child": "own consumption with it, an adult",
}
"""Fields of `Budget` in yuan of 2020, each in words; a year is one of the eighteen over which all is spread."""
ALWAYS_SHOWN = ("benefits", "cash", "with_child")


def diff_text(one: LeverPaths, other: LeverPaths, years: range) -> str:
    """What two scenarios decide otherwise: rules, and values by year."""
    first, second = _names(one, other)
    rules, values = _rules(one, other), _values(one, other, years)
    head = (f"{first}  {one.scenario.title_zh} · {one.scenario.title_en}", "against",
            f"{second}  {other.scenario.title_zh} · {other.scenario.title_en}")
    note = ("Values of December, money in yuan of the day, lo..hi where counties or birth orders differ; a year stands"
            " where a value is another than the year before.")
    listed = in_columns([("", *RULE_HEAD), *rules]) if rules else ["none: the same rules give other values"]
    shown = [*values, *wrapped(note)] if values else ["none: in every December each lever has the same value"]
    return "\n".join([*head, "", "Rules that decide in one alone", *listed, "", "Values by year", *shown])


def same_text(one: LeverPaths, other: LeverPaths) -> str:
    """What is said of two scenarios that are the same; empty where a rule or a value differs in some month."""
    if _rules(one, other) or any(not np.array_equal(one.nominal(name), other.nominal(name)) for name in LEVERS):
        return ""
    first, second = _names(one, other)
    return f"{first} and {second} have the same rules, and the same value of each lever in every month."


def money_text(
    one: str, other: str, found: tuple[Mapping[str, BirthMoney], Mapping[str, BirthMoney]], year: int
) -> str:
    """Money of each example couple at a birth of a year, under one scenario and under the other."""
    note = (f"A birth of January {year}, decided a year before by the rules known then; yuan of 2020, a year is one of"
            " eighteen. What does not differ is left out, but for three lines.")
    lines = [f"Money at a birth of {year}", *wrapped(note)]
    for couple, told in COUPLES.items():
        first, second = found[0][couple], found[1][couple]
        lines += ["", f"{couple}  {told}", *in_columns([("", one, other, "difference"), *_money(first, second)])]
    return "\n".join(lines)


def _names(one: LeverPaths, other: LeverPaths) -> tuple[str, str]:
    return one.scenario.name, other.scenario.name


def _rules(one: LeverPaths, other: LeverPaths) -> list[tuple[str, ...]]:
    """Rules that decide in one of the scenarios alone, each behind its scenario's name."""
    lines = []
    for name in LEVERS:
        found = [decisive_rules(paths, name) for paths in (one, other)]
        bare = [{rule._replace(where="") for rule in rules} for rules in found]
        for paths, rules, others in ((one, found[0], bare[1]), (other, found[1], bare[0])):
            own = [rule for rule in rules if rule._replace(where="") not in others]
            lines += [(paths.scenario.name, *rule_cells(rule, paths.pack)) for rule in own]
    return lines


def _values(one: LeverPaths, other: LeverPaths, years: range) -> list[str]:
    """A table for each lever whose values differ: a column for each year in which one of them changes."""
    lines = []
    for name, declared in LEVERS.items():
        first, second = (yearly_values(paths, name, years) for paths in (one, other))
        if np.array_equal(first, second):
            continue
        shown = [at for at in range(len(years)) if at == 0 or _moved(first, at) or _moved(second, at)]
        rows = [("", *(str(years[at]) for at in shown))]
        rows += [(label, *(_range(values[at]) for at in shown))
                 for label, values in zip(_names(one, other), (first, second), strict=True)]
        lines += [f"{name}  {declared.title_zh} · {declared.title_en} [{declared.unit}]", *in_columns(rows), ""]
    return lines


def _moved(values: Array, at: int) -> bool:
    return not np.array_equal(values[at], values[at - 1])


def _range(values: Array) -> str:
    low, high = float(values.min()), float(values.max())
    return number(low) if low == high else f"{number(low)}..{number(high)}"


def _money(one: BirthMoney, other: BirthMoney) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for field, words in MONEY.items():
        first, second = (float(getattr(found.budget, field)) for found in (one, other))
        if field in ALWAYS_SHOWN or round(first) != round(second):
            rows.append((words, f"{first:,.0f}", f"{second:,.0f}", f"{second - first:+,.0f}"))
    change = f"{100 * (other.chance / one.chance - 1):+.2f} %" if one.chance else "from nothing"
    rows.append(("chance to begin within a quarter", f"{one.chance:.5f}", f"{other.chance:.5f}", change))
    return rows


