# /// script
# requires-python = ">=3.12"
# dependencies = ["neworder==1.7.2", "numpy==2.5.5", "pandas==3.1.1", "scipy==1.18.1"]
# ///
"""neworder: the plain demographic workload on a pandas data frame, as its guide and its examples write models.

Whole columns are read as NumPy arrays, and written by label; the dead leave the frame in their month.
"""

import laws
import neworder
import numpy as np
import pandas as pd
from laws import NOBODY
from neworder_loop import loop_of
from timing import timed


class City(neworder.Model):
    """A population as a data frame, whose `partner` is a label; `step` is a month."""

    def __init__(self, people: int, months: int) -> None:
        super().__init__(
            neworder.LinearTimeline(0.0, float(months), months), neworder.MonteCarlo.deterministic_identical_stream
        )
        labels = neworder.df.unique_index(people)
        columns = laws.start(people, seed=1)
        columns["partner"] = np.where(columns["partner"] == NOBODY, NOBODY, labels[columns["partner"]])
        self.population = pd.DataFrame(columns, index=labels)
        self.death = laws.deaths_a_month().ravel()
        self.person_months = 0

    def step(self) -> None:
        """One month."""
        self.population["age"] += 1
        self.population["since"] += 1
        self.die()
        self.wed()
        self.bear()
        self.person_months += len(self.population)

    def die(self) -> None:
        """Deaths; who is left has no partner."""
        people = self.population
        table = ~people["woman"].to_numpy() * (laws.LAST_AGE + 1)  # women stand first
        risk = self.death[np.minimum(people["age"].to_numpy(), laws.LAST_AGE) + table]
        dead = self.mc.hazard(risk) > 0
        left = people["partner"].to_numpy()[dead]
        people.loc[left[left != NOBODY], "partner"] = NOBODY
        self.population = people[~dead]

    def wed(self) -> None:
        """Weddings, bin by bin."""
        people = self.population
        age, partner = people["age"].to_numpy(), people["partner"].to_numpy()
        looks = (partner == NOBODY) & (age >= laws.YOUNGEST) & (age < laws.YOUNGEST + laws.BINS * laws.BIN)
        bins, woman = (age[looks] - laws.YOUNGEST) // laws.BIN, people["woman"].to_numpy()[looks]
        weds = woman & (self.mc.hazard(laws.WEDS[bins]) > 0)
        labels = people.index.to_numpy()[looks]
        brides, grooms = (labels[places] for places in laws.pairs(bins, woman, weds, self.mc.ustream))
        people.loc[brides, "partner"] = grooms
        people.loc[grooms, "partner"] = brides

    def bear(self) -> None:
        """Births by the logit of married women."""
        people = self.population
        age, partner = people["age"].to_numpy(), people["partner"].to_numpy()
        fertile = (age >= laws.FERTILE[0]) & (age < laws.FERTILE[1])
        women = people[people["woman"].to_numpy() & (partner != NOBODY) & fertile]
        hers = (women[name].to_numpy() for name in ("age", "parity", "since", "schooling", "works"))
        husband = age[people.index.get_indexer(women["partner"])]
        mothers = women.index[self.mc.hazard(laws.birth_chances(*hers, husband)) > 0]
        people.loc[mothers, "parity"] += 1
        people.loc[mothers, "since"] = 0
        n = len(mothers)
        born = {
            "age": 0, "woman": self.mc.hazard(laws.GIRLS, n) > 0, "partner": NOBODY, "parity": 0, "since": 120,
            "schooling": people["schooling"][mothers].to_numpy(), "works": True,
        }  # fmt: skip
        self.population = pd.concat([people, pd.DataFrame(born, index=neworder.df.unique_index(n))])


if __name__ == "__main__":
    timed(loop_of(City))
