"""The JSON schema of a scenario file: entries of `Scenario`, levers with bounds and units, counties of a place."""

from typing import Any

from experiments.schemas.keys import RULE, SCENARIO
from experiments.schemas.parts import (
    DRAFT,
    MONTH_SCHEMA,
    YAML_FILE,
    Schema,
    birth_orders,
    county_name,
    names,
    of_model,
    one_of,
    plan_items,
)
from sim.places.pack import Pack
from sim.policy.given import MAX_DOSE, YES_NO
from sim.policy.levers import LEVERS, Lever
from sim.policy.scenario import Scenario, scenario_names

FILE = "sim/policy/scenario.schema.json"
"""Where the schema of the place that ships lies, from the project's folder."""


def scenario_schema(pack: Pack) -> Schema:
    """What a scenario file of a place may hold, as far as a schema can say it."""
    made = of_model(Scenario, SCENARIO)
    own = made["properties"]
    del own["name"], made["$defs"]  # the file's name; the rule as it is kept, not as it is written
    own["extends"] |= one_of(names(scenario_names()), {"type": "string", "pattern": YAML_FILE}, {"type": "null"})
    own["layers"]["contains"] = {"const": "base"}
    own["items"] |= one_of({"type": "array", "items": names(plan_items())}, {"type": "null"})
    own["rules_frozen_after"] |= one_of(MONTH_SCHEMA, {"type": "null"})
    own["set"] |= _by_lever({one.id: _setting(one) for one in LEVERS.values()})
    own["doses"] |= _by_lever({one.id: _dose(one) for one in LEVERS.values()})
    return {
        "$schema": DRAFT, "title": f"fertsim scenario, {pack.manifest['name_en']}", **made,
        "required": [name for name in made["required"] if name != "name"],
        "definitions": {
            "month": {**MONTH_SCHEMA, "description": "a month, such as 2026-01"}, "county": county_name(pack),
            "birth_order": birth_orders(),
        },
    }  # fmt: skip


def _by_lever(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _setting(one: Lever) -> Schema:
    """A value of a lever, or dated rules."""
    value = _value(one)
    entries: dict[str, Any] = {key: {"$ref": "#/definitions/month"} for key in ("from", "to", "announced")}
    entries["value"] = value
    entries |= {dim: {"$ref": f"#/definitions/{dim}"} for dim in one.dims}
    rule = {
        "type": "object", "properties": {key: entries[key] for key in RULE if key in entries},
        "additionalProperties": False, "required": ["value"], "dependencies": {"announced": ["from"]},
    }  # fmt: skip
    told = f"{one.title_zh} · {one.title_en} [{one.unit}]: {one.meaning}"
    return {"description": told, **one_of(value, {"type": "array", "minItems": 1, "items": rule})}


def _value(one: Lever) -> Schema:
    if one.kind == "yes_no":
        return names([*YES_NO, True, False, 1, 0])
    return {
        "type": "integer" if one.kind == "rule" else "number", "minimum": one.lower, "maximum": one.upper,
        "description": f"{one.unit}, {one.lower:g} to {one.upper:g}",
    }  # fmt: skip


def _dose(one: Lever) -> Schema:
    told = {"description": f"{one.title_zh} · {one.title_en}"}
    if one.kind != "continuous":
        return {**told, "type": "number", "enum": [0, 1]}
    return {**told, "type": "number", "minimum": 0, "maximum": MAX_DOSE}
