"""Scenario files: what the rules are in a run. Read from YAML, checked, refused with a line number when broken.

A file may extend another (a shipped name, or a file beside it); it takes over what it does not state itself. `layers`
says which dated rules of the pack hold (base: national and provincial law, in_force: city and county measures, plan);
`items` keeps the layers above base to those plan items; `plan_delay_months` lets the plan's rows come later; `set`
gives values and `doses` moves between base and plan.
"""

import functools
import os
import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from sim.clock import month_index
from sim.documents import Document, Text, Title, Whole, name_of, shortened
from sim.errors import UserError
from sim.policy.given import MONTH, MONTH_ALLOWED, Rule, check_dose, parse_rules
from sim.policy.levers import LEVERS

FOLDER = Path(__file__).with_name("scenarios")
Layer = Literal["base", "in_force", "plan"]
MERGED = ("set", "doses")
OF_ITEMS = ":"
"""Stands between a shipped scenario's name and the plan items that are to hold of it."""
ITEMS = r"-?[1-9]\d?(,-?[1-9]\d?)*"
WITHOUT = "without_"
"""Begins the name of the plan without one of its items (`without_7`, the same as `plan:-7`)."""
LONGEST_DELAY = 180
RESERVED = ("charts", "blocks")
"""How names of scenarios may not begin: folders of results stand beside those of scenarios."""


def _checked_month(given: str | None) -> str | None:
    if given is not None and not re.fullmatch(MONTH, given):
        raise ValueError(f"this is no month {MONTH_ALLOWED}")
    return given


class Scenario(BaseModel):
    """A scenario: which dated rules hold, kept as they come or frozen after a month, and what is set otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title_zh: Title
    title_en: Title
    meaning: Text
    extends: str | None = None
    layers: tuple[Layer, ...] = ("base",)
    items: tuple[Whole, ...] | None = None
    rules_frozen_after: Annotated[str | None, AfterValidator(_checked_month)] = None
    plan_delay_months: Annotated[Whole, Field(ge=0, le=LONGEST_DELAY)] = 0
    """Months by which the rows of layer plan begin, end and become known later than they are dated."""
    rules: dict[str, tuple[Rule, ...]] = Field(default_factory=dict, alias="set")
    doses: dict[str, float] = Field(default_factory=dict)

    @property
    def frozen_month(self) -> int | None:
        """Month index after which no dated rule changes, or None."""
        if self.rules_frozen_after is None:
            return None
        year, month = self.rules_frozen_after.split("-")
        return month_index(int(year), int(month))

    def layers_of(self, plan_item: int) -> tuple[Layer, ...]:
        """Layers that hold for the levers of a plan item."""
        return self.layers if self.items is None or plan_item in self.items else ("base",)


SCENARIO_KEYS = tuple(field.alias or name for name, field in Scenario.model_fields.items() if name != "name")
"""Entries of a scenario file; its name is that of the file."""


def scenario_names() -> list[str]:
    """Names of the scenarios that ship, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def scenario(name: str) -> Scenario:
    """A shipped scenario by name, or the one in a YAML file; `UserError` names file and line of a mistake."""
    if name in scenario_names():
        return _shipped(name)
    if name.startswith(WITHOUT) and name.removeprefix(WITHOUT).isdecimal():
        return _of_items("plan", f"-{name.removeprefix(WITHOUT)}").model_copy(update={"name": name})
    whole, of_items, items = name.partition(OF_ITEMS)
    if of_items and whole in scenario_names():
        return _of_items(whole, items)
    path = Path(name)
    if path.suffix not in (".yaml", ".yml") or not os.path.isfile(path):  # which says no where a name is too long
        raise UserError(
            f"--scenario: unknown scenario '{name}'; allowed are {', '.join(scenario_names())}, one of them with some"
            f" items (plan{OF_ITEMS}3,7) or without (plan{OF_ITEMS}-7), or a YAML file"
        )
    _refuse_name(path)
    return _load(path, ())


def _refuse_name(path: Path) -> None:
    """Refuse a user's file whose name would be taken for a shipped scenario's, or for a file of our own."""
    name = name_of(path).casefold()
    if name in scenario_names() and path.resolve().parent != FOLDER.resolve():
        raise UserError(f"{path.name}: {name} is the name of a shipped scenario; give this file another name")
    if name.startswith(RESERVED):
        raise UserError(f"{path.name}: names that begin with {name[:6]} are those of our folders; give it another name")


@functools.cache
def _shipped(name: str) -> Scenario:
    return _load(FOLDER / f"{name}.yaml", ())


