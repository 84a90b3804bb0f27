"""Parameters of weddings' money and of households' wealth: prices, entry cost, savings, purchases, family credit."""

from sim.parameters.declared import JUDGEMENT, Declared, parameter


class Homes(Declared):
    """What homes and weddings cost beyond figures of the place, and how households save, buy and move."""

    # Prices
    house_price_scale: float = parameter(
        1.0, "ratio", 0.5, 2.0, "prices and rents of homes over the pack's path", "a what-if, not an estimate",
        role="fixed", prior="none")
    buyers_with_two: float = parameter(
        0.25, "share", 0.1, 0.4, "buyers of homes with two children, for what a subsidy does to prices", JUDGEMENT)
    buyers_with_three: float = parameter(
        0.03, "share", 0.005, 0.08, "buyers of homes with three children or more", JUDGEMENT)
    affordable_rental_share: float = parameter(
        0.1, "share", 0.02, 0.3, "renters who live in affordable rental housing", JUDGEMENT)

    # Entry cost of marriage
    wedding_cost_ratio: float = parameter(
        0.5, "ratio", 0.2, 1.0, "cost of a wedding less guests' gifts over Shanghai's mean", JUDGEMENT)
    parents_give: float = parameter(
        0.7, "share", 0.3, 1.0, "of parents' savings that they would spend on a son's wedding and home", JUDGEMENT)
    dowry_share: float = parameter(
        0.6, "share", 0.0, 1.0, "of the bride price that her parents hand on to the couple", JUDGEMENT)
    family_home: float = parameter(
        0.55, "share", 0.2, 0.8, "grooms of local hukou whose family already holds a home for them",
        "judgement: with it three in five of the couples own that wed with local hukou; four in five owned in 2020")
    family_wealth_spread: float = parameter(
        0.8, "log yuan", 0.4, 1.5, "spread of the wealth from which families provide that home", JUDGEMENT)
    home_income_elasticity: float = parameter(
        0.6, "elasticity", 0.2, 1.0, "of the floor area that couples want to real incomes", JUDGEMENT)
    acceptance_housing: float = parameter(
        1.5, "log odds", 0.0, 2.5, "woman's gain from a groom's being ready to house the couple over not at all",
        "scaled to some .1 year later marriages at 10 % higher prices (Liu & Du 2024 on log price); form ours")
    acceptance_short: float = parameter(
        0.4, "log odds", 0.0, 1.5, "either side's loss when none of wedding and bride price can be paid", JUDGEMENT)
    meeting_scale: float = parameter(
        1.0, "ratio", 0.5, 2.0, "meetings of singles over the base's", "a what-if, not an estimate", role="fixed",
        prior="none")
    join_when_short: float = parameter(
        0.7, "share", 0.0, 1.0, "couples who cannot buy that live with his parents rather than rent", JUDGEMENT)

    # Savings, purchases, credit
    savings_adjustment: float = parameter(
        0.25, "1/year", 0.1, 0.6, "step of savings to their target of some months of income", JUDGEMENT)
    buying: float = parameter(
        0.3, "1/year", 0.05, 1.0, "hazard that renters who have the cash buy a home", JUDGEMENT)
    moving_up: float = parameter(
        0.1, "1/year", 0.02, 0.4, "hazard that a crowded family with children moves to a home of the needed size",
        JUDGEMENT)
    family_sized_finding: float = parameter(
        0.5, "ratio", 0.0, 2.0, "rise of that hazard if all new homes were built for families", JUDGEMENT)
    public_rental_exit: float = parameter(
        0.3, "1/year", 0.05, 1.0, "hazard that public tenants above the income limit move out", JUDGEMENT)
    family_credit_rate: float = parameter(
        0.04, "1/year", 0.02, 0.08, "real interest on credit for weddings and births before the subsidy", JUDGEMENT)
    family_credit_years: float = parameter(
        5.0, "years", 2.0, 7.0, "in which credit for weddings and births is repaid, as far as a decision counts it",
        "judgement: consumer credit runs for up to five years")
