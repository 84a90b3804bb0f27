"""Every page is a finding with its number, and every number in its sentences is that of the stored runs.

The numbers are reckoned here anew from the counts of the run folder, not by the code that makes the pages.
"""

import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from experiments.briefing.content import Briefing, Chart, Page, Points, Table
from experiments.briefing.facts import CREDIT, Facts, facts_of, ratio
from experiments.briefing.pages import births as births_page
from experiments.briefing.pages import (
    childcare,
    counties,
    ending,
    families,
    measures,
    money,
    people,
    shapes,
    sure,
    whole,
)
from experiments.briefing.pages.whole import briefing
from experiments.briefing.say import exact
from experiments.comparison.compared import Comparison
from experiments.wording.languages import LANGUAGES
from sim.parameters import Parameters
from sim.runs.runset import RunSet
from tests.experiments.briefing import makers
from tests.experiments.wording.test_official import literals
from tests.official import faults
from tests.sim.runs import makers as draws

MODULES = (births_page, childcare, counties, ending, families, measures, money, people, shapes, sure, whole)
DEFINITIONS = {
    "0", "2", "3", "5", "6", "11", "15", "17", "65", "90", "95", "100", "1,000", "1978", "2020", "0–14", "0—14", "6–11",
    "6—11", "0–17", "0—17",
}  # fmt: skip
"""Digits that may stand in a template: ages that define a group, years of prices, levels of intervals."""
SCALE = 50
"""Residents of one agent."""
WORDS = {"万": 1e4, "亿": 1e8, " million": 1e6, " billion": 1e9, "": 1.0}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return makers.write_briefing(tmp_path_factory.mktemp("compared") / "plan")


@pytest.fixture(scope="module")
def facts(folder: Path) -> Facts:
    return facts_of(Comparison.open(folder))


@pytest.fixture(scope="module")
def told(facts: Facts) -> dict[str, Briefing]:
    return {language: briefing(facts, language) for language in LANGUAGES}


def page(told: Briefing, name: str) -> Page:
    return next(one for one in told.pages if one.name == name)


def texts(told: Briefing) -> list[str]:
    """Everything that anybody reads in a briefing."""
    found = [told.title, told.subtitle, told.author, told.always]
    for one in told.pages:
        found += [one.title, *one.foot, *one.notes]
        for part in one.parts:
            found += part.texts if isinstance(part, Points) else [part.alt, part.title]
            found += [*part.categories, part.unit, *(s.name for s in part.series)] if isinstance(part, Chart) else []
            found += [column.title for column in part.columns] if isinstance(part, Table) else []
    return found


def numbers(text: str) -> list[tuple[float, float]]:
    """Each number of a sentence in plain units, with half of its last digit; of a round one two digits count."""
    found = []
    for sign, digits, word in re.findall(r"([−+]?)(\d[\d,]*(?:\.\d+)?)(万|亿| million| billion)?", text):
        decimals = len(digits.partition(".")[2])
        value = float(digits.replace(",", "")) * WORDS[word]
        plain = digits.replace(",", "")
        zeros = min(len(plain) - len(plain.rstrip("0")), max(len(plain) - 2, 0)) if not decimals else 0
        found.append((-value if sign == "−" else value, 0.5 * 10.0 ** (zeros - decimals) * WORDS[word]))
    return found


def says(text: str, value: float) -> bool:
    """Whether a number of the sentence is this value, as far as its digits go."""
    return any(abs(value - said) <= half * 1.000001 for said, half in numbers(text))


# The same numbers, from the counts of the folder ----------------------------------------------------------------------


def counted(folder: Path, label: str, measure: str, by: tuple[str, ...] = (), **where: list[str]) -> pd.DataFrame:
    """Counts of whole years as stored, in residents: a row a seed and year."""
    table = RunSet.open(folder / label).read(measure, by, where or None)
    table = table[table["year"] > 2020]
    return table.assign(value=table[measure] * SCALE)


