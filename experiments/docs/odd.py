"""Tables of docs/odd.md, made from what they describe."""

import ast
import inspect
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import sim.model
from calibration.targets import ROLES, read_targets
from experiments.docs.marked import Tables, table
from sim.places.pack import load_pack
from sim.places.schema import QUALITIES
from sim.policy.futures import Future, futures
from sim.policy.levers import LEVERS
from sim.policy.levers.base import VARIABLES
from sim.policy.scenario import scenario, scenario_names
from sim.population.columns import Households, Persons, columns_of

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = ROOT / "sim" / "processes"
RULES = ("sim.processes.", "sim.policy.")
"""Where the rules stand that a step of the month may call."""
FAILING = "Checks that this version fails:"
"""How the paragraph of README.md begins that says so."""


# State and month ---------------------------------------------------------------------------------------------------


def columns_table(declared: type[Persons] | type[Households]) -> list[str]:
    """Every column of persons or households."""
    rows = ((f"`{n}`", c.dtype, c.unit, c.meaning) for n, c in columns_of(declared).items())
    return table(("column", "type", "unit", "meaning"), rows)


def month_table() -> list[str]:
    """The lines of `FertilityModel.step` in their order, what each is for, and the files whose rules it calls."""
    model = sim.model.FertilityModel
    methods = {n.name: n for n in ast.walk(ast.parse(inspect.getsource(model))) if isinstance(n, ast.FunctionDef)}
    states = _states(methods.values())
    rows: list[tuple[object, ...]] = []
    for name, says in lines_of_the_month():
        files = sorted(set(_files_called(methods[name], methods, states)))
        rows.append((len(rows) + 1, f"`{name}`", says, ", ".join(f"`{file}`" for file in files)))
    return table(("order", "call", "part of the month", "files called"), rows)


def lines_of_the_month() -> list[tuple[str, str]]:
    """The methods that `FertilityModel.step` calls, in order, each with the comment of its line."""
    line = re.compile(r"^ +(?:\w+ = )?self\.(_\w+)\(.*\) +# (.*)$", re.MULTILINE)
    return line.findall(inspect.getsource(sim.model.FertilityModel.step))


def _states(methods: Iterable[ast.FunctionDef]) -> dict[str, str]:
    """File of each attribute of the model that is an object of the rules, such as `self.homes`."""
    files: dict[str, str] = {}
    for node in (node for method in methods for node in ast.walk(method)):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name):
            file = _file_of(node.value.func.id)
            if file and inspect.isclass(getattr(sim.model, node.value.func.id)):
                files |= {target.attr: file for target in node.targets if isinstance(target, ast.Attribute)}
    return files


def _files_called(
    method: ast.FunctionDef, methods: dict[str, ast.FunctionDef], states: dict[str, str]
) -> Iterator[str]:
    """Files of the rules that a method of the model names, its helpers included."""
    for node in ast.walk(method):
        if isinstance(node, ast.Name) and (file := _file_of(node.id)):
            yield file
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
            if node.attr in states:
                yield states[node.attr]
            elif node.attr in methods:
                yield from _files_called(methods[node.attr], methods, states)


def _file_of(name: str) -> str:
    """File of a module, function or class of the rules that `sim.model` knows by this name; empty for other names."""
    found = getattr(sim.model, name, None)
    module = str(found.__name__ if inspect.ismodule(found) else getattr(found, "__module__", ""))
    return _named(ROOT / (module.replace(".", "/") + ".py")) if module.startswith(RULES) else ""


def _named(path: Path) -> str:
    """A file as the page names it: from `sim/processes` where it stands there, else from the repository."""
    return path.relative_to(PROCESSES if path.is_relative_to(PROCESSES) else ROOT).as_posix()


def submodels_table() -> list[str]:
    """Every file of `sim/processes` and the first sentence of its docstring."""
    paths = sorted(PROCESSES.rglob("*.py"), key=lambda path: (path.parent != PROCESSES, path))
    files = ((path, _first_line(path)) for path in paths if path.stem != "__init__")
    return table(("file", "what it holds"), ((f"`{_named(path)}`", line) for path, line in files))


def _first_line(path: Path) -> str:
    return str(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))).split("\n")[0]


# What a run is given -----------------------------------------------------------------------------------------------


