"""Yearly indicators of one run, straight from its counts: what a sweep keeps of every run.

The same quantities as `sim.measures.results`, without pandas and labels, since a sweep makes thousands of runs; a test
holds the two together. Rates of a part-year are NaN. Called by `sim.measures.models`.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sim.measures.declared import DECLARED_INDICATORS
from sim.measures.indicators import (
    AGES_AT_WORK,
    AGES_UNDER_THREE,
    KINDERGARTEN_AGES,
    PRIMARY_SCHOOL_AGES,
    maternity_beds,
)
from sim.measures.rates import life_expectancy_at_birth
from sim.policy.levers.base import PAYERS, PUBLIC_PAYERS
from sim.population.columns import FEMALE, MALE, Array

Counts = Mapping[str, Array]
"""Counts by measure of `sim.processes.accounts`, with the years as a further first axis."""
FIRST_AGE, LAST_AGE = 15, 49
PUBLIC_POSITIONS = [PAYERS.index(payer) for payer in PUBLIC_PAYERS]
"""Positions of the payers of public money."""

INDICATORS: dict[str, str] = {one.id: one.unit for one in DECLARED_INDICATORS.values() if one.in_sweeps}
"""Every indicator that a sweep keeps, with its unit; order 4 stands for 4 and later, counts are residents."""
RATES = frozenset(name for name in INDICATORS if DECLARED_INDICATORS[name].kind == "rate")
"""Those that mean nothing in a year of fewer than twelve months."""


class _Stacked(Mapping[str, Array]):
    """Counts with the years in front, each when it is first read: what a sweep keeps comes from a third of them."""

    def __init__(self, of_years: Sequence[Counts]) -> None:
        self._of_years = of_years
        self._made: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        if name not in self._made:
            self._made[name] = np.stack([counts[name] for counts in self._of_years])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._of_years[0])

    def __len__(self) -> int:
        return len(self._of_years[0])


def stacked(yearly: Mapping[int, Counts]) -> tuple[list[int], Counts]:
    """Years of a run, and its counts with the years in front; yearly : as kept by the model"""
    years = sorted(yearly)
    return years, _Stacked([yearly[year] for year in years])


def yearly_indicators(
    years: Sequence[int], counts: Counts, months_in_year: Mapping[int, int], scale: float,
    assumed: Mapping[str, float],
) -> dict[str, Array]:
    """Every indicator by year, float64 (year,), and `year` itself.

    years, counts : of `stacked`      months_in_year : as kept by the model      scale : residents one agent stands for
    assumed : by name, those of `sim.runs.manifest.ASSUMED_AFTER_A_RUN`
    """
    found = {
        **_people(counts, scale), **_fertility(counts, scale), **_events(counts, scale),
        **_services(counts, scale, assumed), **_childcare(counts, scale),
        **_money_by_payer(counts, scale),
    }
    assert set(found) == set(INDICATORS), set(found) ^ set(INDICATORS)
    part_year = np.array([months_in_year[year] < 12 for year in years])
    for name in RATES:
        found[name] = np.where(part_year, np.nan, found[name])
    return {"year": np.array(years), **{name: found[name].astype(np.float64) for name in INDICATORS}}


def _people(counts: Counts, scale: float) -> dict[str, Array]:
    """Stocks at the year's end, and migration."""
    by_age = counts["persons"].sum(axis=(1, 2))
    population = by_age.sum(axis=1)
    working = by_age[:, 15:65].sum(axis=1)
    young, old = 100 * by_age[:, :15].sum(axis=1) / working, 100 * by_age[:, 65:].sum(axis=1) / working
    households = counts["households"].sum(axis=1)
    n_households = households[:, 1:].sum(axis=1)
    women = counts["woman_months"][:, :, 45:50].sum(axis=(1, 2, 4))
    moves = [counts[name].sum(axis=(1, 2, 3)) for name in ("arrivals", "departures", "moved_in", "moved_out")]
    return {
        "population": population * scale,
        "young_dependency_ratio": young,
        "old_dependency_ratio": old,
        "dependency_ratio": young + old,
        "mean_household_size": (population - counts["collective_residents"].sum(axis=1)) / n_households,
        "one_person_share": households[:, 1] / n_households,
        "childless_share_45_49": _ratio(women[:, 0], women.sum(axis=1)),
        "net_migration": (moves[0] - moves[1] + moves[2] - moves[3]) * scale,
    }


def _fertility(counts: Counts, scale: float) -> dict[str, Array]:
    """Births of residents, their rates by order, and births by the mothers' registration."""
    by_age = counts["births"].sum(axis=(1, 4, 5))  # (year, mother_age, birth_order)
    women_years = counts["exposure_half_months"][:, :, FEMALE].sum(axis=1) / 24
    inside = by_age[:, FIRST_AGE : LAST_AGE + 1].astype(np.float64)
    inside[:, 0] += by_age[:, :FIRST_AGE].sum(axis=1)
    inside[:, -1] += by_age[:, LAST_AGE + 1 :].sum(axis=1)
    asfr = _ratio(inside, women_years[:, FIRST_AGE : LAST_AGE + 1, None])
    by_order, tfr = by_age.sum(axis=1) * scale, np.nansum(asfr, axis=1)
    return {
        "births": by_order.sum(axis=1),
        **{f"births_{order}": by_order[:, order - 1] for order in (1, 2, 3, 4)},
        "births_hukou_base": counts["births_by_hukou"][:, :, :2].sum(axis=(1, 2)) * scale,
        "tfr": tfr.sum(axis=1),
        **{f"tfr_{order}": tfr[:, order - 1] for order in (1, 2, 3, 4)},
        "mean_age_at_birth": _mean_age(asfr.sum(axis=2)),
        "mean_age_at_first_birth": _mean_age(asfr[:, :, 0]),
    }


