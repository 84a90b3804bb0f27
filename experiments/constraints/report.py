"""What holds births back, in words and tables: the city or a county of it with groups of women, and one household.

    constraints.csv    by group of women (city, county, birth order of the next child, pay of the couple) and
                       constraint: women, births expected as things are and with all constraints lifted, what lifting
                       the constraint adds (Shapley share, alone, last in), all of residents
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.constraints.city import Turned, woman_of
from experiments.constraints.words import CITY, CONSTRAINTS_SAID, HOUSEHOLD, INCOMES, ORDERS, READ
from experiments.wording.amounts import number as written
from experiments.wording.amounts import percent
from experiments.wording.uncertainty import future_name, parameters_note
from experiments.wording.widths import padded, padded_before
from sim.errors import UserError
from sim.measures.constraints import CONSTRAINTS, Apart
from sim.policy.scenario import scenario as read_scenario
from sim.population.columns import NOBODY, Array
from sim.runs.draws import DrawsUsed
from sim.writing import make_folder, write_csv

FILE = "constraints.csv"
THIRDS = (1 / 3, 2 / 3)
HOWS = ("share", "alone", "last_in")
NAME, NUMBER, PART = 20, 11, 7
"""Columns of a name, a number and a percentage."""


class Group(NamedTuple):
    """Women told of together."""

    by: str
    """`city`, `county`, `birth_order` or `income`."""
    name: str
    """In the file: code, number or word; and in the printed table."""
    said: str
    of_it: Array
    """Whether each woman looked at is of it."""


def write_constraints(
    city: Turned, drawn: DrawsUsed | None, county_code: int | None, language: str, directory: Path
) -> str:
    """Text of what holds back births of the city, or of one county, after writing the table of all groups."""
    county = None if county_code is None else city.model.pack.county_codes.index(county_code)
    of_it = _of_area(city, city.held.rows, county)
    told = [group for group in groups(city, language) if county is None or group.by != "county"]
    text = "\n".join([
        *_head(city, drawn, county, language), "", *_of_all(city.held.apart, of_it, _scale(city), language), "",
        *_of_groups(city, told[1:], of_it, language), "", *READ[language], parameters_note(drawn, language)])
    table = pd.concat([_rows(group, city.held.apart, _scale(city)) for group in groups(city, "en")], ignore_index=True)
    make_folder(directory)
    write_csv(directory / FILE, table)
    return text


def checked_folder(directory: Path) -> Path:
    """A folder to write into, which need not be there; `UserError` where a file stands in its way."""
    there = next(path for path in (directory, *directory.absolute().parents) if path.exists())
    if not there.is_dir():
        raise UserError(f"--out: {there} is a file; name a folder")
    return directory


def household_told(city: Turned, drawn: DrawsUsed | None, household: int, language: str) -> str:
    """Text of what holds back a birth in one household; writes nothing."""
    at, words, held = woman_of(city, household), HOUSEHOLD[language], city.held
    persons, row, theirs = city.model.population.persons, int(held.rows[at]), int(held.couples[at])
    if held.married[at]:
        status = words["away" if persons.partner[row] == NOBODY else "married"]
    else:
        status = words["alone"] if theirs == NOBODY else words["single"].format(theirs=int(persons.household[theirs]))
    title = words["title"].format(
        household=household, year=city.year, age=(city.model.month - int(persons.birth[row])) // 12,
        county=_area(city, int(held.county[at]), language), parity=int(persons.parity[row]), married=status)
    births = words["births"].format(
        next=city.year + 1, as_is=100 * held.apart.as_is[at], lifted=100 * held.apart.lifted[at])
    of_her = np.arange(len(held.rows)) == at
    return "\n".join([
        title, births, "", *_of_all(held.apart, of_her, 100.0, language, digits=2), "", *READ[language],
        parameters_note(drawn, language)])


# Groups ------------------------------------------------------------------------------------------------------------


def groups(city: Turned, language: str) -> Iterator[Group]:
    """The groups of women in the order in which they are told; each kind of group adds up to the city."""
    held = city.held
    yield Group("city", "city", "", np.ones(len(held.rows), bool))
    for position, one in enumerate(city.model.pack.table("counties").itertuples()):
        yield Group("county", str(one.county_code), str(getattr(one, f"name_{language}")), held.county == position)
    for order, said in enumerate(ORDERS[language]):
        name = f"{order + 1}{'+' if order == len(ORDERS[language]) - 1 else ''}"
        yield Group("birth_order", name, said, held.order == order)
    third = thirds(held.pay, held.married)
    for number, said in enumerate(INCOMES[language]):
        yield Group("income", INCOMES["en"][number], said, third == number)


def thirds(pay: Array, married: Array) -> Array:
    """Third of couples by pay of both in which each woman is, 0 lowest; one more, 3, for who is not married."""
    if not married.any():
        return np.full(len(pay), len(THIRDS) + 1)
    found = np.searchsorted(np.quantile(pay[married], THIRDS), pay, side="right")
    return np.where(married, found, len(THIRDS) + 1)


def _rows(group: Group, apart: Apart, scale: float) -> pd.DataFrame:
    """A group's rows of the file, one a constraint."""
    of_it = group.of_it
    return pd.DataFrame({
        "by": group.by, "group": group.name, "constraint": CONSTRAINTS, "women": of_it.sum() * scale,
        "as_is": apart.as_is[of_it].sum() * scale, "lifted": apart.lifted[of_it].sum() * scale,
        **{how: getattr(apart, how)[of_it].sum(axis=0) * scale for how in HOWS},
    })


