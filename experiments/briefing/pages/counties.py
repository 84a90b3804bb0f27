"""Counties as a table with intervals and as a map of tiles; no ranking, which the noise of counties does not carry."""

import itertools
from collections.abc import Sequence

import xarray as xr

from experiments.briefing.content import Column, Estimate, Page, Table, Tile, Tiles
from experiments.briefing.facts import Facts, estimate
from experiments.briefing.say import LIST, Texts, county_names, fill, foot, notes, share, span, title_of

TEXT: Texts = {
    "zh": {
        "title": "“{main}”使{n}个县（市、区）出生增加{low}至{high}，{told}个能断定增加；{differ}",
        "same": "哪里增得更多，分不清", "differ": "两两相比，有{pairs}对能分出哪里增得更多",
        "county": "县（市、区）", "level": "{}年出生", "change": "变化", "added": "{}增加出生", "people": "人",
        "percent": "%",
        "alt": "表：{n}个县（市、区）{first}年和{last}年出生人数、变化和“{main}”增加的出生，均带区间。",
        "map": "增加的出生相当于当地出生的比例，{years}",
        "map_alt": "方块地图：{n}个县（市、区）增加的出生相当于当地出生的比例：{parts}。",
        "foot": "县级数字偶然性大：区间重叠的县（市、区）不能排名次。表按行政区划代码排列。",
        "part": "{name}{value}",
        "note": "增加的出生与“{base}”相比，{years}合计。方块位置大致对应地理方位。",
    },
    "en": {
        "title": "“{main}” changes births of {n} counties by {low} to {high}, surely up in {told}; {differ}",
        "same": "no county can be told to gain more than another", "differ": "pairs that can be told apart: {pairs}",
        "county": "county", "level": "births {}", "change": "change", "added": "births added {}", "people": "",
        "percent": "%",
        "alt": "Table of {n} counties: births of {first} and {last}, change, and what “{main}” adds, with intervals.",
        "map": "Births added, as a share of the county's own, {years}",
        "map_alt": "Map of tiles: births added as a share of the county's own in {n} counties: {parts}.",
        "foot": "County figures carry much chance: counties whose intervals overlap have no rank. Listed by code.",
        "part": "{name} {value}",
        "note": "Births added against “{base}”, sums of {years}. Tiles lie about where the counties lie.",
    },
}  # fmt: skip
PLACES = {
    330603: (0, 0), 330602: (0, 1), 330604: (0, 2), 330681: (1, 0), 330683: (1, 1), 330624: (1, 2),
}  # fmt: skip
"""Row and column of the tiles of Shaoxing's counties: the plain in the north, the hills in the south."""
IN_ROW = 3
"""Tiles in a row where nobody has said where the counties lie."""


def counties(facts: Facts, language: str) -> Page:
    """Births of each county at first and last, change, and what the scenario asked about adds."""
    text, names = TEXT[language], county_names(facts, language)
    main, base, years = facts.compared.main, facts.compared.base, facts.years
    births, under_base = facts.county_births[main], facts.county_births[base]
    rows, shares = [], {}
    for code, name in names.items():
        own, other = (data.sel(county_code=code) for data in (births, under_base))
        first, last = (own.sel(year=year) for year in (years[0], years[-1]))
        change = estimate(of_mean(last - first, first))
        added = estimate((own - other).sel(year=years).sum("year"))
        shares[code] = of_mean((own - other).sel(year=years).sum("year"), other.sel(year=years).sum("year"))
        rows.append((name, estimate(first), estimate(last), change, added))
    told = {code: estimate(one) for code, one in shares.items()}
    pairs = sum(not estimate(shares[one] - shares[two]).includes_zero for one, two in itertools.combinations(shares, 2))
    values = {
        "n": len(names), "main": title_of(facts, main, language), "told": sum(one.lower > 0 for one in told.values()),
        "low": share(min(one.mean for one in told.values()), language, 1),
        "high": share(max(one.mean for one in told.values()), language, 1),
        "differ": text["differ" if pairs else "same"].format(pairs=pairs),
        "first": years[0], "last": years[-1], "years": span(years, language),
    }  # fmt: skip
    table = Table("counties", fill(TEXT, language, "alt", **values), (
        Column(text["county"], weight=0.9), Column(text["level"].format(years[0]), text["people"], weight=2.0),
        Column(text["level"].format(years[-1]), text["people"], weight=2.0),
        Column(text["change"], text["percent"], 0.01, 0, signed=True, weight=1.5),
        Column(text["added"].format(span(years, language)), text["people"], signed=True, weight=2.0),
    ), tuple(rows))  # fmt: skip
    note = text["note"].format(base=title_of(facts, base, language), years=values["years"])
    parts = (table, _tiles(names, told, values, language))
    said = notes(facts, language, note, paired=True)
    return Page("counties", fill(TEXT, language, "title", **values), parts, foot(facts, language, text["foot"]), said)


def of_mean(part: xr.DataArray, whole: xr.DataArray) -> xr.DataArray:
    """A part over the mean of the whole, as a share of 1, (seed,). part, whole : (seed,)"""
    mean = float(whole.mean("seed"))
    return part / mean if mean else part * 0.0


def places(codes: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Row and column of each county's tile."""
    if set(codes) <= set(PLACES):
        return {code: PLACES[code] for code in codes}
    return {code: divmod(k, IN_ROW if len(codes) <= IN_ROW**2 else -(-len(codes) // IN_ROW))
            for k, code in enumerate(codes)}  # fmt: skip


def _tiles(names: dict[int, str], shares: dict[int, Estimate], values: dict[str, object], language: str) -> Tiles:
    at = places(list(names))
    tiles = tuple(
        Tile(*at[code], name, shares[code], share(shares[code].mean, language, 1, signed=True))
        for code, name in names.items()
    )
    text = TEXT[language]
    parts = LIST[language].join(text["part"].format(name=one.name, value=one.told) for one in tiles)
    return Tiles("counties_map", text["map_alt"].format(parts=parts, n=len(tiles)), text["map"].format(**values), tiles)
