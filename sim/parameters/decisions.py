"""Parameters of the birth decision: what enters a couple's utility of trying for its next child, in units of sigma.

Read by `sim.processes.childbearing.decision`. Levels fit the preference terms; the weights of money, time, career and
crowding are not identified by levels and keep their priors.
"""

from sim.parameters.declared import JUDGEMENT, TRIAL, Declared, parameter


class Decisions(Declared):
    """Weights of the utility, tastes, reviews and what waiting is worth."""

    # Preference
    prefer_first: float = parameter(0.8, "sigma", -1.0, 4.0, "alpha_0: taste for a first child over none", TRIAL)
    prefer_second: float = parameter(1.8, "sigma", -1.0, 4.0, "alpha_1: taste for a second child", TRIAL)
    prefer_third: float = parameter(0.8, "sigma", -1.0, 4.0, "alpha_2: taste for a third or later child", TRIAL)
    newlywed: float = parameter(
        2.0, "sigma", 0.0, 3.0, "taste for a first child right after the wedding, x exp(-years/newlywed_years)",
        "ours: many marry to have a child. 70 % of wives bear within 18 months, 90 % within 30 (China 2000; recent"
        " cohorts slower); value by judgement")
    newlywed_years: float = parameter(
        1.5, "years", 0.5, 3.0, "scale of that haste", JUDGEMENT, role="fixed", prior="none")
    beyond_desired_loss: float = parameter(
        2.0, "sigma", 0.5, 4.0, "loss of a child at or beyond desired family size", TRIAL)
    ageing: float = parameter(0.10, "sigma/year", 0.0, 0.3, "loss a year of the woman's age after 33", TRIAL)
    ageing_late: float = parameter(0.10, "sigma/year", 0.0, 0.3, "further loss a year after 38", TRIAL)
    spacing: float = parameter(2.0, "sigma", 0.5, 4.0, "loss right after a birth, x exp(-years/spacing_years)", TRIAL)
    spacing_years: float = parameter(1.2, "years", 0.5, 3.0, "scale of that pause", TRIAL)
    long_interval: float = parameter(
        0.08, "sigma/year", 0.0, 0.3, "loss a year beyond five years since the last birth or the wedding", TRIAL)
    taste_couple: float = parameter(
        0.7, "sigma", 0.3, 1.2, "standard deviation of a couple's permanent taste", TRIAL, role="fixed", prior="none")
    taste_person: float = parameter(
        0.5, "sigma", 0.2, 1.0, "standard deviation of a person's permanent taste", TRIAL, role="fixed", prior="none")

    norm_campaign_effect: float = parameter(
        0.0, "sigma", -0.2, 0.2, "shift of the taste for any next child by the fullest campaign for families",
        "prior around nothing, for sensitivity alone: no causal study of such a campaign found; television lowered"
        " births (La Ferrara, Chong & Duryea 2012)")

    # Weights
    money_weight: float = parameter(
        1.0, "sigma per log", 0.5, 3.0, "kappa: weight of the log of parents' own consumption",
        "1.5 in a small run, lowered by hand so that cash of a tenth of a year's income gives .5 to 4 % of births",
        prior="loguniform")
    time_weight: float = parameter(0.5, "sigma per log", 0.0, 1.5, "tau: weight of the log of free time", TRIAL)
    career_weight: float = parameter(
        1.0, "sigma", 0.0, 3.0, "chi: weight of own career loss over own lifetime earnings", TRIAL)
    crowding_weight: float = parameter(0.6, "sigma", 0.0, 2.0, "eta: weight of missing floor area", TRIAL)
    peer_weight: float = parameter(
        0.8, "sigma", 0.0, 1.5, "omega: weight of the share of peers with a recent birth over the start day's", TRIAL)
    son_weight: float = parameter(
        0.15, "sigma", 0.0, 0.5, "zeta: taste for a second child after a girl over after a boy",
        "Ebenstein (2010); Liu et al. (2019); lower by judgement")
    outside_rules_loss: float = parameter(
        1.2, "sigma", 0.0, 4.0, "loss by a birth outside the birth rules beyond its fee: job, party, neighbours",
        JUDGEMENT)
    outside_rules_later: float = parameter(
        1.0, "ratio", 0.0, 1.0, "that loss from 2016 on, when two children were allowed to all, over that before",
        "judgement: third births of 2020 were a quarter of the figure in fits that held it at 1; fitted since")

    # Time
    free_hours: float = parameter(
        82.0, "hours/week", 70.0, 95.0, "waking hours after chores of a childless adult without work", JUDGEMENT,
        role="fixed", prior="none")
    work_week: float = parameter(
        46.0, "hours/week", 40.0, 50.0, "hours of work and way", "national mean of weekly hours, from memory",
        role="fixed", prior="none")
    child_hours: float = parameter(
        8.0, "hours/week", 4.0, 16.0, "hours that a child takes of its parents beyond care in working hours", JUDGEMENT)
    wife_care_share: float = parameter(0.65, "share", 0.5, 0.85, "wife's share of the parents' hours", JUDGEMENT)
    errand_hours: float = parameter(
        30.0, "hours", 10.0, 80.0, "of the parents for registers, insurance and benefits of a birth, without the"
        " one-stop service", JUDGEMENT)
    school_way_hours: float = parameter(
        1.5, "hours/week", 0.5, 3.0, "of the parents on the way to kindergarten or school with one child of 3 to 11,"
        " holidays counted; among the hours that it takes",
        "judgement: 10 minutes a way, to and fro twice a day, 195 days a year, 58 % of children taken by parents"
        " (Beijing's statistics office 2023, 823 families, seven in ten ways of up to 20 minutes)")
    siblings_apart: float = parameter(
        0.2, "share", 0.0, 0.4, "of siblings of an age for one school who go to two where the younger may not follow",
        "judgement, below the 34 % of Beijing's families with several children who need two adults for the ways,"
        " other kinds of school among them (the same survey)")
    centre_hours: float = parameter(
        4.0, "hours/year", 0.0, 12.0, "of the parents spared by a child health centre, for each child under three, at"
        " checks and vaccinations; among the hours that it takes",
        "judgement: one of a few visits of half a day a year joined to another; no estimate found, so none within")
    doctor_hours: float = parameter(
        2.0, "hours/year", 0.0, 6.0, "the same by a family doctor", "judgement, as centre_hours; none within")
    staff_hours: float = parameter(
        0.0, "hours", -0.5, 0.5, "of the parents spared at the checks of a pregnancy by one more of the staff per"
        " 1,000 births", "prior centred on no effect: no estimate found")
    flexible_hours: float = parameter(
        5.0, "hours/week", 2.0, 10.0, "uncovered care that flexible hours of work let a parent give", JUDGEMENT)

    # Reviews and waiting
    start_rate: float = parameter(
        4.0, "1/year", 2.0, 8.0, "rho: hazard of starting when both surely agree", TRIAL, role="fixed", prior="none")
    waiting_years: float = parameter(
        2.0, "years", 1.0, 4.0, "Delta: how far ahead waiting is valued", TRIAL, role="fixed", prior="none")
    waiting_noise: float = parameter(
        0.5, "sigma", 0.1, 1.0, "what a couple does not know of its utility then: scale of a logistic error", JUDGEMENT)
