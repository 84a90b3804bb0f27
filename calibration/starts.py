"""What the start populations do to births: the start of 2020 beside the city that lived from 2010, and the first years.

The same draws, seeds and start populations run from both census years. Called by `fertsim validate --judged`, of whose
text it writes a section; the same call resumes its runs.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np

from calibration.targets import PLACE_OF_TARGETS
from sim.errors import UserError
from sim.places.pack import load_pack
from sim.policy.paths import BASE
from sim.population.columns import MARRIED, Array
from sim.runs.draws import ADOPT, read_draws
from sim.runs.runner import Planned, Progress, run_sets
from sim.runs.runset import RunSet
from sim.settings import RunSettings

DRAWS, SAMPLE = 24, Fraction(1, 50)
"""Usual number of draws, and agents per resident."""
LIVED, MADE = 2010, 2020
"""Census years of the city that lives on, and of the population made for the later census."""
COMPARED, FIRST_YEARS = (2021, 2022, 2023), (2011, 2012, 2013, 2014)
"""Years of the births that both starts give, and first ones of the earlier start."""
WIVES = slice(20, 40)
"""Ages of the wives who are counted by number of children."""
CITY_WITHIN, COUNTY_WITHIN, LEVEL_WITHIN = 0.02, 0.06, 0.10
"""Wanted: births of the later start over those of the earlier; births of 2011 over the mean of 2012-14 (10 %: births of
2012 and 2013 in Zhejiang are 1.07 and 1.06 of those of 2011)."""


class Gap(NamedTuple):
    """Births of the later start over those of the earlier, a ratio of means over draws."""

    name: str
    by_year: tuple[float, ...]
    ratio: float
    """Of all years compared."""
    error: float
    """Its standard error over draws."""
    within: float
    """What is wanted: the ratio as near 1 as this."""

    @property
    def missed(self) -> bool:
        """Whether the ratio is further from 1 than wanted."""
        return abs(self.ratio - 1.0) > self.within


def ratio_of_means(above: Array, below: Array) -> tuple[float, float]:
    """Ratio of two means over draws, (draw,), and its standard error by linearisation."""
    ratio = float(above.mean() / below.mean())
    off = above - ratio * below
    return ratio, float(off.std(ddof=1) / np.sqrt(len(off)) / below.mean())


def gaps(made: Array, lived: Array, names: tuple[str, ...]) -> list[Gap]:
    """The city first, then its counties; made, lived : births (draw, year, county)."""
    return [_gap("city", made.sum(axis=2), lived.sum(axis=2), CITY_WITHIN)] + [
        _gap(name, made[:, :, c], lived[:, :, c], COUNTY_WITHIN) for c, name in enumerate(names)
    ]


def _gap(name: str, made: Array, lived: Array, within: float) -> Gap:
    by_year = tuple(float(x) for x in made.mean(axis=0) / lived.mean(axis=0))
    return Gap(name, by_year, *ratio_of_means(made.sum(axis=1), lived.sum(axis=1)), within)


def run_starts(
    out: Path, n_draws: int = DRAWS, sample: Fraction = SAMPLE, workers: int | None = None,
    progress: Progress | None = None, place: str = PLACE_OF_TARGETS,
) -> Mapping[int, RunSet]:  # fmt: skip
    """Stored runs by census year of their start, a start population a draw; the same call resumes."""
    draws = read_draws(load_pack(place).folder)
    if draws is None:
        raise UserError(f"--judged: {place} has no draws to run; {ADOPT}")
    if n_draws < 2:
        raise UserError(f"--draws: {n_draws}; needed are 2 or more, for a standard error")
    planned = [
        Planned(
            RunSettings(place=place, sample=sample, start_year=start, end_year=COMPARED[-1], scenario=BASE),
            out / f"from-{start}",
        )
        for start in (LIVED, MADE)
    ]
    found = run_sets(planned, range(1, n_draws + 1), workers, progress, draws)
    return dict(zip((LIVED, MADE), found, strict=True))


class Beside(NamedTuple):
    """One row of what stands behind the births: the later start over the earlier, (city, then county), of means."""

    name: str
    ratios: Array


def behind(made: RunSet, lived: RunSet) -> list[Beside]:
    """What births of the first year after the later start come from: children there already, wives by parity, orders.

    Children at the end of the later census's year, so that of the earlier start they are those who were born and came
    in ten years of months; wives as woman-months of the year after.
    """
    first = next(year for year in COMPARED if year > MADE)
    rows = []
    for name, low, high in (("children 0-4", 0, 4), ("children 5-9", 5, 9)):
        above, below = (_table(one, "persons", MADE, ("age",)) for one in (made, lived))
        rows.append(_beside(name, *(x[..., low : high + 1].sum(axis=2) for x in (above, below))))
    above, below = (_table(one, "woman_months", first, ("age", "parity", "marital"), marital=MARRIED)
                    for one in (made, lived))
    wives = above[:, :, WIVES].sum(axis=2), below[:, :, WIVES].sum(axis=2)
    for name, parity in (("wives without a child", 0), ("wives with one", 1), ("wives with two", 2)):
        rows.append(_beside(name, *(x[..., parity] for x in wives)))
    births = [_table(one, "births", first, ("birth_order",)) for one in (made, lived)]
    for name, order in (("first births", 0), ("second births", 1), ("third births", 2)):
        rows.append(_beside(name, *(x[..., order] for x in births)))
    return rows


def _table(stored: RunSet, measure: str, year: int, kept: tuple[str, ...], **at: int) -> Array:
    """A measure of a year by draw, (draw, county, kept…). at : positions on axes that are then gone"""
    found = stored.array(measure, ["county_code", *kept]).sel(year=year)
    for name, position in at.items():
        found = found.isel({name: position})
    left = [name for name in kept if name not in at]
    return np.asarray(found.transpose("seed", "county_code", *left).values, float)


def _beside(name: str, above: Array, below: Array) -> Beside:
    """above, below : (draw, county)"""
    sums = [np.concatenate([[x.sum()], x.sum(axis=0)]) for x in (above, below)]
    return Beside(name, sums[0] / np.maximum(sums[1], 1e-9))


def n_months_of(n_draws: int) -> int:
    """Months that `run_starts` simulates, for a bar."""
    starts = (RunSettings(start_year=start, end_year=COMPARED[-1]) for start in (LIVED, MADE))
    return n_draws * sum(one.end_month - one.start_month + 1 for one in starts)


def births_of(stored: RunSet, years: tuple[int, ...]) -> Array:
    """Births of residents, (draw, year, county) [births / year]."""
    counts = stored.array("births", ["county_code"]).sel(year=list(years))
    return np.asarray(counts.transpose("seed", "year", "county_code").values, float) * stored.manifest.scale


def starts_section(
    out: Path, n_draws: int = DRAWS, sample: Fraction = SAMPLE, workers: int | None = None,
    progress: Progress | None = None, place: str = PLACE_OF_TARGETS,
) -> str:  # fmt: skip
    """Run what is missing in a folder and return the section in Markdown; arguments as in `run_starts`."""
    stored = run_starts(out, n_draws, sample, workers, progress, place)
    manifest = stored[LIVED].manifest
    names = tuple(county.name_en for county in manifest.counties)
    found = gaps(births_of(stored[MADE], COMPARED), births_of(stored[LIVED], COMPARED), names)
    first = births_of(stored[LIVED], FIRST_YEARS).sum(axis=2)
    said = f"{len(manifest.seeds)} draws at {manifest.sample}, a start population a draw"
    return section(found, first, said, behind(stored[MADE], stored[LIVED]))


def section(found: list[Gap], first: Array, said: str, why: Sequence[Beside] = ()) -> str:
    """Markdown, misses first.

    first : births of FIRST_YEARS, (draw, year)      said : what ran      why : rows of `behind`
    """
    level, error = ratio_of_means(first[:, 0], first[:, 1:].mean(axis=1))
    bulges = abs(level - 1.0) > LEVEL_WITHIN
    lines = [f"{gap.name} {gap.ratio:.3f}, wanted within {gap.within:.0%} of 1" for gap in found if gap.missed]
    if bulges:
        lines.append(f"births of 2011 are {level:.2f} of the mean of 2012-14, wanted within {LEVEL_WITHIN:.0%} of 1")
    years, of_first = COMPARED, " | ".join(f"{x:,.0f}" for x in first.mean(axis=0))
    return "\n".join([
        "## Start populations\n",
        f"`fertsim validate --judged`: {said}, scenario {BASE}.\n",
        "".join(f"- **Missed**: {line}.\n" for line in lines) or "Nothing of what is wanted is missed.\n",
        f"Births from the start of {MADE} over those of the city that lived from {LIVED}, means over draws.\n",
        "| | " + " | ".join(map(str, years)) + f" | {years[0]}-{years[-1] % 100} | standard error |",
        "|---|" + "---:|" * (len(years) + 2),
        *(f"| {gap.name} | " + " | ".join(f"{x:.3f}" for x in gap.by_year) + f" | {gap.ratio:.3f} | {gap.error:.3f} |"
          for gap in found),
        *_told_behind(found, why),
        f"\nBirths of the first years from the start of {LIVED}; 2011 over the mean of 2012-14 is {level:.3f}"
        f" (standard error {error:.3f}).\n",
        "| " + " | ".join(map(str, FIRST_YEARS)) + " |",
        "|" + "---:|" * len(FIRST_YEARS),
        f"| {of_first} |\n",
    ])  # fmt: skip


def _told_behind(found: list[Gap], why: Sequence[Beside]) -> list[str]:
    if not why:
        return []
    return [
        f"\nWhat stands behind it, the same ratio: children at the end of {MADE}; wives of"
        f" {WIVES.start}-{WIVES.stop - 1} by children and births by order in {COMPARED[0]}. Children of the later start"
        " are those that the census counts."
        " Where the city that lived on has fewer, it bore fewer before that day, and more couples are left to bear"
        " after it.\n",
        "| | " + " | ".join(gap.name for gap in found) + " |",
        "|---|" + "---:|" * len(found),
        *(f"| {row.name} | " + " | ".join(f"{x:.2f}" for x in row.ratios) + " |" for row in why),
    ]  # fmt: skip
