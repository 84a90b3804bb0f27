"""Pages of the briefing, in order; each adds one page to the deck, or none where the runs hold nothing for it."""

import math

from experiments.briefing import sentences
from experiments.briefing.deck import BODY, Box, Deck, legend, write
from experiments.briefing.facts import Estimate, Facts
from experiments.briefing.native import Look, Series, columns, lines, pyramid
from experiments.briefing.words import (
    AXES,
    BENEFITS,
    ITEMS,
    LABELS,
    LIMITS,
    NOTES,
    ORDERS,
    PAYERS,
    RESIDENCES,
    SCALES,
    TITLES,
)
from experiments.charts.child_cost import COLOURS, NET, means_of_children
from experiments.charts.public_money import PAYERS as PAYER_STYLES
from experiments.charts.style import BLUE, GREEN, RED, scenario_colour
from experiments.wording.indicators import unit_of

SMALL_MULTIPLES, MOST_ROWS = 3, 3
"""Charts of counties in a row, more where they would need more rows than fit a page."""


def summary(deck: Deck, facts: Facts, language: str) -> None:
    """First page: what was run and the main results in sentences."""
    area = facts.main.area(language)
    points = [sentences.births(facts, language), sentences.added(facts, language)]
    points += [sentences.credit(facts, language)] if facts.credit_share() else []
    if facts.has_money():
        points += [sentences.money(facts, language), sentences.cost(facts, language)]
    notes = tuple(sentences.interval_note(facts, language, paired) for paired in (False, True))
    with deck.page(TITLES[language]["summary"].format(area=area), facts.compared.told(language), notes) as slide:
        write(slide, Box(BODY.left, 1.75, BODY.width, 4.6), points, 16, bullets=True, spacing=12)


def births(deck: Deck, facts: Facts, language: str) -> None:
    """Births by year and scenario, the interval of the scenario asked about as a band."""
    scale, main = SCALES[language]["births"], facts.compared.main
    series = [
        _series(facts.compared.title(label, language), facts.by_year(label), scale,
                scenario_colour(facts.compared, label), bounds=label == main)
        for label in reversed(facts.compared.indicators)  # the one asked about on top
    ]  # fmt: skip
    band = LABELS[language]["band"].format(
        band=facts.main.interval(language).band, title=facts.compared.title(main, language)
    )
    look = Look(number="0.0", unit=unit_of("births", language, scale), lowest=0)
    title = TITLES[language]["births"].format(last=facts.years[-1])
    notes = (NOTES[language]["births"], sentences.interval_note(facts, language))
    with deck.page(title, sentences.births(facts, language), notes) as slide:
        lines(slide, BODY, facts.years, series, look, band if len(facts.main.manifest.seeds) > 1 else "")


def added(deck: Deck, facts: Facts, language: str) -> None:
    """Births that each scenario adds to the base by year, with paired intervals as error bars."""
    base = facts.compared.base
    series = [
        _series(_against(facts, label, base, language), facts.added_by_year(label, base), 1,
                scenario_colour(facts.compared, label), bounds=True)
        for label in facts.compared.indicators if label != base
    ]  # fmt: skip
    lowest, highest, step = _ends(series)
    look = Look(unit=unit_of("births", language), lowest=lowest, highest=highest, step=step)
    notes = (sentences.interval_note(facts, language, paired=True),)
    message = sentences.headline(facts, language, sentences.added(facts, language))
    with deck.page(TITLES[language]["added"], message, notes) as slide:
        columns(slide, BODY, facts.years, series, look)


def money(deck: Deck, facts: Facts, language: str) -> None:
    """Public money of the scenario asked about, stacked by payer."""
    if not facts.has_money():
        return
    scale = SCALES[language]["money"]
    series = [
        Series(PAYERS[language][payer], [value / scale for value in values], PAYER_STYLES[payer][2])
        for payer, values in facts.money_by_payer().items()
    ]
    number, unit = "#,##0.##" if language == "zh" else "#,##0", unit_of("public_money_real", language, scale)
    look = Look(number=number, unit=unit)
    with deck.page(TITLES[language]["money"], sentences.money(facts, language), (NOTES[language]["money"],)) as slide:
        columns(slide, BODY, facts.years, series, look, stacked=True)


