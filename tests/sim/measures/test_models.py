"""What a sweep runs: a run that is let go leaves memory by itself, without a search through all that is kept."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from sim.measures.models import let_go
from sim.model import FertilityModel


@pytest.fixture
def no_search() -> Iterator[None]:
    """Nothing that refers to itself is found meanwhile."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_search")
def test_a_run_that_is_let_go_leaves_memory_by_itself() -> None:
    model = FertilityModel(sample="1/1000", end_year=2021, values={"birth_grant": 1234.0}, scenario="in_force")
    model.run_for(3)
    known = model.levers.announced(model.settings.start_month)
    assert known is not model.levers
    known["childcare_allowance"]
    held = [weakref.ref(one) for one in (model.population, model.levers, known, model.decisions, model.homes)]
    del known
    let_go(model)
    assert [one() for one in held] == [None] * len(held)
