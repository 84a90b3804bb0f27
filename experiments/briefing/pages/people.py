"""Marriages and why they zigzag, the pyramids, children of school age."""

import math

import numpy as np

from experiments.briefing.content import Chart, Page, Series
from experiments.briefing.facts import Facts, estimate, estimates
from experiments.briefing.pages.births import PUBLISHED_TO
from experiments.briefing.pages.shapes import SCALE, series
from experiments.briefing.say import Texts, amount, fill, foot, notes, people, share, span, title_of
from experiments.charts.style import BLUE, GREEN, RED
from experiments.wording.amounts import COUPLES
from experiments.wording.indicators import unit_of

TEXT: Texts = {
    "zh": {
        "marriages": "结婚由{first}年的{start}变为{last}年的{end}；双春年平均比无春年多{more}，逐年起伏主要随农历",
        "marriages_plain": "结婚由{first}年的{start}变为{last}年的{end}",
        "two": "双春", "none": "无春", "line": "结婚对数（{main}）", "band": "90%区间", "published": "公布数",
        "marriages_alt": "折线图：{years}结婚对数，由{start}变为{end}，带区间；年份下标出双春年和无春年。",
        "marriages_foot": "双春年：农历年内有两个立春，婚事扎堆；无春年没有立春，婚事提前或推后。圆点为公布数，只到"
        "{last}年。",
        "marriages_note": "婚期在相邻年份间挪动，几年平均才看得出趋势；一年的升降不能说明政策有效或无效。疫情期间推迟"
        "的婚事也算在内。结婚对数含初婚和再婚，按女方常住地计。",
        "pyramid": "65岁及以上人口占比由{first}年的{old_first}升至{last}年的{old_last}，0—14岁由{young_first}降至"
        "{young_last}",
        "pyramid_moves": "65岁及以上人口占比由{first}年的{old_first}变为{last}年的{old_last}，0—14岁由{young_first}变"
        "为{young_last}",
        "men": "男", "women": "女", "year_end": "{}年末",
        "pyramid_alt": "人口金字塔，{year}年末：65岁及以上占{old}，0—14岁占{young}，常住人口{all}。",
        "pyramid_foot": "{last}年末常住人口{all}（{first}年末{before}）。两图用同一刻度，最上一组为100岁及以上。",
        "pyramid_note": "“{main}”，各次模拟的平均。{last}年15岁以上的人都已出生，所以老龄化的走向与本方案关系不大。",
        "school": "小学学龄儿童{peak}年最多，为{most}，{last}年减至{end}",
        "school_grows": "小学学龄儿童{last}年为{end}，是各年中最多的",
        "primary": "小学学龄儿童（6—11岁）", "kindergarten": "幼儿园在园幼儿", "nursery": "3岁以下儿童",
        "school_alt": "折线图：{years}年末小学学龄儿童、幼儿园在园幼儿和3岁以下儿童。小学学龄儿童{peak}年{most}，"
        "{last}年{end}。",
        "school_foot": "幼儿园在园幼儿由{first}年的{kinder_first}变为{last}年的{kinder_last}。学位规划宜调剂使用、"
        "度过高峰，不宜按高峰新建。",
        "school_note": "年末数，“{main}”。小学学龄儿童为6至11岁常住人口，在园幼儿按3至5岁常住人口和入园率计。{sure}年"
        "及以前的小学学龄儿童已经出生，只随迁移变动。",
    },
    "en": {
        "marriages": "{start} marry in {first}, {end} in {last}; years of two springs have {more} more than years of"
        " none: the zigzag is mostly the lunar calendar's",
        "marriages_plain": "{start} marry in {first}, {end} in {last}",
        "two": "two", "none": "none", "line": "marriages ({main})", "band": "90 % interval", "published": "published",
        "marriages_alt": "Line of marriages, {years}, from {start} to {end}, with its interval; below the years"
        " whether the lunar year has two beginnings of spring or none.",
        "marriages_foot": "Two: the lunar year holds the beginning of spring twice, which is lucky; none: weddings"
        " move to the years beside it. Dots are published, to {last}.",
        "marriages_note": "Weddings move between years, so only means of some years show a trend; one year's rise or"
        " fall says nothing of policy. Weddings put off in the epidemic count too. First and later marriages, at the"
        " wife's place.",
        "pyramid": "The share of 65 and over rises from {old_first} in {first} to {old_last} in {last}; that of 0–14"
        " falls from {young_first} to {young_last}",
        "pyramid_moves": "The share of 65 and over goes from {old_first} in {first} to {old_last} in {last}; that of"
        " 0–14 from {young_first} to {young_last}",
        "men": "men", "women": "women", "year_end": "end of {}",
        "pyramid_alt": "Population pyramid, end of {year}: {old} are 65 and over, {young} are 0–14, of {all}"
        " residents.",
        "pyramid_foot": "{all} residents at the end of {last} ({before} at the end of {first}). One scale; the top"
        " group is 100 and over.",
        "pyramid_note": "“{main}”, mean over runs. Everybody over 15 in {last} is born already, so that ageing hardly"
        " hangs on the plan.",
        "school": "Children of primary school age peak in {peak} at {most} and fall to {end} by {last}",
        "school_grows": "{end} children of primary school age in {last}, more than in any year before",
        "primary": "primary school age (6–11)", "kindergarten": "in kindergarten", "nursery": "under three",
        "school_alt": "Lines of children of primary school age, in kindergarten and under three, {years}. Primary"
        " school age: {most} in {peak}, {end} in {last}.",
        "school_foot": "In kindergarten: {kinder_first} in {first}, {kinder_last} in {last}. Plan places for the peak"
        " to be shared, not built for it.",
        "school_note": "At year ends, “{main}”. Primary: residents of 6 to 11; kindergarten: residents of 3 to 5 by"
        " the share enrolled. Primary school children up to {sure} are born already and change by moves alone.",
    },
}  # fmt: skip
FIRST_SCHOOL_AGE = 6
AGE_OF_OLD, AGE_OF_YOUNG = 65, 15


