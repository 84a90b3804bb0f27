"""Housing: prices and rents by county, loans and limits by number of children, crowding, readiness, public rental.

Called by the wedding (entry cost, readiness), by the childbearing decision (housing cost, crowding) and by moves.
Yuan of 2020. Prices are an exogenous path (a future) times what purchase subsidies are turned into.
"""

import functools
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.clock import month_index
from sim.places.faults import finite
from sim.places.pack import Pack
from sim.places.prices import price_level
from sim.population.columns import OWN, PRIVATE, PUBLIC, PUBLIC_RENT, RENT, Array

FUTURES = ("low", "central", "high")
CENSUS_MONTH = 11
COUPLE_HOME = 3
"""Persons for whom a couple that weds buys or rents: the two and a first child."""
YOUNG_UNTIL = 35 * 12
"""Age [months] until which the fund's uplift for the young is open."""


class HousingPaths(NamedTuple):
    """Yearly paths by county, (year, county): price of a home [yuan/m2] and rent [yuan/m2 and year], 2020 prices."""

    price: Array
    rent: Array


class Loans(NamedTuple):
    """What a household could borrow for a home [yuan], and the least first payment over its value."""

    least: float
    fund: float
    """of the provident fund, which lends first"""
    bank: float


# Loans and cash ----------------------------------------------------------------------------------------------------


@nb.njit(cache=True)
def fund_loan(wanted: float, pay: float, ceiling: float, uplift: float, cap: float, p: Any) -> float:
    """Provident-fund loan [yuan] open to a household.

    wanted : no more than this [yuan]      pay : yearly pay of those in the fund, 0 for others
    ceiling : for one payer or two, by county and date [yuan]
    uplift : share added for the number of children (0, .2, .3)      cap : highest loan over the ceiling (1.2)
    p reads fund_loan_years: what the accounts entitle to, in years of pay. The uplift is on that, not on the ceiling.
    """
    entitled = min(p.fund_loan_years * pay, ceiling)
    return max(min(entitled * (1.0 + uplift), cap * ceiling, wanted), 0.0)


@nb.njit(cache=True)
def highest_loan(income: float, other_payments: float, payment: float, p: Any) -> float:
    """Highest loan [yuan] whose payments with those of other debt stay within loan_payment_share of income.

    income, other_payments : yuan/year      payment : yearly on a loan of 1 yuan, of `annuities.loan_factor`
    """
    return max(p.loan_payment_share * income - other_payments, 0.0) / payment


@nb.njit(cache=True)
def cash_needed(value: float, least_share: float, fund: float, commercial: float, subsidy: float) -> float:
    """Cash for buying a home [yuan]: its value less what can be borrowed, at least the least down-payment.

    value : price x area [yuan]      least_share : lowest down-payment      fund, commercial : loans open [yuan]
    subsidy : purchase subsidy that may serve as down-payment (0 where the rule forbids it) [yuan]
    """
    return max(max(value * least_share, value - fund - commercial) - subsidy, 0.0)


@nb.njit(cache=True)
def fund_pay(earnings: float, work: int, u: float, coverage: float) -> float:
    """Yearly pay of a member of the provident fund [yuan], 0 for others: all public and a share of private workers.

    u : the person's permanent draw      coverage : share of private workers in the fund
    """
    return earnings if work == PUBLIC or (work == PRIVATE and u < coverage) else 0.0


@nb.njit(cache=True)
def young_or_new(age_one: int, age_other: int, local_one: bool, local_other: bool) -> bool:
    """Whether the fund's uplift for the young is open to a couple: one is under 35 [months] or of other hukou."""
    return min(age_one, age_other) < YOUNG_UNTIL or not (local_one and local_other)


@nb.njit(cache=True)
def home_loans(
    value: float, income: float, pay_one: float, pay_other: float, county: int, order: int, homes: Any, p: Any,
    young: bool = False,
) -> Loans:
    """Loans open for a home of some value [yuan]; arguments as in `home_cash`.

    The fund lends first, at its own rate and first payment, then a bank as far as the income carries both.
    """
    payers = 1 if pay_one > 0.0 and pay_other > 0.0 else 0
    in_fund = pay_one + pay_other > 0.0
    least = homes.fund_down if in_fund else homes.least_down
    wanted = min(value * (1.0 - least), highest_loan(income, 0.0, homes.fund_payment, p))
    uplift = homes.fund_uplift[county, order]
    if young:
        uplift = max(uplift, homes.fund_uplift_young[county])
    fund = fund_loan(
        wanted, pay_one + pay_other, homes.fund_ceiling[county, payers], uplift, homes.fund_cap, p)
    return Loans(least, fund, highest_loan(income, fund * homes.fund_payment, homes.bank_payment, p))


