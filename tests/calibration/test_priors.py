"""What a calibration moves, and what shipped draws take from priors alone."""

import numpy as np
import pandas as pd

from calibration.priors import AHEAD, CARRIED, FITTED, with_ahead
from sim.parameters import Parameters
from sim.policy.levers import LEVERS


def test_strengths_of_measures_ahead_follow_their_priors_and_leave_the_rest() -> None:
    draws = pd.DataFrame({"money_weight": np.linspace(0.5, 3.0, 40)}, index=pd.RangeIndex(1, 41, name="draw"))
    drawn = with_ahead(draws)
    assert list(drawn.columns) == ["money_weight", *AHEAD]
    pd.testing.assert_series_equal(drawn["money_weight"], draws["money_weight"])
    for name in AHEAD:
        lower, upper = Parameters.bounds(name)
        places = (drawn[name].to_numpy() - lower) / (upper - lower)
        np.testing.assert_array_equal(np.sort((places * 40).astype(int)), np.arange(40), err_msg=name)  # one a fortieth
    pd.testing.assert_frame_equal(with_ahead(drawn), drawn)


def test_measures_ahead_are_those_that_no_law_had_set_by_the_last_figure() -> None:
    strengths = {name for lever in LEVERS.values() for name in lever.strengths}
    outside_headlines = {"norm_campaign_effect", "anxiety_race"}
    assert strengths - set(AHEAD) == outside_headlines
    assert not set(AHEAD) & set(FITTED + CARRIED)
