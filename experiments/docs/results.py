"""The table of docs/results.md: every indicator as it is declared."""

from experiments.docs.marked import Tables, table
from sim.measures.declared import DECLARED_INDICATORS, Indicator


def indicators_table() -> list[str]:
    """Every indicator: name, title, dimensions, kind, unit, meaning, and who keeps it."""
    head = ("indicator", "title", "dimensions beside seed, year", "kind", "unit", "meaning", "in")
    rows = (
        (f"`{one.id}`", f"{one.title_en} {one.title_zh}", ", ".join(one.dims) or "–", one.kind, one.unit, one.meaning,
         _kept(one))
        for one in DECLARED_INDICATORS.values()
    )  # fmt: skip
    return table(head, rows)


def _kept(one: Indicator) -> str:
    """Who keeps an indicator."""
    run_sets = "run sets with `--monthly`" if one.on_request else "run sets"
    return " and ".join([*[run_sets] * one.in_results, *["sweeps"] * one.in_sweeps])


TABLES: Tables = {"indicators": indicators_table}