@nb.njit(cache=True)
def home_cash(
    value: float, income: float, pay_one: float, pay_other: float, county: int, order: int, subsidy: float, homes: Any,
    p: Any, young: bool = False,
) -> float:
    """Cash that a household must bring to buy a home [yuan], its purchase subsidy taken off.

    value : of the home [yuan]      income : yuan/year      pay : `fund_pay` of the two earners [yuan/year]
    order : position on the axis of children      subsidy : yuan, counted as cash also where a county forbids it
    homes : record of `HousingConditions`      young : whether the fund's uplift for the young is open to it
    """
    loans = home_loans(value, income, pay_one, pay_other, county, order, homes, p, young)
    return cash_needed(value, loans.least, loans.fund, loans.bank, subsidy)


@nb.njit(cache=True)
def housing_readiness(has_home: bool, cash: float, transfer: float, needed: float) -> float:
    """How far a match can house itself at the wedding, 0 to 1: own home, or cash and transfer over the need [yuan]."""
    if has_home or needed <= 0.0:
        return 1.0
    return min(max(cash + transfer, 0.0) / needed, 1.0)


@nb.njit(cache=True)
def home_wanted(n_persons: int, urban: int, area_per_person: float, price: float, rural_cost: float) -> float:
    """Value [yuan] of the home that a household of `n_persons` would buy or, in a village, build.

    price : town price [yuan/m2]      rural_cost : of building in a village over the town price
    """
    value = n_persons * area_per_person * price
    return value if urban else value * rural_cost


@nb.njit(cache=True)
def is_built(urban: int) -> bool:
    """Whether a home got in this residence is built by the family, as in villages, where there are none to buy."""
    return urban == 0


@nb.njit(cache=True)
def proceeds(tenure: int, self_built: int, value: float) -> float:
    """What a household gets for the home that it leaves [yuan]: its value where it was bought, else nothing.

    Rented homes are not its own; self-built ones stand on land that cannot be sold, and have no market.
    """
    return value if tenure == OWN and self_built == 0 else 0.0


@nb.njit(cache=True)
def price_after_subsidies(price: float, subsidy_per_m2: float, share: float, capitalised: float) -> float:
    """Price [yuan/m2] when a share of the buyers has a purchase subsidy [yuan/m2], part of which sellers take.

    capitalised : the part that turns into price
    """
    return price + capitalised * subsidy_per_m2 * min(max(share, 0.0), 1.0)


# Living ------------------------------------------------------------------------------------------------------------


@nb.njit(cache=True)
def housing_cost(
    tenure: int, area: float, debt: float, rent: float, payment: float, public_share: float, relief: float,
) -> float:
    """Housing cost of a household [yuan/year]: instalments of owners, rent of renters; 0 with parents.

    Who rents may still owe on a self-built home that it left.

    area : m2      debt : yuan      rent : market rent [yuan/m2 and year]      payment : `loan_factor` of the debt
    public_share : public over market rent      relief : rent subsidy, or rent waived, taken up [yuan/year]
    """
    if tenure == OWN:
        return debt * payment
    if tenure == RENT:
        return max(area * rent - relief, 0.0) + debt * payment
    if tenure == PUBLIC_RENT:
        return max(area * rent * public_share - relief, 0.0) + debt * payment
    return 0.0


@nb.njit(cache=True)
def fund_drawn(limit: float, pay: float, work: int, coverage: float, tax: Any) -> float:
    """Own fund savings that a worker who rents is expected to draw in a year [yuan], at most what is paid in.

    limit : of one member [yuan/year], after take-up      pay : yuan/year      coverage : share of private workers in
    the fund; all public ones are      tax : record of `taxes.TaxRules`, in whose share of private workers coverage is
    counted. Employer and employee pay in alike. Balances are not kept: who draws every year has a year's payments.
    """
    if work != PUBLIC and work != PRIVATE:
        return 0.0
    paid_in = 2.0 * tax.shares[work, 1] * min(max(pay, tax.base_low), tax.base_high)
    return min(limit if work == PUBLIC else limit * coverage, paid_in)


@nb.njit(cache=True)
def crowding(area: float, n_persons: int, need_per_person: float) -> float:
    """Shortage of space after one more child, max(0, need(n+1) - area) / need(n+1), 0 to 1.

    area : m2 now      n_persons : members now      need_per_person : m2
    """
    need = (n_persons + 1) * need_per_person
    return max(need - area, 0.0) / need


@nb.njit(cache=True)
def may_queue(
    owns: bool, income_per_head: float, mean_income: float, area_per_person: float, settled: bool, income_limit: float,
    area_limit: float,
) -> bool:
    """Whether a household may queue for public rental housing.

    income_per_head, mean_income : own and the place's disposable income a head [yuan/year]
    income_limit : ratio of the two      area_limit : m2 a head      settled : local hukou or insured work here
    """
    return settled and not owns and income_per_head <= income_limit * mean_income and area_per_person <= area_limit


