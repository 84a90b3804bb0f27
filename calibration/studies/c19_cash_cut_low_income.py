"""A cut of child-related welfare benefits in Germany and births of the poor (C19)."""

from calibration.studies.arms import CASH, LAW
from calibration.studies.estimators import percent
from calibration.studies.kinds import Lived, Study, transport
from sim.population.columns import Array


def estimate(base: Lived, treated: Lived) -> Array:
    """Change of births of couples in the two lowest fifths of pay, 2022-2024 [per cent]."""
    return percent(base, treated, "births_low_income", 2022, 2024)


STUDY = Study(
    id="C19", effects="C19", title="benefit of the first year cut, women on welfare", mechanism="cash",
    policy="birth_grant_income_share .18 in the base, 0 in the treated arm: 18 % of a year's income taken away",
    cut="couples in the two lowest fifths of joint pay, 2022-2024", estimator="paired change of births in per cent",
    unit="% of births for a cut of 18 % of a year's income", published=-6.8, interval=transport(-6.8),
    band="transport", null=False,
    reference="Sandner M, Wiynck F (2023) The Fertility Response to Cutting Child-Related Welfare Benefits."
    " Population Research and Policy Review 42",
    source="10.1007/s11113-023-09757-3", quality="read in source excerpt",
    conversion="none; welfare is no cut of the model: the two lowest fifths of couples stand for it, and in the lowest"
    " some have no pay to take a share of",
    base=CASH, treated=LAW, estimate=estimate,
)
