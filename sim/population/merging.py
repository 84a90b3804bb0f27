"""Households of a county that hold more than one unit: plan, merges and single adults who join others.

A unit is a couple or lone parent with children. Merging an adult child's unit with the parents' makes three generations
where there is a grandchild, else two; a single adult with a childless couple makes two. The plan chooses how many of
each, so that the census numbers of households and generations come out. Base class of `homes`.
"""

import numpy as np

from sim.population.columns import HUKOU_OUTSIDE, MARRIED, NOBODY, Array
from sim.population.draws import Step, key, uniforms, weighted_pick
from sim.population.inputs import N_AGES
from sim.population.kin import (
    IN_COLLECTIVE,
    MINOR,
    ROLE_CHILD,
    ROLE_OTHER,
    SHARES_HOME,
    UNIT_ROLE,
    UNPLACED,
    CountyHomes,
)
from sim.population.priors import PRIORS
from sim.population.sharing import find_hosts, merge_linked

YOUNG_SINGLE, ELDER = 48, 49
"""Single adults up to the one age join a couple as its child, from the other on as its parent."""
GENERATION = (20, 38)
"""Years between the attached person and the host couple when nobody knows who the parents are."""
APART_AGE = 50
"""Couples who live apart are of this age or older, so that births hardly depend on them."""
COLLECTIVE_BANDS = ((15, 17), (18, 22), (23, 34), (35, 59), (60, 79), (80, 100))


