"""Births of resident women up to census day and the children they belong to (own-children method, run forwards).

Year by year from long ago to the last year before census day, the births of a county's women are drawn by order;
births whose child is a resident of the county are given one of the residents of that age. Children of local hukou are
those of couples of whom one has it. Children under 18 nearly all get a mother; older residents of local hukou as far as
there are births. The number of births 18 and more years ago is scaled so that the mean number of children ever born to
women aged 15-64 is the census figure. Called by `build`; calls `draws` and the kernels in `motherhood`.
"""

from dataclasses import dataclass

import numpy as np

from sim.parameters import Parameters
from sim.population.columns import FEMALE, HUKOU_LOCAL, Array
from sim.population.draft import Draft
from sim.population.draws import Step, key, pick_keys, rounded_number, uniforms
from sim.population.inputs import N_AGES, ORDER_RATE_YEARS, Inputs, all_permitted_from
from sim.population.motherhood import BAND, Women, birth_weights, count_births, give_children

ADULT_AGE = 18
OLDEST_KNOWN_CHILD = 75
LAST_CENSUS_AGE = 64
"""Women up to this age are those of the census's mean of children ever born."""
STERILITY_AGES = (25, 30, 35, 40, 45)
FIRST_BIRTH_CAP, LATER_BIRTH_CAP = 0.85, 0.5
"""Largest share of the childless married, and of mothers, who can bear in one year."""
LEAST_INCOME = 20_000.0
"""Added to what a couple earns [yuan of 2020 a year]: who earns nothing lives on something; judgement."""


@dataclass(frozen=True)
class Era:
    """Level and order of births in the years before census day, by age of the child born then."""

    tfr: Array
    first_share: Array
    third_weight: Array


def eras(inputs: Inputs) -> Era:
    """Period fertility, share of first births and propensity to third births by years before census day."""
    years = inputs.census_year - np.arange(OLDEST_KNOWN_CHILD + 1)
    province = inputs.pack.name_of(inputs.pack.province_code)
    tfr = inputs.pack.table("tfr")
    published = tfr[(tfr.area == province) & (tfr.birth_order == "all")].set_index("year")["value"]
    level = np.interp(years, [1950, 1970, 1980, 1990, 2000, 2010, 2020], [
        *(inputs.prior(f"start_tfr_{y}") for y in (1950, 1970, 1980)), published[1990], inputs.prior("start_tfr_2000"),
        published[2010], published[2020]])
    orders = inputs.pack.table("birth_order_shares")
    orders = orders[(orders.area == province) & (orders.residence == "all") & (orders.birth_order == "1")]
    shares = orders.set_index("year")["value"] / 100.0
    first = np.interp(years, [1950, 1970, 1980, 1990, 2000, 2010, 2017, 2020], [
        *(inputs.prior(f"start_first_birth_share_{y}") for y in (1950, 1970, 1980, 1990, 2000)), shares[2010],
        inputs.prior("start_first_birth_share_2017"), shares[2020]])
    third = np.interp(years, [1970, 1985], [inputs.prior(f"start_third_birth_weight_{y}") for y in (1970, 1985)])
    return Era(level, first, third)


def order_rates_of(inputs: Inputs, year: float) -> Array:
    """National birth rates by order and age of a year: those of 2010 before it, on the way to those of 2020 after it.

    With the rates of 2010 for all years the mothers of 2020 were too young: a quarter of the wives of 25-29 had two
    children, of 35-39 and more too few bore.
    """
    first, last = ORDER_RATE_YEARS
    later = min(max((year - first) / (last - first), 0.0), 1.0)
    return np.asarray((1.0 - later) * inputs.order_rates[0] + later * inputs.order_rates[1])


def draw_births(draft: Draft, inputs: Inputs) -> None:
    """Fill parity, sons, first child's sex, last birth, mothers and the lists of children (youngest, elder)."""
    era = eras(inputs)
    schedule = inputs.order_rates[0].sum(axis=0)
    schedule = schedule / schedule.sum()
    for county in range(len(inputs.urban_share)):
        _County(draft, inputs, era, schedule, county).run()
    _fathers(draft)


