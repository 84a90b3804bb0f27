"""Named intervals: t interval of a mean over seeds, spread of draws by normal theory or quantiles; which is taken."""

import numpy as np
import pytest
import xarray as xr

from sim.measures.intervals import bounds, half_widths, interval, n_draws_of, named


def runs(values: list[float], draws: list[int] | None = None) -> xr.DataArray:
    """Values by seed, with the draw of each where they are drawn."""
    made = xr.DataArray(values, coords={"seed": list(range(1, len(values) + 1))}, dims="seed")
    return made if draws is None else made.assign_coords(draw=("seed", draws))


def test_interval_is_named_and_is_students() -> None:
    found = interval(runs([1.0, 2.0, 3.0, 6.0]))
    error = np.std([1, 2, 3, 6], ddof=1) / 2
    assert found.to_numpy() == pytest.approx([3, 3 - 3.18245 * error, 3 + 3.18245 * error], rel=1e-5)
    assert found.attrs["interval"] == "simulation"
    assert found.attrs["n_draws"] == 0


def test_one_seed_has_no_interval() -> None:
    one = xr.DataArray([[5.0, 6.0]], coords={"seed": [1], "year": [1, 2]}, dims=["seed", "year"])
    for values in (one, one.assign_coords(draw=("seed", [1]))):
        found = interval(values)
        assert found.sel(statistic="mean").to_numpy().tolist() == [5.0, 6.0]
        assert np.isnan(found.sel(statistic=["lower", "upper"])).all()


def test_few_draws_give_the_prediction_interval_of_one_more() -> None:
    # t of 3 degrees of freedom at .95 is 2.35336 (any table)
    found = interval(runs([1.0, 2.0, 3.0, 6.0], [1, 2, 3, 4]))
    half = 2.35336 * np.std([1, 2, 3, 6], ddof=1) * np.sqrt(1.25)
    assert found.to_numpy() == pytest.approx([3, 3 - half, 3 + half], rel=1e-5)
    assert found.attrs["interval"] == "uncertainty and chance, 90 % equal-tailed"
    assert found.attrs["level"] == 0.9
    assert "normal theory from 4 draws" in found.attrs["interval_meaning"]


def test_many_draws_give_quantiles_of_the_runs() -> None:
    values = [float(x) for x in range(39)]
    values[-1] = 1000.0  # normal theory would reach far below zero
    found = interval(runs(values, list(range(1, 40))))
    # .05 (39 + 1) is the second of the ordered runs, .95 (39 + 1) the second from above
    assert found.to_numpy() == pytest.approx([(sum(range(38)) + 1000) / 39, 1, 37])
    assert "quantiles of 39 draws" in found.attrs["interval_meaning"]


def test_draws_used_again_count_once() -> None:
    values = [float(x) for x in range(40)]
    found = interval(runs(values, [1, 2] * 20))
    assert "from 2 draws" in found.attrs["interval_meaning"]
    assert half_widths(40, 2) == pytest.approx(6.31375 * np.sqrt(1.5), rel=1e-5)  # t of 1 degree of freedom at .95


def test_runs_of_one_draw_differ_by_seed_alone() -> None:
    assert interval(runs([1.0, 2.0, 3.0], [4, 4, 4])).attrs["interval"] == "simulation"
    np.testing.assert_array_equal(bounds(np.array([1.0, 2.0, 3.0]), 1), bounds(np.array([1.0, 2.0, 3.0]), 0))


def test_differences_know_their_draws() -> None:
    plan, base = runs([5.0, 7.0, 9.0], [1, 2, 3]), runs([1.0, 2.0, 3.0], [1, 2, 3])
    assert n_draws_of(plan - base) == 3
    assert n_draws_of((plan - base) * 50) == 3
    assert n_draws_of(plan.values - base) == 3
    assert interval(plan - base, paired=True).attrs["interval"] == "uncertainty and chance, 90 % equal-tailed, paired"


@pytest.mark.parametrize("n_draws", [8, 20, 200])
def test_nine_in_ten_further_runs_lie_within(n_draws: int) -> None:
    """Share of further runs inside the interval, over many sets of normal runs; four standard errors of it allowed."""
    rng = np.random.default_rng(1)
    made = rng.normal(size=(n_draws, 4000))
    _, lower, upper = bounds(made, n_draws)
    further = rng.normal(size=4000)
    inside = ((further >= lower) & (further <= upper)).mean()
    assert inside == pytest.approx(0.9, abs=4 * np.sqrt(0.9 * 0.1 / 4000))


def test_names() -> None:
    assert named(0).name == named(1).name == "simulation"
    assert named(8).name == "uncertainty and chance, 90 % equal-tailed"
    assert named(8, paired=True).name == "uncertainty and chance, 90 % equal-tailed, paired"
    assert "90 % of parameters, trend and futures as drawn (quantiles of 30 draws)" in named(30).meaning
    assert "no uncertainty of parameters" in named(0).meaning
    assert "no uncertainty of parameters" not in named(30).meaning
