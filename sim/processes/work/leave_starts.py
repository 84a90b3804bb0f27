"""Leaves that begin: what a birth brings to parents at work, who pays for it, and which mothers lose or leave work.

Called by the model right after births. Rules are those of `leave` and `employers`. Money of a leave is its expectation
over insured and uninsured alike, in whole yuan; counts, claims and what employers learn come from the same numbers.

Claims, so that cases or base x value is money: maternity_allowance_days and maternity_leave carry the money itself (of
the fund; of the days beyond it, employer and public); leave_social_insurance_subsidy the contributions it refunds;
care_leave and parental_leave a day's pay; nursing_leave the pay of one daily hour; extended_leave_share a month's pay.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.parameters import unpacked
from sim.policy.claims import Claims, claim
from sim.population.columns import FLEXIBLE, NO_WORK, NOBODY, RESIDENT, Array, Persons
from sim.prefetch import AHEAD, FAR, prefetch
from sim.processes.accounts import N_COUNTIES, N_ORDERS
from sim.processes.care.childcare import MONTHS, nursery_demand, uncovered_care
from sim.processes.care.nurseries import birth_order
from sim.processes.care.nursery_terms import CareMarket
from sim.processes.money.taxes import TaxRules, take_home
from sim.processes.work.employers import Employers, dismissal_probability
from sim.processes.work.leave import (
    EXTENDED_DAYS,
    LeavePay,
    employer_cost,
    exit_probability,
    hours_of_leave,
    later_leave_cost,
    maternity_leave,
    nursing_pay,
    refundable,
    short_leave_cost,
)
from sim.streams import Decision, number_of, stream_key, uniform

DISMISSAL_DRAW, TIME_OUT_DRAW = number_of(Decision.DISMISSAL), number_of(Decision.TIME_OUT)
INSURED_DRAW = number_of(Decision.LEAVE_INSURED)
FUND_CLAIM, LEAVE_CLAIM = claim("maternity_allowance_days"), claim("maternity_leave")
REFUND_CLAIM, CARE_CLAIM = claim("leave_social_insurance_subsidy"), claim("care_leave")
PARENTAL_CLAIM, NURSING_CLAIM, EXTENDED_CLAIM = (
    claim("parental_leave"), claim("nursing_leave"), claim("extended_leave_share")
)
BY_FUND, BY_EMPLOYER, BY_PUBLIC = range(3)
"""Who pays, on the axis leave_payer of counts."""
KEEPS_JOB, DISMISSED, GIVES_UP_JOB = range(3)
"""What becomes of a working mother's job."""


@nb.njit(cache=True)
def job_after_birth(u_dismissal: float, u_leaving: float, dismissal: float, leaving: float) -> int:
    """Whether a working mother stays in work, is dismissed, or leaves it, from two draws and two probabilities."""
    if u_dismissal < dismissal:
        return DISMISSED
    return GIVES_UP_JOB if u_leaving < leaving else KEEPS_JOB


@nb.njit(cache=True, inline="always")
def whole(yuan: float) -> int:
    """A sum in whole yuan, rounded; sums of whole yuan do not depend on the order of rows."""
    return int(yuan + 0.5)


class Bill(NamedTuple):
    """Money of one leave by who bears it [yuan], in the order of the axis leave_payer."""

    fund: float
    employer: float
    public: float


@nb.njit(cache=True)
def bill_of(leave: LeavePay) -> Bill:
    """Who bears the money of one leave: the fund, the employer less its refund, and the public purse."""
    return Bill(
        fund=leave.fund, employer=leave.wages_employer + leave.contributions - leave.refund,
        public=leave.wages_public + leave.contributions_public + leave.refund,
    )


class Earner(NamedTuple):
    """Pay of this month's level [yuan/year] and kind of work of a parent; none of either where nobody earns."""

    pay: float
    work: int


