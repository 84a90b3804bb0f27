"""The life of a couple is what the model did: starts, births, and a run that is not changed by being watched."""

import numpy as np
import pytest

from sim.clock import NO_MONTH
from sim.measures.explain import Event, Followed, Life, Review, _fertility_events, live, pick_woman
from sim.model import FertilityModel
from sim.population.columns import MARRIED, NO_TENURE, RESIDENT
from sim.settings import RunSettings

SETTINGS = RunSettings(sample="1/1000", end_year=2024)


@pytest.fixture(scope="module")
def lives() -> list[Life]:
    """Lives of twelve young wives of one and the same run."""
    first = Followed(SETTINGS)
    persons, n = first.population.persons, first.population.n_persons
    young = (persons.sex[:n] == 1) & (persons.marital[:n] == MARRIED) & (persons.presence[:n] == RESIDENT)
    young &= (first.month - persons.birth[:n] < 30 * 12) & (persons.due[:n] == NO_MONTH)
    rows = np.flatnonzero(young)[:12]
    return [live(Followed(SETTINGS), int(row)) for row in rows]


def test_a_start_told_is_a_start_taken(lives: list[Life]) -> None:
    """Where a review says that they start, they try in that month, unless a birth nobody planned came first."""
    starts = 0
    for life in lives:
        for step in life.steps:
            if isinstance(step, Review) and step.starts != NO_MONTH and step.starts < life.model.month:
                told = [e for e in life.steps if isinstance(e, Event) and e.month >= step.starts]
                assert any(e.kind in ("trying", "pregnant", "left_city", "divorce", "widowed", "died") for e in told)
                starts += 1
    assert starts > 0


def test_nobody_tries_without_a_review_that_says_so(lives: list[Life]) -> None:
    for life in lives:
        decided = {step.starts for step in life.steps if isinstance(step, Review)}
        tried = {e.month for e in life.steps if isinstance(e, Event) and e.kind == "trying"}
        first = life.portrait.facts["trying_since"]
        assert tried <= decided | {first}


def test_births_are_those_of_the_columns(lives: list[Life]) -> None:
    births = 0
    for life in lives:
        born = [e for e in life.steps if isinstance(e, Event) and e.kind == "birth"]
        parity = life.model.population.persons.parity[life.portrait.row]
        assert len(born) == parity - life.portrait.facts["parity"]
        births += len(born)
    assert births > 0


def test_what_is_left_after_a_birth_is_what_the_home_holds(lives: list[Life]) -> None:
    now = lives[0].portrait.facts
    for tenure, savings, held in ((0, -2000, -2000.0), (0, 0, 0.0), (NO_TENURE, 0, None)):
        after = now | {"parity": now["parity"] + 1, "savings": savings, "tenure": tenure, "children": [{"sex": 1}]}
        told = [event for event in _fertility_events(lives[0].portrait.month, now, after) if event.kind == "birth"]
        assert [event.facts["held"] for event in told] == [held]


def test_watching_changes_nothing(lives: list[Life]) -> None:
    plain = FertilityModel(SETTINGS)
    plain.run_for(plain.n_months)
    watched = next(life.model for life in lives if life.model.month > SETTINGS.end_month)
    for name, counts in plain.yearly[2023].items():
        np.testing.assert_array_equal(counts, watched.yearly[2023][name])


def test_steps_are_in_order_of_months(lives: list[Life]) -> None:
    for life in lives:
        months = [step.month for step in life.steps]
        assert months == sorted(months)


def test_the_hazard_rule_has_no_terms() -> None:
    model = Followed(SETTINGS.model_copy(update={"birth_rule": "hazard", "end_year": 2021}))
    life = live(model, pick_woman(model, age=28))
    assert not [step for step in life.steps if isinstance(step, Review)]
