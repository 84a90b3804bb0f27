"""A pack of another city runs: other codes and names give the same counts, fewer or more counties another city."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.errors import UserError
from sim.model import FertilityModel
from sim.places.pack import Pack
from sim.processes.accounts import N_COUNTIES
from sim.processes.childbearing import circumstances
from tests.sim.places.cities import one_census, other_city

MONTHS = 3


def months_of(place: str) -> FertilityModel:
    model = FertilityModel(sample="1/1000", place=place)
    model.run_for(MONTHS)
    return model


@pytest.mark.compiled
def test_a_recoded_city_equals_shaoxing_in_every_count(tmp_path: Path) -> None:
    folder = other_city(tmp_path / "nanchang")
    Pack(folder).check()
    assert Pack(folder).province_code == 360000
    ours, theirs = months_of("shaoxing"), months_of(str(folder))
    assert np.array_equal(ours.stock, theirs.stock)
    for year, counts in ours.yearly.items():
        for name, figures in counts.items():
            assert np.array_equal(figures, theirs.yearly[year][name]), (year, name)


OTHER = f"""
import sys
from fractions import Fraction
from sim.model import FertilityModel
from sim.population.build import build_population
from sim.population.fit_report import fit_report
model = FertilityModel(sample="1/1000", place=sys.argv[1])
start = int(model.stock.sum())
fit = fit_report(build_population(model.pack, 2020, Fraction(1, 1000), 1), model.pack, 2020)
model.run_for({MONTHS})
print(fit["county_code"].nunique(), start, *[int(n) for n in model.stock.sum(axis=(1, 2))])
"""


@pytest.mark.compiled  # in a process of its own, uncompiled
@pytest.mark.parametrize(("last", "counties"), [
    (0, 5), (2, 7), pytest.param(8, 13, marks=pytest.mark.slow),
])  # fmt: skip
def test_a_city_of_another_number_of_counties_runs(tmp_path: Path, last: int, counties: int) -> None:
    """The number of counties is a constant of compiled code: a process is told it before it starts."""
    folder = other_city(tmp_path / "nanchang", last)
    pack = Pack(folder)
    pack.check()
    assert len(pack.county_codes) == counties
    done = subprocess.run(
        [sys.executable, "-c", OTHER, str(folder)], capture_output=True, text=True, check=False,
        env={**os.environ, "FERTSIM_COUNTIES": str(counties), "NUMBA_DISABLE_JIT": "1"},
    )
    assert done.returncode == 0, done.stderr
    n_fitted, start, *residents = (int(part) for part in done.stdout.split())
    table = pack.table("population")
    assert n_fitted == len(residents) == counties
    assert start == pytest.approx(table[table["census"] == 2020]["value"].sum() / 1000, abs=20)
    assert min(residents) > 300
    assert sum(residents) == pytest.approx(start, rel=0.02)


@pytest.mark.compiled
def test_a_city_of_one_census_runs_from_it(tmp_path: Path) -> None:
    """Nothing else than levels of mortality before 2022 is told from the census that it lacks."""
    folder = one_census(tmp_path / "nanchang")
    Pack(folder).check()
    ours, theirs = months_of("shaoxing"), months_of(str(folder))
    assert theirs.stock.sum() == pytest.approx(ours.stock.sum(), abs=5)
    assert theirs.death_rates[-1] == pytest.approx(ours.death_rates[-1], rel=0.1)
    with pytest.raises(UserError, match=r"--from: nanchang does not start in 2010; .* its manifest: 2020"):
        FertilityModel(sample="1/1000", place=str(folder), start_year=2010)


@pytest.mark.parametrize(("about", "said"), [
    ({"start_years": [2015]}, r"manifest\.json, start_years: 2015; allowed are .* of census_years: 2010, 2020"),
    ({"start_years": []}, r"start_years: none; allowed are one or more"),
    ({"census_years": [2015], "start_years": [2015]}, r"census_years: 2015; allowed are 2020, or 2010 and 2020"),
    ({"census_years": [2010], "start_years": [2010]}, r"census_years: 2010; allowed are 2020, or .* population\.csv"),
])  # fmt: skip
def test_years_that_no_run_can_start_from_are_refused(tmp_path: Path, about: dict[str, list[int]], said: str) -> None:
    with pytest.raises(UserError, match=said):
        Pack(other_city(tmp_path / "nanchang", **about)).check()


def test_a_census_without_rows_is_refused_with_table_and_rows(tmp_path: Path) -> None:
    folder = other_city(tmp_path / "nanchang", keep=lambda row: row.get("census") != "2010")
    with pytest.raises(UserError, match=r"population\.csv: census 2010 lacks \d+ rows, first: county 360102, "):
        Pack(folder).check()


@pytest.mark.parametrize(("last", "said"), [
    (0, r"nanchang has 5 counties, this process counts 6; set FERTSIM_COUNTIES=5 in the environment before"),
    (14, r"nanchang has 19 counties in counties\.csv; allowed are 1 to 18"),
])  # fmt: skip
def test_another_number_of_counties_is_refused_with_what_to_do(tmp_path: Path, last: int, said: str) -> None:
    folder = other_city(tmp_path / "nanchang", last)
    with pytest.raises(UserError, match=said):
        FertilityModel(sample="1/1000", place=str(folder))


def test_worlds_are_written_out_by_sixes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each county has its own world at its position, and the last one stands for those beyond it."""
    assert N_COUNTIES == 6
    monkeypatch.setattr(circumstances, "LAST_COUNTY", 12)
    monkeypatch.setattr(circumstances, "compiled_world_of", lambda outside, county: county)
    plain = getattr(circumstances.six_worlds, "py_func", circumstances.six_worlds)
    monkeypatch.setattr(circumstances, "six_worlds", plain)
    assert circumstances.of_one_six(None) == (0, 1, 2, 3, 4, 5)
    assert circumstances.of_two_sixes(None) == tuple(range(12))
    assert circumstances.of_three_sixes(None) == (*range(13), 12, 12, 12, 12, 12)