@nb.njit(cache=True, inline="always")
def _add(claims: Claims, number: int, c: int, k: int, yuan: float) -> None:
    """One case of a claim, with its base in whole yuan."""
    claims.cases[number, c, k] += 1
    claims.base[number, c, k] += whole(yuan)


@nb.njit(cache=True, inline="always")
def _husband(mother: int, persons: Persons, pay: float) -> Earner:
    father, his_pay, his_work = persons.partner[mother], 0.0, NO_WORK
    if father != NOBODY:
        his_pay, his_work = pay * persons.earnings[father], int(persons.work[father])
    return Earner(his_pay, his_work)


@nb.njit(cache=True, inline="always")
def _count_leave(leave: LeavePay, earnings: float, c: int, s: int, counts: Any) -> None:
    """Count a leave, the pay of its mother, and its money by payer."""
    bill = bill_of(leave)
    counts.leaves[c, s] += 1
    counts.pay_of_mothers[c, s] += whole(earnings)
    counts.leave_money[c, s, BY_FUND] += whole(bill.fund)
    counts.leave_money[c, s, BY_EMPLOYER] += whole(bill.employer)
    counts.leave_money[c, s, BY_PUBLIC] += whole(bill.public)


@nb.njit(cache=True, inline="always")
def _claim_of_employer(leave: LeavePay, work: int, c: int, k: int, rule: Any, claims: Claims) -> None:
    """Claim what the leave costs the employer beyond the fund's pay, and the contributions that are refunded."""
    _add(claims, LEAVE_CLAIM, c, k, leave.shared)
    paid_in = leave.contributions + leave.contributions_public
    refund_base = refundable(paid_in, leave.days, work, rule.refund_months)
    if refund_base > 0.0:
        _add(claims, REFUND_CLAIM, c, k, refund_base)


@nb.njit(cache=True, inline="always")
def _uncovered(
    income: float, helpers: int, c: int, market: CareMarket, help_hours: float, p: Any
) -> float:
    """Share of the working week's care under three that neither nursery nor helpers mind; income : yuan/month."""
    trust, hours = market.trust[c], market.hours[c]
    wanted = nursery_demand(market.fee_full[c], income, trust, hours, helpers, True, 0.5, p)
    return uncovered_care(wanted * market.admitted[c] * hours, helpers, help_hours, p)


@nb.njit(cache=True, inline="always")
def _end_job(mother: int, job: int, c: int, s: int, persons: Persons, counts: Any) -> None:
    persons.work[mother], persons.earnings[mother] = NO_WORK, 0.0
    if job == DISMISSED:
        counts.dismissed_mothers[c, s] += 1
    else:
        counts.mothers_left_work[c, s] += 1


