"""The shipped draws: within the declared bounds, of the calibration's parameters, as the manifest beside them says."""

import json

import pytest
from sim.parameters.draws import FOLDER, read_draws

from calibration.priors import CARRIED, FITTED
from sim.errors import UserError


def test_shipped_draws_are_parameters_within_their_bounds() -> None:
    draws = read_draws("shaoxing")
    about = json.loads((FOLDER / "shaoxing.json").read_text(encoding="utf-8"))
    assert len(draws) == about["draws"] > 0
    assert len({draw.prefer_first for draw in draws}) == len(draws)


def test_draws_vary_what_is_fitted_or_carried_and_nothing_else() -> None:
    header = (FOLDER / "shaoxing.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.split(",") == ["draw", *FITTED, *CARRIED]


def test_a_place_without_draws_is_told_how_to_make_them() -> None:
    with pytest.raises(UserError, match="fertsim calibrate"):
        read_draws("nowhere")