class _County:
    """Births of one county's women."""

    def __init__(self, draft: Draft, inputs: Inputs, era: Era, schedule: Array, county: int) -> None:
        self.draft, self.inputs, self.era, self.schedule, self.county = draft, inputs, era, schedule, county
        self.rows = draft.rows_of(county, FEMALE)
        cut = self.rows
        self.local = _bears_local(draft, cut)
        self.women = Women(
            id=draft.id[cut], birth=draft.birth[cut], first_wedding=draft.first_wedding[cut],
            marital=draft.marital[cut], parity=draft.parity[cut], n_boys=draft.n_boys[cut],
            first_child_sex=draft.first_child_sex[cut], last_birth=draft.last_birth[cut],
            youngest=draft.youngest[cut], husband=_husbands(draft, cut),
            remarried=_remarried(draft, cut), income=relative_income(draft, cut),
        )
        self.age = draft.age[cut]
        p = Parameters()
        self.desired = np.array([p.desired_none, p.desired_none + p.desired_one, 1.0 - p.desired_three])
        self.fall = p.desired_fall
        self.tastes, self.son_weight = (p.taste_couple, p.taste_person), p.son_weight
        at = {age: inputs.prior(f"sterility_leridon_age_{age}") for age in STERILITY_AGES}
        self.sterile = np.interp(np.arange(N_AGES) + 0.5, [15.0, *at, 50.0], [0.0, *at.values(), 1.0])
        base = (county * 2 + FEMALE) * N_AGES
        self.free_from = all_permitted_from(inputs)
        self.lost = {(local, old): 0 for local in (True, False) for old in (True, False)}
        """Births of earlier years for which there was no woman; made up for in the next (small samples)."""
        self.first_row = draft.starts[base:base + N_AGES + 1] - self.rows.start

    def run(self) -> None:
        """Draw the births of all years, oldest first."""
        scale = self._scale()
        for years_ago in range(OLDEST_KNOWN_CHILD, -1, -1):
            for local in (True, False):
                young, old = self._expected(years_ago, local, scale)
                linked = self._children(years_ago, local)
                self._year(years_ago, local, young, old, linked)

    def _children(self, years_ago: int, local: bool) -> Array:
        """Rows of the residents of this age who shall get a mother here, in random order."""
        starts, c = self.draft.starts, self.county
        cells = [(c * 2 + s) * N_AGES + years_ago for s in range(2)]
        rows = np.concatenate([np.arange(starts[k], starts[k + 1]) for k in cells])
        rows = rows[(self.draft.hukou[rows] == HUKOU_LOCAL) == local]
        if years_ago >= ADULT_AGE and not local:
            return np.empty(0, np.int64)
        order = uniforms(key(self.draft.seed, Step.CHILD_ORDER), self.draft.id[rows])
        if years_ago < ADULT_AGE:
            rows, order = rows[order >= self._elsewhere], order[order >= self._elsewhere]
        return np.asarray(rows[np.argsort(order, kind="stable")])

    @property
    def _elsewhere(self) -> float:
        """Share of the children under 18 whose mother does not live here."""
        return self.inputs.prior("start_mother_elsewhere_share")

    def _shape(self, years_ago: int, local: bool, low: int, high: int) -> float:
        """Births of a year that the period rates give for women now aged `low` to `high`."""
        ages = np.arange(max(low, years_ago + 15), min(high, years_ago + 49, N_AGES - 1) + 1)
        n = np.array([(self.local[self.first_row[a]:self.first_row[a + 1]] == local).sum() for a in ages])
        return float((n * self.schedule[ages - years_ago]).sum() * self.era.tfr[years_ago])

    def _expected(self, years_ago: int, local: bool, scale: float) -> tuple[float, float]:
        """Expected births of women now up to 64, and older; the former without bound by the children under 18."""
        if years_ago < ADULT_AGE:
            n = float(len(self._children(years_ago, local)))
            away = 0.0 if local else self.inputs.prior("start_left_behind_share")
            return n / (1.0 - away), 0.0
        young = scale * self._shape(years_ago, local, 0, LAST_CENSUS_AGE)
        return young, self._shape(years_ago, local, LAST_CENSUS_AGE + 1, N_AGES - 1)

    def _scale(self) -> float:
        """Factor on births 18 and more years ago that meets the mean of children ever born."""
        first, last = self.first_row[15], self.first_row[LAST_CENSUS_AGE + 1]
        wanted = self.inputs.children_ever_born[self.county] * float(last - first)
        recent = sum(self._expected(x, local, 0.0)[0] for x in range(ADULT_AGE) for local in (True, False))
        earlier = sum(
            self._shape(x, local, 0, LAST_CENSUS_AGE)
            for x in range(ADULT_AGE, LAST_CENSUS_AGE - 14) for local in (True, False))
        return float(max(wanted - recent, 0.0) / max(earlier, 1e-9))

    def _year(self, years_ago: int, local: bool, young: float, old: float, children: Array) -> None:
        """Draw one year's mothers and give them children."""
        mothers = [
            self._mothers(years_ago, local, young, 15, LAST_CENSUS_AGE if years_ago >= ADULT_AGE else N_AGES - 1),
            self._mothers(years_ago, local, old, LAST_CENSUS_AGE + 1, N_AGES - 1)]
        picked = np.concatenate(mothers)
        if len(picked) == 0:
            return
        order = uniforms(key(self.draft.seed, Step.MOTHERS_ORDER + years_ago), self.women.id[picked])
        picked = picked[np.argsort(order, kind="stable")]
        n_here = len(children)
        if years_ago >= ADULT_AGE:
            away = self.inputs.prior("start_adult_child_elsewhere_share")
            n_here = min(n_here, rounded_number(
                len(picked) * (1.0 - away), key(self.draft.seed, Step.BIRTH_COUNTS), self._cell(years_ago, local, 2)))
        n_here = min(n_here, len(picked))
        u = uniforms(key(self.draft.seed, Step.CHILD_ELSEWHERE + years_ago), self.women.id[picked])
        boys = self.inputs.prior("sex_ratio_at_birth")
        give_children(
            self.women, picked, children[:n_here].astype(np.int64), self.rows.start, u, boys / (1.0 + boys),
            self.draft.start_month, years_ago, self.draft.birth, self.draft.sex, self.draft.mother, self.draft.elder,
            self.draft.hukou, years_ago < ADULT_AGE and not local)

    def _cell(self, years_ago: int, local: bool, kind: int) -> int:
        return ((self.county * 100 + years_ago) * 2 + int(local)) * 4 + kind

    def _mothers(self, years_ago: int, local: bool, expected: float, low: int, high: int) -> Array:
        """Women (places in the county) who bear in a year: first births, then later ones, each by weight."""
        if expected <= 0.0:
            return np.empty(0, np.int64)
        low, high = max(low, years_ago + 15), min(high, years_ago + 49, N_AGES - 1)
        if low > high:
            return np.empty(0, np.int64)
        start, stop = int(self.first_row[low]), int(self.first_row[high + 1])
        stream = key(self.draft.seed, Step.BIRTH_COUNTS)
        old = low > LAST_CENSUS_AGE
        n = rounded_number(expected, stream, self._cell(years_ago, local, int(old)))
        if years_ago >= ADULT_AGE:
            n += self.lost[local, old]
        free = self.draft.start_month - 12 * years_ago > self.free_from
        first, later = birth_weights(
            self.women, start, stop, self.local, local, self.draft.start_month, years_ago,
            self.era.third_weight[years_ago], order_rates_of(self.inputs, self.inputs.census_year - years_ago),
            self.desired, self.fall, free,
            1.0 - float(self.inputs.urban_share[self.county]), self.tastes, self.son_weight, self.sterile,
            self.draft.seed)
        n_first = rounded_number(n * self.era.first_share[years_ago], key(self.draft.seed, Step.FIRST_BIRTHS),
                                 self._cell(years_ago, local, 3))
        n_first, n_later = count_births(
            n, n_first, int((first > 0).sum()), int((later > 0).sum()), FIRST_BIRTH_CAP, LATER_BIRTH_CAP)
        self.lost[local, old] = n - n_first - n_later
        ids = self.women.id[start:stop]
        stream = key(self.draft.seed, Step.MOTHERS + years_ago)
        return np.concatenate([
            _smallest(pick_keys(first, ids, stream), n_first), _smallest(pick_keys(later, ids, stream), n_later),
        ]) + start