@nb.njit(cache=True)
def begin_leaves(
    mothers: Array, persons: Persons, rules: Array, employers: Employers, enforcement: Array, market: CareMarket,
    taxes: TaxRules, help_hours: float, counts: Any, claims: Claims, pay: float, p: Any, seed: int, month: int,
) -> None:
    """Begin the leaves of the parents of this month's births; end the jobs of mothers dismissed or leaving work.

    rules : (county,) records of `LeaveRules`      enforcement : of equal hiring, (county,), 0 to 1
    market : terms of nurseries, for the care left uncovered
    help_hours : a week, of grandparents who help      pay : real pay over the level of the column of earnings
    p reads wage_penalty, and what `leave`, `employers` and `childcare` say.
    """
    persons, counts, taxes, p = unpacked(persons), unpacked(counts), unpacked(taxes), unpacked(p)
    dismissal_key, out_key = stream_key(seed, DISMISSAL_DRAW, month), stream_key(seed, TIME_OUT_DRAW, month)
    insured_key = stream_key(seed, INSURED_DRAW, month)
    for mother in mothers:
        c, k = persons.county[mother], min(persons.parity[mother], N_ORDERS) - 1
        rule, husband, work = rules[c], _husband(mother, persons, pay), int(persons.work[mother])
        if husband.work != NO_WORK and husband.work != FLEXIBLE:
            day = short_leave_cost(husband.pay, husband.work, 1.0)
            _add(claims, CARE_CLAIM, c, k, rule.granted[husband.work] * day)
        if work == NO_WORK:
            continue
        earnings, identity, s = pay * persons.earnings[mother], persons.id[mother], work - 1
        leave = maternity_leave(earnings, work, k + 1, rule, p)
        _count_leave(leave, earnings, c, s, counts)
        if uniform(insured_key, identity) < rule.insured[work] * rule.covered[k]:
            claims.cases[FUND_CLAIM, c, k] += 1
        claims.base[FUND_CLAIM, c, k] += whole(leave.fund / rule.claimed)
        dismissal = 0.0
        if work != FLEXIBLE:
            later = later_leave_cost(earnings, work, leave.days, rule)
            counts.leave_costs[c, s] += whole(employer_cost(leave, earnings, p) + later)
            _claim_of_employer(leave, work, c, k, rule, claims)
            dismissal = dismissal_probability(employers.leave_cost[c, s], 1.0, work, enforcement[c], p)
        income = take_home(earnings, work, husband.pay, husband.work, 0.0, taxes)
        on_leave = hours_of_leave(work, True, leave.days, rule, 0.0, p)
        on_leave = min(on_leave + hours_of_leave(husband.work, False, 0.0, rule, 0.0, p), 1.0)
        uncovered = _uncovered(income / MONTHS, int(persons.grandparents[mother]), c, market, help_hours, p)
        uncovered *= 1.0 - on_leave
        job = job_after_birth(
            uniform(dismissal_key, identity), uniform(out_key, identity), dismissal, exit_probability(uncovered, p)
        )
        if job != KEEPS_JOB:
            _end_job(mother, job, c, s, persons, counts)
            continue
        persons.earnings[mother] *= 1.0 - p.wage_penalty
        if work != FLEXIBLE:
            _add(claims, NURSING_CLAIM, c, k, nursing_pay(earnings, work, leave.days, 1.0))
            _add(claims, EXTENDED_CLAIM, c, k, short_leave_cost(earnings, work, EXTENDED_DAYS))


@nb.njit(cache=True, nogil=True)
def claim_parental_leave(
    start: int, stop: int, children: Array, persons: Persons, granted: Array, pay: float, month: int
) -> Claims:
    """A year's parental leave of both parents at the birth, first and second birthday of some children.

    children : rows of children under six      granted : (county, work) share of the days that employers grant
    Cases and base are of this claim alone, (county, birth_order).
    """
    persons = unpacked(persons)
    presence, birth, work, earnings = persons.presence, persons.birth, persons.work, persons.earnings
    cases, base = np.zeros((N_COUNTIES, N_ORDERS), np.int64), np.zeros((N_COUNTIES, N_ORDERS), np.int64)
    for place in range(start, stop):
        if len(birth) > FAR:
            coming = children[min(place + AHEAD, stop - 1)]
            if month - birth[coming] <= 24:
                for parent in (persons.mother[coming], persons.father[coming]):
                    prefetch(parent, presence, work, earnings, persons.county)
        i = np.uintp(children[place])  # unsigned: spares the test for an index from the end
        born = birth[i]
        if (born != month and born != month - 12 and born != month - 24) or presence[i] != RESIDENT:
            continue
        c, k = persons.county[i], min(birth_order(i, persons.elder), N_ORDERS) - 1
        for parent in (persons.mother[i], persons.father[i]):
            if parent == NOBODY or presence[parent] != RESIDENT or persons.county[parent] != c:
                continue
            day = short_leave_cost(pay * earnings[parent], int(work[parent]), 1.0)
            if day > 0.0:
                cases[c, k] += 1
                base[c, k] += whole(granted[c, work[parent]] * day)
    return Claims(cases, base)
