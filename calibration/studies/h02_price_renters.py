"""House prices and births of non-owners in US cities, 1997-2006 (H02)."""

from calibration.studies.arms import DEAR_HOMES, LAW
from calibration.studies.estimators import percent_of_rate
from calibration.studies.kinds import Lived, Study, transport
from sim.population.columns import Array


def estimate(base: Lived, treated: Lived) -> Array:
    """Change of births a wife who rents, 2022-2023 [per cent]."""
    return percent_of_rate(base, treated, "births_renters", "wives_renters", 2022, 2023)


STUDY = Study(
    id="H02", effects="H02", title="house prices, non-owners, United States", mechanism="house price",
    policy="house_price_scale 1.1 from 2020-11: prices and rents a tenth higher",
    cut="wives who rent, 2022-2023", estimator="paired change of births a wife in per cent",
    unit="% of births for +10 % price", published=-1.0, interval=transport(-1.0), band="transport", null=False,
    reference="Dettling LJ, Kearney MS (2014) House prices and birth rates. Journal of Public Economics 110:82-100",
    source="https://www.nber.org/papers/w17485", quality="read in source excerpt",
    conversion="the NBER Digest's figure for +10 %; that dearer homes keep some from buying changes who rents",
    base=LAW, treated=DEAR_HOMES, estimate=estimate,
)
