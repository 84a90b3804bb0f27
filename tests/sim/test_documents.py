"""The one reader of YAML: core numbers, lines of mistakes, bounds; nothing but one sentence for whatever is typed."""

import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from sim.documents import Document, Number, Whole
from sim.errors import UserError


def read(folder: Path, text: str | bytes) -> Document:
    path = folder / "made.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Document(path, "as in docs")


@pytest.mark.parametrize(
    ("text", "value"),
    [("1e4", 10000.0), ("1.0e+4", 10000.0), ("10000", 10000), (".5", 0.5), ("-3", -3), ("0", 0), ("0.5", 0.5),
     ("yes", "yes"), ("no", "no"), ("on", "on"), ("true", True), ("False", False), ("~", None), ("", None),
     ("2026-01-01", "2026-01-01"), ("2026-01", "2026-01"), ("'010'", "010"), ('"20000"', "20000"), ("1/50", "1/50"),
     ("10,000", "10,000"), ("１０", "１０"), ("3+", "3+")],
)
def test_values_are_those_of_the_core_schema(tmp_path: Path, text: str, value: Any) -> None:
    found = read(tmp_path, f"a: {text}\n").entries["a"]
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [("a: 1\nb: 010000", "line 2: 010000 is another number, or none, to other programs"),
     ("a: 0x1F", "0x1F is another"),
     ("a: 0o17", "0o17 is another"), ("a: 0b11", "another"), ("a: 1:30", "1:30 is another"), ("a: 1_000", "another"),
     ("a: -08", "another"), ("a: " + "9" * 5000, "line 1: 99999999999999999999 is another"),
     ("a: &x [1]\nb: *x", "line 1: aliases"), ("a: !!python/name:os.system x", "line 1: tags"),
     ("a: !!int '3'", "line 1: tags"), ("a: " + "[" * 5000, "line 1: more than 20 levels"),
     ("a: [" + "1," * 60_000 + "1]", "or 50,000 entries"), ("a: 1\nb: 2\na: 3", "line 3: 'a' stands twice"),
     ("a:\n  b: 1\n  b: 2", "line 3: 'b' stands twice"), ("? [1]\n: 2", "line 1: a name must be one word"),
     ("1: 2", "line 1: the entry 1 is no name"), ("- 1", "expected a mapping"), ("", "expected a mapping"),
     ("a: [", "line 1: this is not valid YAML"), ("a: b: c", "line 1: this is not valid YAML"), (b"\xff\xfe", "UTF-8"),
     (b"a: \x00", "this is not valid YAML"), (b"a: 1" + b" " * 1_000_001, "larger than 1 MB")],
)
def test_what_is_not_taken_is_said_in_one_sentence(tmp_path: Path, text: str | bytes, problem: str) -> None:
    with pytest.raises(UserError, match=r"^made\.yaml") as told:
        read(tmp_path, text)
    assert problem in str(told.value)
    assert "\n" not in str(told.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read: no such file"):
        Document(tmp_path / "none.yaml", "as in docs")


def test_lines_of_entries(tmp_path: Path) -> None:
    document = read(tmp_path, "\ufefftitle: x\nset:\n  birth_grant:\n    - {from: 2026-01,\n       value: 3}\n")
    assert document.at("set", "birth_grant") == "made.yaml, line 3"
    assert document.under("set", "birth_grant")(0, "value") == "made.yaml, line 5"
    assert document.at("set", "birth_grant", 7) == "made.yaml, line 3"
    assert document.at("none") == "made.yaml, line 1"


class Fields(BaseModel):
    """Fields as files have them."""

    amount: Number = 0.0
    number: Whole = 0


@pytest.mark.parametrize("value", ["20000", "yes", True, False, None, [1]])
@pytest.mark.parametrize("field", ["amount", "number"])
def test_text_and_words_are_no_numbers(field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Fields.model_validate({field: value})
    assert Fields.model_validate({"amount": 3, "number": 3.0}) == Fields(amount=3.0, number=3)


PIECES = st.sampled_from([
    "a", "b", ": ", "- ", "[", "]", "{", "}", ",", "&x ", "*x", "!!int ", "!", "'", '"', "|", ">", "\n", "\n  ", "#",
    "%", "010", "1e4", "0x", "yes", "~", "<<", "?", "2026-01-01", "\t", "\x00", "é", "绍", "@", "`", "---", "...", "\\",
])


@settings(max_examples=2000)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_is_typed_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    begin = time.perf_counter()
    with suppress(UserError):
        assert isinstance(read(tmp_path_factory.getbasetemp(), text).entries, dict)
    assert time.perf_counter() - begin < 2
