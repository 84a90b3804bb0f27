"""The report: a briefing's pages as sections of an A4 document, findings as headings, method in an appendix."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from experiments.briefing.cells import head_text
from experiments.briefing.content import Briefing, Chart, Column, Page, Points, Table, Tiles
from experiments.briefing.say import NOTE
from experiments.charts.style import picture
from experiments.documents.drawing import draw_charts, draw_tiles
from experiments.documents.numbers import words_of_chart, words_of_table
from experiments.documents.paper import About, Paper, Picture
from experiments.documents.tables import Table as Printed
from experiments.documents.words import CHAPTERS, OTHER, PAGES_OF, TOPICS, WORDS

HERE = frozenset(words["appendix"] for words in NOTE.values())
"""Notes that send to the appendix, which is where they would stand."""
OPTION = " --"
"""In a text that holds a command."""
METHOD = "method"
"""Page whose sentences stand in the first appendix."""
MOST_ROWS = 16
"""Categories of a chart up to which its numbers stand in the report; those of more are in the workbook alone."""


def report(briefing: Briefing, reproduced: tuple[str, ...]) -> bytes:
    """The file's content. reproduced : sentences that say what was run, and how it is run again"""
    words = WORDS[briefing.language]
    paper = Paper(briefing.language, about(briefing))
    paper.title(briefing.title)
    numbers = Numbering()
    for chapter, pages in chapters(briefing.pages):
        paper.heading(1, CHAPTERS[briefing.language][chapter])
        for page in pages:
            _section(paper, page, numbers)
    annexed = [page for page in briefing.pages if page.appendix and page.name != METHOD]
    paper.list_of_appendices([words["method"], *(words_of_topic(page, briefing.language) for page in annexed)])
    paper.dated(made_on(briefing))
    paper.appendix(1 if annexed else None, words["method"])
    _method(paper, briefing, reproduced)
    for i, page in enumerate(annexed):
        paper.appendix(i + 2, words_of_topic(page, briefing.language))
        paper.text(without_word(page.title))
        _body(paper, page, numbers)
    return paper.content()


class Numbering:
    """Numbers of figures and tables, which go through the report."""

    def __init__(self) -> None:
        self._last = {"figure": 0, "table": 0}

    def next(self, kind: str, title: str, language: str) -> str:
        """The caption of the next figure or table."""
        self._last[kind] += 1
        return WORDS[language][kind].format(n=self._last[kind], title=title)


def chapters(pages: tuple[Page, ...]) -> Iterator[tuple[str, list[Page]]]:
    """Pages of the body by chapter, in the order of the briefing; a page of no chapter stays in the one before it."""
    found: dict[str, list[Page]] = {}
    last = OTHER
    for page in pages:
        if not page.appendix and not page.lacking:
            last = next((name for name, names in PAGES_OF.items() if page.name in names), last)
            found.setdefault(last, []).append(page)
    yield from found.items()


def about(briefing: Briefing) -> About:
    """What the file says about itself."""
    return About(briefing.title, briefing.subtitle, WORDS[briefing.language]["subject"], briefing.always,
                 made_on(briefing))  # fmt: skip


def made_on(briefing: Briefing) -> datetime:
    """Day of the runs."""
    return datetime.combine(date.fromisoformat(briefing.date[:10]), datetime.min.time())


def without_word(title: str) -> str:
    """A title without the word for appendix before it, which the report's own heads have."""
    return title.removeprefix("附录：").removeprefix("Appendix: ")


def _section(paper: Paper, page: Page, numbers: Numbering) -> None:
    """A page of the deck: its finding as heading, and what shows it."""
    paper.heading(2, page.title.rstrip("。."))
    _body(paper, page, numbers)


def _body(paper: Paper, page: Page, numbers: Numbering) -> None:
    for points in (part for part in page.parts if isinstance(part, Points)):
        for text in points.texts:
            paper.text(text)
    charts = [part for part in page.parts if isinstance(part, Chart)]
    topic = words_of_topic(page, paper.language)
    between = "" if paper.language == "zh" else " "
    if charts:
        drawn = picture(draw_charts(charts, page.below), "png")
        paper.picture(Picture(drawn, between.join(chart.alt for chart in charts)))
        paper.caption(numbers.next("figure", topic, paper.language))
    for tiles in (part for part in page.parts if isinstance(part, Tiles)):
        paper.picture(Picture(picture(draw_tiles(tiles), "png"), tiles.alt))
        paper.caption(numbers.next("figure", tiles.title or topic, paper.language))
    for line in page.foot:
        paper.source(line)
    for table in _tables(page, paper.language):
        paper.table(table._replace(caption=numbers.next("table", table.caption or topic, paper.language)))


def words_of_topic(page: Page, language: str) -> str:
    """Short name of what a page is about, for captions and tabs; its finding where it has none."""
    return TOPICS[language].get(page.name, page.title.rstrip("。."))


def _tables(page: Page, language: str) -> Iterator[Printed]:
    """The page's own tables, and the numbers behind its charts where they are few."""
    has_own = any(isinstance(part, Table) for part in page.parts)
    for part in page.parts:
        if isinstance(part, Table):
            yield Printed(*words_of_table(part, language), part.title)
        elif isinstance(part, Chart) and part.kind != "pyramid" and not has_own:
            head, rows = words_of_chart(part, language)
            if len(rows) <= MOST_ROWS:
                title = part.title or words_of_topic(page, language)
                yield Printed(head, rows, head_text(Column(title, part.unit), language))


def _method(paper: Paper, briefing: Briefing, reproduced: tuple[str, ...]) -> None:
    """How the numbers were made: what holds for all pages, what holds for each, and how to run it again."""
    words = WORDS[briefing.language]
    counted = Counter(text for page in briefing.pages if not page.lacking for text in page.notes)
    common = [text for text, n in counted.items() if n > 1 and text not in HERE]
    paper.heading(1, words["common"])
    for text in (briefing.always, *common):
        paper.text(text)
    for page in (page for page in briefing.pages if page.name == METHOD):
        paper.heading(1, without_word(page.title))
        for text in (text for part in page.parts if isinstance(part, Points) for text in part.texts):
            (paper.listed if OPTION in text else paper.text)(text)
    paper.heading(1, words["each"])
    for page in briefing.pages:
        own = [text for text in page.notes if counted[text] == 1 and text not in HERE]
        if own and not page.lacking:
            paper.heading(2, words_of_topic(page, briefing.language))
            for text in own:
                paper.text(text)
    lacking = [page for page in briefing.pages if page.lacking]
    if lacking:
        paper.heading(1, words["missing"])
        for page in lacking:
            paper.text(page.title)
        paper.listed(words["made"].format(command=lacking[0].lacking))
    paper.heading(1, words["run"])
    for text in (briefing.subtitle, *reproduced):
        paper.listed(text)
