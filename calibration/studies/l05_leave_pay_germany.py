"""Earnings-related leave pay in Germany, 2007, and births by schooling (L05)."""

from calibration.studies.arms import LEAVE_PAY_KEPT, LEAVE_YEAR
from calibration.studies.estimators import difference_in_differences
from calibration.studies.kinds import Arm, Lived, Study, transport
from sim.population.columns import Array

ALL_PAID = Arm(values={**LEAVE_YEAR.values, "maternity_allowance_days": 365.0}, parameters=LEAVE_PAY_KEPT)
OWN_PAY, PUBLISHED_PAY = 0.39, 0.65
"""Years of own pay that the treated arm adds (.6 of 237 days), and that EUR 21,000 were to those reached most."""
PUBLISHED = 23.0 * OWN_PAY / PUBLISHED_PAY


def estimate(base: Lived, treated: Lived) -> Array:
    """Change of births of women with a college degree less that of women to junior secondary, 2022-2026 [points]."""
    return difference_in_differences(base, treated, "births_tertiary", "births_low_schooling", 2022, 2026)


STUDY = Study(
    id="L05", effects="L05", title="earnings-related leave pay, Germany", mechanism="leave pay",
    policy="maternity_allowance_days 365 instead of 128 in a leave of 365 days; leave_pay_kept .4 in both arms",
    cut="births by mothers' schooling, college or more against junior secondary or less, 2022-2026",
    estimator="difference in differences of births in per cent", unit="points of births, college less low schooling",
    published=PUBLISHED, interval=transport(PUBLISHED), band="transport", null=False,
    reference="Raute A (2019) Can financial incentives reduce the baby gap? Journal of Public Economics 169:203-222",
    source="10.1016/j.jpubeco.2018.07.010", quality="read in source excerpt",
    conversion="up to 23 % for up to EUR 21,000, some .65 years of net pay of those reached most (judged), scaled to"
    " .39 years; low-schooled women got little more in Germany, here all with leave pay gain in proportion",
    base=LEAVE_YEAR, treated=ALL_PAID, estimate=estimate,
)
