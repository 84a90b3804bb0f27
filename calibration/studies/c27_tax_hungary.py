"""Tax allowances for children in Hungary from 2011 (C27): no significant effect."""

from calibration.studies.arms import LAW
from calibration.studies.estimators import percent
from calibration.studies.kinds import Arm, Lived, Study
from sim.population.columns import Array

DEDUCTION = Arm(values={"infant_care_tax_deduction": 6000.0})


def estimate(base: Lived, treated: Lived) -> Array:
    """Change of births of 2022-2026 [per cent]."""
    return percent(base, treated, "births", 2022, 2026)


STUDY = Study(
    id="C27", effects="C27", title="tax allowances for children, Hungary", mechanism="tax",
    policy="infant_care_tax_deduction 6,000 yuan a month from 2020-11 instead of 0, 1,000 and 2,000",
    cut="all women, 2022-2026", estimator="paired change of births in per cent", unit="% of births", published=0.0,
    interval=(-5.0, 5.0), band="judged", null=True,
    reference="Sagi J, Lentner C (2018) Certain Aspects of Family Policy Incentives for Childbearing."
    " Sustainability 10",
    source="https://docslib.org/doc/6087474", quality="read in source excerpt",
    conversion="no precision given; positive but not significant in a weak design, so a wide band. The deduction saves"
    " 3 to 10 % of itself a month, some 1 to 3 % of a couple's pay, until the child is three; Hungary's saved 2 to 3 %"
    " for the first two children until they were grown, and far more for three",
    base=LAW, treated=DEDUCTION, estimate=estimate,
)
