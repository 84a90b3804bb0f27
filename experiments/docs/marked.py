"""Tables put between the marks of a hand-written page.

A table stands between `<!-- table: NAME -->` and `<!-- end -->`; `filled` replaces whatever is there.
"""

import re
from collections.abc import Callable, Iterable, Mapping

MARKED = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
Tables = Mapping[str, Callable[[], list[str]]]
"""What makes the lines that stand between the marks of each name."""


def filled(text: str, tables: Tables) -> str:
    """The text with every marked table made anew; `KeyError` for a table that nobody makes."""
    return MARKED.sub(lambda mark: "\n".join([mark[1], *tables[mark[2]](), "", mark[3]]), text)


def table(head: tuple[str, ...], rows: Iterable[Iterable[object]]) -> list[str]:
    """Lines of a Markdown table."""
    cells = [head, *([str(cell).replace("|", "\\|") for cell in row] for row in rows)]
    lines = [f"| {' | '.join(line)} |" for line in cells]
    return [lines[0], "|" + "---|" * len(head), *lines[1:]]
