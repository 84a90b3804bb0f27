"""The workbook: the numbers behind a briefing's pages, one sheet a chart or table, and a first sheet that explains."""

import math

import pandas as pd

from experiments.briefing.content import Briefing, Chart, Page, Table, Tiles
from experiments.documents.book import FOUR, ONE, PERCENT, TWO, WHOLE, YEARS, Book, Lines, Plot, Sheet, Shown
from experiments.documents.book import WORDS as TEXT
from experiments.documents.numbers import Numbers, is_years, of_chart, of_table, of_tiles
from experiments.documents.report import about, words_of_topic
from experiments.documents.words import BOOK, WORDS

PLOTS = {"lines": "line", "columns": "column", "stacked": "column", "bars": "bar", "stacked_bars": "bar",
         "waterfall": "column"}  # fmt: skip
"""Native charts by kind of the deck's: steps stand as columns side by side, a pyramid has none."""
LONGEST = 31
"""Letters of a tab's name that spreadsheets take."""


def workbook(briefing: Briefing, told: list[tuple[str, str]], further: list[Sheet]) -> bytes:
    """The file's content.

    told : what and what of it, of the first sheet      further : tables that no page shows, such as the split
    """
    language = briefing.language
    book = Book(language, about(briefing))
    sheets = [sheet for page in briefing.pages for sheet in sheets_of(page, language)] + further
    sheets = _named_once(sheets)
    contents = [(sheet.name, sheet.title) for sheet in sheets]
    words = BOOK[language]
    book.lines(Lines(WORDS[language]["first"], briefing.title, told, contents, [words["how"], briefing.always]))
    for sheet in sheets:
        book.sheet(sheet)
    return book.content()


def sheets_of(page: Page, language: str) -> list[Sheet]:
    """The tables behind a page."""
    found = []
    topic = words_of_topic(page, language)
    for part in page.shown:
        forms: tuple[str, ...] = ()
        if isinstance(part, Chart):
            numbers, plot = of_chart(part, language), _plot(part, language)
        elif isinstance(part, Table):
            numbers, plot = of_table(part, language), None
        else:
            assert isinstance(part, Tiles)
            numbers, plot = of_tiles(part, language), None
            if all("%" in tile.told for tile in part.tiles):
                forms = (TEXT, PERCENT, PERCENT, PERCENT)
        if len(list(page.shown)) == 1:
            name = topic
        else:
            kind = WORDS[language]["tab"] if isinstance(part, Table) else ""
            name = f"{topic} {part.title or kind}".strip()
        found.append(sheet_of(name, page.title, numbers, page.foot, plot, forms))
    return found


def sheet_of(name: str, title: str, numbers: Numbers, notes: tuple[str, ...] = (), plot: Plot | None = None,
             forms: tuple[str, ...] = ()) -> Sheet:  # fmt: skip
    """A sheet of numbers, each column with the format that its numbers need unless told."""
    table = pd.DataFrame(numbers.rows, columns=_distinct(numbers.titles))
    formats = [format_of(table[column].tolist()) for column in table.columns]
    for value, bounds in zip(numbers.values, numbers.bounds, strict=True):
        for bound in bounds or ():
            formats[bound] = formats[value]
    return Sheet(name, title, table, forms or tuple(formats), notes, plot)


def format_of(values: list[float | str]) -> str:
    """Number format of a column: words, years, and as many decimals as the size of its numbers asks for."""
    if any(isinstance(value, Shown) for value in values):
        return WHOLE
    numbers = [value for value in values if not isinstance(value, str) and math.isfinite(value)]
    if not numbers:
        return TEXT
    if all(value == int(value) and is_years([str(int(value))]) for value in numbers):
        return YEARS
    largest = max(abs(value) for value in numbers)
    if largest >= 1000 or all(value == int(value) for value in numbers):
        return WHOLE
    return ONE if largest >= 100 else TWO if largest >= 1 else FOUR


def _plot(chart: Chart, language: str) -> Plot | None:
    """The native chart of a chart, where spreadsheets have its kind."""
    if chart.kind not in PLOTS:
        return None
    numbers = of_chart(chart, language)
    return Plot(PLOTS[chart.kind], chart.title, chart.unit, numbers.values, [one.colour for one in chart.series],
                numbers.bounds, stacked=chart.kind in ("stacked", "stacked_bars"), alt=chart.alt)  # fmt: skip


def _distinct(titles: list[str]) -> list[str]:
    """Titles of columns, a second one of the same words with a number."""
    seen: dict[str, int] = {}
    found = []
    for title in titles:
        seen[title] = seen.get(title, 0) + 1
        found.append(title if seen[title] == 1 else f"{title} {seen[title]}")
    return found


def _named_once(sheets: list[Sheet]) -> list[Sheet]:
    """Sheets with names that spreadsheets take, each once."""
    taken: set[str] = set()
    found = []
    for sheet in sheets:
        name = "".join(letter for letter in sheet.name if letter not in "[]:*?/\\'")[:LONGEST].strip()
        number = 2
        while name.casefold() in taken:
            name = f"{name[: LONGEST - 3].strip()} {number}"
            number += 1
        taken.add(name.casefold())
        found.append(sheet._replace(name=name))
    return found
