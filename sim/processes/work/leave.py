"""Leave around a birth: days by order, who is paid what and by whom, and what a birth costs in expected earnings.

Called by the childbearing decision (expected loss), by births (leave starts), by employers (what a leave cost them)
and by the ledger. Amounts are yuan of 2020. The rules of one month and county come as a `LeaveRules` (or
its record, `sim.parameters.as_record`), which levers may change by `_replace`.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.clock import month_index
from sim.places.pack import Pack
from sim.population.columns import FLEXIBLE, NO_WORK, PRIVATE, PUBLIC, Array
from sim.population.earnings import mean_wages
from sim.processes.money.annuities import WORKING_LIFE, share_until
from sim.processes.money.taxes import N_WORK

YEAR_DAYS = 365.0
FUND_YEAR_DAYS = 360.0
"""The fund's daily allowance is a month's contribution wage over 30, hence a year's over 360."""
WORKDAY_HOURS = 8.0
PARENTAL_YEARS = 3.0
"""Years from birth in each of which parents have parental leave."""
EXTENDED_DAYS = 30.0
"""Days of the month of paid leave that some employers add for a mother of their own will."""
WEEK_DAYS, WORKDAYS = 7.0, 5.0
CARE_YEARS, CARE_WEEKS, CARE_HOURS = 3.0, 52.0, 40.0
"""Years, weeks a year and hours a week in which somebody must mind a child under three while its parents work."""
N_ORDERS = 4
ORDER_POSITIONS = {"all": (0, 1, 2, 3), "1": (0,), "2": (1,), "3+": (2, 3), "4+": (3,)}
"""Positions that a birth order of the pack fills."""


class LeaveRules(NamedTuple):
    """Leave in one month and county; arrays are by birth order (1, 2, 3, 4+) or by `Persons.work`."""

    maternity_days: Array
    refund_share: Array
    """Share of an enterprise's contributions in leave that is refunded, by birth order (not to public units)."""
    insured: Array
    """Share with leave pay from the fund, by work."""
    granted: Array
    """Share of the days beyond the national minimum that employers grant, by work."""
    wage_base: Array
    """Contribution wage of the average employer [yuan/year], by work."""
    covered: Array
    """Share of births whose order the maternity insurance covers, by birth order."""
    fund_days: Array
    """Days that the fund pays, by birth order."""
    national_days: float
    care_days: float
    parental_days: float
    refund_months: float
    employer_rate: float
    """Employer's contributions over pay."""
    employer_share: float
    """Part of what an insured mother's leave costs her employer that it bears; the rest is public."""
    nursing_hours: float
    """Paid hours of a workday until the child is one."""
    extended_share: float
    """Share of employers that add a month of paid leave of their own will."""
    claimed: float
    """Share of the insured whose leave pay is claimed from the fund."""
    flexible_floor: float
    """Lowest contribution base of those without an employer [yuan/year]."""
    flexible_premium: float
    """What they pay a year for maternity insurance, over their base."""


class LeavePay(NamedTuple):
    """One expected maternity leave: days, yuan received and paid.

    received = fund + wages_employer + wages_public, less the premium of those without an employer
    contributions : the employer's own, before the refund      contributions_public : those that the public takes over
    """

    days: float
    received: float
    fund: float
    wages_employer: float
    wages_public: float
    contributions: float
    refund: float
    contributions_public: float
    shared: float
    """What the leave of an insured mother costs her employer after refund, of which the public may take a share."""


@nb.njit(cache=True)
def refundable(contributions: float, days: float, work: int, months: float) -> float:
    """A firm's contributions in a leave of `days` [yuan] of which a share is refunded: those of so many months."""
    if work != PRIVATE or days <= 0.0:
        return 0.0
    return contributions * min(months * YEAR_DAYS / 12.0 / days, 1.0)


@nb.njit(cache=True)
def fund_only(days: float, fund: float) -> LeavePay:
    """A leave that the fund alone pays, or, without days and money, none."""
    return LeavePay(
        days=days, received=fund, fund=fund, wages_employer=0.0, wages_public=0.0, contributions=0.0, refund=0.0,
        contributions_public=0.0, shared=0.0,
    )


