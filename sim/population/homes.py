"""Family households and collective units: who lives with whom on census day. START HERE for households.

County by county: residents outside family households, persons living alone, couples and lone parents with their
children as units; then units are merged and single adults attached as the census numbers of households and generations
ask for (`merging`). Called by `build`.
"""

import numpy as np

from sim.population.columns import HUKOU_LOCAL, NEVER_MARRIED, NOBODY, Array
from sim.population.draft import Draft
from sim.population.draws import Step, key, weighted_pick
from sim.population.inputs import Inputs
from sim.population.kin import (
    IN_COLLECTIVE,
    LIVES_ALONE,
    MINOR,
    ROLE_CHILD,
    ROLE_HUSBAND,
    ROLE_OTHER,
    ROLE_WIFE,
    SHARES_HOME,
    UNPLACED,
    Home,
)
from sim.population.merging import MergingHomes

COLLECTIVE_SIZE = 50
ALONE_NONLOCAL = 0.8
"""Weight of never-married persons of other hukou among those living alone; divorced, widowed, spouse absent: 1."""


def make_households(draft: Draft, inputs: Inputs) -> tuple[Array, Array]:
    """Fill `household` and `place`; returns county and kind (0 family, 1 collective) of every household."""
    n = draft.n
    home = Home(np.full(n, NOBODY, np.int32), np.full(n, NOBODY, np.int32), np.zeros(n, np.int8))
    counties, kinds, n_before = [], [], 0
    for county in range(len(inputs.urban_share)):
        maker = _County(draft, inputs, home, county)
        maker.run()
        n_family, n_collective = maker.number(n_before)
        counties.append(np.full(n_family + n_collective, county, np.int8))
        kinds.append(np.repeat(np.array([0, 1], np.int8), [n_family, n_collective]))
        n_before += n_family + n_collective
    return np.concatenate(counties), np.concatenate(kinds)


class _County(MergingHomes):
    """Households of one county."""

    def run(self) -> None:
        """Place everybody."""
        self._collective()
        self._alone()
        self._units()
        self._adult_children()
        self._orphans()
        self.plan()
        self.merge_and_attach()
        self._fill_collective()

    def _collective(self) -> None:
        """Residents outside family households: single adults and couples without minor children, by prior weights."""
        d = self.draft
        has_minor = self.has_minor()[self.all]
        wife = (d.partner[self.all] >= 0) & (d.sex[self.all] == 1)
        n = self.count(self.residents - self.census["family_population"], 0)
        n_couples = round(n * self.inputs.prior("start_collective_couple_share") / 2)
        weight = self.collective_weight()
        stream = key(d.seed, Step.COLLECTIVE)
        wives = self.all[weighted_pick(np.where(wife & ~has_minor, weight, 0.0), d.id[self.all], n_couples, stream)]
        alone = (d.partner[self.all] < 0) & ~has_minor
        n_single = n - 2 * len(wives)
        singles = self.all[weighted_pick(np.where(alone, weight, 0.0), d.id[self.all], n_single, stream)]
        self.home.kind[np.concatenate([wives, d.partner[wives], singles])] = IN_COLLECTIVE

    def _alone(self) -> None:
        """Persons living alone: single adults; never-married local ones by the share who do not live with parents."""
        d = self.draft
        free = self.free() & (d.age[self.all] >= MINOR) & ~self.has_minor()[self.all]
        weight = np.where(free, 1.0, 0.0)
        never = d.marital[self.all] == NEVER_MARRIED
        age, local = d.age[self.all], d.hukou[self.all] == HUKOU_LOCAL
        weight[never & ~local] *= ALONE_NONLOCAL
        for low, high, name in ((18, 24, "18_24"), (25, 29, "25_29"), (30, 34, "30_34"), (35, 100, "35_plus")):
            share = self.inputs.prior(f"never_married_with_parents_share_age_{name}")
            weight[never & local & (age >= low) & (age <= high)] *= 1.0 - share
        picked = weighted_pick(weight, d.id[self.all], self.count(self.census["one_person"], 1),
                               key(d.seed, Step.ALONE))
        rows = self.all[picked]
        self.home.kind[rows] = LIVES_ALONE
        self.home.unit[rows] = self.home.host[rows] = rows

    def _units(self) -> None:
        """Couples, and lone parents of minors, with their minor children."""
        d, home = self.draft, self.home
        placed = home.kind[self.all] == UNPLACED
        wives = self.all[placed & (d.partner[self.all] >= 0) & (d.sex[self.all] == 1)]
        lone = self.all[self.free() & self.has_minor()[self.all] & ~self.minor[self.all]]
        for rows, units in ((wives, wives), (d.partner[wives], wives), (lone, lone)):
            home.unit[rows] = units
            home.kind[rows] = SHARES_HOME
        d.place[d.partner[wives]], d.place[wives] = ROLE_HUSBAND, ROLE_WIFE
        self.join_parents(self.all[self.minor[self.all] & (home.kind[self.all] == UNPLACED)])

    def _adult_children(self) -> None:
        """Never-married adults move in with their mother; a mother without partner then is a unit of her own."""
        d, home = self.draft, self.home
        children = self.all[self.free() & (d.marital[self.all] == NEVER_MARRIED) & ~self.minor[self.all]]
        mothers = d.mother[children]
        mothers = np.unique(mothers[mothers >= 0])
        single = mothers[(home.kind[mothers] == UNPLACED) & (d.partner[mothers] < 0)]
        home.unit[single] = single
        home.kind[single] = SHARES_HOME
        self.join_parents(children[home.kind[children] == UNPLACED])

    def _orphans(self) -> None:
        """Minors whose parents are not here live with a couple of grandparents' age, if possible without children."""
        rows = self.all[self.minor[self.all] & (self.home.kind[self.all] == UNPLACED)]
        childless = self.couples() & ~self.with_child()
        left = self.attach(rows, self.all[childless], 38, 66, True, ROLE_CHILD)
        left = self.attach(left, self.all[self.couples()], 17, 66, False, ROLE_CHILD)
        self.attach(left, self.all_units(), -100, 100, False, ROLE_OTHER)

    def _fill_collective(self) -> None:
        """Units of collective residents: couples first, side by side, then the others by age."""
        d, home = self.draft, self.home
        rows = self.all[home.kind[self.all] == IN_COLLECTIVE]
        wives = rows[(d.partner[rows] >= 0) & (d.sex[rows] == 1)]
        singles = rows[d.partner[rows] < 0]
        singles = singles[np.argsort(d.age[singles], kind="stable")]
        rows = np.concatenate([np.stack([d.partner[wives], wives], axis=1).ravel(), singles])
        home.host[rows] = np.arange(len(rows)) // COLLECTIVE_SIZE
        d.place[rows] = np.arange(len(rows)) % COLLECTIVE_SIZE
