"""The one reader of YAML files that people write: scenarios, studies, futures.

Numbers and words are those of YAML 1.2's core schema: `yes` is a word and `1e4` a number in every file. What other
readers take for a number in another base, a sexagesimal or a thousand with an underscore (010000, 0x1F, 1:30, 1_000) is
refused with its line, and so is a key that stands twice, an alias, and a document larger or deeper than anybody writes.
A `Document` knows the line of each entry, so that whoever finds a mistake in a value can say where it stands.
Called by `sim.policy.scenario`, `sim.policy.futures` and the reader of studies.
"""

import re
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Annotated, Any
from unicodedata import category

import yaml
from pydantic import BeforeValidator, Field

from sim.errors import UserError

MOST_LETTERS, MOST_IN_TITLE, MOST_IN_TEXT = 60, 200, 5_000
MOST_BYTES, MOST_DEPTH, MOST_ENTRIES = 1_000_000, 20, 50_000
Where = Callable[..., str]
"""Says where an entry stands, from the keys that lead to it."""


class Document:
    """A YAML file's mapping and the lines of its entries; `UserError` names the line of the first mistake.

    allowed : what the file must hold, in words, for the case that it holds no mapping
    """

    def __init__(self, path: Path, allowed: str) -> None:
        self.name = path.name
        self._node = _parsed(path)
        if not isinstance(self._node, yaml.MappingNode):
            raise UserError(f"{self.name}: expected a mapping of names to values, {allowed}")
        self._refuse_twins(self._node)
        loader = _Loader("")
        self.entries: dict[str, Any] = loader.construct_document(self._node)
        for key in self.entries:
            if not isinstance(key, str):
                raise UserError(f"{self.at(key)}: the entry {key!r} is no name")

    def at(self, *keys: Hashable) -> str:
        """File and line of the entry under `keys`, or of the innermost that exists."""
        node, line = self._node, 0
        for key in keys:
            found = _entry(node, key)
            if found is None:
                break
            node, line = found
        return f"{self.name}, line {line + 1}"

    def under(self, *prefix: Hashable) -> Where:
        """The same for keys below `prefix`."""
        return lambda *keys: self.at(*prefix, *keys)

    def _refuse_twins(self, node: Any) -> None:
        values = list(node.value) if isinstance(node, yaml.SequenceNode) else []
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    raise UserError(f"{self.name}, line {key.start_mark.line + 1}: a name must be one word")
                if key.value in seen:
                    raise UserError(f"{self.name}, line {key.start_mark.line + 1}: '{key.value}' stands twice")
                seen.add(key.value)
                values.append(value)
        for value in values:
            self._refuse_twins(value)


def name_of(path: Path) -> str:
    """The name that a file gives to what it holds; `UserError` where it could not name a folder, a chart and a cell."""
    if not _NAME.fullmatch(path.stem):
        shown = path.name if len(path.name) <= MOST_LETTERS else f"{path.name[:MOST_LETTERS]}…"
        raise UserError(
            f"{shown}: this file's name becomes that of folders and tables; allowed before {path.suffix} are up to"
            f" {MOST_LETTERS} letters, digits, spaces, - and _, a letter or digit first"
        )
    return path.stem


def shortened(given: Any) -> str:
    """What was given, as a message can hold it."""
    text = repr(given)
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"


_NAME = re.compile(rf"[^\W_](?:[\w -]{{0,{MOST_LETTERS - 2}}}[\w-])?")


def _entry(node: Any, key: Hashable) -> tuple[Any, int] | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                return value, name.start_mark.line
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key], node.value[key].start_mark.line
    return None


