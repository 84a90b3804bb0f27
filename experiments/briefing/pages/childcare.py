"""The plan's targets of childcare against the projection, by county with occupancy; nursery places and demand."""

from typing import NamedTuple

import pandas as pd
import xarray as xr

from experiments.briefing.content import Cell, Chart, Column, Estimate, Page, Table
from experiments.briefing.facts import Facts, estimate, estimates
from experiments.briefing.pages.shapes import SCALE, series
from experiments.briefing.say import Texts, amount, county_names, fill, foot, notes, share, title_of
from experiments.charts.style import BLUE, GREEN, RED
from experiments.wording.amounts import PEOPLE, PLACES
from experiments.wording.amounts import number as written
from experiments.wording.indicators import unit_of

RATE, STATIONS, FACILITIES = "places_per_1000", "community_station_coverage", "community_facility_standard"
TEXT: Texts = {
    "zh": {
        "title": "{year}年末每千人口托位{rate}个（目标{target}个）；到{last}年末{places}托位中{empty}空置",
        "title_due": "{last}年末每千人口托位{rate}个（目标{target}个）；{places}托位中{empty}空置",
        "area": "地区", "city": "全市", "rate": "{}年每千人口托位", "stations": "驿站覆盖率",
        "facilities": "设施达标率",
        "places": "{}年托位", "empty": "{}年空置", "use": "{}年利用率", "each": "个", "percent": "%",
        "alt": "表：全市和{n}个县（市、区）的托位、驿站、设施指标，托位利用率。全市{year}年末每千人口托位{rate}个，"
        "{last}年末空置{empty}。",
        "foot": "方案目标：每千人口托位{target}个、城市社区婴幼儿照护服务驿站{stations}、完整社区托育服务设施达标"
        "{facilities}（{year}年）。驿站和设施是方案的投入，按期建成即达标。",
        "note": "托位达标是因为方案按目标建；3岁以下儿童减少后，同样的托位用不满。方案没有给各县（市、区）分解指标，"
        "按全市目标对照。驿站和设施没有查到现有数量，按2020年以后新增计。",
        "note_runs": "{share}的模拟在{year}年末达到目标。",
        "nursery": "{last}年末托位{places}，在托{enrolled}，利用率{use}；仍有{queue}在排队",
        "enrolled": "在托", "demand": "需求（在托加排队）", "supply": "托位",
        "nursery_alt": "折线图：“{main}”下{first}—{last}年末托位、需求和在托人数。{last}年末托位{places}，在托"
        "{enrolled}。",
        "nursery_foot": "{all}排队与空置并存，是因为托位不在孩子所在的片区，不是总量不够。",
        "all_spare": "各县（市、区）空置都多于排队；", "some_spare": "{n}个县（市、区）空置多于排队；",
        "nursery_note": "年末数。排队：想送而没有合适托位的儿童；托位与儿童在片区间错开的程度是假设。托位按方案和现行"
        "规定增加，需求由家庭按价格、距离、信任和祖辈照料等决定。",
    },
    "en": {
        "title": "{rate} places per 1,000 residents at the end of {year} (target {target}); by {last} {empty} of"
        " {places} stand empty",
        "title_due": "{rate} places per 1,000 residents at the end of {last} (target {target}); {empty} of {places}"
        " stand empty",
        "area": "area", "city": "city", "rate": "places per 1,000, {}", "stations": "stations",
        "facilities": "facilities",
        "places": "places, {}", "empty": "empty, {}", "use": "in use, {}", "each": "", "percent": "%",
        "alt": "Table of the city and {n} counties: places, stations and facilities against the plan's targets, and"
        " use of places. City: {rate} places per 1,000 at the end of {year}; {empty} empty at the end of {last}.",
        "foot": "Targets for {year}: {target} places per 1,000 residents, care stations in {stations} of urban"
        " communities, {facilities} of complete communities with facilities up to standard. The last two are what the"
        " plan puts in.",
        "note": "Places meet the target because the plan builds them; with fewer children under three they stand"
        " empty. The plan sets counties no targets of their own; they are held against the city's. No count of"
        " stations or facilities was found; what comes after 2020 counts.",
        "note_runs": "{share} of the runs meet the target at the end of {year}.",
        "nursery": "At the end of {last}: {places}, {enrolled} enrolled, {use} in use; {queue} still queue",
        "enrolled": "enrolled", "demand": "demand (enrolled and queue)", "supply": "places",
        "nursery_alt": "Lines of places, demand and children enrolled under “{main}”, year ends {first} to {last}. At"
        " the end of {last}: {places}, {enrolled} enrolled.",
        "nursery_foot": "{all}both at once, since places lie elsewhere than the children, not for want of places.",
        "all_spare": "In every county more places stand empty than children queue; ",
        "some_spare": "In {n} counties more places stand empty than children queue; ",
        "nursery_note": "At year ends. Queue: children whose parents want a place and find none that fits; how far"
        " places lie elsewhere is assumed. Places follow the plan and the rules in force; demand follows price,"
        " distance, trust and grandparents.",
    },
}  # fmt: skip


class Market(NamedTuple):
    """Nursery places of an area at a year's end, each (seed,)."""

    places: xr.DataArray
    enrolled: xr.DataArray
    empty: xr.DataArray
    queue: xr.DataArray

    @property
    def use(self) -> Estimate:
        """Share of places taken."""
        mean = float(self.places.mean())
        return estimate(self.enrolled / mean if mean else self.enrolled * 0.0)


