"""What the next birth brings or forfeits, by county and birth order: the money that the birth decision weighs.

`births_bring` serves the outlook of couples (`sim.processes.childbearing.outlook`), under the levers as they are known
in a month (`LeverPaths.announced`); `birth_money` gives one month of it. Amounts and take-up are those of the ledger
(`sim.policy.ledger`). All amounts are yuan of 2020, expected after take-up; a couple does not yet know whether it will
claim.

All birth months of one state of knowledge are computed at once and kept: most months know what the month before knew.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.parameters import as_rows
from sim.places.pack import Pack
from sim.policy.deductions import education_deduction
from sim.policy.ledger import claiming_share
from sim.policy.paths import LeverPaths
from sim.policy.shared import shared
from sim.population.columns import Array
from sim.processes.money.annuities import share_until
from sim.processes.money.benefits import LAST_YEAR_LEVER
from sim.processes.money.health_services import CENTRE_LEVER, DOCTOR_LEVER, STAFF_LEVER, SUPPORT_LEVER, SUPPORT_REACH
from sim.processes.money.part_years import paid_in_year
from sim.processes.money.school_fees import (
    ACCESS_LEVER,
    AID_LEVER,
    PUBLIC_LEVER,
    PUPIL_YEARS,
    gap_spared,
    kindergarten_fee,
    migrant_school_fee,
    places_beyond_law,
    poor_limit,
)
from sim.processes.money.school_way import SIBLING_LEVER, years_following

CLAIMED_LEVERS = (
    "childcare_allowance", "birth_grant", "birth_grant_income_share", "infant_care_tax_deduction",
    "multi_child_fee_relief", "birth_insurance_support", "birth_medical_reimbursement", "third_child_insured",
    "birth_penalty", "one_child_rewards", "preschool_free_last_year", SUPPORT_LEVER, AID_LEVER,
)  # fmt: skip
PLACES_LEVERS = PUBLIC_LEVER, ACCESS_LEVER
"""Levers that count beyond what law sets."""
BIRTH_LEVERS_READ = (
    *CLAIMED_LEVERS, *PLACES_LEVERS, "one_stop_takeup", "benefit_awareness", SIBLING_LEVER, CENTRE_LEVER, DOCTOR_LEVER,
    STAFF_LEVER, SUPPORT_REACH, "admission_fairness",
)
REWARD_YEARS = 14
KINDERGARTEN_YEARS = (3, 4, 5)


class BirthMoney(NamedTuple):
    """What a birth expected in one month brings; (county, order) are county index and birth order 1, 2, 3, 4+.

    `annuity` fields are yuan a year over the 18 years from the birth, `once` fields yuan at or soon after it.
    """

    annuity_all: Array
    """(county, order): annuity of what every couple gets: the allowance that law sets; where the couple is registered
    elsewhere, its home pays it, outside this city's ledger."""
    annuity_local: Array
    """(county, order): annuity that couples with a local hukou get on top: local allowance and birth grant."""
    cash_all: Array
    """(county, order): once, what every couple receives within a year."""
    cash_local: Array
    """(county, order): once, what local couples receive within a year on top."""
    income_share: Array
    """(county, order): annuity for each yuan of the couple's yearly gross income."""
    income_share_once: Array
    """(county, order): once, for each yuan of that income."""
    fee_relief: Array
    """(county, order): annuity of kindergarten fees waived in the fourth to sixth year, of all children in the last."""
    fee_aid: Array
    """(county, order): annuity of kindergarten fees that aid pays on top for the poor, of all children in the last."""
    school_access: Array
    """(county,): annuity of fees that public school places beyond law's spare couples without local hukou."""
    birth_cost: Array
    """(county, order): once, medical cost of the birth that the couple bears."""
    insurance_support: Array
    """(county, order): share of the premium for insurance paid publicly."""
    reward: Array
    """(county,): one-child reward [yuan/year] lost by a second birth while the first child is below 14."""
    penalty: Array
    """(county,): fee of each parent for a birth outside the rules, in yearly incomes a head, as far as enforced."""
    tax_take_up: Array
    """(county,): share of taxed couples who claim the deduction; weigh the saving by it, not the deduction."""
    one_stop: Array
    """(county,): share of couples whom the one-stop service spares steps."""
    following: Array
    """(county, 19): `school_way.years_following`, the years in which the child may follow its sibling to school."""
    centre: Array
    """(county,): annuity shares of the first three years with a child health centre; the next one: with a doctor."""
    doctor: Array
    staff: Array
    """(county,): annuity of maternity and child staff more per 1,000 births, in the year of the birth."""
    support: Array
    """(county,): mean over the first three years of what is paid to grandparents who mind the child [yuan/month]."""
    fair_admission: Array
    """(county,): mean of fair admission to schools over the years from six to fourteen, 0 to 1."""
    poor_limit: float
    """Parents' pay a head and year below which a family is poor [yuan]; it follows incomes."""
    infant_deduction: float
    """Deducted from taxable income in the first three years [yuan/year], in full."""
    education_deduction: float
    """Deducted from the fourth year on [yuan/year], in full."""


