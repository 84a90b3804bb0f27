"""Why births change: parts worked out by hand, and parts of runs that add up to 1e-9 for each county and year."""

from pathlib import Path

import numpy as np
import pytest

from sim.errors import UserError
from sim.measures.changes import PARTS, POLICY, births_added, births_changed, births_of, factors, parts
from sim.runs.runner import run_set
from sim.runs.runset import RunSet
from sim.settings import RunSettings
from tests import synthetic


def one_age(women: float, married: float, *births: float, elsewhere: float = 0.0):
    """Factors of one age: woman-years, married woman-years, births of first to fourth order."""
    orders = np.array([[[*births, *[0.0] * (4 - len(births))]]])
    return factors(np.array([[women]]), np.array([[married]]), orders, np.array([elsewhere]))


def test_a_product_of_three_by_hand() -> None:
    # 100 women, half of them married, .2 births each: 10; then 200 women, a quarter married, .4 first births: 20.
    # Women: +100 x (.5 x .2 + .25 x .4)/3 + (.5 x .4 + .25 x .2)/6 = 100 x (.2/3 + .25/6) = 10.8333.
    # Marriage: -.25 x ((100 x .2 + 200 x .4)/3 + (100 x .4 + 200 x .2)/6) = -.25 x (100/3 + 80/6) = -11.6667.
    # Fertility: +.2 x ((50 + 50)/3 + (100 x .25 + 200 x .5)/6) = .2 x (100/3 + 125/6) = 10.8333. Together 10.
    found = parts(one_age(100, 50, 10), one_age(200, 50, 20))[0]
    expected = dict.fromkeys(PARTS, 0.0) | {"women": 65 / 6, "marriage": -35 / 3, "fertility_1": 65 / 6}
    np.testing.assert_allclose(found, list(expected.values()), atol=1e-12)


def test_only_what_changed_has_a_part() -> None:
    before = one_age(100, 50, 5, 3)
    np.testing.assert_allclose(parts(before, one_age(120, 60, 6, 3.6))[0], [1.6, 0, 0, 0, 0, 0, 0], atol=1e-12)
    np.testing.assert_allclose(parts(before, one_age(100, 60, 6, 3.6))[0], [0, 1.6, 0, 0, 0, 0, 0], atol=1e-12)
    np.testing.assert_allclose(parts(before, one_age(100, 50, 5, 4))[0], [0, 0, 0, 1, 0, 0, 0], atol=1e-12)


def test_births_where_nobody_is_married_are_the_rest() -> None:
    found = parts(one_age(100, 0, 2, elsewhere=1), one_age(100, 0, 5, elsewhere=3))[0]
    np.testing.assert_allclose(found, [0, 0, 0, 0, 0, 0, 5], atol=1e-12)
    assert births_of(one_age(100, 0, 2, elsewhere=1))[0] == 3
    assert births_of(one_age(0, 0))[0] == 0


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, RunSet]:
    """Three small runs of the plan and of the base, 2020 to 2024."""
    folder = tmp_path_factory.mktemp("changes")
    return {
        name: run_set(RunSettings(scenario=name, sample="1/400", end_year=2024), [1, 2, 3], folder / name)
        for name in ("plan", "national_only")
    }


@pytest.mark.compiled
@pytest.mark.parametrize("by_county", [False, True])
def test_parts_add_up_for_each_county_and_year(runs: dict[str, RunSet], by_county: bool) -> None:
    plan, base = runs["plan"], runs["national_only"]
    births = plan.array("births", ("county_code",) if by_county else ()) * plan.manifest.scale
    whole = births.sel(year=[2021, 2022, 2023, 2024])
    for found in (births_changed(plan, by_county=by_county), births_changed(plan, base, by_county=by_county)):
        assert list(found["year"].values) == [2022, 2023, 2024]
        np.testing.assert_allclose(found.sum("part"), whole.diff("year"), atol=1e-9 * float(whole.max()))
        np.testing.assert_allclose(found["change"], whole.diff("year"), atol=1e-9 * float(whole.max()))
    added = births_added(plan, base, by_county=by_county)
    under_base = base.array("births", ("county_code",) if by_county else ()) * base.manifest.scale
    np.testing.assert_allclose(added.sum("part"), whole - under_base.sel(year=whole["year"]), atol=1e-6)
    assert abs(births_changed(plan, base, by_county=by_county).sel(part=POLICY)).sum() > 0


def test_of_a_city_that_never_changes_no_part_is_left(tmp_path: Path) -> None:
    still = synthetic.write(tmp_path / "still", synthetic.manifest(), 0)
    more = synthetic.write(tmp_path / "more", synthetic.manifest(), 2)
    np.testing.assert_allclose(births_changed(still), 0.0, atol=1e-9)
    added = births_added(more, still)
    np.testing.assert_allclose(added.sel(part="fertility_1"), added["change"], atol=1e-9)
    assert float(added["change"].min()) > 0


def test_other_seeds_are_no_pair(tmp_path: Path) -> None:
    one = synthetic.write(tmp_path / "one", synthetic.manifest(), 0)
    other = synthetic.write(tmp_path / "other", synthetic.manifest(seeds=[4, 5, 6]), 0)
    with pytest.raises(UserError, match="same seeds, draws and years"):
        births_added(one, other)