def levers_table() -> list[str]:
    """Every lever: plan item, what it touches, and the files that read it."""
    files = [*PROCESSES.rglob("*.py"), *(ROOT / "sim/policy").rglob("*.py")]
    said = {_named(path): _words_said(path) for path in sorted(files)}
    rows = []
    for one in LEVERS.values():
        readers = ", ".join(f"`{file}`" for file, words in said.items() if one.id in words)
        touched = "; ".join(VARIABLES[name].meaning for name in one.touches)
        rows.append((one.plan_item or "funding", f"`{one.id}`", one.title_en, one.unit, touched, readers or "no file"))
    return table(("item", "lever", "title", "unit", "declared to touch", "read in"), rows)


def _words_said(path: Path) -> set[str]:
    """Strings that a file uses, a lever's own declaration and what it needs apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    declared = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg in ("id", "needs")]
    own = {id(part) for value in declared for part in ast.walk(value)}
    used = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in own)
    return {node.value for node in used if isinstance(node.value, str)}


def scenarios_table() -> list[str]:
    """Every scenario that ships."""
    rows = ((f"`{name}`", scenario(name).meaning) for name in scenario_names())
    return table(("scenario", "meaning"), rows)


def futures_table() -> list[str]:
    """Every future with its numbers, as far as `futures.yaml` gives them."""
    names = [name for name, field in Future.model_fields.items() if field.description]
    meanings = [f"`{name}`: {Future.model_fields[name].description}" for name in names]
    rows = ((f"`{one.name}`", *(getattr(one, name) for name in names)) for one in futures().values())
    return table(("future", *meanings), rows)


def pack_table() -> list[str]:
    """Tables of the data pack: rows by quality, most frequent source, and which part of the model reads them."""
    pack = load_pack()
    code = {
        part: "".join(path.read_text(encoding="utf-8") for path in (ROOT / "sim" / part).rglob("*.py"))
        for part in ("places", "population", "processes", "policy")
    }
    rows = []
    for name, meaning in pack.manifest["tables"].items():
        frame = pack.table(name)
        counted = [(frame["quality"] == quality).sum() if "quality" in frame else 0 for quality in QUALITIES]
        call = r"\.(assumption|prior)\(" if name == "assumptions" else rf'\.table\("{name}"\)'
        parts = [f"`sim/{part}`" for part, text in code.items() if re.search(call, text)]
        rows.append((f"`{name}`", meaning, len(frame), *counted, _main_source(frame), ", ".join(parts) or "–"))
    return table(("table", "what it holds", "rows", *QUALITIES, "most frequent source", "read in"), rows)


def _main_source(frame: Any) -> str:
    """The source of most rows without its address, and how many others there are."""
    if "source" not in frame:
        return "names only"
    counted = frame["source"].value_counts()
    others = f" (and {len(counted) - 1} more)" if len(counted) > 1 else ""
    return str(counted.index[0]).split(" | ")[0] + others


# What it is held against -------------------------------------------------------------------------------------------


def targets_table() -> list[str]:
    """The figures that a calibration is held against, grouped by role."""
    rows = []
    for role in ROLES:
        for one in (target for target in read_targets() if target.role == role):
            rows.append((role, f"`{one.name}`", f"{one.start} to {one.year}", f"{one.value:g} ± {one.standard_error:g}",
                         one.unit, one.source))
    return table(("role", "target", "run", "figure ± standard error", "unit", "source"), rows)


def failing_checks() -> list[str]:
    """The paragraph of README.md that says which checks this version fails, as a quotation."""
    paragraphs = (ROOT / "README.md").read_text(encoding="utf-8").split("\n\n")
    found = [paragraph for paragraph in paragraphs if paragraph.startswith(FAILING)]
    assert len(found) == 1, f"README.md has {len(found)} paragraphs that begin with '{FAILING}'; docs/odd.md quotes one"
    return [f"> {line}" for line in found[0].strip().split("\n")]


TABLES: Tables = {
    "targets": targets_table,
    "failing_checks": failing_checks,
    "persons": lambda: columns_table(Persons),
    "households": lambda: columns_table(Households),
    "month": month_table,
    "scenarios": scenarios_table,
    "futures": futures_table,
    "levers": levers_table,
    "pack": pack_table,
    "submodels": submodels_table,
}