class MergingHomes(CountyHomes):
    """Adds the plan of a county's shared households and its execution."""

    n_shared: int
    n_two: int
    n_three: int
    n_four: int

    def plan(self) -> None:
        """Numbers of households wanted, and more single adults where too few are left to make two generations.

        A single adult with a childless couple makes a household of two generations. What is missing is found, within
        the bounds of two priors, by exchanging childless couples for single adults in collective units, and by older
        couples who live apart (spouse absent); each such couple gives one household more.
        """
        self.n_shared = self.count(self.census["family_households"] - self.census["one_person"], 2)
        self.n_four = self.count(self.census["four_generation"], 3)
        self.n_three = self.count(self.census["three_generation"] + self.census["four_generation"], 4)
        self.n_two = self.count(self.census["two_generation"], 5)
        missing = self._missing()
        if missing > 0:
            missing -= self._exchange(missing)
        if missing > 0:
            self._live_apart(missing)

    def _missing(self) -> int:
        """Single adults missing for the wanted number of two-generation households."""
        n_merges = len(self.all_units()) - self.n_shared
        n_single = len(self.singles(0, 100)) - self.n_four - max(self.n_three - n_merges, 0)
        return self._second_wanted(n_merges) - n_single

    def _second_wanted(self, n_merges: int) -> int:
        """Two-generation households still to make from childless couples, beyond those of merged units."""
        return self.n_two + self.n_three - max(n_merges - self.n_three, 0) - int(self.with_child().sum())

    def _exchange(self, n: int) -> int:
        """Childless couples take the place of two single adults each in collective units; returns how many."""
        d, home = self.draft, self.home
        prior = PRIORS["start_collective_couple_share"]
        rows = self.all[home.kind[self.all] == IN_COLLECTIVE]
        n = min(n, int(len(rows) * (prior.upper - prior.value) / 2))
        weight = self.collective_weight()
        couples = self.childless()
        stream = key(d.seed, Step.EXCHANGE)
        wives = couples[weighted_pick(weight[couples - self.all[0]], d.id[couples], n, stream)]
        singles = rows[(d.partner[rows] < 0) & ~self.minor[rows]]
        leavers = singles[weighted_pick(np.ones(len(singles)), d.id[singles], 2 * len(wives), stream)]
        wives = wives[: len(leavers) // 2]
        leavers = leavers[: 2 * len(wives)]
        for people in (wives, d.partner[wives]):
            home.kind[people], home.unit[people], d.place[people] = IN_COLLECTIVE, NOBODY, 0
        home.kind[leavers] = UNPLACED
        return len(wives)

    def collective_weight(self) -> Array:
        """Prior weight of every person of the county among collective residents; 0 below 15."""
        d = self.draft
        by_age = np.zeros(N_AGES)
        for low, high in COLLECTIVE_BANDS:
            name = "80_plus" if low == 80 else f"{low}_{high}"
            by_age[low:high + 1] = self.inputs.prior(f"collective_weight_age_{name}")
        weight = by_age[d.age[self.all]]
        weight[d.hukou[self.all] == HUKOU_OUTSIDE] *= self.inputs.prior("collective_weight_hukou_outside_province")
        weight[d.sex[self.all] == 0] *= self.inputs.prior("collective_weight_male")
        return np.asarray(weight)

    def _live_apart(self, n: int) -> None:
        """Older childless-home couples whose spouses live apart: both then count as spouse absent."""
        d, home = self.draft, self.home
        prior = PRIORS["start_wife_spouse_absent_share"]
        n_wives = int(((d.marital[self.all] == MARRIED) & (d.sex[self.all] == 1)).sum())
        couples = self.childless()
        couples = couples[d.age[couples] >= APART_AGE]
        n = min(n, int(n_wives * (prior.upper - prior.value)))
        wives = couples[weighted_pick(np.ones(len(couples)), d.id[couples], n, key(d.seed, Step.APART))]
        husbands = d.partner[wives]
        for people in (wives, husbands):
            home.kind[people], home.unit[people], d.place[people] = UNPLACED, NOBODY, 0
            d.partner[people] = NOBODY

    def merge_and_attach(self) -> None:
        """Merge units and give every single adult a home, so that households and generations come out as planned."""
        n_merges = len(self.all_units()) - self.n_shared
        if n_merges < 0:
            self._pair_singles(-n_merges)
        n_merges = max(n_merges, 0)
        wanted = self._second_wanted(n_merges)
        three = min(n_merges, self.n_three)
        merged = self._merge(three, with_child=True)
        merged += self._merge(n_merges - merged, with_child=False)
        self._merge(n_merges - merged, with_child=True)
        self._attach_four(self.n_four)
        self._attach_elders(self.n_three - three)
        self._attach_second(max(wanted, 0))
        self._attach_rest()
        self._settle()

    def _merge(self, n: int, with_child: bool) -> int:
        """Merge `n` couples' units (with or without child) into a parent's unit; returns how many were merged."""
        if n <= 0:
            return 0
        d, home = self.draft, self.home
        has_child = self.with_child()
        units = self.root_hosts()
        units = units[(d.partner[units] >= 0) & (has_child[units - self.all[0]] == with_child) & (d.age[units] < 60)]
        units = units[np.argsort(uniforms(key(d.seed, Step.MERGE), d.id[units]), kind="stable")]
        done = 0
        for only_childless in (True, False):
            done += merge_linked(units, n - done, d.mother, d.partner, home.unit, home.host, home.kind, has_child,
                                 self.all[0], only_childless)
        if done < n:
            done += self._merge_by_age(units[home.host[units] == NOBODY][: n - done], has_child)
        return int(done)

    def _merge_by_age(self, units: Array, has_child: Array) -> int:
        """Merge units with couples of their parents' age."""
        d, home = self.draft, self.home
        parents = self.root_hosts()
        parents = parents[(d.partner[parents] >= 0) & ~has_child[parents - self.all[0]] & (d.age[parents] >= 40)]
        parents = parents[~np.isin(parents, units)]
        order = uniforms(key(d.seed, Step.ATTACH), d.id[parents])
        parents = parents[np.argsort(order, kind="stable")]
        u = uniforms(key(d.seed, Step.ATTACH_AGE), d.id[units])
        found = find_hosts(d.age[units], d.age[parents], u, *GENERATION, True)
        rows, hosts = units[found >= 0], parents[found[found >= 0]]
        home.host[rows] = hosts
        home.host[hosts] = hosts
        return len(rows)

    def _pair_singles(self, n: int) -> None:
        """New one-generation households of two single adults of like age."""
        rows = self.singles(MINOR, 100)[: 2 * n]
        rows = rows[np.argsort(self.draft.age[rows], kind="stable")]
        pairs = rows[: len(rows) // 2 * 2].reshape(-1, 2)
        self.home.unit[pairs[:, 0]] = self.home.unit[pairs[:, 1]] = pairs[:, 0]
        self.home.kind[pairs.ravel()] = SHARES_HOME
        self.draft.place[pairs[:, 1]] = ROLE_OTHER

    def _attach_elders(self, n: int) -> None:
        """Three generations without a merge: a single elder with a couple that has children."""
        if n > 0:
            self.attach(self.singles(ELDER, 100)[:n], self.free_units(True), -GENERATION[1], -GENERATION[0], True,
                         ROLE_OTHER)

    def _attach_four(self, n: int) -> None:
        """Four generations: an old single person with a merged household."""
        units = self.all_units()
        hosts = units[self.home.host[units] == units]
        if n > 0:
            self.attach(self.singles(72, 100)[:n], hosts, -GENERATION[1], -18, True, ROLE_OTHER)

    def _attach_second(self, n: int) -> None:
        """Two generations: a single adult with a childless couple of the parents' or of the children's age."""
        rows = self.singles(MINOR, YOUNG_SINGLE)[:n]
        left = self.attach(rows, self.free_units(False), *GENERATION, True, ROLE_CHILD)
        missing = n - (len(rows) - len(left))
        if missing > 0:
            self.attach(self.singles(ELDER, 100)[:missing], self.free_units(False), -GENERATION[1], -GENERATION[0],
                         True, ROLE_OTHER)

    def _attach_rest(self) -> None:
        """Everybody else lives with a unit of like age, or any."""
        left = self.attach(self.singles(0, 100), self.all_units(), -8, 8, False, ROLE_OTHER)
        self.attach(left, self.all_units(), -100, 100, False, ROLE_OTHER)

    def _settle(self) -> None:
        """Host of every person: the host of the unit; places within the household follow."""
        d, home = self.draft, self.home
        rows = self.all[home.kind[self.all] == SHARES_HOME]
        units = home.unit[rows]
        alone = home.host[units] == NOBODY
        hosts = np.where(alone, units, home.host[units])
        d.place[rows] += np.where(units == hosts, 0, UNIT_ROLE).astype(np.int32)
        home.host[rows] = hosts
