"""What homes and weddings cost in a month: levers, price path and the pack's assumptions as one table.

Made by the model when a year begins or a lever moves; read, as a record, by acceptance and wedding, by households'
wealth, by public rental and by the childbearing decision. Yuan of 2020. Benefits stand after take-up, as expectations.
"""

import functools
from typing import Any, NamedTuple

import numpy as np

from sim.clock import month_of, year_of
from sim.places.pack import Pack
from sim.policy.paths import LeverPaths
from sim.population.columns import Array
from sim.processes.homes.housing import (
    COUPLE_HOME,
    HousingPaths,
    fund_down,
    fund_rate,
    housing_paths,
    mortgage_rate,
    needed_area,
    price_after_subsidies,
)
from sim.processes.homes.moving import MoveShares, hazard_of_moving_up, move_shares
from sim.processes.money.annuities import annuity_shares, loan_factor
from sim.processes.money.family_credit import family_credit

MONTHS = 12.0
SHANGHAI = 310000
"""The city whose weddings the pack knows the cost of; a pack may hold those of others for comparison."""
HOUSING_LEVERS = (
    "public_rental_priority", "public_rent_waiver", "rent_subsidy", "affordable_rental_discount",
    "provident_fund_uplift", "provident_fund_ceiling_couple", "provident_fund_ceiling_single",
    "provident_fund_uplift_young", "provident_fund_rent_withdrawal", "purchase_subsidy", "family_sized_supply",
    "family_credit_ceiling", "family_credit_subsidy", "marriage_grant", "wedding_cost_change", "bride_price_change",
    "one_stop_takeup", "benefit_awareness",
)
"""Levers that the conditions are made from; when one moves they are made anew."""
CUSTOM_LEVERS = ("wedding_cost_change", "bride_price_change")
"""Of plan item 11: they move what a match has to pay, the same in all counties."""
MEMBERS_BY_CHILDREN = np.arange(3.0, 7.0)
"""Members of a family with 1, 2, 3, 4+ children."""


class HousingConditions(NamedTuple):
    """One month's homes; (county), (county, payers 1 or 2) or (county, number of children under 18: 1, 2, 3, 4+)."""

    price: Array
    """(county,) yuan/m2 of town homes; what purchase subsidies turn into is in it."""
    price_ratio: Array
    """(county,) price over that of the central future before subsidies and house_price_scale: 1 in the base."""
    rent: Array
    """(county,) market rent [yuan/m2 and year]."""
    rural_cost: float
    """Cost of building in a village over the town price."""
    need: Array
    """(county,) floor area needed per person [m2]: part of what the county has."""
    couple_area: Array
    """(county,) floor area that a couple wants at its wedding [m2]: for three, growing with incomes."""
    fund_payment: float
    """Yearly payment on a provident-fund loan of 1 yuan."""
    bank_payment: float
    """The same on a bank's."""
    payment: float
    """The same on a debt there is, of fund and banks by the fund's coverage of private workers."""
    repaid: float
    """Share of a debt that a year's payment and inflation take off."""
    least_down: float
    """Lowest down-payment over value, of who borrows from banks alone."""
    fund_down: float
    """The same of who also borrows from the fund."""
    fund_ceiling: Array
    """(county, 2) provident-fund loan of one payer and of two [yuan]."""
    fund_uplift: Array
    """(county, 4) share added to what the accounts entitle to."""
    fund_uplift_young: Array
    """(county,) the same of couples with a member under 35 or of other hukou, whatever their children."""
    fund_cap: float
    """Highest fund loan over the ceiling."""
    fund_coverage: float
    """Share of private workers in the fund."""
    purchase_subsidy: Array
    """(county, 4) yuan once."""
    rent_subsidy: Array
    """(county, 4) yearly subsidy of families who rent and are entitled to public rental [yuan]."""
    rent_discount: Array
    """(county, 4) share of the market rent taken off affordable rental."""
    rent_waived: Array
    """(county, 4) share of the public rent waived."""
    affordable_unit: float
    """Floor area of affordable rental on which the discount is given, at most [m2]."""
    public_unit: float
    """Floor area of a public home, at most [m2]."""
    rent_withdrawal: Array
    """(county, 4) own fund savings that a member who rents may draw in a year [yuan], after take-up."""
    public_share: float
    """Public over market rent."""
    public_priority: Array
    """(county,) share of entitled three-child families served first."""
    income_limit: float
    """Public rental: income a head over the place's."""
    area_limit: float
    """Public rental: own floor area a head [m2]."""
    mean_income: float
    """Disposable income a head of the city [yuan/year]."""
    savings_months: Array
    """(2,) liquid savings that households want, in months of income: head under 35, and from 35 on."""
    moving_up: Array
    """(county,) chance a year that a crowded family looks for a home of the size it needs."""
    lived_there: Array
    """(county, way) share of a decision's horizon in another home (`moving.MoveShares`): of who buys, who moves up."""
    on_moving: Array
    """(county, way) worth a year of those lived there of a yuan that the move brings."""