def _parsed(path: Path) -> Any:
    """Root node of a file; None where it is empty."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UserError(f"{path.name}: this file is larger than {MOST_BYTES // 1_000_000} MB")
        text = path.read_text(encoding="utf-8-sig")
        for number, line in enumerate(text.split("\n"), start=1):
            if hidden := _OTHER_BREAK.search(line):
                raise UserError(
                    f"{path.name}, line {number}: U+{ord(hidden[0]):04X} breaks the line for some programs and not for"
                    " others; write a plain line break, or none"
                )
        return yaml.compose(text, Loader=_Loader)
    except OSError as error:
        raise UserError(f"{path}: this file cannot be read: {(error.strerror or str(error)).lower()}") from None
    except UnicodeDecodeError:
        raise UserError(f"{path.name}: this file is not UTF-8 text; save it as UTF-8") from None
    except _Refused as error:
        raise UserError(f"{path.name}, line {error.line}: {error.problem}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be parsed"
        raise UserError(f"{path.name}{line}: this is not valid YAML: {problem}") from None


class _Loader(yaml.SafeLoader):
    """YAML 1.2 core: no dates, no yes and no, no other bases; no aliases, no tags, bounded."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  the library's way

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._depth = self._entries = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        """A node, counted; aliases and explicit tags are refused with their line."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        self._entries += 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            _refuse("aliases (& and *) are not read here; write the value out", event.start_mark)
        if getattr(event, "tag", None) is not None:
            _refuse("tags (!) are not read here", event.start_mark)
        if self._depth >= MOST_DEPTH or self._entries > MOST_ENTRIES:
            _refuse(f"more than {MOST_DEPTH} levels or {MOST_ENTRIES:,} entries", event.start_mark)
        self._depth += 1
        node = super().compose_node(parent, index)  # type: ignore[no-untyped-call]
        self._depth -= 1
        if isinstance(node, yaml.ScalarNode) and node.style is None and _OTHER_NUMBER.fullmatch(node.value):
            _refuse(f"{node.value[:20]} is another number, or none, to other programs; write it plainly, such as 10000",
                    node.start_mark)
        return node


class _Refused(yaml.MarkedYAMLError):
    """What this reader does not take, though YAML may."""

    @property
    def line(self) -> int:
        """Where it stands, from 1."""
        return 1 + (0 if self.problem_mark is None else self.problem_mark.line)


def _refuse(problem: str, mark: Any) -> None:
    raise _Refused(problem=problem, problem_mark=mark)


_OTHER_BREAK = re.compile("[\x85\u2028\u2029]")
_OTHER_NUMBER = re.compile(
    r"[-+]?([0-9]{19,}|0[0-9_]+(\.[0-9_]*)?|0[oO][0-7_]+|0[xX][0-9a-fA-F_]+|0[bB][01_]+|[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"
    r"|[0-9][0-9_]*_[0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?)"
)
for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
     "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", "~nN"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), [*_first, ""])
_Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
_Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value.replace(".inf", "inf")
                        .replace(".Inf", "inf").replace(".INF", "inf").replace(".nan", "nan").replace(".NaN", "nan")
                        .replace(".NAN", "nan")))


# Entries of files as pydantic fields ---------------------------------------------------------------------------------


def _no_text(value: Any) -> Any:
    if isinstance(value, str | bool):
        raise ValueError("a number is asked for, written plainly and without quotes, such as 10 or 0.5")
    return value


def _plain(value: Any) -> Any:
    if value is not None and not isinstance(value, str):
        raise ValueError("text is asked for; write it in quotes")
    if isinstance(value, str) and any(category(letter) in UNSEEN for letter in value.replace("\n", " ")):
        raise ValueError("text holds letters that cannot be shown; leave control characters out")
    return value


def _line(value: Any) -> Any:
    if isinstance(value, str) and ((value and not value.strip()) or "\n" in value):
        raise ValueError("a title is one line, and not of blanks")
    return _plain(value)


UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode's control characters, marks of direction and the like, halves of pairs, letters of nobody, breaks: charts
and slides do not take them, or say something else with them."""
Title = Annotated[str, BeforeValidator(_line), Field(max_length=MOST_IN_TITLE)]
"""A line that charts, tables and slides show."""
Text = Annotated[str, BeforeValidator(_plain), Field(max_length=MOST_IN_TEXT)]
"""Text for people."""
Number = Annotated[float, BeforeValidator(_no_text)]
"""A number as a file gives it: text in quotes, yes and true are none."""
Whole = Annotated[int, BeforeValidator(_no_text)]
"""A whole number as a file gives it."""