@nb.njit(cache=True)
def reward_forfeited(reward: float, first_child_months: int, before_2016: bool, shares: Array) -> float:
    """Annuity [yuan/year] of the one-child reward that a second birth ends; 0 for a first child born from 2016 on.

    reward : yuan a year      first_child_months : its age at the second birth      shares : `annuities.annuity_shares`
    """
    if not before_2016:
        return 0.0
    return reward * share_until(REWARD_YEARS - first_child_months / 12.0, shares)


def birth_money(
    levers: LeverPaths, pack: Pack, month: int, lead: int, shares: Array, income_level: float
) -> BirthMoney:
    """What a birth expected `lead` months after `month` brings, under the levers as known (`announced(month)`).

    shares : `annuities.annuity_shares`      income_level : real incomes over those of 2020; fees follow
    Months beyond the paths hold their last value.
    """
    at = min(levers.at(month) + lead, len(levers.price_level) - 1)
    record = births_bring(levers, pack, shares)[at]
    money = BirthMoney(*(record[name] for name in BirthMoney._fields))
    return money._replace(
        fee_relief=money.fee_relief * income_level, fee_aid=money.fee_aid * income_level,
        school_access=money.school_access * income_level, poor_limit=money.poor_limit * income_level)


def births_bring(levers: LeverPaths, pack: Pack, shares: Array) -> Array:
    """`BirthMoney` of births in every month of the paths as records, (month,), for compiled rules; fees of 2020.

    Kindergarten fees follow incomes as costs of children do, so that relief stands to costs as in 2020.
    """
    mine = "births_bring", shares.tobytes()
    if mine not in levers.kept:
        law, school = levers.reference_paths(("childcare_allowance",)), _school(levers, pack)
        levers.kept[mine] = shared(
            "births_bring", levers, BIRTH_LEVERS_READ,
            (law, levers.law_paths(PLACES_LEVERS), school.tobytes(), shares.tobytes()),
            lambda: as_rows(BirthMoney(**_all_months(levers, pack, shares, school))))
    return levers.kept[mine]  # type: ignore[no-any-return]


def _school(levers: LeverPaths, pack: Pack) -> Array:
    return education_deduction(
        pack, levers.first_month, levers.span.last, levers.scenario.frozen_month, levers.known_at)


