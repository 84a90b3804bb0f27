"""Comparisons: labels, folders, paired numbers of synthetic runs, report, notebook view; one small real one."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from experiments import compare
from experiments.comparison.compared import INDEX, Comparison, write_index
from experiments.comparison.making import label_of, plan
from experiments.comparison.report import write_comparison
from sim.errors import UserError
from sim.runs import runner
from sim.settings import RunSettings
from tests import synthetic

EXTRA = {"plan": 6, "in_force": 2, "national_only": 0}
"""First births that each scenario adds in each whole year of every seed; times 50 for residents."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("compared")
    for label, extra in EXTRA.items():
        synthetic.write(out / label, synthetic.manifest(scenario=label), extra)
    write_index(out, EXTRA)
    return out


@pytest.fixture(scope="module")
def comparison(folder: Path) -> Comparison:
    return Comparison.open(folder)


def test_pairs_and_base(comparison: Comparison) -> None:
    assert comparison.scenario == "plan"
    assert comparison.base == "national_only"
    assert comparison.pairs == [("plan", "national_only"), ("in_force", "national_only"), ("plan", "in_force")]


def test_differences_are_exact_though_levels_vary(comparison: Comparison) -> None:
    difference = comparison.difference("births")["births"].sel(year=2025)
    np.testing.assert_array_equal(difference, [300, 300, 300])
    interval = comparison.interval("births", scenario="plan", against="in_force").sel(year=2030)
    np.testing.assert_allclose(interval, [200, 200, 200])


def test_table_names_its_intervals(comparison: Comparison) -> None:
    table = comparison.table("births")
    assert set(table.loc[table["against"] == "", "interval"]) == {"simulation"}
    assert set(table.loc[table["against"] != "", "interval"]) == {"simulation, paired"}
    total = table[(table.scenario == "plan") & (table.against == "national_only") & (table.span == "2021-2035")]
    assert total["mean"].item() == 300 * 15
    # 6 counties x 20 ages x 8 births + 2 of the mean seed, x 50 residents an agent
    assert total["percent"].item() == pytest.approx(100 * 300 / ((6 * 20 * 8 + 2) * 50))


def test_report_writes_table_comparison_and_charts(comparison: Comparison, folder: Path) -> None:
    text = write_comparison(comparison, folder)
    lines = text.splitlines()
    assert "scenarios plan, in_force, national_only" in lines[1]
    assert any(line.startswith("  plan − national_only") and "+300 ± 0" in line for line in lines)
    assert "simulation, paired: mean over seeds" in text
    assert "Not yet calibrated" in text
    assert "public money (million yuan of 2020 a year)" in text
    assert "nursery places per 100 children under three" in text
    table = pd.read_csv(folder / "table.csv")
    assert set(table["year"].dropna()) == {2025, 2030, 2035}  # numbers: a sum over years has none
    assert set(table.loc[table["year"].isna(), "span"]) == {"2021-2035"}
    assert set(pd.read_csv(folder / "comparison.csv")["indicator"]) > set(table["indicator"])
    drawn = {file.name for file in (folder / "charts").iterdir()}
    assert drawn >= {f"{name}_en.png" for name in ("policy_effect", "scenarios", "childcare", "public_money", "births")}
    assert f"{len(drawn)} chart files" in text
    assert all(name.endswith("_en.png") for name in drawn)


def test_one_county_alone(comparison: Comparison) -> None:
    county = Comparison(comparison.run_sets, 330603)
    np.testing.assert_array_equal(county.difference("births")["births"].sel(year=2025), [0, 0, 0])
    assert set(county.table()["area_code"]) == {330603}


def test_notebook_view_is_short_and_names_the_interval(comparison: Comparison) -> None:
    html = comparison._repr_html_()
    assert "<table>" in html
    assert "simulation, paired" in html
    assert len(html) < 12_000
    assert "plan | in_force | national_only" in repr(comparison)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["births", "tfr", "public_money_real", "crude_birth_rate"])
def test_any_yearly_indicator_is_drawn(comparison: Comparison, name: str, language: str) -> None:
    figure = comparison.plot(name, language)
    assert isinstance(figure, Figure)
    assert all(ax.get_ylabel() and ax.has_data() for ax in figure.axes)


