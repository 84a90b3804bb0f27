"""The monthly pass over women, and births: exposure, reviews, conceptions, losses, Leridon, what a birth changes."""

import math
from typing import Any

import numpy as np
import pytest

from sim.clock import NO_MONTH, month_index
from sim.parameters import as_record
from sim.places.pack import Pack, load_pack
from sim.policy.permission import Permission, dated_rules, rules_of
from sim.population.columns import (
    DEAD,
    DIVORCED,
    FEMALE,
    MALE,
    MARRIED,
    NEVER_MARRIED,
    NOBODY,
    RENT,
    Array,
    Population,
)
from sim.processes.accounts import UNPLANNED
from sim.processes.childbearing.assisted_reproduction import assisted
from sim.processes.childbearing.circumstances import compiled_worlds_of
from sim.processes.childbearing.hazard_rule import start_probability, starting_hazard
from sim.processes.childbearing.keeping import gains
from sim.processes.childbearing.month_terms import keys_of
from sim.processes.childbearing.pregnancy import Biology, biology
from sim.processes.childbearing.recall import empty_recall
from sim.processes.childbearing.reproduction import (
    BeyondTrying,
    MonthOfWomen,
    month_of_women,
)
from sim.processes.childbearing.unplanned import unplanned
from tests.sim.makers import MONTH, city, copy_of, rates, rows, size, within_errors
from tests.sim.minds import minds, pass_settings

N = size(40_000, 3_000)
FREE = Permission(*np.ones((2, 6, 4, 5), bool))
"""Every birth is permitted."""
FORBIDDEN = Permission(*np.zeros((2, 6, 4, 5), bool))
SURE = Biology(np.full((35, 64), 1.0), np.zeros(35), np.zeros((6, 35)))
"""Whoever tries conceives, and no conception is lost."""
BARREN = Biology(np.zeros((35, 64)), np.ones(35), np.zeros((6, 35)))
PATIENT = rates(
    dropout=0.0, trying_months=600.0, start_age_slope=0.0, start_age_slope_late=0.0, start_interval_slope=0.0,
    desired_none=0.0, desired_one=0.0, desired_three=0.0, start_first=0.9, start_second=0.6, start_third=0.6,
    son_preference=1.0, spouse_absent=0.3, outside_permission=0.1, start_wait=1.0, contraceptive_failure=0.0,
    premarital_conceptions=0.0, art_start=0.0,
)
BEYOND = BeyondTrying(
    as_record(unplanned(load_pack())), as_record(assisted(load_pack())), np.zeros(6), np.zeros(6), 1.0,
)
SCHOOLING = np.broadcast_to(np.array([0.0, 0.1, 0.3, 0.6, 0.8, 1.0]), (6, 2, 6)).copy()


def month_of(
    population: Population, biology: Biology = SURE, rules: Permission = FREE, factor: float = 1.0, p: Any = PATIENT,
    month: int = MONTH, earliest_birth: int = 0, seed: int = 1, beyond: BeyondTrying = BEYOND,
) -> tuple[Array, Array, Array]:
    """One month of all women: mothers, conceptions, losses."""
    all_of = whole_month_of(population, biology, rules, factor, p, month, earliest_birth, seed, beyond)
    return all_of.mothers, all_of.conceptions.sum(axis=1), all_of.losses


def whole_month_of(
    population: Population, biology: Biology = SURE, rules: Permission = FREE, factor: float = 1.0, p: Any = PATIENT,
    month: int = MONTH, earliest_birth: int = 0, seed: int = 1, beyond: BeyondTrying = BEYOND,
) -> MonthOfWomen:
    """All that one month of all women gives."""
    women = np.flatnonzero(population.persons.sex[: population.n_persons] == FEMALE).astype(np.int32)
    return month_of_women(
        0, len(women), women, population.persons, population.households, biology, rules, minds(), beyond,
        empty_recall(population.n_persons),
        pass_settings(factor=factor, seed=seed, month=month, earliest_birth=earliest_birth), as_record(p),
    )