@functools.cache
def _of_items(whole: str, listed: str) -> Scenario:
    """A shipped scenario with the measures of some plan items alone (`3,7`), or of all others (`-3,-7`)."""
    full = _shipped(whole)
    known = sorted({one.plan_item for one in LEVERS.values() if full.items is None or one.plan_item in full.items})
    numbers = [int(text) for text in listed.split(",")] if re.fullmatch(ITEMS, listed, re.ASCII) else []
    without = {-number for number in numbers if number < 0}
    if not numbers or (without and len(without) < len(numbers)) or len(set(numbers)) < len(numbers):
        raise UserError(
            f"--scenario: '{whole}{OF_ITEMS}{listed}' names no items; allowed are different numbers"
            f" (plan{OF_ITEMS}3,7: these alone) or all with a minus (plan{OF_ITEMS}-7: all but these)"
        )
    for number in numbers:
        if abs(number) not in known:
            raise UserError(
                f"--scenario: '{whole}{OF_ITEMS}{listed}': no lever has the plan item {abs(number)}; allowed are"
                f" {', '.join(map(str, known))}"
            )
    items = tuple(item for item in known if (item not in without if without else item in numbers))
    told = ", ".join(str(abs(number)) for number in sorted(numbers, key=abs))
    zh, en = ("除去第", "without items ") if without else ("仅第", "items ")
    return full.model_copy(update={
        "name": f"{whole}{OF_ITEMS}{','.join(map(str, sorted(numbers, key=abs)))}", "items": items,
        "title_zh": f"{full.title_zh}：{zh}{told.replace(', ', '、')}项",
        "title_en": f"{full.title_en}: {en}{told}{'' if without else ' only'}",
        "rules": {lever: rules for lever, rules in full.rules.items() if LEVERS[lever].plan_item in items},
        "doses": {lever: dose for lever, dose in full.doses.items() if LEVERS[lever].plan_item in items},
    })  # fmt: skip


def _load(path: Path, children: tuple[Path, ...]) -> Scenario:
    """A scenario with what it takes over from those it extends; `children` lead to it."""
    lines = Document(path, "as in sim/policy/scenarios/")
    entries = lines.entries
    for key in entries:
        if key not in SCENARIO_KEYS:
            raise UserError(f"{lines.at(key)}: unknown entry '{key}'; allowed are {', '.join(SCENARIO_KEYS)}")
    checked = {**_levers_part(entries, lines), **{key: entries[key] for key in entries if key not in MERGED}}
    parent = _parent(entries.get("extends"), path, children, lines)
    if parent is not None:
        checked = _merge(parent, checked)
    try:
        loaded = Scenario.model_validate({**checked, "name": path.stem})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        wrong = first["msg"].removeprefix("Value error, ")
        raise UserError(
            f"{lines.at(*first['loc'])}: {field}: {wrong[:1].lower()}{wrong[1:]}, given {shortened(first['input'])}"
        ) from None
    _check_layers(loaded, lines)
    return loaded


def _levers_part(entries: dict[str, Any], lines: Document) -> dict[str, Any]:
    """`set` and `doses` of a file, checked against the declarations."""
    for key in MERGED:
        if not isinstance(entries.get(key) or {}, dict):
            raise UserError(f"{lines.at(key)}: {key}: expected a mapping of levers, given {entries[key]!r}")
    rules = entries.get("set") or {}
    doses = entries.get("doses") or {}
    for name in doses:
        if name in rules:
            raise UserError(f"{lines.at('doses', name)}: {name} has both a value and a dose; keep one")
    return {
        "set": {name: parse_rules(name, given, lines.under("set", name)) for name, given in rules.items()},
        "doses": {name: check_dose(name, dose, lines.at("doses", name)) for name, dose in doses.items()},
    }


def _parent(name: Any, path: Path, children: tuple[Path, ...], lines: Document) -> Scenario | None:
    """The scenario that a file extends; `UserError` where it is unknown or extends the file in turn."""
    if name is None:
        return None
    known = scenario_names()
    where = lines.at("extends")
    own = str(name).endswith((".yaml", ".yml"))
    file = path.parent / str(name) if own else FOLDER / f"{name}.yaml"
    if not (os.path.isfile(file) if own else name in known):
        near = get_close_matches(str(name), known, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"allowed are {', '.join(known)} or a YAML file"
        raise UserError(f"{where}: extends: unknown scenario '{name}'; {hint}")
    chain = (*children, path.resolve())
    if file.resolve() in chain:
        circle = " extends ".join(step.stem for step in (*chain[chain.index(file.resolve()) :], file))
        raise UserError(f"{where}: extends: this goes round in a circle: {circle}")
    return _load(file, chain)


def _merge(parent: Scenario, own: dict[str, Any]) -> dict[str, Any]:
    """Own entries over those of the parent; a lever's own value or dose replaces whatever the parent gives it."""
    kept = {key: getattr(parent, key) for key in ("layers", "items", "rules_frozen_after", "plan_delay_months")}
    stated = {*own["set"], *own["doses"]}
    rules = {name: given for name, given in parent.rules.items() if name not in stated}
    doses = {name: dose for name, dose in parent.doses.items() if name not in stated}
    return {**kept, **own, "set": rules | own["set"], "doses": doses | own["doses"]}


def _check_layers(loaded: Scenario, lines: Document) -> None:
    """Refuse layers without base and plan items that have no lever."""
    if "base" not in loaded.layers:
        raise UserError(f"{lines.at('layers')}: layers: base is missing; allowed are base, in_force and plan")
    known = sorted({one.plan_item for one in LEVERS.values()})
    for item in loaded.items or ():
        if item not in known:
            raise UserError(f"{lines.at('items')}: items: no lever of plan item {item}; allowed are {known}")
