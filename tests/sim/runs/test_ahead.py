"""What is compiled beside the first run is what the run then takes."""

import pytest

from sim.compiled import is_kept
from sim.model import FertilityModel
from sim.processes.childbearing.reproduction import month_of_women
from sim.runs.ahead import compile_ahead, pass_over_nobody


@pytest.mark.compiled
def test_a_run_takes_the_pass_that_was_compiled_over_nobody() -> None:
    city = FertilityModel(sample="1/1000", scenario="plan", end_year=2021)
    taken = list(month_of_women.signatures)
    assert taken
    pass_over_nobody(city.settings)
    assert month_of_women.signatures == taken
    assert is_kept(month_of_women)
    assert compile_ahead(city.settings) is None
