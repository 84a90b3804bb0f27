"""A life in words: every kind of event and term has its words in both languages; one real couple is followed."""

import math
import re
from typing import Any

import pytest

from experiments.lives.text import WIDTH, life_text
from experiments.lives.words import EVENTS, ORDER, PORTRAIT, REVIEW, TERMS
from sim.clock import NO_MONTH, month_index
from sim.measures.explain import Event, Followed, Life, Portrait, Review, live, pick_woman, woman_of
from sim.places.pack import Pack
from sim.processes.childbearing.budget import Budget
from sim.processes.childbearing.decision import Hours, Terms
from sim.processes.money.consumption import left_over
from sim.settings import RunSettings
from tests.official import faults

START = month_index(2020, 11)
SETTINGS = RunSettings(sample="1/1000", end_year=2026)
HOURS = Hours(wife_free=36.0, wife_taken=9.25, husband_free=36.0, husband_taken=30.0)
NUMBERS: dict[str, Any] = dict.fromkeys(Terms._fields, 0.0)


def terms(**given: float) -> Terms:
    """Terms and money behind them as given, 0 where nothing is said."""
    at_hand = given.pop("cash_at_hand", 0.0)  # the term and the money have one name
    money = {name: at_hand if name == "cash" else given.pop(name, 0.0) for name in Budget._fields}
    return Terms(**{**NUMBERS, **given, "budget": Budget(**money)})


def review(month: int, starts: int = NO_MONTH, order: int = 1, **given: float) -> Review:
    money = {"without": 30_000.0, "with_child": 25_000.0, **given}
    return Review(month, order, terms(**money), -0.9, 0.3, 0.2, 0.25, 0.08, 3, True, starts, HOURS, 30.0)


@pytest.fixture(scope="module")
def lived() -> Life:
    model = Followed(SETTINGS)
    return live(model, pick_woman(model, age=27, children=0))


def story(lived: Life, *steps: Event | Review) -> Life:
    return lived._replace(steps=list(steps))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_real_life_is_told_in_order(lived: Life, pack: Pack, language: str) -> None:
    lines = life_text(lived, pack, language).splitlines()
    months = [line[:7] for line in lines if re.match(r"\d{4}-\d\d  ", line)]
    assert months == sorted(months)
    assert months
    assert not re.search(r"[{}]|\bnan\b", "\n".join(lines))
    assert [fault for line in lines for fault in faults(line)] == []
    months = [step.month for step in lived.steps]
    assert min(months) >= START


def test_every_review_written_out(lived: Life, pack: Pack) -> None:
    reviews = [step for step in lived.steps if isinstance(step, Review)]
    text = life_text(lived, pack, "en", every=True)
    assert len(reviews) == text.count("Waiting another") > 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_languages_have_the_same_words(language: str) -> None:
    for table in (EVENTS, TERMS, REVIEW, PORTRAIT, ORDER):
        assert set(table[language]) == set(table["zh"])
    assert set(TERMS[language]) == set(Terms._fields) - {"budget"}


def test_money_is_told_with_its_numbers(lived: Life, pack: Pack) -> None:
    told = review(START, starts=START + 1, money=-0.31, career=-0.1, without=62_300, with_child=51_900, income=180_000,
                  income_with_child=173_000, child_cost=24_000, earnings_loss=9_000, career_loss=7_000, housing=20_000)
    text = " ".join(life_text(story(lived, told), pack, "en").split())
    assert "2020-11 They talk about a first child and decide to try from 2020-12" in text
    assert "within 3 months: 8.0 %" in text
    assert "-0.31 money: own consumption per adult 62,300 → 51,900 yuan a year (take-home pay 180,000" in text
    assert "→ 173,000, hers -9,000 before tax; housing 20,000 → 0; other children and debts 0;" in text
    assert "this child 24,000," in text
    assert "for 1.5 adults)" in text
    assert "-0.10 her career: she expects to lose 7,000 yuan of gross pay a year beside her leave" in text
    assert "crowd" not in text
    assert "she -0.90, he +0.30" in text


def test_money_below_the_floor_is_told_as_what_is_left(lived: Life, pack: Pack) -> None:
    told = review(START, money=-2.5, without=30_000, with_child=6_000 * math.exp(-1.5), income=70_000)
    text = " ".join(life_text(story(lived, told), pack, "en").split())
    assert "-2.50 money: 30,000 → -3,000 yuan a year are left for each adult, less than 6,000, so that" in text


