"""Run settings: what is allowed, and one sentence for what is not."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from sim.errors import UserError
from sim.model import FertilityModel
from sim.settings import RunSettings, parse_sample


def refusal(**fields: Any) -> str:
    """The sentence with which settings are refused."""
    with pytest.raises(UserError) as refused:
        RunSettings(**fields)
    sentence = str(refused.value)
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize("sample", [0, 2, -1, "abc", "1/0", "0", "", "1/2000", float("nan"), float("inf"), 0.0005])
def test_bad_samples(sample: Any) -> None:
    sentence = refusal(sample=sample)
    assert sentence.startswith("--sample")
    assert str(sample) in sentence
    assert "1/1000" in sentence


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        ({"start_year": 2015}, ("--from", "2015", "2010", "2020")),
        ({"end_year": 2036}, ("--to", "2036", "2035")),
        ({"end_year": 2019}, ("--to", "2019", "2020")),
        ({"start_year": 2010, "end_year": 2009}, ("--to", "2009", "2010")),
        ({"threads": 0}, ("--threads", "0")),
    ],
)
def test_bad_years_and_threads(fields: dict[str, Any], parts: tuple[str, ...]) -> None:
    sentence = refusal(**fields)
    for part in parts:
        assert part in sentence


@pytest.mark.parametrize(
    ("fields", "option", "allowed"),
    [
        ({"scenario": "golden_age"}, "--scenario", "national_only"),
        ({"scenario": "nowhere.yaml"}, "--scenario", "national_only"),
        ({"future": "rosy"}, "--future", "central"),
        ({"place": "atlantis"}, "atlantis", "shaoxing"),
    ],
)
def test_unknown_names_are_refused_before_anything_is_built(fields: dict[str, Any], option: str, allowed: str) -> None:
    with pytest.raises(UserError) as refused:
        FertilityModel(sample="1/1000", **fields)
    sentence = str(refused.value)
    assert option in sentence
    assert allowed in sentence
    assert next(iter(fields.values())) in sentence
    assert "\n" not in sentence


def test_unknown_settings_are_refused() -> None:
    with pytest.raises(ValidationError, match="wish"):
        RunSettings(wish=3)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("text", "sample"),
    [("1/50", Fraction(1, 50)), ("1/1", Fraction(1)), ("0.02", Fraction(1, 50)), (0.001, Fraction(1, 1000)),
     (1, Fraction(1)), ("3/1000", Fraction(3, 1000))],
)
def test_samples(text: str | float, sample: Fraction) -> None:
    assert parse_sample(text) == sample
    assert RunSettings(sample=text).sample == sample  # type: ignore[arg-type]


def test_runs_start_in_november_of_the_census_and_end_with_december() -> None:
    settings = RunSettings(start_year=2010, end_year=2011)
    assert settings.start_month == 110 * 12 + 10  # November 2010
    assert settings.end_month == 111 * 12 + 11  # December 2011


def test_settings_are_frozen_and_compare_by_value() -> None:
    assert RunSettings(seed=3) == RunSettings(seed=3) != RunSettings(seed=4)
    with pytest.raises(ValidationError, match="frozen"):
        RunSettings().seed = 2  # type: ignore[misc]