def wives(n: int, age: float = 28, **columns: Any) -> Population:
    """Married women of an exact age, with their husbands in row `n`, who is one man for all of them."""
    values = {
        "sex": np.repeat([FEMALE, MALE], [n, 1]), "birth": MONTH - round(age * 12), "marital": MARRIED,
        "partner": np.repeat([n, 0], [n, 1]), "n_unions": 1, "union_start": MONTH - 12, "review": np.arange(n + 1) % 12,
    }
    return city(n + 1, **{**values, **columns})


def reviewing(population: Population) -> Array:
    """Which of the wives review this month, with quarterly reviews."""
    return (MONTH + population.persons.review[:N].astype(int)) % 3 == 0


# Care ---------------------------------------------------------------------------------------------------------------


def test_more_conceive_without_trying_the_less_they_would_mind() -> None:
    """Childless couples on condoms, .13 a year: as many at the gain of reference, exp(.5) times as many a sigma up."""
    people = wives(N)
    people.households.tenure[: people.n_households] = RENT
    p = PATIENT._replace(contraceptive_failure=1.0, condom_share_childless=1.0, start_first=0.0)
    looked = as_record(p._replace(kept_by_gain=1.0))
    worlds = compiled_worlds_of(minds().carried)
    fund = keys_of(pass_settings()).fund
    gain = gains(rows(0), people.persons, people.households, FREE.now, minds().seen, worlds, fund, MONTH, looked)[0]
    hazard = float(unplanned(load_pack()).condom)

    def conceived(by: float, at: float) -> int:
        care = p._replace(contraception_by_gain=by, kept_at_gain=at)
        return int(whole_month_of(copy_of(people), p=care).conceptions[:, UNPLANNED].sum())

    n, plain = int(reviewing(people).sum()), conceived(0.0, 0.0)
    assert conceived(0.5, gain) == plain
    for by, at, ratio in ((0.0, 0.0, 1.0), (0.5, gain - 1.0, math.exp(0.5)), (0.5, gain + 1.0, math.exp(-0.5))):
        assert within_errors(conceived(by, at) / n, 1.0 - math.exp(-hazard * ratio / 4), n)


# Leridon ------------------------------------------------------------------------------------------------------------


@pytest.mark.compiled
@pytest.mark.parametrize(("age", "within_1", "within_4"), [(30, 0.75, 0.91), (35, 0.66, 0.84), (40, 0.44, 0.64)])
def test_shares_who_conceive_a_live_birth_are_those_of_leridon(
    pack: Pack, age: int, within_1: float, within_4: float
) -> None:
    n = size(40_000, 600)
    p = rates(dropout=0.0, trying_months=600.0, contraceptive_failure=0.0, art_start=0.0)
    made = biology(pack, p, "leridon_2004")
    population = wives(n, age, trying_since=MONTH)
    persons = population.persons
    done = np.zeros(n, bool)
    share = {}
    for k in range(48):
        month_of(population, biology=made, p=p, month=MONTH + k)
        done |= (persons.due[:n] != NO_MONTH) & (persons.due_outcome[:n] == 1)
        share[k + 1] = done.mean()
    for months, published in ((12, within_1), (48, within_4)):
        # 3 points: our fit to the published shares, plus the binomial error of the cohort
        error = math.sqrt(published * (1 - published) / n)
        assert abs(share[months] - published) < 0.03 + (0 if n > 10_000 else 4 * error)


# Reviews ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("parity", [0, 1])
@pytest.mark.parametrize("rules", [FREE, FORBIDDEN], ids=["free", "forbidden"])
def test_couples_start_at_the_rate_of_their_review(parity: int, rules: Permission) -> None:
    last_birth = NO_MONTH if parity == 0 else MONTH - 24
    population = wives(N, parity=parity, last_birth=last_birth, first_child_sex=0)
    month_of(population, BARREN, rules)
    since = population.persons.trying_since[:N]
    started = since != NO_MONTH
    assert set(np.unique(since[started])) <= {MONTH, MONTH + 1, MONTH + 2}  # in the quarter that the review covers
    due = reviewing(population)
    waited = (1.0 if parity == 0 else 2.0) + 0.125  # at the middle of the quarter
    hazard = starting_hazard(28.125, parity, waited, 2, 0, rules is FREE, PATIENT)
    assert not started[~due].any()
    assert within_errors(started[due].mean(), start_probability(hazard, 3.0), int(due.sum()))


