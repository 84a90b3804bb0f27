"""China's universal two-child rule and births to the end of 2017 (P01)."""

from dataclasses import replace

from calibration.studies.estimators import ratio
from calibration.studies.kinds import Arm, Lived, Study
from sim.population.columns import Array

BEFORE = Arm(start_year=2010, last_year=2017, scenario="rules_of_2015.yaml")
AS_IT_WAS = Arm(start_year=2010, last_year=2017)


def estimate(base: Lived, treated: Lived) -> Array:
    """Births of 2016-07 to 2017-12 more than under the rules of 2015 [per cent]."""
    before, after = (
        arm.total("births_july_december", 2016, 2016) + arm.total("births", 2017, 2017) for arm in (base, treated))
    return 100.0 * (ratio(after, before) - 1.0)


def as_published(_: Lived, treated: Lived) -> Array:
    """Births of 2016-07 to 2017-12 under the law as it was, more than the study expected [per cent of that].

    It expected births of mothers to fall as much as first births did: first births less the mean difference of the two
    in 2015-01 to 2016-06, as many months as those after.
    """
    half = treated.total("births_1_july_december", 2016, 2016)
    first = half + treated.total("births_1", 2017, 2017)
    all_births = treated.total("births_july_december", 2016, 2016) + treated.total("births", 2017, 2017)
    first_before = treated.total("births_1", 2015, 2016) - half
    all_before = treated.total("births", 2015, 2017) - all_births
    expected = first + first - (first_before - (all_before - first_before))
    return 100.0 * (ratio(all_births, expected) - 1.0)


STUDY = Study(
    id="P01", effects="P01", title="two-child rule of 2016, China", mechanism="birth rule",
    policy="law as it came against the law of December 2015 for ever, runs from 2010",
    cut="all births, 2016-07 to 2017-12", estimator="paired change of births in per cent",
    unit="% of births", published=26.0, interval=(19.9, 32.8), band="published 95 %", null=False,
    reference="Li HT et al. (2019) Association of China's universal two child policy with changes in births and birth"
    " related health factors. BMJ 366:l4680",
    source="10.1136/bmj.l4680", quality="read in source excerpt",
    conversion="5.40 million (4.34-6.46) over the 26.16 million births of those months (17.86 in 2016, 17.23 in 2017;"
    " from memory) less themselves. Levels to 2022, to which draws are fitted, tell of this rule too: no new figure",
    base=BEFORE, treated=AS_IT_WAS, estimate=estimate,
)
MENDED = replace(
    STUDY, id="P01*", estimator="births of mothers above first births less their difference of 2015-01 to 2016-06",
    estimate=as_published,
    conversion="as P01, by the study's own estimator: it had no arm without the rule, but took the fall of first births"
    " for what births of mothers would have done",
)
