"""Working state of the households of one county while they are made: who is placed where, and who is still free.

Base class of `merging.MergingHomes` and `homes`; calls the kernels in `sharing`.
"""

from dataclasses import dataclass

import numpy as np

from sim.population.columns import NEVER_MARRIED, NOBODY, Array
from sim.population.draft import Draft
from sim.population.draws import Step, key, rounded_number, uniforms
from sim.population.inputs import Inputs
from sim.population.sharing import find_hosts, join_children

MINOR = 18
ROLE_HUSBAND, ROLE_WIFE, ROLE_CHILD, ROLE_OTHER = 0, 1, 2, 9
UNIT_ROLE = 16
"""Added to the role of members of a unit that lives with another."""
UNPLACED, IN_COLLECTIVE, LIVES_ALONE, SHARES_HOME = 0, 1, 2, 3


@dataclass
class Home:
    """Working columns of all persons.

    unit : row that stands for a person's couple or family; host : row that stands for the household (in collective
    units its number); kind : UNPLACED, IN_COLLECTIVE, LIVES_ALONE or SHARES_HOME a family household.
    """

    unit: Array
    host: Array
    kind: Array


class CountyHomes:
    """State of one county; arrays named `rows` hold rows of the whole draft."""

    def __init__(self, draft: Draft, inputs: Inputs, home: Home, county: int) -> None:
        self.draft, self.inputs, self.home, self.county = draft, inputs, home, county
        self.all = np.arange(draft.rows_of(county).start, draft.rows_of(county).stop)
        self.census = {name: float(values[county]) for name, values in inputs.households.items()}
        residents = float(inputs.persons_by_band[county].sum())
        self.scale = len(self.all) / residents
        self.residents = residents
        self.minor = (draft.age < MINOR) & (draft.marital == NEVER_MARRIED)

    def count(self, expected: float, cell: int) -> int:
        return rounded_number(expected * self.scale, key(self.draft.seed, Step.HOME_COUNTS), self.county * 16 + cell)

    def has_minor(self) -> Array:
        """Mask (whole draft) of mothers and fathers with a minor child in the county, collective units left out."""
        children = self.all[self.minor[self.all] & (self.home.kind[self.all] != IN_COLLECTIVE)]
        mask = np.zeros(self.draft.n, np.bool_)
        for parents in (self.draft.mother[children], self.draft.father[children]):
            mask[parents[parents >= 0]] = True
        return mask

    def free(self) -> Array:
        """Mask over the county: not yet placed and without partner here."""
        return np.asarray((self.home.kind[self.all] == UNPLACED) & (self.draft.partner[self.all] < 0))

    def all_units(self) -> Array:
        return np.asarray(self.all[(self.home.kind[self.all] == SHARES_HOME) & (self.home.unit[self.all] == self.all)])

    def couples(self) -> Array:
        """Mask over the county: rows that stand for a couple in a family household."""
        return np.asarray((self.home.unit[self.all] == self.all) & (self.draft.partner[self.all] >= 0))

    def with_child(self) -> Array:
        """Mask over the county: units with a member in the role of child."""
        mask = np.zeros(len(self.all), np.bool_)
        rows = self.all[(self.draft.place[self.all] == ROLE_CHILD) & (self.home.kind[self.all] == SHARES_HOME)]
        mask[self.home.unit[rows] - self.all[0]] = True
        return mask

    def root_hosts(self) -> Array:
        """Units that are not merged into another: host still unset."""
        units = self.all_units()
        return np.asarray(units[self.home.host[units] == NOBODY])

    def free_units(self, with_child: bool) -> Array:
        """Couples' units not merged with another, with or without child."""
        units = self.root_hosts()
        units = units[self.draft.partner[units] >= 0]
        return np.asarray(units[self.with_child()[units - self.all[0]] == with_child])

    def childless(self) -> Array:
        """Couples' units without children."""
        return np.asarray(self.all[self.couples() & ~self.with_child()])

    def singles(self, low: int, high: int) -> Array:
        """Rows of single adults of these ages who have no home yet, in random order."""
        d = self.draft
        rows = self.all[self.free() & (d.age[self.all] >= low) & (d.age[self.all] <= high)]
        return np.asarray(rows[np.argsort(uniforms(key(d.seed, Step.ATTACH), d.id[rows]), kind="stable")])

    def join_parents(self, children: Array) -> None:
        """Give children the unit of mother or father, where that is one."""
        d, home = self.draft, self.home
        joined = join_children(children, d.mother, d.father, home.unit, home.kind)
        rows = children[joined >= 0]
        home.unit[rows] = joined[joined >= 0]
        home.kind[rows] = SHARES_HOME
        d.place[rows] = ROLE_CHILD

    def attach(self, rows: Array, hosts: Array, low: int, high: int, once: bool, role: int) -> Array:
        """Attach persons to host units `low` to `high` years older; returns those for whom none was found."""
        d, home = self.draft, self.home
        if len(rows) == 0 or len(hosts) == 0:
            return rows
        order = uniforms(key(d.seed, Step.ATTACH), d.id[hosts])
        hosts = hosts[np.argsort(order, kind="stable")]
        u = uniforms(key(d.seed, Step.ATTACH_AGE), d.id[rows])
        found = find_hosts(d.age[rows], d.age[hosts], u, low, high, once)
        taken = rows[found >= 0]
        home.unit[taken] = hosts[found[found >= 0]]
        home.kind[taken] = SHARES_HOME
        d.place[taken] = role
        return np.asarray(rows[found < 0])

    def number(self, n_before: int) -> tuple[int, int]:
        """Number the county's households from `n_before`; returns how many are family and collective."""
        kind, host = self.home.kind[self.all], self.home.host[self.all]
        family = self.all[kind >= 2]
        hosts = host[kind >= 2] - self.all[0]
        used = np.zeros(len(self.all), np.int64)
        used[hosts] = 1
        numbers = np.cumsum(used) - 1
        n_family = int(used.sum())
        self.draft.household[family] = n_before + numbers[hosts]
        collective = self.all[kind == 1]
        self.draft.household[collective] = n_before + n_family + host[kind == 1]
        return n_family, int(host[kind == 1].max() + 1) if len(collective) else 0