def test_the_month_and_an_absent_husband_scale_the_hazard() -> None:
    absent = wives(N, partner=NOBODY)
    month_of(absent, BARREN, factor=0.5)
    due = reviewing(absent)
    expected = start_probability(0.5 * 0.3 * 0.9, 3.0)
    assert within_errors((absent.persons.trying_since[:N][due] != NO_MONTH).mean(), expected, int(due.sum()))


@pytest.mark.compiled
def test_monthly_quarterly_and_yearly_reviews_start_equally_many() -> None:
    hazard, shares = 0.9, {}
    for review_months in (1.0, 3.0, 12.0):
        population = wives(N)
        for k in range(12):
            month_of(population, BARREN, p=PATIENT._replace(review_months=review_months), month=MONTH + k)
        shares[review_months] = (population.persons.trying_since[:N] != NO_MONTH).mean()
    for share in shares.values():
        assert within_errors(share, 1 - math.exp(-hazard), N)


@pytest.mark.parametrize(
    "state",
    [{"marital": NEVER_MARRIED}, {"marital": DIVORCED}, {"presence": DEAD}, {"last_birth": MONTH - 3, "parity": 1},
     {"birth": MONTH - 50 * 12}, {"birth": MONTH - 53 * 12}],
)
def test_who_does_not_start_to_try(state: dict[str, int]) -> None:
    population = wives(600, **state)
    mothers, conceptions, _ = month_of(population, factor=1000.0, p=PATIENT._replace(spouse_absent=1.0))
    assert (population.persons.trying_since == NO_MONTH).all()
    assert len(mothers) + conceptions.sum() == 0


@pytest.mark.parametrize(
    ("couple", "permitted"),
    [
        ({"only_child": [1, 1]}, True), ({"only_child": [1, 0]}, False), ({"only_child": [0, 1]}, False),
        ({"urban": 0, "first_child_sex": [1, -1]}, True), ({"urban": 0, "first_child_sex": [0, -1]}, False),
        ({"n_unions": [2, 1]}, True), ({"n_unions": [1, 2]}, True), ({}, False),
    ],
)
def test_the_birth_rules_of_2012_meet_both_spouses(couple: dict[str, Any], permitted: bool) -> None:
    month = month_index(2012, 6)
    columns = {"urban": 1, "first_child_sex": [0, -1], "only_child": 0, "n_unions": 1, **couple}
    population = city(
        2, sex=[FEMALE, MALE], birth=month - 336, marital=MARRIED, partner=[1, 0], parity=[1, 0],
        last_birth=month - 60, union_start=month - 80, review=[(3 - month) % 3, 0], **columns,
    )
    always = PATIENT._replace(start_second=1e9, outside_permission=0.0)
    rules = rules_of(dated_rules(load_pack()), month, np.ones(6), np.ones(6))
    month_of(population, BARREN, Permission(rules, rules), p=always, month=month)
    assert (population.persons.trying_since[0] == month) == permitted


# Trying, conception, loss -------------------------------------------------------------------------------------------


def test_pregnancies_last_nine_months_or_three() -> None:
    lost = Biology(SURE.fecundability, SURE.sterile, np.ones((6, 35)))
    for made, outcome, months in ((SURE, 1, 9), (lost, 0, 3)):
        population = wives(50, trying_since=MONTH - 1)
        persons = population.persons
        _, conceptions, losses = month_of(population, made)
        assert (conceptions[0], losses[0]) == (50, 0)
        assert (persons.due[:50] == MONTH + months).all()
        assert (persons.due_outcome[:50] == outcome).all()
        for k in range(1, months):
            mothers, again, losses = month_of(population, made, month=MONTH + k)
            assert len(mothers) + again.sum() + losses.sum() == 0
        mothers, _, losses = month_of(population, made, month=MONTH + months)
        assert (len(mothers), losses[0]) == ((50, 0) if outcome else (0, 50))
        assert (persons.due[:50] == NO_MONTH).all()
        assert (persons.trying_since[:50] == (NO_MONTH if outcome else MONTH - 1)).all()  # after a loss they go on


