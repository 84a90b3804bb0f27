"""Text of `fertsim scenario list`, `check` and `show`: scenarios in a table, one found whole, its rules one by one."""

import textwrap
from collections.abc import Iterable, Sequence

from experiments.wording.widths import padded, width_of
from sim.clock import label
from sim.measures.scenario_rules import SET_HERE, Decisive, decisive_rules
from sim.places.pack import Pack
from sim.policy.levers import LEVERS, lever
from sim.policy.paths import LOOK_AHEAD_MONTHS, LeverPaths
from sim.policy.scenario import Scenario

WIDTH = 116
RULE_HEAD = ("lever", "county", "order", "from", "to", "value", "unit", "phase-in", "known", "layer")


def list_text(rows: Iterable[tuple[str, Scenario | None, str]]) -> str:
    """A line a scenario: name, what it builds on, titles; of a file that holds none the reason."""
    lines = [("name", "builds on", "title")]
    for name, one, fault in rows:
        lines.append((name, "-", f"no scenario: {fault}") if one is None else (name, one.extends or "-", _titles(one)))
    return "\n".join(in_columns(lines))


def whole_text(file: str, paths: LeverPaths) -> str:
    """What was found in a scenario without a fault: its rules, levers, months and doses, and what it builds on."""
    use, levers = paths.scenario, [name for name in LEVERS if name in paths.rules or name in paths.doses]
    rules = [rule for found in paths.rules.values() for rule in found]
    months = [rule.starts for rule in rules] + [None if rule.ends is None else rule.ends - 1 for rule in rules]
    dated = [month for month in months if month is not None]
    when = f", dated from {label(min(dated))} to {label(max(dated))}" if dated else ""
    parts = [_of(n, what) for n, what in ((len(rules), "rule"), (len(paths.doses), "dose")) if n]
    told = f"{' and '.join(parts)} of {', '.join(levers)}{when}" if parts else "no rule and no dose of its own"
    return f"{file}: no fault; {told}; {_built(use)}."


def show_text(paths: LeverPaths, name: str | None = None) -> str:
    """A scenario and the rules that decide in its runs, of all levers or of one; `UserError` for an unknown lever."""
    use = paths.scenario
    start, end = label(paths.span.start), label(paths.span.last - LOOK_AHEAD_MONTHS)
    names = list(LEVERS) if name is None else [lever(name, "--lever").id]
    rules = [rule for one in names for rule in decisive_rules(paths, one)]
    silent = [one for one in names if one not in {rule.lever for rule in rules}]
    lines = [f"{use.name}  {_titles(use)}", *wrapped(use.meaning), *wrapped(f"It {_built(use)}.")]
    lines += ["", *in_columns([RULE_HEAD, *(rule_cells(rule, paths.pack) for rule in rules)]), ""]
    foot = [f"Rules that give a value anywhere from {start} to {end}; those that others cover in all months are left"
            " out. Values as dated, in yuan of the day."]
    if silent:
        foot.append(f"No rule, so their default: {', '.join(f'{one} {LEVERS[one].default:g}' for one in silent)}.")
    return "\n".join([*lines, *wrapped(" ".join(foot))])


def rule_cells(rule: Decisive, pack: Pack) -> tuple[str, ...]:
    """Cells of one rule below `RULE_HEAD`."""
    counties = pack.table("counties")
    county = "all" if rule.county is None else str(counties["name_en"].iloc[rule.county])
    dose = "" if rule.dose is None else f", dose {rule.dose:g}"
    return (
        rule.lever, county, rule.orders, _month(rule.starts, "start" if rule.layer == SET_HERE else "always"),
        "..." if rule.ends is None else label(rule.ends - 1), number(rule.value), LEVERS[rule.lever].unit,
        f"{rule.phase} months" if rule.phase else "at once", _month(rule.known, "always"),
        f"{rule.layer}{dose}{f' ({rule.where})' if rule.where else ''}",
    )  # fmt: skip


def in_columns(lines: Sequence[tuple[str, ...]]) -> list[str]:
    """Lines of cells, each column as wide as its widest cell."""
    widths = [max(width_of(line[column]) for line in lines) for column in range(len(lines[0]))]
    return ["  ".join(padded(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]


def wrapped(text: str) -> list[str]:
    """A text in lines of the width of printed pages."""
    return textwrap.wrap(text, WIDTH)


def number(value: float) -> str:
    """A value as tables show it."""
    return f"{round(value, 4):,.10g}"


def _built(use: Scenario) -> str:
    parts = [f"builds on {use.extends}" if use.extends else "builds on no other", f"layers {', '.join(use.layers)}"]
    if use.items is not None:
        parts.append(f"above base items {', '.join(map(str, use.items))} alone")
    if use.rules_frozen_after is not None:
        parts.append(f"dated rules as of {use.rules_frozen_after} for ever")
    if use.plan_delay_months:
        parts.append(f"the plan {use.plan_delay_months} months late")
    return "; ".join(parts)


def _titles(use: Scenario) -> str:
    return f"{use.title_zh} · {use.title_en}"


def _month(month: int | None, without: str) -> str:
    return without if month is None else label(month)


def _of(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"
