"""Leave of one or two years in Austria, 1990 and 1996, and later births (L03): no effect."""

from calibration.studies.arms import LEAVE_PAY_KEPT, LEAVE_YEAR
from calibration.studies.estimators import percent
from calibration.studies.kinds import Arm, Lived, Study
from sim.population.columns import Array

TWO_YEARS = Arm(values={**LEAVE_YEAR.values, "maternity_leave": 730.0}, parameters=LEAVE_PAY_KEPT)


def estimate(base: Lived, treated: Lived) -> Array:
    """Change of second and later births of 2024-2030 [per cent]."""
    return percent(base, treated, "births_later", 2024, 2030)


STUDY = Study(
    id="L03", effects="L03", title="leave of two years instead of one, Austria", mechanism="leave length",
    policy="maternity_leave 730 instead of 365 days; employers bear no pay; leave_pay_kept .4 in both arms",
    cut="second and later births, 2024-2030", estimator="paired change of births in per cent",
    unit="% of second and later births", published=0.0, interval=(-5.0, 5.0), band="judged", null=True,
    reference="Stastna A, Sobotka T (2009) Changing parental leave provisions and shifts in second and third birth"
    " rates in Austria. VID/IUSSP",
    source="http://iussp2009.princeton.edu/abstracts/92845", quality="read in source excerpt",
    conversion="no precision given: what a register before and after, with a trend, would not miss. Spacing shifted"
    " much by the rule of renewal, which the model has not",
    base=LEAVE_YEAR, treated=TWO_YEARS, estimate=estimate,
)