def _all_months(levers: LeverPaths, pack: Pack, shares: Array, school: Array) -> dict[str, Any]:
    """The money of births in every month of the paths, each field (month, …), at the incomes of 2020."""
    yearly = np.diff(shares)
    share = {name: claiming_share(levers, pack, name)[:, :, None] for name in CLAIMED_LEVERS}
    price, grant = levers.price_level, share["birth_grant"] * levers["birth_grant"]
    allowance = share["childcare_allowance"] * paid_in_year(levers["childcare_allowance"], price)
    by_law = share["childcare_allowance"] * paid_in_year(levers.law_part("childcare_allowance"), price)
    of_income = share["birth_grant_income_share"] * levers["birth_grant_income_share"]
    covered = share["birth_medical_reimbursement"] * levers["birth_medical_reimbursement"]
    insured = np.ones_like(covered)
    insured[:, :, 2:] = levers["third_child_insured"][:, :, 2:]
    support = (share[SUPPORT_LEVER] * paid_in_year(levers[SUPPORT_LEVER], price))[:, :, 0]
    waived, aided = _fees_waived(levers, pack, share, yearly)
    return {
        "annuity_all": _annuity(by_law, range(3), yearly),
        "annuity_local": _annuity(allowance - by_law, range(3), yearly) + yearly[0] * grant,
        "cash_all": by_law,
        "cash_local": allowance - by_law + grant,
        "income_share": yearly[0] * of_income,
        "income_share_once": of_income,
        "fee_relief": waived,
        "fee_aid": aided,
        "school_access": migrant_school_fee(pack) * _annuity(
            _of_year(places_beyond_law(levers, ACCESS_LEVER)), PUPIL_YEARS, yearly),
        "birth_cost": pack.assumption("birth_medical_cost") * (1.0 - covered * insured),
        "insurance_support": share["birth_insurance_support"] * levers["birth_insurance_support"],
        "reward": (share["one_child_rewards"] * levers["one_child_rewards"])[:, :, 0],
        "penalty": (share["birth_penalty"] * levers["birth_penalty"])[:, :, 0],
        "tax_take_up": share["infant_care_tax_deduction"][:, :, 0],
        "one_stop": levers["one_stop_takeup"][:, :, 0],
        "following": years_following(levers, shares),
        "centre": _annuity(levers[CENTRE_LEVER][:, :, 0], range(3), yearly),
        "doctor": _annuity(levers[DOCTOR_LEVER][:, :, 0], range(3), yearly),
        "staff": yearly[0] * levers[STAFF_LEVER][:, :, 0],
        "support": _annuity(support, range(3), yearly) / shares[3],
        "fair_admission": _annuity(levers["admission_fairness"][:, :, 0], PUPIL_YEARS, yearly)
        / (shares[PUPIL_YEARS.stop] - shares[PUPIL_YEARS.start]),
        "poor_limit": np.full(len(price), poor_limit(pack)),
        "infant_deduction": 12.0 * levers["infant_care_tax_deduction"][:, 0, 0],
        "education_deduction": 12.0 * _later(school / levers.price_level, 3),
    }


def _fees_waived(levers: LeverPaths, pack: Pack, share: dict[str, Array], yearly: Array) -> tuple[Array, Array]:
    """Annuities of kindergarten fees spared, of all children and of the poor on top, at the incomes of 2020.

    Each share is of what those before it leave (`school_fees`); only the last year is free.
    """
    fee = kindergarten_fee(pack) * pack.assumption("preschool_enrolment_share_3_5")
    relief, free, aid = (
        share[name] * _of_year(levers[name]) for name in ("multi_child_fee_relief", LAST_YEAR_LEVER, AID_LEVER))
    gap, waived, aided = _of_year(gap_spared(levers, pack)[:, :, None]), 0.0, 0.0
    if not any(path.any() for path in (gap, relief, free, aid)):
        return np.zeros_like(relief), np.zeros_like(relief)
    for year in KINDERGARTEN_YEARS:
        g, r, a = _later(gap, year), _later(relief, year), _later(aid, year)
        f = _later(free, year) if year == KINDERGARTEN_YEARS[-1] else 0.0
        spared = g + (1.0 - g) * (f + r * (1.0 - f))
        waived, aided = waived + yearly[year] * spared, aided + yearly[year] * (1.0 - spared) * a
    return np.asarray(fee * waived), np.asarray(fee * aided)


def _of_year(path: Array) -> Array:
    """What the year that begins in each month has of a share, (month, …): later rises by the part that is left."""
    return paid_in_year(path, np.ones(len(path)))


def _annuity(path: Array, years: Iterable[int], yearly: Array) -> Array:
    """Annuity of a path over some years of life from each month on, (month, …); most measures are in force nowhere."""
    if not path.any():
        return np.zeros_like(path)
    return np.asarray(sum(yearly[year] * _later(path, year) for year in years))


def _later(path: Array, years: int) -> Array:
    """A path some years later, (month, …); beyond the last month its last value."""
    return path[np.minimum(np.arange(len(path)) + 12 * years, len(path) - 1)]
