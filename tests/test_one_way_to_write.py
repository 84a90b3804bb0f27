"""Everything that is kept is written by `sim.writing`: nothing else in the source opens a file to write to it."""

import ast
from collections.abc import Iterator

import pytest

from tests.test_architecture import MODULES, ROOT

WHOLE = {"whole_file", "whole_folder"}
"""What gives a path that takes its name only when all is written; writing below such a path is writing whole."""
WRITERS = {
    "to_csv", "to_parquet", "to_json", "to_excel", "to_pickle", "to_netcdf", "savefig", "write_text", "write_bytes",
    "save", "savez", "savetxt", "tofile", "write_table", "copy", "copyfile", "copytree", "copy2", "dump", "touch",
}  # fmt: skip
MODES = set("wax+")
ALLOWED = {
    ("sim/writing.py", "temporary.write_bytes(content)"): "the one way itself",
    ("sim/writing.py", "(folder / LOCK).open('w')"): "a lock, empty",
    ("sim/runs/sealed.py", "writer.write_table(table)"): "into memory",
    ("experiments/briefing/deck.py", "self.presentation.save(made)"): "into memory",
    ("experiments/documents/paper.py", "self.document.save(made)"): "into memory",
    ("experiments/charts/style.py", "figure.savefig(drawn, format=kind, **how[kind])"): "into memory",
    ("experiments/briefing/report.py", "save(figure, folder / f'{name}_{language}', formats)"):
        "experiments.charts.style.save",
    ("experiments/briefing/report.py", "deck_of(written).save(directory / f'brief_{language}.pptx')"):
        "experiments.briefing.deck.Deck.save",
    ("experiments/sensitivity/report.py", "save(draw(data, language), folder / f'{kind}_{name}_{language}')"):
        "experiments.charts.style.save",
    ("sim/policy/paths.py", "copy.copy(self)"): "in memory",
    ("experiments/frontier/report.py", "save(draw_frontier(data, language), out / f'frontier_{language}')"):
        "experiments.charts.style.save",
    ("experiments/monitor/report.py",
     "save(draw_observed(found, name, language), out / 'charts' / f'{name}_{language}', ('png',))"):
        "experiments.charts.style.save",
    ("experiments/docs/drawings.py", "DRAWINGS[name]().savefig(file, format='svg', metadata={'Date': None})"):
        "into memory; write_drawings writes the text",
}  # fmt: skip
SOURCES = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in MODULES}


def written_in_place(source: str) -> Iterator[str]:
    """Calls of a module that write to a path that is not one of `WHOLE`."""
    tree = ast.parse(source)
    whole = {
        item.optional_vars.id for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items
        if isinstance(item.optional_vars, ast.Name) and isinstance(item.context_expr, ast.Call)
        and name_of(item.context_expr) in WHOLE
    }  # fmt: skip
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if is_writing(call) and not whole & {n.id for n in ast.walk(call) if isinstance(n, ast.Name)}:
            yield ast.unparse(call)


def name_of(call: ast.Call) -> str:
    """Name of what is called, without what it belongs to."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def is_writing(call: ast.Call) -> bool:
    """Whether a call writes a file: a method or function of `WRITERS` that is given something, or an open to write."""
    name = name_of(call)
    if name == "open":
        modes = [a.value for a in (*call.args, *(k.value for k in call.keywords)) if isinstance(a, ast.Constant)]
        return any(isinstance(mode, str) and MODES & set(mode) and len(mode) <= 3 for mode in modes)
    if name not in WRITERS or (isinstance(call.func, ast.Name) and name in {"write_text", "write_bytes"}):
        return False  # those two as functions are `sim.writing`'s
    return bool(call.args) or any(k.arg in {"path", "path_or_buf", "buf", "fname"} for k in call.keywords)


def test_nothing_is_written_in_place() -> None:
    found = {(file, call) for file, source in SOURCES.items() for call in written_in_place(source)}
    assert found == set(ALLOWED)


def test_folders_are_made_ready_by_who_clears_them() -> None:
    """`make_folder` removes what killed writers left; a folder made otherwise would keep it."""
    assert [file for file, source in SOURCES.items() if ".mkdir(" in source] == ["sim/writing.py"]


@pytest.mark.parametrize(
    "source",
    [
        "table.to_csv(path, index=False)", "table.to_csv(path_or_buf=path)", "figure.savefig(path)",
        "path.write_text(text)", "open(path, 'w')", "path.open(mode='wb')", "np.save(path, values)",
        "with other(path) as there:\n    np.save(there, values)",
    ],
)  # fmt: skip
def test_what_writes_in_place_is_seen(source: str) -> None:
    assert list(written_in_place(source))


@pytest.mark.parametrize(
    "source",
    ["write_text(path, table.to_csv(index=False))", "path.open('rb')",
     "with whole_file(path) as there:\n    figure.savefig(there)"],
)  # fmt: skip
def test_what_is_written_whole_is_not(source: str) -> None:
    assert not list(written_in_place(source))
