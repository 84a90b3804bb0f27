"""Births to the last year by scenario, and why they change."""

from experiments.briefing.content import Chart, Page, Series
from experiments.briefing.facts import Facts, estimate
from experiments.briefing.pages.shapes import SCALE, births_in_steps, series
from experiments.briefing.say import LIST, Texts, fill, foot, more, notes, people, span, title_of
from experiments.charts.style import BLUE, RED, scenario_colour
from experiments.wording.amounts import PEOPLE
from experiments.wording.indicators import unit_of
from sim.measures.changes import births_changed

PUBLISHED_TO = 2022
"""Last year whose published figures are shown: later ones were held back from the model."""
TEXT: Texts = {
    "zh": {
        "falls": "{first}年出生{start}，{last}年降至{end}；若“{base}”，则为{under_base}",
        "stays": "{first}年至{last}年出生保持在{end}；若“{base}”，则为{under_base}",
        "rises": "{first}年出生{start}，{last}年升至{end}；若“{base}”，则为{under_base}",
        "band": "“{main}”的90%区间", "published": "公布数或由公布数推算",
        "alt": "折线图：{years}各情景出生人数。{main}由{start}变为{end}，带区间；圆点为{published}公布数。",
        "alt_none": "折线图：{years}各情景出生人数。{main}由{start}变为{end}，带区间。",
        "dots": "圆点为公布数或由公布数推算的数，只到{last}年。",
        "note": "各情景的差别远小于未来本身的不确定：区间的宽窄主要来自初婚和生育意愿今后的走势。不宜用某一年的数字作"
        "考核目标。",
        "why_falls": "{last}年出生比{first}年{change}，影响最大的是{most}：{part}",
        "why_rises": "{last}年出生比{first}年{change}，影响最大的是{most}：{part}",
        "start": "{}年", "women": "育龄妇女人数", "marriage": "在婚比例", "first": "已婚妇女一孩",
        "second": "已婚妇女二孩", "third": "已婚妇女三孩及以上", "policy": "政策措施",
        "why_alt": "阶梯图：{first}年出生{start}，到{last}年{end}，中间各段为{parts}。",
        "why_foot": "同一年龄的妇女人数、在婚比例、已婚妇女各孩次生育率，各改变了多少出生。",
        "why_note": "逐年分解（Das Gupta，1978）后相加，各部分之和等于总变化。政策措施一段为与“{base}”之差的变化，其"
        "余各段在“{base}”下计算。妇女人数由已出生的人口决定，政策改变不了。",
        "part": "{name}{value}", "births": "出生",
    },
    "en": {
        "falls": "Births fall from {start} in {first} to {end} in {last}; under “{base}” to {under_base}",
        "stays": "Births stay at {end} from {first} to {last}; under “{base}” {under_base}",
        "rises": "Births rise from {start} in {first} to {end} in {last}; under “{base}” to {under_base}",
        "band": "90 % interval of “{main}”", "published": "published, or derived from published figures",
        "alt": "Lines of births by scenario, {years}. {main} goes from {start} to {end}, with its interval; dots are"
        " published figures of {published}.",
        "alt_none": "Lines of births by scenario, {years}. {main} goes from {start} to {end}, with its interval.",
        "dots": "Dots are published, or derived from published figures, to {last}.",
        "note": "The scenarios differ far less than the future is uncertain: the interval is wide for what marriage"
        " and tastes may do. The figure of one year is no target to be held to.",
        "why_falls": "From {first} to {last} births a year change by {change}; what takes most is {most}: {part}",
        "why_rises": "From {first} to {last} births a year change by {change}; what adds most is {most}: {part}",
        "start": "{}", "women": "numbers of women", "marriage": "share in marriage",
        "first": "first births in marriage",
        "second": "second births in marriage", "third": "third and later births", "policy": "measures",
        "why_alt": "Steps from {start} births in {first} to {end} in {last}, by {parts}.",
        "why_foot": "What numbers of women of each age, their share in marriage, and births per married woman changed.",
        "why_note": "Year by year (Das Gupta 1978), then added; the parts add up to the change. Measures: how the"
        " difference to “{base}” changed; the other parts are those under “{base}”. Numbers of women follow from"
        " births long past: no measure moves them.",
        "part": "{name} {value}", "births": "births",
    },
}  # fmt: skip
MERGED = {
    "women": ("women",), "marriage": ("marriage",), "first": ("fertility_1",), "second": ("fertility_2",),
    "third": ("fertility_3", "fertility_4"), "policy": ("policy", "rest"),
}  # fmt: skip
"""Parts shown, and those of `sim.measures.changes` that they are made of; what is out of wedlock is in none of size."""


