"""House prices over incomes in urban China, 2005, and births (H10)."""

from calibration.studies.arms import DEAR_HOMES, LAW
from calibration.studies.estimators import percent
from calibration.studies.kinds import Lived, Study, transport
from sim.population.columns import Array


def estimate(base: Lived, treated: Lived) -> Array:
    """Change of births in the two old districts, 2022-2026 [per cent]."""
    return percent(base, treated, "births_districts", 2022, 2026)


STUDY = Study(
    id="H10", effects="H10", title="price over income, urban women, China", mechanism="house price",
    policy="house_price_scale 1.1 from 2020-11: prices and rents a tenth higher",
    cut="the districts Yuecheng and Keqiao, for urban women, 2022-2026",
    estimator="paired change of births in per cent", unit="% of births for +10 % price over income", published=-0.45,
    interval=transport(-0.45), band="transport", null=False,
    reference="Qiu T, Does urban housing affordability affect fertility in China",
    source="https://www.arbiter.ac/paper/d7cf0531-e5c2-5a54-bacc-d9e0212ab705", quality="read in source excerpt",
    conversion="none; with H09 it brackets the Chinese estimates, and both cannot be met",
    base=LAW, treated=DEAR_HOMES, estimate=estimate,
)
