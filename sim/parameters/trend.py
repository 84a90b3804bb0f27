"""Parameters of what moves with the calendar year and has no cause in the model: tastes, marriage, the epidemic's mark.

A trend that is not explained is unknown, after the last figure above all. Taste and marriage each follow a drift with
random steps: the steps of 2011 to 2022 are parameters, their size is found from them, and steps of that size go on
after 2022 in every draw (`sim.processes.exogenous.trend`). A step is named by its first year and lasts until the next
one begins: a year where figures tell single years, two or four where they do not. Steps have heavy tails (Student's t,
cut at their bounds), so that a fall may come at once, in the past and ahead.
"""

from sim.parameters.declared import Declared, parameter

DEPARTS = "departure of the taste's change from its drift"
MARRIAGE_DEPARTS = "departure of the log marriage hazard's change from its drift"
BY_FIGURES = "random step about 0 with heavy tails, whose size the figures to 2022 give; bounds by judgement"


class Trend(Declared):
    """Drifts, their random steps, how they go on after 2022, and what of the epidemic's loss lasts."""

    # Taste for a next child, the same for all couples
    taste_drift: float = parameter(
        0.05, "sigma/year", -0.05, 0.25, "fall of the taste for any next child a year, from 2011 on",
        "exogenous: no situation in the model moves enough to give the fall of births after 2017; bounds by judgement")
    taste_step_2011: float = parameter(0.0, "sigma", -1.0, 1.0, f"{DEPARTS}, 2011-12", BY_FIGURES)
    taste_step_2013: float = parameter(0.0, "sigma", -1.0, 1.0, f"{DEPARTS}, 2013-14", BY_FIGURES)
    taste_step_2015: float = parameter(0.0, "sigma", -1.0, 1.0, f"{DEPARTS}, 2015-16", BY_FIGURES)
    taste_step_2017: float = parameter(0.0, "sigma", -1.0, 1.0, f"{DEPARTS}, 2017", BY_FIGURES)
    taste_step_2018: float = parameter(0.0, "sigma", -1.0, 1.0, f"{DEPARTS}, 2018", BY_FIGURES)
    taste_step_2019: float = parameter(0.0, "sigma", -1.0, 1.0, f"{DEPARTS}, 2019", BY_FIGURES)
    taste_step_2020: float = parameter(0.0, "sigma", -1.0, 1.0, f"{DEPARTS}, 2020", BY_FIGURES)
    taste_step_2021: float = parameter(0.0, "sigma", -1.0, 1.0, f"{DEPARTS}, 2021-22", BY_FIGURES)
    taste_step: float = parameter(
        0.1, "sigma", 0.03, 0.3, "standard deviation of a year's random step of the taste",
        "prior; found with the steps of 2011-22", prior="loguniform")

    # First marriage
    marriage_decline: float = parameter(
        0.06, "1/year", -0.03, 0.15, "yearly decline of the peak first-marriage hazard from 2013 on, in logs",
        "national first marriages peaked in 2013; bounds by judgement")
    marriage_decline_from: float = parameter(
        2013.0, "year", 2010.0, 2016.0, "year in which that decline starts", "peak year of national first marriages",
        role="fixed", prior="none")
    marriage_step_2011: float = parameter(0.0, "log", -0.4, 0.4, f"{MARRIAGE_DEPARTS}, 2011-14", BY_FIGURES)
    marriage_step_2015: float = parameter(0.0, "log", -0.4, 0.4, f"{MARRIAGE_DEPARTS}, 2015-18", BY_FIGURES)
    marriage_step_2019: float = parameter(0.0, "log", -0.4, 0.4, f"{MARRIAGE_DEPARTS}, 2019-20", BY_FIGURES)
    marriage_step_2021: float = parameter(0.0, "log", -0.4, 0.4, f"{MARRIAGE_DEPARTS}, 2021-22", BY_FIGURES)
    marriage_step: float = parameter(
        0.04, "log", 0.01, 0.12, "standard deviation of a year's random step of the log marriage hazard",
        "prior; found with the steps of 2011-22", prior="loguniform")

    # The epidemic, 2020-02 to 2022-12
    epidemic_meetings: float = parameter(
        0.90, "ratio", 0.6, 1.0, "meetings and weddings, 2020-02 to 2022-12, over normal", "no local estimate; prior")
    epidemic_intentions: float = parameter(
        0.90, "ratio", 0.6, 1.0, "starting to try, 2020-02 to 2022-12, over normal", "no local estimate; prior")
    epidemic_lasting: float = parameter(
        0.3, "share", 0.0, 1.0, "of the epidemic's loss of meetings and of starts that lasts after 2022",
        "prior: figures to 2022 cannot tell a passing epidemic from a lasting fall")

    # After 2022
    drift_kept: float = parameter(
        0.9, "share", 0.8, 1.0, "of a year's drift of taste and marriage that the next year has, after 2022",
        "prior: damped trends forecast better than trends held (Gardner & McKenzie 1985); no local estimate")
    trend_path: int = parameter(
        0, "number", 0, 1_000_000, "number of the random path of taste and marriage after 2022; 0: drift alone",
        "no estimate: shipped draws have one each", role="fixed", prior="none")
    arrivals_ahead: float = parameter(
        1.0, "ratio", 0.7, 1.3, "arrivals from 2023 on over those of 2010-20, in any future",
        "prior: as far as the futures low and high differ")
    mortality_ahead: float = parameter(
        1.0, "ratio", 0.95, 1.05, "death rates of 2035 over the pack's, reached from 2023 on, in any future",
        "prior: as far as the futures low and high differ")
