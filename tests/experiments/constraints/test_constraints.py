"""`fertsim constraints`: groups add up to the city, text in both languages, one household, refusals."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.constraints.city import Turned, checked_year, turned, woman_of
from experiments.constraints.report import FILE, household_told, thirds, write_constraints
from experiments.constraints.words import CITY, CONSTRAINTS_SAID, HOUSEHOLD, INCOMES, ORDERS, READ
from sim.errors import UserError
from sim.measures.constraints import CONSTRAINTS
from sim.population.columns import NOBODY
from sim.settings import RunSettings
from tests.official import faults

pytestmark = pytest.mark.compiled
OF_WOMEN = ["women", "as_is", "lifted"]


@pytest.fixture(scope="module")
def city() -> Turned:
    """A sample of 1/1000 at the end of 2020."""
    return turned(RunSettings(sample="1/1000"), 2020)


@pytest.fixture(scope="module")
def stored(city: Turned, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, pd.DataFrame]:
    folder = tmp_path_factory.mktemp("held") / "new" / "folder"
    text = write_constraints(city, None, None, "en", folder)
    assert [path.name for path in folder.iterdir()] == [FILE]
    return text, pd.read_csv(folder / FILE, dtype={"group": str})


def test_shares_of_every_group_add_up(stored: tuple[str, pd.DataFrame]) -> None:
    by_group = stored[1].groupby(["by", "group"])
    whole = by_group["lifted"].first() - by_group["as_is"].first()
    np.testing.assert_allclose(by_group["share"].sum(), whole, rtol=0, atol=1e-9 * float(whole.max()))
    assert (by_group["constraint"].agg(tuple) == CONSTRAINTS).all()


def test_groups_of_a_kind_add_up_to_the_city(stored: tuple[str, pd.DataFrame]) -> None:
    table = stored[1]
    city = table[table["by"] == "city"].set_index("constraint")
    assert city["as_is"].iloc[0] > 0
    for by, n in (("county", 6), ("birth_order", 4), ("income", 4)):
        rows = table[table["by"] == by]
        assert rows["group"].nunique() == n
        sums = rows.groupby("constraint")[[*OF_WOMEN, "share", "alone", "last_in"]].sum()
        pd.testing.assert_frame_equal(sums, city.loc[sums.index, sums.columns], rtol=1e-9, atol=1e-6)
    single = table[table["group"] == INCOMES["en"][3]]
    assert (single["as_is"] == 0).all()


def test_the_year_is_the_one_after(city: Turned, stored: tuple[str, pd.DataFrame]) -> None:
    assert (city.year, city.model.month % 12, sorted(city.model.yearly)) == (2020, 0, [2020])
    text, table = stored
    assert "what holds back births begun by planning in 2021" in text
    assert "state at the end of 2020" in text
    line = next(line for line in text.splitlines() if line.startswith("money "))
    share = table[(table["by"] == "city") & (table["constraint"] == "money")]["share"].iloc[0]
    assert int(line.split()[1].replace(",", "")) == round(share)
    assert "No forecast" in text
    assert "Not yet calibrated" in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_languages_have_their_words(city: Turned, tmp_path: Path, language: str) -> None:
    for words in (CITY, CONSTRAINTS_SAID, HOUSEHOLD):
        assert set(words[language]) == set(words["zh"])
    assert set(CONSTRAINTS_SAID[language]) == set(CONSTRAINTS)
    assert [len(words[language]) for words in (ORDERS, INCOMES, READ)] == [4, 4, 3]
    for text in (write_constraints(city, None, 330681, language, tmp_path),
                 household_told(city, None, int(home_of(city, True)), language)):
        assert not re.search(r"[{}]|\bnan\b|\binf\b|-0\b(?![.,])", text)
        assert faults(text) == []
    assert city.model.pack.table("counties").set_index("county_code").loc[330681, f"name_{language}"] in (
        write_constraints(city, None, 330681, language, tmp_path))


def home_of(city: Turned, married: bool) -> int:
    """Household of a woman looked at who is married, or is not and was given a partner."""
    held = city.held
    rows = held.rows[(held.married == married) & (held.couples != NOBODY)]
    return int(city.model.population.persons.household[rows[0]])


def test_a_county_is_told_of_without_the_others(city: Turned, tmp_path: Path) -> None:
    text = write_constraints(city, None, 330681, "en", tmp_path)
    assert text.startswith("Zhuji: ")
    assert "Keqiao" not in text
    table = pd.read_csv(tmp_path / FILE, dtype={"group": str})
    whole = table[table["group"] == "330681"]
    assert f"{whole['as_is'].iloc[0]:,.0f} as things are" in text
    assert set(table["by"]) == {"city", "county", "birth_order", "income"}


def test_a_household_is_told_by_its_wife(city: Turned) -> None:
    household = home_of(city, True)
    at = woman_of(city, household)
    assert city.held.married[at]
    text = household_told(city, None, household, "en")
    assert f"Household {household} at the end of 2020: she is " in text
    assert f"{100 * city.held.apart.as_is[at]:.1f} % as things are" in text


def test_a_single_woman_is_told_whose_husband_she_is_given(city: Turned) -> None:
    persons, held = city.model.population.persons, city.held
    wed_homes = persons.household[held.rows[held.married]]
    alone = np.flatnonzero(~held.married & (held.couples != NOBODY)
                           & ~np.isin(persons.household[held.rows], wed_homes))
    household = int(persons.household[held.rows[alone[0]]])
    at = woman_of(city, household)
    theirs = int(persons.household[held.couples[at]])
    assert f"the husband and home of household {theirs}" in household_told(city, None, household, "en")


def test_who_cannot_be_told_of(city: Turned) -> None:
    persons, held = city.model.population.persons, city.held
    with pytest.raises(UserError, match="--household: there is no household 99999999; those of this sample"):
        woman_of(city, 99_999_999)
    looked_at = persons.household[held.rows]
    trying = next(int(home) for home in persons.household[held.trying] if home not in looked_at)
    with pytest.raises(UserError, match="is trying for a child already at the end of 2020; name another"):
        woman_of(city, trying)
    known = np.concatenate([held.rows, held.trying, held.pregnant])
    nobody = next(h for h in range(9999) if h not in persons.household[known])
    with pytest.raises(UserError, match="no woman of 20 to 44 lives in household"):
        woman_of(city, nobody)


def test_thirds_are_of_couples() -> None:
    pay, married = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 0.0]), np.array([True] * 6 + [False])
    assert thirds(pay, married).tolist() == [0, 0, 1, 1, 2, 2, 3]
    assert thirds(pay[6:], married[6:]).tolist() == [3]


def test_the_year_must_have_one_after_it() -> None:
    assert checked_year(2020, 2034) == 2034
    for year in (2019, 2035):
        with pytest.raises(UserError, match=f"--to: {year} is outside 2020 to 2034"):
            checked_year(2020, year)
