"""What the calendar does to a month: lunar years, the epidemic, trends, the future's paths.

Everything here is exogenous and dated; it is computed once before the first month, one value a month.
"""

import functools
from typing import Any, NamedTuple

import numpy as np

from sim.clock import month_index, year_of
from sim.places.pack import Pack
from sim.policy.futures import Future, income_level
from sim.population.columns import Array
from sim.processes.exogenous.trend import TREND_KNOWN, epidemic_factor, marriage_earlier, marriage_peak

ALL_MAY_HAVE_TWO = 2016
"""Year from which every couple may have two children (law in force 2016-01-01)."""


class Paths(NamedTuple):
    """Monthly multipliers and levels over the months of a run, each (month,)."""

    wedding: Array
    marriage_peak: Array
    marriage_earlier: Array
    """Years by which women wed earlier than by the schedule of 2020."""
    intention: Array
    """What the year of the animal, the epidemic and the future do to starting to try."""
    decline: Array
    """The further exogenous decline of the hazard rule; utility has none."""
    arrivals: Array
    mortality: Array
    income: Array
    """Real incomes and wages over those of 2020."""


class Incomes(NamedTuple):
    """The path of real incomes over 2020's by month."""

    first: int
    """Month index of position 0."""
    start: int
    """Start day's month, at whose level the column of earnings stands."""
    path: tuple[float, ...]

    def level(self, month: int) -> float:
        """Real incomes and wages of a month over those of 2020."""
        return self.path[month - self.first]

    def pay(self, month: int) -> float:
        """Real pay of a month over the start day's; 1 before."""
        return self.path[max(month, self.start) - self.first] / self.path[self.start - self.first]


def lunar_year(month: int, festivals: dict[int, int]) -> int:
    """Lunar year in which most of a calendar month falls.

    festivals : first month of each lunar year, by year; a year outside them starts in February
    """
    year = year_of(month)
    return year if month >= festivals.get(year, month_index(year, 2)) else year - 1


@functools.lru_cache(maxsize=16)
def lunar_year_starts(pack: Pack) -> dict[int, int]:
    """First month of each lunar year in the pack: that of the spring festival, or the next one after its 15th."""
    starts = {}
    for row in pack.table("lunar_calendar").itertuples():
        year, month, day = (int(part) for part in str(row.spring_festival).split("-"))
        starts[int(row.year)] = month_index(year, month) + (1 if day > 15 else 0)
    return starts


def lunar_factors(pack: Pack, p: Any) -> dict[int, float]:
    """Wedding factor by lunar year; what a year without Lichun loses, its neighbours gain in equal parts.

    p reads lichun_none, lichun_two.
    """
    count = {int(r.year): int(r.lichun_count) for r in pack.table("lunar_calendar").itertuples()}
    factor = {year: {0: p.lichun_none, 2: p.lichun_two}.get(n, 1.0) for year, n in count.items()}
    displaced = dict(factor)
    for year, n in count.items():
        if n == 0:
            for neighbour in (year - 1, year + 1):
                if neighbour in displaced:
                    displaced[neighbour] += (1.0 - p.lichun_none) / 2
    return displaced


def zodiac_factors(pack: Pack, p: Any) -> dict[int, float]:
    """Factor on births wanted in a lunar year; p reads zodiac_sheep, zodiac_dragon."""
    by_animal = {"sheep": p.zodiac_sheep, "dragon": p.zodiac_dragon}
    return {int(r.year): by_animal.get(str(r.zodiac), 1.0) for r in pack.table("lunar_calendar").itertuples()}


def intention_level(year: float, p: Any) -> float:
    """Starting hazards of a year over those of 2017: an exogenous decline to 2021; p reads intention_decline."""
    return float(np.exp(-p.intention_decline * min(max(year - 2017.0, 0.0), 4.0)))


def outside_rules_left(year: float, p: Any) -> float:
    """Share of the loss by births outside the rules that is left under those of a year; p reads outside_rules_later."""
    return 1.0 if year < ALL_MAY_HAVE_TWO else float(p.outside_rules_later)


@functools.lru_cache(maxsize=16)
def monthly_paths(pack: Pack, future: Future, p: Any, start: int, end: int) -> Paths:
    """Paths of all months from `start` to `end`, for a future and kernel parameters `p`; read-only."""
    every = range(start, end + 1)
    months = np.array(every)
    weddings, zodiac = lunar_factors(pack, p), zodiac_factors(pack, p)
    festivals = lunar_year_starts(pack)
    wedding = np.array([weddings.get(lunar_year(m, festivals), 1.0) for m in every])
    wanted = np.array([zodiac.get(lunar_year(m, festivals) + 1, 1.0) for m in every])
    years = np.array([year_of(m) + (m % 12 + 0.5) / 12 for m in every])
    since = np.clip((years - 2021) / 14, 0, 1)
    ahead = np.clip((years - TREND_KNOWN - 1) / 12, 0, 1)
    paths = Paths(
        wedding=wedding * epidemic_factor(months, p.epidemic_meetings, p.epidemic_lasting),
        marriage_peak=np.array([marriage_peak(y, future, p) for y in years]),
        marriage_earlier=np.array([marriage_earlier(y, p) for y in years]),
        intention=(wanted * epidemic_factor(months, p.epidemic_intentions, p.epidemic_lasting)
                   * (1 + since * (future.intentions - 1))),
        decline=np.array([intention_level(y, p) for y in years]),
        arrivals=(np.where(years < 2021, 1.0, future.arrivals)
                  * np.where(years < TREND_KNOWN + 1, 1.0, p.arrivals_ahead)),
        mortality=(1 + since * (future.mortality - 1)) * (1 + ahead * (p.mortality_ahead - 1)),
        income=np.array([income_level(y, future, pack) for y in years]),
    )
    for shared in paths:
        shared.flags.writeable = False
    return paths
