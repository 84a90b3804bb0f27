"""The way of a lever to a birth: each step is recomputed by hand from the one before, for four couples."""

import math

import pytest

from sim.errors import UserError
from sim.measures.ladder import COUPLES, DECISION_MONTH, Way, ways
from sim.model import FertilityModel
from sim.parameters import Parameters
from sim.processes.money.annuities import annuity_shares

P = Parameters()
LOCAL = [name for name, couple in COUPLES.items() if couple.local]


@pytest.fixture(scope="module")
def grant() -> dict[str, Way]:
    return {way.couple: way for way in ways("shaoxing", "birth_grant", 30_000.0)}


def income() -> float:
    """Real incomes of the month of the decision over 2020's."""
    return float(FertilityModel(sample="1/1000").incomes.level(DECISION_MONTH))


def step(way: Way, subject: str, name: str) -> tuple[float, float]:
    return next((one.before, one.after) for one in way.steps if (one.subject, one.name) == (subject, name))


@pytest.mark.compiled
@pytest.mark.parametrize("couple", LOCAL)
def test_a_grant_from_yuan_to_chance(grant: dict[str, Way], couple: str) -> None:
    way, share = grant[couple], annuity_shares(P.discount_beta, P.discount_delta)[1]
    nothing, real = step(way, "declared", "birth_grant")
    assert (nothing, 0 < real < 30_000) == (0.0, True)  # of 2020
    cash_before, cash = step(way, "benefits", "cash_local")
    taken = (cash - cash_before) / real
    assert 0.4 < taken < 1.0
    before, after = step(way, "money", "benefits")
    assert after - before == pytest.approx(share * taken * real)
    c1_before, c1 = step(way, "money", "with_child")
    if couple != "B":  # not below the floor: yuan for yuan, shared by one and a half adults
        assert c1 - c1_before == pytest.approx((after - before) / P.couple_adults)
    money_before, money = step(way, "terms", "money")
    assert money - money_before == pytest.approx(P.money_weight * math.log(c1 / c1_before))
    assert way.after > way.before > 0.0
    agreed = step(way, "chance", "agree")
    chances = [1 - math.exp(-P.start_rate * agree * 0.25) for agree in agreed]
    assert [way.before, way.after] == pytest.approx(chances)


@pytest.mark.compiled
def test_credit_is_seen_at_the_birth_of_who_is_short() -> None:
    """A, who is short, borrows it and is short no more; C has the cash, and nothing changes."""
    found = {way.couple: way for way in ways("shaoxing", "family_credit_ceiling")}
    short, rest = step(found["A"], "money", "short")
    credit = step(found["A"], "money", "credit")[1]
    assert credit > 0.0
    assert rest == pytest.approx(max(short - credit, 0.0), abs=1.0)
    assert step(found["A"], "terms", "cash")[1] > step(found["A"], "terms", "cash")[0]
    assert found["A"].after > found["A"].before
    assert found["C"].after == found["C"].before


@pytest.mark.compiled
def test_places_from_their_number_to_chance() -> None:
    """More places, more of those who want one have one in reach, and the offer is worth so much more to all."""
    for way in ways("shaoxing", "places_per_1000", 6.0):
        assert step(way, "declared", "places_per_1000") == (2.5, 6.0)
        before, after = step(way, "care", "admitted")
        assert 0.4 < before < after < 1.0
        worth_before, worth = step(way, "money", "place_worth")
        assert worth / worth_before == pytest.approx(after / before)
        cost_before, cost = step(way, "money", "care_cost")
        assert cost_before - cost == pytest.approx(worth - worth_before)
        assert way.after > way.before


@pytest.mark.compiled
def test_aid_makes_a_place_worth_more_and_the_queue_longer() -> None:
    """A place in reach is worth what who takes it saves, or more; as more want one, fewer of them have it in reach."""
    for way in ways("shaoxing", "nursery_aid", 1_000.0)[: len(LOCAL)]:
        fee_before, fee = step(way, "care", "fee")
        admitted_before, admitted = step(way, "care", "admitted")
        assert admitted < admitted_before
        wanted = step(way, "hours", "place")[0] / admitted_before
        worth_before, worth = step(way, "money", "place_worth")
        infant_months = 12 * float(annuity_shares(P.discount_beta, P.discount_delta)[3])
        on_leave = 0.35  # at most, of the hours of the first three years
        gained = worth / admitted - worth_before / admitted_before
        assert gained > (1 - on_leave) * infant_months * wanted * (fee_before - fee) > 0.0
        assert (way.after > way.before) == (worth > worth_before)


