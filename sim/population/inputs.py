"""What the synthesis reads from the data pack, as arrays: the one place that knows the shape of the tables.

County order is the pack's; sex 0 male, 1 female. Called by `build`, `fit_report`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.clock import month_index
from sim.errors import UserError
from sim.places.faults import finite
from sim.places.schema import NATION_CODE
from sim.population.columns import Array
from sim.population.priors import PRIORS

N_AGES = 101
SEXES = ("male", "female")
LEVELS = ("none", "primary", "junior_secondary", "senior_secondary", "junior_college", "bachelor_or_above")
STATUSES = ("never_married", "married", "divorced", "widowed")
HOUSEHOLD_MARGINS = (
    "family_households", "family_population", "one_person", "one_generation", "two_generation",
    "three_generation", "four_generation",
)
HOME_SOURCES = ("rented", "self_built", "bought", "inherited", "other_source")
PUBLIC_SERVICES = ("education", "health", "public_administration")
ORDER_RATE_YEARS = (2010, 2020)
FIRST_BEARING, LAST_BEARING = 15, 49
COHORTS = ("before_1940", "1940s", "1950s", "1960s", "1970s", "1980s", "1990s", "2000s")


@dataclass(frozen=True)
class Inputs:
    """Census margins and patterns of one census year."""

    pack: Any
    census_year: int
    start_month: int
    bands: list[tuple[int, int]]
    persons_by_band: Array
    """(county, sex, band) [persons]"""
    education: Array
    """(county, sex, level) [share of persons aged 6+]; preschool counts as primary: those children are on the way"""
    marital: Array
    """(county, sex, status) [share of persons aged 15+]"""
    marital_pattern: Array
    """(sex, age, status) [share], national 2010"""
    later_marriage: Array
    """(age,) rise of the log odds of never having married from 2010 to 2022, both sexes"""
    households: dict[str, Array]
    """indicator -> (county,); `with_65_plus` only in 2020"""
    rented: Array
    """(county,) share of family households that rent, public rental included"""
    self_built: Array
    """(county,) share of family households in homes that they built"""
    floor_area: Array
    """(county,) [m2 a head of residents in family households]"""
    at_work: Array
    """(county,) share of persons aged 15+ who work"""
    public_work: Array
    """(county,) share of those at work in education, health, and public administration"""
    urban_share: Array
    registered_other_county: Array
    registered_outside: Array
    children_ever_born: Array
    """(county,) mean of women 15-64"""
    death_rates: Array
    """(sex, age) [1/year]"""
    order_rates: Array
    """(2010 and 2020, order 3, age) [births/woman-year] national"""
    homogamy: float
    """correlation of spouses' latent schooling behind the published joint table"""

    def figures(self) -> dict[str, Array]:
        """Every array of figures by its name."""
        arrays = {name: value for name, value in vars(self).items() if isinstance(value, np.ndarray)}
        return arrays | self.households

    def prior(self, name: str) -> float:
        """Value of one of the synthesis's own priors, else of the pack's assumptions."""
        if name in PRIORS:
            return PRIORS[name].value
        return float(self.pack.assumption(name))