@nb.njit(cache=True)
def queue_lot(n_children: int, served_first: float, u: float) -> float:
    """Place in the public rental queue, lower first: a share of families with three children goes before all others.

    served_first : share of three-child families given priority, 0 to 1      u : the household's keyed draw
    """
    if n_children >= 3 and u < served_first:
        return u - 1.0
    return u


# Tables ------------------------------------------------------------------------------------------------------------


def housing_paths(pack: Pack, first_year: int, last_year: int, future: str = "central") -> HousingPaths:
    """Prices and rents by year and county in yuan of 2020, and after the last published price by a future's growth.

    County levels over the city's are assumed ratios, the city's price level is a secondary panel (2010-2022). Real
    change a year: house_price_real_growth_2023_2025, then house_price_real_growth_future_{low,central,high}.
    """
    assert future in FUTURES
    table = pack.table("house_prices")
    city_prices = table[(table.area_code == pack.city_code) & (table.indicator == "average_home_price")]
    nominal = {int(row.period): float(row.value) for row in city_prices.itertuples()}
    first, last = min(nominal), max(nominal)
    level = {year: nominal[year] / price_level(pack, year) for year in nominal}
    for year in range(last + 1, last_year + 1):
        name = "2023_2025" if year <= 2025 else f"future_{future}"
        level[year] = level[year - 1] * (1.0 + pack.assumption(f"house_price_real_growth_{name}") / 100.0)
    city = np.array([level[max(year, first)] for year in range(first_year, last_year + 1)])
    over_city = table[table.indicator == "price_over_city"].set_index("area_code")["value"]
    ratios = np.array([float(over_city[code]) for code in pack.county_codes])
    price = finite(np.outer(city, ratios), "home prices (from house_prices, cpi and assumptions)", low=0.0)
    return HousingPaths(price, price * pack.assumption("rent_over_price_year"))


def usual_area(pack: Pack, month: int) -> Array:
    """Floor area a head of each county's family households [m2], (county,): by census, in even steps between them."""
    censuses, areas = _census_areas(pack)
    return np.array([np.interp(month, censuses, areas[:, c]) for c in range(areas.shape[1])])


@functools.lru_cache(maxsize=8)
def _census_areas(pack: Pack) -> tuple[list[int], Array]:
    """Months of the censuses, and floor area a head in each, (census, county)."""
    table = pack.table("homes")
    table = table[table.indicator == "floor_area_per_person"]
    wide = table.pivot(index="census", columns="county_code", values="value")[pack.county_codes]
    months = [month_index(int(census), CENSUS_MONTH) for census in wide.index]
    return months, finite(wide.to_numpy(np.float64), "floor area a head (from homes)", low=0.0)


def needed_area(pack: Pack, month: int) -> Array:
    """Floor area needed per person [m2], (county,): the same part of the county's usual as the need is of China's."""
    return usual_area(pack, month) * pack.assumption("floor_area_need_per_person") / pack.assumption(
        "floor_area_per_person")


def mortgage_rate(pack: Pack, year: int, month: int) -> float:
    """Commercial mortgage rate of a month [1/year], nominal: the loan prime rate over five years, as dated."""
    rates = _prime_rates(pack)
    known = [date for date in rates if date <= f"{year:04d}_{month:02d}"]
    return rates[max(known, default=min(rates))]


def fund_rate(pack: Pack, year: int, month: int) -> float:
    """Provident-fund loan rate for a first home over five years in a month [1/year], nominal."""
    rates = _fund_rates(pack)
    known = [date for date in rates if date <= f"{year:04d}-{month:02d}-15"]
    return rates[max(known)]


def fund_down(pack: Pack, year: int, month: int) -> float:
    """Least first payment on a provident-fund loan for a first home over its value: as dated, before that a bank's."""
    rows = _fund_down(pack)
    known = [date for date in rows if date <= f"{year:04d}-{month:02d}-15"]
    return rows[max(known)]


@functools.lru_cache(maxsize=8)
def _fund_down(pack: Pack) -> dict[str, float]:
    table = pack.table("policy_timeline")
    table = table[table.lever == "min_down_payment_fund_loan"]
    dated = {str(row.effective_from): float(row.value) / 100.0 for row in table.itertuples()}
    return {"": pack.assumption("least_down_payment_first_home"), **dated}


@functools.lru_cache(maxsize=8)
def _prime_rates(pack: Pack) -> dict[str, float]:
    stem = "loan_prime_rate_over_5y_"
    names = [name for name in pack.table("assumptions")["name"] if name.startswith(stem)]
    return {name.removeprefix(stem): pack.assumption(name) / 100.0 for name in names}


@functools.lru_cache(maxsize=8)
def _fund_rates(pack: Pack) -> dict[str, float]:
    table = pack.table("policy_timeline")
    table = table[table.lever == "provident_fund_rate_first_home_over_5y"]
    rates = {str(row.effective_from): float(row.value) / 100.0 for row in table.itertuples()}
    return {"": pack.assumption("provident_fund_rate_first_home_to_2024_05") / 100.0, **rates}
