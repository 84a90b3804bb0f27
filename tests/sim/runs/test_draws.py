"""Draws of a place: read and refused, given to seeds, kept in manifests, run in pairs."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from sim.errors import UserError
from sim.parameters import Parameters
from sim.places.pack import load_pack
from sim.runs import runner
from sim.runs.draws import ABOUT_FILE, DRAWS, About, read_draws, read_values
from sim.runs.runset import RunSet, check_output
from sim.settings import RunSettings
from tests.sim.runs import makers

DEFAULT = Parameters()
SMALL = RunSettings(sample=Fraction(1, 1000), end_year=2020)


def test_a_place_without_draws_has_none(tmp_path: Path) -> None:
    assert read_draws(tmp_path) is None


def test_shipped_draws_if_any_are_sound(pack: object) -> None:
    shipped = read_draws(load_pack().folder)
    assert shipped is None or len(shipped) == shipped.about.n_draws


def test_draws_are_read_as_written(tmp_path: Path) -> None:
    found = read_draws(makers.write(tmp_path))
    assert found is not None
    assert found.names == makers.NAMES
    np.testing.assert_array_equal(found.values, makers.draws().values)
    assert found.about.fit is not None
    assert found.about.fit.figures == 30


def test_draws_of_history_matching_are_read_and_do_not_pass_for_a_posterior() -> None:
    """As run sets keep them that were made before draws were samples of a posterior."""
    before = {**makers.about().model_dump(mode="json"), "bound": 3.0, "allowed": 0.1}
    del before["fit"]
    about = About.model_validate(before)
    assert about.fit is None
    assert about.note.startswith("Parameters: 24 runs that figures to 2022 do not rule out;")
    with pytest.raises(ValidationError):
        About.model_validate({**before, "wish": 1})


def without_a_row(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(lines[:6])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace("money_weight", "moneyweight"), r"line 2: .*unknown name 'moneyweight'"),
        (lambda text: text.replace("\n1,", "\n1,99"), r"line 2: .*prefer_first = 99.* is out of bounds"),
        (lambda text: text.replace("\n2,", "\n2,nan,"), r"line 3: 5 columns, not 4"),
        (lambda text: text.replace("\n3,", "\n3,inf,"), r"line 4: 5 columns"),
        (lambda text: text.replace("draw,", "number,"), r"line 1: the columns must be 'draw'"),
        (lambda text: text.replace("marriage_peak", "prefer_first"), r"line 1: .*different parameters"),
        (lambda text: "\n".join(["draw,prefer_first", *["1,inf"] * 20]), r"line 2: prefer_first = inf is not finite"),
        (lambda text: "\n".join(["draw,prefer_first", *["1,many"] * 20]), r"prefer_first = 'many' is no number"),
        (without_a_row, r"holds 5 draws; needed are 20 or more"),
        (lambda text: "", r"line 1: the columns"),
    ],
)
def test_bad_files_are_refused(tmp_path: Path, change: object, told: str) -> None:
    (tmp_path / DRAWS).write_text(change(makers.text()), encoding="utf-8")  # type: ignore[operator]
    with pytest.raises(UserError, match=told):
        read_values(tmp_path / DRAWS)


@pytest.mark.parametrize("missing", [DRAWS, ABOUT_FILE])
def test_one_file_alone_is_refused(tmp_path: Path, missing: str) -> None:
    (makers.write(tmp_path) / missing).unlink()
    with pytest.raises(UserError, match=rf"{missing} is missing beside .*fertsim adopt"):
        read_draws(tmp_path)


def test_a_file_changed_by_hand_is_refused(tmp_path: Path) -> None:
    path = makers.write(tmp_path) / DRAWS
    path.write_text(path.read_text(encoding="utf-8").replace("\n24,", "\n25,"), encoding="utf-8")
    with pytest.raises(UserError, match="changed by hand"):
        read_draws(tmp_path)
    (tmp_path / ABOUT_FILE).write_text("{}", encoding="utf-8")
    with pytest.raises(UserError, match="does not say where the draws come from"):
        read_draws(tmp_path)


def test_seed_k_takes_draw_k_and_the_first_comes_after_the_last() -> None:
    made = makers.draws()
    assert [made.number(seed) for seed in (1, 2, makers.N_DRAWS, makers.N_DRAWS + 1)] == [1, 2, makers.N_DRAWS, 1]
    assert made.of_seed(5)["prefer_first"] == pytest.approx(0.95 * DEFAULT.prefer_first)
    assert [made.first(2).number(seed) for seed in (1, 2, 3, 4)] == [1, 2, 1, 2]
    with pytest.raises(UserError, match="outside 1 to 24"):
        made.first(25)


def test_parameters_set_by_hand_are_not_drawn() -> None:
    kept = makers.draws().without({"money_weight", "ageing"})
    assert kept.names == ("prefer_first", "marriage_peak")
    used = kept.used([1, 2], DEFAULT.with_values({"money_weight": 1.5}))
    assert used.set_by_hand == ("money_weight",)
    assert "Set by hand in all of them: money_weight" in used.note
    assert "24 draws of a posterior by 30 figures to 2022 (effective size 20, chi-square a figure 0.90)" in used.note


def test_manifest_and_hash_cover_the_draws() -> None:
    pack = load_pack()
    plain = runner.describe(SMALL, [1, 2], pack)
    drawn = runner.describe(SMALL, [1, 2], pack, makers.draws())
    assert not plain.calibrated
    assert plain.draws is None
    assert drawn.calibrated
    assert drawn.calibration_note.startswith("Parameters: 24 draws of a posterior")
    assert drawn.draws is not None
    assert drawn.draws.of_seeds == (1, 2)
    assert drawn.n_draws == 2
    hashes = {one.inputs_hash for one in (
        plain, drawn, runner.describe(SMALL, [1, 2], pack, makers.draws().first(1)),
        runner.describe(SMALL, [1, 2], pack, makers.draws().without({"money_weight"})),
    )}  # fmt: skip
    assert len(hashes) == 4
    # where the draws come from is told, and decides no number
    other = makers.draws().used([1, 2], DEFAULT).model_copy(update={"about": makers.about(n_draws=99)})
    assert other.values == drawn.draws.values


def test_runs_are_those_of_their_parameters_and_are_not_mixed(tmp_path: Path) -> None:
    """Seed 2 of a set of draws is, count by count, the run of seed 2 with the parameters of draw 2."""
    made = makers.draws()
    stored = runner.run_set(SMALL, [1, 2], tmp_path / "drawn", draws=made)
    alone = SMALL.model_copy(update={"parameters": DEFAULT.with_values(made.of_seed(2)), "population_seed": 2})
    plain = runner.run_set(alone, [2], tmp_path / "alone")
    births = stored.array("births", ["county_code", "mother_age"])
    np.testing.assert_array_equal(births.sel(seed=2), plain.array("births", ["county_code", "mother_age"]).sel(seed=2))
    assert births["draw"].values.tolist() == [1, 2]
    assert "draw" not in plain.array("births").coords
    assert set(stored.read("births")["draw"]) == {1, 2}
    again = RunSet.open(tmp_path / "drawn")
    assert again.manifest == stored.manifest
    for draws, told in ((None, "parameter draws, not default parameters"), (made.first(1), "other draws")):
        with pytest.raises(UserError, match=told):
            check_output(tmp_path / "drawn", runner.describe(SMALL, [1, 2], load_pack(), draws))
