"""Checks what a study's outputs name, and writes their counties as codes. Called by `reader`."""

from difflib import get_close_matches

from experiments.study.schema import COST_OF, COST_PER_BIRTH, Study, Target
from sim.documents import Document
from sim.errors import UserError
from sim.measures.by_county import BY_COUNTY
from sim.measures.declared import DECLARED_INDICATORS
from sim.places.pack import load_pack
from sim.policy.given import county_index
from sim.runs.plan import Model
from sim.settings import RunSettings


def checked_targets(study: Study, model: Model, settings: RunSettings, lines: Document) -> Study:
    """The study with its outputs' counties as codes; `UserError` for what no run or no year gives."""
    known = [*model.indicators, *([COST_PER_BIRTH] if set(COST_OF) <= set(model.indicators) else [])]
    targets = []
    for position, target in enumerate(study.targets):
        where = lines.at("outputs", position, "indicator")
        if target.indicator not in known:
            near = get_close_matches(target.indicator, known, n=1, cutoff=0.5)
            hint = f"did you mean '{near[0]}'?" if near else f"allowed are {', '.join(known)}"
            raise UserError(f"{where}: unknown output '{target.indicator}'; {hint}")
        _check_years(target, study, where)
        _check_kind(target, study, where)
        targets.append(_with_code(target, model, settings, lines.at("outputs", position, "county")))
    return study.model_copy(update={"outputs": tuple(targets)})


def _check_years(target: Target, study: Study, where: str) -> None:
    if (target.first is None) != (target.last is None):
        raise UserError(f"{where}: {target.indicator}: give both 'from' and 'to', or neither")
    first, last = target.first or study.first + 1, target.last or study.last
    if not study.first < first <= last <= study.last:
        raise UserError(
            f"{where}: {target.indicator}: {first} to {last} is outside the whole years of the runs,"
            f" {study.first + 1} to {study.last}"
        )


def _check_kind(target: Target, study: Study, where: str) -> None:
    """Refuse sums of what does not add up over years, and a cost per birth without another scenario."""
    declared = DECLARED_INDICATORS.get(target.indicator)
    if target.of == "sum" and (declared is None or declared.kind != "flow"):
        raise UserError(f"{where}: {target.indicator} does not add up over years; leave out 'of: sum' for its mean")
    if target.indicator == COST_PER_BIRTH and study.against is None:
        raise UserError(
            f"{where}: {COST_PER_BIRTH} is of money and births added over another scenario; name one by 'against'"
        )


def _with_code(target: Target, model: Model, settings: RunSettings, where: str) -> Target:
    """The output with the code of its county."""
    if target.county is None:
        return target
    named = COST_OF if target.indicator == COST_PER_BIRTH else (target.indicator,)
    if not set(named) <= set(model.by_county):
        kept = f"by county sweeps keep {', '.join(BY_COUNTY)}" if model.by_county else "a test function has no counties"
        raise UserError(f"{where}: {target.indicator} is not kept by county; {kept}")
    pack = load_pack(settings.place)
    index = county_index(str(target.county), pack, where)
    return target.model_copy(update={"county": None if index is None else str(pack.county_codes[index])})