def _events(counts: Counts, scale: float) -> dict[str, Array]:
    """Deaths, weddings (counted at the bride), divorces, public money, and crude rates."""
    person_years = counts["exposure_half_months"].sum(axis=1) / 24
    deaths = counts["deaths"].sum(axis=1)
    brides = counts["marriages"][:, :, FEMALE].sum(axis=(1, 2, 3))
    divorced = counts["divorces"][:, :, FEMALE].sum(axis=(1, 2))
    everybody = person_years.sum(axis=(1, 2))
    lives = [
        [
            life_expectancy_at_birth(died, lived, sex == FEMALE)
            for died, lived in zip(deaths[:, sex], person_years[:, sex], strict=True)
        ]
        for sex in (MALE, FEMALE)
    ]
    return {
        "public_money_real": counts["money_real"][..., PUBLIC_POSITIONS].sum(axis=(1, 2, 3)) * scale,
        "marriages": brides * scale,
        "divorces": divorced * scale,
        "deaths": deaths.sum(axis=(1, 2)) * scale,
        "crude_birth_rate": 1000 * counts["births"].sum(axis=(1, 2, 3, 4, 5)) / everybody,
        "crude_death_rate": 1000 * deaths.sum(axis=(1, 2)) / everybody,
        "crude_marriage_rate": 1000 * brides / everybody,
        "life_expectancy_male": np.array(lives[0]),
        "life_expectancy_female": np.array(lives[1]),
    }


def _services(counts: Counts, scale: float, assumed: Mapping[str, float]) -> dict[str, Array]:
    """Beds that births take, children of kindergarten and school age, and women at work."""
    by_age, women = counts["persons"].sum(axis=(1, 2)), counts["persons"][:, :, FEMALE].sum(axis=1)
    births, at_work = counts["births"].sum(axis=(1, 2, 3, 4, 5)) * scale, counts["women_at_work"].sum(axis=1)
    in_kindergarten = _of_ages(by_age, KINDERGARTEN_AGES) * assumed["preschool_enrolment_share_3_5"]
    return {
        "maternity_beds": maternity_beds(births, assumed["maternity_stay_days"], assumed["maternity_bed_occupancy"]),
        "kindergarten_pupils": in_kindergarten * scale,
        "primary_school_children": _of_ages(by_age, PRIMARY_SCHOOL_AGES) * scale,
        **{
            f"women_at_work_{name}": _ratio(_of_ages(at_work, ages), _of_ages(women, ages))
            for name, ages in AGES_AT_WORK.items()
        },
    }


def _childcare(counts: Counts, scale: float) -> dict[str, Array]:
    """Nursery places and children at the year's end, and places over residents and over children under three."""
    by_age = counts["persons"].sum(axis=(1, 2))
    under_three = _of_ages(by_age, AGES_UNDER_THREE)
    nursery = {f"nursery_{what}": counts[f"nursery_{what}"].sum(axis=(1, 2))
               for what in ("places", "enrolled", "queue", "empty")}  # fmt: skip
    places, enrolled = nursery["nursery_places"], nursery["nursery_enrolled"]
    return {
        **{name: counted * scale for name, counted in nursery.items()},
        "children_under_three": under_three * scale,
        "places_per_1000": 1000 * _ratio(places.astype(np.float64), by_age.sum(axis=1)),
        "places_per_100_under_three": 100 * _ratio(places.astype(np.float64), under_three),
        "enrolled_per_100_under_three": 100 * _ratio(enrolled.astype(np.float64), under_three),
    }


def _money_by_payer(counts: Counts, scale: float) -> dict[str, Array]:
    """Money by who pays it, employers and families included; a revenue is negative."""
    by_payer = counts["money_real"].sum(axis=(1, 2)) * scale
    return {f"money_{payer}": by_payer[:, k] for k, payer in enumerate(PAYERS)}


def _of_ages(by_age: Array, ages: slice) -> Array:
    """Those of an age group, both ends included; (year, age) to (year,)."""
    return by_age[:, ages.start : ages.stop + 1].sum(axis=1)


def _ratio(part: Array, whole: Array) -> Array:
    """part / whole, NaN where the whole is zero."""
    whole = np.broadcast_to(whole, part.shape)
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)


def _mean_age(rates: Array) -> Array:
    """Mean exact age of schedules of rates (year, age) [years]; NaN where all rates are zero."""
    ages = np.arange(FIRST_AGE, LAST_AGE + 1) + 0.5
    return _ratio(np.nansum(rates * ages, axis=1), np.nansum(rates, axis=1))