def marriages(facts: Facts, language: str) -> Page | None:
    """Marriages by year with the lunar years that move them; None where none were counted."""
    if not facts.has("marriages"):
        return None
    text, years, data = TEXT[language], facts.years, facts.main.whole_years()["marriages"]
    springs = spring_counts(facts)
    names = tuple(
        f"{year}\n{text[word]}" if (word := {2: "two", 0: "none"}.get(springs.get(year, 1))) else str(year)
        for year in years
    )
    found = estimates(data)
    two, none = ([year for year in years if springs.get(year) == n] for n in (2, 0))
    values = {
        "first": years[0], "last": years[-1], "start": amount(found[0].mean, COUPLES, language),
        "end": amount(found[-1], COUPLES, language), "years": span(years, language),
        "main": title_of(facts, facts.compared.main, language),
    }  # fmt: skip
    name = "marriages_plain"
    if two and none:
        more = estimate(data.sel(year=two).mean("year") - data.sel(year=none).mean("year"))
        if more.mean > 0 and not more.includes_zero:
            name, values["more"] = "marriages", amount(more, COUPLES, language)
    table = facts.main.published("marriages")
    known = {int(row.year): float(row.value) for row in table.itertuples() if row.year <= PUBLISHED_TO}
    dots = Series(text["published"], tuple(known.get(year, math.nan) for year in years), RED, dots=True)
    line = series(text["line"].format(main=values["main"]), found, BLUE)
    chart = Chart(
        "marriages", "lines", fill(TEXT, language, "marriages_alt", **values), names,
        (line, *([dots] if any(value == value for value in dots.values) else [])),
        unit_of("marriages", language, SCALE[language]), scale=SCALE[language], number="0.0", lowest=0,
        band=text["band"] if found[0].has_interval else "",
    )  # fmt: skip
    return Page("marriages", fill(TEXT, language, name, **values), (chart,),
                foot(facts, language, text["marriages_foot"].format(last=PUBLISHED_TO)),
                notes(facts, language, text["marriages_note"]))  # fmt: skip


def spring_counts(facts: Facts) -> dict[int, int]:
    """How often the beginning of spring falls into the lunar year that begins in each year; empty without a pack."""
    if facts.pack is None:
        return {}
    table = facts.pack.table("lunar_calendar")
    return {int(row.year): int(row.lichun_count) for row in table.itertuples()}


