"""House prices and births of owners in China (H11): no effect."""

from calibration.studies.arms import DEAR_HOMES, LAW
from calibration.studies.estimators import percent_of_rate
from calibration.studies.kinds import Lived, Study
from sim.population.columns import Array


def estimate(base: Lived, treated: Lived) -> Array:
    """Change of births a wife who owns, 2022-2026 [per cent]."""
    return percent_of_rate(base, treated, "births_owners", "wives_owners", 2022, 2026)


STUDY = Study(
    id="H11", effects="H11", title="house prices, owners, China", mechanism="house price",
    policy="house_price_scale 1.1 from 2020-11: prices and rents a tenth higher",
    cut="wives who own, 2022-2026", estimator="paired change of births a wife in per cent",
    unit="% of births for +10 % price", published=0.0, interval=(-4.0, 4.0), band="judged", null=True,
    reference="Liu J, Xing C, Zhang Q (2020) House price, fertility rates and reproductive intentions."
    " China Economic Review 62",
    source="https://www.sciencedirect.com/science/article/abs/pii/S1043951X20300936", quality="read in source excerpt",
    conversion="no precision given: as wide as the effects on owners that other studies found, of both signs",
    base=LAW, treated=DEAR_HOMES, estimate=estimate,
)
