"""What a month of the pass is told: keys are those of the streams, and bounds are reached by nobody."""

import math

import numpy as np
import pytest

from sim.processes.childbearing.month_terms import (
    BY_UTILITY,
    DESIRED_DRAW,
    REVIEW_DRAW,
    TASTE_PERSON_DRAW,
    TREATMENT_DRAW,
    bounds_of,
    keys_of,
)
from sim.streams import PERMANENT, stream_key
from tests.sim.makers import MONTH, rates, same_uncompiled
from tests.sim.minds import pass_settings


def test_keys_are_those_of_the_month_and_for_life() -> None:
    keys = keys_of(pass_settings(seed=3, trait_seed=8))
    assert keys.review == stream_key(3, REVIEW_DRAW, MONTH)
    assert keys.treatment == stream_key(3, TREATMENT_DRAW, MONTH)
    assert keys.desired == stream_key(8, DESIRED_DRAW, PERMANENT)
    assert keys.taste_person == stream_key(8, TASTE_PERSON_DRAW, PERMANENT)
    assert len(set(keys)) == len(keys)


def test_bounds_by_hand() -> None:
    p = rates(review_months=3.0, start_rate=4.0, taste_person=0.5, art_start=0.0)
    fecundability = np.zeros((35, 2))
    fecundability[27 - 15] = 0.1, 0.3
    settings, peers = pass_settings(rule=BY_UTILITY, factor=0.5), np.array([-1.0, 2.0])
    found = same_uncompiled(bounds_of, settings, fecundability, -0.36, peers, p)
    assert found.start == pytest.approx(1 - math.exp(-4 * 0.5 * 0.25))
    assert (found.husband_taste, found.treatment, found.peers) == (1.75, 0.0, 2.0)
    assert found.reference == pytest.approx(0.2)  # the mean at 27
    assert bounds_of(pass_settings(), fecundability, -0.36, np.ones(1), p).start == 1.0  # by hazard nobody is spared
