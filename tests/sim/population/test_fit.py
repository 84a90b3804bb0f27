"""The census margins: unbiased at any sample, within sampling error at 1/100, within 2 % at 1/1 (slow)."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from sim.places.pack import Pack
from sim.population.build import build_population
from sim.population.columns import Population
from sim.population.fit_report import fit_report
from sim.population.inputs import read_inputs

COLUMNS = {"county_code", "margin", "cell", "unit", "target", "value", "relative_difference", "sampling_errors"}
EXACT = ["age_sex"]
HARD = ["family_households", "collective_residents", "mean_family_household_size", "one_person_households",
        "marital_status", "children_ever_born_women_15_64", "urban", "registered_elsewhere", "education", "homes",
        "floor_area_per_person", "at_work", "public_services"]


@pytest.fixture(scope="module")
def report_2020(population_2020: Population, pack: Pack) -> pd.DataFrame:
    return fit_report(population_2020, pack, 2020)


@pytest.fixture(scope="module")
def report_2010(population_2010: Population, pack: Pack) -> pd.DataFrame:
    return fit_report(population_2010, pack, 2010)


def test_report_has_every_margin_of_every_county(report_2020: pd.DataFrame, pack: Pack) -> None:
    assert set(report_2020.columns) == COLUMNS
    assert set(EXACT + HARD + ["generations"]) <= set(report_2020.margin)
    assert (report_2020.groupby("margin").county_code.nunique() == 6).all()
    assert set(report_2020.county_code) == set(pack.county_codes)


@pytest.mark.parametrize("year", [2010, 2020])
def test_margins_lie_within_sampling_error(year: int, request: pytest.FixtureRequest) -> None:
    report = request.getfixturevalue(f"report_{year}")
    hard = report[report.margin.isin(EXACT + HARD)]
    worst = hard.sampling_errors.abs().max()
    assert worst < 3.0, hard.loc[hard.sampling_errors.abs().idxmax()]


@pytest.mark.parametrize("year", [2010, 2020])
def test_homes_and_work_are_those_of_the_county(year: int, request: pytest.FixtureRequest) -> None:
    """Tenure and work within a point of the county's share, or two agents; floor area within 2 %."""
    population: Population = request.getfixturevalue(f"population_{year}")
    report = request.getfixturevalue(f"report_{year}")
    agent = report[report.margin == "age_sex"].target.sum() / population.n_persons
    for margin in ("homes", "at_work", "public_services"):
        rows = report[report.margin == margin].set_index("county_code")
        whole = rows.target.groupby("county_code").sum()
        off = (rows.value - rows.target).abs()
        assert (off < np.maximum(0.01 * whole[rows.index], 2.0 * agent)).all(), rows
    area = report[report.margin == "floor_area_per_person"]
    assert area.relative_difference.abs().max() < 0.02


@pytest.mark.parametrize(
    ("year", "code", "rented", "self_built", "area", "at_work", "public"),
    [(2020, 330603, 14200 / 37091, 11619 / 37091, 47.56, 75959 / 104465, 3698 / 75959),
     (2020, 330624, 1561 / 15574, 8112 / 15574, 53.10, 21853 / 34310, 1742 / 21853),
     (2010, 330603, 13703 / 36716, 17435 / 36716, 40.17, 68472 / 89015, 2304 / 68472)],
)
def test_margins_of_homes_and_work_by_hand(
    year: int, code: int, rented: float, self_built: float, area: float, at_work: float, public: float, pack: Pack
) -> None:
    """Keqiao, in 2010 绍兴县, and Xinchang: shares of the long form, retyped."""
    inputs, county = read_inputs(pack, year), pack.county_codes.index(code)
    found = (inputs.rented, inputs.self_built, inputs.floor_area, inputs.at_work, inputs.public_work)
    assert [x[county] for x in found] == pytest.approx([rented, self_built, area, at_work, public])


@pytest.mark.compiled
@pytest.mark.parametrize("year", [2010, 2020])
def test_generations_come_near(year: int, request: pytest.FixtureRequest) -> None:
    report = request.getfixturevalue(f"report_{year}")
    rows = report[(report.margin == "generations") & (report.cell != "four_generation")]
    city = rows.groupby("cell")[["target", "value"]].sum()
    assert (abs(city.value / city.target - 1.0) < 0.06).all(), city


@pytest.mark.compiled
def test_totals_come_out_within_one_person_a_cell(population_2020: Population) -> None:
    residents = 5_270_977
    assert abs(population_2020.n_persons - residents / 100) <= 12  # six counties, two sexes, rounded by a draw


@pytest.mark.compiled
def test_expectation_does_not_depend_on_sample(pack: Pack) -> None:
    """Mean over 40 seeds at 1/1000 against one population at 1/20: shares agree within 4 standard errors."""
    def shares(sample: Fraction, seed: int) -> np.ndarray:
        p = build_population(pack, 2020, sample, seed)
        x, h = p.persons, p.households
        women = (x.sex == 1) & (x.birth < 1450 - 180)
        return np.array([
            p.n_persons / float(sample) / 5e6, x.marital[women].mean(), x.parity[women].mean(), (x.partner >= 0).mean(),
            (x.mother >= 0).mean(), x.education.mean(), (h.kind == 0).sum() / p.n_persons,
            (h.size == 1).sum() / p.n_persons, x.urban.mean(), (x.work > 0).mean(), np.log1p(x.earnings).mean()])
    small = np.array([shares(Fraction(1, 1000), seed) for seed in range(40)])
    large = shares(Fraction(1, 20), 1)
    error = small.std(axis=0, ddof=1) * np.sqrt(1 / 40 + 1 / 50)
    # 0.4 %: in the smallest county a sample of 1/1000 leaves some years without a woman who could bear.
    assert (abs(small.mean(axis=0) - large) < 4.0 * error + 0.004 * abs(large)).all(), (small.mean(axis=0), large)


@pytest.mark.compiled
def test_undercount_raises_only_small_children_of_2010(pack: Pack, population_2010: Population) -> None:
    corrected = build_population(pack, 2010, Fraction(1, 100), 7, correct_undercount=True)
    ages = [(1329 - p.persons.birth[: p.n_persons].astype(int)) // 12 for p in (population_2010, corrected)]
    young = [(a < 5).sum() for a in ages]
    assert young[1] / young[0] == pytest.approx(1 / (1 - pack.assumption("census_2010_undercount_age_0_4")), rel=0.01)
    assert abs((ages[0] >= 5).sum() - (ages[1] >= 5).sum()) <= 12


@pytest.mark.slow
@pytest.mark.parametrize("year", [2010, 2020])
def test_whole_city_meets_the_census(year: int, pack: Pack) -> None:
    report = fit_report(build_population(pack, year, Fraction(1), 1), pack, year)
    ages = report[report.margin == "age_sex"].relative_difference.abs()
    hard = report[report.margin.isin(HARD)].relative_difference.abs()
    generations = report[(report.margin == "generations") & (report.cell != "four_generation")]
    assert ages.max() < 0.005
    assert hard.max() < 0.02
    # .053 in one county of 2020 since mothers of two live where the rules permitted a second child
    assert generations.relative_difference.abs().max() < 0.06
