"""By county, by plan item, by dose, by parameter: numbers of synthetic runs by hand, and figures that cut nothing."""

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from experiments import dose_curve
from experiments.charts import style
from experiments.comparison.compared import Comparison, write_index
from experiments.setup.files import ASSUMED, write_beside
from sim.errors import UserError
from tests import synthetic
from tests.experiments.comparison.test_split import N_DRAWS, SEEDS
from tests.experiments.comparison.test_split import write as write_split
from tests.official import faults

ADDED = {"plan": 9, "only_3": 4, "only_7": 2, "in_force": 1, "national_only": 0}
"""First births in the first county that each scenario adds in each of 15 whole years; times 50 for residents."""
A_BIRTH = 15 * 50


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return made(tmp_path_factory.mktemp("items"), ADDED)


def made(out: Path, added: dict[str, int]) -> Comparison:
    """A synthetic comparison in a folder."""
    for label, extra in added.items():
        synthetic.write(out / label, synthetic.manifest(scenario=label.partition("+")[0]), extra)
    write_index(out, added)
    return Comparison.open(out)


def drawn(figure: Figure) -> list[str]:
    """Texts of a figure, after looking that nothing is cut."""
    figure.draw_without_rendering()
    box, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    assert min(box.x0, box.y0) >= 0
    assert (box.x1 <= width, box.y1 <= height) == (True, True)
    return [one.get_text() for one in figure.findobj(Text) if one.get_visible() and one.get_text()]


def test_items_alone_together_and_all(items: Comparison) -> None:
    table = items.compare_items().table
    births = table[table["indicator"] == "births"].set_index("item")
    assert list(births.index) == ["3", "7", "together", "all"]
    assert births["mean"].tolist() == [4 * A_BIRTH, 2 * A_BIRTH, 3 * A_BIRTH, 9 * A_BIRTH]
    assert births["lower"].tolist() == births["upper"].tolist() == births["mean"].tolist()  # seeds add alike
    assert births.loc["7", ["title_zh", "title_en"]].tolist() == ["第7项（托育服务）", "7 childcare"]
    assert set(table["indicator"]) == {"births", "marriages", "public_money_real", "cost_per_birth"}
    cost = table[table["indicator"] == "cost_per_birth"].set_index("item")
    assert cost.loc["3", "mean"] == 0  # no scenario of these runs has money of its own
    assert "together" not in cost.index


def test_items_that_do_not_stand_alone_are_named_with_the_interaction(tmp_path: Path) -> None:
    some = made(tmp_path / "some", ADDED)
    moved = pd.DataFrame({"lever": ["a", "b", "c", "d"], "plan_item": [3, 7, 9, 0]})
    write_beside(some.run_sets["plan"].directory, {ASSUMED: moved})
    table = some.compare_items().table
    assert set(table.loc[table["item"] == "together", "title_en"]) == {"other items and interaction"}
    write_beside(some.run_sets["plan"].directory, {ASSUMED: moved[moved["plan_item"] != 9]})  # funding is no item
    table = some.compare_items().table
    assert set(table.loc[table["item"] == "together", "title_en"]) == {"interaction"}
    other = made(tmp_path / "other", {"plan": 9, "only_3": 4, "in_force": 1})
    with pytest.raises(UserError, match="An item alone is set on national_only"):
        other.compare_items()


def test_a_comparison_without_items_says_how_to_make_one(tmp_path: Path) -> None:
    without = made(tmp_path / "two", {"plan": 2, "national_only": 0})
    with pytest.raises(UserError, match=r"holds no plan item alone; make one by compare\('plan', against=\['only_3'"):
        without.compare_items()


def test_items_beside_a_comparison_are_its_items(tmp_path: Path) -> None:
    """Whichever holds more items; those of other years are not taken."""
    out = tmp_path / "set"
    made(out, {"plan": 9, "only_3": 1, "national_only": 0})
    made(out / "items", ADDED)
    beside = Comparison.open(out).compare_items()
    assert sorted(beside.of_item) == [3, 7]
    assert beside.added(7).tolist() == [2 * A_BIRTH] * 3
    expected = {"alone": 6 * A_BIRTH, "together": 3 * A_BIRTH, "all": 9 * A_BIRTH}
    assert {one: beside.added(one).tolist()[0] for one in expected} == expected
    made(tmp_path / "one", {"plan": 9, "only_3": 1, "only_7": 1, "only_9": 1, "national_only": 0})
    made(tmp_path / "one" / "items", ADDED)
    assert sorted(Comparison.open(tmp_path / "one").compare_items().of_item) == [3, 7, 9]


def test_items_of_a_county_are_that_countys(items: Comparison) -> None:
    """All that is added is born in the first county."""
    folder = items.run_sets["plan"].directory.parent
    first, second = (Comparison.open(folder, code).compare_items() for code in synthetic.CODES[:2])
    assert first.added("all").tolist() == [9 * A_BIRTH] * 3
    assert second.added("all").tolist() == [0] * 3