def ages(facts: Facts, language: str) -> Page:
    """Pyramids of the first and the last year on one scale."""
    text, (first, last) = TEXT[language], facts.pyramid_years
    groups = tuple(f"{age}–{age + 4}" if age < 100 else "100+" for age in range(0, 101, 5))
    persons = facts.main.indicators["persons"].sum("sex")
    shares, told = {}, {}
    for year in (first, last):
        at = persons.sel(year=year)
        everybody = at.sum("age")
        old = at.sel(age=slice(AGE_OF_OLD, None)).sum("age") / everybody
        young = at.sel(age=slice(0, AGE_OF_YOUNG - 1)).sum("age") / everybody
        shares[year] = float(old.mean()), float(young.mean())
        told[year] = people(float(everybody.mean()), language)
    scale, parts = SCALE[language], []
    longest = max(max(values) for year in (first, last) for values in facts.pyramid(year).values())
    for year in (first, last):
        of_year = facts.pyramid(year)
        men, women = (Series(text[name], tuple(of_year[sex]), colour)
                      for name, sex, colour in (("men", "male", BLUE), ("women", "female", RED)))  # fmt: skip
        told_old, told_young = (share(one, language, 1) for one in shares[year])
        alt = fill(TEXT, language, "pyramid_alt", year=year, old=told_old, young=told_young, all=told[year])
        parts.append(Chart(
            f"pyramid_{year}", "pyramid", alt, groups, (men, women),
            unit_of("persons", language, scale), text["year_end"].format(year), scale=scale,
            number="0.0;0.0" if language == "zh" else "#,##0;#,##0", highest=longest,
        ))  # fmt: skip
    values = {
        "first": first, "last": last, "main": title_of(facts, facts.compared.main, language), "all": told[last],
        "before": told[first],
        **{f"{word}_{at}": share(shares[year][k], language, 1) for k, word in enumerate(("old", "young"))
           for at, year in (("first", first), ("last", last))},
    }  # fmt: skip
    moves = shares[last][0] > shares[first][0] and shares[last][1] < shares[first][1]
    return Page("pyramid", fill(TEXT, language, "pyramid" if moves else "pyramid_moves", **values), tuple(parts),
                foot(facts, language, fill(TEXT, language, "pyramid_foot", **values)),
                notes(facts, language, text["pyramid_note"].format(**values)))  # fmt: skip


def school(facts: Facts, language: str) -> Page | None:
    """Children of school age by year, and in which year there are most; None where none were counted."""
    if not facts.has("primary_school_children"):
        return None
    text, years, data = TEXT[language], facts.years, facts.main.whole_years()
    primary, kinder = (estimates(data[name]) for name in ("primary_school_children", "kindergarten_pupils"))
    peak = int(np.argmax([one.mean for one in primary]))
    values = {
        "peak": years[peak], "most": people(primary[peak].mean, language), "first": years[0], "last": years[-1],
        "end": people(primary[-1], language), "years": span(years, language),
        "kinder_first": people(kinder[0].mean, language), "kinder_last": people(kinder[-1], language),
        "main": title_of(facts, facts.compared.main, language), "sure": years[0] + FIRST_SCHOOL_AGE - 1,
    }  # fmt: skip
    lines = [series(text["primary"], primary, BLUE), series(text["kindergarten"], kinder, GREEN)]
    if facts.has("children_under_three"):
        lines.append(series(text["nursery"], estimates(data["children_under_three"]), RED))
    chart = Chart("school", "lines", fill(TEXT, language, "school_alt", **values), tuple(map(str, years)), tuple(lines),
                  unit_of("primary_school_children", language, SCALE[language]), scale=SCALE[language],
                  number="0" if language == "en" else "0.0", lowest=0)  # fmt: skip
    name = "school" if peak < len(years) - 1 else "school_grows"
    return Page("school", fill(TEXT, language, name, **values), (chart,),
                foot(facts, language, fill(TEXT, language, "school_foot", **values)),
                notes(facts, language, fill(TEXT, language, "school_note", **values)))  # fmt: skip