def by_seed(folder: Path, label: str, measure: str = "births", **where: list[str]) -> pd.Series:
    """Sum over whole years by seed."""
    return counted(folder, label, measure, **where).groupby("seed")["value"].sum()


def with_interval(values: pd.Series) -> tuple[float, float, float]:
    """Mean of seeds and its 95 % t interval."""
    half = t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / math.sqrt(len(values))
    return values.mean(), values.mean() - half, values.mean() + half


PUBLIC = ["central", "province", "city", "county", "insurance_fund"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_births_added_are_those_of_the_store(told: dict[str, Briefing], folder: Path, language: str) -> None:
    expected = with_interval(by_seed(folder, "plan") - by_seed(folder, "national_only"))
    assert all(says(page(told[language], "summary").title, one) for one in expected)


@pytest.mark.parametrize("language", LANGUAGES)
def test_births_of_the_last_year_are_those_of_the_store(
    told: dict[str, Briefing], folder: Path, language: str
) -> None:
    table = counted(folder, "plan", "births")
    for label, year in (("plan", 2035), ("national_only", 2035)):
        table = counted(folder, label, "births")
        last = table[table["year"] == year].groupby("seed")["value"].sum()
        expected = with_interval(last) if label == "plan" else (last.mean(),)
        assert all(says(page(told[language], "births").title, one) for one in expected)


@pytest.mark.parametrize("language", LANGUAGES)
def test_waterfall_is_that_of_the_store(told: dict[str, Briefing], folder: Path, language: str) -> None:
    """Items alone, joint effects, all: the steps add up to the last column; title and foot say the sums."""
    items = folder / "items"
    base = by_seed(items, "national_only")
    alone = {item: by_seed(items, f"only_{item}") - base for item in makers.ITEM_ADDED}
    every = by_seed(items, "plan") - base
    chart = next(page(told[language], "measures").shown)
    assert isinstance(chart, Chart)
    steps = [*(one.mean() for one in alone.values()), (every - sum(alone.values())).mean(), every.mean()]
    assert chart.series[0].values == pytest.approx(steps)
    assert sum(chart.series[0].values[:-1]) == pytest.approx(chart.series[0].values[-1])
    title, (foot,) = page(told[language], "measures").title, page(told[language], "measures").foot
    assert all(says(title, one) for one in with_interval(every))
    assert all(says(foot, one) for one in with_interval(sum(alone.values(), 0 * every)))
    sure_of = sum(with_interval(one)[1] > 0 for one in alone.values())
    assert sure_of == 1  # item 7 moves by 40 a seed, around 20
    assert says(title, sure_of)
    assert says(title, len(alone))


@pytest.mark.parametrize("language", LANGUAGES)
def test_cost_is_that_of_the_store(told: dict[str, Briefing], folder: Path, language: str) -> None:
    births = by_seed(folder, "plan") - by_seed(folder, "national_only")
    money = (by_seed(folder, "plan", "money_real", payer=PUBLIC)
             - by_seed(folder, "national_only", "money_real", payer=PUBLIC))  # fmt: skip
    assert says(page(told[language], "cost").title, money.mean() / births.mean())
    table = next(page(told[language], "cost").shown)
    assert isinstance(table, Table)
    assert table.rows[0][0] == {"zh": "方案全面落实", "en": "the plan"}[language]
    assert table.rows[-1][-1] == {"zh": "无法测算", "en": "cannot be told"}[language]


def test_a_cost_that_would_hide_all_others_is_told_in_the_table_alone(facts: Facts) -> None:
    """Of item 7 births are 10, 9.6 more or fewer, so that a birth costs up to 25 times the mean."""
    assert facts.items is not None
    money = np.full(3, 6e6)
    added = {item: {"births": np.array(births), "public_money_real": money}
             for item, births in {3: (9.0, 10.0, 11.0), 7: (6.14, 10.0, 13.86)}.items()}  # fmt: skip
    page_of = measures.cost(replace(facts, items=replace(facts.items, of_item=added)), "zh")
    assert page_of is not None
    table, bars = page_of.parts
    assert isinstance(table, Table)
    assert isinstance(bars, Chart)
    costs = {row[0]: row[-1] for row in table.rows}
    assert costs["第7项（托育服务）"][2] > measures.WIDE * costs["第7项（托育服务）"][0]  # type: ignore[operator, index]
    assert "第3项（养育成本）" in bars.categories
    assert "第7项（托育服务）" not in bars.categories
    assert "第7项（托育服务）的区间太宽" in page_of.foot[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_money_is_that_of_the_store(told: dict[str, Briefing], folder: Path, language: str) -> None:
    total = by_seed(folder, "plan", "money_real", payer=PUBLIC).mean()
    county = by_seed(folder, "plan", "money_real", payer=["county"]).mean()
    title = page(told[language], "money").title
    assert says(title, total)
    assert says(title, 100 * county / total)


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_are_those_of_the_store(told: dict[str, Briefing], folder: Path, language: str) -> None:
    """Six counties of 100 places of 50, 60 taken; one has 55 children queueing."""
    at = {name: counted(folder, "plan", f"nursery_{name}").query("year == 2035")["value"].sum() / 3
          for name in ("places", "enrolled", "empty", "queue")}  # fmt: skip
    assert at == {"places": 30_000, "enrolled": 18_000, "empty": 12_000, "queue": 2_750}
    title = page(told[language], "targets").title
    residents = counted(folder, "plan", "persons").query("year == 2025").groupby("seed")["value"].sum().mean()
    assert says(title, 30_000 / residents * 1000)
    assert says(title, 30_000)
    assert says(title, 12_000)
    for one in (30_000, 18_000, 60, 2_750):
        assert says(page(told[language], "nursery").title, one)


@pytest.mark.parametrize("language", LANGUAGES)
def test_counties_are_those_of_the_store(told: dict[str, Briefing], folder: Path, language: str) -> None:
    table = next(page(told[language], "counties").shown)
    assert isinstance(table, Table)
    own, base = (counted(folder, label, "births", ("county_code",)) for label in ("plan", "national_only"))
    for row, code in zip(table.rows, sorted(own["county_code"].unique()), strict=True):
        added = [one[one["county_code"] == code].groupby("seed")["value"].sum() for one in (own, base)]
        difference = (added[0] - added[1]).reindex([1, 2, 3], fill_value=0.0)
        assert tuple(row[4])[:3] == pytest.approx(with_interval(difference), abs=1e-6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_shares_of_ages_and_marriages_are_those_of_the_store(
    told: dict[str, Briefing], folder: Path, language: str
) -> None:
    ages = RunSet.open(folder / "plan").read("persons", ("age",))
    last = ages[ages["year"] == 2035].groupby("age")["persons"].sum()
    for some in (last[last.index >= 65], last[last.index < 15]):
        assert says(page(told[language], "pyramid").title, 100 * some.sum() / last.sum())
    weddings = counted(folder, "plan", "marriages", sex=["female"])
    assert says(page(told[language], "marriages").title, weddings[weddings["year"] == 2035]["value"].sum() / 3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_gains_is_reckoned_by_hand(told: dict[str, Briefing], language: str) -> None:
    """A grant of 3,000 a birth order, against none: 6,000 of 300,000 are 2 %, and a third child has 9,000."""
    title = page(told[language], "child_cost").title
    assert all(says(title, one) for one in (2.0, 3_000, 9_000))


@pytest.mark.parametrize("language", LANGUAGES)
def test_futures_are_those_of_the_store(told: dict[str, Briefing], folder: Path, language: str) -> None:
    for name in ("low", "high"):
        stored = folder / "futures" / name
        expected = with_interval(by_seed(stored, "plan") - by_seed(stored, "national_only"))
        assert all(says(page(told[language], "futures").title, one) for one in expected)


# What every page has --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_lacks_a_title_with_a_number_nor_notes_nor_alt_text(told: dict[str, Briefing], language: str) -> None:
    for one in told[language].pages:
        assert re.search(r"\d", one.title), one.name
        assert one.notes, one.name
        assert one.parts or one.lacking, one.name
        for part in one.shown:
            assert len(part.alt) > 15, part.name
            assert re.search(r"\d", part.alt), part.name
    assert len({part.name for one in told[language].pages for part in one.shown}) == sum(
        len(list(one.shown)) for one in told[language].pages
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_of_an_axis_ends_with_a_dot(told: dict[str, Briefing], language: str) -> None:
    """`#,##0.##` writes 25 as `25.`."""
    charts = [part for page in told[language].pages for part in page.parts if isinstance(part, Chart)]
    assert charts
    formats = [form for chart in charts for shown in (chart.number, chart.labels) for form in shown.split(";")]
    assert [form for form in formats if "." in form and "0" not in form.partition(".")[2]] == []


def test_both_languages_have_the_same_pages(told: dict[str, Briefing]) -> None:
    zh, en = ([(one.name, len(one.parts)) for one in told[language].pages] for language in ("zh", "en"))
    assert zh == en


def test_chinese_is_written_as_an_office_writes_it(told: dict[str, Briefing]) -> None:
    assert [fault for text in texts(told["zh"]) for fault in faults(text)] == []
    assert not [text for text in texts(told["en"]) if re.search(r"[\u3400-\u9fff]", text)]


def test_no_literal_of_the_room_has_a_fault() -> None:
    for name in sorted(Path(shapes.__file__).parent.parent.rglob("*.py")):
        for line, text in literals(name.read_text(encoding="utf-8")):
            assert faults(text) == [], (name.name, line)


def test_seeds_and_sample_stand_in_the_appendix_alone(told: dict[str, Briefing]) -> None:
    for one in told["zh"].pages:
        shown = " ".join([one.title, *one.foot, *(t for p in one.parts if isinstance(p, Points) for t in p.texts)])
        if not one.appendix and one.name != "sure":
            assert not re.search(r"随机种子|抽样|Fieller", shown), one.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_templates_hold_no_number(language: str) -> None:
    for module in MODULES:
        for name, template in getattr(module, "TEXT", {}).get(language, {}).items():
            digits = re.findall(r"\d[\d–—,.]*", re.sub(r"\{[^}]*\}", "", template))
            assert {one.rstrip(".,–—") for one in digits} <= DEFINITIONS, (module.__name__, name, digits)


def test_no_published_figure_of_a_year_held_back(told: dict[str, Briefing]) -> None:
    for name in ("births", "marriages"):
        chart = next(page(told["zh"], name).shown)
        assert isinstance(chart, Chart)
        dots = next(one for one in chart.series if one.dots)
        assert [value == value for value in dots.values] == [True, True, *[False] * 13]


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_less_a_page_says_what_is_missing_and_how_to_get_it(tmp_path: Path, language: str) -> None:
    told = briefing(makers.facts(tmp_path / "plan"), language)
    lacking = {one.name: one for one in told.pages if one.lacking}
    assert set(lacking) == {"measures", "futures"}
    for one in lacking.values():
        assert one.lacking == "fertsim run --set-of briefing --sample 1/50 --draws none --seeds 3 --out DIR"
        assert one.lacking in " ".join(one.foot)
        assert one.parts == ()
        assert re.search(r"\d", one.title)
    assert not any(one.title in page(told, "summary").parts[0].texts for one in lacking.values())


def test_with_draws_the_foot_says_so_and_no_page_says_calibrated(tmp_path: Path) -> None:
    used = draws.draws().used([1, 2, 3], Parameters())
    drawn = makers.facts(tmp_path / "plan", draws=used)
    for language in LANGUAGES:
        told = briefing(drawn, language)
        shown = " ".join(texts(told))
        assert {"zh": "90%区间", "en": "90 % intervals"}[language] in told.always
        assert not re.search("尚未校准|已校准|alibrated", shown)
        assert "docs/validation.md" in shown


def test_a_change_of_results_changes_the_sentences(facts: Facts, tmp_path: Path) -> None:
    other = makers.facts(tmp_path / "other", added={"plan": 130, "in_force": 40, "national_only": 0})
    for language in LANGUAGES:
        one, two = (briefing(of, language) for of in (facts, other))
        for name in ("summary", "births", "cost", "counties"):
            assert page(one, name).title != page(two, name).title


def test_an_effect_that_chance_hides_has_no_cost(tmp_path: Path) -> None:
    """The seeds' 1, 2, 3 births above -1.5: mean 0.5 and a half width of 2.5."""
    unsure = makers.facts(tmp_path / "unsure", added={"plan": -1, "in_force": 0, "national_only": 0})
    assert unsure.added("plan", "national_only").includes_zero
    assert unsure.costs_shown() == {}
    assert "无法测算" in page(briefing(unsure, "zh"), "cost").title
    assert "a birth has no price" in page(briefing(unsure, "en"), "cost").title


def test_one_seed_has_no_brackets(tmp_path: Path) -> None:
    one = briefing(makers.facts(tmp_path / "one", seeds=(1,)), "zh")
    assert "（" not in page(one, "births").title
    assert "（" not in page(one, "summary").title


# Family credit --------------------------------------------------------------------------------------------------------


def moved(*levers: str, value: bool = True) -> pd.DataFrame:
    """A table of assumed values: the credit's are assumed, and up to 200,000 yuan."""
    rows = [{"lever": name, "plan_item": 3 if name != "places_per_1000" else 7,
             "share_assumed": float(name in CREDIT), "value": 200_000.0} for name in levers]  # fmt: skip
    table = pd.DataFrame(rows)
    return table if value else table.drop(columns="value")


def with_credit(facts: Facts, in_force: pd.DataFrame, scenario: str = "in_force", value: bool = True) -> Facts:
    """The facts with a plan that has a credit, beside a scenario that moves the levers of `in_force`."""
    manifests = dict(facts.compared.manifests)
    manifests["in_force"] = manifests["in_force"].model_copy(update={"scenario": scenario})
    tables = {"plan": moved("birth_grant", "places_per_1000", *CREDIT, value=value), "in_force": in_force}
    return replace(facts, assumed_of=tables, compared=replace(facts.compared, manifests=manifests), items=None)


def test_without_a_credit_nothing_is_said_of_one(facts: Facts) -> None:
    assert facts.credit_share() is None
    assert measures.credit(facts, "zh") == ()


def test_a_credit_that_no_run_holds_apart_is_named_without_a_figure(facts: Facts) -> None:
    told = with_credit(facts, moved("birth_grant"))
    (text,) = measures.credit(told, "zh")
    assert "婚育消费贷款（每对夫妻最多20万元）" in text
    assert "没有单独计算" in text
    assert "%" not in text
    assert "names no ceiling" in measures.credit(told, "en")[0]
    (older,) = measures.credit(with_credit(facts, moved("birth_grant"), value=False), "zh")
    assert "婚育消费贷款；方案没有写明贷款额度" in older  # runs that did not store the ceiling


@pytest.mark.parametrize(
    ("other", "scenario", "way", "share"),
    [(moved(*CREDIT), "in_force", "只有它时增加30,000人", 39),
     (moved("birth_grant", *CREDIT), "only_3", "含它的第3项单独增加30,000人", 39),
     (moved("birth_grant", "places_per_1000"), "plan", "去掉它", 61)],
    ids=["alone", "item", "without"],
)  # fmt: skip
def test_share_of_the_credit_by_hand(facts: Facts, other: pd.DataFrame, scenario: str, way: str, share: int) -> None:
    """The plan adds 76,500 births, the other run 30,000: 39 % of them, or all but 61 %."""
    told = with_credit(facts, other, scenario)
    assert way.replace("30,000人", "3") in measures.credit(told, "zh")[0].replace("3.00万", "3").replace("3万", "3")
    assert f"{share}%" in measures.credit(told, "zh")[0]
    assert f"{share} %" in measures.credit(told, "en")[0]


def test_the_items_beside_the_comparison_tell_the_credit(facts: Facts) -> None:
    """Item 3 alone adds 30 agents of 50 residents a year."""
    told = replace(with_credit(facts, moved("birth_grant")), items=facts.items)
    found = told.credit_share()
    assert found is not None
    assert (found.way, found.item) == ("item", 3)
    assert found.share == pytest.approx(30 / 102)


def test_a_share_that_chance_hides_is_not_given(tmp_path: Path) -> None:
    """Births of the plan from -0.5 to 1.5 above national law: more or fewer cannot be told."""
    unsure = makers.facts(tmp_path / "unsure", added={"plan": -1, "in_force": 0, "national_only": 0})
    (text,) = measures.credit(with_credit(unsure, moved(*CREDIT)), "zh")
    assert "分不清" in text
    assert "%" not in text


def test_a_sum_that_somebody_set_has_no_noughts_behind_the_point() -> None:
    told = {value: exact(value, "zh") for value in (200_000, 250_000, 12_345, 3_000, 0)}
    assert told == {200_000: "20万元", 250_000: "25万元", 12_345: "1.23万元", 3_000: "3,000元", 0: "0元"}
    assert exact(200_000, "en") == "200,000 yuan"


def test_the_summary_says_what_rests_on_the_credit(facts: Facts) -> None:
    told = with_credit(facts, moved(*CREDIT))
    points = whole.summary(told, "zh", []).parts[0]
    assert isinstance(points, Points)
    assert "39%" in points.texts[-1]


# Ratios ---------------------------------------------------------------------------------------------------------------


def test_ratio_of_a_fixed_price_is_exact_and_of_noise_unbounded() -> None:
    births = np.array([90.0, 100.0, 110.0])
    assert ratio(7 * births, births)[:3] == pytest.approx((7, 7, 7))
    for n_draws in (0, 3):
        mean, lower, upper, _ = ratio(np.array([5.0, 5.0, 5.0]), np.array([-10.0, 1.0, 12.0]), n_draws)
        assert mean == pytest.approx(5)
        assert (lower, upper) == (-math.inf, math.inf)


def test_ratio_of_draws_is_their_own() -> None:
    """From 20 draws on quantiles of the draws' ratios: the second and the second to last of 39."""
    births = np.full(39, 10.0)
    assert ratio(10 * np.arange(1.0, 40.0), births, 39)[:3] == pytest.approx((20, 2, 38))
    births[:2] = -1.0
    assert ratio(10 * np.arange(1.0, 40.0), births, 39)[1:3] == (-math.inf, math.inf)


def test_ratio_of_few_draws_holds_nine_in_ten_further_draws() -> None:
    """Money and births of a draw normal and correlated; births ten standard deviations above zero."""
    rng = np.random.default_rng(3)
    births = rng.normal(10, 1, (2000, 9))
    money = 5 * births + rng.normal(0, 4, births.shape)
    inside = [low <= m[-1] / b[-1] <= high for m, b in zip(money, births, strict=True)
              for _, low, high, _ in [ratio(m[:-1], b[:-1], 8)]]  # fmt: skip
    assert np.mean(inside) == pytest.approx(0.9, abs=4 * np.sqrt(0.9 * 0.1 / 2000))
