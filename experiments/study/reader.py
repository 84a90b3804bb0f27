"""Reads a study file and refuses it with one sentence that names file and line.

Called by the commands; calls the declarations of levers and parameters, which give bounds, units and names.
"""

import os
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from experiments.setup.counties import place_of
from experiments.setup.draws import parameter_draws
from experiments.study.schema import DUMMY, Entry, Factor, FactorEntry, Study, Target
from experiments.study.sizes import check_design, check_groups, check_size
from experiments.study.targets import checked_targets
from experiments.wording.parameters import parameter_title
from sim.clock import month_index
from sim.documents import Document, Where, name_of, shortened
from sim.errors import UserError
from sim.measures.models import MODELS
from sim.parameters import Parameters
from sim.places.pack import load_pack
from sim.policy.futures import future
from sim.policy.given import MAX_DOSE
from sim.policy.levers import LEVERS, lever
from sim.policy.paths import compile_paths
from sim.policy.scenario import scenario
from sim.runs.draws import Draws
from sim.settings import RunSettings

EXAMPLES = Path(__file__).with_name("examples")


class ReadStudy(NamedTuple):
    """A study with its checked factors, the settings common to its runs, and the draws that its seeds take."""

    name: str
    study: Study
    factors: tuple[Factor, ...]
    settings: RunSettings
    draws: Draws | None = None


def read_study(path: str | Path, place: str | None = None) -> ReadStudy:
    """Study in a YAML file, or a shipped example by name; `UserError` names the line of the first mistake.

    place : of a study that names none
    """
    path = Path(path)
    shipped = EXAMPLES / f"{path}.yaml"
    if not os.path.isfile(path) and path.suffix == "" and os.path.isfile(shipped):
        path = shipped
    if not os.path.isfile(path):
        known = ", ".join(sorted(p.stem for p in EXAMPLES.glob("*.yaml")))
        raise UserError(f"there is no study file {path}; name a YAML file or a shipped study: {known}")
    name = name_of(path)
    lines = Document(path, "as in docs/sweeps.md")
    try:
        study = Study.model_validate(lines.entries)
    except ValidationError as error:
        raise UserError(_sentence(error, lines)) from None
    study = study.model_copy(
        update={name: _beside(path, getattr(study, name)) for name in ("scenario", "against")}
    )
    if study.model not in MODELS:
        raise UserError(f"{lines.at('model')}: unknown model '{study.model}'; {_near(study.model, list(MODELS))}")
    settings = _settings(study, _place(study, path, place, lines), lines)
    factors = tuple(
        _factor(entry, study, lines.under("factors", position)) for position, entry in enumerate(study.factors)
    )
    _refuse_twins([f.name for f in factors], "factors", lines)
    check_groups(study, factors, lines)
    check_design(study, factors, lines)
    check_size(study, factors, lines)
    study = checked_targets(study, MODELS[study.model], settings, lines)
    _refuse_twins([target.name for target in study.targets], "outputs", lines)
    if study.model == "city":
        _check_doses(factors, study, settings, lines)
    return ReadStudy(name, study, factors, settings, _draws(study, factors, settings, lines))


def _sentence(error: ValidationError, lines: Document) -> str:
    """The first mistake against the schema, with its line."""
    first = error.errors()[0]
    keys = [key for key in first["loc"] if key not in ("str", "Target")]
    where = lines.at(*keys)
    name = ".".join(str(key + 1) if isinstance(key, int) else str(key) for key in keys)
    if first["type"] == "extra_forbidden":
        return f"{where}: unknown entry '{keys[-1]}'; {_near(str(keys[-1]), _entries(keys[:-1]))}"
    if first["type"] == "missing":
        return f"{where}: {name} is missing"
    if first["type"] == "too_short":
        return f"{where}: {name} is empty, so there is nothing to run; give one or more"
    wrong = first["msg"].removeprefix("Value error, ")
    return f"{where}: {name}: {wrong[:1].lower()}{wrong[1:]}, given {shortened(first['input'])}"


def _entries(keys: list[Any]) -> list[str]:
    """Entries allowed below some keys of a study file."""
    part: type[Entry] = Study
    if keys:
        part = {"factors": FactorEntry, "outputs": Target}.get(str(keys[0])) or Study.model_fields[keys[0]].annotation  # type: ignore[assignment]
    return [field.alias or name for name, field in part.model_fields.items()]


