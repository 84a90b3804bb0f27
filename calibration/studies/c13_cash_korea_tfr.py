"""Local birth grants in Korea, 2000-2015, and the total fertility rate (C13)."""

from calibration.studies.arms import CASH, LAW, SHARE_OF_INCOME
from calibration.studies.estimators import percent
from calibration.studies.kinds import Lived, Study, transport
from sim.population.columns import Array

THOUSAND_DOLLARS = 0.028
"""US$1,000 over a Korean household's income of a year, some US$36,000 between 2003 and 2010 (judged)."""


def estimate(base: Lived, treated: Lived) -> Array:
    """Change of the TFR of 2023-2030 per US$1,000 of grant [per cent]."""
    return percent(base, treated, "tfr", 2023, 2030) * THOUSAND_DOLLARS / SHARE_OF_INCOME


STUDY = Study(
    id="C13", effects="C13", title="birth grants of Korean districts, TFR", mechanism="cash",
    policy="birth_grant_income_share .18 at every birth from 2020-11, read per US$1,000 = .028 of a year's income",
    cut="all women, 2023-2030", estimator="paired change of the TFR in per cent, scaled linearly to US$1,000",
    unit="% of TFR per US$1,000", published=1.8, interval=transport(1.8), band="transport", null=False,
    reference="Kim W (2017) Does Pro-Natalist Cash Transfer Work? UCLA CCPR Working Paper 2017-779",
    source="http://papers.ccpr.ucla.edu/index.php/pwp/article/view/779", quality="read in source excerpt",
    conversion="the dollar by a household's income; districts of the study pay by birth order, here all orders alike",
    base=LAW, treated=CASH, estimate=estimate,
)
