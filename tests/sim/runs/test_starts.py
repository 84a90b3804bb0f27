"""One start population a draw, in the cache before the runs; one that is given holds for all."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from sim.model import FertilityModel
from sim.parameters import Parameters
from sim.places.pack import load_pack
from sim.population import cache
from sim.runs import runner, starts
from sim.settings import RunSettings
from tests.sim.runs import makers

SMALL = RunSettings(sample=Fraction(1, 1000), end_year=2020)


def test_a_draw_has_its_start_population_and_after_the_last_the_first_comes_again() -> None:
    seeds = [starts.start_seed_of(SMALL, draw) for draw in range(1, starts.MOST_STARTS + 2)]
    assert seeds == [*range(1, starts.MOST_STARTS + 1), 1]
    assert starts.start_seed_of(SMALL, 1, turn=1) == 2  # a draw that is run again
    assert starts.start_seed_of(SMALL, 0) == 1
    assert starts.start_seed_of(SMALL.model_copy(update={"population_seed": 5}), 3) == 5


def test_the_manifest_says_which_start_population_each_seed_has() -> None:
    pack, drawn = load_pack(), makers.draws()
    described = runner.describe(SMALL, [2, 3], pack, drawn)
    assert described.settings["population_seed"] == [2, 3]
    assert described.starts == (2, 3)
    again = runner.describe(SMALL, [1, makers.N_DRAWS + 1], pack, drawn)
    assert again.draws is not None
    assert (again.draws.of_seeds, again.settings["population_seed"]) == ((1, 1), [1, 2])
    other = runner.describe(SMALL.model_copy(update={"scenario": "plan"}), [2, 3], pack, drawn)
    assert other.starts == described.starts  # scenarios of a seed share it
    given = runner.describe(SMALL.model_copy(update={"population_seed": 4}), [2, 3], pack, drawn)
    assert (given.settings["population_seed"], given.starts) == (4, (4,))
    assert given.inputs_hash != described.inputs_hash
    assert runner.describe(SMALL, [2, 3], pack).settings["population_seed"] == 1


def test_a_run_of_a_draw_lives_in_its_start_population(tmp_path: Path) -> None:
    drawn = makers.draws()
    stored = runner.run_set(SMALL, [2, 3], tmp_path / "drawn", draws=drawn)
    parameters = Parameters().with_values(drawn.of_seed(3))
    alone = FertilityModel(SMALL.model_copy(update={"seed": 3, "population_seed": 3, "parameters": parameters}))
    alone.run_for(alone.n_months)
    kept = stored.array("persons", ["county_code", "sex", "age"]).sel(seed=3, year=2020)
    np.testing.assert_array_equal(kept, alone.yearly[2020]["persons"])


def test_start_populations_are_made_before_the_runs_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FERTSIM_CACHE", str(tmp_path))
    wanted = [SMALL.model_copy(update={"population_seed": seed, "seed": seed + k}) for seed in (1, 2) for k in (0, 1)]
    starts.make_starts(wanted, workers=1)
    assert len(list(cache.cache_folder().iterdir())) == 2

    def refuse(*_: object) -> None:
        raise AssertionError("made a start population that is there")

    monkeypatch.setattr(starts, "make_start", refuse)
    starts.make_starts(wanted, workers=1)
