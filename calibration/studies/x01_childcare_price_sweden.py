"""Sweden's ceiling on childcare fees of 2002 and births (in no row of the collection)."""

from calibration.studies.arms import LAW
from calibration.studies.estimators import percent
from calibration.studies.kinds import Arm, Lived, Study, transport
from sim.population.columns import Array

FREE_KINDERGARTEN = Arm(values={"multi_child_fee_relief": 1.0})
FEES_SPARED = 0.17
"""Three years of fees at .17 of income a head, over a year's income of a household of three heads."""
PER = 0.10
"""Of a year's household income: the dose to which effects are scaled."""


def estimate(base: Lived, treated: Lived) -> Array:
    """Change of births of 2022-2023 per tenth of a year's income that is spared in fees [per cent]."""
    return percent(base, treated, "births", 2022, 2023) * PER / FEES_SPARED


STUDY = Study(
    id="X01", effects="", title="ceiling on childcare fees, Sweden", mechanism="childcare price",
    policy="multi_child_fee_relief 1 for all orders from 2020-11: no kindergarten fee for ages three to five",
    cut="all women, 2022-2023", estimator="paired change of births in per cent, per tenth of a year's income spared",
    unit="% of births per 10 % of a year's household income spared", published=1.6, interval=transport(1.6),
    band="transport", null=False,
    reference="Mörk E, Sjögren A, Svaleryd H (2009/2013) Childcare costs and the demand for children. IZA DP 3942;"
    " Journal of Population Economics 26:33-65",
    source="10.1007/s00148-011-0399-z", quality="read in source excerpt",
    conversion="4-6 % more births in 18 months for SEK 106,000, taken as .31 of a household's disposable income of a"
    " year (SEK 340,000, judged): 5 / 3.1 = 1.6 a tenth. Kindergarten stands for Sweden's childcare, which nearly all"
    " children use; nurseries here have few. Relief is applied for, so that not all claim it",
    base=LAW, treated=FREE_KINDERGARTEN, estimate=estimate,
)
