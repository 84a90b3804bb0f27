"""Indicators of counties add up to those of the whole place."""

import numpy as np

from sim.measures.by_county import BY_COUNTY, county_indicators
from sim.measures.models import MODELS
from sim.measures.yearly import stacked, yearly_indicators
from sim.runs.plan import of_county
from tests import synthetic

MONTHS = {2021: 12, 2022: 12}


def test_counties_add_up_to_the_place() -> None:
    """Of six counties with 160 births the first has the two that seed 2 adds; a county pays 3,000 of public money."""
    yearly = {year: synthetic.counts(2, months) for year, months in MONTHS.items()}
    counts = {name: np.stack([yearly[year][name] for year in MONTHS]) for name in yearly[2021]}
    found = county_indicators(counts, synthetic.CODES, 50.0)
    whole = yearly_indicators(*stacked(yearly), MONTHS, 50.0, synthetic.ASSUMPTIONS)
    assert found["births_330602"].tolist() == [162 * 50] * 2
    assert found["births_330681"].tolist() == [160 * 50] * 2
    assert found["public_money_real_330681"].tolist() == [3000 * 50] * 2
    for name in BY_COUNTY:
        np.testing.assert_allclose(sum(found[of_county(name, code)] for code in synthetic.CODES), whole[name])
    assert found.keys() == MODELS["city"].of_counties(synthetic.CODES).keys()
