"""Colleagues' births and first pregnancies in German firms (S01)."""

from calibration.studies.arms import LAW, PEERS
from calibration.studies.estimators import ratio
from calibration.studies.kinds import Lived, Study, transport
from sim.population.columns import Array


def estimate(base: Lived, treated: Lived) -> Array:
    """First births more of 2023-2026, in a hundredth of a year's, per point of women with one birth more."""
    first = treated.total("births_1", 2023, 2026) - base.total("births_1", 2023, 2026)
    wave = treated.total("births_later", 2021, 2023) - base.total("births_later", 2021, 2023)
    share = 100.0 * ratio(wave, base.total("women_15_49", 2021, 2023) / 3.0)
    return ratio(100.0 * ratio(first, base.total("births_1", 2023, 2026) / 4.0), share)


STUDY = Study(
    id="S01", effects="S01", title="colleagues' births, German firms", mechanism="social interaction",
    policy="birth_grant_income_share 1 for second and later births of 2021-2022: more births among peers, none of them"
    " paid to the childless",
    cut="first births, 2023-2026", estimator="paired change of first births over that of later births a woman before",
    unit="% of a year's first births per point of women with a birth", published=5.0, interval=transport(5.0),
    band="transport", null=False,
    reference="Pink S, Leopold T, Engelhardt H (2014) Fertility and social interaction at the workplace. Advances in"
    " Life Course Research 21:113-122",
    source="https://www.mzes.uni-mannheim.de", quality="read in source excerpt",
    conversion="hazard doubled for a year by one colleague of five (33,119 women in 6,579 firms): 100 % over 20 points."
    " Peers here are a county's women of like age and schooling, not colleagues",
    base=LAW, treated=PEERS, estimate=estimate,
)
