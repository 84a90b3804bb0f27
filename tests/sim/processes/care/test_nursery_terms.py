"""What levers make of nurseries: kinds of place, fees, aid, trust and hours, by hand and on the plan's paths."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clock import month_index
from sim.parameters import as_row
from sim.places.pack import Pack
from sim.policy.paths import LeverPaths, compile_paths
from sim.processes.care.childcare import COMMUNITY, INCLUSIVE, KINDERGARTEN, MARKET
from sim.processes.care.nursery_terms import (
    CareMarket,
    aid_by_age,
    care_rules,
    care_terms,
    kind_shares,
    regulated_fee,
    terms_at,
    write_terms,
)
from tests.sim.makers import rates, same_uncompiled

START, END = int(month_index(2020, 11)), int(month_index(2035, 12))
ALL = np.ones(6)
P = rates()


def paths(pack: Pack, scenario: str = "national_only", **values: object) -> LeverPaths:
    return compile_paths(scenario, pack, START, END, values=values)


def market(pack: Pack, month: int = START, scenario: str = "national_only", **values: object) -> CareMarket:
    return care_terms(paths(pack, scenario, **values), pack, month, 1.0, P, ALL)


def real_price(pack: Pack, *later: int) -> np.ndarray:
    """Prices some months after the start over those of 2020."""
    use = paths(pack)
    return use.price_level[[use.at(START + months) for months in later]]


@pytest.mark.parametrize(
    ("inclusive", "kindergarten", "workplace", "shares"),
    [
        (0.3, 0.2, 0.0, (0.1, 0.7, 0.2, 0.0)),
        (0.6, 0.65, 0.05, (0.0, 0.3, 0.65, 0.05)),  # classes of kindergartens meet the inclusive share alone
        (0.9, 0.2, 0.2, (0.6, 0.0, 0.2, 0.2)),  # no more than nurseries have
        (0.5, 0.8, 0.6, (0.0, 0.0, 0.8, 0.2)),  # workplaces give way
    ],
)
def test_kinds_of_place_by_hand(
    inclusive: float, kindergarten: float, workplace: float, shares: tuple[float, ...]
) -> None:
    found = kind_shares(np.array(inclusive), np.array(kindergarten), np.array(workplace))
    assert [found[k] for k in (INCLUSIVE, MARKET, KINDERGARTEN, COMMUNITY)] == pytest.approx(shares)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_kinds_of_place_are_shares(inclusive: float, kindergarten: float, workplace: float) -> None:
    found = kind_shares(np.array(inclusive), np.array(kindergarten), np.array(workplace))
    assert found.sum() == pytest.approx(1.0)
    assert (found >= -1e-12).all()


@pytest.mark.parametrize(
    ("gross", "subsidy", "ceiling", "fee"),
    [(2000, 450, 5000, 1550), (2000, 450, 1400, 1400), (400, 450, 1400, 0), (2000, 0, 1400, 1400)],
)
def test_regulated_fee_by_hand(gross: float, subsidy: float, ceiling: float, fee: float) -> None:
    assert same_uncompiled(regulated_fee, float(gross), float(subsidy), float(ceiling)) == fee


def test_terms_of_the_start_day_by_hand(pack: Pack) -> None:
    now = market(pack)
    income = 56600 / 12
    # 10 % inclusive at .42, 70 % market at .68, 20 % kindergarten at .32 of monthly income a head.
    full = income * (0.1 * 0.42 + 0.7 * 0.68 + 0.2 * 0.32)
    assert now.fee_full == pytest.approx([full] * 6)
    np.testing.assert_array_equal(now.fee, np.repeat(now.fee_full, 4).reshape(6, 4))
    assert now.trust == pytest.approx([0.5] * 6)
    assert now.hours == pytest.approx([0.1 + 0.7 + 0.2 * 0.9] * 6)
    assert not now.support.any()
    rules = care_rules(paths(pack), pack, P)
    richer = terms_at(rules, START, 1.5, ALL)
    assert richer.fee_full == pytest.approx(1.5 * now.fee_full)


def test_each_lever_moves_its_own_term(pack: Pack) -> None:
    now = market(pack)
    subsidised = market(pack, operating_subsidy=300)
    assert now.fee_full - subsidised.fee_full == pytest.approx([0.3 * 300] * 6)  # inclusive and kindergarten places
    aided = market(pack, nursery_aid=[{"value": 500, "birth_order": "2"}])
    take_up = pack.assumption("takeup_manual")
    assert now.fee_at_age[:, 1] - aided.fee_at_age[:, 1] == pytest.approx(np.full((6, 3), 500 * take_up))
    of_years = 500 * take_up / real_price(pack, 0, 12, 24)
    assert now.fee - aided.fee == pytest.approx(np.array([[0, of_years.mean(), 0, 0]] * 6))
    assert aided.fee_full == pytest.approx(now.fee_full)
    supported = market(pack, employer_fee_support=400, employer_fee_support_share=0.1)
    assert supported.support == pytest.approx([40.0] * 6)
    assert (market(pack, inclusive_fee_ceiling=0.3).fee_full < now.fee_full).all()
    assert (market(pack, inclusive_share=0.6).fee_full < now.fee_full).all()
    assert market(pack, staff_training_coverage=1).trust == pytest.approx(now.trust + P.trust_by_training)
    assert market(pack, community_facility_standard=1).trust == pytest.approx(now.trust + P.trust_by_facilities)
    half = market(pack, kindergarten_nursery_share=0.7)
    assert half.trust == pytest.approx(now.trust + 0.5 * P.trust_in_kindergartens)
    assert market(pack, community_station_coverage=0.1).hours == pytest.approx(now.hours + 0.1 * P.station_hours)
    places = market(pack, places_per_1000=9)
    for one, other in zip(places, now, strict=True):
        np.testing.assert_array_equal(one, other)


def test_aid_from_two_years_on_is_a_third_of_three_years_by_hand(pack: Pack) -> None:
    now, take_up = market(pack), pack.assumption("takeup_manual")
    aided = market(pack, nursery_aid=[{"value": 600, "birth_order": "2"}], nursery_aid_from_age=24)
    assert (now.fee - aided.fee)[:, 1] == pytest.approx([600 * take_up / real_price(pack, 24)[0] / 3] * 6)
    assert now.fee_full[0] - aided.fee_at_age[0, 1] == pytest.approx([0, 0, 600 * take_up])
    ends = market(pack, nursery_aid=[{"value": 600, "birth_order": "2", "to": "2022-05"}], nursery_aid_from_age=24)
    assert ends.fee == pytest.approx(now.fee)  # over before a child of this month is two
    assert ends.fee_at_age == pytest.approx(aided.fee_at_age)


@pytest.mark.parametrize(
    ("from_months", "months_paid"), [(0, (12, 12, 12)), (6, (6, 12, 12)), (13, (0, 11, 12)), (24, (0, 0, 12))])
def test_a_child_is_aided_in_as_many_months_as_the_ledger_pays_it(
    from_months: int, months_paid: tuple[int, ...]
) -> None:
    """The ledger pays a child in each month in which it is old enough: of its 36, those counted here."""
    ledger = [sum(12 * year <= age < 12 * year + 12 for age in range(from_months, 36)) for year in range(3)]
    assert tuple(ledger) == months_paid
    found = aid_by_age(np.array([600.0]), np.array([float(from_months)]))
    assert found[0] == pytest.approx([600 * months / 12 for months in months_paid])


def test_one_county_aids_ages_two_to_three_by_law(pack: Pack) -> None:
    there, june = pack.county_codes.index(330604), int(month_index(2023, 6))
    use = paths(pack, "in_force")
    months = [use.at(june), use.at(june + 24)]
    real = 500 * use.take_up("nursery_aid")[months, there] / use.price_level[months]
    before, after = (market(pack, month, "in_force") for month in (june, june + 6))
    assert before.fee_full[there] - before.fee_at_age[there, 1] == pytest.approx([0, 0, real[0]])
    assert before.fee_full[there] - before.fee[there, 1] == pytest.approx(real[1] / 3)
    assert after.fee[there, 1] == pytest.approx(after.fee_full[there])  # two in December 2025, when the trial is over


def test_the_plan_makes_care_cheaper_and_more_trusted_than_the_law(pack: Pack) -> None:
    law, plan = (market(pack, END, scenario) for scenario in ("national_only", "plan"))
    assert (plan.fee_full < law.fee_full).all()
    assert (plan.fee[:, 2] <= plan.fee[:, 0]).all()
    assert (plan.trust > law.trust).all()


def test_compiled_terms_are_those_of_the_text(pack: Pack) -> None:
    rules = care_rules(paths(pack, "plan"), pack, P)
    text = getattr(terms_at, "py_func", terms_at)
    for one, other in zip(terms_at(rules, END, 1.2, ALL), text(rules, END, 1.2, ALL), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12)


def test_terms_written_into_a_row_are_those_of_the_table(pack: Pack) -> None:
    rules = care_rules(paths(pack, "plan"), pack, P)
    row = as_row(terms_at(rules, START, 1.0, ALL))
    write_terms(row, rules, END, 1.2, 0.3 * ALL)
    assert row.tobytes() == as_row(terms_at(rules, END, 1.2, 0.3 * ALL)).tobytes()