def test_counties_by_hand(items: Comparison) -> None:
    table = items.county_table()
    plan = table[table["scenario"] == "plan"].set_index("county_code")
    assert plan["mean"].tolist() == [9 * A_BIRTH, 0, 0, 0, 0, 0]
    assert plan["told_from_0"].tolist() == [True, False, False, False, False, False]
    assert plan.loc[330602, "percent"] == pytest.approx(100 * 9 / (20 * 8 + 2))  # the mean seed adds 2
    assert plan["unit"].unique().tolist() == ["births"]
    rate = items.county_table("tfr")
    assert rate["unit"].unique().tolist() == ["births / woman"]
    for name, told in (("briths", "no indicator 'briths'"), ("asfr", "more than one number a year")):
        with pytest.raises(UserError, match=told):
            items.county_table(name)
    with pytest.raises(UserError, match="allowed are year and county"):
        items.plot(by="lever")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_figures_name_what_they_show_and_cut_nothing(items: Comparison, language: str) -> None:
    figures = {
        "items": items.compare_items().plot(language), "counties": items.plot("births", language, by="county"),
        "rates": items.plot("tfr", language, by="county"),
    }
    texts = {name: drawn(figure) for name, figure in figures.items()}
    assert [fault for of_one in texts.values() for text in of_one for fault in faults(text)] == []
    for name, word in {"items": {"zh": "增加3,000人", "en": "+3,000 (3,000 to 3,000)"},
                       "counties": {"zh": "嵊州市", "en": "Shengzhou"}}.items():
        assert any(word[language] in text for text in texts[name]), texts[name]
    assert not any("only_" in text or "_only" in text for of_one in texts.values() for text in of_one)


def test_driven_by_the_parameter_that_moves_it(tmp_path: Path) -> None:
    found = write_split(tmp_path / "drawn", SEEDS, N_DRAWS).driven_by(most=5)
    first = found.table.iloc[0]
    assert (first["told"], first["rank_correlation"] < -0.95) == (True, True)  # draws lower it as they add births
    assert first["lower"] < first["rank_correlation"] < first["upper"]
    assert -first["effect"] > 5 * first["effect_error"] > 0
    assert found.table["told"].sum() == 1  # the other columns are the same
    assert found.table["effect"].isna().sum() == len(found.table) - 1
    assert 0.9 < first["share"] <= 1
    assert 0 <= first["share_error"] < 0.1
    for language in ("zh", "en"):
        texts = drawn(found.plot(language))
        assert first[f"title_{language}"] in {text.replace("\n", "" if language == "zh" else " ") for text in texts}
        assert not any(str(first["parameter"]) in text for text in texts if "_" in str(first["parameter"]))
        assert [fault for text in texts for fault in faults(text)] == []


def test_driven_by_needs_draws(items: Comparison) -> None:
    with pytest.raises(UserError, match="have 0 parameter draws; 20 or more can tell"):
        items.driven_by()
    with pytest.raises(UserError, match="no indicator 'briths'"):
        items.driven_by("briths")


def test_a_curve_by_dose(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Three births a year at the plan's dose, half of it at half; asked in any order, told by dose."""
    asked: list[float] = []

    def compare(scenario: str, against: str, doses: dict[str, float], **_: Any) -> Comparison:
        (dose,) = doses.values()
        asked.append(dose)
        return made(tmp_path / f"{dose}", {"plan": round(6 * dose), against: 0})

    monkeypatch.setattr("experiments.comparison.doses.compare", compare)
    curve = dose_curve("plan", lever="childcare_allowance", doses=[1, 0, 0.5], sample=1 / 50)
    assert asked == [0.0, 0.5, 1.0]
    np.testing.assert_array_equal(curve.table["mean"], [0, 3 * A_BIRTH, 6 * A_BIRTH])
    assert curve.table["unit"].unique().tolist() == ["births"]
    for language, word in (("zh", "育儿补贴"), ("en", "hildcare allowance")):
        texts = drawn(curve.plot(language))
        assert any(word in text for text in texts)
        assert not any("childcare_allowance" in text for text in texts)
        assert [fault for text in texts for fault in faults(text)] == []
    with pytest.raises(UserError, match="needs two different doses"):
        dose_curve("plan", lever="childcare_allowance", doses=[1, 1.0])
    with pytest.raises(UserError, match="childcare_alowance"):
        dose_curve("plan", lever="childcare_alowance")


def test_names_at_the_ends_of_lines_keep_apart() -> None:
    figure = style.Figure(figsize=(6, 3))
    ax = figure.subplots()
    ax.set_ylim(0, 10)
    style.name_ends(ax, [("one", 5.0, "k"), ("another", 5.01, "k"), ("a third", 9.99, "k")], "en")
    figure.draw_without_rendering()
    boxes = sorted((one.get_window_extent() for one in ax.texts), key=lambda box: float(box.y0))
    assert all(below.y1 <= above.y0 + 1 for below, above in itertools.pairwise(boxes))
    assert boxes[-1].y1 <= figure.bbox.y1
    assert style.in_lines("仅国家与省级法规，另改3项政策", 7).split("\n")[0] == "仅国家与省级法"
    assert style.in_lines("the plan, met on time", 12) == "the plan,\nmet on time"