def cost(deck: Deck, facts: Facts, language: str) -> None:
    """Public money an additional birth, a bar a pair; a pair that may add no births has no bar."""
    if not facts.has_money():
        return
    scale = SCALES[language]["cost"]
    shown = facts.costs_shown()
    notes = (NOTES[language]["cost"], sentences.interval_note(facts, language, paired=True))
    message = sentences.headline(facts, language, sentences.cost(facts, language))
    with deck.page(TITLES[language]["cost"], message, notes) as slide:
        if shown:
            names = [_against(facts, *pair, language) for pair in shown]
            series = _series(TITLES[language]["cost"], list(shown.values()), scale, BLUE, bounds=True)
            lowest, highest, step = _ends([series])
            look = Look(unit=AXES[language]["cost"], legend=False, gap=90, lowest=lowest, highest=highest, step=step)
            columns(slide, BODY, names, [series], look, bars=True)


def childcare(deck: Deck, facts: Facts, language: str) -> None:
    """Places and demand by county, ten years before the end and at the end."""
    last = facts.years[-1]
    years = sorted({max(facts.years[0], last - 10), last})
    markets = {year: facts.childcare(year) for year in years}
    if not markets[last]:
        return
    names = {c.county_code: getattr(c, f"name_{language}") for c in facts.main.manifest.counties}
    highest = _round_up(max(max(pair) for market in markets.values() for pair in market.values()))
    main = facts.compared.title(facts.compared.main, language)
    notes = (NOTES[language]["childcare"].format(main=main),)
    with deck.page(TITLES[language]["childcare"], sentences.childcare(facts, language), notes) as slide:
        for box, (year, market) in zip(BODY.split(len(years)), markets.items(), strict=True):
            series = [
                Series(LABELS[language][name], [pair[i] for pair in market.values()], colour)
                for i, (name, colour) in enumerate((("places", BLUE), ("wanted", RED)))
            ]
            look = Look(unit=AXES[language]["places"], title=LABELS[language]["year_end"].format(year), size=11,
                        highest=highest)  # fmt: skip
            columns(slide, box, [names[code] for code in market], series, look)