def read_inputs(pack: Any, census_year: int) -> Inputs:
    """Census margins and patterns of one census year from the pack; `UserError` for a year without a census."""
    if census_year not in pack.census_years:
        allowed = " and ".join(map(str, pack.census_years))
        raise UserError(f"start population: the data pack has no census of {census_year}; allowed are {allowed}")
    codes = list(pack.county_codes)
    bands, persons = _population(pack.table("population"), census_year, codes)
    totals = _margins(pack.table("population_totals"), census_year, codes)
    homes = _margins(pack.table("households"), census_year, codes)
    residents = persons.sum(axis=(1, 2))
    pattern = _marital_pattern(pack.table("marital_status_by_age"))
    inputs = Inputs(
        pack=pack, census_year=census_year, start_month=(census_year - 1900) * 12 + 10, bands=bands,
        persons_by_band=persons,
        education=_education(pack.table("education"), census_year, codes),
        marital=_shares(pack.table("marital_status"), "status", STATUSES, census_year, codes),
        marital_pattern=pattern,
        later_marriage=_later_marriage(pack.table("marital_status_by_age")),
        households={name: homes[name] for name in (*HOUSEHOLD_MARGINS, "with_65_plus") if name in homes},
        **_dwellings(_margins(pack.table("homes"), census_year, codes)),
        **_employment(_margins(pack.table("employment"), census_year, codes), pack.table("marital_status"),
                      census_year, codes),
        urban_share=totals["urban"] / residents,
        registered_other_county=totals["registered_other_county_province"] / residents,
        registered_outside=totals["registered_outside_province"] / residents,
        children_ever_born=totals["mean_children_ever_born_15_64"],
        death_rates=_death_rates(pack.table("mortality"), census_year),
        order_rates=_order_rates(pack.table("fertility"), pack.name_of(NATION_CODE)),
        homogamy=_homogamy(pack.table("marriage_matching")),
    )
    for name, column in inputs.figures().items():
        finite(column, f"{name.replace('_', ' ')} of {census_year} (from the census tables)")
    return inputs


def _population(table: pd.DataFrame, census: int, codes: list[int]) -> tuple[list[tuple[int, int]], Array]:
    rows = table[(table.census == census) & table.county_code.isin(codes)]
    bands = sorted({(int(a), int(b)) for a, b in zip(rows.age_from, rows.age_to, strict=True)})
    out = np.zeros((len(codes), 2, len(bands)))
    places = {band: i for i, band in enumerate(bands)}
    for row in rows.itertuples():
        out[codes.index(row.county_code), SEXES.index(row.sex), places[row.age_from, row.age_to]] = row.value
    return bands, out


def _margins(table: pd.DataFrame, census: int, codes: list[int]) -> dict[str, Array]:
    rows = table[(table.census == census) & table.county_code.isin(codes)]
    wide = rows.pivot_table(index="county_code", columns="indicator", values="value").reindex(codes)
    return {str(name): wide[name].to_numpy(np.float64) for name in wide.columns}


def _dwellings(homes: dict[str, Array]) -> dict[str, Array]:
    """Shares of households by source of the home, and floor area; inherited homes and others are owned, not built."""
    sources = sum(homes[name] for name in HOME_SOURCES if name in homes)
    return {
        "rented": homes["rented"] / sources, "self_built": homes["self_built"] / sources,
        "floor_area": homes["floor_area_per_person"],
    }


def _employment(work: dict[str, Array], marital: pd.DataFrame, census: int, codes: list[int]) -> dict[str, Array]:
    """Shares at work and in public services; the long form asks the same persons for work and marital status."""
    adults = marital[marital.census == census].groupby("county_code")["value"].sum()
    public = sum(work[f"at_work_{name}"] for name in PUBLIC_SERVICES)
    return {"at_work": work["at_work"] / adults[codes].to_numpy(np.float64), "public_work": public / work["at_work"]}


def _shares(table: pd.DataFrame, key: str, names: tuple[str, ...], census: int, codes: list[int]) -> Array:
    rows = table[(table.census == census) & table.county_code.isin(codes)]
    wide = rows.set_index(["county_code", "sex", key])["value"]
    out = np.array([[[wide.get((c, s, k), 0.0) for k in names] for s in SEXES] for c in codes], np.float64)
    return np.asarray(out / out.sum(axis=2, keepdims=True))


def _education(table: pd.DataFrame, census: int, codes: list[int]) -> Array:
    shares = _shares(table, "level", (*LEVELS, "preschool"), census, codes)
    shares[:, :, 1] += shares[:, :, 6]
    return np.ascontiguousarray(shares[:, :, :6])