def births(facts: Facts, language: str) -> Page:
    """Births by year and scenario, the interval of the scenario asked about as a band, published figures as dots."""
    main, base, years = facts.compared.main, facts.compared.base, facts.years
    start, end = facts.of_year(main, years[0]), facts.of_year(main, years[-1])
    values = {
        "first": years[0], "last": years[-1], "start": people(start.mean, language), "end": people(end, language),
        "base": title_of(facts, base, language), "main": title_of(facts, main, language),
        "years": span(years, language),
        "under_base": people(facts.of_year(base, years[-1])._replace(lower=float("nan")), language),
    }  # fmt: skip
    dots = _published(facts, language)
    levels = [_level(facts, label, language) for label in reversed(facts.compared.indicators)]
    published = ", ".join(str(year) for year, value in zip(years, dots.values, strict=True) if value == value)
    alt = fill(TEXT, language, "alt" if published else "alt_none", **values, published=published)
    chart = Chart(
        "births", "lines", alt, tuple(map(str, years)), (*levels, *([dots] if published else [])),
        unit_of("births", language, SCALE[language]), scale=SCALE[language], number="0.0", lowest=0,
        band=TEXT[language]["band"].format(main=values["main"]) if end.has_interval else "",
    )  # fmt: skip
    said = [fill(TEXT, language, "dots", last=PUBLISHED_TO)] if published else []
    title = fill(TEXT, language, _way(facts.changed(main).mean), **values)
    told = notes(facts, language, TEXT[language]["note"])
    return Page("births", title, (chart,), foot(facts, language, *said), told)


def changes(facts: Facts, language: str) -> Page | None:
    """What makes births change from the first to the last whole year; None of one year."""
    if len(facts.years) < 2:
        return None
    main, base, years = facts.compared.main, facts.compared.base, facts.years
    run_sets = facts.comparison.run_sets
    found = births_changed(run_sets[main], run_sets[base], facts.comparison.county).sum("year", keep_attrs=True)
    parts = {name: estimate(found.sel(part=list(of)).sum("part")) for name, of in MERGED.items()}
    change, start, end = facts.changed(main), facts.of_year(main, years[0]), facts.of_year(main, years[-1])
    falls = change.mean < 0
    most = (min if falls else max)(parts, key=lambda name: parts[name].mean)
    text = TEXT[language]
    values = {"first": years[0], "last": years[-1], "change": more(change, PEOPLE, language), "most": text[most],
              "part": more(parts[most], PEOPLE, language)}  # fmt: skip
    told = LIST[language].join(text["part"].format(name=text[name], value=people(one.mean, language))
                               for name, one in parts.items())  # fmt: skip
    alt = fill(TEXT, language, "why_alt", first=years[0], last=years[-1], start=people(start.mean, language),
               end=people(end.mean, language), parts=told)  # fmt: skip
    names = (text["start"].format(years[0]), *(text[name] for name in parts), text["start"].format(years[-1]))
    steps = series(text["births"], [start, *parts.values(), end], BLUE)
    unit = unit_of("births", language, SCALE[language])
    chart = births_in_steps("changes", alt, names, steps, unit, language, sums=(0, len(parts) + 1))
    note = text["why_note"].format(base=title_of(facts, base, language))
    return Page(
        "changes", fill(TEXT, language, "why_falls" if falls else "why_rises", **values), (chart,),
        foot(facts, language, text["why_foot"]), notes(facts, language, note, paired=True),
    )  # fmt: skip


def _way(change: float) -> str:
    """Whether births fall, rise or stay."""
    return "falls" if change < 0 else "rises" if change > 0 else "stays"


def _level(facts: Facts, label: str, language: str) -> Series:
    """Births of a scenario by year; the one asked about with its interval."""
    found = facts.by_year(label)
    bounded = label == facts.compared.main
    return series(title_of(facts, label, language), found, scenario_colour(facts.compared, label), bounded)


def _published(facts: Facts, language: str) -> Series:
    """Published figures by year, NaN where there are none."""
    table = facts.main.published("births")
    known = {int(row.year): float(row.value) for row in table.itertuples() if row.year <= PUBLISHED_TO}
    values = tuple(known.get(year, float("nan")) for year in facts.years)
    return Series(TEXT[language]["published"], values, RED, dots=True)

