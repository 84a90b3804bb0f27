"""`fertsim changes`: tables whose parts add up in every area, printed text, and refusals."""

from pathlib import Path

import pandas as pd
import pytest

from experiments.comparison.changes import write_changes
from experiments.comparison.compared import Comparison, write_index
from sim.errors import UserError
from sim.runs.runset import RunSet
from tests import synthetic


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    out = tmp_path_factory.mktemp("changes")
    for label, extra in {"plan": 6, "national_only": 0}.items():
        synthetic.write(out / label, synthetic.manifest(scenario=label), extra)
    write_index(out, ["plan", "national_only"])
    return Comparison.open(out)


def test_what_the_plan_adds_is_in_first_births_of_the_county_that_has_them(compared: Comparison) -> None:
    text = write_changes(compared, None)
    folder = compared.run_sets["plan"].directory.parent
    added = pd.read_csv(folder / "births_added.csv")
    assert set(added["area_code"]) == {"city", *map(str, synthetic.CODES)}
    means = added.pivot_table(index=["area_code", "year"], columns="part", values="mean")
    parts = means.drop(columns="change").sum(axis=1)
    pd.testing.assert_series_equal(parts, means["change"], check_names=False, atol=1e-9)
    first = means.loc["330602"]["fertility_1"]  # 6 first births more a seed, each stands for 50
    assert first.to_numpy() == pytest.approx(300)
    assert (means.drop(["city", "330602"])["change"] == 0).all()
    assert "policy: what it adds to national_only" in text
    assert "Births added to national_only" in text


def test_changes_of_a_city_that_never_changes_are_noughts(compared: Comparison) -> None:
    text = write_changes(compared.run_sets["national_only"], 330683)
    assert "嵊州市 Shengzhou" in text
    assert "policy" not in text
    row = next(line for line in text.splitlines() if line.startswith("2030"))
    assert row.split()[1] == "0"
    found = pd.read_csv(compared.run_sets["national_only"].directory / "births_changes.csv")
    assert found["year"].min() == 2022
    assert found["mean"].abs().max() < 1e-9


def test_less_than_two_whole_years_are_refused(tmp_path: Path) -> None:
    manifest = synthetic.manifest()
    stored = synthetic.write(tmp_path / "run", manifest)
    short = RunSet(stored.directory, manifest.model_copy(update={"months_in_year": {2020: 2, 2021: 12}}))
    with pytest.raises(UserError, match="fewer than two whole years"):
        write_changes(short, None)
