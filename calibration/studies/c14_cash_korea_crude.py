"""Birth grants of Korean districts, 2005-2010, and the crude birth rate (C14)."""

from calibration.studies.arms import CASH, LAW, SHARE_OF_INCOME
from calibration.studies.estimators import percent
from calibration.studies.kinds import Lived, Study, transport
from sim.population.columns import Array

THOUSAND_DOLLARS = 0.028
"""US$1,000 over a Korean household's income of a year, some US$36,000 between 2003 and 2010 (judged)."""


def estimate(base: Lived, treated: Lived) -> Array:
    """Change of the crude birth rate of 2022-2025 per US$1,000 of grant [per cent]."""
    return percent(base, treated, "crude_birth_rate", 2022, 2025) * THOUSAND_DOLLARS / SHARE_OF_INCOME


STUDY = Study(
    id="C14", effects="C14", title="birth grants of Korean districts, crude birth rate", mechanism="cash",
    policy="birth_grant_income_share .18 at every birth from 2020-11, read per US$1,000 = .028 of a year's income",
    cut="whole population, 2022-2025", estimator="paired change of the crude birth rate in per cent, scaled linearly",
    unit="% of births per US$1,000", published=4.4, interval=transport(4.4), band="transport", null=False,
    reference="Hong SC, Kim YI, Lim JY, Yeo MY (2016) Pro-natalist Cash Grants and Fertility: A Panel Analysis."
    " Korean Economic Review 32(2)",
    source="http://www.kereview.or.kr", quality="read in source excerpt",
    conversion="the dollar by a household's income; C13 and C14 bracket the Korean estimates and cannot both be met",
    base=LAW, treated=CASH, estimate=estimate,
)
