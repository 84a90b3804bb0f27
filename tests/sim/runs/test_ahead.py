"""What is compiled beside the first run is what the run then takes."""

import sys
from typing import Any

import pytest

from sim.compiled import is_kept
from sim.model import FertilityModel
from sim.processes.childbearing.reproduction import month_of_women
from sim.runs.ahead import compile_ahead, live_backwards, live_months, pass_over_nobody


def compiled() -> dict[str, list[Any]]:
    """Signatures for which each rule of the modules loaded has code."""
    return {
        f"{module}.{name}": list(rule.signatures)
        for module in sorted(sys.modules) if module.startswith("sim.")
        for name, rule in vars(sys.modules[module]).items() if hasattr(rule, "signatures")
    }


@pytest.mark.compiled
def test_a_run_takes_what_was_compiled_beside_it() -> None:
    city = FertilityModel(sample="1/1000", scenario="plan", end_year=2021)
    city.run_for(city.n_months)
    taken = compiled()
    assert taken["sim.processes.childbearing.reproduction.month_of_women"]
    for rehearsal in (pass_over_nobody, live_backwards, live_months):
        rehearsal(city.settings)
        assert compiled() == taken, f"{rehearsal.__name__} compiles what no run takes"
    assert is_kept(month_of_women)
    compile_ahead(city.settings)  # nothing is left to do
