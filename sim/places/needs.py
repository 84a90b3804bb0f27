"""Checks that a pack has what the model computes from: somebody to share out, budgets, prices, areas with one name.

Listed by table in `sim.places.checks`, beside sums and sequences; which cells a table needs stands in `grids`.
"""

from sim.errors import UserError
from sim.places.faults import SHARE_TOLERANCE, Check, Frames, fault, groups, words
from sim.places.schema import LEVELS, NATION_CODE

COHORTS = ("before_1940", "1940s", "1950s", "1960s", "1970s", "1980s", "1990s", "2000s")
BUDGET = "general_public_expenditure"
BASES = (BUDGET, "general_public_revenue", "gdp")
"""What a county's budget is told from, the best first."""

WHOLES = (
    r"desired_children_share_\d", r"premarital_conception_\w+_share",
    *(rf"work_share_\w+?_{level}" for level in LEVELS if level not in ("junior_secondary", "senior_secondary")),
    r"work_share_[a-z]+_junior_secondary", r"work_share_[a-z]+_senior_secondary",
    *(rf"education_share_born_{cohort}_\w+" for cohort in COHORTS),
)  # fmt: skip
"""Patterns of names of assumptions that are the shares of one whole."""


def somebody(table: str, keys: list[str]) -> Check:
    """A check that the counts of each group are not all zero: shares are taken of their sum."""

    def check(frames: Frames, city_code: int) -> None:
        frame = frames(table)
        nobody = frame.groupby(keys, sort=False)["value"].transform("sum") <= 0
        for key, rows in groups(frame[nobody], keys):
            raise fault(table, rows, "value", f"all of {words(key)} is zero; allowed are counts of somebody")

    return check


def residents_live(frames: Frames, city_code: int) -> None:
    """Every county and the city have residents."""
    totals = frames("population_totals")
    for _, rows in groups(totals[(totals["indicator"] == "residents") & (totals["value"] <= 0)], ["county_code"]):
        raise fault("population_totals", rows, "value", "nobody lives here; allowed is a number above 0")


def roomy_homes(frames: Frames, city_code: int) -> None:
    """Homes have a floor area: crowding, prices of moving and the start population are told from it."""
    homes = frames("homes")
    for _, rows in groups(homes[(homes["unit"] == "m2 per person") & (homes["value"] <= 0)], ["county_code"]):
        raise fault("homes", rows, "value", "homes without floor area; allowed is a number above 0")


def known_areas(frames: Frames, city_code: int) -> None:
    """The counties stand in `areas` too, under the same names."""
    areas = frames("areas").set_index("area_code")[["name_zh", "name_en"]]
    counties = frames("counties")
    for position in counties.index:
        row = counties.loc[[position]]
        code, named = row["county_code"].iloc[0], tuple(row[["name_zh", "name_en"]].iloc[0])
        if code not in areas.index or tuple(areas.loc[code]) != named:
            problem = f"{code} is not {' '.join(named)} in areas.csv; allowed is one code and name in both"
            raise fault("counties", row, "county_code", problem)


def known_prices(frames: Frames, city_code: int) -> None:
    """Each year from the first to the last that prices are known of has a change of city, province or nation."""
    cpi = frames("cpi")
    known = cpi[cpi["area_code"].isin([city_code, city_code // 10000 * 10000, NATION_CODE])]
    years = {int(period) for period in known["period"] if period.isdigit()}
    for year in range(min(years), max(years) + 1):
        if year not in years:
            problem = f"{year} has no change of city, province or nation; allowed are years without gap"
            raise fault("cpi", known, "period", problem)


def known_budgets(frames: Frames, city_code: int) -> None:
    """Each county has a figure of spending, revenue or output, and the city what turns it into spending."""
    table = frames("county_budgets")
    table = table[(table["unit"] == "million yuan") & (table["value"] > 0)]
    years = {
        (int(area), str(what)): set(rows["year"]) for (area, what), rows in groups(table, ["area_code", "indicator"])
    }
    spent = years.get((city_code, BUDGET), set())
    for code in frames("counties")["county_code"]:
        basis = next((what for what in BASES if (int(code), what) in years), None)
        if basis is None or not spent & years.get((city_code, basis), set()):
            needed = f"its {' or '.join(BASES)}, and the same of the city in a year that also has its {BUDGET}"
            raise UserError(f"county_budgets.csv: nothing tells the budget of county {code}; needed is {needed}.")


def shares_of_assumptions(frames: Frames, city_code: int) -> None:
    """Shares of one whole among the assumptions sum to one."""
    table = frames("assumptions")
    for stem in WHOLES:
        rows = table[table["name"].str.fullmatch(stem)]
        if abs(rows["value"].sum() - 1) > SHARE_TOLERANCE:
            problem = f"the shares {', '.join(rows['name'])} sum to {rows['value'].sum():.4f}"
            raise fault("assumptions", rows, "value", f"{problem}; allowed is 1 within {SHARE_TOLERANCE:g}")