def test_hours_space_and_cash_are_told_with_their_numbers(lived: Life, pack: Pack) -> None:
    """Four people at 30 m2 need 120; she is left 36 - 9.25 hours, he the least of ten; 9,000 of 20,000 yuan missing."""
    told = review(START, wife_time=-0.15, husband_time=-0.6, crowding=-0.2, cash=-0.4, area=90.0, members=3,
                  due=20_000.0, cash_at_hand=6_000.0, credit=5_000.0, short=9_000.0)
    text = " ".join(life_text(story(lived, told), pack, "en").split())
    assert "-0.15 her free time: 36.0 → 26.8 hours a week" in text
    assert "-0.60 his free time: 36.0 → 10.0 hours a week" in text
    assert "-0.20 the home is too small: 4 people need 120 m2, there are 90" in text
    assert "birth and first year take 20,000 yuan, there are 6,000 and 5,000 of credit, 9,000 are missing" in text
    assert "they borrow 5,000 and pay it back out of later years" in text
    chinese = life_text(story(lived, told), pack, "zh").replace("\n", "").replace(" ", "")
    assert "4口人要120平方米，现有90平方米" in chinese
    assert "借5,000元，以后从家用里还" in chinese


def test_the_account_gives_both_levels_of_consumption(lived: Life) -> None:
    """Pay, housing, children and benefits of every review, shared by the adults: what the couple has for itself."""
    values = lived.model.values
    for step in (one for one in lived.steps if isinstance(one, Review)):
        b = step.terms.budget
        before = b.income + b.wealth - b.housing - b.for_others
        after = b.income_with_child + b.wealth + b.benefits - b.housing_with_child - b.for_others - b.once
        after -= max(b.child_cost + b.care_cost, 0.0)
        for left, told in ((before, b.without), (after, b.with_child)):
            assert left_over(told, values.consumption_floor) == pytest.approx(left / values.couple_adults)


def test_chinese_lines_fold_by_width(lived: Life, pack: Pack) -> None:
    told = review(START, money=-0.31, without=62_300, with_child=51_900, income=180_000)
    lines = life_text(story(lived, told), pack, "zh").splitlines()
    assert max(sum(2 if ord(c) > 0x2E80 else 1 for c in line) for line in lines) <= WIDTH + 2
    assert not [line for line in lines if line.strip()[:1] in "，。；、）" and line.strip()]


def test_reviews_that_change_nothing_are_gathered(lived: Life, pack: Pack) -> None:
    steps = [review(START + 3 * k, money=-0.3 - 0.01 * k) for k in range(4)]
    text = " ".join(life_text(story(lived, *steps), pack, "en").split())
    assert text.count("Waiting another") == 1
    assert "2021-02 Until 2021-08 they talk 3 times more about a first child and leave it" in text
    assert "money -0.33 to -0.31" in text


FACTS: dict[str, Any] = {
    "age": 31, "husband_age": 33, "tenure": 0, "months": 7, "due": START + 9, "order": 2, "sex": 1, "who": "wife",
    "pay": 84_000.0, "work": 1, "county": 4, "area": 96.0, "debt": 0.0, "kind": 3, "years": 2, "planned": True,
    "married": True,
}
KINDS = sorted(set(EVENTS["en"]) - {"birth_unmarried", "wedding_away", "pregnant_unplanned"})


@pytest.mark.parametrize("kind", KINDS)
def test_every_event_has_a_sentence_in_both_languages(lived: Life, pack: Pack, kind: str) -> None:
    for language, end in (("zh", "。"), ("en", ".")):
        event = life_text(story(lived, Event(START, kind, FACTS)), pack, language).split("2020-11  ")[-1]
        assert event.splitlines()[0].endswith(end)


def test_unplanned_unmarried_and_absent(lived: Life, pack: Pack) -> None:
    alone = {"age": 20, "tenure": 3}
    steps = [Event(START, "pregnant", FACTS | {"planned": False}), Event(START, "birth", FACTS | {"married": False}),
             Event(START, "wedding", alone)]
    text = life_text(story(lived, *steps), pack, "en")
    assert "without having planned it" in text
    assert "is 31 and unmarried" in text
    assert "marries at 20 and lives in the parents' home" in text


def test_what_a_home_has_left_after_a_wedding_and_a_birth(lived: Life, pack: Pack) -> None:
    steps = [Event(START, "wedding", FACTS | {"held": -12_500.0}), Event(START, "birth", FACTS | {"held": 3_000.0}),
             Event(START, "birth", FACTS | {"held": None})]
    english = " ".join(life_text(story(lived, *steps), pack, "en").split())
    chinese = "".join(life_text(story(lived, *steps), pack, "zh").split())
    assert english.count("Then their home") == chinese.count("付过以后") == 2
    assert "Then their home owes 12,500 yuan of family credit." in english
    assert "付过以后家里有存款3,000元。" in chinese


def test_portrait_is_of_the_woman_followed(lived: Life, pack: Pack) -> None:
    text = life_text(lived, pack, "en")
    assert "She is 27" in text
    assert "No children." in text
    assert isinstance(lived.portrait, Portrait)
    assert f"Household {lived.portrait.household} in 2020-11" in text


def test_a_household_gives_its_wife() -> None:
    model = Followed(SETTINGS)
    row = pick_woman(model, age=30)
    persons = model.population.persons
    found = woman_of(model, int(persons.household[row]))
    assert persons.household[found] == persons.household[row]
    assert persons.sex[found] == 1
    single = pick_woman(model, single=True, age=25)
    assert persons.marital[single] != 1
