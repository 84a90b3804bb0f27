"""Charts: every glyph drawn, every axis with its unit, no empty panel, no run of the model."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.legend import Legend
from matplotlib.text import Text

from experiments.charts.asked import FORMATS
from experiments.charts.catalogue import COMPARED, FIGURES, pictures
from experiments.charts.data import ChartData, ComparisonData
from experiments.charts.public_money import PAYERS
from experiments.charts.scenarios import draw_indicator
from experiments.charts.style import FONT
from experiments.setup.beside import observed_table
from experiments.setup.files import CHILD_COST, FIT, OBSERVED, write_beside
from experiments.wording.glossary import GLOSSARY, terms_in
from experiments.wording.languages import LANGUAGES
from sim.measures.declared import DECLARED_INDICATORS
from sim.measures.results import results
from sim.places.pack import load_pack
from sim.policy.scenario import scenario_names
from tests import synthetic
from tests.official import faults


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> ChartData:
    run_set = synthetic.write(tmp_path_factory.mktemp("stored") / "run", synthetic.manifest())
    write_beside(run_set.directory, {
        OBSERVED: observed_table(load_pack()), FIT: synthetic.start_fit(), CHILD_COST: synthetic.child_cost(),
    })  # fmt: skip
    return ChartData.of(run_set, results(run_set), None)


@pytest.fixture(scope="module")
def compared(data: ChartData) -> ComparisonData:
    """Three scenarios, births 2 and 1 percent above those of the base."""
    indicators = {
        "plan": data.indicators.assign(births=1.02 * data.indicators["births"].assign_attrs(units="births / year")),
        "in_force": data.indicators.assign(births=1.01 * data.indicators["births"]),
        "national_only": data.indicators,
    }
    for one in indicators.values():
        one["births"].attrs["units"] = "births / year"
    manifests = {name: synthetic.manifest(scenario=name) for name in indicators}
    pairs = [("plan", "national_only"), ("in_force", "national_only"), ("plan", "in_force")]
    return ComparisonData(indicators, manifests, "national_only", pairs, None)


ALL = [(n, lang) for n in (*FIGURES, *COMPARED) for lang in LANGUAGES]


@pytest.fixture(scope="module", params=ALL, ids="-".join)
def figure(request: pytest.FixtureRequest, data: ChartData, compared: ComparisonData) -> Figure:
    name, language = request.param
    drawn = FIGURES[name](data, language) if name in FIGURES else COMPARED[name](compared, language)
    assert drawn is not None
    return drawn


def test_axes_have_units_and_content(figure: Figure) -> None:
    assert figure.axes
    for ax in figure.axes:
        assert ax.get_xlabel()
        assert ax.has_data()
    assert figure.axes[0].get_ylabel()


def test_charts_say_that_the_model_is_not_calibrated(figure: Figure) -> None:
    words = " ".join(text.get_text() for text in figure.texts)
    assert "Not yet calibrated" in words or "尚未校准" in words


def test_nothing_is_drawn_outside_the_figure(figure: Figure) -> None:
    box = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    assert box.x0 >= 0
    assert box.y0 >= 0
    assert box.x1 <= width
    assert box.y1 <= height


def texts(figure: Figure) -> Iterator[str]:
    """Every text of a figure."""
    yield from (one.get_text() for one in figure.findobj(Text) if one.get_visible() and one.get_text().strip())


def names(figure: Figure) -> Iterator[str]:
    """Axis labels, titles of panels, entries of legends and names beside lines: all that says what is shown."""
    for ax in figure.axes:
        yield from (ax.get_xlabel(), ax.get_ylabel(), ax.get_title(loc="left"), ax.get_title())
    for legend in figure.findobj(Legend):
        yield from (one.get_text() for one in legend.get_texts())


def test_chinese_is_written_as_an_office_writes_it(figure: Figure) -> None:
    assert [fault for text in texts(figure) for fault in faults(text)] == []


def test_names_are_terms_of_the_glossary_or_names_of_things(figure: Figure, data: ChartData) -> None:
    known = {name for one in data.manifest.counties for name in (one.name_zh, one.name_en)}
    known |= {title for titles in synthetic.TITLES.values() for title in titles} | {"%", "男", "女", "men", "women"}
    known |= {one.unit_zh for one in DECLARED_INDICATORS.values()} | {PAYERS[payer][0] for payer in PAYERS}
    english = {word.lower() for term in GLOSSARY for word in term.english}
    for name in filter(None, (re.sub(r"\s+", " ", one) for one in names(figure))):
        found = bool(terms_in(name)) if re.search("[\u4e00-\u9fff]", name) else any(w in name.lower() for w in english)
        assert found or any(one in name for one in known), name
        assert not re.search(r"[a-z]_[a-z]", name), f"a code name on a chart: {name}"


def test_grey_print_tells_lines_and_fills_apart(figure: Figure) -> None:
    for ax in figure.axes:
        lines = [(one.get_label(), lightness(one.get_color()), str(one._dash_pattern), one.get_marker(),
                  lightness(one.get_markerfacecolor())) for one in ax.get_lines() if one.get_label()[:1] != "_"]
        assert_apart([(label, (light, hollow), (dashes, marker)) for label, light, dashes, marker, hollow in lines])
        fills = [(bars.get_label(), (lightness(bars[0].get_facecolor()),), bars[0].get_hatch())
                 for bars in ax.containers if isinstance(bars, BarContainer) and bars.get_label()[:1] != "_"]
        fills += [(one.get_label(), (lightness(one.get_facecolor()[0]) if len(one.get_facecolor()) else 1.0,),
                   one.get_hatch())
                  for one in ax.collections if isinstance(one, PolyCollection) and one.get_label()[:1] != "_"]
        assert_apart(fills)


def lightness(colour: Any) -> float:
    """Luminance of a colour as grey print shows it, on white, 0 to 1."""
    red, green, blue, alpha = to_rgba(colour)
    return alpha * (0.299 * red + 0.587 * green + 0.114 * blue) + 1 - alpha


def assert_apart(drawn: list[tuple[str, tuple[float, ...], Any]]) -> None:
    """Of every two, pattern or lightness differs."""
    for (one, light, pattern), (other, light_too, pattern_too) in itertools.combinations(drawn, 2):
        apart = pattern != pattern_too or max(abs(a - b) for a, b in zip(light, light_too, strict=True)) > 0.12
        assert apart or one == other, f"{one} and {other} are alike in grey"


def test_one_scale_where_columns_are_compared(data: ChartData) -> None:
    for name in ("childcare", "child_cost"):
        figure = FIGURES[name](data, "zh")
        assert figure is not None
        assert len({ax.get_ylim() for ax in figure.axes}) == 1


def test_what_penalties_bring_in_is_no_saving(data: ChartData) -> None:
    """Counties' bar is what they pay; the charge on births outside the rules stands below the axis by its own name."""
    money = data.indicators["money_by_lever"].copy(deep=True)
    money.loc[{"lever": "birth_penalty", "payer": "county"}] = -7e6
    by_payer = data.indicators["money_by_payer"].copy(deep=True)
    by_payer.loc[{"payer": "county"}] -= 7e6
    figure = FIGURES["public_money"](replace(data, indicators=data.indicators.assign(
        money_by_lever=money, money_by_payer=by_payer)), "zh")
    assert figure is not None
    bars = {one.get_label(): one for one in figure.axes[0].containers if isinstance(one, BarContainer)}
    assert all(bar.get_height() > 0 for bar in bars["县（市、区）"])
    assert all(bar.get_height() < 0 for bar in bars["收取的社会抚养费"])


