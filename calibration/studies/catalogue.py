"""All emulated studies by id, in the order of their mechanisms."""

from collections.abc import Sequence

from calibration.studies import (
    a02_treatment_insured,
    c13_cash_korea_tfr,
    c14_cash_korea_crude,
    c19_cash_cut_low_income,
    c27_tax_hungary,
    h02_price_renters,
    h04_credit_access,
    h09_price_china_spillover,
    h10_price_income_china,
    h11_price_owners_china,
    k03_places_germany,
    k04_places_germany_short,
    l03_leave_length_austria,
    l05_leave_pay_germany,
    p01_two_child_rule,
    s01_colleagues_births,
    s02_friends_births,
    x01_childcare_price_sweden,
)
from calibration.studies.kinds import Study
from sim.errors import UserError

FILES = (
    c13_cash_korea_tfr, c14_cash_korea_crude, c19_cash_cut_low_income, x01_childcare_price_sweden, k03_places_germany,
    k04_places_germany_short, l03_leave_length_austria, l05_leave_pay_germany, h02_price_renters,
    h09_price_china_spillover, h10_price_income_china, h11_price_owners_china, h04_credit_access, p01_two_child_rule,
    c27_tax_hungary, s01_colleagues_births, s02_friends_births, a02_treatment_insured,
)  # fmt: skip
STUDIES: dict[str, Study] = {file.STUDY.id: file.STUDY for file in FILES}
MENDED: dict[str, Study] = {p01_two_child_rule.MENDED.id: p01_two_child_rule.MENDED}
"""Studies whose emulation was found at fault after the first run, mended: told beside the exam, not counted in it."""


def chosen(only: list[str] | None) -> tuple[Study, ...]:
    """Studies of the ids, in the order of the catalogue; all without any; `UserError` for an unknown one."""
    for name in only or ():
        if name not in STUDIES:
            raise UserError(f"--only: there is no study '{name}'; allowed are {', '.join(STUDIES)}")
    return tuple(study for name, study in STUDIES.items() if not only or name in only)


def mended(studies: Sequence[Study]) -> tuple[Study, ...]:
    """The mended ones of some studies: same arms, so that no run is added."""
    asked = {study.id for study in studies}
    return tuple(study for study in MENDED.values() if study.id.rstrip("*") in asked)
