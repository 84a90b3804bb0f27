"""Conceptions without trying: rules by hand, shares against closed forms, weddings before the birth, order of rows."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clock import NO_MONTH
from sim.parameters import as_record
from sim.policy.permission import Permission
from sim.population.columns import (
    DEPARTED,
    DIVORCED,
    FEMALE,
    LIVE_BIRTH,
    LOST,
    MALE,
    MARRIED,
    NEVER_MARRIED,
    TERMINATED,
    TO_WED,
    Population,
)
from sim.processes.accounts import PREMARITAL, UNPLANNED, empty_counts
from sim.processes.childbearing.assisted_reproduction import Assisted
from sim.processes.childbearing.deliveries import deliver
from sim.processes.childbearing.pregnancy import Biology
from sim.processes.childbearing.recall import empty_recall
from sim.processes.childbearing.reproduction import BeyondTrying, MonthOfWomen, month_of_women
from sim.processes.childbearing.unplanned import (
    CHILDLESS_WIFE,
    MARRIED_MOTHER,
    SINGLE_WOMAN,
    Ended,
    Unplanned,
    end_unplanned,
    failure_hazard,
    hand_to_brides,
    highest_unplanned,
    is_beyond_unplanned,
    is_void,
    kind_of_woman,
    married_end,
    premarital_end,
    premarital_hazard,
    single_end,
    still_to_wed,
    termination_probability,
    unmarried_share,
    unplanned_probability,
    unplanned_within,
)
from sim.processes.unions.meeting import Seeking, match
from tests.sim.makers import MONTH, city, copy_of, permuted, rates, rows, same_uncompiled, size, within_errors
from tests.sim.market import COSTS, HOMES, USUAL
from tests.sim.minds import minds, pass_settings

N = size(40_000, 2_000)
P = rates(
    contraceptive_failure=1.0, condom_share_mothers=0.3, condom_share_childless=0.9, spouse_absent=0.3,
    kept_beyond_desired=0.3, kept_outside_rules=0.2, premarital_conceptions=0.05, premarital_age=23.0,
    premarital_width=5.0, premarital_schooling=0.2, hurried_refusal=0.2, registration_effect=0.15, desired_none=0.0,
    desired_one=0.0, desired_three=0.0, postpartum_months=6, start_first=0.0, start_second=0.0, start_third=0.0,
)
MY_TURN = -MONTH % 12
"""Phase of those who review in the month of the tests."""
FIGURES = Unplanned(0.13, 0.008, 0.7, 0.35, 0.05)
PLACE = as_record(FIGURES)
FREE, FORBIDDEN = np.ones((6, 4, 5), bool), np.zeros((6, 4, 5), bool)
NO_LOSS, DECOUPLED = np.zeros((6, 35)), np.zeros(6)
SURE = Biology(np.full((35, 64), 0.2), np.zeros(35), np.zeros((6, 35)))


def ended(population: Population, loss: Any = NO_LOSS, permission: Any = FREE, decoupled: float = 0.0, p: Any = P,
          earliest_birth: int = 0, month: int = MONTH) -> Ended:
    """Conceptions by kind and rows to wed when every woman conceives without trying."""
    women = np.flatnonzero(population.persons.sex[: population.n_persons] == FEMALE).astype(np.int32)
    return end_unplanned(
        women, np.zeros(len(women)), population.persons, PLACE, loss, permission, DECOUPLED + decoupled, as_record(p),
        1, 1, month, earliest_birth,
    )


def month_of(population: Population, p: Any = P, biology: Biology = SURE, earliest_birth: int = 0) -> MonthOfWomen:
    women = np.flatnonzero(population.persons.sex[: population.n_persons] == FEMALE).astype(np.int32)
    beyond = BeyondTrying(
        PLACE, as_record(Assisted(np.zeros(35), -0.36)), np.zeros(6), np.zeros(6), 1.0)
    return month_of_women(
        0, len(women), women, population.persons, population.households, biology, Permission(FREE, FREE), minds(),
        beyond, empty_recall(population.n_persons), pass_settings(earliest_birth=earliest_birth), as_record(p),
    )


# Rules by hand ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("has_child", "absent", "expected"),
    [(True, False, 0.0446), (False, False, 0.1178), (True, True, 0.01338)],  # .3*.13 + .7*.008; .9*.13 + .1*.008; x .3
)
def test_failure_hazard_by_hand(has_child: bool, absent: bool, expected: float) -> None:
    value = same_uncompiled(failure_hazard, has_child, absent, FIGURES, P)
    assert value == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("age", "education", "expected"),
    [(23.0, 3, 0.05), (28.0, 3, 0.05 * math.exp(-0.5)), (18.0, 3, 0.05 * math.exp(-0.5)),
     (23.0, 5, 0.05 * math.exp(-0.4))],  # two levels at .2
)
def test_premarital_hazard_by_hand(age: float, education: int, expected: float) -> None:
    assert same_uncompiled(premarital_hazard, age, education, P) == pytest.approx(expected, rel=1e-12)


def test_conceptions_within_some_months_by_hand() -> None:
    month = 1 - math.exp(-0.01)
    assert same_uncompiled(unplanned_within, 0.12, 0.2, 0.2, 1) == pytest.approx(month)
    assert same_uncompiled(unplanned_within, 0.12, 0.2, 0.2, 3) == pytest.approx(1 - (1 - month) ** 3)


@given(st.floats(0, 1), st.floats(0, 20), st.floats(0, 0.9), st.floats(0.01, 0.5), st.integers(1, 12))
def test_no_draw_said_to_be_beyond_conceives(
    u: float, hazard: float, fecundability: float, reference: float, months: int
) -> None:
    if same_uncompiled(is_beyond_unplanned, u, hazard, fecundability, reference, months):
        assert u >= unplanned_within(hazard, fecundability, reference, months) - 1e-15


@pytest.mark.parametrize(
    ("single", "parity", "kind"),
    [(True, 0, SINGLE_WOMAN), (True, 2, SINGLE_WOMAN), (False, 0, CHILDLESS_WIFE), (False, 1, MARRIED_MOTHER)],
)
def test_kind_of_woman(single: bool, parity: int, kind: int) -> None:
    assert same_uncompiled(kind_of_woman, single, parity) == kind


@pytest.mark.parametrize(
    ("u", "beyond", "permitted", "end"),
    [(0.69, False, True, TERMINATED), (0.71, False, True, LIVE_BIRTH), (0.90, True, True, TERMINATED),
     (0.92, True, True, LIVE_BIRTH), (0.93, False, False, TERMINATED), (0.95, False, False, LIVE_BIRTH)],
)
def test_how_a_wife_ends_it(u: float, beyond: bool, permitted: bool, end: int) -> None:
    # .3 are kept; of these .3 beyond the desired size, .2 outside the rules
    assert same_uncompiled(married_end, u, 0.7, 0.0, beyond, permitted, P) == end


@pytest.mark.parametrize(
    ("u", "months_old", "end"),
    [(0.04, 300, LIVE_BIRTH), (0.06, 300, TERMINATED), (0.39, 300, TERMINATED), (0.41, 300, TO_WED),
     (0.5, 230, TERMINATED), (0.5, 231, TO_WED), (0.1, 230, LIVE_BIRTH)],
)
def test_how_a_single_woman_ends_it(u: float, months_old: int, end: int) -> None:
    # .05 stay unmarried, .35 are ended; nine months on she must be 20: below that these two shares alone
    assert same_uncompiled(single_end, u, months_old, 9.0, 0.0, FIGURES, P) == end


@pytest.mark.parametrize(
    ("u", "gain", "end"),
    [(0.04, -1.0, LIVE_BIRTH), (0.06, -1.0, TERMINATED), (0.39, -1.0, TERMINATED), (0.41, -1.0, TO_WED),
     (0.06, 1.0, LIVE_BIRTH), (0.065, 1.0, TERMINATED), (0.229, 1.0, TERMINATED), (0.231, 1.0, TO_WED)],
)
def test_what_a_single_woman_carries_on_follows_her_gain(u: float, gain: float, end: int) -> None:
    # .65 are carried at a gain of -1; at 1 the odds are e times 65/35, .8347 are, of which 5/65 stay unmarried: .0642
    p = as_record(P._replace(single_kept_by_gain=0.5, single_at_gain=-1.0))
    assert same_uncompiled(single_end, u, 300, gain, 0.0, FIGURES, p) == end


@pytest.mark.parametrize(
    ("end", "due", "month", "void"),
    [(LIVE_BIRTH, 1199, 1190, True), (LIVE_BIRTH, 1200, 1191, False), (LOST, 1199, 1196, True),
     (TO_WED, 1205, 1196, True), (TO_WED, 1206, 1197, False)],
)
def test_what_is_void_before_the_start_day(end: int, due: int, month: int, void: bool) -> None:
    assert same_uncompiled(is_void, end, due, month, 1200) == void


def test_unplanned_probability_by_hand() -> None:
    # half the reference's fecundability: half the hazard; .12 a year is .01 a month
    value = same_uncompiled(unplanned_probability, 0.12, 0.1, 0.2)
    assert value == pytest.approx(1 - math.exp(-0.005), rel=1e-12)
    assert unplanned_probability(0.12, 0.0, 0.2) == unplanned_probability(0.12, 0.1, 0.0) == 0.0


@pytest.mark.parametrize(
    ("beyond", "permitted", "expected"),
    [(False, True, 0.7), (True, True, 0.91), (False, False, 0.94), (True, False, 0.982)],  # kept .3; x .3; x .2; both
)
def test_termination_by_hand(beyond: bool, permitted: bool, expected: float) -> None:
    value = same_uncompiled(termination_probability, 0.7, 0.0, beyond, permitted, P)
    assert value == pytest.approx(expected, rel=1e-12)


def test_decoupled_registration_raises_the_odds_of_unmarried_births() -> None:
    assert same_uncompiled(unmarried_share, 0.05, 0.0, P) == 0.05  # to the bit
    value = same_uncompiled(unmarried_share, 0.05, 1.0, P)
    assert value / (1 - value) == pytest.approx(0.05 / 0.95 * math.exp(0.15), rel=1e-12)


@pytest.mark.parametrize(
    ("u", "may_wed", "end"),
    [(0.049, True, LIVE_BIRTH), (0.051, True, TERMINATED), (0.399, True, TERMINATED), (0.401, True, TO_WED),
     (0.99, True, TO_WED), (0.124, False, LIVE_BIRTH), (0.126, False, TERMINATED), (0.99, False, TERMINATED)],
)
def test_ends_of_premarital_conceptions_by_hand(u: float, may_wed: bool, end: int) -> None:
    # .05 and .35 of all; too young to wed: .05 / .40 = .125
    assert same_uncompiled(premarital_end, u, 0.35, 0.05, 0.05, may_wed) == end


@given(st.floats(0, 1), st.floats(0, 0.9), st.booleans())
def test_more_unmarried_births_come_off_both_others(u: float, unmarried: float, may_wed: bool) -> None:
    # with a share of .05 and .62 of the rest terminated nobody goes from a wedding to a termination
    before, after = (premarital_end(u, 0.35, share, 0.05, may_wed) for share in (0.05, max(unmarried, 0.05)))
    if before == LIVE_BIRTH:
        assert after == LIVE_BIRTH
    if after == TO_WED:
        assert before == TO_WED


@given(st.floats(15, 49.99), st.integers(0, 5), st.booleans(), st.booleans(), st.floats(0.0, 0.9))
def test_nobody_exceeds_the_bound(age: float, education: int, has_child: bool, absent: bool, own: float) -> None:
    table = np.full((35, 64), 0.9)
    p = as_record(P)
    highest = highest_unplanned(table, 0.2, PLACE, p)
    assert highest.shape == (3, 36)
    a = int(age) - 15
    slack = 1e-12
    kind = MARRIED_MOTHER if has_child else CHILDLESS_WIFE
    assert unplanned_probability(failure_hazard(has_child, absent, PLACE, p), own, 0.2) <= highest[kind, a] + slack
    assert unplanned_probability(premarital_hazard(age, education, p), own, 0.2) <= highest[SINGLE_WOMAN, a] + slack
    assert not highest[:, 35].any()  # 50 and over


# How pregnancies end ------------------------------------------------------------------------------------------------


def shares(population: Population) -> Any:
    """Share of women with each end."""
    persons = population.persons
    women = (persons.sex[: population.n_persons] == FEMALE) & (persons.due[: population.n_persons] != NO_MONTH)
    return np.bincount(persons.due_outcome[: population.n_persons][women], minlength=4) / max(women.sum(), 1)


@pytest.mark.parametrize(
    ("parity", "permission", "terminated"), [(0, FREE, 0.7), (2, FREE, 0.91), (1, FORBIDDEN, 0.94)]
)
def test_married_women_end_pregnancies_by_desire_and_rules(parity: int, permission: Any, terminated: float) -> None:
    population = city(N, sex=FEMALE, marital=MARRIED, parity=parity, n_unions=1)
    found = ended(population, permission=permission)
    counted, to_wed = found.conceptions, found.to_wed
    found = shares(population)
    assert counted[0, UNPLANNED] == counted.sum() == N
    assert len(to_wed) == found[TO_WED] == 0
    assert within_errors(found[TERMINATED], terminated, N)
    assert set(population.persons.due[:N]) == {MONTH + 3, MONTH + 9}


def test_single_women_wed_end_or_bear_by_the_shares_after_losses() -> None:
    population = city(N, sex=FEMALE, marital=np.arange(N) % 2 * DIVORCED)
    found = ended(population, loss=np.full((6, 35), 0.2))
    counted, to_wed = found.conceptions, found.to_wed
    found = shares(population)
    assert counted[0, PREMARITAL] == N
    expected = {LOST: 0.2, TERMINATED: 0.28, LIVE_BIRTH: 0.04, TO_WED: 0.48}
    for end, share in expected.items():
        assert within_errors(found[end], share, N)
    np.testing.assert_array_equal(to_wed, np.flatnonzero(population.persons.due_outcome[:N] == TO_WED))


def test_decoupled_registration_moves_unmarried_births_only_up() -> None:
    plain, decoupled = (city(N, sex=FEMALE) for _ in range(2))
    ended(plain)
    ended(decoupled, decoupled=1.0, p=P._replace(registration_effect=2.0))
    before, after = plain.persons.due_outcome[:N], decoupled.persons.due_outcome[:N]
    assert (after[before == LIVE_BIRTH] == LIVE_BIRTH).all()
    assert within_errors((after == LIVE_BIRTH).mean(), 1 / (1 + 19 * math.exp(-2.0)), N)
    ratio = [(state == TERMINATED).sum() / (state == TO_WED).sum() for state in (before, after)]
    assert ratio[0] == pytest.approx(ratio[1], rel=0.1 if N > 10_000 else 0.4)


def test_girls_who_are_not_20_by_the_birth_do_not_wed() -> None:
    population = city(N, sex=FEMALE, birth=MONTH - 20 * 12 + 10)
    to_wed = ended(population).to_wed
    assert len(to_wed) == 0
    assert within_errors(shares(population)[LIVE_BIRTH], 0.05 / 0.4, N)
    of_age = city(N, sex=FEMALE, birth=MONTH - 20 * 12 + 9)
    assert within_errors(len(ended(of_age).to_wed) / N, 0.6, N)


def test_before_the_start_day_no_child_is_born_and_few_are_still_to_wed() -> None:
    start = MONTH + 10
    early, late = city(N, sex=FEMALE), city(N, sex=FEMALE)
    found = ended(early, earliest_birth=start)
    counted, to_wed = found.conceptions, found.to_wed
    assert counted.sum() + len(to_wed) == 0  # births fall before the start, and so do the ends of the rest
    found = ended(late, earliest_birth=start, month=start - 3)
    counted, to_wed = found.conceptions, found.to_wed
    assert counted.sum() == N
    assert within_errors(len(to_wed) / N, 0.6, N)
    wedded = city(N, sex=FEMALE)
    handed = ended(wedded, earliest_birth=start, month=start - 4).to_wed  # brides of the coming months carry for them
    assert within_errors(len(handed) / N, 0.6, N)
    assert (wedded.persons.due[handed] == NO_MONTH).all()


def test_a_bride_of_the_coming_months_carries_what_a_single_conceived_before_the_start_day() -> None:
    """Of the county, childless, not pregnant, nearest in age; who wed already, or weds late, is passed over."""
    population = city(
        8, sex=FEMALE, marital=[0, *[MARRIED] * 7], birth=[MONTH - 300, *[MONTH - 301] * 5, MONTH - 310, MONTH - 320],
        county=[0, 1, *[0] * 6], parity=[0, 0, 1, *[0] * 5],
        due=[*[NO_MONTH] * 3, MONTH + 5, *[NO_MONTH] * 4],
        union_start=[NO_MONTH, *[MONTH + 2] * 3, MONTH, MONTH + 4, MONTH + 3, MONTH + 1],
    )
    persons, women = population.persons, rows(0, 1, 2, 3, 4, 5, 6, 7)
    p = as_record(rates(pregnancy_months=9))
    assert hand_to_brides(rows(0), women, persons, MONTH, p) == 1
    assert (persons.due[6], persons.due_outcome[6]) == (MONTH + 9, LIVE_BIRTH)
    assert hand_to_brides(rows(0), women, persons, MONTH, p) == 1
    assert persons.due[7] == MONTH + 9
    assert hand_to_brides(rows(0), women, persons, MONTH, p) == 0
    assert list(persons.due[[0, 1, 2, 4, 5]]) == [NO_MONTH] * 5


# In the month -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "kind"),
    [({"marital": MARRIED, "n_unions": 1, "parity": 1, "last_birth": MONTH - 40}, "mother"),
     ({"marital": NEVER_MARRIED, "birth": MONTH - 23 * 12, "education": 3}, "single")],
)
def test_conceptions_occur_at_their_probability(columns: dict[str, int], kind: str) -> None:
    scale = 20.0
    p = P._replace(contraceptive_failure=scale, premarital_conceptions=0.05 * scale)
    population = city(N, **{"sex": FEMALE, "review": np.arange(N) % 12, **columns})
    found = month_of(population, p)
    hazard = scale * (0.0446 * 0.3 if kind == "mother" else 0.05)  # the husband lives elsewhere
    turn = (MONTH + population.persons.review[:N].astype(int)) % 3 == 0
    pregnant = population.persons.due[:N] != NO_MONTH
    assert pregnant.sum() == found.conceptions.sum() == pregnant[turn].sum()  # in the month of her review alone
    assert within_errors(pregnant[turn].mean(), 1 - math.exp(-hazard * 3 / 12), int(turn.sum()))  # for its quarter


def test_the_newly_wed_conceive_in_the_months_before_their_turn() -> None:
    population = city(N, sex=FEMALE, marital=MARRIED, n_unions=1, union_start=MONTH, review=np.arange(N) % 3)
    month_of(population, P._replace(contraceptive_failure=20.0))
    months = 3 - (MONTH + np.arange(N)) % 3  # to the next turn
    pregnant = population.persons.due[:N] != NO_MONTH
    for n in (1, 2, 3):
        share = pregnant[months == n].mean()
        assert within_errors(share, 1 - math.exp(-20.0 * 0.1178 * 0.3 * n / 12), int((months == n).sum()))


@pytest.mark.parametrize(
    "columns", [{"last_birth": MONTH - 5, "parity": 1}, {"due": MONTH + 2}, {"trying_since": MONTH - 1},
                {"birth": MONTH - 50 * 12}, {"presence": DEPARTED}])
def test_who_does_not_conceive_without_trying(columns: dict[str, int]) -> None:
    p = P._replace(contraceptive_failure=1e9, premarital_conceptions=1e9, dropout=0.0)
    barren = Biology(np.zeros((35, 64)), np.zeros(35), np.zeros((6, 35))) if "trying_since" in columns else SURE
    for marital in (MARRIED, NEVER_MARRIED):
        if marital == NEVER_MARRIED and "trying_since" in columns:
            continue
        population = city(300, **{"sex": FEMALE, "marital": marital, "review": MY_TURN, **columns})
        assert month_of(population, p, barren).conceptions.sum() == 0


def test_the_order_of_rows_changes_nothing() -> None:
    p = P._replace(contraceptive_failure=30.0, premarital_conceptions=2.0)
    generator = np.random.default_rng(4)
    n = size(4000, 600)
    population = city(
        n, sex=FEMALE, marital=np.where(generator.random(n) < 0.5, MARRIED, NEVER_MARRIED), county=np.arange(n) % 6,
        birth=MONTH - generator.integers(16 * 12, 49 * 12, n), parity=generator.integers(0, 3, n),
        education=generator.integers(0, 6, n), review=MY_TURN,
    )
    mixed = permuted(copy_of(population), 5)
    one, other = month_of(population, p), month_of(mixed, p)
    np.testing.assert_array_equal(one.conceptions, other.conceptions)
    state = []
    for made in (population, mixed):
        order = np.argsort(made.persons.id[:n])
        state.append((made.persons.due[:n][order], made.persons.due_outcome[:n][order]))
    np.testing.assert_array_equal(state[0], state[1])
    assert one.conceptions[:, [UNPLANNED, PREMARITAL]].all()
    to_wed = [set(made.persons.id[found.to_wed]) for made, found in ((population, one), (mixed, other))]
    assert to_wed[0] == to_wed[1] != set()


# Wedding before the birth -------------------------------------------------------------------------------------------


def test_who_is_still_to_wed() -> None:
    population = city(
        6, sex=FEMALE, due_outcome=TO_WED, due=[MONTH + 4] * 4 + [NO_MONTH, MONTH + 4],
        marital=[0, MARRIED, DIVORCED, 0, 0, 0], presence=[1, 1, 1, DEPARTED, 1, 1],
        birth=[MONTH - 300] * 5 + [MONTH - 239],
    )
    waiting, of_age = still_to_wed(rows(0, 1, 2, 3, 4, 5), population.persons, MONTH)
    assert (list(waiting), list(of_age)) == ([0, 2, 5], [0, 2])
    assert [len(part) for part in still_to_wed(rows(), population.persons, MONTH)] == [0, 0]


@pytest.mark.parametrize(("refusal", "expecting"), [(0.0, True), (0.2, True), (0.0, False)])
def test_she_is_accepted_more_surely(refusal: float, expecting: bool) -> None:
    n = size(10_000, 400)
    population = city(2 * n, sex=np.repeat([FEMALE, MALE], n), birth=MONTH - 27 * 12, earnings=8000.0)
    population.persons.due_outcome[:n] = TO_WED
    if expecting:
        population.persons.due[:n] = MONTH + 5
    p = P._replace(hurried_refusal=refusal, cross_county=0.0, age_gap_mean=0.0, age_gap_sd=1e-3, acceptance_gap=0.0,
                   acceptance=1.4, acceptance_by_age=0.05, acceptance_earnings=0.3, acceptance_housing=0.0,
                   acceptance_short=0.0)
    men = np.arange(n, 2 * n, dtype=np.int32)
    seeking = Seeking(men, population.persons.id[men], np.full(n, 5 * 6, np.int32))  # county 0, age 27, schooling 0
    wives, _ = match(
        np.arange(n, dtype=np.int32), seeking, population.persons, population.households, np.ones((6, 6)),
        math.log(8000.0), HOMES, COSTS, USUAL, 1.0, as_record(p), 1, MONTH)
    both = 1 / (1 + math.exp(-1.5)) / (1 + math.exp(-1.4))  # at 27, and he at 25 as men decide two years later
    assert within_errors(len(wives) / n, 1 - refusal * (1 - both) if expecting else both, n)


def test_without_a_wedding_the_mother_is_unmarried() -> None:
    population = city(2, room=2, sex=FEMALE, marital=[NEVER_MARRIED, MARRIED], county=[3, 3])
    counts = empty_counts()
    schooling = np.ones((6, 2, 6))
    deliver(np.array([0, 1]), 2, population.persons, population.households, np.zeros((6, 2, 101), np.int64), schooling,
            np.array([1.0, 2.0, 3.0, 4.0]), counts, as_record(P), 1, MONTH)
    assert (counts.unmarried_births[3], counts.births.sum()) == (1, 2)
    assert list(population.persons.father[2:4]) == [-1, -1]