def test_unknown_names(comparison: Comparison, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no yearly indicator 'briths'"):
        comparison.plot("briths")
    with pytest.raises(UserError, match="no scenario 'frozen'"):
        comparison.data("frozen")
    with pytest.raises(UserError, match="holds no comparison"):
        Comparison.open(tmp_path)


def test_runs_that_do_not_belong_together_are_no_comparison(tmp_path: Path) -> None:
    """A folder copied over another: samples of two sizes were subtracted, and one scenario bore another's name."""
    for folder, scenario, sample, told in (
        ("sizes", "plan", "1/20", r"national_only and plan differ by more than scenario, in sample"),
        ("names", "in_force", "1/50", r"names.plan holds runs of in_force"),
    ):
        synthetic.write(tmp_path / folder / "plan", synthetic.manifest(scenario=scenario, sample=sample))
        synthetic.write(tmp_path / folder / "national_only", synthetic.manifest())
        write_index(tmp_path / folder, ["plan", "national_only"])
        with pytest.raises(UserError, match=told):
            Comparison.open(tmp_path / folder)


def test_levers_change_the_scenario_asked_about_only() -> None:
    main = RunSettings(scenario="national_only", values={"birth_grant": 1000}, doses={"childcare_allowance": 0.5})
    planned = plan(main, ["national_only", "plan"], Path("out"), [1])
    assert list(planned) == ["national_only+birth_grant=1000+childcare_allowance=dose_0.5", "national_only", "plan"]
    assert planned["plan"].settings.values == {}
    assert planned["plan"].settings.doses == {}
    assert planned["national_only"].directory == Path("out/national_only")
    with pytest.raises(UserError, match="national_only stands twice"):
        plan(RunSettings(scenario="national_only"), ["national_only"], Path("out"), [1])


def test_label_counts_many_levers() -> None:
    values = {"birth_grant": 1, "childcare_allowance": 1, "rent_subsidy": 1}
    assert label_of(RunSettings(scenario="plan", values=values)) == "plan+3_levers"


def test_three_lines_from_scenarios_to_a_chart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A real comparison; a second call takes what the cache holds, and another shares its base."""
    monkeypatch.setattr("experiments.comparison.making.cache_folder", lambda: tmp_path / "populations")
    small = {"sample": 1 / 1000, "seeds": 2, "end_year": 2021, "workers": 1}
    comparison = compare("frozen_2020", against="national_only", **small)
    assert isinstance(comparison.plot("births"), Figure)
    jobs: list[runner.Job] = []
    monkeypatch.setattr(runner, "_ended", lambda wanted, *_: jobs.extend(wanted) or iter(()))
    again = compare("frozen_2020", against="national_only", **small)
    assert jobs == []
    assert again.table().equals(comparison.table())
    with pytest.raises(UserError, match="incomplete"):
        compare("national_only", against="national_only", values={}, doses={"birth_grant": 0.5}, **small)
    assert {job.settings.doses.get("birth_grant") for job in jobs} == {0.5}


def test_a_parameter_by_name_and_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="did you mean 'money_weight'"):
        compare("plan", against="national_only", parameters={"money_wieght": 1.0}, out=tmp_path / "out")
    with pytest.raises(UserError, match="there is no county 'Atlantis'"):
        compare("plan", against="national_only", county="Atlantis", out=tmp_path / "out")
    with pytest.raises(UserError, match="birth_rule"):
        compare("plan", against="national_only", birth_rule="astrology", out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_stopped_comparison_goes_on(tmp_path: Path) -> None:
    """The index is written last: a folder with one of the run sets only is no stranger's."""
    fields = {"sample": "1/1000", "seeds": 1, "end_year": 2020, "workers": 1, "out": tmp_path / "out", "draws": "none"}
    runner.run_set(RunSettings(scenario="plan", sample="1/1000", end_year=2020), [1], tmp_path / "out" / "plan")
    assert not (tmp_path / "out" / INDEX).exists()
    assert compare("plan", against="national_only", **fields).labels == ["plan", "national_only"]
    assert Comparison.open(tmp_path / "out").labels == ["plan", "national_only"]
