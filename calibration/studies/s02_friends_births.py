"""Friends' births and first births in the United States (S02): the sign."""

from calibration.studies.arms import LAW, PEERS
from calibration.studies.estimators import percent
from calibration.studies.kinds import Lived, Study
from sim.population.columns import Array


def estimate(base: Lived, treated: Lived) -> Array:
    """Change of first births of 2023-2025, after the wave among peers [per cent]."""
    return percent(base, treated, "births_1", 2023, 2025)


STUDY = Study(
    id="S02", effects="S02", title="friends' births, United States", mechanism="social interaction",
    policy="birth_grant_income_share 1 for second and later births of 2021-2022: more births among peers, none of them"
    " paid to the childless",
    cut="first births, 2023-2025", estimator="paired change of first births in per cent", unit="% of first births",
    published=None, interval=None, band="sign", null=False, sign=1,
    reference="Balbo N, Barban N (2014) Does Fertility Behavior Spread among Friends? American Sociological Review"
    " 79(3):412-431",
    source="https://paa2012.populationassociation.org/abstracts/120456", quality="read in source excerpt",
    conversion="rises, peaks after some two years, then declines: the sign within three years is asked",
    base=LAW, treated=PEERS, estimate=estimate,
)
