"""The JSON schema of a study file: entries of `Study`, methods with what each reads, names of each model."""

from collections.abc import Iterable
from typing import Any

from experiments.schemas.keys import DESIGN, FACTOR, OUTPUT, STUDY
from experiments.schemas.parts import (
    DRAFT,
    TITLE_PATTERN,
    Schema,
    county_name,
    described,
    names,
    of_model,
    one_of,
    scenario_name,
)
from experiments.study.schema import COST_OF, COST_PER_BIRTH, DUMMY, Study
from experiments.study.sizes import FEWEST, GROUPED, READ_BY
from sim.measures.declared import DECLARED_INDICATORS
from sim.measures.models import MODELS
from sim.parameters import Parameters
from sim.places.pack import Pack
from sim.policy.futures import futures
from sim.policy.levers import LEVERS
from sim.policy.paths import BASE, compile_paths
from sim.runs.plan import Model
from sim.settings import LAST_YEAR, START_YEARS, RunSettings

FILE = "experiments/study/study.schema.json"
"""Where the schema of the place that ships lies, from the project's folder."""
CITY = "city"
"""The model of a study that names none."""
SAMPLE = "^1/(1000|[1-9][0-9]{0,2})$"
MOST_POWER = 17
"""Of a base sample of Sobol that one factor and the dummy leave below the most runs of a sweep."""
OF_METHOD: dict[str, dict[str, Schema]] = {
    "sobol": {"n": {"enum": [2**power for power in range(MOST_POWER + 1) if 2**power >= FEWEST["sobol"][0]]}},
    "morris": {"n": {"minimum": FEWEST["morris"][0]}, "levels": {"multipleOf": 2}},
    "fast": {"n": {"minimum": FEWEST["fast"][0]}},
    "one_at_a_time": {"n": {"minimum": FEWEST["one_at_a_time"][0]}},
}
"""What a method asks of its sizes beyond what all do."""
_GROUPED: Schema = {
    "if": {"properties": {"design": {"properties": {"method": names(GROUPED)}, "required": ["method"]}}},
    "else": {"properties": {"groups": {"maxProperties": 0}}},
}
"""Other methods than some move no groups."""
_COST = {"type": "object", "properties": {"indicator": {"const": COST_PER_BIRTH}}, "required": ["indicator"]}
_AGAINST: Schema = {
    "if": {"properties": {"outputs": {"contains": one_of({"const": COST_PER_BIRTH}, _COST)}}, "required": ["outputs"]},
    "then": {"properties": {"against": {"type": "string"}}, "required": ["against"]},
}
"""A cost per birth is of what another scenario adds to."""


def study_schema(pack: Pack) -> Schema:
    """What a study file of a place may hold, as far as a schema can say it."""
    made = of_model(Study, STUDY)
    parts = made.pop("$defs")
    for part, meanings in (("DesignEntry", DESIGN), ("FactorEntry", FACTOR), ("Target", OUTPUT)):
        described(parts[part], meanings)
    own = made["properties"]
    own["model"] |= names(_models())
    own["design"] = {"description": STUDY["design"], "type": "object", "required": ["method"],
                     "oneOf": [_design(parts["DesignEntry"], method) for method in READ_BY]}  # fmt: skip
    own["groups"]["propertyNames"] |= {"type": "string", "minLength": 1, "pattern": TITLE_PATTERN,
                                       "not": {"const": DUMMY}}  # fmt: skip
    own["scenario"] |= scenario_name()
    own["against"] |= one_of(*scenario_name()["anyOf"], {"type": "null"})
    own["future"] |= names(futures())
    own["sample"]["pattern"] = SAMPLE
    own["from"] |= names(START_YEARS)
    own["to"] |= {"minimum": START_YEARS[0], "maximum": LAST_YEAR}
    own["factors"]["items"], own["outputs"]["items"] = {"type": "object"}, {"type": ["string", "object"]}
    return {
        "$schema": DRAFT, "title": f"fertsim study, {pack.manifest['name_en']}", **made,
        "allOf": [*(_of_model(name, model, parts, pack) for name, model in _models().items()), _GROUPED, _AGAINST],
    }  # fmt: skip