def charts_in_row(n_counties: int) -> int:
    """Charts of counties beside each other."""
    return max(SMALL_MULTIPLES, -(-n_counties // MOST_ROWS))


def counties(deck: Deck, facts: Facts, language: str) -> None:
    """Births by county, a small chart each."""
    counties = facts.main.manifest.counties
    in_row = charts_in_row(len(counties))
    boxes = Box(BODY.left, 1.85, BODY.width, 4.55).split(in_row, -(-len(counties) // in_row), 0.08)
    notes = (NOTES[language]["counties"],)
    with deck.page(TITLES[language]["counties"], sentences.counties(facts, language), notes) as slide:
        key = [(facts.compared.title(label, language), scenario_colour(facts.compared, label))
               for label in facts.compared.indicators]  # fmt: skip
        legend(slide, Box(BODY.left, 1.55, BODY.width, 0.3), key, 11)
        means = {label: births.sel(year=facts.years).mean("seed") for label, births in facts.county_births.items()}
        for i, (box, county) in enumerate(zip(boxes, counties, strict=False)):
            series = [
                Series(facts.compared.title(label, language),
                       means[label].sel(county_code=county.county_code).values.tolist(),
                       scenario_colour(facts.compared, label))
                for label in reversed(facts.compared.indicators)
            ]  # fmt: skip
            unit = unit_of("births", language) if i % in_row == 0 else ""
            look = Look(unit=unit, title=getattr(county, f"name_{language}"), size=10, legend=False, lowest=0, every=5)
            lines(slide, box, facts.years, series, look)


def ages(deck: Deck, facts: Facts, language: str) -> None:
    """Pyramids of the first and the last year on one scale."""
    years = facts.pyramid_years
    groups = [f"{age}–{age + 4}" if age < 100 else "100+" for age in range(0, 101, 5)]
    shown = {year: facts.pyramid(year) for year in years}
    scale = SCALES[language]["people"]
    longest = _round_up(max(max(values) for at in shown.values() for values in at.values()) / scale)
    notes = (NOTES[language]["pyramid"],)
    with deck.page(TITLES[language]["pyramid"], sentences.pyramid(facts, language), notes) as slide:
        for box, (year, at) in zip(BODY.split(len(years)), shown.items(), strict=True):
            men, women = (
                Series(LABELS[language][name], [value / scale for value in at[sex]], colour)
                for name, sex, colour in (("men", "male", BLUE), ("women", "female", RED))
            )
            at_end = LABELS[language]["year_end"].format(year)
            look = Look(unit=unit_of("persons", language, scale), title=at_end, size=10, lowest=-longest,
                        highest=longest)  # fmt: skip
            pyramid(slide, box, groups, men, women, look)


def child_cost(deck: Deck, facts: Facts, language: str) -> None:
    """Cost of a child after benefits and the benefits on top, by residence and birth order."""
    if facts.main.child_cost.empty:
        return
    scale, table = SCALES[language]["child"], means_of_children(facts.main.child_cost)
    highest = _round_up(float(table["cost"].max()) / scale)
    notes = (NOTES[language]["child_cost"],)
    with deck.page(TITLES[language]["child_cost"], sentences.child_cost(facts, language), notes) as slide:
        for box, (residence, title) in zip(BODY.split(2), RESIDENCES[language].items(), strict=True):
            means = table.loc[residence]
            parts = [("net", LABELS[language]["net"], NET)]
            parts += [(name, word, COLOURS[name]) for name, word in BENEFITS[language].items()]
            series = [Series(word, (means[name] / scale).tolist(), colour) for name, word, colour in parts]
            look = Look(unit=AXES[language]["child"], title=title, size=11, lowest=0, highest=highest)
            columns(slide, box, ORDERS[language], series, look, stacked=True)


def sure(deck: Deck, facts: Facts, language: str) -> None:
    """How sure we are: intervals, calibration, and a chart of what is assumed by item of the plan."""
    first, *others = sentences.sure(facts, language)
    has_chart = facts.assumed is not None and not facts.assumed.empty
    width = 6.3 if has_chart else BODY.width
    notes = (NOTES[language]["sure"],) if has_chart else ()
    with deck.page(TITLES[language]["sure"], first, notes) as slide:
        size, spacing = (14, 8) if facts.split else (17, 14)
        write(slide, Box(BODY.left, 1.8, width, 4.5), others, size, bullets=True, spacing=spacing)
        if facts.assumed is not None and has_chart:
            shares = facts.assumed.groupby("plan_item")["share_assumed"].mean()
            names = [_item(int(item), language) for item in shares.index]
            series = Series(AXES[language]["assumed"], (100 * shares).tolist(), GREEN)
            look = Look(number="0", title=AXES[language]["assumed"], legend=False, lowest=0, highest=100, size=11,
                        labels="0")  # fmt: skip
            columns(slide, Box(7.0, BODY.top, 5.73, BODY.height), names, [series], look, bars=True)


def limits(deck: Deck, facts: Facts, language: str) -> None:
    """What the model cannot say."""
    del facts
    first, *others = LIMITS[language]
    with deck.page(TITLES[language]["limits"], first) as slide:
        write(slide, Box(BODY.left, 1.7, BODY.width, 4.9), others, 18, bullets=True, spacing=14)


PAGES = (summary, births, added, money, cost, childcare, counties, ages, child_cost, sure, limits)


def _series(name: str, found: list[Estimate], scale: float, colour: str, bounds: bool) -> Series:
    """A series of estimates, with their bounds where asked for and known."""
    values = [one.mean / scale for one in found]
    if not bounds or not all(one.has_interval for one in found):
        return Series(name, values, colour)
    return Series(name, values, colour, [one.lower / scale for one in found], [one.upper / scale for one in found])


def _ends(series: list[Series]) -> tuple[float, float, float]:
    """Ends and step of an axis of bars: zero is on it, and so is every error bar."""
    reached = [value for one in series for values in (one.values, one.lower, one.upper) for value in values or ()
               if math.isfinite(value)]  # fmt: skip
    lowest, highest = min(0.0, *reached), max(0.0, *reached)
    rough = max(highest - lowest, 1e-9) / 6
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(nice for nice in (power, 2 * power, 5 * power, 10 * power) if nice >= rough)
    return step * math.floor(lowest / step), step * math.ceil(highest / step), step


def _against(facts: Facts, label: str, against: str, language: str) -> str:
    titles = (facts.compared.title(one, language) for one in (label, against))
    return LABELS[language]["against"].format(*titles)


def _item(item: int, language: str) -> str:
    """Name of an item of the plan on an axis."""
    return LABELS[language]["item"].format(ITEMS[language].get(item, ""), item) if item else LABELS[language]["funding"]


def _round_up(value: float) -> float:
    """The next number of one digit and a half (1, 1.5, 2, ... times a power of ten), for the end of an axis."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return math.ceil(2 * value / power) / 2 * power
