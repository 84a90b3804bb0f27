"""What the self-test of the levers found, as printed lines and as the table of docs/levers.md."""

from collections.abc import Sequence

from sim.clock import label
from sim.measures.ladder import DECISION_MONTH
from sim.measures.selftest import PANEL, SAMPLE, Tried

READ = (
    f"Change of the chance that one of {PANEL} couples of the start day starts to try within a quarter of"
    f" {label(DECISION_MONTH)} or as told, at half, full and double dose, by default parameters and what waiting"
    f" is worth in the base: no effect on births. A dose of 0 gave the base's counts to the bit in a city of {SAMPLE},"
    " and a year's money is what eligible, share and amount come to, to the yuan."
)


def selftest_text(found: Sequence[Tried]) -> str:
    """One line a lever, exceptions with their reason, faults last."""
    lines = [f"{'item':>4}  {'lever':<32}{'base':>10}{'tried':>10}  {'half':>8}{'full':>8}{'double':>8} %  sign"]
    for one in found:
        starts = "".join(f"{change:>+8.2f}" for change in one.starts)
        lines.append(f"{one.declared.plan_item:>4}  {one.lever:<32}{one.before:>10.5g}{one.value:>10.5g}  {starts}    "
                     f"{one.declared.sign}")
        if one.listed:
            lines.append(f"{'':>6}{one.listed}")
        lines += [f"{'':>6}FAULT: {fault}" for fault in one.faults]
    failed = [one.lever for one in found if one.faults]
    end = f"{len(failed)} of {len(found)} levers fail: {', '.join(failed)}." if failed else f"All {len(found)} pass."
    return "\n".join([*lines, "", READ, end])


def selftest_table(found: Sequence[Tried]) -> str:
    """Rows of a Markdown table, by plan item."""
    titles = ("item", "lever", "base", "tried at", "half", "full", "double", "sign", "shows in", "exceptions")
    head = f"| {' | '.join(titles)} |\n{'|---' * len(titles)}|"
    rows = [
        f"| {one.declared.plan_item or ''} | `{one.lever}` | {one.before:.5g} | {one.value:.5g} |"
        f" {' | '.join(f'{change:+.2f}' for change in one.starts)} | {one.declared.sign} |"
        f" {', '.join(f'`{name}`' for name in one.moved)} | {one.listed} |"
        for one in found
    ]
    return "\n".join([head, *rows])
