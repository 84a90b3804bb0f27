"""Pages of docs/ written from the declarations they describe.

Parameters, columns, counts and indicators are declared once in `sim`; a test checks that the pages in docs/ are up to
date. Of docs/odd.md, docs/results.md and docs/scenarios.md only the tables are written; their text stands.
The JSON schemas of scenario and study files are written beside their readers.
"""

import textwrap
from collections.abc import Sequence
from pathlib import Path

from experiments.docs import odd, results, scenarios
from experiments.docs.drawings import write_drawings
from experiments.docs.marked import filled, table
from experiments.wording.glossary import SECTIONS as SECTIONS_OF_TERMS
from experiments.wording.selftest import READ, selftest_table
from sim.measures.selftest import Tried, try_levers
from sim.parameters import SECTIONS, Declared
from sim.population.columns import Households, Persons
from sim.processes.accounts import COUNT_TABLES
from sim.runs.layout import STOCKS
from sim.writing import make_folder, write_text

DOCS = Path(__file__).resolve().parents[2] / "docs"
LEVERS_PAGE = "levers.md"
TRIED_INTRODUCTION = textwrap.wrap(
    "Written by `python -m experiments.docs --tried` from what `fertsim levers --self-test` finds; a slow test holds it"
    f" up to date. {READ} Levers that need another one have it on both sides; strengths that are priors around nothing"
    " stand at their upper ends, and are 0 by default. `fertsim levers ID` shows dates, sources and quality.", 120)


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


def scenarios_page() -> str:
    """Scenario and study files: its own text, with the tables of their entries made anew."""
    return filled((DOCS / "scenarios.md").read_text(encoding="utf-8"), scenarios.TABLES)


def glossary_page() -> str:
    """Every term in both languages."""
    lines = ["# Glossary", "", *textwrap.wrap(
        "Written by `python -m experiments.docs` from `experiments/wording/glossary.py`. Labels of charts and tables"
        " use these terms, a test holds them to it; the last column names words that no text uses."
        " Whose word it is says where the Chinese comes from, not that the definition is quoted.", 120)]
    for title, terms in SECTIONS_OF_TERMS.items():
        rows = ((one.zh, " / ".join(one.english), one.meaning, one.source, "、".join(one.instead_of)) for one in terms)
        lines += [
            "", f"## {title}", "",
            *table(("中文", "English", "meaning", "whose word", "not"), rows),
        ]
    return "\n".join(lines) + "\n"


PAGES = {
    "parameters.md": parameters_page, "state.md": state_page, "odd.md": odd_page, "results.md": results_page,
    "scenarios.md": scenarios_page, "glossary.md": glossary_page,
}


def main() -> None:
    """Write all pages and their drawings."""
    make_folder(DOCS)
    for name, page in PAGES.items():
        write_text(DOCS / name, page())
    for file, schema in scenarios.SCHEMAS.items():
        write_text(DOCS.parent / file, schema())
    write_drawings()


def write_tried() -> None:
    """Write what the self-test finds of every lever."""
    write_text(DOCS / LEVERS_PAGE, tried_page(list(try_levers("shaoxing"))))


def tried_page(tried: Sequence[Tried]) -> str:
    """The levers as the self-test found them."""
    return "\n".join(["# Levers, tried one by one", "", *TRIED_INTRODUCTION, "", selftest_table(tried), ""])
