"""Parameters of the demographic month: mortality, migration, work, marriage, divorce, births by the hazard rule."""

from sim.parameters.declared import JUDGEMENT, TRIAL, Declared, parameter


class Demography(Declared):
    """Parameters of everybody's months, and of the hazard rule of births (no behaviour: the null)."""

    # Mortality
    mortality_scale: float = parameter(1.0, "ratio", 0.7, 1.3, "death rates over the pack's", JUDGEMENT)
    screening_spares_deaths: float = parameter(
        0.0, "share", -0.2, 0.2, "of deaths in the first year that screening of all newborns would spare, were none"
        " screened else", "prior centred on no effect: no estimate found")

    # Migration
    departure_local: float = parameter(
        0.003, "1/year", 0.0, 0.02, "peak hazard that a person of local hukou leaves the city", JUDGEMENT)
    departure_nonlocal: float = parameter(
        0.06, "1/year", 0.02, 0.15, "peak hazard that a person of other hukou leaves the city", JUDGEMENT)
    departure_peak_age: float = parameter(
        24.0, "years", 20.0, 30.0, "age of the highest departure hazard", JUDGEMENT, role="fixed", prior="none")
    departure_width: float = parameter(
        14.0, "years", 8.0, 25.0, "spread of departures around the peak age", JUDGEMENT, role="fixed", prior="none")
    arrival_scale: float = parameter(
        1.0, "ratio", 0.5, 2.0, "arrivals of 2021-22 over those the census decade implies; gone by 2027", JUDGEMENT)
    county_move: float = parameter(
        0.006, "1/year", 0.001, 0.02, "peak hazard of a move to another county of the city", JUDGEMENT)
    hukou_conversion: float = parameter(
        0.004, "1/year", 0.0, 0.02, "hazard that a resident of other hukou registers here", JUDGEMENT)

    # Work
    job_loss: float = parameter(0.03, "1/year", 0.0, 0.1, "hazard of leaving work before retirement", JUDGEMENT)
    job_finding: float = parameter(0.25, "1/year", 0.05, 0.6, "hazard of finding work when without", JUDGEMENT)
    experience_growth: float = parameter(
        0.02, "1/year", 0.0, 0.05, "rise of own real earnings with a year of work before 45", JUDGEMENT)

    # Marriage: search, meeting, acceptance
    marriage_peak: float = parameter(
        0.42, "1/year", 0.2, 0.6, "peak first-marriage hazard of women in 2010; its trend follows", TRIAL)
    marriage_peak_age: float = parameter(
        26.0, "years", 24.0, 29.0, "women's age of the highest hazard, senior secondary schooling", TRIAL)
    marriage_earlier: float = parameter(
        2.5, "years", 0.0, 4.0, "by which that age lay below in 2010, less each year up to 2020",
        "judgement: with it the hazards of 2011 by age are those by which the wives of the census of 2010 wed before"
        " it (.11 a year at 20-21, .18 at 22-23), without it half of them; mean age at the wedding is 23.9 in the year"
        " before the census of 2010 and 26.9 in that before the census of 2020", role="fixed", prior="none")
    marriage_age_per_level: float = parameter(
        0.8, "years/level", 0.0, 2.0, "later peak for each higher level of schooling", JUDGEMENT)
    marriage_width_young: float = parameter(
        2.6, "years", 1.5, 5.0, "spread of the hazard below the peak age", JUDGEMENT)
    marriage_width_old: float = parameter(6.5, "years", 3.0, 12.0, "spread of the hazard above the peak age", JUDGEMENT)
    enrolled_search: float = parameter(0.05, "ratio", 0.0, 0.3, "search effort while enrolled", JUDGEMENT)
    remarriage_women: float = parameter(
        0.10, "1/year", 0.04, 0.14, "women's search hazard after divorce at 30", "no local source; prior")
    remarriage_fall: float = parameter(
        0.05, "1/year", 0.0, 0.1, "fall of that hazard a year of age after 30, in logs", JUDGEMENT)
    widow_search: float = parameter(0.4, "ratio", 0.1, 1.0, "search effort of the widowed over the divorced", JUDGEMENT)
    searching_men: float = parameter(
        0.2, "1/month", 0.1, 1.0, "share of single men who can be met in a month", JUDGEMENT, role="fixed",
        prior="none")
    age_gap_mean: float = parameter(
        1.2, "years", 0.0, 3.0, "husband's age less wife's, wanted",
        "judgement: census couples of 2020, married up to ten years, differ by 1.2 to 1.8 years; at 2.0 weddings did by"
        " 2.5 and left two thirds of men of 25-29 single")
    age_gap_sd: float = parameter(3.0, "years", 2.0, 4.0, "its standard deviation", "general knowledge; prior")
    cross_county: float = parameter(0.08, "share", 0.0, 0.3, "meetings across county borders of the city", JUDGEMENT)
    acceptance: float = parameter(
        1.8, "log odds", -1.0, 3.0, "either side's acceptance of a wanted match at 25", JUDGEMENT)
    acceptance_by_age: float = parameter(
        0.05, "log odds/year", 0.0, 0.2, "rise of acceptance a year after 25: the reservation value falls with time",
        "Grow & Van Bavel (2015) mechanism; value is judgement")
    acceptance_gap: float = parameter(
        0.03, "log odds/year^2", 0.0, 0.1, "loss a squared year off the wanted gap", JUDGEMENT)
    acceptance_earnings: float = parameter(
        0.3, "log odds", 0.0, 1.0, "gain from a man's log earnings over the city's mean (women's side)", JUDGEMENT)
    acceptance_hukou: float = parameter(
        1.0, "log odds", 0.0, 3.0, "loss when one has local hukou and the other has not",
        "judgement: at .3 four in ten weddings crossed that line, in the start population one in five couples; at 1.5"
        " the many young of other hukou there in 2020 wed too few")

    matchmaking_meetings: float = parameter(
        0.06, "ratio", 0.0, 0.3, "what singles whom matchmaking reaches meet through it, over what they meet without",
        "prior: Bellou (2015) finds 10 to 30 % more marriages by the internet, a ceiling for events of a city")
    matchmaking_displaced: float = parameter(
        0.5, "share", 0.0, 1.0, "of these meetings that take the place of others", "prior: Bellou (2015) finds that"
        " meeting through friends and family is crowded out, not by how much")

    # Divorce
    divorce_hazard: float = parameter(
        0.014, "1/year", 0.003, 0.03, "divorce hazard at its peak duration", "general knowledge; prior")
    divorce_peak_years: float = parameter(
        5.0, "years", 3.0, 8.0, "union duration of the highest hazard",
        "shape: Xu, Qiu & Li (2016); number from memory")
    divorce_child: float = parameter(0.7, "ratio", 0.4, 1.0, "hazard with a child over without", JUDGEMENT)
    counselling_effect: float = parameter(
        0.0, "log hazard", -0.3, 0.3, "change of the hazard of divorce of couples who are counselled before they part",
        "prior around nothing: no study found; that a waiting period lowers divorces shows friction, not counsel")
    divorce_cooling: float = parameter(
        0.62, "ratio", 0.4, 1.0, "hazard from 2021 (30-day cooling-off) over before",
        "city registrations 2021 over 2020 (5,554 / 8,924)")

    # Intentions: the hazard rule (no behaviour: the null), and the rule budget_threshold, which takes its hazards
    start_first: float = parameter(
        0.95, "1/year", 0.2, 2.0, "hazard of starting to try for a first child at 27", TRIAL,
                            prior="loguniform")
    start_second: float = parameter(0.85, "1/year", 0.1, 2.5, "the same for a second child, three years on", TRIAL,
                             prior="loguniform")
    start_third: float = parameter(0.5, "1/year", 0.05, 2.0, "the same for a third or later child", TRIAL,
                            prior="loguniform")
    start_age_slope: float = parameter(0.09, "1/year", 0.0, 0.2, "fall of the hazard a year after 29, in logs", TRIAL)
    start_age_slope_late: float = parameter(0.10, "1/year", 0.0, 0.3, "further fall a year after 36, in logs", TRIAL)
    intention_decline: float = parameter(
        0.07, "1/year", 0.0, 0.15, "yearly decline of all starting hazards, 2017 to 2021, in logs",
        "fall of births at given marriages between the census year 2020 and 2022; not calibrated")
    start_wait: float = parameter(
        1.2, "years", 0.5, 3.0, "scale of the pause after a birth: 1 - exp(-years/scale)", TRIAL)
    start_interval_slope: float = parameter(
        0.10, "1/year", 0.0, 0.3, "fall a year beyond five years since the last birth, in logs", TRIAL)
    beyond_desired: float = parameter(0.10, "ratio", 0.0, 0.5, "hazard at or beyond desired family size", JUDGEMENT)
    threshold_start: float = parameter(
        1.8, "ratio", 0.5, 3.0, "these hazards where the child can be afforded, by the rule budget_threshold",
        "set by hand so that births of 2021 and 2022 are near those of the other rules; not calibrated")
    needs_share: float = parameter(
        0.25, "ratio", 0.1, 1.0, "own needs of an adult over the root of own budget times mean income", JUDGEMENT)
    needs_spread: float = parameter(
        0.3, "log", 0.05, 1.0, "standard deviation of couples' own needs in logs", JUDGEMENT)
    desired_none: float = parameter(0.05, "share", 0.0, 0.15, "desire no child", TRIAL)
    desired_one: float = parameter(0.35, "share", 0.2, 0.5, "desire one child", TRIAL)
    desired_three: float = parameter(0.06, "share", 0.0, 0.15, "desire three children; the rest desire two", TRIAL)
    desired_fall: float = parameter(
        0.006, "share/cohort", 0.0, 0.015, "rise a cohort, 1985 to 2005, of the share that wants one child, not two",
        "intended children 1.54 (born 1990s) and 1.48 (born 2000s), forum of the China Family Planning Association")
    spouse_absent: float = parameter(0.3, "ratio", 0.0, 1.0, "hazard while the spouse lives elsewhere", JUDGEMENT)
    outside_permission: float = parameter(
        0.10, "ratio", 0.0, 0.4, "hazard of a birth that the rules do not permit over a permitted one", JUDGEMENT)
    son_preference: float = parameter(
        1.15, "ratio", 1.0, 1.4, "hazard of a second child after a girl over after a boy",
        "Ebenstein (2010); Liu et al. (2019); lower by judgement")
    zodiac_sheep: float = parameter(0.97, "ratio", 0.85, 1.0, "births wanted in a Sheep year over others", JUDGEMENT)
    zodiac_dragon: float = parameter(1.05, "ratio", 1.0, 1.2, "births wanted in a Dragon year over others", JUDGEMENT)

    # Trying, conception, pregnancy
    review_months: int = parameter(3, "months", 1, 12, "months between a couple's reviews", JUDGEMENT, role="fixed",
                            prior="none")
    dropout: float = parameter(
        0.04, "1/quarter", 0.0, 0.1, "share of trying couples who give up in a quarter", JUDGEMENT)
    trying_months: int = parameter(
        60, "months", 24, 120, "longest time of trying", JUDGEMENT, role="fixed", prior="none")
    postpartum_months: int = parameter(
        6, "months", 4, 12, "months after a birth before the next attempt", "Ciganda et al., comfert code",
        role="fixed", prior="none")
    pregnancy_months: int = parameter(9, "months", 9, 9, "conception to birth", "fixed", role="fixed", prior="none")
    loss_months: int = parameter(
        3, "months", 1, 5, "conception to the end of a lost pregnancy", JUDGEMENT, role="fixed",
                          prior="none")
    fecundability_scale: float = parameter(1.0, "ratio", 0.6, 1.3, "fecundability over the named set's", JUDGEMENT)
    fecundability_spread: float = parameter(
        6.0, "beta concentration", 3.0, 20.0, "between-couple spread of fecundability: mean x, a + b = this",
        "own fit to Leridon (2004)", role="fixed", prior="none")
    sex_ratio_at_birth: float = parameter(
        1.06, "boys/girl", 1.03, 1.12, "sex ratio of live births", "Jiang & Zhang (2021)")

    # Conceptions without trying, and treatment
    contraceptive_failure: float = parameter(
        1.0, "ratio", 0.4, 1.5, "failures of contraception over the pack's typical-use rates", JUDGEMENT)
    condom_share_mothers: float = parameter(
        0.3, "share", 0.15, 0.6, "couples with a child who rely on condoms or less; others on IUD or sterilisation",
        "order of national surveys to 2017, most mothers on IUD or sterilised (2010); value by judgement")
    condom_share_childless: float = parameter(
        0.9, "share", 0.7, 1.0, "the same, childless couples who do not try", JUDGEMENT)
    kept_beyond_desired: float = parameter(
        0.3, "ratio", 0.05, 0.8, "unplanned pregnancies kept at or beyond desired size over those kept below it",
        JUDGEMENT)
    kept_outside_rules: float = parameter(
        0.3, "ratio", 0.05, 0.8, "the same, outside the birth rules over within them", JUDGEMENT)
    kept_by_gain: float = parameter(
        0.0, "log odds/sigma", 0.0, 1.5, "rise of the odds that a couple keeps an unplanned pregnancy, per sigma by"
        " which its circumstances (money, cash, home, hours) make a child now better",
        "prior: no estimate found; 0 ends them as if money did not matter")
    kept_at_gain: float = parameter(
        -0.9, "sigma", -3.0, 0.5, "gain of circumstances at which the pack's share of terminations holds",
        "mean of wives of 15-44 in 2021, one run of 1/200 with default parameters", role="fixed", prior="none")
    contraception_by_gain: float = parameter(
        0.0, "log hazard/sigma", 0.0, 1.5, "rise of conceptions without trying, of couples and of single women, per"
        " sigma by which circumstances make a child now better: who would not mind one takes less care",
        "prior: no estimate found; 0 takes care as if money did not matter")
    single_kept_by_gain: float = parameter(
        0.0, "log odds/sigma", 0.0, 1.5, "rise of the odds that a single woman carries a pregnancy on (to a wedding or"
        " an unmarried birth), per sigma by which circumstances make a child better for a mother alone",
        "prior: no estimate found; 0 ends them as if money did not matter")
    single_at_gain: float = parameter(
        -1.9, "sigma", -6.0, 0.5, "gain at which the pack's shares hold for single women, and their conceptions",
        "mean of single women of 15-44 in mid-2021, one run of 1/200 with default parameters", role="fixed",
        prior="none")
    premarital_conceptions: float = parameter(
        0.02, "1/year", 0.005, 0.12, "peak hazard that a single woman conceives, senior secondary schooling",
        "lowered from .05, at which marriages of 2020-2022 were exceeded; over 20 % of women born since 1957 had a"
        " premarital pregnancy (doi 10.1007/s42379-022-00124-x)", prior="loguniform")
    premarital_age: float = parameter(23.0, "years", 20.0, 27.0, "age of that peak", JUDGEMENT)
    premarital_width: float = parameter(
        5.0, "years", 3.0, 8.0, "spread of that hazard around its peak", JUDGEMENT, role="fixed", prior="none")
    premarital_schooling: float = parameter(
        0.2, "1/level", 0.0, 0.5, "fall of that hazard a level of schooling, in logs",
        "direction: Premarital pregnancy in China, cohort trends and educational gradients; value by judgement")
    hurried_refusal: float = parameter(
        0.2, "ratio", 0.0, 1.0, "refusals of a match when she is pregnant and to wed over others", JUDGEMENT)
    registration_effect: float = parameter(
        0.15, "log odds", 0.0, 0.6, "rise of unmarried births of single women's pregnancies by decoupled registration",
        JUDGEMENT)
    art_start: float = parameter(
        0.15, "1/year", 0.05, 0.5, "hazard of starting a treatment cycle after the wait, price a quarter of income",
        "set to about 3 % of births, by judgement; no local figure", prior="loguniform")
    checks_spare_loss: float = parameter(
        0.0, "share", -0.1, 0.1, "of pregnancies lost that checks of all couples before pregnancy would spare, were"
        " none checked else", "prior centred on no effect: no estimate found")
    art_wait: int = parameter(
        12, "months", 12, 24, "trying in vain before treatment, women under 35", "clinical definition of infertility",
        role="fixed", prior="none")
    art_wait_late: int = parameter(
        6, "months", 6, 12, "the same from 35 on", "usual clinical advice", role="fixed", prior="none")
    art_price: float = parameter(
        40000.0, "yuan", 30000.0, 50000.0, "price of a cycle before any insurance",
        "province, 2024, secondary article (pack: policy_timeline); taken as yuan of 2020")
    art_cash: float = parameter(
        0.7, "share", 0.2, 1.0, "of starts that are given up when none of the price is at hand", JUDGEMENT)

    # Dated shocks
    lichun_none: float = parameter(
        0.90, "ratio", 0.75, 1.0, "weddings in a lunar year without Lichun over others", "no local estimate; prior")
    lichun_two: float = parameter(
        1.06, "ratio", 1.0, 1.2, "weddings in a lunar year with two Lichun over others", "no local estimate; prior")

    # Households
    new_home_at_wedding: float = parameter(
        0.75, "share", 0.4, 1.0, "couples who set up a household of their own; others join his parents'", JUDGEMENT,
        role="fixed", prior="none")
    leave_home: float = parameter(
        0.04, "1/year", 0.0, 0.2, "hazard that a single adult of 20-39 moves out of the parents' household", JUDGEMENT,
        role="fixed", prior="none")
