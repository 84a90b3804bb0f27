"""The targets: read whole, of no later year than 2022, and as the data pack has them; bad ones refused by line."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from calibration.priors import hypercube, priors
from calibration.runs import run_wave
from calibration.targets import TARGETS, Target, model_values, read_targets, targets_file
from sim.errors import UserError
from sim.places.pack import Pack, load_pack
from sim.runs.plan import Plan
from tests.sim.places.cities import other_city


def by_name() -> dict[str, Target]:
    return {target.name: target for target in read_targets()}


def test_nothing_of_2023_or_later_is_used() -> None:
    assert max(target.year for target in read_targets()) <= 2022
    words = [f"{target.source} {target.note} {target.indicator}" for target in read_targets()]
    assert not [text for text in words for later in range(2023, 2036) if str(later) in text]


def test_figures_of_the_place_are_those_of_the_data_pack(pack: Pack) -> None:
    vital = pack.table("vital").set_index(["year", "base", "indicator"])["value"]
    targets = by_name()
    assert targets["birth_rate_2022"].value == vital[2022, "resident", "crude_birth_rate"]
    assert targets["births_census_year_2020"].value == vital[2020, "resident", "births_reverse_survival"]
    assert targets["marriages_2021"].value == vital[2021, "registration", "marriages"]
    assert targets["divorces_2020"].value == vital[2020, "registration", "divorces"]
    people = pack.table("population").query("census == 2020").groupby(["age_from", "age_to"])["value"].sum()
    counties = people if people[0, 0] < 40_000 else people / 2  # the city's own rows beside the counties'
    assert targets["children_0"].value == counties[0, 0]
    assert targets["children_1_4"].value == counties[1, 4]
    assert targets["children_5_9"].value == counties[5, 9]


def test_the_districts_of_the_boundary_change_and_the_others_add_up_to_the_city() -> None:
    targets = by_name()
    for group in ("0", "1_4", "5_9"):
        parts = [t.value for name, t in targets.items() if name.startswith(f"children_{group}_of_")]
        assert len(parts) == 5
        assert sum(parts) == targets[f"children_{group}"].value


HEAD = "name,role,start,year,indicator,value,standard_error,unit,source,note\n"


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("a,fit,2020,2023,tfr,1,0.1,none,x,", "line 2: a run from 2020 to 2023"),
        ("a,fitted,2020,2022,tfr,1,0.1,none,x,", "line 2: role 'fitted'"),
        ("a,fit,2020,2022,tfx,1,0.1,none,x,", "line 2: unknown indicator 'tfx'"),
        ("a,fit,2020,2022,tfr,1,0,none,x,", "line 2: standard error 0"),
        ("a,fit,2020,2022,tfr,one,0.1,none,x,", "line 2: one of start '2020', .*value 'one', .* is no number"),
        ("a,fit,2020,2022,tfr,1,0.1,none,x,\na,fit,2020,2022,tfr,1,0.1,none,x,", "line 3: a stands on line 2 already"),
        ("a,fit,2020,2022,tfr,1,0.1,none,x,\nb,check,2020,2022,tfr,2,0.1,none,x,", "2020, 2022, tfr stands on line 2"),
        ("a,fit,2020,2022.5,tfr,1,0.1,none,x,", "is no number; allowed are whole years"),
        ("a,fit,2020,2022,tfr,inf,0.1,none,x,", "line 2: value inf, standard error 0.1; allowed are finite numbers"),
        ("a,fit,2020,2022,tfr,1,nan,none,x,", "line 2: value 1, standard error nan; allowed are finite"),
        ("a,fit,2020,2022,mariages,1,0.1,none,x,", "unknown indicator 'mariages'; the nearest is 'marriages'"),
        ("a,fit,2020,2022,tfr,1,0.1,none,x", "line 2: 9 fields; allowed are 10"),
        ('a,fit,2020,2022,tfr,1,0.1,none,"x,', "cannot be read .*; needed is CSV in UTF-8"),
    ],
)
def test_a_bad_target_is_refused_with_its_line(tmp_path: Path, row: str, complaint: str) -> None:
    file = tmp_path / "targets.csv"
    file.write_text(HEAD + row + "\n", encoding="utf-8")
    with pytest.raises(UserError, match=complaint):
        read_targets(file)


@pytest.mark.parametrize("content", [b"", b"name,role\n", b"\xef\xbb\xbf" + HEAD.encode(), b"\xff\xfe", None])
def test_what_is_no_table_of_targets_is_refused(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "targets.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UserError, match=r"the columns are not those of a target: name|cannot be read .*UTF-8"):
        read_targets(file)


RATE = Target("rate", "fit", 2020, 2022, "tfr", 1.0, 0.1, "none", "made up", "")
RATIO = Target("ratio", "check", 2010, 2020, "tfr_2017_over_this", 1.4, 0.1, "ratio", "made up", "")


def test_values_of_runs_are_taken_from_the_targets_year() -> None:
    rows = pd.DataFrame({
        "run": [0, 0, 1, 1], "year": [2017, 2020, 2017, 2020], "tfr": [1.5, 1.0, 1.2, 0.8], "tfr_2": [0.6] * 4,
    })
    found = model_values(rows, (RATE, RATIO), 2010)
    assert list(found.columns) == ["2010:ratio"]
    assert found["2010:ratio"].tolist() == pytest.approx([1.5, 1.5])


def test_an_index_is_the_years_value_over_that_of_the_year_it_names() -> None:
    rows = pd.DataFrame({"run": [0] * 3, "year": [2017, 2021, 2022], "births": [200.0, 150.0, 120.0]})
    since_2017 = RATE._replace(name="a", start=2010, year=2021, indicator="births_over_2017")
    since_2021 = RATE._replace(name="b", start=2010, year=2022, indicator="births_over_2021")
    found = model_values(rows, (since_2017, since_2021), 2010)
    assert found.to_numpy().tolist() == [[0.75, 0.8]]


def test_the_index_of_births_is_that_of_zhejiangs_published_births() -> None:
    births = {2017: 670, 2019: 609, 2021: 449, 2022: 412}  # thousand
    targets = by_name()
    for year, over in ((2019, 2017), (2021, 2017), (2022, 2021)):
        target = targets[f"births_index_{year}"]
        assert target.indicator == f"births_over_{over}"
        assert target.value == pytest.approx(births[year] / births[over], abs=5e-4)
        assert target.standard_error == pytest.approx(0.05 * target.value, rel=0.02)


def test_another_place_has_targets_of_its_own(tmp_path: Path) -> None:
    city = other_city(tmp_path / "nanchang")
    assert targets_file(load_pack()) == TARGETS
    with pytest.raises(UserError, match=r"--place: .*nanchang/targets\.csv is missing, .* rows of name, role, "):
        targets_file(load_pack(city))
    shutil.copy(TARGETS, city / "targets.csv")
    assert targets_file(load_pack(city)) == city / "targets.csv"


def test_a_wave_starts_where_its_targets_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A place of one census has targets from it alone; its runs are of that place."""
    begun: list[tuple[str, int]] = []

    def noted(plan: Plan, directory: Path) -> None:
        begun.append((plan.settings.place, plan.settings.start_year))

    def ended(*_: Any, **__: Any) -> None:
        raise EOFError

    monkeypatch.setattr("calibration.runs.check_plan", noted)
    monkeypatch.setattr("calibration.runs.run_plan", ended)
    late = tuple(target for target in read_targets() if target.start == 2020)
    with pytest.raises(EOFError):
        run_wave(hypercube(2, len(priors()), 1), priors(), late, tmp_path, np.arange(2), place="nanchang")
    assert begun == [("nanchang", 2020)]
