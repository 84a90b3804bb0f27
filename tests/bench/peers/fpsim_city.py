# /// script
# requires-python = ">=3.12"
# dependencies = [
#     "fpsim==3.5.3", "starsim==3.7.2", "sciris==3.6.1", "numba==0.68.1", "numpy==2.5.5", "pandas==3.1.1",
#     "scipy==1.18.1",
# ]
# ///
"""FPsim: its own model of family planning in Kenya, as shipped: conception, contraception, pregnancy, schooling."""

import fpsim as fp
from timing import timed

START = 2005
"""Year from which its data of Kenya reach as far as the run."""


def make(people, months):
    """The simulation's loop: initialised before, results closed in it."""
    stop = START + (months - 1) / 12
    sim = fp.Sim(n_agents=people, location="kenya", start=START, stop=stop, verbose=0, rand_seed=1)
    sim.init()

    def loop():
        sim.run()
        return sim.results.n_alive.sum()

    return loop


if __name__ == "__main__":
    timed(make)
