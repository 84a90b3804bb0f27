"""Parameters: declared once, bounded, with units and sources; a sweep never recompiles."""

import numpy as np
import pytest
from pydantic import ValidationError

from sim.errors import UserError
from sim.parameters import Parameters, Rates, as_row, as_rows, kernel_tuple, refill, row_over
from sim.processes.childbearing.hazard_rule import starting_hazard
from sim.processes.homes.rent_relief import RentRelief

FIELDS = Parameters.model_fields
NAMES = sorted(FIELDS)


def bounds(name: str) -> tuple[float, float]:
    limits = {type(m).__name__: m for m in FIELDS[name].metadata}
    return limits["Ge"].ge, limits["Le"].le


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_is_fully_declared(name: str) -> None:
    field = FIELDS[name]
    lower, upper = bounds(name)
    assert lower <= field.default <= upper
    assert field.description
    extra = field.json_schema_extra
    assert isinstance(extra, dict)
    assert extra["unit"]
    assert extra["source"]
    assert extra["role"] in ("uncertain", "fixed")
    assert extra["prior"] in ("uniform", "loguniform", "none")
    assert (extra["prior"] == "none") == (extra["role"] == "fixed")
    if extra["prior"] != "none":
        assert lower < upper
    if extra["prior"] == "loguniform":
        assert lower > 0


@pytest.mark.parametrize("name", NAMES)
def test_values_just_outside_the_bounds_are_refused_by_name(name: str) -> None:
    for limit, beyond in zip(bounds(name), (-1, 1), strict=True):
        Parameters().with_values({name: limit})
        wrong = limit + beyond * max(abs(limit), 1) * (1 if isinstance(FIELDS[name].default, int) else 0.01)
        with pytest.raises(UserError) as refusal:
            Parameters().with_values({name: wrong})
        message = str(refusal.value)
        for part in (name, str(wrong), str(bounds(name)[0]), str(bounds(name)[1])):
            assert part in message
        assert "\n" not in message


def test_unknown_name_is_refused() -> None:
    with pytest.raises(UserError, match="birth_wish"):
        Parameters().with_values({"birth_wish": 2.0})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "many"])
def test_a_value_that_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(UserError, match="start_second"):
        Parameters().with_values({"start_second": value})


def test_a_changed_copy_leaves_the_original() -> None:
    first = Parameters()
    second = first.with_values({"start_second": 0.5})
    assert (first.start_second, second.start_second) == (Parameters().start_second, 0.5)
    assert {n: v for n, v in second.model_dump().items() if n != "start_second"} == {
        n: v for n, v in first.model_dump().items() if n != "start_second"
    }
    with pytest.raises(ValidationError, match="frozen"):
        first.start_second = 1.0  # type: ignore[misc]


def test_kernel_tuple_carries_every_parameter_as_a_float_under_its_name() -> None:
    given = Parameters().with_values({"review_months": 12, "acceptance": 0.5})
    tuple_ = kernel_tuple(given)
    assert isinstance(tuple_, Rates)
    assert tuple_._asdict() == given.model_dump()
    assert {type(value) for value in tuple_} == {float}


@pytest.mark.compiled
def test_a_sweep_does_not_recompile() -> None:
    def value(start: float) -> float:
        return starting_hazard(27.0, 0, 0.0, 2, -1, True, kernel_tuple(Parameters(start_first=start)))

    value(0.5)
    before = len(starting_hazard.signatures)
    assert len({value(start) for start in np.linspace(0.3, 1.9, 9)}) == 9
    assert len(starting_hazard.signatures) == before


def test_shares_of_desired_family_sizes_never_exceed_one() -> None:
    assert sum(bounds(name)[1] for name in ("desired_none", "desired_one", "desired_three")) <= 1


@pytest.mark.compiled
def test_rows_of_records_are_those_of_their_tables() -> None:
    values = np.arange(3.0 * 2 * 4 * 19).reshape(3, 2, 4, 19)
    row = as_row(RentRelief(*values))
    assert row_over(RentRelief, values).tobytes() == row.tobytes()
    assert row_over(RentRelief, values).dtype is row.dtype, "numba knows one object at once"
    assert as_rows(RentRelief(*(np.stack([field, 2 * field]) for field in values)))[1:].tobytes() == as_row(
        RentRelief(*(2 * values))).tobytes()
    assert refill(as_row(RentRelief(*(0 * values))), RentRelief(*values)).tobytes() == row.tobytes()
