"""Text of `fertsim levers [ID]`: every lever in a table, or one lever with its dated rules and their sources."""

import textwrap
from typing import Any

import numpy as np

from experiments.wording.widths import padded, width_of
from sim.clock import label, month_index
from sim.parameters import Parameters
from sim.places.pack import Pack
from sim.policy.levers import LEVERS, Lever, lever
from sim.policy.levers.base import COST_RULES, ELIGIBILITY, PAYERS, VARIABLES, Payers
from sim.policy.levers.rows import LAYERS
from sim.policy.paths import BASE, PLAN, LeverPaths, compile_paths

SHOWN = month_index(2025, 12)
"""Month whose values the table shows: the plan's target date, when every phase-in is complete."""
SCENARIOS = (BASE, "in_force", PLAN)
SIGNS = {"+": "births rise with it", "-": "births fall with it", "0": "no effect on births expected", "open": "open"}
WIDTH = 116


def levers_text(pack: Pack, name: str | None = None) -> str:
    """All levers as a table, or one lever in full; `UserError` for an unknown name, with the nearest known one."""
    paths = {use: compile_paths(use, pack, SHOWN, SHOWN) for use in SCENARIOS}
    return _table(paths) if name is None else _one(lever(name), pack, paths)


def _table(paths: dict[str, LeverPaths]) -> str:
    """One line a lever: plan item, unit, bounds, sign, and its values under the three scenarios."""
    head = ("item", "lever", "unit", "bounds", "sign", *SCENARIOS, "from")
    lines: list[tuple[str, ...]] = [head]
    for one in LEVERS.values():
        values = tuple(_value(one, paths[use]) for use in SCENARIOS)
        item = str(one.plan_item) if one.plan_item else "-"
        bounds = f"{_number(one.lower)}..{_number(one.upper)}"
        lines.append((item, one.id, one.unit, bounds, one.sign, *values, _grounds(one, paths[PLAN])))
    widths = [max(width_of(line[column]) for line in lines) for column in range(len(head))]
    rows = ["  ".join(padded(text, width) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    note = (
        f"Values of {label(SHOWN)}, yuan of the day; lo..hi: counties or birth orders differ. 'from': whether the"
        " plan's value is a rule, a figure, or assumed. `fertsim levers ID` shows one lever with dates,"
        " counties and sources."
    )
    return "\n".join([*rows, "", *textwrap.wrap(note, WIDTH)])


def _one(declared: Lever, pack: Pack, paths: dict[str, LeverPaths]) -> str:
    """Everything about one lever."""
    item = f"plan item {declared.plan_item}" if declared.plan_item else "funding clause of the plan"
    who = "; ".join(ELIGIBILITY[name] for name in declared.eligibility) or "everybody concerned"
    bounds = f"{_number(declared.lower)} to {_number(declared.upper)}"
    facts = [
        ("meaning", declared.meaning),
        ("reason", declared.reason),
        ("unit", f"{declared.unit}, {bounds}; {declared.default:g} without a rule"),
        ("differs by", " and ".join(declared.dims).replace("_", " ") or "nothing: the same everywhere"),
        ("sign", SIGNS[declared.sign]),
        ("who", who),
        ("taken up", "without asking" if declared.takes_up == "automatic" else "on application"),
        ("cost", COST_RULES[declared.cost_rule]),
        ("touches", "; ".join(VARIABLES[name].meaning for name in declared.touches)),
        *[("strength", _strength(name)) for name in declared.strengths],
        *([("needs", " and ".join(need.replace("|", " or ") for need in declared.needs))] if declared.needs else []),
        ("dose", "moves it from the base scenario to the plan" if paths[PLAN].moves(declared.id) else _no_dose()),
    ]
    if declared.cost_rule != "none":
        facts.insert(8, ("paid by", f"law: {_payers(declared.law_payers)}; local: {_payers(declared.local_payers)}"))
    lines = [f"{declared.id}  {declared.title_zh} · {declared.title_en}  ({item})", ""]
    for title, text in facts:
        lines += textwrap.wrap(text, WIDTH, initial_indent=f"{title:<11}", subsequent_indent=" " * 11)
    lines += ["", f"In {label(SHOWN)}: " + ", ".join(f"{use} {_value(declared, paths[use])}" for use in SCENARIOS), ""]
    return "\n".join([*lines, *_rules(declared, pack)])


def _rules(declared: Lever, pack: Pack) -> list[str]:
    """Dated rows of a lever by layer: dates, county, order, value, bounds, quality, and below them note and source."""
    table = pack.table("levers")
    counties = {row.county_code: f"{row.name_zh} {row.name_en}" for row in pack.table("counties").itertuples()}
    lines: list[str] = []
    for layer in LAYERS:
        rows = table[(table["lever"] == declared.id) & (table["layer"] == layer)]
        for row in rows.itertuples():
            lines.append(_rule(row, counties.get(row.county_code, "whole city")))
            text = f"{row.note}{' | ' if row.note else ''}{row.source}"
            lines += textwrap.wrap(text, WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6)
    return lines or ["No dated rule in this place."]


def _rule(row: Any, county: str) -> str:
    bounds = "" if np.isnan(row.lower) else f" [{_number(row.lower)} to {_number(row.upper)}]"
    steps = f", in even steps over {row.phase_in_months} months" if row.phase_in_months else ""
    dates = f"{row.effective_from or 'always':<10} to {row.effective_to or '...':<10}"
    order = "" if row.birth_order == "all" else f", birth order {row.birth_order}"
    return f"{row.layer:<8}  {dates}  {county}{order}: {_number(row.value)}{bounds} {row.unit}{steps} ({row.quality})"


def _value(declared: Lever, paths: LeverPaths) -> str:
    """The value shown, or its range over counties and orders."""
    values = paths.nominal(declared.id)[paths.at(SHOWN)]
    low, high = float(values.min()), float(values.max())
    return _number(low) if low == high else f"{_number(low)}..{_number(high)}"


def _grounds(declared: Lever, plan: LeverPaths) -> str:
    """What the plan's value rests on: unchanged law, rules and figures, or assumption, wholly or in part."""
    assumed = plan.assumed(declared.id)[plan.at(SHOWN)]
    if assumed.all():
        return "assumed"
    if assumed.any():
        return "partly assumed"
    return "rule or figure" if plan.moves(declared.id) else "law unchanged"


def _payers(payers: Payers) -> str:
    parts = [f"{payer} {share:.0%}" for payer, share in payers.fixed.items()]
    parts += [f"{payer} by {source}" for payer, source in payers.by_lever.items()]
    assert payers.rest in PAYERS
    return ", ".join([*parts, f"{payers.rest.replace('_', ' ')} the rest" if parts else payers.rest.replace("_", " ")])


def _strength(name: str) -> str:
    """A parameter on which a lever's effect hangs: default, bounds of its prior, meaning."""
    field = Parameters.model_fields[name]
    lower, upper = Parameters.bounds(name)
    extra = field.json_schema_extra
    assert isinstance(extra, dict)
    prior = f"prior {lower:g} to {upper:g} {extra['unit']}"
    return f"parameter {name}, {field.default:g} ({prior}): {field.description}"


def _number(value: float) -> str:
    return f"{round(value, 4):,.10g}"


def _no_dose() -> str:
    return "does nothing: the plan changes nothing beyond the law; set a value instead"
