"""The briefing opens, has its pages and charts, and every number in its sentences comes from the results."""

import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from experiments.briefing import sentences
from experiments.briefing.facts import CREDIT, Facts, facts_of, ratio
from experiments.briefing.figures import BRIEFED
from experiments.briefing.pages import PAGES, charts_in_row
from experiments.briefing.report import brief
from experiments.briefing.words import SENTENCES, TITLES
from experiments.comparison.compared import Comparison
from experiments.wording.languages import LANGUAGES
from sim.parameters import Parameters
from tests.cli.test_bad_input import fertsim, refused
from tests.experiments.briefing import makers
from tests.sim.runs import makers as draws

DEFINITIONS = {"65", "0–14"}
"""Digits that may stand in a template: ages that define a group."""
WITH_CHARTS = {"births", "added", "money", "cost", "childcare", "counties", "pyramid", "child_cost", "sure"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return makers.write_comparison(tmp_path_factory.mktemp("compared") / "plan")


@pytest.fixture(scope="module")
def facts(folder: Path) -> Facts:
    return facts_of(Comparison.open(folder))


@pytest.fixture(scope="module", params=LANGUAGES)
def deck(request: pytest.FixtureRequest, facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return Presentation(str(brief(facts, request.param).save(tmp_path_factory.mktemp("deck") / "brief.pptx")))


def test_has_every_page_in_16_to_9(deck: Any) -> None:
    assert len(deck.slides) == len(PAGES) == len(TITLES["zh"])
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)
    assert [len([s for s in slide.shapes if s.has_chart]) for slide in deck.slides] == [0, 1, 1, 1, 1, 2, 6, 2, 2, 1, 0]


def test_no_chart_is_empty_and_each_carries_its_sheet(deck: Any) -> None:
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    for chart in charts:
        assert chart.part.chart_workbook.xlsx_part is not None
        values = [value for plot in chart.plots for series in plot.series for value in series.values]
        assert values
        assert any(value for value in values)
        assert all(value is not None for value in values)


def test_each_page_says_that_nothing_is_calibrated(deck: Any) -> None:
    for slide in deck.slides:
        words = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert "尚未校准" in words or "Not yet calibrated" in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_draws_no_page_says_that_nothing_is_calibrated_nor_that_all_is(tmp_path: Path, language: str) -> None:
    used = draws.draws().used([1, 2, 3], Parameters())
    drawn = makers.facts(tmp_path / "plan", draws=used)
    deck = Presentation(str(brief(drawn, language).save(tmp_path / "brief.pptx")))
    texts = [" ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame) for slide in deck.slides]
    assert not any("尚未校准" in text or "alibrated" in text or "已校准" in text for text in texts)
    assert all("docs/validation.md" in text for text in texts)
    named = {"zh": "配对的不确定性，90 % 等尾区间", "en": "uncertainty, paired, 90 % equal-tailed"}[language]
    assert any(named in text for text in texts)
    assert not any({"zh": "模拟区间", "en": "simulation"}[language] in text for text in texts)
    said = {"zh": "后验抽样", "en": "draws of a posterior by 30 figures"}[language]
    assert said in sentences.sure(drawn, language)[0]
    assert {"zh": "偶然性无法与参数分开", "en": "to tell chance from parameters"}[language] in " ".join(texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_on_how_sure_we_are_says_what_the_spread_is_made_of(tmp_path: Path, language: str) -> None:
    seeds = tuple(range(1, 37))
    drawn = makers.facts(tmp_path / "plan", seeds, draws=draws.draws().used(seeds, Parameters()))
    told = " ".join(sentences.sure(drawn, language))
    for word in {"zh": ("已剔除（由 12 次重复运行估计）", "单次运行方差构成", "等尾区间"),
                 "en": ("taken out (12 repeats)", "one run: chance of the sample", "equal-tailed")}[language]:
        assert word in told


def test_texts_and_charts_name_an_east_asian_typeface(deck: Any) -> None:
    for slide in deck.slides:
        runs = list(slide._element.iter(qn("a:r")))
        assert runs
        assert all(run.find(qn("a:rPr")).find(qn("a:ea")) is not None for run in runs)
        for shape in slide.shapes:
            if shape.has_chart:
                assert list(shape.chart._chartSpace.iter(qn("a:ea")))


def test_nothing_is_placed_outside_the_page(deck: Any) -> None:
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_of_its_own_have_units_and_content(facts: Facts, language: str) -> None:
    for draw in BRIEFED.values():
        figure = draw(facts, language)
        assert figure is not None
        assert figure.axes[0].get_ylabel() or figure.axes[0].get_xlabel()
        assert all(ax.has_data() for ax in figure.axes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_templates_hold_no_number(language: str) -> None:
    for name, template in SENTENCES[language].items():
        digits = re.findall(r"\d[\d–,.]*", re.sub(r"\{[^}]*\}", "", template))
        assert set(digits) <= DEFINITIONS, name


def test_births_added_by_hand(facts: Facts) -> None:
    """100 agents of 50 residents and the seed's number above them, in 15 years: 75,000 + 15 x 50 x (1, 2, 3)."""
    assert facts.added("plan", "national_only").mean == 15 * 50 * (100 + 2)
    assert facts.added("in_force", "national_only") == (30_000, 30_000, 30_000)
    assert "多 7.65 万人" in sentences.added(facts, "zh")
    assert "76,500 more" in sentences.added(facts, "en")


def test_cost_by_hand(facts: Facts) -> None:
    """A year: six counties x 1.25 (county and centre) x (600,000 - 100,000) yuan over 100 + 2 births."""
    assert facts.cost_per_birth("plan", "national_only").mean == pytest.approx(6 * 1.25 * 500_000 / 102)
    assert "3.7 万元" in sentences.cost(facts, "zh")


def test_money_sentence_names_the_largest_payer_and_its_share(facts: Facts) -> None:
    assert "县（市、区），占 80 %" in sentences.money(facts, "zh")
    assert "counties, with 80 %" in sentences.money(facts, "en")


def test_childcare_sentence_names_the_county_that_is_short(facts: Facts) -> None:
    """Six counties with 100 places of 50, one of which has 55 children queueing beside 60 enrolled."""
    text = sentences.childcare(facts, "zh")
    assert "托位 30,000 个" in text
    assert "20,750 人" in text
    assert "需求超过托位的有：越城区。" in text


def test_a_changed_result_changes_the_sentences(facts: Facts, tmp_path: Path) -> None:
    other = makers.facts(tmp_path / "other", added={"plan": 130, "in_force": 40, "national_only": 0})
    for language in LANGUAGES:
        for sentence in (sentences.births, sentences.added, sentences.cost, sentences.counties):
            assert sentence(facts, language)
            if sentence is not sentences.counties:  # births are the same every year, so no county changes
                assert sentence(facts, language) != sentence(other, language)


def test_an_interval_that_includes_zero_is_said_and_gives_no_cost(tmp_path: Path) -> None:
    """The seeds' 1, 2, 3 births above -1.5: mean 0.5 and a half width of 2.5."""
    unsure = makers.facts(tmp_path / "unsure", added={"plan": -1, "in_force": 0, "national_only": 0})
    assert unsure.added("plan", "national_only").includes_zero
    assert "区间含零" in sentences.added(unsure, "zh")
    assert "算不出每多出生一人的成本" in sentences.cost(unsure, "zh")
    assert "includes zero, so there is no cost" in sentences.cost(unsure, "en")
    assert unsure.costs_shown() == {}


def test_one_seed_has_no_interval_and_says_so(tmp_path: Path) -> None:
    one = makers.facts(tmp_path / "one", seeds=(1,))
    assert "没有区间" in sentences.births(one, "zh")
    assert "so no interval" in sentences.cost(one, "en")


def test_share_assumed(facts: Facts) -> None:
    """Two levers, of which one with a share of one half: 25 % on average, one touched."""
    text = sentences.assumed(facts, "zh")
    assert "2 项政策工具" in text
    assert "其中 1 项" in text
    assert "25 %" in text


# Family credit --------------------------------------------------------------------------------------------------------


def moved(*levers: str, value: bool = True) -> pd.DataFrame:
    """A table of assumed values: the credit's are assumed, and up to 200,000 yuan."""
    rows = [{"lever": name, "plan_item": 3 if name != "places_per_1000" else 7,
             "share_assumed": float(name in CREDIT), "value": 200_000.0} for name in levers]
    table = pd.DataFrame(rows)
    return table if value else table.drop(columns="value")


def with_credit(facts: Facts, in_force: pd.DataFrame, scenario: str = "in_force", value: bool = True) -> Facts:
    """The facts with a plan that has a credit, beside a scenario that moves the levers of `in_force`."""
    manifests = dict(facts.compared.manifests)
    manifests["in_force"] = manifests["in_force"].model_copy(update={"scenario": scenario})
    tables = {"plan": moved("birth_grant", "places_per_1000", *CREDIT, value=value), "in_force": in_force}
    return replace(facts, assumed_of=tables, compared=replace(facts.compared, manifests=manifests))


def test_without_a_credit_nothing_is_said_of_one(facts: Facts) -> None:
    assert facts.credit_share() is None
    assert sentences.credit(facts, "zh") == ""
    assert sentences.headline(facts, "zh", "多。") == "多。"


def test_a_credit_that_no_run_holds_apart_is_named_without_a_figure(facts: Facts) -> None:
    told = with_credit(facts, moved("birth_grant"))
    text = sentences.credit(told, "zh")
    assert text.startswith("“方案全面落实”多出的出生，有一部分靠婚育消费贷款（每对夫妻最多 20.0 万元）。")
    assert "没有文件出处" in text
    assert "没有单独计算" in text
    assert "%" not in text
    assert "no document is behind it" in sentences.credit(told, "en")
    older = sentences.credit(with_credit(facts, moved("birth_grant"), value=False), "zh")
    assert "婚育消费贷款。方案没有写明贷款额度" in older  # runs that did not store the ceiling
    assert sentences.headline(told, "zh", "多。").endswith("有一部分靠额度没有出处的婚育消费贷款（见首页）。")


@pytest.mark.parametrize(
    ("other", "scenario", "way", "share"),
    [(moved(*CREDIT), "in_force", "只有这项贷款时多 3.00 万人", 39),
     (moved("birth_grant", *CREDIT), "only_3", "方案第 3 条（这项贷款在内）单独多 3.00 万人", 39),
     (moved("birth_grant", "places_per_1000"), "plan", "多出的出生由 7.65 万人 变为 3.00 万人", 61)],
    ids=["alone", "item", "without"],
)
def test_share_of_the_credit_by_hand(facts: Facts, other: pd.DataFrame, scenario: str, way: str, share: int) -> None:
    """The plan adds 76,500 births, the other run 30,000: 39 % of them, or all but 61 %."""
    told = with_credit(facts, other, scenario)
    assert way in sentences.credit(told, "zh")
    assert f"{share} %" in sentences.credit(told, "zh")
    assert f"{share} %" in sentences.credit(told, "en")
    short = sentences.headline(told, "zh", "多。")
    assert (f"{share} %" in short) == (scenario != "only_3")  # an item holds more than the credit


def test_a_share_that_chance_hides_is_not_given(tmp_path: Path) -> None:
    """Births of the plan from -0.5 to 1.5 above national law: more or fewer cannot be told."""
    unsure = makers.facts(tmp_path / "unsure", added={"plan": -1, "in_force": 0, "national_only": 0})
    told = with_credit(unsure, moved(*CREDIT))
    assert "分不清" in sentences.credit(told, "zh")
    assert "%" not in sentences.credit(told, "zh")


def test_the_summary_and_the_headline_say_what_rests_on_the_credit(facts: Facts, tmp_path: Path) -> None:
    told = with_credit(facts, moved(*CREDIT))
    deck = Presentation(str(brief(told, "zh").save(tmp_path / "brief.pptx")))
    pages = ["".join(s.text_frame.text for s in slide.shapes if s.has_text_frame) for slide in deck.slides]
    assert "没有文件出处" in pages[0]
    for page in (pages[2], pages[4]):  # added births, and their cost
        assert "39 % 靠额度没有出处的婚育消费贷款" in page


def test_ratio_of_a_fixed_price_is_exact_and_of_noise_unbounded() -> None:
    births = np.array([90.0, 100.0, 110.0])
    assert ratio(7 * births, births) == pytest.approx((7, 7, 7))
    for n_draws in (0, 3):
        mean, lower, upper = ratio(np.array([5.0, 5.0, 5.0]), np.array([-10.0, 1.0, 12.0]), n_draws)
        assert mean == pytest.approx(5)
        assert (lower, upper) == (-math.inf, math.inf)


def test_ratio_of_draws_is_their_own() -> None:
    """From 20 draws on quantiles of the draws' ratios: the second and the second to last of 39."""
    births = np.full(39, 10.0)
    assert ratio(10 * np.arange(1.0, 40.0), births, 39) == pytest.approx((20, 2, 38))
    births[:2] = -1.0
    assert ratio(10 * np.arange(1.0, 40.0), births, 39)[1:] == (-math.inf, math.inf)


def test_ratio_of_few_draws_holds_nine_in_ten_further_draws() -> None:
    """Money and births of a draw normal and correlated; births ten standard deviations above zero."""
    rng = np.random.default_rng(3)
    births = rng.normal(10, 1, (2000, 9))
    money = 5 * births + rng.normal(0, 4, births.shape)
    inside = [low <= m[-1] / b[-1] <= high for m, b in zip(money, births, strict=True)
              for _, low, high in [ratio(m[:-1], b[:-1], 8)]]  # fmt: skip
    assert np.mean(inside) == pytest.approx(0.9, abs=4 * np.sqrt(0.9 * 0.1 / 2000))


@pytest.mark.parametrize(
    ("arguments", "named"), [
        (["{missing}"], "no comparison"), (["{folder}", "--lang", "fr"], "fr"),
        (["{folder}", "--formats", "svg"], "--formats: there is no format 'svg'"),
    ]
)
def test_bad_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, folder: Path,
    arguments: list[str], named: str,
) -> None:  # fmt: skip
    given = [one.format(missing=tmp_path, folder=folder) for one in arguments]
    assert named in refused(monkeypatch, capsys, "brief", *given)
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_it_wrote(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    assert fertsim(monkeypatch, "brief", folder, "--lang", "zh", "--formats", "png,pdf") == 0
    assert "brief_zh.pptx" in capsys.readouterr().out
    assert (folder / "brief_zh.pptx").is_file()
    for name in ("births", "scenarios", "policy_effect", "county_births", "cost_per_birth", "childcare"):
        for suffix in ("png", "pdf"):  # a missing glyph is a warning, and warnings are errors
            assert (folder / "charts" / f"{name}_zh.{suffix}").is_file(), name


def test_charts_of_many_counties_fit_a_page() -> None:
    assert [charts_in_row(n) for n in (1, 5, 6, 9, 10, 18)] == [3, 3, 3, 3, 4, 6]
