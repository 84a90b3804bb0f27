"""Chinese of the whole product as a city office writes it: every literal in the source, and texts of a small run."""

import ast
from collections.abc import Iterator

import pytest

from tests.official import faults
from tests.test_architecture import MODULES, ROOT

NOT_OURS = {
    "sim/places/county_census.py": "titles of sources",
    "experiments/wording/glossary.py": "English definitions that quote terms",
    "experiments/monitor/tidy.py": "heads of columns as yearbooks write them",
    "experiments/monitor/yearbook.py": "what yearbooks write, and English messages that quote it",
    "experiments/monitor/reading.py": "patterns of years",
}
"""Files whose Chinese is other people's, quoted letter by letter."""
OURS = {
    name: path.read_text(encoding="utf-8") for path in MODULES
    if (name := path.relative_to(ROOT).as_posix()) not in NOT_OURS
}


def literals(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every string that is no docstring; what an f-string fills in stands as {}."""
    tree = ast.parse(source)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)
             if part is not node}  # fmt: skip
    for node in ast.walk(tree):
        if id(node) in prose | inner:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_no_literal_has_a_fault() -> None:
    found = [
        f"{name}:{line}: {fault}"
        for name, source in OURS.items() for line, text in literals(source) for fault in faults(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    ["2035 年", "增加 0.84 万人", "占95 %", "区间-1.2至3", "出生(人)", "出生,死亡", "前景 “中方案” 下", "比重: 3 成",
     "共{n} 人", "情景 {title}", "出生 （人）"],
)  # fmt: skip
def test_what_no_office_writes_is_seen(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize(
    "text",
    ["2035年增加0.84万人（−1.21万至2.40万人），占5.0%。", "births - deaths (2035) 5 %", "见附录（docs/validation.md）",
     "2025-12起", "用 --split 运行", "出生人数     −1,200"],
)  # fmt: skip
def test_what_an_office_writes_is_not(text: str) -> None:
    assert faults(text) == []
