"""House prices of Chinese cities beside regulated ones, 2016-2021, and births (H09)."""

from calibration.studies.arms import DEAR_HOMES, LAW
from calibration.studies.estimators import percent
from calibration.studies.kinds import Lived, Study, transport
from sim.population.columns import Array


def estimate(base: Lived, treated: Lived) -> Array:
    """Change of the crude birth rate of 2022-2026 [per cent]."""
    return percent(base, treated, "crude_birth_rate", 2022, 2026)


STUDY = Study(
    id="H09", effects="H09", title="house prices, spillover of purchase limits, China", mechanism="house price",
    policy="house_price_scale 1.1 from 2020-11: prices and rents a tenth higher",
    cut="whole population, 2022-2026", estimator="paired change of the crude birth rate in per cent",
    unit="% of births for +10 % price", published=-8.3, interval=transport(-8.3), band="transport", null=False,
    reference="Liu Z, Zhang Y (2024) The Effect of House Prices on Fertility: Evidence from House Purchase"
    " Restrictions. SSRN 4808554",
    source="https://ssrn.com/abstract=4808554", quality="read in source excerpt",
    conversion="-.88 births per 1,000 over the nation's 10.6 of 2016-2021 (from memory), since births here are half as"
    " many; acts by weddings and by births in marriage",
    base=LAW, treated=DEAR_HOMES, estimate=estimate,
)
