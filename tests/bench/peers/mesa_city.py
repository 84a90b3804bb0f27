# /// script
# requires-python = ">=3.12"
# dependencies = ["Mesa==3.5.1", "networkx==3.7", "numpy==2.5.5", "pandas==3.1.1"]
# ///
"""Mesa: the plain demographic workload with one object an agent, as Mesa's own tutorials write it.

A month is one pass over all agents in Mesa's order (`do`), and the weddings, for which singles stand in lists by bin
from that pass. Draws are of Python's generator, faster for one number than NumPy's. Tables are lists, for the same
reason.
"""

import math

import laws
import mesa
from timing import timed

DEATHS = [row.tolist() for row in laws.deaths_a_month()]
WEDS = laws.WEDS.tolist()
LAST_MARRIED = laws.YOUNGEST + laws.BINS * laws.BIN


class Person(mesa.Agent):
    """One person."""

    def __init__(self, model, age, woman, parity, since, schooling, works):
        super().__init__(model)
        self.age, self.woman, self.parity, self.since = age, woman, parity, since
        self.schooling, self.works, self.partner = schooling, works, None
        self.deaths = DEATHS[0 if woman else 1]

    def live(self):
        """One month of this person, up to weddings."""
        model = self.model
        self.age = age = self.age + 1
        self.since += 1
        if model.draw() < self.deaths[min(age, laws.LAST_AGE)]:
            if self.partner is not None:
                self.partner.partner = None
            self.remove()
            return
        if self.partner is None:
            if laws.YOUNGEST <= age < LAST_MARRIED:
                k = (age - laws.YOUNGEST) // laws.BIN
                if not self.woman:
                    model.grooms[k].append(self)
                elif model.draw() < WEDS[k]:
                    model.brides[k].append(self)
        elif self.woman and laws.FERTILE[0] <= age < laws.FERTILE[1] and model.draw() < self.chance():
            self.parity += 1
            self.since = 0
            model.mothers.append(self)

    def chance(self):
        """Chance of a birth this month."""
        terms, parity = laws.TERMS, self.parity
        years = (self.age - 336) / 120
        value = terms[0] + years * (terms[1] + years * (terms[2] + years * terms[3])) + terms[9] * self.schooling
        if parity:
            value += terms[3 + parity] if parity < 3 else terms[6]
            if self.since < laws.SOON:
                value += terms[7]
            elif self.since < laws.LATER:
                value += terms[8]
        if self.works:
            value += terms[10]
        value += terms[11] * (self.partner.age - self.age) / 120
        return 1.0 / (1.0 + math.exp(-value))


class City(mesa.Model):
    """A population of agents; `step` is a month."""

    def __init__(self, people):
        super().__init__(rng=1)
        self.draw = self.random.random
        columns = {name: column.tolist() for name, column in laws.start(people, seed=1).items()}
        partners = columns.pop("partner")
        made = list(Person.create_agents(self, people, **columns))
        for person, partner in zip(made, partners, strict=True):
            person.partner = None if partner == laws.NOBODY else made[partner]
        self.person_months = 0

    def step(self):
        """One month."""
        self.brides, self.grooms = [[] for _ in WEDS], [[] for _ in WEDS]
        self.mothers = []
        self.agents.do("live")
        for brides, grooms in zip(self.brides, self.grooms, strict=True):
            n = min(len(brides), len(grooms))
            for bride, groom in zip(brides[:n], self.random.sample(grooms, n), strict=True):
                bride.partner, groom.partner = groom, bride
        for mother in self.mothers:
            Person(self, 0, self.draw() < laws.GIRLS, 0, 120, mother.schooling, True)
        self.person_months += len(self.agents)


def make(people, months):
    """The model's loop."""
    city = City(people)

    def loop():
        city.run_for(months)
        return city.person_months

    return loop


if __name__ == "__main__":
    timed(make)