class WeddingCosts(NamedTuple):
    """One month's price of marrying, beside the home [yuan]."""

    wedding: float
    bride_price: float
    wedding_added: float
    """Of the wedding, what custom has added to it (below 0: taken off), as of the next."""
    bride_added: float
    bride_share: float
    """Share of brides who marry for the first time for whom it is paid."""
    transfer_share: float
    """Most of the entry cost that his parents bear."""
    grant: Array
    """(county,) gift or voucher that a couple expects, after take-up."""
    credit_ceiling: Array
    """(county,) as in `family_credit.FamilyCredit`, like the next four."""
    credit_interest: Array
    credit_cut_used: Array
    credit_repaid: Array
    credit_owed: Array


def subsidy_per_m2(subsidy: Array, need: Array, p: Any) -> Array:
    """Mean purchase subsidy of a county's buyers by floor area [yuan/m2], (county,).

    subsidy : (county, number of children) yuan, after take-up      need : (county,) m2 a person
    p reads buyers_with_two, buyers_with_three.
    """
    buyers = np.array([1.0 - p.buyers_with_two - p.buyers_with_three, p.buyers_with_two, p.buyers_with_three, 0.0])
    return np.asarray((subsidy / (need[:, None] * MEMBERS_BY_CHILDREN)) @ buyers)


class _Loan(NamedTuple):
    """Terms of a home loan of a month, as in `HousingConditions`."""

    fund_payment: float
    bank_payment: float
    payment: float
    repaid: float
    least_down: float
    fund_down: float


@functools.lru_cache(maxsize=1024)
def _loan(pack: Pack, month: int, inflation: float) -> _Loan:
    when, years = (year_of(month), month_of(month)), pack.assumption("mortgage_years")
    rate = loan_rate(pack, *when)
    payment = loan_factor(rate, years)
    return _Loan(
        fund_payment=loan_factor(fund_rate(pack, *when), years),
        bank_payment=loan_factor(mortgage_rate(pack, *when), years),
        payment=payment, repaid=payment - rate + inflation,
        least_down=pack.assumption("least_down_payment_first_home"), fund_down=fund_down(pack, *when),
    )


def housing_conditions(
    levers: LeverPaths, pack: Pack, month: int, future: str, p: Any, income_level: float
) -> HousingConditions:
    """Conditions of a month under a set of lever paths (also paths as announced, for a later month).

    future : low, central, high      income_level : real incomes over those of 2020
    p reads house_price_scale, home_income_elasticity, subsidy_capitalised, buying, discount_beta, discount_delta, and
    what `subsidy_per_m2` and `hazard_of_moving_up` say.
    """
    at, span = levers.at(month), levers.span
    paths, base = (_paths(pack, year_of(span.first), year_of(span.last), name) for name in (future, "central"))
    row = year_of(month) - year_of(span.first)
    now = {name: levers[name][at] for name in HOUSING_LEVERS}
    taken = levers.take_up("rent_subsidy")[at][:, None]  # all of these are applied for
    finding = hazard_of_moving_up(now["family_sized_supply"][:, 0], p)
    shares = _moves(p.buying, tuple(finding.tolist()), p.discount_beta, p.discount_delta)
    need = needed_area(pack, month)
    subsidy = now["purchase_subsidy"] * taken
    town, per_m2 = paths.price[row] * p.house_price_scale, subsidy_per_m2(subsidy, need, p)
    turned = p.subsidy_capitalised
    price = np.array([price_after_subsidies(x, s, 1.0, turned) for x, s in zip(town, per_m2, strict=True)])
    rent, public_share = paths.rent[row] * p.house_price_scale, pack.assumption("public_rental_rent_share")
    return HousingConditions(
        price=price, price_ratio=price / base.price[row], rent=rent,
        rural_cost=pack.assumption("rural_home_cost_over_urban"), need=need,
        couple_area=COUPLE_HOME * need * income_level**p.home_income_elasticity,
        **_loan(pack, month, _inflation(levers, month))._asdict(),
        fund_ceiling=np.stack([now[f"provident_fund_ceiling_{n}"][:, 0] for n in ("single", "couple")], axis=1),
        fund_uplift=now["provident_fund_uplift"] * taken,
        fund_uplift_young=now["provident_fund_uplift_young"][:, 0] * taken[:, 0],
        fund_cap=pack.assumption("provident_fund_uplift_cap"),
        fund_coverage=pack.assumption("provident_fund_coverage_private"), purchase_subsidy=subsidy,
        rent_subsidy=MONTHS * now["rent_subsidy"] * taken, rent_discount=now["affordable_rental_discount"] * taken,
        rent_waived=now["public_rent_waiver"] * taken,
        affordable_unit=pack.assumption("affordable_rental_unit_area"),
        public_unit=pack.assumption("public_rental_unit_area"),
        rent_withdrawal=MONTHS * now["provident_fund_rent_withdrawal"] * taken,
        public_share=public_share, public_priority=now["public_rental_priority"][:, 0],
        income_limit=pack.assumption("public_rental_income_limit"),
        area_limit=pack.assumption("public_rental_area_limit"),
        mean_income=pack.assumption("disposable_income_2020_all") * income_level,
        savings_months=np.array([pack.assumption(f"savings_months_of_income_{a}") for a in ("under_35", "35_plus")]),
        moving_up=1.0 - np.exp(-finding), lived_there=shares.lived, on_moving=shares.on_moving,
    )