# The text ----------------------------------------------------------------------------------------------------------


def _head(city: Turned, drawn: DrawsUsed | None, county: int | None, language: str) -> list[str]:
    """Lines of what was run, and of the sums; county : position, None for the city."""
    words, held, settings, scale = CITY[language], city.held, city.model.settings, _scale(city)
    women, pregnant, trying = (_of_area(city, rows, county) for rows in (held.rows, held.pregnant, held.trying))
    lost = women & (held.couples == NOBODY)
    lines = [
        words["title"].format(area=_area(city, county, language), next=city.year + 1),
        words["of"].format(
            scenario=read_scenario(settings.scenario).title_zh if language == "zh" else settings.scenario,
            future=future_name(settings.future, language), sample=settings.sample, seed=settings.seed,
            year=city.year, drawn="" if drawn is None else words["drawn"]),
        "",
        words["women"].format(
            women=women.sum() * scale, pregnant=pregnant.sum() * scale, trying=trying.sum() * scale),
        words["births"].format(
            as_is=held.apart.as_is[women].sum() * scale, lifted=held.apart.lifted[women].sum() * scale),
    ]
    return [*lines, words["without"].format(n=lost.sum() * scale)] if lost.any() else lines


def _of_all(apart: Apart, of_it: Array, scale: float, language: str, digits: int = 0) -> Iterator[str]:
    """Lines of the eight constraints of some women, the largest share first."""
    words, said = CITY[language], CONSTRAINTS_SAID[language]
    added = [getattr(apart, how)[of_it].sum(axis=0) * scale for how in HOWS]
    whole = float((apart.lifted[of_it] - apart.as_is[of_it]).sum() * scale)

    def line(name: str, share: float, *others: float) -> str:
        part = percent(100 * share / whole, language) if whole else ""
        cells = (padded_before(written(one, digits, signed=True), NUMBER) for one in (share, *others))
        return padded(name, NAME) + next(cells) + padded_before(part, PART) + "".join(cells)

    heads = [padded_before(words[how], NUMBER) for how in HOWS]
    yield padded(words["constraint"], NAME) + heads[0] + " " * PART + "".join(heads[1:])
    for k in np.argsort(-added[0], kind="stable"):
        yield line(said[CONSTRAINTS[k]], *(float(one[k]) for one in added))
    yield line(words["all"], whole)


def _of_groups(city: Turned, told: list[Group], area: Array, language: str) -> Iterator[str]:
    """Lines of the groups of women: births expected as things are and with all lifted, and the shares."""
    words, said, apart, scale = CITY[language], CONSTRAINTS_SAID[language], city.held.apart, _scale(city)
    heads = (words["as_is"], words["lifted"], *said.values())
    yield padded(words["group"], NAME) + "".join(padded_before(head, NUMBER) for head in heads)
    for group in told:
        of_it = group.of_it & area
        sums = (apart.as_is[of_it].sum(), apart.lifted[of_it].sum(), *apart.share[of_it].sum(axis=0))
        cells = (f"{_unsigned(one * scale, 0):,.0f}" for one in sums)
        yield padded(group.said, NAME) + "".join(padded_before(cell, NUMBER) for cell in cells)


def _unsigned(value: float, digits: int) -> float:
    """A number without the sign of what rounds to nothing."""
    return round(value, digits) + 0.0


def _scale(city: Turned) -> float:
    """Residents for whom one person of the sample stands."""
    return 1.0 / float(city.model.settings.sample)


def _of_area(city: Turned, rows: Array, county: int | None) -> Array:
    """Whether the woman in each of the rows lives in a county, given by its position, or in the city."""
    counties = city.model.population.persons.county[rows]
    return np.ones(len(rows), bool) if county is None else counties == county


def _area(city: Turned, county: int | None, language: str) -> str:
    """Name of a county, given by its position, or of the city."""
    pack = city.model.pack
    one = pack.manifest if county is None else pack.table("counties").iloc[county]
    return str(one[f"name_{language}"])
