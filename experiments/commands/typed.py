"""What was typed, before it is taken: each option once, and numbers as anybody writes them.

Python's own readers take `1_0` and `03` for numbers, and of an option that stands twice the last one wins without a
word. Called by `experiments.cli` with the arguments of a command line.
"""

import inspect
import re
from collections.abc import Sequence
from typing import Any, get_args, get_type_hints

from sim.errors import UserError

WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
NUMBER = re.compile(rf"{WHOLE.pattern}(\.[0-9]*)?([eE][-+]?[0-9]+)?|[-+]?\.[0-9]+([eE][-+]?[0-9]+)?|[-+]?(inf|nan)")


def check_typed(group: Any, arguments: Sequence[str]) -> None:
    """`UserError` for an option that stands twice and must not, or a number that is not written plainly.

    group : the commands, as Typer made them
    """
    command, left = group, list(arguments)
    while left and left[0] in getattr(command, "commands", {}):
        command = command.commands[left.pop(0)]
    if getattr(command, "commands", None) or command.callback is None:
        return
    kinds = get_type_hints(inspect.unwrap(command.callback))
    options = {name: one for one in command.params for name in (*one.opts, *one.secondary_opts)}
    places = iter([one for one in command.params if one.opts == [one.name]])
    seen: set[str] = set()
    while left:
        word = left.pop(0)
        name, equals, value = word.partition("=")
        if not name.startswith("--") or len(name) == 2:
            one = next(places, None)
            _check(one and kinds.get(one.name), one and one.name.upper(), word)
            continue
        one = options.get(name)
        if one is None:
            return  # the parser says so
        if one.name in seen and not one.multiple:
            raise UserError(f"{name} stands twice; keep one")
        seen.add(one.name)
        if not getattr(one, "is_flag", False):
            value = value if equals else left.pop(0) if left else "0"
            _check(kinds.get(one.name), name, value)


def _check(kind: Any, name: str | None, value: str) -> None:
    kinds = {kind, *get_args(kind), *(inner for outer in get_args(kind) for inner in get_args(outer))}
    if int in kinds and not WHOLE.fullmatch(value):
        raise UserError(f"{name}: '{value}' is no whole number; write it plainly, such as 10")
    if float in kinds and not NUMBER.fullmatch(value):
        raise UserError(f"{name}: '{value}' is no number; write it plainly, such as 10 or 0.5")
