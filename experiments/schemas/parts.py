"""What the schemas of scenarios and studies share: a model as JSON schema, and names as people may write them."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from sim.documents import MOST_IN_TITLE
from sim.places.pack import Pack
from sim.policy.given import MONTH
from sim.policy.levers import LEVERS
from sim.policy.levers.base import ORDER_SLICES
from sim.policy.scenario import OF_ITEMS, WITHOUT, scenario, scenario_names

Schema = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that editors' language servers read."""
YAML_FILE = r"\.ya?ml$"
UNSEEN = r"\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
"""Letters that cannot be shown; the reader knows some more."""
TITLE_PATTERN, TEXT_PATTERN = rf"^(?!\s+$)[^\t\n{UNSEEN}]*$(?!\n)", rf"^[^\t{UNSEEN}]*$"
MONTH_SCHEMA: Schema = {"type": "string", "pattern": f"^({MONTH})$(?!\\n)"}
BOUNDS = {"ge": "minimum", "le": "maximum"}
"""Bounds that pydantic leaves in its own words where a field has a validator before them."""


def schema_text(schema: Schema) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def of_model(model: type[BaseModel], meanings: Mapping[str, str]) -> Schema:
    """A model as JSON schema, without its parts' names made of field names, and with what its entries mean."""
    made: Schema = _plain(model.model_json_schema(by_alias=True))
    described(made, meanings)
    return made


def described(made: Schema, meanings: Mapping[str, str]) -> None:
    """Give each property of an object what it means."""
    for name, meaning in meanings.items():
        made["properties"][name]["description"] = meaning


def _plain(part: Any) -> Any:
    """The same with JSON schema's words for bounds, patterns of text, and no made-up titles."""
    if isinstance(part, list):
        return [_plain(one) for one in part]
    if not isinstance(part, dict):
        return part
    told = {key: value for key, value in part.items() if key != "title" or isinstance(value, dict)}
    kept = {BOUNDS.get(key, key): _plain(value) for key, value in told.items()}
    if kept.get("type") == "string" and "maxLength" in kept:
        kept["pattern"] = TITLE_PATTERN if kept["maxLength"] == MOST_IN_TITLE else TEXT_PATTERN
    return kept


def one_of(*parts: Schema) -> Schema:
    """What fits one of some schemas at least."""
    return {"anyOf": list(parts)}


def names(allowed: Iterable[Any]) -> Schema:
    """One of some names."""
    return {"enum": list(allowed)}


def scenario_name() -> Schema:
    """A shipped scenario, one with some items or without, or a YAML file."""
    whole = [name for name in scenario_names() if scenario(name).items is None]
    item = "|".join(str(number) for number in plan_items())
    listed = rf"({item})(,({item}))*|-({item})(,-({item}))*"
    return one_of(
        names(scenario_names()), {"type": "string", "pattern": YAML_FILE},
        {"type": "string", "pattern": f"^({'|'.join(whole)}){OF_ITEMS}({listed})$|^{WITHOUT}({item})$"},
    )


def plan_items() -> list[int]:
    """Numbers of the plan items that have a lever."""
    return sorted({one.plan_item for one in LEVERS.values()})


def county_name(pack: Pack) -> Schema:
    """A county of a place by code, Chinese or English name, or the code of the whole city."""
    counties = pack.table("counties")
    codes = [int(code) for code in counties["county_code"]]
    return names([*codes, *counties["name_zh"], *counties["name_en"], int(pack.city_code)])


def birth_orders() -> Schema:
    """Birth orders as a rule names them; a single one is a number in YAML."""
    return names([*ORDER_SLICES, *(int(order) for order in ORDER_SLICES if order.isdecimal())])
