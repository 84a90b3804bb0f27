"""Checks and screening: no birth moves by default; at their priors' bounds losses and infant deaths move by hand."""

import numpy as np
import pytest

from sim.clock import month_index
from sim.model import FertilityModel
from sim.parameters import Parameters
from sim.places.pack import load_pack
from sim.policy.claims import claim
from sim.policy.paths import compile_paths
from sim.processes.childbearing.health_checks import loss_left
from sim.processes.life.mortality import infant_deaths_left
from tests.sim.makers import rates

PACK = load_pack()
START, END = month_index(2020, 11), month_index(2026, 12)
ALL = {"premarital_check_coverage": 1.0, "newborn_screening_coverage": 1.0}
NO_BIRTH = {**ALL, "maternity_staff_per_1000": 50.0, "admission_fairness": 1.0}


def test_what_is_beyond_the_laws_share_spares_its_part() -> None:
    """Law has .805 of couples checked and .98 of newborns screened: .195 and .02 of all are left to gain."""
    levers = compile_paths("national_only", PACK, START, END, values=ALL)
    assert loss_left(levers, rates(checks_spare_loss=0.1))[levers.at(START)] == pytest.approx(1 - 0.1 * 0.195)
    assert infant_deaths_left(levers, START, rates(screening_spares_deaths=0.2)) == pytest.approx(1 - 0.2 * 0.02)
    none = rates(checks_spare_loss=0.0, screening_spares_deaths=0.0)
    assert (loss_left(levers, none) == 1.0).all()
    assert (infant_deaths_left(levers, START, none) == 1.0).all()
    law = compile_paths("national_only", PACK, START, END)
    assert (loss_left(law, rates(checks_spare_loss=0.1)) == 1.0).all()


def lived(values: dict[str, float], **parameters: float) -> FertilityModel:
    model = FertilityModel(
        sample="1/1000", end_year=2022, values=values, parameters=Parameters().with_values(parameters))
    model.run_for(14)
    return model


@pytest.mark.compiled
def test_levers_of_prior_zero_move_money_and_no_life() -> None:
    base, with_them = lived({}), lived(NO_BIRTH)
    year, other = base.yearly[2021], with_them.yearly[2021]
    for table in ("births", "deaths", "marriages", "losses", "balance"):
        np.testing.assert_array_equal(year[table], other[table])
    weddings = claim("premarital_check_coverage")
    assert year["eligible"][weddings].sum() == year["marriages"][:, 1].sum() > 0
    assert year["claimed"][weddings].sum() < other["claimed"][weddings].sum() == other["eligible"][weddings].sum()
    assert other["money_real"][weddings].sum() == pytest.approx(200 * other["eligible"][weddings].sum(), abs=6)
    staff = claim("maternity_staff_per_1000")
    assert year["money"][staff].sum() == 0
    assert other["money_real"][staff].sum() == pytest.approx(0.05 * 150_000 * year["births"].sum(), abs=6)


@pytest.mark.compiled
def test_at_the_priors_bound_the_table_of_losses_falls() -> None:
    base, bound = lived({}, checks_spare_loss=0.1), lived(ALL, checks_spare_loss=0.1)
    np.testing.assert_allclose(
        bound.decisions.biology.table.loss, base.decisions.biology.table.loss * (1 - 0.1 * 0.195), rtol=1e-12)
