# /// script
# requires-python = ">=3.12"
# dependencies = ["starsim==3.7.2", "sciris==3.6.1", "numba==0.68.1", "numpy==2.5.5", "pandas==3.1.1", "scipy==1.18.1"]
# ///
"""Starsim: its built-in pregnancies at rates by age, and its deaths by sex and age; nobody has a partner."""

import pandas as pd
import starsim as ss
from starsim_city import YEAR, loop_of
from timing import timed

ASFR = {15: 2.0, 20: 25.0, 25: 80.0, 30: 70.0, 35: 30.0, 40: 6.0, 45: 1.0}
"""Births of 1,000 women a year by age, of the size of a Chinese city's."""


def make(people, months):
    """The simulation's loop."""
    rates = pd.DataFrame({"Time": YEAR, "AgeGrp": list(ASFR), "ASFR": list(ASFR.values())})
    return loop_of(people, months, ss.Pregnancy(fertility_rate=rates))


if __name__ == "__main__":
    timed(make)
