"""Parameters of households' situations: money, child costs, leave and career, employers, childcare, housing."""

from sim.parameters.declared import JUDGEMENT, Declared, parameter


class Situations(Declared):
    """What a household's situation and its employers' answers depend on, beyond figures of the place."""

    # Money
    discount_beta: float = parameter(
        0.7, "ratio", 0.5, 1.0, "weight of next year against this one beyond yearly discounting (present bias)",
        "range of behavioural economics, from memory; no local estimate")
    discount_delta: float = parameter(
        0.95, "1/year", 0.9, 0.99, "yearly discount factor", "standard value, from memory; no local estimate")
    consumption_floor: float = parameter(
        6000.0, "yuan/year", 3000.0, 15000.0, "own consumption per adult-equivalent adult below which others help",
        "judgement; below the province's minimum living standard (from memory), which is paid on application only")
    couple_adults: float = parameter(
        1.5, "adult equivalents", 1.4, 1.8, "adult-equivalent adults of a couple: 1 + .5", "OECD modified scale",
        role="fixed", prior="none")

    illness_chance: float = parameter(
        0.02, "probability", 0.005, 0.05, "mother or child needs costly care in the first years", JUDGEMENT)
    illness_cost: float = parameter(
        60_000.0, "yuan", 20_000.0, 200_000.0, "what that care costs the couple beyond the statutory insurance, where"
        " no further insurance covers it", JUDGEMENT, prior="loguniform")

    # Child costs
    child_cost_scale: float = parameter(
        1.0, "ratio", 0.6, 1.6, "child costs over those of the report at equal income",
        "judgement; the report's own figure for the province, by consumption, is 1.59", prior="loguniform")
    child_cost_elasticity: float = parameter(
        0.6, "elasticity", 0.3, 1.0, "of a child's cost to the couple's take-home income",
        "judgement; the report's income groups give about 1 by construction")
    child_cost_floor: float = parameter(
        0.35, "ratio", 0.2, 0.5, "least cost over that of the reference couple",
        "judgement; the bottom fifth over the mean of the report is .24")
    child_cost_peers: float = parameter(
        0.3, "weight", 0.0, 0.6, "weight of peers' spending on a child against one's own means (quality race)",
        "direction of Kim, Tertilt & Yum (2024); value by judgement")
    race_by_admission: float = parameter(
        0.0, "share", -0.5, 0.5, "of that weight that fair admission to all schools removes",
        "prior centred on no effect: no estimate found")
    anxiety_race: float = parameter(
        0.0, "ratio", -1.0, 1.0, "part of that weight that goes with public anxiety about raising children",
        "prior around nothing, for sensitivity alone: no study found")
    child_spacing: float = parameter(
        4.0, "years", 2.5, 5.5, "years between siblings, where only the youngest child's age is read", JUDGEMENT,
        role="fixed", prior="none")

    # Leave and career
    leave_pay_kept: float = parameter(
        0.8, "share", 0.4, 1.0, "of what private employers owe for leave beyond the fund that they pay", JUDGEMENT)
    uninsured_leave_pay: float = parameter(
        0.3, "share", 0.0, 0.8, "of her wage that a formal worker without maternity insurance gets in leave", JUDGEMENT)
    flexible_leave: float = parameter(
        0.9, "ratio", 0.3, 1.5, "leave that flexible workers take over the national 98 days", JUDGEMENT)
    leave_disruption: float = parameter(
        0.15, "ratio", 0.0, 0.5, "employer's cost of filling the place over the pay of the days away", JUDGEMENT)
    time_out_covered: float = parameter(
        0.15, "probability", 0.0, 0.35, "a working mother leaves work in the birth year, all care covered",
        "set so that .33 leave (census 2000-2015 pseudo-event study) at .6 of care uncovered; split by judgement")
    time_out_uncovered: float = parameter(
        0.45, "probability", 0.25, 0.8, "the same, no care covered", "as time_out_covered")
    time_out_years: float = parameter(
        3.0, "years", 1.0, 8.0, "time out of work of mothers who leave it",
        "judgement; the pseudo-event study finds effects beyond eight years")
    wage_penalty: float = parameter(
        0.07, "share", 0.0, 0.15, "lower pay of a mother after return, per child",
        "Yu & Xie (2014) as cited; a CFPS study (2024) finds none")
    wage_penalty_years: float = parameter(
        10.0, "years", 3.0, 18.0, "from birth to the end of that penalty", JUDGEMENT)
    job_search_years: float = parameter(
        1.0, "years", 0.3, 3.0, "without work after a dismissal in pregnancy or leave", JUDGEMENT)

    # Employers
    employer_tenure: float = parameter(
        4.0, "years", 2.0, 8.0, "stay over which an employer expects births of a woman hired", JUDGEMENT, role="fixed",
        prior="none")
    hiring_penalty: float = parameter(
        5.0, "1/years of pay", 1.0, 15.0, "fall of women's log hiring hazard per year of pay of expected leave cost",
        "scaled to +11.8 % unemployment a month of leave (Shi & Wang 2024, migrants); Hu & Su (2025) find the contrary",
        prior="loguniform")
    leave_pass_through: float = parameter(
        0.5, "share", 0.0, 1.0, "of an employer's expected leave cost that women bear in starting pay",
        "mechanism of Liu et al. (2024); value by judgement")
    dismissal_slope: float = parameter(
        0.2, "1/years of pay", 0.0, 0.6, "chance of a private dismissal per year of pay that a leave costs", JUDGEMENT)
    discrimination_fine: float = parameter(
        0.01, "years of pay", 0.0, 0.07, "fine that an employer expects for turning a woman away or dismissing her,"
        " under full enforcement of equal hiring: the chance of being found out times the fine",
        "prior: no count of cases found; fines of 10,000 to 50,000 yuan (recalled, unverified) are .1 to .7 years of"
        " pay, and at most one case in ten is taken to be found out")
    reentry_elasticity: float = parameter(
        0.5, "elasticity", 0.0, 2.0, "rise of mothers' log hazard of being hired back by what a subsidy takes off the"
        " cost of their labour over their stay",
        "prior: no study of such mothers found; range of elasticities of the demand for labour, from memory")
    retraining_finding: float = parameter(
        0.0, "ratio", -0.5, 0.5, "rise of the hazard that mothers who stopped for a child find work, all retrained",
        "prior around nothing: no study of such mothers found; training may also keep from searching")
    retraining_pay: float = parameter(
        0.0, "share", -1.0, 1.0, "of the wage penalty that retraining takes off the pay of mothers who come back",
        "prior around nothing: no study of such mothers found")
    employer_learning: float = parameter(
        0.4, "1/year", 0.1, 0.9, "step of an employer's belief to the year's observation", JUDGEMENT)

    # Childcare under three
    nursery_constant: float = parameter(
        0.1, "log odds", -4.0, 1.0, "wanting a place: free of charge, no grandparents, mother at home, infant",
        "set so that 13 in 100 under-threes want one at the fees and incomes of the end of 2021: with the nation's"
        " places and nursery_mismatch 1 some 6 in 100 then have one (national enrolment); judgement")
    nursery_price: float = parameter(
        6.0, "log odds", 2.0, 12.0, "fall of wanting with the fee over the couple's income",
        "judgement; sign by Shi & Han (2023)")
    nursery_trust: float = parameter(
        1.0, "log odds", 0.0, 3.0, "rise of wanting from no trust to full trust", JUDGEMENT)
    nursery_hours: float = parameter(
        1.0, "log odds", 0.0, 3.0, "fall of wanting when a nursery covers none of the working week", JUDGEMENT)
    nursery_grandparents: float = parameter(
        0.8, "log odds", 0.0, 2.0, "fall of wanting with grandparents able to help",
        "sign by Du, Dong & Zhang (2019); value by judgement")
    nursery_work: float = parameter(0.6, "log odds", 0.0, 2.0, "rise of wanting when the mother works", JUDGEMENT)
    nursery_toddler: float = parameter(0.8, "log odds", 0.0, 2.0, "rise of wanting from age two", JUDGEMENT)
    nursery_mismatch: float = parameter(
        1.0, "log", 0.0, 1.5, "standard deviation, over a county's neighbourhoods, of the log of places per applicant",
        "judgement; at 1 and 13 in 100 wanting a place at its fee, the nation's 7.7 places per 100 under-threes of 2021"
        " admit its 6 in 100; 1.45 if the 30 in 100 who said they want one would pay for it")
    places_foreseen: float = parameter(
        0.0, "share", 0.0, 1.0, "weight of the places announced for a child's first three years in what couples expect"
        " of the share admitted; the rest is the share admitted today",
        "prior: no estimate found; 0 takes today's queue for the later one's")
    grandparent_upkeep: float = parameter(
        500.0, "yuan/month", 0.0, 1500.0, "what care by grandparents costs the couple", JUDGEMENT)
    support_passed_on: float = parameter(
        0.5, "share", 0.0, 1.0, "of what is paid to grandparents who mind a child that spares its parents", JUDGEMENT)
    help_by_support: float = parameter(
        0.0, "probability", 0.0, 0.2, "a couple whom no grandparents could help has their help, per 1,000 yuan a month"
        " offered to them", "prior from no effect, its default, on: no estimate found")
    care_pay_lost: float = parameter(
        0.5, "share", 0.2, 0.8, "of her pay that a mother counts as the price of caring herself, below a nanny's",
        JUDGEMENT)
    care_substitution: float = parameter(
        0.5, "share", 0.2, 0.9, "of nursery hours that only displace grandparents' help",
        "direction of Du et al. (2019); value by judgement")
    trust_by_training: float = parameter(
        0.15, "trust", 0.0, 0.4, "rise of trust in nurseries when all staff are trained and certified", JUDGEMENT)
    trust_by_facilities: float = parameter(
        0.10, "trust", 0.0, 0.3, "the same when all communities' childcare facilities meet the standard", JUDGEMENT)
    trust_in_kindergartens: float = parameter(
        0.20, "trust", 0.0, 0.5, "the same for a rise of kindergartens' share of places by one", JUDGEMENT)
    station_hours: float = parameter(
        0.10, "share", 0.0, 0.3, "of the working week that stations in all urban communities add to hours", JUDGEMENT)

    # Housing
    loan_payment_share: float = parameter(
        0.5, "share", 0.3, 0.6, "highest share of income that loan payments may take", "banks' rule, from memory")
    fund_loan_years: float = parameter(
        8.0, "years of pay", 4.0, 14.0, "provident-fund loan that the accounts entitle to", JUDGEMENT)
    subsidy_capitalised: float = parameter(
        0.4, "share", 0.0, 0.9, "of a purchase subsidy that turns into price", JUDGEMENT)
    home_wealth_spent: float = parameter(
        0.01, "1/year", 0.0, 0.03, "of a home's value less debt that owners count as income of the year",
        "range of spending out of housing wealth, from memory; no local estimate")
