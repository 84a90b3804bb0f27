"""The way back to work of mothers: rules by hand, dated levers, and what the ledger pays for it."""

import math
from typing import Any

import numpy as np
import pytest

from sim.clock import month_index
from sim.model import FertilityModel
from sim.parameters import as_record
from sim.places.pack import Pack
from sim.policy.claims import claim, empty_claims
from sim.policy.paths import compile_paths
from sim.population.earnings import mean_wages
from sim.processes.work.reentry import (
    SubsidyTerms,
    claim_hired,
    pay_regained,
    sooner_back,
    stopped_for_child,
    way_back,
)
from tests.sim.makers import MONTH, rates, same_uncompiled

P = as_record(rates(
    employer_tenure=4.0, reentry_elasticity=0.5, retraining_finding=0.3, retraining_pay=0.4, wage_penalty=0.1))
START, END = month_index(2020, 11), month_index(2027, 12)


def test_who_stopped_for_a_child() -> None:
    for last, stopped in ((MONTH, True), (MONTH - 72, True), (MONTH - 73, False), (-32768, False)):
        assert same_uncompiled(stopped_for_child, MONTH, last) == stopped


def test_the_way_back_by_hand() -> None:
    # 12,000 yuan over four years of 60,000: a twentieth of what she costs; half of that in logs.
    assert same_uncompiled(sooner_back, 0.0, 12_000.0, 60_000.0, P) == pytest.approx(math.exp(0.025))
    assert same_uncompiled(sooner_back, 0.5, 0.0, 60_000.0, P) == pytest.approx(1.15)
    assert same_uncompiled(sooner_back, 0.5, 12_000.0, 60_000.0, P) == pytest.approx(1.15 * math.exp(0.025))
    assert same_uncompiled(sooner_back, 0.0, 0.0, 60_000.0, P) == 1.0
    assert same_uncompiled(pay_regained, 0.5, P) == pytest.approx(0.2)


def test_the_levers_of_a_month_after_take_up(pack: Pack) -> None:
    values = {"reemployment_subsidy": [{"from": "2023-01", "value": 1000.0, "county": "330602"}],
              "equal_hiring_enforcement": 0.5, "retraining_coverage": [{"from": "2024-01", "value": 0.5}]}
    levers = compile_paths("national_only", pack, START, END, values=values)
    before, after = (way_back(levers, pack, int(month_index(year, 6)), 1.1, P) for year in (2022, 2024))
    assert (before.sooner == 1.0).all()
    assert (before.regained == 0.0).all()
    assert (after.enforcement == 0.5).all()
    assert after.regained == pytest.approx(np.full(6, 0.2))
    at, wage = levers.at(int(month_index(2024, 6))), 1.1 * float(mean_wages(pack)[1])
    real = 1000.0 / levers.price_level[at] * pack.assumption("takeup_manual") * 12 * 0.3
    assert after.sooner == pytest.approx([1.15 * math.exp(0.5 * real / (4.0 * wage)), *[1.15] * 5])


def test_claims_of_a_month_by_hand() -> None:
    hires, rehired, claims = np.zeros((6, 3, 2), np.int64), np.zeros((6, 4), np.int64), empty_claims()
    hires[1, :, 1], hires[1, :, 0] = (3, 2, 7), 50  # who works flexibly has no employer; nobody checks for men
    rehired[2, 1] = 4
    claim_hired(hires, rehired, SubsidyTerms(months=12.0, certified=0.5), claims)
    assert claims.cases[claim("equal_hiring_enforcement"), 1].tolist() == [5, 0, 0, 0]
    assert claims.cases[claim("retraining_coverage"), 2].tolist() == [0, 4, 0, 0]
    assert claims.cases[claim("reemployment_subsidy"), 2].tolist() == [0, 4, 0, 0]
    assert claims.base[claim("reemployment_subsidy"), 2].tolist() == [0, 24_000, 0, 0]  # 12 months, half are certified
    assert claims.cases.sum() == 13


def lived(**fields: Any) -> FertilityModel:
    model = FertilityModel(sample="1/1000", end_year=2022, **fields)
    model.run_for(model.n_months)
    return model


@pytest.mark.compiled
def test_the_ledger_pays_what_employers_counted_on(pack: Pack) -> None:
    """A subsidy of 1,000 yuan of the day: for the twelve months of each certified mother, the share that claims."""
    year = lived(values={"reemployment_subsidy": 1000.0, "retraining_coverage": 0.5}).yearly[2022]
    subsidy, training = claim("reemployment_subsidy"), claim("retraining_coverage")
    mothers = year["eligible"][training].sum()
    assert year["eligible"][subsidy].sum() == mothers > 0
    months = 12 * 0.3 * mothers  # not whole months of each mother: at one agent a mother 3.6 would be 4
    taken = pack.assumption("takeup_manual")
    assert year["money"][subsidy].sum() == pytest.approx(1000.0 * taken * months, abs=6)
    real = 0.5 * mothers * pack.assumption("retraining_price")
    assert year["money_real"][training].sum() == pytest.approx(real, abs=6)


@pytest.mark.compiled
def test_strengths_of_nothing_move_nobody_and_cost_alike() -> None:
    """By default retraining costs and moves no birth, no job and no pay: its strengths are priors around nothing."""
    base, trained = lived(), lived(values={"retraining_coverage": 0.5})
    for name, table in base.yearly[2022].items():
        if name not in ("eligible", "claimed", "money", "money_real"):
            np.testing.assert_array_equal(trained.yearly[2022][name], table, err_msg=name)
    assert trained.yearly[2022]["money"].sum() > base.yearly[2022]["money"].sum()
