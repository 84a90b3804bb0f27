"""Priors of the synthesis that no table of the data pack carries: judgements, each with bounds.

Read through `Inputs.prior`, which turns to the pack's assumptions for every other name. None is fitted.
"""

from typing import NamedTuple


class Prior(NamedTuple):
    """A judgement: value, lower and upper bound, unit, meaning."""

    value: float
    lower: float
    upper: float
    unit: str
    meaning: str


PRIORS: dict[str, Prior] = {
    "start_wife_spouse_absent_share": Prior(
        0.04, 0.02, 0.10, "share",
        "married women whose husband lives outside the county on the start day"),
    "start_migrant_stay_years": Prior(
        10.0, 5.0, 17.0, "years",
        "mean stay of residents of other hukou: their ages are those of movers, grown older by it"),
    "start_migrant_child_weight": Prior(
        0.85, 0.6, 1.2, "ratio",
        "share of other hukou at ages 0-14 over all ages, at which couples of other hukou have borne about as often as"
        " others; births registered 2011-2015 (174,804) beside residents aged 5-9 (216,464) would give .73"),
    "start_collective_couple_share": Prior(
        0.25, 0.05, 0.55, "share",
        "residents outside family households who live there as couples"),
    "start_remarried_share": Prior(0.04, 0.02, 0.07, "share", "married couples in a second or later union"),
    "start_mother_elsewhere_share": Prior(
        0.04, 0.02, 0.1, "share",
        "resident children under 18 whose mother does not live in the county"),
    "start_left_behind_share": Prior(
        0.35, 0.2, 0.5, "share",
        "children under 18 of women of other hukou who do not live in the county"),
    "start_adult_child_elsewhere_share": Prior(
        0.3, 0.15, 0.5, "share",
        "children aged 18 and over of resident mothers who live outside the county or have died"),
    "start_tfr_1950": Prior(
        5.5, 4.5, 6.5, "children per woman",
        "period fertility of the women now old; shapes links to adult children only"),
    "start_tfr_1970": Prior(4.0, 3.0, 5.0, "children per woman", "as start_tfr_1950"),
    "start_tfr_1980": Prior(
        1.9, 1.5, 2.5, "children per woman",
        "the same; the level is rescaled to the census mean of children ever born"),
    "start_tfr_2000": Prior(
        1.2, 1.0, 1.5, "children per woman",
        "the same, between the published 1990 and 2010 figures of the province"),
    "start_first_birth_share_1950": Prior(
        0.22, 0.15, 0.3, "share",
        "first births among all births of the period"),
    "start_first_birth_share_1970": Prior(0.28, 0.2, 0.4, "share", "as start_first_birth_share_1950"),
    "start_first_birth_share_1980": Prior(0.6, 0.45, 0.75, "share", "as start_first_birth_share_1950"),
    "start_first_birth_share_1990": Prior(0.68, 0.55, 0.8, "share", "as start_first_birth_share_1950"),
    "start_first_birth_share_2000": Prior(0.7, 0.6, 0.8, "share", "as start_first_birth_share_1950"),
    "start_first_birth_share_2017": Prior(
        0.50, 0.42, 0.55, "share",
        "the same while many bore the second child allowed since 2016: about .45 in the nation, of which the province"
        " had 5 points more in 2020; a straight line from the published 2010 to the published 2020 would give .55"),
    "start_third_birth_weight_1970": Prior(
        0.8, 0.5, 1.0, "ratio",
        "propensity of a woman with two children to bear over that of a woman with one"),
    "start_third_birth_weight_1985": Prior(0.12, 0.05, 0.3, "ratio", "the same propensity from 1985 on"),
    "start_second_birth_permitted": Prior(
        0.6, 0.4, 0.8, "share",
        "mothers of a girl to whom the rules permitted a second birth before 2016 and who bore it"),
    "start_second_birth_outside_rules": Prior(
        0.4, 0.2, 0.7, "ratio",
        "the same share of those to whom they did not over it; says who with one child or two lives in town"),
    "start_enrolled_marriage_odds": Prior(
        0.05, 0.0, 0.2, "odds ratio",
        "odds of having married while enrolled over others of the age"),
    "start_public_rent_share_of_renters": Prior(
        0.05, 0.01, 0.12, "share",
        "renters in public rental housing"),
    "start_self_built_share_of_owners_rural_local": Prior(
        0.9, 0.75, 0.98, "share",
        "owners in villages whose home was built, not bought; only odds ratios act, the county's census share decides"),
    "start_self_built_share_of_owners_urban_local": Prior(
        0.35, 0.15, 0.6, "share", "the same of townspeople of local hukou: many towns were villages"),
    "start_self_built_share_of_owners_migrant": Prior(
        0.1, 0.02, 0.3, "share", "the same of owners registered elsewhere, who have no claim to land to build on"),
    "start_rented_floor_area_ratio": Prior(
        0.6, 0.4, 0.9, "ratio",
        "floor area of rented over owned homes of one size and residence; the county's census mean decides the level"),
    "start_mortgage_share_under_45": Prior(0.4, 0.2, 0.6, "share", "owners under 45 with housing debt"),
    "start_mortgage_years_of_income": Prior(
        2.5, 1.0, 4.0, "years of household income",
        "mean housing debt of owners who have one"),
    "start_earnings_log_sd": Prior(
        0.5, 0.35, 0.65, "log yuan",
        "spread of earnings within sex age and schooling"),
}