@nb.njit(cache=True)
def leave_of_days(days: float, earnings: float, work: int, k: int, rules: LeaveRules, p: Any) -> LeavePay:
    """Leave of some days of a mother with an employer, and who pays it, over insured and uninsured alike.

    earnings : gross [yuan/year]      k : position on the axis of birth orders
    Fund: its daily rate (the employer's average contribution wage) for its days, where claimed. Employer: tops a better
    wage up, pays the days beyond the fund's, contributions, and the uninsured in part; of what the leave of an insured
    mother costs it, the public may take over a share. Where nobody claims, an office of the state pays wages on, a firm
    what it pays the uninsured. p reads leave_pay_kept, uninsured_leave_pay.
    """
    if days <= 0.0:
        return fund_only(0.0, 0.0)
    insured, daily = rules.insured[work] * rules.covered[k], earnings / YEAR_DAYS
    fund_daily, fund_days = rules.wage_base[work] / FUND_YEAR_DAYS, min(days, rules.fund_days[k])
    kept, without_claim = (1.0, 1.0) if work == PUBLIC else (p.leave_pay_kept, p.uninsured_leave_pay)
    claiming = rules.claimed * insured
    top_up = max(daily - fund_daily, 0.0) * fund_days
    wages = claiming * kept * (top_up + daily * (days - fund_days))
    wages += (insured - claiming) * without_claim * daily * days
    uninsured = (1.0 - insured) * p.uninsured_leave_pay * daily * days
    paid_in = rules.employer_rate * daily * days
    refund = rules.refund_share[k] * refundable(paid_in, days, work, rules.refund_months)
    public = (1.0 - rules.employer_share) * insured
    wages_public, paid_in_public = (1.0 - rules.employer_share) * wages, public * (paid_in - refund)
    fund, employer = claiming * fund_daily * fund_days, wages - wages_public + uninsured
    return LeavePay(
        days=days, received=fund + employer + wages_public, fund=fund, wages_employer=employer,
        wages_public=wages_public, contributions=paid_in - paid_in_public, refund=refund,
        contributions_public=paid_in_public, shared=wages + insured * (paid_in - refund),
    )


@nb.njit(cache=True)
def flexible_leave(earnings: float, k: int, rules: LeaveRules, p: Any) -> LeavePay:
    """Leave of a mother without an employer: the fund or nothing, for the days that law gives every mother.

    Who is insured pays in on her own pay, from the base's floor to the average wage, and is paid on it; a year's
    premium is taken off. Nobody insures herself for a birth for which the fund pays nothing. p reads flexible_leave.
    """
    base = min(max(earnings, rules.flexible_floor), max(rules.wage_base[FLEXIBLE], rules.flexible_floor))
    days = min(rules.fund_days[k], rules.national_days)
    insured = rules.insured[FLEXIBLE] * rules.covered[k] if days > 0.0 else 0.0
    fund = insured * rules.claimed * base / FUND_YEAR_DAYS * days
    leave = fund_only(rules.national_days * p.flexible_leave, fund)
    return LeavePay(
        days=leave.days, received=fund - insured * rules.flexible_premium * base, fund=fund,
        wages_employer=0.0, wages_public=0.0, contributions=0.0, refund=0.0, contributions_public=0.0, shared=0.0)


@nb.njit(cache=True)
def mixed_leave(one: LeavePay, other: LeavePay, share: float) -> LeavePay:
    """Mean of two leaves, of which a share is the first."""
    rest = 1.0 - share
    return LeavePay(
        days=share * one.days + rest * other.days,
        received=share * one.received + rest * other.received,
        fund=share * one.fund + rest * other.fund,
        wages_employer=share * one.wages_employer + rest * other.wages_employer,
        wages_public=share * one.wages_public + rest * other.wages_public,
        contributions=share * one.contributions + rest * other.contributions,
        refund=share * one.refund + rest * other.refund,
        contributions_public=share * one.contributions_public + rest * other.contributions_public,
        shared=share * one.shared + rest * other.shared,
    )


@nb.njit(cache=True, forceinline=True)
def maternity_leave(earnings: float, work: int, order: int, rules: LeaveRules, p: Any) -> LeavePay:
    """Expected maternity leave of a working mother and who pays it.

    earnings : gross [yuan/year]      order : of this birth, 1 and up
    Some employers grant all statutory days, the others the national minimum: the mean of the two leaves.
    p reads what `leave_of_days` and `flexible_leave` say.
    """
    k = min(order, N_ORDERS) - 1
    if work == NO_WORK or earnings <= 0.0:
        return fund_only(0.0, 0.0)
    if work == FLEXIBLE:
        return flexible_leave(earnings, k, rules, p)
    statutory, least = rules.maternity_days[k], min(rules.national_days, rules.maternity_days[k])
    whole = leave_of_days(statutory, earnings, work, k, rules, p)
    granted = rules.granted[work]
    if granted >= 1.0 or least >= statutory:
        return whole
    return mixed_leave(whole, leave_of_days(least, earnings, work, k, rules, p), granted)


@nb.njit(cache=True)
def employer_cost(pay: LeavePay, earnings: float, p: Any) -> float:
    """What a mother's leave costs her employer [yuan]: wages, contributions less refund, and replacement.

    p reads leave_disruption: cost of filling the place over the pay of the days away.
    """
    return pay.wages_employer + pay.contributions - pay.refund + p.leave_disruption * earnings * pay.days / YEAR_DAYS


