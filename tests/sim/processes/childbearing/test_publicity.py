"""Campaign and anxiety: by hand, at the prior's bounds, and nothing where their strengths are 0."""

import math

import pytest

from sim.clock import month_index
from sim.parameters import Parameters, as_record
from sim.places.pack import Pack
from sim.policy.paths import compile_paths
from sim.processes.childbearing.circumstances import world_of
from sim.processes.childbearing.decision import terms
from sim.processes.childbearing.publicity import norm_shift, publicity, race_by_anxiety
from sim.processes.money.child_costs import cost_factor
from tests.sim.couples import COUPLE
from tests.sim.couples import P as PLAIN
from tests.sim.makers import rates, same_uncompiled
from tests.sim.minds import circumstances

START, END = month_index(2020, 11), month_index(2027, 12)
HIGH, LOW = rates(norm_campaign_effect=0.2, anxiety_race=1.0), rates(norm_campaign_effect=-0.2, anxiety_race=-1.0)


def test_by_hand() -> None:
    assert (norm_shift(0.5, HIGH), norm_shift(0.5, LOW)) == (0.1, -0.1)
    assert [same_uncompiled(race_by_anxiety, a, HIGH) for a in (0.0, 0.8, 1.0)] == pytest.approx([0.0, 0.8, 1.0])
    assert [race_by_anxiety(a, LOW) for a in (0.0, 0.8, 1.0)] == pytest.approx([2.0, 1.2, 1.0])


def test_priors_lie_around_nothing(pack: Pack) -> None:
    """So that no headline holds an effect: default 0, bounds alike on both sides."""
    draws = (pack.folder / "draws.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    for name in ("norm_campaign_effect", "anxiety_race", "counselling_effect", "retraining_finding", "retraining_pay"):
        low, high = Parameters.bounds(name)
        assert Parameters.model_fields[name].default == 0.0 == low + high
        assert (name in draws) == (name not in ("norm_campaign_effect", "anxiety_race"))  # these two in no draw


def test_dated_values(pack: Pack) -> None:
    plan = compile_paths("plan", pack, START, END)
    law = compile_paths("national_only", pack, START, END)
    at = int(month_index(2026, 6))
    assert publicity(plan, at) == pytest.approx((0.5, 0.8))
    assert publicity(law, at) == (0.0, 1.0)
    assert (norm_shift(0.5, rates()), race_by_anxiety(0.8, rates())) == (0.0, 1.0)


def test_a_campaign_is_in_the_taste_and_anxiety_in_the_cost() -> None:
    def found(**level: float) -> object:
        return terms(COUPLE, True, world_of(circumstances(level=level), COUPLE.county), 0.0, 0.0, 0.5, strong)

    strong = PLAIN.copy()
    strong["norm_campaign_effect"], strong["anxiety_race"] = 0.2, 1.0
    plain, told, calm = found(), found(campaign=0.5), found(anxiety=0.0)
    assert told.preference - plain.preference == pytest.approx(0.1)
    assert told._replace(preference=0.0) == plain._replace(preference=0.0)
    # Peers spend exp(.5) of the reference couple's; without a race only own means count.
    own = PLAIN["child_cost_elasticity"] * math.log(plain.budget.income / 120_000.0)
    weight = PLAIN["child_cost_peers"]
    ratio = calm.budget.child_cost / plain.budget.child_cost
    assert ratio == pytest.approx(math.exp(own) / math.exp(own + weight * (0.5 - own)))
    assert cost_factor(120_000.0, 120_000.0, 0.5, 0.0, as_record(rates())) == pytest.approx(1.0)
