"""Checks of a data pack across rows and tables: sums, age groups without gaps, sequences of dates and brackets.

Called by `pack.Pack.table`; each check raises one UserError with file, lines, column and what is allowed.
"""

from datetime import date
from typing import Any

import pandas as pd

from sim.places.faults import SHARE_TOLERANCE, Check, Frames, fault, groups, words
from sim.places.needs import (
    known_areas,
    known_budgets,
    known_prices,
    residents_live,
    roomy_homes,
    shares_of_assumptions,
    somebody,
)
from sim.places.schema import OPEN_AGE

TARGET_UNITS = {
    "births": "births per year", "community_facility_standard": "share", "community_station_coverage": "share",
    "places_per_1000": "places per 1000", "tfr": "children per woman",
}  # fmt: skip
"""Unit of a target of a plan, by the indicator or lever that it is a target of."""
DEDUCTION_TOLERANCE_YUAN = 0.5
"""The statutory quick deductions are whole yuan."""


def _match_totals(table: str, sums: pd.DataFrame, totals: pd.Series, group: str, total_name: str) -> None:
    """Compares each summed group with its total; both are indexed by (census, county)."""
    for key, rows in groups(sums, ["census", "county_code"]):
        total, added = totals.get(key), float(rows["value"].sum())
        if total is None:
            problem = f"{group} of census {key[0]}, county {key[1]} have no {total_name}; allowed is one such row"
            raise fault(table, rows, "value", problem)
        if added != float(total):
            sums_to = f"{group} of census {key[0]}, county {key[1]} sum to {added:.0f}"
            problem = f"{sums_to} but {total_name} is {float(total):.0f}; they must be equal"
            raise fault(table, rows, "value", problem)


