"""Pages of docs/ written from the declarations they describe.

Parameters, columns, counts and indicators are declared once in `sim`; a test checks that the pages in docs/ are up to
date. Of docs/odd.md and docs/results.md only the tables are written; their text is kept as it stands.
"""

from pathlib import Path

from experiments.docs import odd, results
from experiments.docs.drawings import write_drawings
from experiments.docs.marked import filled, table
from sim.parameters import SECTIONS, Declared
from sim.population.columns import Households, Persons
from sim.processes.accounts import COUNT_TABLES
from sim.runs.layout import STOCKS
from sim.writing import make_folder, write_text

DOCS = Path(__file__).resolve().parents[2] / "docs"


def parameters_page() -> str:
    """Every declared parameter: default, unit, bounds, prior, meaning, source."""
    lines = [
        "# Parameters",
        "",
        "Written by `python -m experiments.docs` from `sim/parameters/`. None is calibrated yet:",
        "defaults are starting values, bounds are priors.",
    ]
    for section in SECTIONS:
        lines += ["", f"## {section.__name__}", "", str(section.__doc__), "", *_table(section)]
    return "\n".join(lines) + "\n"


def _table(declared: type[Declared]) -> list[str]:
    """One row a parameter of a declared set."""
    lines = [
        "| parameter | default | unit | lower | upper | prior | meaning | source |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, field in declared.model_fields.items():
        lower, upper = declared.bounds(name)
        extra = field.json_schema_extra
        assert isinstance(extra, dict)
        prior = extra["prior"] if extra["role"] == "uncertain" else "fixed"
        lines.append(
            f"| `{name}` | {field.default} | {extra['unit']} | {lower} | {upper} | {prior} "
            f"| {field.description} | {extra['source']} |"
        )
    return lines


def state_page() -> str:
    """Every column of persons and households, and every count the months keep."""
    lines = ["# State and counts", "", "Written by `python -m experiments.docs` from the declarations in `sim`.", ""]
    for title, declared in (("Persons", Persons), ("Households", Households)):
        lines += [f"## {title}", "", *odd.columns_table(declared), ""]
    kinds = {True: "stock at the year's end", False: "sum of months"}
    counts = ((f"`{name}`", ", ".join(dims), kinds[name in STOCKS]) for name, dims in COUNT_TABLES.items())
    lines += ["## Counts", "", "One array a calendar year, 64-bit integers.", ""]
    return "\n".join([*lines, *table(("measure", "dimensions", "kind"), counts)]) + "\n"


def odd_page() -> str:
    """The ODD description: its own text, with the tables in it made anew."""
    return filled((DOCS / "odd.md").read_text(encoding="utf-8"), odd.TABLES)


def results_page() -> str:
    """Results of a run: its own text, with the table of indicators made anew."""
    return filled((DOCS / "results.md").read_text(encoding="utf-8"), results.TABLES)


PAGES = {"parameters.md": parameters_page, "state.md": state_page, "odd.md": odd_page, "results.md": results_page}


def main() -> None:
    """Write all pages and their drawings."""
    make_folder(DOCS)
    for name, page in PAGES.items():
        write_text(DOCS / name, page())
    write_drawings()

