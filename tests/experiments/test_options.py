"""What follows `--draws`, `--seeds` and `--future`: which draws a run takes, how many runs, which folders."""

from pathlib import Path

import pytest

from experiments.options import draws_asked, future_folders, parameter_draws, seeds_of
from sim.errors import UserError
from sim.runs.draws import Draws
from sim.settings import RunSettings
from tests.sim.runs import makers


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> RunSettings:
    """Settings of a place with 24 draws."""
    return RunSettings(place=str(makers.place(tmp_path_factory.mktemp("places") / "drawn")))


def taken(asked: int | str, settings: RunSettings, by_hand: tuple[str, ...] = ()) -> Draws:
    draws = parameter_draws(asked, settings, by_hand)
    assert draws is not None
    return draws


def test_draws_of_the_place_are_the_default(settings: RunSettings) -> None:
    assert len(taken("all", settings)) == 24
    assert len(taken(5, settings)) == 5
    assert parameter_draws("none", settings, ()) is None


def test_parameters_given_by_name_go_before_draws(settings: RunSettings) -> None:
    assert taken("all", settings, ("money_weight",)).names == ("prefer_first", "marriage_peak")
    assert parameter_draws("all", settings, makers.NAMES) is None


def test_draws_mean_nothing_under_another_birth_rule(settings: RunSettings) -> None:
    null = settings.model_copy(update={"birth_rule": "hazard"})
    assert parameter_draws("all", null, ()) is None
    with pytest.raises(UserError, match="found with the birth rule utility"):
        parameter_draws(5, null, ())


def test_a_place_without_draws_runs_with_default_parameters(tmp_path: Path, settings: RunSettings) -> None:
    for name in ("draws.csv", "draws.json"):
        assert (Path(settings.place) / name).is_file()
    bare = makers.place(tmp_path / "bare")
    for name in ("draws.csv", "draws.json"):
        (bare / name).unlink()
    without = settings.model_copy(update={"place": str(bare)})
    assert parameter_draws("all", without, ()) is None
    with pytest.raises(UserError, match="there are no parameter draws in "):
        parameter_draws(5, without, ())


def test_number_of_runs() -> None:
    assert [seeds_of("all", None), seeds_of(20, None), seeds_of(3, 12), seeds_of("none", 2)] == [8, 20, 12, 2]
    with pytest.raises(UserError, match="9 draws need as many runs"):
        seeds_of(9, 3)
    assert [draws_asked(text) for text in ("all", "none", "12")] == ["all", "none", 12]


def test_folder_of_each_future(tmp_path: Path) -> None:
    assert future_folders([], tmp_path) == {"central": tmp_path}
    assert future_folders(["high"], tmp_path) == {"high": tmp_path}
    assert future_folders(["low", "high"], tmp_path) == {"low": tmp_path / "low", "high": tmp_path / "high"}
    (tmp_path / "comparison.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UserError, match="holds runs of one future"):
        future_folders(["low", "high"], tmp_path)