@nb.njit(cache=True)
def nursing_pay(earnings: float, work: int, days: float, hours: float) -> float:
    """Pay [yuan] of nursing hours from the end of a maternity leave of `days` to the child's first birthday.

    earnings : yuan/year      hours : paid a workday of eight hours, nothing for flexible workers
    """
    left = max(1.0 - days / YEAR_DAYS, 0.0)
    return earnings * left * hours / WORKDAY_HOURS if work in (PRIVATE, PUBLIC) else 0.0


@nb.njit(cache=True)
def later_leave_cost(earnings: float, work: int, days: float, rules: LeaveRules) -> float:
    """Wages [yuan] that her employer expects to pay for nursing hours and, until the child is three, parental leave.

    Nursing hours are national law; of parental leave, as of the days beyond the national minimum, firms grant a part.
    days : of the maternity leave
    """
    parental = short_leave_cost(earnings, work, PARENTAL_YEARS * rules.parental_days)
    return rules.granted[work] * parental + nursing_pay(earnings, work, days, rules.nursing_hours)


@nb.njit(cache=True, forceinline=True)
def hours_of_leave(work: int, is_mother: bool, days: float, rules: LeaveRules, flexible: float, p: Any) -> float:
    """Share of a child's working hours of three years that leave and flexible hours let a working parent mind it.

    days : of maternity leave, calendar days      flexible : share of jobs with flexible hours      p reads
    flexible_hours [a week]. Parental leave each year; of mothers also maternity leave, nursing hours from its end to
    the first birthday, the month that some employers add; of fathers care leave. Firms grant a part of what is beyond
    the national minimum, in time as in cost.
    """
    if work == NO_WORK:
        return 0.0
    all_hours = CARE_YEARS * CARE_WEEKS * CARE_HOURS
    hours = p.flexible_hours * flexible * CARE_YEARS * CARE_WEEKS
    workdays = days / WEEK_DAYS * WORKDAYS if is_mother else 0.0
    if work != FLEXIBLE:
        workdays += rules.granted[work] * PARENTAL_YEARS * rules.parental_days
        if is_mother:
            workdays += rules.extended_share * EXTENDED_DAYS / WEEK_DAYS * WORKDAYS
            hours += rules.nursing_hours * WORKDAYS * CARE_WEEKS * max(1.0 - days / YEAR_DAYS, 0.0)
        else:
            workdays += rules.granted[work] * rules.care_days
    return (hours + workdays * WORKDAY_HOURS) / all_hours


@nb.njit(cache=True, forceinline=True)
def unpaid_leave(pay: LeavePay, earnings: float) -> float:
    """Earnings lost in the leave itself [yuan]; negative where the fund's rate exceeds her own wage."""
    return earnings * pay.days / YEAR_DAYS - pay.received


@nb.njit(cache=True)
def short_leave_cost(earnings: float, work: int, days: float) -> float:
    """Wages [yuan] that an employer pays for `days` of care or parental leave; flexible workers have none."""
    return earnings * days / YEAR_DAYS if work in (PRIVATE, PUBLIC) else 0.0


@nb.njit(cache=True)
def leave_months(days: float) -> int:
    """Whole months away from work, rounded, at least one where there is leave."""
    return max(int(days * 12.0 / YEAR_DAYS + 0.5), 1) if days > 0.0 else 0


# Expected loss -----------------------------------------------------------------------------------------------------


@nb.njit(cache=True, forceinline=True)
def exit_probability(uncovered: float, p: Any) -> float:
    """Probability that a working mother leaves work in the birth year, by the share of care left uncovered, 0 to 1.

    p reads time_out_covered, time_out_uncovered.
    """
    return p.time_out_covered + (p.time_out_uncovered - p.time_out_covered) * uncovered


class EarningsLoss(NamedTuple):
    """What a working mother expects to lose of her gross pay, as annuities [yuan/year]."""

    leave: float
    """In the leave itself; negative where the fund's rate exceeds her pay."""
    career: float
    """By dismissal, time out and the wage after return: the part that also counts as her own career's."""


