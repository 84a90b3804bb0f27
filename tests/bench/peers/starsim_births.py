# /// script
# requires-python = ">=3.12"
# dependencies = ["starsim==3.7.2", "sciris==3.6.1", "numba==0.68.1", "numpy==2.5.5", "pandas==3.1.1", "scipy==1.18.1"]
# ///
"""Starsim: its built-in births at a crude rate, of no mother's age, and its deaths by sex and age."""

import starsim as ss
from starsim_city import loop_of
from timing import timed


def make(people, months):
    """The simulation's loop."""
    return loop_of(people, months, ss.Births(birth_rate=ss.peryear(7)))


if __name__ == "__main__":
    timed(make)
