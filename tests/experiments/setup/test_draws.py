"""Which draws a run takes, and how many runs there are."""

from pathlib import Path

import pytest

from experiments.setup.draws import DEFAULT_DRAWS, parameter_draws, runs_asked, seeds_of, with_draw
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


def test_half_of_the_draws_run_twice_unless_runs_are_counted(settings: RunSettings) -> None:
    """Draws in turn: seeds 25 to 36 of 24 draws run draws 1 to 12 again."""
    n_runs, draws = runs_asked("all", None, settings, ())
    assert draws is not None
    assert n_runs == 36
    assert draws.used(range(1, n_runs + 1), settings.parameters).of_seeds == (*range(1, 25), *range(1, 13))
    assert [runs_asked(asked, n, settings, ())[0] for asked, n in ((10, None), (10, 12), ("all", 5))] == [15, 12, 5]
    assert runs_asked("none", None, settings, ()) == (8, None)
    shipped = runs_asked("all", None, RunSettings(), ())
    assert (shipped[0], shipped[1] and len(shipped[1])) == (150, DEFAULT_DRAWS)


def test_one_seed_with_its_draw(settings: RunSettings) -> None:
    """Draw k of the test's place has k percent less of `prefer_first` than the default."""
    second, used = with_draw(settings.model_copy(update={"seed": 2}), parameter_draws("all", settings, ()))
    assert second.parameters.prefer_first == pytest.approx(0.98 * settings.parameters.prefer_first)
    assert used is not None
    assert used.of_seeds == (2,)
    assert with_draw(settings, None) == (settings, None)