def targets(facts: Facts, language: str) -> Page | None:
    """The plan's targets against the projection by area; None where the runs count no places."""
    table = facts.targets
    if not facts.has("nursery_places") or table is None or facts.comparison.county is not None:
        return None
    text, last = TEXT[language], facts.years[-1]
    rate = table[table["indicator"] == RATE].iloc[0]
    year, due = int(rate["measured"]), int(rate["year"])
    run_set = facts.comparison.run_sets[facts.compared.main]
    residents = run_set.array("persons", ["county_code"]) * run_set.manifest.scale
    counties = county_names(facts, language)
    names: list[tuple[int | None, str]] = [(None, text["city"]), *counties.items()]
    rows: list[tuple[Cell, ...]] = []
    for code, name in names:
        at, later = market(facts, year, code), market(facts, last, code)
        people = residents.sel(year=year)
        people = people.sum("county_code") if code is None else people.sel(county_code=code)
        set_of = [_set(table, indicator, code) for indicator in (STATIONS, FACILITIES)]
        rows.append((name, float((1000 * at.places / people).mean()), *set_of, float(at.places.mean()), at.use.mean,
                     float(later.places.mean()), float(later.empty.mean()), later.use))  # fmt: skip
    end = market(facts, last)
    of_city = estimate(facts.main.indicators[RATE].sel(year=year))
    values = {
        "year": year, "last": last, "rate": written(of_city.mean, 1), "target": f"{float(rate['target']):g}",
        "places": amount(float(end.places.mean()), PLACES, language), "n": len(counties),
        "empty": amount(float(end.empty.mean()), PLACES if language == "zh" else PEOPLE, language),
        **{name: share(_target(table, one), language) for name, one in (("stations", STATIONS),
                                                                         ("facilities", FACILITIES))},
    }  # fmt: skip
    shown = Table("targets", fill(TEXT, language, "alt", **values), (
        Column(text["area"]), Column(text["rate"].format(year), text["each"], 1, 1, weight=1.2),
        Column(text["stations"], text["percent"], 0.01), Column(text["facilities"], text["percent"], 0.01),
        Column(text["places"].format(year), text["each"]), Column(text["use"].format(year), text["percent"], 0.01),
        Column(text["places"].format(last), text["each"]), Column(text["empty"].format(last), text["each"]),
        Column(text["use"].format(last), text["percent"], 0.01, weight=1.9),
    ), tuple(rows))  # fmt: skip
    meeting = float((facts.main.indicators[RATE].sel(year=year).round(1) >= float(rate["target"])).mean())
    said = text["note_runs"].format(share=share(meeting, language), year=year)
    title = fill(TEXT, language, "title" if year < last else "title_due", **values)
    at_foot = fill(TEXT, language, "foot", **values | {"year": due})
    return Page("targets", title, (shown,), foot(facts, language, at_foot), notes(facts, language, text["note"], said))


def nursery(facts: Facts, language: str) -> Page | None:
    """Places, demand and children enrolled by year; None where the runs count no places."""
    if not facts.has("nursery_places"):
        return None
    text, last, data = TEXT[language], facts.years[-1], facts.main.whole_years()
    end = market(facts, last)
    demand = data["nursery_enrolled"] + data["nursery_queue"]
    lines = (
        series(text["enrolled"], estimates(data["nursery_enrolled"]), GREEN, bounded=False),
        series(text["demand"], estimates(demand), RED),
        series(text["supply"], estimates(data["nursery_places"]), BLUE, bounded=False),
    )
    codes = list(county_names(facts, language))
    spare = sum(float(one.empty.mean()) > float(one.queue.mean()) for one in (market(facts, last, c) for c in codes))
    values = {
        "first": facts.years[0], "last": last, "main": title_of(facts, facts.compared.main, language),
        "places": amount(float(end.places.mean()), PLACES, language), "use": share(end.use.mean, language),
        "enrolled": amount(estimate(end.enrolled), PEOPLE, language),
        "queue": amount(estimate(end.queue), PEOPLE, language),
        "all": text["all_spare" if spare == len(codes) else "some_spare"].format(n=spare),
    }  # fmt: skip
    alt = fill(TEXT, language, "nursery_alt", **values)
    chart = Chart("nursery", "lines", alt, tuple(map(str, facts.years)), lines,
                  unit_of("nursery_places", language, SCALE[language]), scale=SCALE[language],
                  number="0.0" if language == "zh" else "0", lowest=0)  # fmt: skip
    said = [fill(TEXT, language, "nursery_foot", **values)] if spare else []
    return Page("nursery", fill(TEXT, language, "nursery", **values), (chart,), foot(facts, language, *said),
                notes(facts, language, text["nursery_note"]))  # fmt: skip


def market(facts: Facts, year: int, code: int | None = None) -> Market:
    """Nursery places at a year's end, of the city or a county."""
    at = facts.main.childcare.sel(year=year)
    at = at.sum("county_code") if code is None else at.sel(county_code=code)
    return Market(*(at[f"nursery_{name}"] for name in ("places", "enrolled", "empty", "queue")))


def _set(table: pd.DataFrame, indicator: str, code: int | None) -> float:
    """What the scenario sets of a target in an area, as a share of 1."""
    area = table["area_code"].astype(str) == ("city" if code is None else str(code))
    found = table[(table["indicator"] == indicator) & area]["set_value"]
    return float(found.iloc[0]) if len(found) else float("nan")


def _target(table: pd.DataFrame, indicator: str) -> float:
    found = table[table["indicator"] == indicator]["target"]
    return float(found.iloc[0]) if len(found) else float("nan")