def _near(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    return f"did you mean '{near[0]}'?" if near else f"allowed are {', '.join(known)}"


def _beside(path: Path, name: str | None) -> str | None:
    """Full path of a scenario file named in a study, which stands beside it; a shipped name as it is."""
    if name is None or not name.endswith((".yaml", ".yml")):
        return name
    return os.path.abspath(path.parent / name)


def _place(study: Study, path: Path, given: str | None, lines: Document) -> str:
    """The place of the runs, which the study names or its command; the usual one where neither does."""
    own = None if study.place is None else place_of(study.place, path.parent)
    asked = None if given is None else place_of(given)
    where = "--place" if own is None else f"{lines.at('place')}: place"
    if own and asked and own != asked:
        raise UserError(f"{where}: {study.place} here, but --place {given}; name one of them")
    place = own or asked
    if place is None:
        return str(RunSettings.model_fields["place"].default)
    if study.model != "city":
        raise UserError(f"{where}: the model {study.model} has no place; leave it out")
    try:
        load_pack(place)
    except UserError as error:
        raise UserError(f"{where}: {str(error)[:1].lower()}{str(error)[1:]}") from None
    return place


def _settings(study: Study, place: str, lines: Document) -> RunSettings:
    """Settings common to all runs, with scenarios and future looked up."""
    options = {"--sample": "sample", "--from": "from", "--to": "to", "--future": "future"}
    try:
        future(study.future)
        settings = RunSettings(
            sample=study.sample, start_year=study.first, end_year=study.last,  # type: ignore[arg-type]
            population_seed=study.population_seed, birth_rule=study.birth_rule, place=place,
        )  # fmt: skip
        load_pack(settings.place).check_start(study.first)
    except UserError as error:
        option, _, rest = str(error).partition(": ")
        raise UserError(f"{lines.at(options.get(option, option))}: {options.get(option, option)}: {rest}") from None
    for key in ("scenario", "against"):
        name = getattr(study, key)
        try:
            if name is not None:
                scenario(name)
        except UserError as error:
            raise UserError(f"{lines.at(key)}: {str(error).replace('--scenario', key)}") from None
    return settings


def _factor(entry: FactorEntry, study: Study, where: Where) -> Factor:
    """A factor with names, unit and bounds from its declaration."""
    given = {kind: name for kind in ("dose", "value", "parameter") if (name := getattr(entry, kind)) is not None}
    if len(given) != 1:
        raise UserError(f"{where()}: a factor is one dose, value or parameter; given are {len(given)}")
    ((kind, name),) = given.items()
    if kind == "parameter":
        factor, bounds = _parameter(name, study, where(kind))
    elif study.model != "city":
        raise UserError(f"{where(kind)}: the model {study.model} has no levers; give a parameter")
    else:
        factor, bounds = _lever(name, kind, where(kind))
    lower = factor.lower if entry.lower is None else entry.lower
    upper = factor.upper if entry.upper is None else entry.upper
    allowed = f"allowed are {bounds[0]:g} to {bounds[1]:g} [{factor.unit}]"
    for key, bound in (("lower", lower), ("upper", upper)):
        if not bounds[0] <= bound <= bounds[1]:
            raise UserError(f"{where(key)}: {name}: {key} is {bound:g}, out of bounds; {allowed}")
        if factor.whole and bound != round(bound):
            raise UserError(f"{where(key)}: {name}: {key} is {bound:g}; allowed are whole numbers")
    if lower >= upper:
        key = "lower" if entry.lower is not None else "upper"
        raise UserError(f"{where(key)}: {name}: lower {lower:g} is not below upper {upper:g}")
    log = factor.log if entry.scale is None else entry.scale == "log"
    if log and lower <= 0:
        raise UserError(f"{where('scale')}: {name}: a log scale needs a lower bound above 0, given {lower:g}")
    return factor._replace(lower=lower, upper=upper, log=log)


def _parameter(name: str, study: Study, where: str) -> tuple[Factor, tuple[float, float]]:
    """A parameter of the city, or an input of a test function, and the bounds it may have."""
    inputs = MODELS[study.model].inputs
    if study.model != "city":
        if name not in inputs:
            raise UserError(f"{where}: unknown parameter '{name}'; {_near(name, list(inputs))}")
        lower, upper = inputs[name]
        middle = (lower + upper) / 2
        return Factor(name, "parameter", lower, upper, False, False, "none", name, name, middle), (lower, upper)
    field = Parameters.model_fields.get(name)
    if field is None:
        raise UserError(f"{where}: unknown parameter '{name}'; {_near(name, list(Parameters.model_fields))}")
    extra = field.json_schema_extra
    assert isinstance(extra, dict)
    lower, upper = map(float, Parameters.bounds(name))
    log = extra["prior"] == "loguniform"
    title = parameter_title(name, "zh")
    factor = Factor(name, "parameter", lower, upper, log, False, str(extra["unit"]), title, name, float(field.default))
    return factor, (lower, upper)


def _lever(name: str, kind: str, where: str) -> tuple[Factor, tuple[float, float]]:
    """A lever's dose or value, and the bounds it may have."""
    one = lever(name, where)
    whole = one.kind != "continuous"
    lower, upper, unit, most, default = one.lower, one.upper, one.unit, one.upper, one.default
    if kind == "dose":
        lower, upper, unit, most, default = 0.0, 1.0, "dose", 1.0 if whole else MAX_DOSE, 0.0
    return Factor(name, kind, lower, upper, False, whole, unit, one.title_zh, one.title_en, default), (lower, most)


def _draws(study: Study, factors: tuple[Factor, ...], settings: RunSettings, lines: Document) -> Draws | None:
    """Draws that the runs take where the study asks for them; a parameter that is a factor is not drawn."""
    if study.parameters == "default":
        return None
    where = lines.at("parameters")
    if study.model != "city":
        raise UserError(f"{where}: the model {study.model} has no parameter draws; leave out 'parameters'")
    try:
        draws = parameter_draws("all", settings, [f.name for f in factors if f.kind == "parameter"], asked_for=True)
    except UserError as error:
        raise UserError(f"{where}: {str(error).removeprefix('--draws: ')}") from None
    return draws


def _refuse_twins(names: list[str], key: str, lines: Document) -> None:
    for position, name in enumerate(names):
        if name in names[:position] or name == DUMMY:
            raise UserError(f"{lines.at(key, position)}: '{name}' stands twice among the {key}; keep one")


def _check_doses(factors: tuple[Factor, ...], study: Study, settings: RunSettings, lines: Document) -> None:
    """Refuse a dose of a lever that the plan leaves as the base scenario has it."""
    start = int(month_index(study.first, 11))
    paths = compile_paths(study.scenario, load_pack(settings.place), start, settings.end_month)
    for position, factor in enumerate(factors):
        if factor.kind == "dose" and not paths.moves(factor.name):
            raise UserError(
                f"{lines.at('factors', position, 'dose')}: a dose of {factor.name} does nothing: the plan leaves it as"
                " it is; give a value instead"
            )


__all__ = ["EXAMPLES", "LEVERS", "ReadStudy", "read_study"]
