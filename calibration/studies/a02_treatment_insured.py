"""Mandates of US states that insurance pays for treatment of infertility (A02): no effect."""

from calibration.studies.arms import LAW
from calibration.studies.estimators import percent
from calibration.studies.kinds import Arm, Lived, Study
from sim.population.columns import Array

INSURED = Arm(values={"art_insurance": 1.0})


def estimate(base: Lived, treated: Lived) -> Array:
    """Change of births of 2023-2030 [per cent]."""
    return percent(base, treated, "births", 2023, 2030)


STUDY = Study(
    id="A02", effects="A02", title="treatment of infertility insured, US states", mechanism="treatment",
    policy="art_insurance 1 from 2020-11 instead of 0, and .2 from 2024", cut="all women, 2023-2030",
    estimator="paired change of births in per cent", unit="% of births", published=0.0, interval=(-3.0, 3.0),
    band="judged", null=True,
    reference="Machado MP, Sanz-de-Galdeano A (2015) Coverage of infertility treatment and fertility outcomes. SERIEs",
    source="10.1007/s13209-015-0135-0", quality="read in source excerpt",
    conversion="no increase of completed fertility, no precision given: treatment brings some 3 % of births, and as"
    " much would have been seen",
    base=LAW, treated=INSURED, estimate=estimate,
)
