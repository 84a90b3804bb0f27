"""Reports, charts and words of runs with parameter draws name the uncertainty interval and say what the draws are."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments import compare
from experiments.comparison.compared import Comparison, write_index
from experiments.comparison.report import write_comparison
from experiments.reports.report import write_report
from experiments.wording.runs import parameters_in_words, run_words
from experiments.wording.uncertainty import borrowed_note, interval_words, parameters_note, runs_note
from sim.errors import UserError
from sim.measures.results import results, summary
from sim.parameters import Parameters
from sim.runs import runner
from tests import synthetic
from tests.sim.runs import makers

FEW, MANY = tuple(range(1, 9)), tuple(range(1, 22))
CHANCE_IN = "uncertainty and chance, 90 % equal-tailed"
EXTRA = {"plan": 6, "national_only": 0}


def compared(folder: Path, seeds: tuple[int, ...]) -> Comparison:
    """A synthetic comparison whose seeds have draws of their own; seed s adds s births a year to both scenarios."""
    used = makers.draws().used(seeds, Parameters())
    for label, extra in EXTRA.items():
        synthetic.write(folder / label, synthetic.manifest(seeds, scenario=label, draws=used), extra)
    write_index(folder, EXTRA)
    return Comparison.open(folder)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return compared(tmp_path_factory.mktemp("few"), FEW)


def test_quantiles_of_many_draws_by_hand(tmp_path: Path) -> None:
    many = compared(tmp_path, MANY)
    table = many.table("births")
    row = table[(table.scenario == "plan") & (table.against == "") & (table.year == 2025)].iloc[0]
    fixed = (6 * 20 * 8 + 6) * 50  # residents born by the synthetic schedule; seed s adds 50 s
    # of 21 runs .05 (21 + 1) is a tenth of the way from the first to the second
    assert row[["mean", "lower", "upper"]].tolist() == pytest.approx([fixed + 50 * 11, fixed + 55, fixed + 50 * 20.9])
    assert (row["interval"], row["n_draws"], row["n_seeds"]) == (CHANCE_IN, 21, 21)
    added = table[(table.against == "national_only") & (table.year == 2025)].iloc[0]
    assert added["interval"] == f"{CHANCE_IN}, paired"
    assert added[["mean", "lower", "upper"]].tolist() == pytest.approx([300, 300, 300])
    assert "5 and 95 % quantiles of 21 draws" in interval_words(many.run_sets["plan"].manifest, "en").levels


def test_every_indicator_knows_its_draws(few: Comparison) -> None:
    data = results(few.run_sets["plan"])
    assert all("draw" in values.coords for values in data.data_vars.values() if "seed" in values.dims)
    assert few.difference("births")["draw"].values.tolist() == list(FEW)
    assert set(summary(data)["interval"]) == {CHANCE_IN}
    np.testing.assert_array_equal(few.interval("births").sel(year=2030), [300, 300, 300])


@pytest.mark.usefixtures("undrawn")
def test_report_says_what_it_shows(few: Comparison, tmp_path: Path) -> None:
    text = write_comparison(few, tmp_path)
    assert "尚未校准" not in text
    assert "calibrated" not in text
    assert "8 seeds, each with its own parameter draw" in text
    assert "+300 ± 0 (+300 to +300)" in text
    assert f"In brackets stands the interval named {CHANCE_IN}: mean, and 90 % of parameters, trend and futures" in text
    assert "chance of the small sample included, since too few draws were run with a second seed" in text
    said = "Parameters: 24 draws of a posterior by 30 figures to 2022 (effective size 20, chi-square a figure 0.90"
    assert said in text
    assert set(pd.read_csv(tmp_path / "comparison.csv")["interval"]) == {CHANCE_IN, f"{CHANCE_IN}, paired"}
    assert f"{CHANCE_IN}, paired" in few._repr_html_()
    assert "± is the standard error of the mean" in few._repr_html_()
    alone = write_report(few.run_sets["plan"])
    assert "尚未校准" not in alone
    assert "In brackets stands" in alone


def test_two_scenarios_of_other_draws_are_not_compared(few: Comparison, tmp_path: Path) -> None:
    plain = synthetic.write(tmp_path / "plain", synthetic.manifest(FEW))
    with pytest.raises(UserError, match="need runs of the same parameter draws"):
        Comparison({"plan": few.run_sets["plan"], "national_only": plain}).difference("births")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_words_follow_the_manifest(few: Comparison, language: str) -> None:
    drawn, plain = few.run_sets["plan"].manifest, synthetic.manifest()
    words = interval_words(drawn, language)
    assert {"zh": "90%", "en": "90 %"}[language] in words.levels
    assert {"zh": "外部环境为中位情形", "en": "the central future as drawn"}[language] in words.levels
    assert {"zh": "不确定性", "en": "uncertainty"}[language] in words.band
    assert {"zh": "模拟区间", "en": "simulation interval"}[language] in interval_words(plain, language).levels
    assert {"zh": "尚未校准", "en": "Not yet calibrated"}[language] in parameters_note(plain.draws, language)
    assert "docs/validation.md" in parameters_note(drawn.draws, language)
    by_hand = makers.draws().used(FEW, Parameters().with_values({"ageing": 0.2}))
    told = {"zh": "另由命令指定1个参数", "en": "Set by hand besides: 1"}[language]
    assert told in parameters_note(by_hand, language)
    assert {"zh": "8次模拟，各配一组参数", "en": "8 seeds, each with"}[language] in run_words(drawn, language)[-1]
    in_turn = synthetic.manifest(FEW, draws=makers.draws(4).used(FEW, Parameters()))
    assert {"zh": "轮用4组参数", "en": "4 parameter draws in turn"}[language] in run_words(in_turn, language)[-1]


def test_three_lines_to_a_chart_of_draws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Real runs from Python: pairs share draw and seed, other draws are other runs, the same call runs nothing."""
    monkeypatch.setattr("experiments.comparison.making.cache_folder", lambda: tmp_path / "populations")
    place = str(makers.place(tmp_path / "place"))
    small = {"sample": 1 / 1000, "seeds": 2, "end_year": 2021, "workers": 1, "place": place}
    comparison = compare("frozen_2020", against="national_only", **small)
    words = [text.get_text() for text in comparison.plot("births").texts]
    assert any(text.startswith("Band: uncertainty, 90 % equal-tailed") for text in words)
    manifests = [run_set.manifest for run_set in comparison.run_sets.values()]
    assert manifests[0].draws == manifests[1].draws
    assert manifests[0].draws is not None
    assert manifests[0].draws.of_seeds == (1, 2)
    jobs: list[runner.Job] = []
    monkeypatch.setattr(runner, "_ended", lambda wanted, *_: jobs.extend(wanted) or iter(()))
    assert compare("frozen_2020", against="national_only", **small).table().equals(comparison.table())
    assert jobs == []
    for other in ({"draws": "none"}, {"draws": 1}, {"parameters": {"money_weight": 1.5}}, {"parameters": Parameters()}):
        with pytest.raises(UserError, match="incomplete"):
            compare("frozen_2020", against="national_only", **small, **other)
        assert len(jobs) == 4, other
        jobs.clear()
    with pytest.raises(UserError, match="incomplete"):
        compare("frozen_2020", against="national_only", **small, parameters={"money_weight": 1.5})
    default = Parameters()
    drawn = [(job.settings.parameters.money_weight, job.settings.parameters.prefer_first) for job in jobs]
    one, two = (pytest.approx(share * default.prefer_first) for share in (0.99, 0.98))
    assert drawn == 2 * [(1.5, one), (1.5, two)]
    with pytest.raises(UserError, match="9 draws need as many runs"):
        compare("frozen_2020", against="national_only", draws=9, **small)


def test_what_the_data_borrow_is_told() -> None:
    lent = {"name_zh": "绍兴市", "name_en": "Shaoxing", "rows": 109, "of": 4263, "plan": True}
    plain = synthetic.manifest()
    borrowing = plain.model_copy(update={"settings": {**plain.settings, "rests_on": lent}})
    assert borrowed_note(plain, "zh") == borrowed_note(plain, "en") == ""
    assert runs_note(borrowing, "zh").endswith("数据4,263行中有109行借用绍兴市，“方案”也套用绍兴市方案。")
    assert borrowed_note(borrowing, "en") == " 109 of 4,263 rows of data are Shaoxing's, and so is the plan."
    assert "109 of 4,263" in parameters_in_words(borrowing)
    lent["plan"] = False
    assert borrowed_note(borrowing, "en") == " 109 of 4,263 rows of data are Shaoxing's."