def test_conceptions_and_losses_occur_at_their_probabilities() -> None:
    made = Biology(np.full((35, 64), 0.2), np.full(35, 0.1), np.full((6, 35), 0.3))
    population = wives(N, trying_since=MONTH - 1)
    _, conceptions, _ = month_of(population, made)
    assert within_errors(conceptions.sum() / N, 0.2 * 0.9, N)  # a tenth is sterile
    pregnant = population.persons.due[:N] != NO_MONTH
    assert pregnant.sum() == conceptions.sum()
    assert within_errors((population.persons.due_outcome[:N][pregnant] == 0).mean(), 0.3, int(pregnant.sum()))


def test_sterility_and_fecundability_stay_with_a_woman_for_life() -> None:
    made = Biology(np.tile(np.linspace(0, 1, 64), (35, 1)), np.full(35, 0.3), np.zeros((6, 35)))
    conceived = []
    for month in (MONTH, MONTH + 1):
        population = wives(N, trying_since=MONTH - 1)
        month_of(population, made, month=month)
        conceived.append(population.persons.due[:N] != NO_MONTH)
    both = (conceived[0] & conceived[1]).mean()
    # E[f^2] over even ranks from 0 to 1 is 1/3, times the .7 who are not sterile; independent months would give .1225
    assert within_errors(both, 0.7 * np.mean(np.linspace(0, 1, 64) ** 2), N)


def test_couples_give_up_by_quarter_and_at_the_longest_time() -> None:
    p = PATIENT._replace(dropout=0.3, trying_months=20.0)
    population = wives(N, trying_since=MONTH - 5)
    month_of(population, BARREN, p=p)
    stopped = population.persons.trying_since[:N] != MONTH - 5  # some of them decide at once to start again
    due = reviewing(population)
    assert not stopped[~due].any()
    assert within_errors(stopped[due].mean(), 0.3, int(due.sum()))
    month_of(population, BARREN, p=p, month=MONTH + 15)
    assert not (population.persons.trying_since[:N] == MONTH - 5).any()


def test_a_pregnancy_outlives_the_union() -> None:
    population = city(1, sex=FEMALE, marital=DIVORCED, due=MONTH, due_outcome=1)
    assert list(month_of(population)[0]) == [0]


def test_before_the_start_day_no_birth_is_due_too_early() -> None:
    start = MONTH
    population = wives(400, trying_since=start - 30)
    for before in range(24, 0, -1):
        month_of(population, p=PATIENT._replace(start_first=1e9), month=start - before, earliest_birth=start)
        due = population.persons.due[:400]
        assert (due[due != NO_MONTH] >= start).all()
        if before > 9:  # a live birth would come before the start day
            assert (due == NO_MONTH).all()
    assert (population.persons.due[:400] != NO_MONTH).any()


@pytest.mark.compiled
@pytest.mark.parametrize(("starts", "conceives"), [(0.6, 0.15), (1.2, 0.15), (1.2, 0.1)])
def test_on_the_start_day_as_many_try_as_of_couples_that_have_not_conceived(starts: float, conceives: float) -> None:
    """Void conceptions leave the share that trying has among those who never conceived, by its own recursion."""
    months, p = 15, PATIENT._replace(start_first=starts, review_months=1.0, desired_fall=0.0)
    population = wives(N, union_start=MONTH - 100)
    same = Biology(np.full((35, 64), conceives), np.zeros(35), np.zeros((6, 35)))
    waiting, trying, begins = 1.0, 0.0, start_probability(starts, 1)
    for before in range(24, 24 - months, -1):
        month_of(population, same, p=p, month=MONTH - before, earliest_birth=MONTH)
        waiting, trying = waiting * (1.0 - begins), trying * (1.0 - conceives) + waiting * begins
    assert (population.persons.due[:N] == NO_MONTH).all()
    share = (population.persons.trying_since[:N] != NO_MONTH).mean()
    expected = trying / (waiting + trying)
    error = np.sqrt(expected * (1.0 - expected) / N)
    assert abs(share - expected) < 0.06 * expected + 4.0 * error
    assert share > 1.1 * trying_if_put_back(begins, conceives, months)


def trying_if_put_back(begins: float, conceives: float, months: int) -> float:
    """Share that tries where every couple that conceives is put back among those who wait."""
    trying = 0.0
    for _ in range(months):
        trying += (1.0 - trying) * begins - trying * conceives
    return trying