def _bears_local(draft: Draft, rows: slice) -> Array:
    """Whose children have local hukou: the wife's or her husband's is enough, as for those born in the run."""
    own = draft.hukou[rows] == HUKOU_LOCAL
    partner = draft.partner[rows]
    return np.asarray(own | ((partner >= 0) & (draft.hukou[partner] == HUKOU_LOCAL)))


def _husbands(draft: Draft, rows: slice) -> Array:
    """Ids of the husbands of women in `rows`, -1 without one."""
    partner = draft.partner[rows]
    return np.asarray(np.where(partner >= 0, draft.id[partner], -1))


def _remarried(draft: Draft, rows: slice) -> Array:
    """Whether women in `rows` or their husbands were married before."""
    partner = draft.partner[rows]
    return np.asarray((draft.n_unions[rows] > 1) | ((partner >= 0) & (draft.n_unions[partner] > 1)))


def relative_income(draft: Draft, rows: slice) -> Array:
    """Log of a couple's earnings less the mean of the wives in `rows` of her age in bands of BAND years; 0 if single.

    Wives of one age alone are compared: how births go by age is the matter of rates.
    """
    partner, band = draft.partner[rows], draft.age[rows] // BAND
    married = partner >= 0
    income = np.log(draft.earnings[rows] + np.where(married, draft.earnings[partner], 0.0) + LEAST_INCOME)
    means = np.bincount(band, income * married) / np.maximum(np.bincount(band, married), 1.0)
    return np.asarray(np.where(married, income - means[band], 0.0))


def _smallest(sort_keys: Array, n: int) -> Array:
    if n <= 0:
        return np.empty(0, np.int64)
    return np.asarray(np.argpartition(sort_keys, n - 1)[:n])


def _fathers(draft: Draft) -> None:
    """Father: the mother's husband if they were married at the birth (or within the year after)."""
    rows = np.flatnonzero(draft.mother >= 0)
    mothers = draft.mother[rows]
    husbands = draft.partner[mothers]
    together = (husbands >= 0) & (draft.union_start[mothers] <= draft.birth[rows] + 12)
    draft.father[rows[together]] = husbands[together]