def test_charts_without_their_figures_are_left_out(data: ChartData) -> None:
    short = ChartData(data.indicators.sel(year=[2020]), data.manifest, data.observed, data.fit.iloc[:0], None)
    assert list(pictures(short, None, "zh", FORMATS)) == ["pyramids_zh.png", "pyramids_zh.pdf"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_is_drawn_in_the_formats_asked_for(
    data: ChartData, compared: ComparisonData, language: str
) -> None:
    drawn = pictures(data, compared, language, FORMATS)  # a missing glyph is a warning, and warnings are errors
    assert set(drawn) == {f"{n}_{language}.{kind}" for n in (*FIGURES, *COMPARED) for kind in FORMATS}
    begins = {"png": b"\x89PNG", "pdf": b"%PDF"}
    assert all(content.startswith(begins[name[-3:]]) and len(content) > 5_000 for name, content in drawn.items())
    alone = pictures(data, None, language, ("pdf",))
    assert set(alone) == {f"{name}_{language}.pdf" for name in FIGURES}


def test_charts_grow_with_the_number_of_scenarios(data: ChartData, compared: ComparisonData) -> None:
    names = ["plan", *(name for name in scenario_names() if name not in ("plan", "national_only")), "national_only"]
    assert len(names) > 15
    many = ComparisonData(
        {name: compared.indicators["plan" if name != "national_only" else name] for name in names},
        {name: synthetic.manifest(scenario=name) for name in names}, "national_only",
        [(name, "national_only") for name in names[:-1]], None)
    for figure in (COMPARED[name](many, "zh") for name in COMPARED):
        assert figure is not None
        figure.draw_without_rendering()
        axes = figure.axes[0]
        assert axes.get_position().height * figure.get_figheight() > 2.0  # the lines keep their room
        legend = axes.get_legend()
        assert legend is not None
        assert legend.get_window_extent().y1 <= figure.bbox.y1


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_names_of_scenarios_stay_within_their_panel(
    compared: ComparisonData, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    long = {"en": "national and provincial law only + childcare allowance: 10,000",
            "zh": "仅国家和省级法规，另设一次性生育补助：二孩每户每次二万元，三孩每户每次三万元"}
    monkeypatch.setattr(ComparisonData, "title", lambda self, label, language: long[language])
    figure = draw_indicator(compared, "births", language)
    figure.draw_without_rendering()
    panel = figure.axes[0]
    legend = panel.get_legend()
    assert legend is not None
    assert legend.get_window_extent().x0 >= panel.get_window_extent().x0


def test_the_shipped_font_has_the_characters_of_the_place() -> None:
    known = FT2Font(str(FONT)).get_charmap()
    place = load_pack()
    names = "".join(place.table("counties")["name_zh"]) + place.manifest["name_zh"]
    assert [c for c in names + "0123456789−%‰·（）：；，。" if ord(c) not in known] == []
    declared = "".join(f"{one.title_zh}{one.title_en}{one.unit_zh}{one.unit}" for one in DECLARED_INDICATORS.values())
    assert [c for c in declared if ord(c) not in known] == []
    gb2312 = [bytes([0xA0 + row, 0xA0 + cell]) for row in range(16, 55) for cell in range(1, 90)]
    assert [c for c in (b.decode("gb2312") for b in gb2312) if ord(c) not in known] == []


def test_published_figures_stand_beside_the_city_only(data: ChartData) -> None:
    assert data.published("births")["year"].tolist() == [2020, 2022]
    assert np.isfinite(data.published("marriages")["value"]).all()
    county = ChartData(data.indicators, data.manifest, data.observed.iloc[:0], data.fit, 330602)
    assert county.published("births").empty
    assert county.area("en") == "Yuecheng"