@pytest.mark.compiled
def test_a_lever_that_no_decision_reads_leaves_all_as_it_is() -> None:
    for way in ways("shaoxing", "marriage_leave", 30.0):
        assert [one.subject for one in way.steps] == ["declared"]
        assert way.before == way.after


@pytest.mark.compiled
def test_what_acts_beside_the_decision_is_shown_where_it_acts() -> None:
    """Insurance of half a cycle of 40,000 yuan; a gift of 10,000 at a wedding; no chance of a birth moves by either."""
    insured = {way.couple: way for way in ways("shaoxing", "art_insurance", 0.5)}
    before, after = step(insured["C"], "treatment", "price")
    taken = 1 - after / P.art_price
    assert before > after > 0.5 * P.art_price > 0.0 < taken <= 0.5
    rarely, oftener = step(insured["C"], "treatment", "starts")
    assert oftener / rarely == pytest.approx((after / before) ** -0.36)  # C has the cash for either price
    given = {way.couple: way for way in ways("shaoxing", "marriage_grant", 10_000.0)}
    nothing, grant = step(given["A"], "wedding", "grant")
    assert nothing == 0.0 < grant < 10_000
    assert all(way.before == way.after for way in (*insured.values(), *given.values()))


@pytest.mark.compiled
def test_aid_from_two_on_and_a_free_last_year_are_seen_by_all() -> None:
    for way in ways("shaoxing", "preschool_free_last_year", 0.0):  # the law's, taken away
        had, has = step(way, "benefits", "fee_relief")
        assert had > has == 0.0
        assert way.after < way.before
    full, aided = step(ways("shaoxing", "nursery_aid", 500.0)[1], "care", "fee")
    assert full > aided


@pytest.mark.compiled
def test_a_lever_without_the_one_that_it_needs_is_told() -> None:
    with pytest.warns(UserWarning, match="--check family_credit_subsidy changes nothing: it acts where family_c"):
        found = ways("shaoxing", "family_credit_subsidy", 2.0)
    assert all(way.after == way.before for way in found)


def test_what_cannot_be_looked_at() -> None:
    with pytest.raises(UserError, match="did you mean 'birth_grant'"):
        ways("shaoxing", "birthgrant")
    with pytest.raises(UserError, match="out of bounds; allowed are 0 to 300000"):
        ways("shaoxing", "birth_grant", 1e9)


@pytest.mark.compiled
def test_a_sibling_to_follow_from_the_rule_to_hours_and_chance() -> None:
    """B's child of four is 5.1 at the birth: both are in primary school for seven eighths of the younger's year of six.

    1.5 hours a week for a fifth of siblings; A has no child to follow, and C's youngest leaves as the next one comes.
    """
    found = {way.couple: way for way in ways("shaoxing", "sibling_same_school")}
    shares = annuity_shares(P.discount_beta, P.discount_delta)
    hours = P.school_way_hours * P.siblings_apart * 0.875 * (shares[7] - shares[6])
    assert step(found["B"], "weekly", "way_spared") == pytest.approx((0.0, hours))
    assert step(found["B"], "terms", "wife_time")[1] > step(found["B"], "terms", "wife_time")[0]
    assert found["B"].after > found["B"].before
    assert all([one.name for one in found[name].steps] == ["sibling_same_school"] for name in ("A", "C"))


@pytest.mark.compiled
def test_checks_of_small_children_from_coverage_to_hours_and_chance() -> None:
    """Four hours a year with a centre, two with a doctor, over the first three of 18 years, by their annuity share."""
    three = float(annuity_shares(P.discount_beta, P.discount_delta)[3])
    for name, field, hours in (("child_health_centre_coverage", "centre", P.centre_hours),
                               ("family_doctor_coverage", "doctor", P.doctor_hours)):
        for way in ways("shaoxing", name, 1.0):
            assert step(way, "benefits", field) == pytest.approx((0.0, three))
            assert step(way, "weekly", "checks_spared") == pytest.approx((0.0, hours * three / 52))
            assert step(way, "terms", "wife_time")[1] > step(way, "terms", "wife_time")[0]
            assert way.after > way.before


@pytest.mark.compiled
def test_levers_without_an_effect_by_default_show_value_and_no_chance() -> None:
    for name, value, fields in (
        ("premarital_check_coverage", 1.0, []), ("newborn_screening_coverage", 1.0, []),
        ("maternity_staff_per_1000", 20.0, ["staff"]), ("admission_fairness", 1.0, ["fair_admission"]),
    ):
        for way in ways("shaoxing", name, value):
            assert [one.name for one in way.steps] == [name, *fields]
            assert way.after == way.before


