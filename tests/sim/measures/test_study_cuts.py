"""Cuts of published studies: each takes its part of the counts, in residents."""

import numpy as np

from sim.measures.models import MODELS
from sim.measures.study_cuts import CUT_UNITS, study_cuts
from sim.processes.accounts import COUNT_TABLES, SIZES
from sim.runs.plan import PlannedRun
from sim.settings import RunSettings, parse_sample


def counts_of(**filled: list[tuple[tuple[int, ...], int]]) -> dict[str, np.ndarray]:
    """One year's counts, zero but for the cells given by table, position (without the year) and number."""
    counts = {
        name: np.zeros((1, *(SIZES[d] for d in dims)), np.int64) for name, dims in COUNT_TABLES.items()}
    for name, cells in filled.items():
        for at, number in cells:
            counts[name][(0, *at)] = number
    return counts


def test_each_cut_takes_its_part() -> None:
    # births: county, mother's age, order, schooling, sex; two in the old city, one of them a second child
    counts = counts_of(
        births=[((0, 27, 0, 2, 0), 5), ((1, 31, 1, 4, 1), 7), ((3, 30, 2, 3, 0), 11)],
        births_by_income=[((0, 0), 2), ((1, 1), 3), ((2, 0), 50)],
        births_monthly=[((5, 0, 0), 13), ((6, 0, 0), 17), ((11, 2, 1), 19)],
        births_by_tenure=[((0, 0), 4), ((1, 2), 6), ((2, 0), 90)],
        wives_by_tenure=[((0,), 40), ((1,), 60)],
        births_by_lot=[((2, 20), 1), ((2, 40), 70), ((1, 39), 2), ((0, 30), 80)],
        women_by_lot=[((2, 25), 10), ((1, 25), 20)],
        home_lots=[((0, 0), 100), ((0, 1), 30), ((4, 2), 9)],
        exposure_half_months=[((0, 1, 15), 24), ((0, 1, 50), 24), ((0, 0, 30), 24)],
    )
    found = {name: float(values[0]) for name, values in study_cuts(counts, 2.0).items()}
    halved = {name: value / 2.0 for name, value in found.items()}
    assert halved == {
        "births_later": 18, "births_low_income": 5, "births_low_schooling": 5, "births_tertiary": 7,
        "births_districts": 12, "births_july_december": 36, "births_1_july_december": 17, "births_owners": 4,
        "births_renters": 6, "wives_owners": 40, "wives_renters": 60, "women_15_49": 1, "births_lot_won": 1,
        "births_lot_lost": 2, "women_lot_won": 10, "women_lot_lost": 20, "lots_drawn": 30, "lots_bought": 9,
    }


def test_the_model_of_studies_gives_what_it_declares() -> None:
    model = MODELS["studies"]
    settings = RunSettings(sample=parse_sample("1/1000"), end_year=2021)
    found = model.run(settings, PlannedRun(0, 0, 3))
    assert set(found) == {"year", *model.indicators} >= set(CUT_UNITS)
    births = found["births"]
    assert (found["births_later"] == births - found["births_1"]).all()
    assert (found["births_owners"] + found["births_renters"] <= births).all()