@nb.njit(cache=True, forceinline=True)
def earnings_loss(
    earnings: float, unpaid: float, dismissal: float, leaving: float, years_out: float, penalty: float, shares: Array,
    p: Any, sooner: float = 1.0, regained: float = 0.0,
) -> EarningsLoss:
    """Annuities of the gross earnings a working mother expects to lose: leave, dismissal, time out, wage.

    unpaid : lost in the leave [yuan]      dismissal, leaving : probabilities      penalty : share of pay after return
    years_out : out of work after leaving      shares : of `annuities.Horizon`      sooner : hazard of coming back over
    the usual      regained : share of the penalty that retraining takes off who comes back from time out
    p reads job_search_years, wage_penalty_years. Time out starts half a year on; nobody loses the same pay twice.
    """
    if earnings <= 0.0:
        return EarningsLoss(0.0, 0.0)
    back = share_until(0.5, shares)
    out = dismissal * (share_until(0.5 + p.job_search_years / sooner, shares) - back)
    out += (1.0 - dismissal) * leaving * (share_until(0.5 + years_out / sooner, shares) - back)
    at_work = max(share_until(p.wage_penalty_years, shares) - back - out, 0.0)
    penalty *= 1.0 - regained * (dismissal + (1.0 - dismissal) * leaving)
    return EarningsLoss(leave=unpaid * shares[1], career=earnings * (out + penalty * at_work))


@nb.njit(cache=True, forceinline=True)
def career_loss(loss: float, earnings: float, years_left: float, working_life: Array) -> float:
    """Own loss over own lifetime earnings, 0 to 1 (the career term; the household's loss is in consumption).

    loss : annuity over the horizon [yuan/year]      years_left : to retirement
    working_life : of `annuities.Horizon`
    """
    if earnings <= 0.0 or loss <= 0.0:
        return 0.0
    left = min(max(int(years_left), 1), WORKING_LIFE)
    return min(loss / (earnings * working_life[left]), 1.0)


# Tables ------------------------------------------------------------------------------------------------------------


def leave_rules(pack: Pack, month: int, wage_level: float = 1.0) -> LeaveRules:
    """Leave rules in force in a month, from the pack's `leave_rules` and assumptions; the city's one set.

    wage_level : real wages over those of 2020, for the fund's daily rate.
    Before the first dated rule of the fund's days the fund pays as under that rule, at most the statutory days of the
    time. A rule that begins after the 15th holds from the next month.
    """
    days = {name: _in_force(pack, name, month) for name in ("maternity_leave", "fund_paid_maternity_days",
                                                            "care_leave_father", "parental_leave",
                                                            "employer_subsidy_in_leave")}
    maternity = days["maternity_leave"]
    known = days["fund_paid_maternity_days"][0]
    fund = np.full(N_ORDERS, known or min(maternity.min(), _earliest(pack, "fund_paid_maternity_days")))
    care = float(days["care_leave_father"][0])
    if not care and month >= month_index(2016, 1):
        care = pack.assumption("care_leave_father_days_2016")
    insured, granted = np.zeros(N_WORK), np.zeros(N_WORK)
    insured[PUBLIC], insured[PRIVATE] = 1.0, pack.assumption("maternity_insured_share_private")
    granted[PUBLIC], granted[PRIVATE] = 1.0, pack.assumption("extended_leave_granted_share_private")
    base = wage_level * mean_wages(pack)
    floor = pack.assumption("social_insurance_base_wage_2020") * pack.assumption("social_insurance_base_floor_ratio")
    return LeaveRules(
        maternity_days=maternity, refund_share=days["employer_subsidy_in_leave"] / 100.0, insured=insured,
        granted=granted, wage_base=base, covered=np.ones(N_ORDERS), fund_days=fund,
        national_days=pack.assumption("maternity_leave_national_days"), care_days=care,
        parental_days=float(days["parental_leave"][0]), refund_months=pack.assumption("leave_refund_months"),
        employer_rate=pack.assumption("social_insurance_employer_share"), employer_share=1.0, nursing_hours=0.0,
        extended_share=0.0, claimed=1.0, flexible_floor=wage_level * floor,
        flexible_premium=pack.assumption("maternity_premium_flexible"),
    )


def _in_force(pack: Pack, leave: str, month: int) -> Array:
    """Value of a kind of leave by birth order (4,) in a month; 0 where no rule holds."""
    table = pack.table("leave_rules")
    values = np.zeros(N_ORDERS)
    for row in table[table.leave == leave].itertuples():
        if _begins(row.effective_from, -1) <= month < _begins(row.effective_to, 1 << 14):
            values[list(ORDER_POSITIONS[str(row.birth_order)])] = float(row.value)
    return values


def _earliest(pack: Pack, leave: str) -> float:
    """Value of the first dated rule of a kind of leave."""
    table = pack.table("leave_rules")
    return float(table[table.leave == leave].sort_values("effective_from")["value"].iloc[0])


def _begins(date: object, when_empty: int) -> int:
    """First month from which a date holds; dates after the 15th count from the next month."""
    text = str(date)
    if not text[:4].isdigit():
        return when_empty
    year, month, day = (int(part) for part in text.split("-"))
    return month_index(year, month) + (1 if day > 15 else 0)
