"""Scoring of made-up runs, verdicts, the text, and results that are never overwritten."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from calibration.exam import exam
from calibration.exam.beside import RIVALS
from calibration.exam.exam import Asked, Fitted, backcast, beside, score
from calibration.exam.figures import asked, known_targets
from calibration.exam.record import RECORD, name_of, write_record
from calibration.exam.report import exam_text
from calibration.exam.scores import Prediction
from calibration.exam.verdicts import CHANGE, by_group, verdicts
from calibration.targets import Target
from sim.errors import UserError
from sim.parameters import Parameters

KNOWN = known_targets(2020)
FITTED = Fitted(
    pd.DataFrame({"x": range(3)}), Fraction(1, 20), 2.0,
    beside(KNOWN, pd.DataFrame({one.column: [one.value + one.standard_error] * 3 for one in KNOWN})),
)  # fmt: skip


def lived(factor: float, spread: float, known_to: int = 2020) -> Asked:
    """Draws around the figures times a factor."""
    rng = np.random.default_rng(1)
    found = pd.DataFrame({
        one.name: one.value * factor * (1 + spread * rng.standard_normal(200)) for one in asked(known_to)
    })
    return Asked(found, found.iloc[:40].copy())


def rivals(factor: float, known_to: int = 2020) -> dict[str, dict[str, Prediction]]:
    said = {one.name: Prediction(np.full(3, one.value * factor), one.standard_error) for one in asked(known_to)}
    return dict.fromkeys(RIVALS, said)


def table(factor: float, spread: float, others: float = 1.3) -> pd.DataFrame:
    return score(2020, lived(factor, spread), rivals(others))


def test_a_good_model_passes_and_a_bad_one_fails_every_verdict() -> None:
    assert [one.met for one in verdicts(table(1.0, 0.02))] == [False, True, True, True]  # all inside is too many
    assert not any(one.met for one in verdicts(table(2.0, 0.02)))


def test_rivals_that_are_better_win() -> None:
    found = verdicts(table(1.2, 0.02, others=1.0))
    assert not found[1].met
    assert not found[2].met


def test_what_is_told_is_in_no_sum() -> None:
    found = table(1.0, 0.02)
    assert found.set_index("figure").loc[CHANGE, "role"] == "told"
    groups = by_group(found)
    assert groups.loc["all", "figures"] == len(found) - 1 == groups["figures"].iloc[:-1].sum()
    scored = found[found["role"] == "score"]
    assert groups.loc["all", "model"] == pytest.approx(scored["model: crps"].sum())


def test_crps_is_in_percent_of_the_figure() -> None:
    found = score(2020, lived(1.0, 0.0), rivals(1.3)).set_index("figure")
    row = found.loc["births_2022"]
    exact = Prediction(np.full(3, row["value"]), row["standard_error"]).crps(row["value"])
    assert row["model: crps"] == pytest.approx(100 * exact / row["value"])


def test_failures_stand_first_and_every_figure_is_there() -> None:
    text = exam_text(2020, table(1.0, 0.02), FITTED.told("2026-12-01"), FITTED.table)
    lines = [line for line in text.splitlines() if line.startswith(("- Met", "- **Missed"))]
    assert [line.startswith("- **Missed") for line in lines] == [True, False, False, False]
    assert "2026-12-01: 3 equally weighted draws (effective size 2), one run each at 1/20; the design asks for" in text
    assert all(one.name in text for one in asked(2020))


def test_what_was_fitted_is_told_in_standard_errors() -> None:
    assert FITTED.table["away"].tolist() == pytest.approx([1.0] * len(KNOWN))


def test_residents_owe_to_hindsight_at_the_first_origin_alone() -> None:
    first = score(2017, lived(1.0, 0.02, 2017), rivals(1.3, 2017))
    assert set(first.loc[first["hindsight"], "figure"]) == {"population_2021", "population_2022"}
    assert not table(1.0, 0.02)["hindsight"].any()
    assert "Without the figures that owe most to hindsight" in exam_text(2017, first, "now.", FITTED.table)


@pytest.mark.parametrize("known_to", [2017, 2020])
def test_a_calibration_lives_to_its_origin_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known_to: int
) -> None:
    """Runs end with the origin's year, and what nobody knew does nothing in any of them nor in the draws."""
    seen = []

    def run(values: pd.DataFrame, targets: tuple[Target, ...], *_: Any, **given: Any) -> pd.DataFrame:
        seen.append((values, {one.year for one in targets}, given["last_year"]))
        noise = np.random.default_rng(len(seen)).normal(0, 0.02, (len(values), len(targets)))
        level = 1 + 0.3 * (values["prefer_first"].to_numpy() - values["prefer_first"].mean())
        return pd.DataFrame({one.column: one.value * level * np.exp(noise[:, k]) for k, one in enumerate(targets)})

    monkeypatch.setattr(exam, "run_values", run)
    monkeypatch.setattr("calibration.posterior.MOST_ROUNDS", 1)
    monkeypatch.setattr("calibration.posterior.ROUND", 20)
    fitted = exam.calibrated(known_to, tmp_path, (60, 20), (Fraction(1, 100),), 1, lambda _: None)
    assert {last for _, _, last in seen} == {known_to}
    assert max(year for _, years, _ in seen for year in years) <= known_to
    for values in (*(values for values, _, _ in seen), fitted.draws):
        for name in ("epidemic_meetings", "epidemic_intentions"):
            assert (values[name] == 1.0).all() == (known_to == 2017)
    assert len(fitted.draws) == len(seen[-1][0])
    assert set(fitted.draws) <= set(Parameters.model_fields)


def test_results_are_never_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exam, "calibrated", lambda *_: FITTED)
    monkeypatch.setattr(exam, "live_on", lambda *_: lived(1.0, 0.02))
    monkeypatch.setattr(exam, "predictions", lambda *_: rivals(1.3))
    backcast(2020, tmp_path)
    written = sorted(path.name for path in tmp_path.iterdir())
    assert [name.partition("-20")[0] for name in written] == ["exam-known-to", "exam-known-to", "record.md"]
    with pytest.raises(UserError, match="never overwritten"):
        backcast(2020, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == written


def test_the_folder_of_the_record_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exam, "calibrated", lambda *_: FITTED)
    monkeypatch.setattr(exam, "live_on", lambda *_: lived(1.0, 0.02))
    monkeypatch.setattr(exam, "predictions", lambda *_: rivals(1.3))
    backcast(2020, tmp_path / "run", record=tmp_path / "docs" / "exams")
    assert (tmp_path / "docs" / "exams" / RECORD).is_file()


def test_first_and_last_run_of_each_origin_are_kept(tmp_path: Path) -> None:
    for known_to, when in ((2017, "20261201T0510"), (2017, "20261201T0700"), (2017, "20261202T0100"),
                           (2020, "20261201T0600")):  # fmt: skip
        (tmp_path / f"{name_of(known_to, when, 'abc')}.md").write_text(f"text {known_to} {when}\n", encoding="utf-8")
    write_record(tmp_path)
    found = [line for line in (tmp_path / RECORD).read_text(encoding="utf-8").splitlines() if line]
    assert found == ["## Rolling-origin exam", "text 2017 20261202T0100", "text 2020 20261201T0600",
                     "## Rolling-origin exam, first run", "text 2017 20261201T0510"]  # fmt: skip


def test_another_year_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="2019 is no origin"):
        backcast(2019, tmp_path / "out")
    assert not (tmp_path / "out").exists()
