# /// script
# requires-python = ">=3.12"
# dependencies = ["neworder==1.7.2", "numpy==2.5.5", "pandas==3.1.1", "scipy==1.18.1"]
# ///
"""neworder: the plain demographic workload on NumPy columns, the fastest form that we could write.

Columns are NumPy arrays, which neworder's engine of draws takes as well as those of a data frame. Rows of the dead are
dropped once a year.
"""

import laws
import neworder
import numpy as np
from laws import NOBODY
from neworder_loop import loop_of
from timing import timed


class City(neworder.Model):
    """A population by columns; `step` is a month."""

    def __init__(self, people: int, months: int) -> None:
        super().__init__(
            neworder.LinearTimeline(0.0, float(months), months), neworder.MonteCarlo.deterministic_identical_stream
        )
        own = {"alive": np.ones(people, bool), "id": neworder.df.unique_index(people)}
        self.columns = laws.start(people, seed=1) | own
        self.death = laws.deaths_a_month().ravel()
        self.person_months = 0

    def step(self) -> None:
        """One month."""
        people = self.columns
        people["age"] += 1
        people["since"] += 1
        self.die()
        self.wed()
        self.bear()
        self.person_months += int(self.columns["alive"].sum())
        if self.timeline.index % 12 == 11:
            self.forget_the_dead()

    def die(self) -> None:
        """Deaths; who is left has no partner."""
        people = self.columns
        table = ~people["woman"] * (laws.LAST_AGE + 1)  # women stand first
        risk = self.death[np.minimum(people["age"], laws.LAST_AGE) + table]
        dead = np.flatnonzero(self.mc.hazard(risk))
        dead = dead[people["alive"][dead]]
        left = people["partner"][dead]
        people["alive"][dead] = False
        people["partner"][left[left != NOBODY]] = NOBODY
        people["partner"][dead] = NOBODY

    def wed(self) -> None:
        """Weddings, bin by bin."""
        people = self.columns
        age = people["age"]
        looks = (people["partner"] == NOBODY) & people["alive"] & (age >= laws.YOUNGEST)
        single = np.flatnonzero(looks & (age < laws.YOUNGEST + laws.BINS * laws.BIN))
        bins, woman = (age[single] - laws.YOUNGEST) // laws.BIN, people["woman"][single]
        weds = woman & (self.mc.hazard(laws.WEDS[bins]) > 0)
        brides, grooms = (single[places] for places in laws.pairs(bins, woman, weds, self.mc.ustream))
        people["partner"][brides], people["partner"][grooms] = grooms, brides

    def bear(self) -> None:
        """Births by the logit of married women."""
        people = self.columns
        age, partner = people["age"], people["partner"]
        may = people["woman"] & (partner != NOBODY) & (age >= laws.FERTILE[0]) & (age < laws.FERTILE[1])
        women = np.flatnonzero(may)
        hers = (people[name][women] for name in ("age", "parity", "since", "schooling", "works"))
        mothers = women[self.mc.hazard(laws.birth_chances(*hers, age[partner[women]])) > 0]
        people["parity"][mothers] += 1
        people["since"][mothers] = 0
        n = len(mothers)
        born = {
            "age": np.zeros(n, np.int64), "woman": self.mc.hazard(laws.GIRLS, n) > 0, "parity": np.zeros(n, np.int64),
            "since": np.full(n, 120), "schooling": people["schooling"][mothers], "works": np.ones(n, bool),
            "alive": np.ones(n, bool), "partner": np.full(n, NOBODY), "id": neworder.df.unique_index(n),
        }  # fmt: skip
        self.columns = {name: np.concatenate((column, born[name])) for name, column in people.items()}

    def forget_the_dead(self) -> None:
        """Drop rows of the dead; partners are rows, so they are counted anew."""
        kept = self.columns["alive"]
        row = np.cumsum(kept) - 1
        self.columns = {name: column[kept] for name, column in self.columns.items()}
        partner = self.columns["partner"]
        self.columns["partner"] = np.where(partner == NOBODY, NOBODY, row[partner])


if __name__ == "__main__":
    timed(loop_of(City))
