"""Scenario files as people name them: one by its name, those of a folder, and every fault of one.

Called by `fertsim scenario`; the reader of `sim.policy.scenario` stops at the first fault, `faults` goes on.
"""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from sim.documents import Document, Where, shortened
from sim.errors import UserError
from sim.places.pack import Pack
from sim.policy.given import check_dose, parse_rules
from sim.policy.paths import LeverPaths, compile_paths
from sim.policy.scenario import FOLDER, MERGED, OF_ITEMS, SCENARIO_KEYS, WITHOUT, Scenario, scenario, scenario_names
from sim.settings import RunSettings

ENDINGS = (".yaml", ".yml")


class Listed(NamedTuple):
    """A scenario of a folder, or why its file holds none."""

    file: str
    scenario: Scenario | None
    fault: str = ""


def named(name: str) -> Scenario:
    """A scenario by the name of a shipped one or its file; `UserError` with the nearest name where there is none."""
    shipped = name in scenario_names() or name.startswith(WITHOUT) or OF_ITEMS in name
    if not shipped and not (name.endswith(ENDINGS) and Path(name).is_file()):
        raise UserError(f"{name}: there is no such scenario; {_near(name)}")
    try:
        return scenario(name)
    except UserError as error:
        raise UserError(str(error).removeprefix("--scenario: ")) from None


def _near(name: str) -> str:
    """The nearest file beside where one was looked for, or the nearest shipped name; else what is allowed."""
    path, shipped = Path(name), scenario_names()
    near = get_close_matches(name, shipped, n=1)
    if name.endswith(ENDINGS):
        beside = [one.name for one in _files(path.parent)] if path.parent.is_dir() else []
        near = [str(path.with_name(one)) for one in get_close_matches(path.name, beside, n=1)] or near
    allowed = f"allowed are a YAML file, {', '.join(shipped)}, or one of them with some items (plan:3,7)"
    return f"did you mean '{near[0]}'?" if near else allowed


def shipped_scenarios() -> list[Listed]:
    """The scenarios that ship, by name."""
    return [Listed(name, scenario(name)) for name in scenario_names()]


def scenarios_in(folder: Path) -> list[Listed]:
    """What each YAML file of a folder holds; `UserError` where there is no folder, or none in it."""
    if not folder.is_dir():
        raise UserError(f"{folder}: there is no such folder; name one that holds scenario files")
    files = _files(folder)
    if not files:
        raise UserError(f"{folder}: there is no YAML file in this folder")
    return [_listed(path) for path in files]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in ENDINGS and path.is_file())


def _listed(path: Path) -> Listed:
    try:
        return Listed(path.name, scenario(path.stem if path.parent.resolve() == FOLDER.resolve() else str(path)))
    except UserError as error:
        return Listed(path.name, None, str(error))


def paths_of(use: Scenario, pack: Pack, start: int) -> LeverPaths:
    """Paths of a scenario's levers from a census year to the last one; `UserError` for counties and dates.

    start : census year
    """
    span = RunSettings(start_year=start)
    return compile_paths(use, pack, span.start_month, span.end_month)


def faults(name: str, pack: Pack, start: int) -> list[str]:
    """Every fault of a scenario, a sentence each, by line: of its file, then of its levers, counties and dates."""
    found = _said(partial(named, name))
    if not found:
        use = named(name)
        for lever, rules in use.rules.items():
            for part in (*((rule,) for rule in rules), rules):
                found += _said(partial(paths_of, use.model_copy(update={"rules": {lever: part}}), pack, start))
    elif name.endswith(ENDINGS) and Path(name).is_file():
        first = [one for one in found if ": unknown entry '" not in one]  # which stand among the others, with a hint
        found = first + _of_file(Path(name))
    return sorted(dict.fromkeys(found), key=_line)


def _of_file(path: Path) -> list[str]:
    """Faults of a file's entries, and of each rule and dose by itself; none where it is no YAML."""
    try:
        lines = Document(path, "")
    except UserError:
        return []
    found = [_unknown(key, lines) for key in lines.entries if key not in SCENARIO_KEYS]
    found += _of_fields(path, lines, missing=not found)
    given = {key: part if isinstance(part := lines.entries.get(key), dict) else {} for key in MERGED}
    for lever, rules in given["set"].items():
        for one, where in _rules(rules, lines.under("set", lever)):
            found += _said(partial(parse_rules, lever, one, where))
    for lever, dose in given["doses"].items():
        found += _said(partial(check_dose, lever, dose, lines.at("doses", lever)))
    return found


def _of_fields(path: Path, lines: Document, missing: bool) -> list[str]:
    """Entries of the wrong type or out of bounds, as the reader tells the first of them.

    missing : whether those that the file lacks are told too, not so where a misspelt one may be meant
    """
    own = {key: entry for key, entry in lines.entries.items() if key in SCENARIO_KEYS and key not in MERGED}
    try:
        Scenario.model_validate({**own, "name": path.stem})
    except ValidationError as error:
        return [_mistake(one, lines) for one in error.errors() if missing or one["type"] != "missing"]
    return []


def _mistake(error: Any, lines: Document) -> str:
    """One of pydantic's errors as the reader tells it."""
    field = ".".join(str(part) for part in error["loc"])
    wrong = error["msg"].removeprefix("Value error, ")
    return f"{lines.at(*error['loc'])}: {field}: {wrong[:1].lower()}{wrong[1:]}, given {shortened(error['input'])}"


def _unknown(key: str, lines: Document) -> str:
    near = get_close_matches(key, SCENARIO_KEYS, n=1, cutoff=0.5)
    hint = f"did you mean '{near[0]}'?" if near else f"allowed are {', '.join(SCENARIO_KEYS)}"
    return f"{lines.at(key)}: unknown entry '{key}'; {hint}"


def _rules(given: Any, where: Where) -> Iterator[tuple[Any, Where]]:
    """Each rule of a list by itself, with where it stands; a value as it is."""
    if not isinstance(given, list) or not given:
        yield given, where
        return
    for position, rule in enumerate(given):
        yield [rule], lambda *keys, at=position: where(*((at, *keys[1:]) if keys else ()))


def _said(check: Callable[[], Any]) -> list[str]:
    """The sentence with which a check refuses; none where it does not."""
    try:
        check()
    except UserError as error:
        return [str(error)]
    return []


def _line(sentence: str) -> int:
    found = re.search(r", line (\d+): ", sentence)
    return int(found[1]) if found else 0
