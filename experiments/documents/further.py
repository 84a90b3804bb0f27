"""Sheets that no page shows whole: every scenario by year with intervals, parts of the spread, published figures.

Levels and differences come from `experiments.briefing.facts`, as those of the pages do. Called by
`experiments.documents.writing`.
"""

import math
from collections.abc import Iterator

from experiments.briefing.cells import head_text
from experiments.briefing.content import Column, Estimate
from experiments.briefing.facts import Facts
from experiments.charts.style import scenario_colour
from experiments.documents.book import TWO, WHOLE, YEARS, Plot, Sheet, Shown
from experiments.documents.numbers import Numbers
from experiments.documents.words import BOOK, QUALITIES, WORDS
from experiments.documents.workbook import sheet_of
from experiments.wording.amounts import number
from experiments.wording.indicators import unit_of
from experiments.wording.parameters import parameter_title
from experiments.wording.split import PART
from sim.measures.declared import DECLARED_INDICATORS

SCALES = {"births": {"zh": 1.0, "en": 1.0}, "public_money_real": {"zh": 1e8, "en": 1e6}}
"""Indicators of which every scenario, and what it adds, stands in a sheet; and what they are divided by."""
NAMED = "strongest"
SMALL = 100
"""Below which a published figure is a rate."""


def further_sheets(facts: Facts, language: str) -> Iterator[Sheet]:
    """All of them that the runs can fill."""
    for name in SCALES:
        if facts.has(name):
            yield _levels(facts, language, name)
            yield _added(facts, language, name)
    yield from _split(facts, language)
    yield from _published(facts, language)


def _levels(facts: Facts, language: str, name: str) -> Sheet:
    """An indicator by year and scenario."""
    name_of = _title(name, language)
    tab, title = (BOOK[language][one].format(what=name_of) for one in ("levels", "levels_title"))
    found = {label: facts.by_year(label, name) for label in facts.compared.indicators}
    return _by_year(facts, language, name, (tab, title), found)


def _added(facts: Facts, language: str, name: str) -> Sheet:
    """What each scenario adds to the base by year; the last row is all years."""
    base = facts.compared.base
    others = [label for label in facts.compared.indicators if label != base]
    told = {"what": _title(name, language), "base": facts.compared.title(base, language)}
    tab, title = (BOOK[language][one].format(**told) for one in ("added", "added_title"))
    found = {label: facts.added_by_year(label, base, name) for label in others}
    totals = {label: facts.added(label, base, name) for label in others}
    return _by_year(facts, language, name, (tab, title), found, totals)


def _by_year(facts: Facts, language: str, name: str, titles_of: tuple[str, str], found: dict[str, list[Estimate]],
             totals: dict[str, Estimate] | None = None) -> Sheet:  # fmt: skip
    words, scale = WORDS[language], SCALES[name][language]
    unit = unit_of(name, language, scale)
    titles, values = [words["year"]], list[int]()
    bounds: list[tuple[int, int] | None] = []
    rows: list[list[float | str]] = [[year] for year in facts.years]
    for label, by_year in found.items():
        shown = facts.compared.title(label, language)
        values.append(len(titles))
        bounds.append((len(titles) + 1, len(titles) + 2))
        titles.append(head_text(Column(shown, unit), language))
        titles += [head_text(Column(f"{shown} {words[end]}", unit), language) for end in ("lower", "upper")]
        for row, one in zip(rows, by_year, strict=True):
            row += [value / scale for value in one[:3]]
    tab, title = titles_of
    shown_bounds = [*bounds[:1], *[None] * (len(bounds) - 1)]  # those of several scenarios would hide each other
    plot = Plot("line", title, unit, values, [scenario_colour(facts.compared, label) for label in found], shown_bounds,
                alt=title)  # fmt: skip
    notes: tuple[str, ...] = ()
    if totals is not None:
        ends = f"{facts.years[0]}–{facts.years[-1]}"
        said = [BOOK[language]["total"].format(
            title=facts.compared.title(label, language), years=ends, unit=unit.partition("/")[0].strip(),
            mean=number(one.mean / scale, 0 if scale == 1 else 1),
        ) for label, one in totals.items()]  # fmt: skip
        notes = tuple(said)
    form = WHOLE if scale == 1 else TWO
    forms = (YEARS, *[form] * (len(titles) - 1))
    return sheet_of(tab, title, Numbers(titles, rows, values, bounds), notes, plot, forms)


def _split(facts: Facts, language: str) -> Iterator[Sheet]:
    """What the spread of each headline figure is made of, and the parameters that move it most."""
    if facts.split is None:
        return
    words, table = BOOK[language], facts.split
    rows: list[list[float | str]] = []
    for row in table.to_dict("records"):
        if row["part"] == NAMED:
            rows.append([words[row["figure"]], words["strongest"].format(name=parameter_title(row["name"], language)),
                         math.nan, row["value"], words[f"unit_{row['figure']}"]])  # fmt: skip
        elif row["part"] in PART[language] and row["share"] == row["share"]:
            rows.append([words[row["figure"]], PART[language][row["part"]].format(untold=""), 100 * row["share"],
                         math.nan, ""])  # fmt: skip
    titles = [words["figure"], words["part"], words["share"], words["effect"], words["unit"]]
    yield sheet_of(words["split"], words["split_title"], Numbers(titles, rows, [], []))


def _published(facts: Facts, language: str) -> Iterator[Sheet]:
    """Published figures that the charts show, each with its source."""
    observed = facts.main.observed
    if not len(observed) or "source" not in observed:
        return
    words = BOOK[language]
    rows: list[list[float | str | Shown]] = [
        [_title(one.indicator, language), one.year, Shown(one.value, TWO if one.value < SMALL else WHOLE),
         unit_of(one.indicator, language), QUALITIES[language][one.quality], one.source]
        for one in observed.sort_values(["indicator", "year"]).itertuples()
    ]
    year, value = (WORDS[language][name] for name in ("year", "value"))
    titles = [words["figure"], year, value, words["unit"], words["quality"], words["source"]]
    yield sheet_of(words["published"], words["published_title"], Numbers(titles, rows, [], []))


def _title(name: str, language: str) -> str:
    """Title of an indicator, its name where none is declared."""
    declared = DECLARED_INDICATORS.get(name)
    return name if declared is None else str(getattr(declared, f"title_{language}"))