def _models() -> dict[str, Model]:
    """The city, and whatever else has inputs that a study can vary."""
    return {name: model for name, model in MODELS.items() if name == CITY or model.inputs}


def _design(entry: Schema, method: str) -> Schema:
    """A design of one method, with the sizes that it reads."""
    sizes = {name: entry["properties"][name] | OF_METHOD.get(method, {}).get(name, {}) for name in READ_BY[method]}
    told = {"const": method, "description": entry["properties"]["method"]["description"]}
    return {
        "type": "object", "properties": {"method": told, **sizes}, "additionalProperties": False,
        "required": ["method", *(name for name in ("n",) if name in sizes)],
    }  # fmt: skip


def _of_model(name: str, model: Model, parts: dict[str, Schema], pack: Pack) -> Schema:
    """Factors, their groups and outputs of a study that runs one model."""
    chosen = {"properties": {"model": {"const": name}}, "required": [] if name == CITY else ["model"]}
    then: dict[str, Any] = {
        "factors": {"items": _factor(parts["FactorEntry"], name, model, pack)},
        "groups": {"additionalProperties": {"items": names(_varied(name, model)), "minItems": 1, "uniqueItems": True}},
        "outputs": {"items": _output(parts["Target"], model, pack)},
    }
    if name != CITY:
        then |= {"parameters": {"const": "default"}, "place": {"type": "null"}}
    return {"if": chosen, "then": {"properties": then}}


def _factor(entry: Schema, name: str, model: Model, pack: Pack) -> Schema:
    """A factor: one dose, value or parameter, of names that the model knows."""
    kinds = {"parameter": names(model.inputs)}
    if name == CITY:
        kinds = {"dose": names(_dosed(pack)), "value": names(LEVERS), "parameter": names(Parameters.model_fields)}
    shared = {key: entry["properties"][key] for key in ("lower", "upper", "scale")}
    meant = {kind: allowed | {"description": FACTOR[kind]} for kind, allowed in kinds.items()}
    return {"type": "object", "properties": {**meant, **shared}, "additionalProperties": False,
            "oneOf": [{"required": [kind]} for kind in kinds]}  # fmt: skip


def _varied(name: str, model: Model) -> list[str]:
    """Names that factors of a model may have."""
    return list(dict.fromkeys([*LEVERS, *Parameters.model_fields])) if name == CITY else list(model.inputs)


def _output(entry: Schema, model: Model, pack: Pack) -> Schema:
    """An output: an indicator of the model, or one with its county, the years of its mean or sum."""
    allowed = names(_explained(model.indicators))
    flows = [name for name in model.indicators
             if name in DECLARED_INDICATORS and DECLARED_INDICATORS[name].kind == "flow"]  # fmt: skip
    told = {"indicator": allowed, "from": {"type": "integer"}, "to": {"type": "integer"}, "of": names(("mean",))}
    conditions = []
    if flows:
        told["of"] = names(("mean", "sum"))
        conditions.append(_only_of({"of": {"const": "sum"}}, flows))
    if model.by_county:
        told["county"] = county_name(pack)
        conditions.append(_only_of({"county": {}}, _explained(model.by_county)))
    return one_of(allowed, {
        "type": "object",
        "properties": {key: told[key] | {"description": meaning} for key, meaning in OUTPUT.items() if key in told},
        "additionalProperties": False, "required": entry["required"], "dependencies": {"from": ["to"], "to": ["from"]},
        **({"allOf": conditions} if conditions else {}),
    })  # fmt: skip


def _only_of(entries: Schema, indicators: list[str]) -> Schema:
    """An output that has some entries is of one of some indicators."""
    return {"if": {"properties": entries, "required": list(entries)},
            "then": {"properties": {"indicator": names(indicators)}}}  # fmt: skip


def _explained(indicators: Iterable[str]) -> list[str]:
    """Indicators, and what is made of them where all that it needs is among them."""
    found = list(indicators)
    return [*found, COST_PER_BIRTH] if set(COST_OF) <= set(found) else found


def _dosed(pack: Pack) -> list[str]:
    """Levers that the plan moves in the longest runs, so that a dose does something."""
    longest = RunSettings()
    paths = compile_paths(BASE, pack, longest.start_month, longest.end_month)
    return [name for name in LEVERS if paths.moves(name)]