def _marital_pattern(table: pd.DataFrame) -> Array:
    """Shares of the four statuses by sex and single age; above 64 the widowed odds go on rising as at 55-64."""
    rows = table[(table.year == 2010) & (table.residence == "all") & (table.age_from == table.age_to)]
    out = np.zeros((2, N_AGES, 4))
    wide = rows.set_index(["sex", "age_from", "status"])["value"]
    for s, sex in enumerate(SEXES):
        for age in range(15, 65):
            out[s, age] = [wide.get((sex, age, k), 0.0) for k in STATUSES]
        out[s, 15:65] /= out[s, 15:65].sum(axis=1, keepdims=True)
        odds = np.log(out[s, 55:65, 3] / out[s, 55:65, 1])
        slope = np.polyfit(np.arange(10), odds, 1)[0]
        for age in range(65, N_AGES):
            widowed = np.exp(odds[-1] + slope * (age - 64)) * out[s, 64, 1]
            row = np.array([out[s, 64, 0], out[s, 64, 1], out[s, 64, 2], widowed])
            out[s, age] = row / row.sum()
    out[:, :15, 0] = 1.0
    return np.maximum(out, 1e-7)


def _later_marriage(table: pd.DataFrame) -> Array:
    """Rise of the log odds of never having married by age from 2010 to 2022, flat below 25, gone from 55 on."""
    early = table[(table.year == 2010) & (table.residence == "all") & (table.age_from == table.age_to)]
    wide = early.groupby(["age_from", "status"])["value"].sum().unstack()
    share_2010 = wide["never_married"] / wide.sum(axis=1)
    late = table[(table.year == 2022) & (table.residence == "all") & (table.age_from == table.age_to)]
    share_2022 = late.set_index("age_from")["value"] / 100.0
    ages = share_2022.index.to_numpy()
    rise = _logit(share_2022.to_numpy()) - _logit(share_2010.loc[ages].to_numpy())
    return np.asarray(np.interp(np.arange(N_AGES), [*ages, 55], [*rise, 0.0]))


def _logit(share: Array) -> Array:
    return np.asarray(np.log(share / (1.0 - share)))


def _death_rates(table: pd.DataFrame, census: int) -> Array:
    rows = table[(table.period_from < census) & (table.period_to >= census)]
    out = np.zeros((2, N_AGES))
    for row in rows.itertuples():
        out[SEXES.index(row.sex), int(row.age_from):int(row.age_to) + 1] = row.value
    return out


def _order_rates(table: pd.DataFrame, nation: str) -> Array:
    """National rates of 2010 by single age, and of 2020, whose bands are read at their middles."""
    out = np.zeros((len(ORDER_RATE_YEARS), 3, N_AGES))
    for k, year in enumerate(ORDER_RATE_YEARS):
        rows = table[(table.area == nation) & (table.year == year)]
        for order, name in enumerate(("1", "2", "3+")):
            own = rows[rows.birth_order == name].sort_values("age_from")
            middles = (own.age_from + own.age_to + 1) / 2.0
            rates = np.interp(np.arange(N_AGES) + 0.5, middles, own.value)
            out[k, order, FIRST_BEARING:LAST_BEARING + 1] = rates[FIRST_BEARING:LAST_BEARING + 1]
    return out


def _homogamy(table: pd.DataFrame) -> float:
    """Correlation of two normal scores behind the joint table of spouses' schooling, from mean normal scores."""
    levels = ("primary_or_less", "junior_secondary", "senior_secondary", "junior_college_or_above")
    wide = table.set_index(["husband_education", "wife_education"])["value"]
    joint = np.array([[wide.get((h, w), 0.0) for w in levels] for h in levels], np.float64)
    joint /= joint.sum()
    scores = [_scores(joint.sum(axis=1)), _scores(joint.sum(axis=0))]
    spread = [np.sqrt((joint.sum(axis=1 - i) * scores[i] ** 2).sum()) for i in range(2)]
    return float((joint * np.outer(scores[0], scores[1])).sum() / (spread[0] * spread[1]))


def _scores(shares: Array) -> Array:
    middle = np.cumsum(shares) - shares / 2.0
    return np.asarray(np.log(middle / (1.0 - middle)))


def all_permitted_from(inputs: Inputs) -> int:
    """Month from which the rules permit every couple a second birth."""
    rules = inputs.pack.table("permission_rules")
    every = rules[(rules["birth_order"] == "2") & (rules["condition"] == "any") & (rules["value"] > 0)]
    year, month = str(every["effective_from"].min()).split("-")[:2]
    return int(month_index(int(year), int(month)))