def _indicator(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame[frame["indicator"] == name].set_index(["census", "county_code"])["value"]


def population_sums(frames: Frames, city_code: int) -> None:
    """Age cells of each county equal its residents, in total and by sex."""
    population, totals = frames("population"), frames("population_totals")
    _match_totals("population", population, _indicator(totals, "residents"), "ages", "population_totals residents")
    for sex in ("male", "female"):
        part = population[population["sex"] == sex]
        total = f"residents_{sex}"
        _match_totals("population", part, _indicator(totals, total), f"{sex} ages", f"population_totals {total}")


def residents_sums(frames: Frames, city_code: int) -> None:
    """Urban and rural residents add up to the residents."""
    totals = frames("population_totals")
    parts = totals[totals["indicator"].isin(["urban", "rural"])]
    _match_totals("population_totals", parts, _indicator(totals, "residents"), "urban and rural", "residents")


def household_sums(frames: Frames, city_code: int) -> None:
    """Households by generations add up to the family households; their members do not exceed the residents."""
    households = frames("households")
    parts = households[households["indicator"].str.endswith("_generation")]
    _match_totals("households", parts, _indicator(households, "family_households"), "generations", "family_households")
    residents = _indicator(frames("population_totals"), "residents")
    members = households[households["indicator"] == "family_population"]
    for key, rows in groups(members, ["census", "county_code"]):
        if key not in residents.index or rows["value"].iloc[0] > residents[key]:
            problem = (
                f"family_population of census {key[0]}, county {key[1]} exceeds the residents in population_totals"
            )
            raise fault("households", rows, "value", f"{problem}; allowed is at most their number")


def parts_at_work(frames: Frames, city_code: int) -> None:
    """Somebody works in each county, and those in education, health and administration are among them."""
    table = frames("employment")
    workers = _indicator(table, "at_work")
    for key, rows in groups(table[table["indicator"].str.startswith("at_work_")], ["census", "county_code"]):
        if not 0 < rows["value"].sum() < workers.get(key, 0.0):
            problem = f"education, health and administration of census {key[0]}, county {key[1]} employ nobody or all"
            raise fault("employment", rows, "value", f"{problem}; allowed is a part of those at work")


def counties_add_up(table: str) -> Check:
    """A check that the counties of a table add up to its city rows wherever counts of all of them exist."""

    def check(frames: Frames, city_code: int) -> None:
        frame, n_counties = frames(table), len(frames("counties"))
        counts = frame[frame["unit"].str.startswith(("persons", "households"))]
        skip = {"county_code", "value", "lower", "upper", "unit", "source", "quality", "note"}
        keys = [name for name in counts.columns if name not in skip]
        for key, rows in groups(counts, keys):
            city, counties = rows[rows["county_code"] == city_code], rows[rows["county_code"] != city_code]
            if len(city) != 1 or len(counties) != n_counties:
                continue
            off, slack = abs(counties["value"].sum() - city["value"].iloc[0]), n_counties if table == "migration" else 0
            if off > slack:  # net migration is rounded county by county
                sums_to = f"the counties of {words(key)} sum to {counties['value'].sum():.0f}"
                problem = f"{sums_to} but the city is {city['value'].iloc[0]:.0f}; they must be equal"
                raise fault(table, rows, "value", problem)

    return check


def whole_ages(table: str, keys: list[str], first: int = 0, last: int = OPEN_AGE, **only: Any) -> Check:
    """A check that the age groups of each key run from `first` to `last` without gap or overlap; `only` picks rows."""

    def check(frames: Frames, city_code: int) -> None:
        frame = frames(table)
        for column, entry in only.items():
            frame = frame[frame[column] == entry]
        for key, rows in groups(frame, keys):
            ordered = rows.sort_values("age_from")
            expected = first
            for age_from, age_to in zip(ordered["age_from"], ordered["age_to"], strict=True):
                if age_from != expected or age_to < age_from:
                    allowed = f"allowed are groups from {first} to {last} without gap or overlap"
                    raise fault(table, rows, "age_from", f"ages of {words(key)} break at {expected}; {allowed}")
                expected = age_to + 1
            if expected != last + 1:
                problem = f"ages of {words(key)} end at {expected - 1}; the last group must end at {last}"
                raise fault(table, rows, "age_to", problem)

    return check


def shares_add_up(table: str, keys: list[str]) -> Check:
    """A check that shares sum to one, within rounding, in each group (in the whole table without keys)."""

    def check(frames: Frames, city_code: int) -> None:
        frame = frames(table)
        for key, rows in groups(frame, keys) if keys else [((table,), frame)]:
            total = float(rows["value"].sum())
            if abs(total - 1) > SHARE_TOLERANCE:
                problem = f"shares of {words(key)} sum to {total:.4f}; allowed is 1 within {SHARE_TOLERANCE:g}"
                raise fault(table, rows, "value", problem)

    return check


def tax_brackets(frames: Frames, city_code: int) -> None:
    """Brackets follow on each other and the quick deduction makes the tax continuous."""
    tax = frames("tax_schedule").sort_values("bracket")
    upper, rate, deduction = 0.0, float(tax["value"].iloc[0]), 0.0
    for position in range(len(tax)):
        row = tax.iloc[[position]]
        start, end, new_rate = (float(row[name].iloc[0]) for name in ("taxable_from", "taxable_to", "value"))
        if start != upper:
            problem = f"{start:g} does not follow on; allowed is {upper:g}, where the bracket before ends"
            raise fault("tax_schedule", row, "taxable_from", problem)
        deduction += start * (new_rate - rate) / 100
        given = float(row["quick_deduction"].iloc[0])
        if abs(given - deduction) > DEDUCTION_TOLERANCE_YUAN:
            problem = f"{given:g} makes the tax jump at {start:g}; allowed is {deduction:g}"
            raise fault("tax_schedule", row, "quick_deduction", problem)
        if (position == len(tax) - 1) != pd.isna(end):
            problem = "only the last bracket is open; allowed is a number in the others and nothing in the last"
            raise fault("tax_schedule", row, "taxable_to", problem)
        upper, rate = end, new_rate


def lunar_years(frames: Frames, city_code: int) -> None:
    """Lunar years follow on each other and last 353-355 or 383-385 days."""
    calendar = frames("lunar_calendar")
    for position in range(len(calendar)):
        row = calendar.iloc[[position]]
        start, end = (date.fromisoformat(row[name].iloc[0]) for name in ("spring_festival", "next_spring_festival"))
        days = (end - start).days
        year = int(row["year"].iloc[0])
        if start.year != year:
            problem = f"{start} is not in the year of the row; allowed is a day in {year}"
            raise fault("lunar_calendar", row, "spring_festival", problem)
        if not (353 <= days <= 355 or 383 <= days <= 385):
            problem = f"the lunar year lasts {days} days; allowed are 353 to 355 or 383 to 385"
            raise fault("lunar_calendar", row, "next_spring_festival", problem)
        if position + 1 < len(calendar) and calendar["spring_festival"].iloc[position + 1] != end.isoformat():
            problem = f"{end} differs from the next row's spring_festival; they must be equal"
            raise fault("lunar_calendar", row, "next_spring_festival", problem)


def ordered_dates(table: str, keys: list[str]) -> Check:
    """A check that a rule ends after it starts and that rules with one key do not overlap."""

    def check(frames: Frames, city_code: int) -> None:
        rows = frames(table).sort_values([*keys, "effective_from"], kind="stable")
        start = rows["effective_from"]
        end = rows["effective_to"].where(rows["effective_to"] != "", "9999-12-31")
        overlaps = (start <= end.shift(fill_value="")) & rows.duplicated(keys)
        for position in rows.index[(start > end) | overlaps]:
            row = rows.loc[[position]]
            key = words(tuple(row[keys].iloc[0]))
            dates = f"{start[position] or 'no start'} to {end[position]} of {key}"
            problem = f"{dates} ends before it starts or overlaps another row"
            raise fault(table, row, "effective_from", f"{problem}; allowed are periods that follow on each other")

    return check


def ends_after_start(table: str) -> Check:
    """A check that no rule ends before it starts; a later rule with the same key takes over from an open one."""

    def check(frames: Frames, city_code: int) -> None:
        frame = frames(table)
        for position in frame.index[(frame["effective_to"] != "") & (frame["effective_to"] < frame["effective_from"])]:
            row = frame.loc[[position]]
            start, end = row["effective_from"].iloc[0], row["effective_to"].iloc[0]
            problem = f"{end} is before the start {start}; allowed is the start, a later day or nothing"
            raise fault(table, row, "effective_to", problem)

    return check


def announced_before_the_start(frames: Frames, city_code: int) -> None:
    """No birth rule is announced after it begins."""
    rules = frames("permission_rules")
    for position in rules.index[rules["announced"] > rules["effective_from"]]:
        row = rules.loc[[position]]
        date, start = row["announced"].iloc[0], row["effective_from"].iloc[0]
        raise fault("permission_rules", row, "announced", f"{date} is after {start}; allowed is the start or before it")


def possible_targets(frames: Frames, city_code: int) -> None:
    """A target has the unit of what it is a target of, and no share is above one."""
    targets = frames("plan_targets")
    for position in targets.index:
        row = targets.loc[[position]]
        what, unit, value = (row[name].iloc[0] for name in ("indicator", "unit", "value"))
        if unit != TARGET_UNITS[what]:
            problem = f"{what} is not in {unit}; allowed is {TARGET_UNITS[what]}"
            raise fault("plan_targets", row, "unit", problem)
        if unit == "share" and value > 1:
            raise fault("plan_targets", row, "value", f"{value:g} is no share; allowed are 0 to 1")


KINDS_OF_MOTHER = ["year", "residence", "mother_education"]
MARITAL = ["year", "residence", "sex", "status"]
CHECKS: dict[str, tuple[Check, ...]] = {
    "counties": (known_areas,),
    "population": (whole_ages("population", ["census", "county_code", "sex"]), population_sums),
    "population_totals": (residents_live, residents_sums, counties_add_up("population_totals")),
    "households": (household_sums, counties_add_up("households")),
    "homes": (roomy_homes, somebody("homes", ["census", "county_code"]), counties_add_up("homes")),
    "employment": (parts_at_work, counties_add_up("employment")),
    "household_sizes": (shares_add_up("household_sizes", ["area", "year"]),),
    "education": (somebody("education", ["census", "county_code", "sex"]), counties_add_up("education")),
    "marital_status": (
        somebody("marital_status", ["census", "county_code", "sex"]), counties_add_up("marital_status"),
    ),
    "marital_status_by_age": (
        whole_ages("marital_status_by_age", MARITAL, 15, year=2010),
        somebody("marital_status_by_age", ["year", "residence", "sex", "age_from"]),
    ),
    "mortality": (whole_ages("mortality", ["period_from", "period_to", "sex"]),),
    "migration": (whole_ages("migration", ["county_code", "sex"], 10, 84), counties_add_up("migration")),
    "marriage_matching": (shares_add_up("marriage_matching", []),),
    "births_by_mother": (whole_ages("births_by_mother", [*KINDS_OF_MOTHER, "birth_order"], 15, 49),),
    "cpi": (known_prices,),
    "county_budgets": (known_budgets,),
    "assumptions": (shares_of_assumptions,),
    "tax_schedule": (tax_brackets,),
    "lunar_calendar": (lunar_years,),
    "leave_rules": (ordered_dates("leave_rules", ["leave", "area_code", "birth_order"]),),
    "policy_timeline": (ordered_dates("policy_timeline", ["plan_item", "lever", "area_code", "birth_order", "kind"]),),
    "levers": (ends_after_start("levers"),),
    "plan_targets": (possible_targets,),
    "permission_rules": (
        ordered_dates("permission_rules", ["birth_order", "condition"]), announced_before_the_start),
}  # fmt: skip
"""The checks of each table beyond its declaration, run once when the table is first asked for."""
