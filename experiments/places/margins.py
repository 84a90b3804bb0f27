"""How the start populations of a pack meet its censuses, and its births of 2020, uncalibrated, beside children aged 0.

Called by `fertsim place check --fit`.
"""

from collections.abc import Iterator

import pandas as pd

from sim.clock import month_index
from sim.errors import UserError
from sim.model import FertilityModel
from sim.places.pack import Pack
from sim.population.cache import load_or_build
from sim.population.fit_report import fit_report
from sim.settings import parse_sample

SEED = 1
MONTHS = (month_index(2019, 11), month_index(2020, 10))
"""First and last month of birth of those who are 0 years old at the census of 2020."""
LAST_YEAR = 2020
FAR = 3.0
"""Sampling errors from which a cell counts as missed."""


def margins(pack: Pack, year: int, sample: str) -> pd.DataFrame:
    """By margin of one census: cells, what they are off together over their sum, and the share that is missed.

    `off` is the sum of differences over the sum of targets, for means the mean relative difference
    """
    cells = fit_report(load_or_build(pack, year, parse_sample(sample), SEED), pack, year)
    off = (cells["value"] - cells["target"]).abs()
    cells = cells.assign(off=off, missed=cells["sampling_errors"].abs() > FAR)
    by = cells.groupby("margin", sort=False)
    return pd.DataFrame({
        "cells": by.size(), "off": by["off"].sum() / by["target"].sum(), "missed": by["missed"].mean(),
    })  # fmt: skip


def margins_text(pack: Pack, sample: str, year: int) -> str:
    """The margins of one census in lines."""
    table = margins(pack, year, sample)
    lines = [f"Start population of {year} at {sample} against the census:"]
    lines += [
        f"  {name}: {int(row.cells)} cells, {row.off:.1%} off, {row.missed:.0%} beyond {FAR:g} sampling errors"
        for name, row in zip(table.index, table.itertuples(), strict=True)
    ]
    return "\n".join(lines)


def births_text(pack: Pack, sample: str) -> str:
    """Births from November 2019 to October 2020 of one uncalibrated run from 2010 beside children aged 0 of 2020.

    Children aged 0 are births less deaths before the census and children who came or left; a few in a thousand.
    """
    if not {2010, LAST_YEAR} <= set(pack.census_years):
        raise UserError(f"{pack.folder}: births of {LAST_YEAR} are told of places with censuses of 2010 and 2020")
    model = FertilityModel(
        place=str(pack.folder), sample=sample, seed=SEED, start_year=2010, end_year=LAST_YEAR, scenario="national_only"
    )
    agents, scale = sum(_births(model)), 1 / float(parse_sample(sample))
    born, chance = agents * scale, 2 * (agents * max(1 - 1 / scale, 0.0)) ** 0.5 * scale
    table = pack.table("population")
    children = table[(table["census"] == LAST_YEAR) & (table["age_from"] == 0)]["value"].sum()
    return (
        f"Births from November 2019 to October 2020, run from 2010 at {sample}, declared parameters, not calibrated:"
        f" {born:,.0f} (± {chance:,.0f}, chance of the sample); children aged 0 at the census of 2020:"
        f" {children:,.0f} ({born / children - 1:+.0%})."
    )


def _births(model: FertilityModel) -> Iterator[int]:
    """Births of the agents in the months of `MONTHS`, by year."""
    model.run_for(month_index(LAST_YEAR, 12) - model.month + 1)
    for year in (LAST_YEAR - 1, LAST_YEAR):
        monthly = model.yearly[year]["births_monthly"]
        months = [month for month in range(12) if MONTHS[0] <= month_index(year, month + 1) <= MONTHS[1]]
        yield int(monthly[months].sum())
