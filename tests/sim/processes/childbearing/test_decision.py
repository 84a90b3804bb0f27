"""The birth decision: each term by hand, then the whole for a couple of round numbers, its signs and its bounds."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import as_record
from sim.population.columns import NO_TENURE, NO_WORK, OWN, PUBLIC_RENT, RENT
from sim.processes.childbearing import circumstances as world
from sim.processes.childbearing import decision as rules
from sim.processes.childbearing.couple import CHILDLESS, Couple
from sim.processes.childbearing.intentions import HUSBAND, WIFE, kind_of_home, most_gains
from tests.sim.couples import COUPLE, PLAIN, P
from tests.sim.makers import same_uncompiled
from tests.sim.minds import circumstances, lasting


@pytest.mark.parametrize(
    ("parity", "age", "waited", "desired", "expected"),
    [
        (0, 28.0, 0.0, 2, 0.5 + 1.0),  # on the wedding day
        (0, 28.0, 1.5, 2, 0.5 + math.exp(-1.0)),
        (0, 35.0, 7.5, 2, 0.5 + math.exp(-5.0) - 0.2 - 0.2),  # 2 years after 33, 2.5 beyond 5 of marriage
        (1, 28.0, 1.2, 2, 0.2 - 2.0 * math.exp(-1.0)),
        (1, 28.0, 1.2, 1, 0.2 - 2.0 - 2.0 * math.exp(-1.0)),  # one child wanted, one there
        (2, 40.0, 1.2, 3, -0.1 - 0.7 - 0.2 - 2.0 * math.exp(-1.0)),
    ],
)
def test_preference_by_hand(parity: int, age: float, waited: float, desired: int, expected: float) -> None:
    assert same_uncompiled(rules.preference, parity, age, waited, desired, P) == pytest.approx(expected)


@pytest.mark.parametrize(("parity", "n_boys", "expected"), [(0, 0, 0.0), (1, 0, 0.15), (1, 1, 0.0), (2, 0, 0.15)])
def test_sons_by_hand(parity: int, n_boys: int, expected: float) -> None:
    assert same_uncompiled(rules.sons, parity, n_boys, P) == expected


def test_agreement_and_waiting_by_hand() -> None:
    assert same_uncompiled(rules.agreement, 0.0, 0.0) == 0.25
    assert same_uncompiled(rules.agreement, math.log(3), -math.log(3)) == pytest.approx(0.75 * 0.25)
    assert same_uncompiled(rules.start_chance, 0.25, 0.25, 0.9, P) == pytest.approx(1 - math.exp(-4 * 0.25 * 0.9 / 4))
    assert same_uncompiled(rules.expected_gain, 0.0, 0.5) == pytest.approx(0.5 * math.log(2))
    assert same_uncompiled(rules.expected_gain, 50.0, 0.5) == 50.0
    waits = same_uncompiled(rules.waiting_value, 0.0, 0.9, P)
    assert waits == pytest.approx(0.95**2 * 0.9 * 0.5 * math.log(2))


@pytest.mark.parametrize(
    ("works", "pay", "expected"), [(True, 100_000.0, 0.02), (True, 0.0, 0.0), (False, 100_000.0, 0.0)]
)
def test_career_by_hand(works: bool, pay: float, expected: float) -> None:
    working_life = np.linspace(0.0, 1.0, 41)  # with 20 years left half the weight of the longest life
    assert same_uncompiled(rules.career, works, 1000.0, pay, 35.0, working_life) == pytest.approx(expected)


def test_time_terms_take_each_partner_its_share() -> None:
    """A four-year-old takes 8 hours; half of 40 is minded beside work: 8 + 20 x share of three years, and errands."""
    outside = world.world_of(circumstances(), COUPLE.county)
    plain = as_record(PLAIN._replace(errand_hours=26.0))
    unable = COUPLE._replace(wife_work=NO_WORK, husband_work=NO_WORK)
    found = rules.hours_terms(unable, 4.0, 0.5, outside, plain)
    shares = outside.horizon["shares"]
    taken = 8.0 + float(shares[3]) * 20.0 + float(shares[1]) * 0.5
    for value, share in ((found.wife, 0.65), (found.husband, 0.35)):
        free = 82.0 - share * 8.0
        assert value == pytest.approx(0.5 * math.log((free - share * taken) / free))


def test_a_child_that_follows_its_sibling_spares_a_way() -> None:
    """Two years apart at its birth: 1.5 hours a week for a fifth of siblings, in five of eighteen years; his and hers.

    The elder is one when they start, and the birth comes a year on. Couples without a local hukou have no right, and a
    first child has nobody to follow.
    """
    following = np.broadcast_to(np.minimum(np.arange(19), 12) / 18, (6, 19))
    outside = world.world_of(circumstances(benefits={"following": following}), COUPLE.county)
    plain = as_record(PLAIN._replace(school_way_hours=1.5, siblings_apart=0.2))
    assert rules.school_way_spared(COUPLE, 1.0, outside, plain) == pytest.approx(0.3 * 5 / 18)
    assert rules.school_way_spared(COUPLE._replace(local=False), 1.0, outside, plain) == 0.0
    assert rules.school_way_spared(COUPLE._replace(parity=0), CHILDLESS, outside, plain) == 0.0
    without = rules.hours_terms(COUPLE, 1.0, 0.5, world.world_of(circumstances(), COUPLE.county), plain)
    found = rules.hours_terms(COUPLE, 1.0, 0.5, outside, plain)
    for value, before, share in ((found.wife, without.wife, 0.65), (found.husband, without.husband, 0.35)):
        free = 82.0 - 46.0 - share * 8.0
        left = free * math.exp(before / 0.5)  # of her or his free hours, with the child
        assert value == pytest.approx(0.5 * math.log((left + share * 0.3 * 5 / 18) / free))


def test_hours_at_checks_by_hand() -> None:
    """A centre in all of three years of 18 (12 hours a year), a doctor in half of them (6), ten of the staff more (half
    an hour each): a sixth of 12, a twelfth of 6, an eighteenth of 5 hours a year."""
    benefits = {"centre": world.by_county(3 / 18), "doctor": world.by_county(1.5 / 18)}
    benefits["staff"] = world.by_county(10 / 18)
    outside = world.world_of(circumstances(benefits=benefits), COUPLE.county)
    p = as_record(PLAIN._replace(centre_hours=12.0, doctor_hours=6.0, staff_hours=0.5))
    spared = (2.0 + 0.5 + 5 / 18) / 52
    assert rules.hours_at_checks_spared(COUPLE.county, outside.benefits, p) == pytest.approx(spared)
    without = rules.hours_taken(COUPLE, 1.0, 0.5, world.world_of(circumstances(), COUPLE.county), p)
    found = rules.hours_taken(COUPLE, 1.0, 0.5, outside, p)
    assert without.wife_taken - found.wife_taken == pytest.approx(0.65 * spared)
    assert without.husband_taken - found.husband_taken == pytest.approx(0.35 * spared)


def terms(couple: Couple = COUPLE, p: Any = P, ahead: float = 0.0, peers: float = 0.0, **changes: Any) -> rules.Terms:
    outside = world.world_of(circumstances(**changes), couple.county)
    return rules.terms(couple, couple.permitted, outside, ahead, peers, 0.0, p)


def test_money_of_a_couple_by_hand() -> None:
    """168,000 gross less the tax of 12,000 and 36,000 at 3 %; rent 75 x 200; 360,000 a child over 18 years."""
    p = as_record(PLAIN._replace(
        child_cost_scale=1.0, child_cost_elasticity=0.0, child_cost_peers=0.0, time_out_covered=0.0,
        time_out_uncovered=0.0, wage_penalty=0.0, dismissal_slope=0.0, leave_pay_kept=1.0, nursery_constant=-50.0,
        grandparent_upkeep=500.0, couple_adults=1.5, consumption_floor=10_000.0,
    ))
    t = terms(p=p)
    income = 168_000 - 0.03 * (12_000 + 36_000)
    assert t.budget.income == pytest.approx(income)
    first = 360_000 / 18 * (1 - 4 / 18)  # what the four-year-old will still cost, on the plain world's straight line
    assert t.budget.without == pytest.approx((income - 15_000 - first) / 1.5)
    weights = [1.0, *(0.7 * 0.95**k for k in range(1, 18))]
    shares = [sum(weights[:k]) / sum(weights) for k in range(19)]
    assert t.budget.child_cost == pytest.approx(20_000)
    on_leave = 128 / 7 * 5 * 8 / (3 * 52 * 40)  # grandparents for the rest, no nursery wanted
    assert t.budget.care_cost == pytest.approx(shares[3] * 500 * 12 * (1 - on_leave))
    # 128 days at the fund's 72,000 / 360 a day, against 72,000 / 365 earned: leave brings a little more than work
    loss = (72_000 / 365 - 72_000 / 360) * 128 * shares[1]
    assert t.budget.earnings_loss == pytest.approx(loss)
    spent = 15_000 + first + 20_000 + shares[3] * 6_000 * (1 - on_leave)
    tax = 0.03 * (36_000 + max(12_000 - loss, 0.0))
    assert t.budget.with_child == pytest.approx((168_000 - loss - tax - spent) / 1.5, rel=1e-6)
    assert t.money == pytest.approx(1.5 * math.log(t.budget.with_child / t.budget.without))


def test_a_birth_benefit_counts_for_those_who_are_entitled() -> None:
    gift = {"benefits": {"annuity_local": world.by_order(3000.0), "cash_local": world.by_order(30_000.0)}}
    assert terms(**gift).budget.benefits == 3000.0
    assert terms(**gift).money > terms().money
    outsider = COUPLE._replace(local=False)
    assert terms(outsider, **gift) == terms(outsider)
    assert terms(benefits={"income_share": world.by_order(0.01)}).budget.benefits == pytest.approx(1680.0)


def test_a_tax_deduction_is_worth_nothing_without_tax() -> None:
    deduction = {"benefits": {"infant_deduction": 24_000.0, "tax_take_up": world.by_county(1.0)}}
    poor = COUPLE._replace(wife_pay=50_000.0, husband_pay=58_000.0)
    assert terms(poor, **deduction).money == terms(poor).money
    assert terms(**deduction).money > terms().money


def test_one_child_rewards_are_lost_by_those_who_have_them() -> None:
    lost = {"benefits": {"reward": world.by_county(100.0)}}
    assert terms(**lost).budget.benefits == 0.0
    until_14 = sum([1.0, *(0.7 * 0.95**k for k in range(1, 10))]) / sum([1.0, *(0.7 * 0.95**k for k in range(1, 18))])
    rewarded = COUPLE._replace(only_child_before_2016=True)
    assert terms(rewarded, **lost).budget.benefits == pytest.approx(-100.0 * until_14)


def test_births_outside_the_rules_carry_fee_and_loss() -> None:
    fee = {"benefits": {"penalty": world.by_county(1.5)}}
    inside, outside = terms(**fee), terms(COUPLE._replace(permitted=False), **fee)
    assert outside.rules == pytest.approx(-PLAIN.outside_rules_loss)
    later = {"level": {"outside_rules": 0.25}}
    assert terms(COUPLE._replace(permitted=False), **later).rules == pytest.approx(-0.25 * PLAIN.outside_rules_loss)
    assert terms(**later).rules == 0.0
    assert outside.money < inside.money
    assert inside.rules == 0.0


def test_crowding_is_missing_space() -> None:
    assert terms().crowding == pytest.approx(-PLAIN.crowding_weight * (120 - 75) / 120)
    assert terms(COUPLE._replace(area=130.0)).crowding == 0.0


def test_insurance_narrows_the_spread_of_costs_by_hand() -> None:
    """One in twenty meets an illness of 60,000 in the second year: it takes .05 of the fall of ln c1, of which .6 is
    covered. Who has less left is relieved of more."""
    p = as_record(PLAIN._replace(
        illness_chance=0.05, illness_cost=60_000.0, couple_adults=1.5, consumption_floor=10_000.0))
    weights = [1.0, *(0.7 * 0.95**k for k in range(1, 18))]
    ill = weights[1] / sum(weights) * 60_000 / 1.5
    relieved = []
    for pay in (300_000.0, 120_000.0):
        couple = COUPLE._replace(wife_pay=pay / 2, husband_pay=pay / 2)
        bare, insured = (
            terms(couple, p, benefits={"insurance_support": world.by_order(share)}) for share in (0.0, 0.6))
        left = bare.budget.with_child
        assert left > 10_000 + ill
        assert bare.illness == pytest.approx(1.5 * 0.05 * math.log((left - ill) / left))
        assert insured.illness == pytest.approx(0.4 * bare.illness)
        assert insured._replace(illness=bare.illness) == bare
        relieved.append(insured.illness - bare.illness)
    assert relieved[1] > relieved[0] > 0.0
    assert same_uncompiled(rules.illness, 40_000.0, 30_000.0, 0.25, p) == pytest.approx(
        1.5 * 0.05 * 0.75 * math.log(0.75))


def test_peers_and_age_move_what_they_should() -> None:
    assert terms(peers=0.05).peers == pytest.approx(PLAIN.peer_weight * 0.05)
    later = terms(ahead=2.0)
    assert later.preference == pytest.approx(
        rules.preference(1, 32.0, 6.0, 2, P))
    assert later.budget.without > terms().budget.without  # the elder child costs less for ever fewer years


def test_rent_relief_helps_renters_and_public_relief_public_tenants() -> None:
    relief = {"relief": {"subsidy": lasting(6000.0), "waiver": lasting(0.1)}, "homes": {"income_limit": 9.0}}
    assert circumstances(**relief).relief["subsidy"].max() == 6000.0
    childless = COUPLE._replace(parity=0, youngest=CHILDLESS)
    for tenure, better in ((RENT, True), (PUBLIC_RENT, True), (OWN, False)):
        couple = childless._replace(tenure=tenure)
        assert (terms(couple, **relief).budget.with_child > terms(couple).budget.with_child) == better


def test_couples_of_a_collective_unit_stand_as_renters_of_what_they_need() -> None:
    unit = COUPLE._replace(tenure=NO_TENURE, area=500.0, members=50)
    need = float(circumstances().homes["need"][COUPLE.county])
    renters = COUPLE._replace(tenure=RENT, area=(COUPLE.parity + 2) * need, members=COUPLE.parity + 2)
    assert terms(unit).crowding == 0.0 > terms(renters).crowding
    assert terms(unit).budget.without == pytest.approx(terms(renters).budget.without)
    assert terms(unit).budget.with_child < terms(renters).budget.with_child  # rent of the space for one more


def test_without_work_no_career_is_lost() -> None:
    home = COUPLE._replace(wife_work=NO_WORK, wife_pay=0.0)
    assert terms(home).career == terms(home).budget.earnings_loss == 0.0
    assert terms().career < 0.0


def test_both_utilities_add_up() -> None:
    t = terms()
    shared = (t.preference + t.taste + t.money + t.crowding + t.peers + t.sons + t.illness + t.cash + t.rules)
    assert rules.wife_utility(t) == pytest.approx(shared + 0.1 + t.wife_time + t.career)
    assert rules.husband_utility(t) == pytest.approx(shared - 0.2 + t.husband_time)
    found = rules.agreed(t, terms(ahead=2.0), 0.9, P)
    wife, husband = rules.wife_utility(t) - found.wife_waits, rules.husband_utility(t) - found.husband_waits
    assert found.chance == pytest.approx(rules.logistic(wife) * rules.logistic(husband))


def test_a_rule_announced_for_later_makes_couples_wait() -> None:
    gift = {"benefits": {"annuity_local": world.by_order(20_000.0)}}
    now, later, better = terms(), terms(ahead=2.0), terms(ahead=2.0, **gift)
    assert rules.agreed(now, better, 0.9, P).chance < rules.agreed(now, later, 0.9, P).chance
    rich = terms(**gift)
    assert rules.agreed(rich, later, 0.9, P).chance > rules.agreed(rich, better, 0.9, P).chance  # hurry before it ends


@pytest.mark.parametrize(("tenure", "eased"), [(RENT, True), (PUBLIC_RENT, True), (OWN, False)])
def test_fund_savings_drawn_for_rent_ease_cash_and_nothing_else(tenure: int, eased: bool) -> None:
    fund = np.array([[0.0, 0.0], [0.0, 0.04], [0.0, 0.08], [0.0, 0.0]])
    drawn = {"homes": {"rent_withdrawal": world.by_order(6000.0), "fund_coverage": 0.5}}
    poor = COUPLE._replace(tenure=tenure, savings=0.0)
    before, after = terms(poor, tax={"shares": fund}), terms(poor, tax={"shares": fund}, **drawn)
    assert (after.cash > before.cash) == eased
    was = before.budget
    same = after.budget._replace(short=was.short, cash=was.cash, strain=was.strain)
    assert after._replace(cash=before.cash, budget=same) == before


RISING = np.tile([0.1, 0.3, 0.6, 1.0], (6, 1))
"""A part of what the highest birth order is given, by order."""


@given(
    st.integers(0, 3), st.floats(20, 49), st.floats(0, 300_000), st.floats(0, 400_000), st.floats(0, 20_000),
    st.floats(0, 0.02), st.integers(0, 3), st.booleans(), st.floats(0, 2e6),
)
def test_no_couple_gains_more_than_the_bound(
    parity: int, age: float, wife: float, husband: float, gift: float, share: float, tenure: int, local: bool,
    savings: float,
) -> None:
    outside = circumstances(
        benefits={"annuity_local": gift * RISING, "income_share": share * RISING},
        relief={"subsidy": lasting(gift), "discount": lasting(20 * share), "waiver": lasting(40 * share)},
        homes={"income_limit": 9.0, "purchase_subsidy": 20 * gift * RISING, "lived_there": np.full((6, 2), 0.7),
               "on_moving": np.full((6, 2), 0.08)})
    couple = COUPLE._replace(
        parity=parity, age=age, wife_pay=wife, husband_pay=husband, tenure=tenure, local=local,
        savings=savings, urban=parity % 2, youngest=CHILDLESS if parity == 0 else 3.0,
    )
    t = rules.terms(couple, couple.permitted, world.world_of(outside, couple.county), 0.0, 0.15, 0.0, P)
    most = most_gains(
        outside.benefits, outside.homes, outside.relief, outside.level, np.full(3, 0.15), PLAIN)
    most = most[couple.county, parity, kind_of_home(tenure)]
    assert rules.wife_utility(t) - t.preference - t.taste - t.wife_taste <= most[WIFE] + 1e-9
    assert rules.husband_utility(t) - t.preference - t.taste - t.husband_taste <= most[HUSBAND] + 1e-9