@functools.lru_cache(maxsize=1024)
def _moves(buying: float, moving_up: tuple[float, ...], beta: float, delta: float) -> MoveShares:
    """`moving.move_shares` of who buys and who moves up, (county, way), for hazards [1/year]."""
    return move_shares(np.array([(buying, up) for up in moving_up]), annuity_shares(beta, delta))


def wedding_costs(levers: LeverPaths, pack: Pack, month: int, p: Any, income_level: float) -> WeddingCosts:
    """Price of marrying in a month; weddings and bride prices follow incomes, and what custom adds or takes off.

    Bride price by income a head (CHARLS 2013), wedding by Shanghai's mean (2016) times wedding_cost_ratio.
    p reads wedding_cost_ratio, and what `family_credit` says.
    """
    income = pack.assumption("disposable_income_2020_all") * income_level
    dearer, more = (float(levers[name][levers.at(month), 0, 0]) for name in CUSTOM_LEVERS)
    wedding = _shanghai_wedding(pack) * p.wedding_cost_ratio * income_level
    bride_price = pack.assumption("bride_price_over_annual_income") * income
    return WeddingCosts(
        wedding=wedding * (1.0 + dearer), bride_price=bride_price * (1.0 + more), wedding_added=wedding * dearer,
        bride_added=bride_price * more,
        bride_share=pack.assumption("share_marriages_with_bride_price"),
        transfer_share=pack.assumption("groom_family_transfer_share_of_down_payment"),
        grant=(levers["marriage_grant"][:, :, 0] * levers.take_up("marriage_grant"))[levers.at(month)],
        **family_credit(levers, month, p)._asdict(),
    )


def months_of_change(levers: LeverPaths) -> set[int]:
    """Months other than January in which a lever of housing or weddings has another value than the month before."""
    return {month for month in levers.steps(HOUSING_LEVERS) if month % 12}


def loan_rate(pack: Pack, year: int, month: int) -> float:
    """Interest on a home loan [1/year]: the fund's rate for the share of private workers in it, the banks' for others.

    month 1-12
    """
    share = pack.assumption("provident_fund_coverage_private")
    return share * fund_rate(pack, year, month) + (1.0 - share) * mortgage_rate(pack, year, month)


def _inflation(levers: LeverPaths, month: int) -> float:
    """Yearly rise of consumer prices into the month's year, on the declared path."""
    at = levers.at(month)
    return float(levers.price_level[at] / levers.price_level[max(at - 12, 0)] - 1.0)


@functools.lru_cache(maxsize=32)
def _paths(pack: Pack, first_year: int, last_year: int, future: str) -> HousingPaths:
    return housing_paths(pack, first_year, last_year, future)


@functools.lru_cache(maxsize=8)
def _shanghai_wedding(pack: Pack) -> float:
    """Mean cost of a wedding in Shanghai, 2016 [yuan]; not deflated, because it then moves with incomes."""
    table = pack.table("marriage_costs")
    return float(table[(table.area_code == SHANGHAI) & (table.indicator == "wedding_cost_mean")]["value"].iloc[0])
