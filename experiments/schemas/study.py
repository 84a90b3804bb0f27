"""The JSON schema of a study file: entries of `Study`, methods with what each reads, names of each model."""

from typing import Any

from experiments.schemas.keys import DESIGN, FACTOR, OUTPUT, STUDY
from experiments.schemas.parts import DRAFT, Schema, described, names, of_model, one_of, scenario_name
from experiments.study.reader import READ_BY
from experiments.study.schema import Study
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
    "sobol": {"n": {"enum": [2**power for power in range(3, MOST_POWER + 1)]}},
    "morris": {"n": {"minimum": 2}, "levels": {"multipleOf": 2}},
}
"""What a method asks of its sizes beyond what all do."""


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
    own["scenario"] |= scenario_name()
    own["against"] |= one_of(*scenario_name()["anyOf"], {"type": "null"})
    own["future"] |= names(futures())
    own["sample"]["pattern"] = SAMPLE
    own["from"] |= names(START_YEARS)
    own["to"] |= {"minimum": START_YEARS[0], "maximum": LAST_YEAR}
    own["factors"]["items"], own["outputs"]["items"] = {"type": "object"}, {"type": ["string", "object"]}
    return {
        "$schema": DRAFT, "title": f"fertsim study, {pack.manifest['name_en']}", **made,
        "allOf": [_of_model(name, model, parts, pack) for name, model in _models().items()],
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
    """Factors and outputs of a study that runs one model."""
    chosen = {"properties": {"model": {"const": name}}, "required": [] if name == CITY else ["model"]}
    then: dict[str, Any] = {
        "factors": {"items": _factor(parts["FactorEntry"], name, model, pack)},
        "outputs": {"items": _output(parts["Target"], model)},
    }
    if name != CITY:
        then["parameters"] = {"const": "default"}
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


def _output(entry: Schema, model: Model) -> Schema:
    """An output: an indicator of the model, or one with the years of its mean."""
    allowed = names(model.indicators)
    told = {"indicator": allowed, "from": {"type": "integer"}, "to": {"type": "integer"}}
    return one_of(allowed, {
        "type": "object", "properties": {key: part | {"description": OUTPUT[key]} for key, part in told.items()},
        "additionalProperties": False, "required": entry["required"], "dependencies": {"from": ["to"], "to": ["from"]},
    })  # fmt: skip


def _dosed(pack: Pack) -> list[str]:
    """Levers that the plan moves in the longest runs, so that a dose does something."""
    longest = RunSettings()
    paths = compile_paths(BASE, pack, longest.start_month, longest.end_month)
    return [name for name in LEVERS if paths.moves(name)]
