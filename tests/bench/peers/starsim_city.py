"""What both Starsim scripts share: death rates by sex and age as a data frame, and a simulation of so many months."""

import laws
import numpy as np
import pandas as pd
import starsim as ss

YEAR = 2020


def deaths() -> ss.Deaths:
    """Starsim's deaths by the rates of `laws`, by sex and year of age [per 1,000 and year], as its guide gives data."""
    yearly = -12_000 * np.log(1 - laws.deaths_a_month()[:, ::12])
    frames = [
        pd.DataFrame({"Time": YEAR, "Sex": sex, "AgeGrpStart": np.arange(yearly.shape[1]), "mx": rates})
        for sex, rates in zip(("Female", "Male"), yearly, strict=True)
    ]
    return ss.Deaths(death_rate=pd.concat(frames))


def loop_of(people, months, births):
    """The loop of a simulation with a module of births: initialised before, results closed in it."""
    columns = laws.start(people, seed=1)
    counts, edges = np.histogram(columns["age"] / 12, bins=np.arange(0, 96))
    sim = ss.Sim(
        people=ss.People(people, age_data=pd.DataFrame({"age": edges[:-1], "value": counts})),
        dt=ss.month, start=YEAR, dur=ss.months(months - 1), verbose=0, rand_seed=1, demographics=[births, deaths()],
    )
    sim.init()

    def loop():
        sim.run()
        return sim.results.n_alive.sum()

    return loop
