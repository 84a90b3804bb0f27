"""What a birth decision reads beside the couple: taxes, child costs, leave, childcare, employers, homes, benefits.

`Circumstances` bundles one record a subject. The model makes two a month: for a birth that a start now would bring
(about a year on), and for one that waiting would bring, both under the rules announced so far. Compiled rules read the
records' fields by name.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.parameters import as_record
from sim.places.pack import Pack
from sim.population.columns import Array
from sim.processes.accounts import N_COUNTIES

N_ORDERS = 4


class Circumstances(NamedTuple):
    """Records of one month's outside world; each field is documented at the table it is made from."""

    tax: Any
    """`money.TaxRules`."""
    horizon: Any
    """`money.Horizon`."""
    costs: Any
    """`child_costs.ChildCosts`, reference incomes at the income of the month."""
    leave: Any
    """`leave.LeaveRules` of each county, (county,)."""
    care: Any
    """`Care`."""
    work: Any
    """`WorkOutlook`."""
    homes: Any
    """`Homes`."""
    benefits: Any
    """`Benefits`."""
    level: Any
    """`Level`."""


class Level(NamedTuple):
    """Real levels of the month."""

    pay: float
    """Pay over the level of the earnings column."""
    elsewhere_pay: float
    """Pay of a husband who lives elsewhere [yuan/year]."""
    nanny: float
    """What a nanny costs [yuan/month]."""
    income_per_head: float
    """Disposable income per head of the city [yuan/year]: the unit of the penalty on births outside the rules."""


class Care(NamedTuple):
    """Childcare under three: share of applicants admitted, fee [yuan/month] by order, trust and covered hours."""

    admitted: Array
    fee: Array
    fee_full: Array
    trust: Array
    hours: Array
    help_hours: float
    """Hours a week of grandparents who help."""


class WorkOutlook(NamedTuple):
    """What employers are like: belief of leave cost by (county, sector), who bears it, hours that leave gives."""

    leave_cost: Array
    own_share: Array
    enforcement: Array
    care_hours_wife: Array
    care_hours_husband: Array
    flexible: Array


class Homes(NamedTuple):
    """Rent [yuan/m2 and year], relief of renters by order [yuan/year], yearly payment on debt, space needed [m2]."""

    rent: Array
    relief: Array
    public_relief: Array
    payment: float
    public_share: float
    need: Array
    price: Array


class Benefits(NamedTuple):
    """What the next birth brings, by (county, order) of birth."""

    local: Array
    """Annuity of allowances and grants for families of local hukou [yuan/year]."""
    everybody: Array
    """Annuity of what needs no hukou [yuan/year]."""
    income_share: Array
    """Annuity of a grant in shares of yearly income [1]."""
    infant_deduction: Array
    """Deducted from taxable income a year and child under three [yuan/year]."""
    education_deduction: Array
    """Deducted from then on [yuan/year]."""
    fee_relief: Array
    """Annuity of kindergarten fees waived [yuan/year]."""
    birth_cost: Array
    """Own money for pregnancy and delivery [yuan]."""
    cash: Array
    """Received within the year of the birth [yuan]."""
    forfeited: Array
    """Annuity of one-child rewards lost [yuan/year]."""
    penalty: Array
    """Expected fee on a birth outside the rules [yearly incomes per head]."""
    insured: Array
    """Share of costs that cannot be planned which insurance takes off."""
    one_stop: Array
    """Share of couples who are spared the steps."""


def by_county(value: float) -> Array:
    """The same value for each county, (county,)."""
    return np.full(N_COUNTIES, value)


def by_order(value: float) -> Array:
    """The same value for each county and birth order, (county, order)."""
    return np.full((N_COUNTIES, N_ORDERS), value)


def records(tables: list[Any]) -> Array:
    """Tables of one kind as an array of records: compiled code reads `records[c].field`."""
    out = np.zeros(len(tables), as_record(tables[0]).dtype)
    for k, table in enumerate(tables):
        for name, value in table._asdict().items():
            out[k][name] = value
    return out.view(np.recarray) if nb.config.DISABLE_JIT else out  # type: ignore[attr-defined]


def no_benefits() -> Benefits:
    """Nothing given and nothing taken."""
    return Benefits(*(by_order(0.0) for _ in Benefits._fields))


def level(pack: Pack, pay: float, income: float) -> Level:
    """Levels at real pay over the start day's and real incomes over 2020's."""
    wages = pack.table("wages")
    wages = wages[(wages.area_code == pack.city_code // 10000 * 10000) & (wages.year == 2020)].set_index("sector")
    return Level(
        pay, float(wages["value"]["private"]) * income, pack.assumption("nanny_cost_year") / 12.0 * income,
        pack.assumption("disposable_income_2020_all") * income,
    )
