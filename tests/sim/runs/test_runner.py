"""The runner: what the model counted is stored, in any number of processes, and not run twice."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from sim.errors import UserError
from sim.model import FertilityModel
from sim.runs import runner
from sim.runs.runset import RunSet
from sim.settings import RunSettings

SETTINGS = RunSettings(sample=Fraction(1, 1000), end_year=2021)
SEEDS = (1, 2)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> RunSet:
    return runner.run_set(SETTINGS, SEEDS, tmp_path_factory.mktemp("stored") / "run")


@pytest.mark.parametrize("measure", ["persons", "births", "deaths", "marriages", "woman_months", "balance"])
def test_what_the_model_counted_is_stored(stored: RunSet, measure: str) -> None:
    model = FertilityModel(SETTINGS.model_copy(update={"seed": 2}))
    model.run_for(model.n_months)
    read = stored.array(measure, list(stored._labels(measure)))
    for year in (2020, 2021):
        np.testing.assert_array_equal(read.sel(seed=2, year=year), model.yearly[year][measure])


def test_manifest_describes_the_run(stored: RunSet) -> None:
    manifest = stored.manifest
    assert (manifest.start, manifest.end, manifest.sample) == ("2020-11", "2021-12", "1/1000")
    assert manifest.months_in_year == {2020: 2, 2021: 12}
    assert manifest.parameters == SETTINGS.parameters.model_dump(mode="json")
    assert manifest.settings["scenario"]["name"] == "national_only"
    assert manifest.place_name_zh == "绍兴市"


def test_stored_seeds_are_not_run_again(stored: RunSet, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("ran a stored seed again")

    monkeypatch.setattr(runner, "run_block", refuse)
    months: list[int] = []
    runner.run_set(SETTINGS, SEEDS, stored.directory, progress=months.append)
    assert sum(months) == 14 * 2


def test_births_by_month_change_no_other_number(stored: RunSet, tmp_path: Path) -> None:
    monthly = runner.run_set(SETTINGS.model_copy(update={"monthly": True}), SEEDS[:1], tmp_path / "run")
    for name in stored.tables:
        assert monthly.counts(name).equals(stored.counts(name).query("seed == 1"))
    dims = ["county_code", "birth_order"]
    of_year = monthly.array("births_monthly", dims)
    np.testing.assert_array_equal(of_year, monthly.array("births", dims))
    first = monthly.array("births_monthly", ["month"]).sel(seed=1, year=2020).to_numpy()
    assert first[:10].sum() == 0 < first[10:].sum()


def test_another_process_counts_the_same(stored: RunSet, tmp_path: Path) -> None:
    months: list[int] = []
    other = runner.run_set(SETTINGS, SEEDS, tmp_path / "run", workers=2, progress=months.append)
    assert sum(months) == 14 * 2
    for seed in SEEDS:
        assert stored.file(seed).read_bytes() == other.file(seed).read_bytes()


@pytest.mark.parametrize(("seeds", "workers"), [((), 1), ((-1,), 1), ((1, 1), 1), ((1,), 0)])
def test_bad_seeds_and_workers_write_nothing(tmp_path: Path, seeds: tuple[int, ...], workers: int) -> None:
    with pytest.raises(UserError):
        runner.run_set(SETTINGS, seeds, tmp_path / "run", workers=workers)
    assert not (tmp_path / "run").exists()


def test_other_inputs_are_refused(stored: RunSet) -> None:
    with pytest.raises(UserError, match="future central, not low"):
        runner.run_set(SETTINGS.model_copy(update={"future": "low"}), SEEDS, stored.directory)
    changed = SETTINGS.parameters.model_copy(update={"mortality_scale": 1.1})
    with pytest.raises(UserError, match="other parameters"):
        runner.run_set(SETTINGS.model_copy(update={"parameters": changed}), SEEDS, stored.directory)
