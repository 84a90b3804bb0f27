"""What insurance and relief take off a cycle's price, and their claims, by hand and on the law's dates."""

from typing import Any

import numpy as np
import pytest

from sim.clock import month_index
from sim.places.pack import Pack
from sim.policy.claims import claim, empty_claims
from sim.policy.futures import future
from sim.policy.ledger import Ledger
from sim.policy.paths import LeverPaths, compile_paths
from sim.processes.accounts import empty_counts
from sim.processes.childbearing.assisted_reproduction import treatment_hazard
from sim.processes.childbearing.treatment_terms import claim_treatments, insured_share, treatment_share
from tests.sim.makers import rates

START, END, NOW = month_index(2020, 11), month_index(2030, 12), month_index(2026, 1)
P = rates(art_price=40_000.0)


def paths(pack: Pack, use: str = "national_only", **given: Any) -> LeverPaths:
    return compile_paths(use, pack, START, END, **given)


def test_insurance_pays_from_june_2024_in_all_scenarios(pack: Pack) -> None:
    taken = pack.assumption("takeup_automatic")
    for use in ("national_only", "in_force"):
        levers = paths(pack, use)
        assert not treatment_share(levers, month_index(2024, 5)).any()
        assert insured_share(levers, month_index(2024, 6)) == pytest.approx(
            0.2 * levers.take_up("art_insurance")[levers.at(month_index(2024, 6))])
    assert insured_share(paths(pack), NOW) == pytest.approx([0.2 * taken] * 6)
    assert treatment_share(paths(pack, "frozen_2020"), NOW).max() == 0.0


def test_relief_is_of_what_insurance_leaves(pack: Pack) -> None:
    """Half of 40,000 insured and half of the rest relieved leave 10,000, where everybody claims."""
    levers = paths(pack, values={"art_insurance": 0.5, "art_subsidy": 0.5, "benefit_awareness": 1.0})
    assert treatment_share(levers, NOW) == pytest.approx([0.75] * 6)
    claims = empty_claims()
    claim_treatments([np.array([2, 0, 0, 0, 0, 0]), np.array([1, 0, 0, 0, 0, 4])], levers, claims, NOW, P)
    assert claims.cases[claim("art_insurance"), :, 0].tolist() == [3, 0, 0, 0, 0, 4]
    assert claims.base[claim("art_insurance"), :, 0].tolist() == [120_000, 0, 0, 0, 0, 160_000]
    assert claims.base[claim("art_subsidy"), :, 0].tolist() == [60_000, 0, 0, 0, 0, 80_000]
    counts = empty_counts()
    Ledger(levers, pack, future("central"), 1.0, START, END).settle(NOW, claims, counts)
    assert counts.money_real[claim("art_insurance"), 0].sum() == pytest.approx(60_000, abs=1)
    assert counts.money_real[claim("art_subsidy"), 0].sum() == pytest.approx(30_000, abs=1)


def test_a_cheaper_cycle_is_started_more_often(pack: Pack) -> None:
    """A fifth off the price raises starts by 8.4 % at an elasticity of -.36."""
    before, after = (treatment_hazard(30, price, 160_000.0, 0.0, -0.36, P) for price in (40_000.0, 32_000.0))
    assert after / before == pytest.approx(0.8**-0.36)
    assert after / before == pytest.approx(1.0836, abs=1e-4)
