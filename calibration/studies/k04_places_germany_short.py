"""Places for children under three in West Germany, short run (K04): no effect."""

from calibration.studies.arms import FEW_PLACES, MORE_PLACES
from calibration.studies.estimators import per_point, percent
from calibration.studies.kinds import Lived, Study
from sim.population.columns import Array


def estimate(base: Lived, treated: Lived) -> Array:
    """Change of births of 2022-2023 per ten places more for a hundred children under three [per cent]."""
    effect = percent(base, treated, "births", 2022, 2023)
    return per_point(effect, base, treated, "places_per_100_under_three", 2022, 2023, 10.0)


STUDY = Study(
    id="K04", effects="K04", title="places under three, West Germany, short run", mechanism="childcare places",
    policy="places_per_1000 from 1.0 to 2.7, all of them cheap (inclusive_share 1, ceiling .1 of income a head)",
    cut="all women, 2022-2023", estimator="paired change of births in per cent, per ten points of coverage",
    unit="% of births per 10 points of coverage", published=0.0, interval=(-3.0, 3.0), band="judged", null=True,
    reference="Fuchs B, Porada C (2017) Public child care and fertility in Germany. MPRA 113879",
    source="https://mpra.ub.uni-muenchen.de/113879", quality="read in source excerpt",
    conversion="no precision given: as wide as the effect that K03 found later, which it did not find",
    base=FEW_PLACES, treated=MORE_PLACES, estimate=estimate,
)
