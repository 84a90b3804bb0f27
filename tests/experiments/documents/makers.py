"""A briefing made by hand that has every kind of part, with numbers that tests know."""

import math

from experiments.briefing.content import (
    Briefing,
    Chart,
    Column,
    Estimate,
    Page,
    Points,
    Series,
    Table,
    Tile,
    Tiles,
)

YEARS = tuple(str(year) for year in range(2021, 2036))
BIRTHS = tuple(30_000.0 - 1000 * i for i in range(15))
ADDED = tuple(100.0 * i for i in range(15))
WORDS = {
    "zh": {"title": "某市优化生育政策实施方案到2035年预计累计增加出生1.05万人",
           "plan": "方案全面落实", "base": "仅国家与省级法规", "people": "万人", "band": "90%等尾区间",
           "county": "越城区", "other": "新昌县", "money": "亿元"},
    "en": {"title": "The plan adds 10,500 births by 2035", "plan": "the plan", "base": "national law",
           "people": "thousand", "band": "90 % interval", "county": "Yuecheng", "other": "Xinchang",
           "money": "billion yuan"},
}  # fmt: skip


def briefing(language: str) -> Briefing:
    """The briefing in a language."""
    word = WORDS[language]
    births = Chart(
        "births", "lines", "ALT births", YEARS,
        (Series(word["plan"], BIRTHS, "#1f5f99", tuple(v - 2000 for v in BIRTHS), tuple(v + 3000 for v in BIRTHS)),
         Series(word["base"], tuple(v - 900 for v in BIRTHS), "#8a8f98"),
         Series("seen", (29_000.0, 28_500.0, *[math.nan] * 13), "#b8432f", dots=True)),
        word["people"], scale=1e4, number="0.00", band=word["band"], lowest=0.0,
    )  # fmt: skip
    waterfall = Chart("measures", "waterfall", "ALT steps", ("3", "7", "+", "="),
                      (Series("", (500.0, 300.0, -100.0, 700.0), "#1f5f99", (400.0, 200.0, -300.0, 500.0),
                              (600.0, 400.0, 100.0, 900.0)),), "人", labels="0", sums=(3,))  # fmt: skip
    cost = Chart("cost", "bars", "ALT cost", ("A", "B"),
                 (Series("", (52.5e4, 80e4), "#1f5f99", (33e4, 40e4), (123e4, math.inf)),), "万元", scale=1e4,
                 number="0.0", labels="0.0")  # fmt: skip
    money = Chart("money", "stacked", "ALT money", YEARS,
                  (Series("a", ADDED, "#1f5f99"), Series("b", ADDED, "#3f7f4f")), word["money"], number="#,##0.0")
    ages = tuple(Chart(f"ages_{year}", "pyramid", f"ALT {year}", ("0–4", "5–9", "100+"),
                       (Series("m", (3.0, 2.0, 1.0), "#1f5f99"), Series("f", (3.0, 2.0, 1.0), "#b8432f")), "千人",
                       title=str(year)) for year in (2020, 2035))  # fmt: skip
    table = Table(
        "counties", "ALT table", (Column("name"), Column("year"), Column("births", "人", 1.0, 0, signed=True)),
        ((word["county"], 2035.0, Estimate(4957.0, 2085.0, 8897.0)),
         (word["other"], 2035.0, Estimate(-12.0, -30.0, 5.0))),
    )  # fmt: skip
    tiles = Tiles("map", "ALT map", "", (Tile(0, 0, word["county"], Estimate(4957.0, 1.0, 2.0), "+4957"),
                                         Tile(1, 1, word["other"], Estimate(1453.0, 1.0, 2.0), "+1453")))  # fmt: skip
    pages = (
        Page("summary", "SUMMARY 1.05", (Points(("POINT ONE", "POINT TWO")),)),
        Page("births", "BIRTHS 1.60", (births,), ("FOOT births",), ("NOTE births",)),
        Page("pyramid", "AGES", ages),
        Page("measures", "ADDED 700", (waterfall,)),
        Page("cost", "COST 52.5", (cost,)),
        Page("money", "MONEY", (money,)),
        Page("counties", "COUNTIES", (table, tiles)),
        Page("targets", "LACKING", (), lacking="fertsim run"),
        Page("method", "METHOD", (Points(("SEEDS",)),), appendix=True),
        Page("assumed", "ASSUMED 47", (), appendix=True),
    )
    return Briefing(language, word["title"], "SUBTITLE", "fertsim", "2026-12-01", "ALWAYS", pages)
