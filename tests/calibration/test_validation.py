"""The validation: distances and spread by hand, failures first, parameters that nothing told, parts of others."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from calibration.fitness import chi_square
from calibration.targets import Target, read_targets
from calibration.validation import compare, pooled_coverage, validation_text, write_validation
from sim.errors import UserError

RATE = Target("rate", "fit", 2020, 2022, "tfr", 1.0, 0.1, "none", "made up", "")
SIZE = Target("size", "fit", 2020, 2022, "tfr_1", 5.0, 0.5, "none", "made up", "")
RATIO = Target("ratio", "check", 2010, 2020, "tfr_2017_over_this", 1.4, 0.1, "ratio", "made up", "")
GIVEN = (RATE, SIZE, RATIO)
ABOUT: dict[str, Any] = {
    "place": "shaoxing", "points": [60, 40], "samples": ["1/100", "1/20"], "draws": 40,
    "effective": 36.0, "figures": 2, "chi_square": 2.0, "chi_square_of_mean": 1.0, "emulator_error": 0.3,
    "emulator_error_most": 0.5, "r_hat": 1.01, "ess_bulk": 900, "steps": 4000, "accepted": 0.23,
}  # fmt: skip
NONE_SHORT = "Nothing of what is wanted."


def expected(rate: float = 1.0, spread: float = 0.05) -> pd.DataFrame:
    """Two draws around a rate; the others on their figures."""
    return pd.DataFrame({"2020:rate": [rate - spread, rate + spread], "2020:size": [5.0] * 2, "2010:ratio": [1.4] * 2})


def posterior(r_hat: float = 1.005) -> pd.DataFrame:
    rows = {"low": [0.1, 0.2], "median": [0.5, 0.5], "high": [0.9, 0.4], "prior_low": [0.05] * 2,
            "prior_high": [0.95] * 2, "share": [0.97, 0.22], "r_hat": [1.001, r_hat], "ess_bulk": [900.0, 800.0]}
    return pd.DataFrame(rows, index=pd.Index(["idle", "told"], name="parameter"))


def text(found: pd.DataFrame, about: dict[str, Any] | None = None, **given: Any) -> str:
    table = compare(found, GIVEN, pd.Series({"2020:rate": 0.4, "2020:size": 0.2, "2010:ratio": 3.0}))
    return validation_text(table, {**ABOUT, **(about or {})}, given.pop("posterior", posterior()), **given)


def failures(said: str) -> str:
    return said.split("what falls short")[1].split("##")[0]


def test_distance_and_spread_are_in_standard_errors_and_the_furthest_comes_first() -> None:
    table = compare(expected(1.3), GIVEN)
    assert table["target"].tolist() == ["rate", "size", "ratio"]
    assert table["away"].tolist() == pytest.approx([3.0, 0.0, 0.0])
    assert table["spread"].tolist() == pytest.approx([0.5, 0.0, 0.0])
    assert table.loc[0, ["low", "high"]].tolist() == pytest.approx([1.255, 1.345])  # 5 and 95 % of 1.25 and 1.35


def test_chi_square_of_draws_and_of_their_mean_by_hand() -> None:
    mean, of_mean = chi_square(expected(1.1), (RATE, SIZE))
    assert of_mean == pytest.approx(1.0)  # .1 away in .1
    assert mean == pytest.approx((0.5**2 + 1.5**2) / 2)


def test_what_falls_short_stands_first_and_one_by_one() -> None:
    assert NONE_SHORT in failures(text(expected()))
    said = text(expected(1.3))
    assert "- rate: mean +3.0 standard errors away." in failures(said)
    assert said.index("what falls short") < said.index("what the posterior is worth") < said.index("| rate |")
    assert "rate: expectations spread 1.30 standard errors" in failures(text(expected(spread=0.13)))
    assert "chi-square a figure 2.00" in failures(text(expected(), {"chi_square": 4.0}))
    assert "effective size 20 of 40 draws" in failures(text(expected(), {"effective": 20.0}))
    assert "R-hat above 1.02 for 1 of 2" in failures(text(expected(), posterior=posterior(1.06)))
    table = {"length": [0.3, 0.9], "coverage": [0.7, 0.9], "moved": [True, False]}
    recovered = pd.DataFrame(table, index=["told", "idle"])
    assert "recovery: 90 % intervals hold 70% of the truths" in failures(text(expected(), recovered=recovered))


def test_parameters_that_levels_told_nothing_about_say_so() -> None:
    said = text(expected())
    assert "1 keep their priors, as levels tell next to nothing about them (share 0.9 or more): `idle`." in said
    assert "| `told` | 0.05 to 0.95 | 0.2 to 0.4 | 0.5 | 0.22 | 1.005 | 800 |" in said


def test_coverage_is_pooled_over_parameters_that_are_moved() -> None:
    table = pd.DataFrame({"length": [0.2, 0.5, 1.0], "coverage": [0.8, 1.0, 0.1], "moved": [True, True, False]})
    assert pooled_coverage(table) == pytest.approx(0.9)


@pytest.fixture
def calibrated(tmp_path: Path) -> Path:
    """The files that a calibration leaves for its validation."""
    folder = tmp_path / "cal"
    folder.mkdir()
    targets = read_targets()
    (folder / "calibration.json").write_text(json.dumps(ABOUT), encoding="utf-8")
    found = pd.DataFrame({t.column: np.full(3, t.value) for t in targets}, index=pd.RangeIndex(1, 4, name="draw"))
    found.to_csv(folder / "draws_expected.csv")
    errors = pd.DataFrame({"error": 0.3}, index=pd.Index([t.column for t in targets], name="target"))
    errors.to_csv(folder / "held_out.csv")
    posterior().to_csv(folder / "posterior.csv")
    return folder


def test_parts_of_others_stand_in_front_and_behind(calibrated: Path, tmp_path: Path) -> None:
    front, back, out = "## Rolling origin\n\nBad.\n", "## Start populations\n\nGood.\n", tmp_path / "validation.md"
    n = sum(t.role == "fit" for t in read_targets())
    assert f"{n} of {n} fitted figures within two standard errors, 3 draws" in write_validation(
        calibrated, out, [front], [back]
    )
    said = out.read_text(encoding="utf-8")
    assert said.index("## Rolling origin") < said.index("## Calibration") < said.index("## Start populations")
    (calibrated / "held_out.csv").unlink()
    with pytest.raises(UserError, match="holds no calibration that has ended"):
        write_validation(calibrated, out)
