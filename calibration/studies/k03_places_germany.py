"""Places for children under three in West German counties, 1998-2010 (K03)."""

from calibration.studies.arms import FEW_PLACES, MORE_PLACES
from calibration.studies.estimators import per_point, percent
from calibration.studies.kinds import Lived, Study, transport
from sim.population.columns import Array


def estimate(base: Lived, treated: Lived) -> Array:
    """Change of births of 2023-2026 per ten places more for a hundred children under three [per cent]."""
    effect = percent(base, treated, "births", 2023, 2026)
    return per_point(effect, base, treated, "places_per_100_under_three", 2023, 2026, 10.0)


STUDY = Study(
    id="K03", effects="K03", title="places under three, West Germany", mechanism="childcare places",
    policy="places_per_1000 from 1.0 to 2.7, all of them cheap (inclusive_share 1, ceiling .1 of income a head)",
    cut="all women, 2023-2026", estimator="paired change of births in per cent, per ten points of coverage",
    unit="% of births per 10 points of coverage", published=3.05, interval=transport(3.05), band="transport",
    null=False,
    reference="Bauernschuster S, Hener T, Rainer H (2016) Children of a (Policy) Revolution. JEEA 14(4):975-1005",
    source="10.1111/jeea.12158", quality="unverified",
    conversion="1.2-1.4 births per 1,000 women are 2.8-3.3 %: the range of specifications, no interval. Fees are low in"
    " both arms, as German ones were, so that places ration",
    base=FEW_PLACES, treated=MORE_PLACES, estimate=estimate,
)
