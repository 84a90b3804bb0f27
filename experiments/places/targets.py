"""The figures that a calibration of a new city is held against: of its own census, and shapes of province and nation.

Called by `making`; takes names, indicators and errors from the targets of Shaoxing, whose own figures it gives back
(a test). Marriages, divorces and residents after 2020 are not known of other cities and have no target.
"""

from collections.abc import Callable

from calibration.targets import Target, read_targets

CENSUS = "2020"
ELSEWHERE = ("births_order_", "asfr_share_")
"""How names of targets begin that are shapes of province or nation, the same for every city."""
Row = dict[str, str]
Tables = dict[str, list[Row]]


def _sum(rows: list[Row], **where: str) -> float:
    return sum(float(row["value"]) for row in rows if all(row[key] == entry for key, entry in where.items()))


def _children(first: str) -> Callable[[Tables, str], float]:
    return lambda tables, city: _sum(tables["population"], census=CENSUS, age_from=first)


def _never_married(sex: str) -> Callable[[Tables, str], float]:
    def share(tables: Tables, city: str) -> float:
        of_city = [row for row in tables["marital_status"] if row["county_code"] == city]
        never = _sum(of_city, census=CENSUS, sex=sex, status="never_married")
        return never / _sum(of_city, census=CENSUS, sex=sex)

    return share


def _household_size(tables: Tables, city: str) -> float:
    of_city = [row for row in tables["households"] if row["county_code"] == city]
    members = _sum(of_city, census=CENSUS, indicator="family_population")
    return members / _sum(of_city, census=CENSUS, indicator="family_households")


OWN_FIGURES: dict[str, Callable[[Tables, str], float]] = {
    "children_0": _children("0"),
    "children_1_4": _children("1"),
    "children_5_9": _children("5"),
    "births_census_year_2020": lambda tables, city: _sum(
        tables["vital"], year=CENSUS, indicator="births_reverse_survival"),
    "never_married_women_2020": _never_married("female"),
    "never_married_men_2020": _never_married("male"),
    "household_size_2020": _household_size,
}
"""By target, its figure from the tables of a pack and the code of its city."""


def target_rows(tables: Tables, city: int) -> list[Row]:
    """Rows of a city's targets.csv: what its census tells is fitted, with the relative errors of Shaoxing's targets."""
    return [
        _row(target, OWN_FIGURES[target.name](tables, str(city)) if target.name in OWN_FIGURES else target.value)
        for target in read_targets()
        if target.year == int(CENSUS) and (target.name in OWN_FIGURES or target.name.startswith(ELSEWHERE))
    ]


def _row(target: Target, value: float) -> Row:
    error = target.standard_error * value / target.value
    return {
        **{key: str(part) for key, part in target._asdict().items()},
        "value": f"{value:.6g}" if value < 10 else f"{value:.0f}", "standard_error": f"{error:.3g}",
    }  # fmt: skip
