"""All pages in order, with the summary, which repeats their findings, before them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from experiments.briefing.content import Briefing, Page, Points
from experiments.briefing.facts import Facts
from experiments.briefing.pages.births import births, changes
from experiments.briefing.pages.childcare import nursery, targets
from experiments.briefing.pages.counties import counties
from experiments.briefing.pages.ending import limits, next_steps
from experiments.briefing.pages.families import child_cost
from experiments.briefing.pages.measures import cost, credit, measures
from experiments.briefing.pages.money import budgets, money
from experiments.briefing.pages.people import ages, marriages, school
from experiments.briefing.pages.sure import appendix, assumed, futures, sure
from experiments.briefing.say import Texts, always, fill, foot, more, notes, span, title_of
from experiments.comparison.compared import INDEX
from experiments.wording.amounts import PEOPLE

TEXT: Texts = {
    "zh": {
        "file": "{area}生育政策措施情景比较（{years}）", "author": "城市模拟（fertsim）",
        "title": "“{main}”使{years}出生{added}", "cover": "{area}生育政策措施情景比较",
        "note": "本页各条就是后面各页的标题；每页只讲一句话。",
    },
    "en": {
        "file": "{area}: birth policy scenarios compared, {years}", "author": "city simulation (fertsim)",
        "title": "“{main}” changes births over {years} by {added}", "cover": "{area}: birth policy scenarios compared",
        "note": "The points of this page are the titles of the others; each page says one thing.",
    },
}  # fmt: skip
ORDER: tuple[Callable[[Facts, str], Page | None], ...] = (
    births, changes, measures, cost, money, budgets, targets, nursery, counties, marriages, ages, school, child_cost,
    futures, sure, limits, next_steps, appendix, assumed,
)  # fmt: skip
FIRST = ("births", "changes", "measures", "cost", "budgets", "targets", "sure")
"""Pages whose findings the summary repeats, in this order."""


def n_pages() -> int:
    """Pages that are tried, the summary aside."""
    return len(ORDER)


def pages(facts: Facts, language: str, step: Callable[[str], None] | None = None) -> Iterator[Page]:
    """Every page that the runs can fill, the summary first. step : called with the name of each page as it begins"""
    found = []
    for make in ORDER:
        if step is not None:
            step(make.__name__)
        page = make(facts, language)
        found += [] if page is None else [page]
    yield summary(facts, language, found)
    yield from found


def briefing(facts: Facts, language: str, step: Callable[[str], None] | None = None) -> Briefing:
    """The briefing in a language. step : as in `pages`"""
    values = {"area": facts.main.area(language), "years": span(facts.years, language)}
    text = TEXT[language]
    return Briefing(
        language, text["file"].format(**values), facts.compared.told(language), text["author"], date_of(facts),
        always(facts, language), tuple(pages(facts, language, step)),
    )  # fmt: skip


def summary(facts: Facts, language: str, found: list[Page]) -> Page:
    """The findings of the other pages, and what rests on an assumed credit."""
    main, base = facts.compared.main, facts.compared.base
    titles = {page.name: page.title for page in found if not page.lacking}
    points = [titles[name] for name in FIRST if name in titles]
    added = more(facts.added(main, base), PEOPLE, language)
    title = fill(TEXT, language, "title", main=title_of(facts, main, language), years=span(facts.years, language),
                 added=added)  # fmt: skip
    return Page("summary", title, (Points((*points, *credit(facts, language))),), foot(facts, language, against=True),
                notes(facts, language, TEXT[language]["note"], paired=True))  # fmt: skip


def date_of(facts: Facts) -> str:
    """Day on which the comparison was stored, ISO."""
    return datetime.fromtimestamp((facts.folder / INDEX).stat().st_mtime, UTC).date().isoformat()
