"""Work and earnings of the start population, drawn before births: who bears hangs on what a couple earns.

Census margins of each county are who works and who works in public services; who within a county is likelier to, and
earnings, are priors. Called by `build` on the draft.
"""

import functools

import numpy as np

from sim.parameters import Parameters
from sim.places.faults import finite
from sim.places.pack import Pack
from sim.places.prices import national_inflation
from sim.population.columns import FLEXIBLE, NO_WORK, PRIVATE, PUBLIC, Array
from sim.population.couples import _quantiles as quantiles
from sim.population.draft import Draft
from sim.population.draws import Step, key, uniforms
from sim.population.dwellings import chosen
from sim.population.inputs import LEVELS, SEXES, Inputs
from sim.population.marital import SCHOOL_LEAVING_AGE

FIRST_ADULT_AGE = 15
"""Age from which the census asks for work."""
YEARS_FROM_2020 = {2010: -10, 2020: 0}
EMPLOYMENT_BANDS = ((16, 19), (20, 24), (25, 34), (35, 44), (45, 54), (55, 59), (60, 64), (65, 100))


def draw_work(draft: Draft, inputs: Inputs) -> Array:
    """Work: as many of a county's adults work, and of these in public services, as in the census; no pupil works.

    By sex and age the odds of work are those of the employment rates, by schooling those of public work of the shares,
    times a factor of the county; private and flexible work share the rest by schooling.
    """
    rates = np.zeros((2, 101))
    for s, sex in enumerate(SEXES):
        for low, high in EMPLOYMENT_BANDS:
            name = "65_plus" if low == 65 else f"{low}_{high}"
            rates[s, low:high + 1] = inputs.prior(f"employment_rate_{sex}_age_{name}")
    rate = rates[draft.sex, draft.age]
    rate[draft.age < SCHOOL_LEAVING_AGE[draft.education]] = 0.0
    adults = np.bincount(draft.county[draft.age >= FIRST_ADULT_AGE], minlength=len(inputs.at_work))
    stream = key(draft.seed, Step.WORK)
    works = chosen(rate, uniforms(stream, draft.id), adults * inputs.at_work, draft.county, stream)
    private, public, flexible = np.array([[inputs.prior(f"work_share_{kind}_{level}") for level in LEVELS]
                                          for kind in ("private", "public", "flexible")])
    workers = np.bincount(draft.county[works], minlength=len(inputs.at_work))
    stream = key(draft.seed, Step.PUBLIC_WORK)
    chance = np.where(works, public[draft.education], 0.0)
    in_public = chosen(
        chance, uniforms(stream, draft.id), workers * inputs.public_work, draft.county, stream)
    is_private = uniforms(key(draft.seed, Step.SECTOR), draft.id) < (private / (private + flexible))[draft.education]
    code = np.where(in_public, PUBLIC, np.where(is_private, PRIVATE, FLEXIBLE))
    return np.where(works, code, NO_WORK).astype(np.int8)


def draw_earnings(draft: Draft, inputs: Inputs, work: Array) -> Array:
    """Gross yearly earnings in yuan of 2020 around the province's mean wage of the sector (flexible: private).

    Means by schooling and sex follow the pack's ratios, scaled to the sector's mean; age adds the growth with
    experience to 45. Before 2020 the mean is taken back by the real growth of the city's disposable income.
    """
    means = mean_wages(inputs.pack)
    means *= (1.0 + real_growth(inputs.pack)) ** YEARS_FROM_2020[inputs.census_year]
    ratios = np.array([inputs.prior(f"wage_ratio_{level}") for level in LEVELS])
    relative = ratios[draft.education] * np.where(draft.sex == 1, inputs.prior("female_wage_ratio"), 1.0)
    relative *= (1.0 + Parameters().experience_growth) ** (np.minimum(draft.age, 45) - 35.0)
    sd = inputs.prior("start_earnings_log_sd")
    relative *= np.exp(sd * quantiles(uniforms(key(draft.seed, Step.EARNINGS), draft.id)) - sd * sd / 2)
    out = np.zeros(draft.n)
    for sector in (PRIVATE, PUBLIC, FLEXIBLE):
        rows = work == sector
        if rows.any():
            out[rows] = means[sector] * relative[rows] / relative[rows].mean()
    return out


def mean_wages(pack: Pack) -> Array:
    """Yearly wages of 2020 in the city's province by kind of work (none, private, public, flexible), in yuan."""
    wages = pack.table("wages")
    wages = wages[(wages.area_code == pack.province_code) & (wages.year == 2020)].set_index("sector")["value"]
    means = np.array([0.0, wages["private"], wages["non_private"], wages["private"]])
    return finite(means, "wages of 2020 (from wages)", low=0.0)


@functools.lru_cache(maxsize=16)
def real_growth(pack: Pack) -> float:
    """Real growth a year of the city's urban disposable income per head, 2015-2019, deflated by the nation's prices."""
    incomes = pack.table("incomes")
    rows = incomes[(incomes.area_code == pack.city_code) & (incomes.indicator == "disposable_income_per_capita")
                   & (incomes.residence == "urban")].set_index("period")["value"]
    inflation = national_inflation(pack, 2015, 2019)
    return float((rows["2019"] / rows["2015"] / inflation) ** 0.25 - 1.0)