@pytest.mark.compiled
def test_fees_from_places_and_aid_to_money_and_chance() -> None:
    """Of 9,622 yuan a year at the incomes of 2020: a fifth more public places spare .2 x .5 of the fee that is left by
    nobody else; aid reaches D alone, who is poor; a place at school D alone, who has no local hukou."""
    public = {way.couple: way for way in ways("shaoxing", "public_kindergarten_share", 0.7)}
    aided = {way.couple: way for way in ways("shaoxing", "preschool_aid", 1.0)}
    access = {way.couple: way for way in ways("shaoxing", "migrant_school_access", 1.0)}
    for name in COUPLES:
        spared = step(public[name], "benefits", "fee_relief")
        assert step(public[name], "money", "benefits") == pytest.approx(
            tuple(step(public[name], "money", "benefits")[0] + k * (spared[1] - spared[0]) * income()
                  for k in (0, 1)))
        assert public[name].after > public[name].before
        for of in (aided, access):
            assert (of[name].after > of[name].before) == (name == "D")
    shares = annuity_shares(P.discount_beta, P.discount_delta)
    school = 0.1 * 56_600 * (1 - 0.7967) * float(shares[15] - shares[6])
    assert step(access["D"], "benefits", "school_access") == pytest.approx((0.0, school))
    before, after = step(access["D"], "money", "benefits")
    assert after - before == pytest.approx(school * income())


@pytest.mark.compiled
def test_support_of_grandparents_is_seen_where_they_mind_the_child() -> None:
    """1,000 yuan a month to all of whom .7 claim, half of it handed on; A alone has grandparents who help."""
    with pytest.warns(UserWarning, match="changes nothing: it acts where grandparent_support_coverage is above 0"):
        without = ways("shaoxing", "grandparent_support", 1_000.0)
    assert all(way.after == way.before for way in without)


@pytest.mark.compiled
def test_checks_of_employers_from_the_fine_to_the_jobs_of_mothers() -> None:
    """A's firm weighs a birth's cost against a fine of .01 years of pay; B has no employer, C the state's."""
    found = {way.couple: way for way in ways("shaoxing", "equal_hiring_enforcement", 1.0)}
    assert step(found["A"], "work", "enforcement") == (0.0, 1.0)
    before, after = step(found["A"], "hiring", "chance")
    assert before == 1.0
    assert after == pytest.approx(math.exp(P.hiring_penalty * P.discrimination_fine))  # more than that is at stake
    lost_before, lost = step(found["A"], "money", "career_loss")
    assert lost < lost_before
    assert step(found["A"], "terms", "career")[1] > step(found["A"], "terms", "career")[0]
    assert found["A"].after > found["A"].before
    assert step(found["C"], "hiring", "chance")[1] > 1.0
    assert found["B"].after == found["B"].before
    assert found["C"].after == found["C"].before  # nobody is dismissed there


@pytest.mark.compiled
def test_a_subsidy_shortens_the_time_out_that_mothers_expect() -> None:
    for way in ways("shaoxing", "reemployment_subsidy", 3_000.0):
        usual, sooner = step(way, "work", "sooner")
        assert usual == 1.0 < sooner < math.exp(P.reentry_elasticity * 36_000 / (P.employer_tenure * 50_000))
        assert step(way, "hiring", "mothers_sooner")[1] == pytest.approx(sooner, rel=2e-3)  # prices of a year before
        if way.couple == "D":  # without work she has none to lose
            assert way.after == way.before
            continue
        assert step(way, "money", "career_loss")[1] < step(way, "money", "career_loss")[0]
        assert way.after > way.before


@pytest.mark.compiled
def test_item_11_is_seen_where_it_acts() -> None:
    for name, value, subject, field in (
        ("matchmaking_reach", 0.5, "market", "meetings"), ("wedding_cost_change", -0.2, "wedding", "wedding"),
        ("bride_price_change", -0.2, "wedding", "bride_price"),
    ):
        for way in ways("shaoxing", name, value):
            before, after = step(way, subject, field)
            factor = 1 + 0.5 * P.matchmaking_meetings * (1 - P.matchmaking_displaced) if value > 0 else 0.8
            assert after == pytest.approx(before * factor)
            assert way.before == way.after
    for name, value, seen in (("counselling_coverage", 1.0, []), ("retraining_coverage", 1.0, []),
                              ("family_norm_campaign", 1.0, ["campaign"]), ("childrearing_anxiety", 0.0, ["anxiety"])):
        for way in ways("shaoxing", name, value):  # whose strengths are 0
            assert [one.name for one in way.steps] == [name, *seen]
            assert way.before == way.after
