"""Titles of why births change, of county budgets, of school age and of what the spread is made of, from counts by hand.

Runs of their own: here numbers differ by year, by county and by draw, as those of `test_pages` do not.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.briefing.content import Briefing
from experiments.briefing.facts import facts_of
from experiments.briefing.pages.whole import briefing
from experiments.comparison.compared import Comparison, write_index
from experiments.wording.languages import LANGUAGES
from sim.parameters import Parameters
from sim.places.pack import load_pack
from sim.policy.budgets import general_budgets
from sim.policy.futures import future
from sim.policy.levers.base import PAYERS
from sim.runs.manifest import Manifest
from sim.runs.runset import RunSet, Unfinished, prepare_run_set
from tests import synthetic
from tests.experiments.briefing.test_pages import by_seed, counted, page, says, with_interval
from tests.sim.runs import makers as draws

LABELS = ("plan", "national_only")
FIRST, LAST = 2021, 2035
AGES_AT_SCHOOL = slice(6, 12)
N_DRAWS = 24
N_AGAIN = 12
"""Draws that run twice."""


def of_year(scenario: str, seed: int, year: int, n_months: int) -> dict[str, np.ndarray]:
    """Women are fewer each year and bear alike; the plan adds more each year; pupils are most in 2024."""
    made, years = synthetic.counts(0, n_months), max(year - FIRST, 0)
    women = 120 - (3 + seed) * years
    made["births"][:] = 0
    made["births"][:, synthetic.MOTHERS, 0, 3, 0] = women
    made["woman_months"][:] *= women
    made["births"][0, 30, 0, 3, 0] += (10 + (1 + seed) * years) * (scenario == "plan")
    made["persons"][..., AGES_AT_SCHOOL] = 200 - 4 * abs(year - 2024) + 5 * seed
    counties = np.arange(1, len(synthetic.CODES) + 1)
    made["money"][0, :, PAYERS.index("county")] = (4_000_000 * counties + 300_000 * seed) * (1 + years)
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("by_year")
    for label in LABELS:
        described = synthetic.manifest(scenario=label).model_copy(update={"place": "shaoxing"})
        unfinished = Unfinished(prepare_run_set(out / label, described))
        for seed in described.seeds:
            made = {year: of_year(label, seed, year, n) for year, n in described.months_in_year.items()}
            synthetic.add_run(unfinished, seed, made)
    write_index(out, LABELS)
    return out


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[str, Briefing]:
    return read(folder)


def read(folder: Path) -> dict[str, Briefing]:
    """The briefing of a folder in both languages."""
    facts = facts_of(Comparison.open(folder))
    return {language: briefing(facts, language) for language in LANGUAGES}


def says_change(text: str, value: float) -> bool:
    """Whether a sentence has a change: English signs it, Chinese says in a word that it is fewer."""
    return says(text, value) or (says(text, abs(value)) and "减少" in text)


def between(folder: Path, label: str) -> pd.Series:
    """Births of the last year less those of the first, by seed."""
    table = counted(folder, label, "births").pivot(index="seed", columns="year", values="value")
    return table[LAST] - table[FIRST]


@pytest.mark.parametrize("language", LANGUAGES)
def test_changes_are_those_of_the_store(told: dict[str, Briefing], folder: Path, language: str) -> None:
    """Births a woman stay as they are, so that all that changes under the base is the number of women."""
    whole, women = between(folder, "plan"), between(folder, "national_only")
    assert women.mean() < whole.mean() < 0
    title = page(told[language], "changes").title
    for expected in (with_interval(whole), with_interval(women)):
        assert says_change(title, expected[0])
        assert all(says(title, bound) for bound in expected[1:]), (title, expected)
    assert {"zh": "育龄妇女人数", "en": "numbers of women"}[language] in title
    assert (says(title, FIRST), says(title, LAST)) == (True, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_budgets_are_those_of_the_store(told: dict[str, Briefing], folder: Path, language: str) -> None:
    table = counted(folder, "plan", "money", ("county_code",), payer=["county"])
    years = range(2026, LAST + 1)
    budget = general_budgets(load_pack("shaoxing"), future("central"), years[0], years[-1])
    paid = table[table["year"].isin(years)].groupby(["year", "county_code"])["value"].mean().unstack()
    shares = 100 * (paid[synthetic.CODES].to_numpy() / budget).mean(axis=0)
    assert shares.max() > 2 * shares.min()
    title = page(told[language], "budgets").title
    assert all(says(title, one) for one in (shares.min(), shares.max(), years[0], years[-1]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_pupils_are_those_of_the_store(told: dict[str, Briefing], folder: Path, language: str) -> None:
    table = counted(folder, "plan", "persons", ("age",)).query("6 <= age <= 11")
    pupils = table.groupby(["seed", "year"])["value"].sum().unstack()
    title = page(told[language], "school").title
    assert pupils.mean().idxmax() == 2024
    assert all(says(title, one) for one in (2024, pupils[2024].mean(), *with_interval(pupils[LAST])))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_spread_is_made_of_is_that_of_the_store(tmp_path: Path, language: str) -> None:
    """The plan adds 4 births a year more a draw; the two runs of one draw differ by 20 a year."""
    seeds = tuple(range(1, N_DRAWS + N_AGAIN + 1))
    used = draws.draws(N_DRAWS).used(seeds, Parameters())
    for label in LABELS:
        write_drawn(tmp_path / label, synthetic.manifest(seeds, scenario=label, draws=used), label == "plan")
    write_index(tmp_path, LABELS)

    added = by_seed(tmp_path, "plan") - by_seed(tmp_path, "national_only")
    of_draw = added.groupby(pd.Series(used.of_seeds, index=list(seeds)))
    chance = float((of_draw.var(ddof=1).dropna()).mean())
    of_draws = of_draw.mean().var(ddof=1) - chance * (1 / of_draw.size()).mean()
    share = 100 * of_draws / (of_draws + chance)
    assert 50 < share < 90
    title = page(read(tmp_path)[language], "sure").title
    assert says(title, share)
    assert says_change(title, -of_draw.mean().std(ddof=0))  # all of it falls with one parameter


def write_drawn(folder: Path, described: Manifest, adds: bool) -> RunSet:
    """Runs of which draws add 4 births a year each in the first county, seeds of one draw 10 more or fewer."""
    unfinished = Unfinished(prepare_run_set(folder, described))
    assert described.draws is not None
    for seed, draw in zip(described.seeds, described.draws.of_seeds, strict=True):
        luck = 0 if draw > N_AGAIN else 10 if seed == draw else -10
        extra = (100 + 4 * draw + luck) * adds
        made = {n: synthetic.counts(0, n, extra * (n == 12)) for n in set(described.months_in_year.values())}
        synthetic.add_run(unfinished, seed, {year: made[n] for year, n in described.months_in_year.items()})
    return RunSet.open(folder)
