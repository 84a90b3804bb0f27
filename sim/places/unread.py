"""What the data pack holds and no rule reads, with the reason, so that nobody takes a row for a mechanism.

A test runs the model and holds both lists against what it reads: a figure that nobody reads and nobody lists fails, as
does a listed one that is read.
"""


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


UNREAD_ASSUMPTIONS: dict[str, tuple[str, ...]] = {
    "held by a declared parameter of the model": _names("""
        desired_children_share_0 desired_children_share_1 desired_children_share_2 desired_children_share_3
        divorce_annual_hazard_mean divorce_cooling_off_factor_2021 divorce_hazard_ratio_with_child
        divorce_peak_duration_years divorce_peak_over_mean dragon_year_births_factor educational_homogamy_share
        employer_cost_pass_through employment_exit_birth_year epidemic_end_month epidemic_intentions_factor
        epidemic_meetings_factor epidemic_start_month epidemic_weddings_factor first_marriage_hazard_ratio_male
        hukou_conversion_rate_year informal_formal_care_substitution internal_move_rate_year
        lunar_displaced_share lunar_no_lichun_weddings_factor lunar_two_lichun_weddings_factor
        marriages_outside_county_share migration_gross_turnover_year motherhood_wage_penalty_per_child
        nursing_break_hours_per_workday permission_violation_factor postpartum_interval_months pregnancy_months
        premarital_conception_wedding_share remarriage_annual_hazard_men remarriage_annual_hazard_women
        remarriage_hazard_ratio_widowed reservation_value_decline_year second_child_cost_ratio
        sheep_year_births_factor social_maintenance_fee_incomes
    """),
    "judges the model; to read it would use it twice": _names("""
        childless_women_lifetime_2015 childless_women_lifetime_2020 conception_12m_china_20_24
        conception_12m_china_35_plus conception_12m_china_under_35 conception_12m_japan_24_26
        conception_12m_japan_30_32 conception_12m_japan_36_38 conception_24m_china_20_24
        conception_3m_china_20_24 conception_6m_china_20_24 couples_with_parents_share_under_35
        ideal_children_mean_2021 infertility_12m_newlyweds_china infertility_prevalence_china_at_risk
        intended_children_mean_2017 intended_children_mean_2019 intended_children_mean_2021
        intended_children_mean_born_1990s intended_children_mean_born_2000s intended_children_share_young_0
        intended_children_share_young_1 intended_children_share_young_2 intended_children_share_young_3
        intended_children_share_young_4_plus marriage_to_first_birth_18_months marriage_to_first_birth_30_months
        mean_age_first_birth_women_2020 mean_age_first_marriage_women_2020 mean_children_women_18_49_2021
        nonmarital_birth_share resident_population_2020_year_end resident_population_2021_year_end
        sex_ratio_at_birth_zhejiang_2010 sex_ratio_at_birth_zhejiang_2020 share_intending_second_2017
        share_intending_third single_at_35_women_born_1970s
    """),
    "read after a run, for beds that births take": _names("""
        maternity_bed_occupancy maternity_stay_days
    """),
    "of another area or year, beside the figure that is read": _names("""
        childcare_places_per_1000_2010 collective_weight_age_0_14 disposable_income_2020_rural
        disposable_income_2020_urban gdp_2020 gdp_2022 life_expectancy_hangzhou_2010_both
        life_expectancy_hangzhou_2020_both life_expectancy_hangzhou_2020_female
        life_expectancy_hangzhou_2020_male life_expectancy_jiangsu_2020_both life_expectancy_jiangsu_2020_female
        life_expectancy_jiangsu_2020_male life_expectancy_zhejiang_2020 mortality_ratio_to_china_2010
        mortality_ratio_to_china_2022
    """),
    "the rest of a whole whose other parts are read": _names("""
        childcare_share_community childcare_share_inclusive
    """),
    "read on request alone: the undercount of 2010, the biology named leridon_2004": _names("""
        census_2010_undercount_age_0_4 fecundability_leridon_age_30 fecundability_leridon_age_35
        fecundability_leridon_age_40 fecundability_leridon_concentration
    """),
    "a rival curve of sterility, that of Leridon is read": _names("""
        sterility_eijkemans_age_25 sterility_eijkemans_age_30 sterility_eijkemans_age_35
        sterility_eijkemans_age_38 sterility_eijkemans_age_41 sterility_eijkemans_age_45
    """),
}
"""Names of table assumptions by reason."""

UNREAD_TIMELINE: dict[str, tuple[str, ...]] = {
    "dated grounds of a rule in table levers, which paths read": _names("""
        art_cycle_cost_before art_cycle_out_of_pocket assured_rental_price birth_consumption_voucher
        birth_medical_as_ordinary_inpatient birth_medical_fixed_payment_assisted_or_multiple
        birth_medical_fixed_payment_caesarean birth_medical_fixed_payment_normal birth_medical_resident_normal
        birth_medical_resident_other childcare_voucher flexible_worker_allowance flexible_worker_medical_benefit
        inclusive_share_of_new_places kindergarten_fee_relief marriage_gift marriage_voucher maternity_allowance_gap
        maternity_allowance_paid_days mother_living_allowance new_places nursery_voucher one_stop_service
        permitted_children permitted_penalty places_per_1000_under3 pregnancy_check_aid preschool_last_year_bill
        preschool_last_year_fee provident_fund_ceiling_couple_with_uplift qualifying_contribution_months
        staff_certified target_places_per_1000
    """),
    "a price that is 0 at every date: nothing moves": _names("""
        premarital_check_price
    """),
    "an outcome or a sum of money, not a rule": _names("""
        art_beneficiaries fiscal_cost_13_measures fiscal_responsibility_local total_max
    """),
    "of loans that no household of the model takes, or of one observed rate": _names("""
        commercial_mortgage_rate_first_home provident_fund_rate_second_home_over_5y
    """),
    "parts of a price that is read as a whole": _names("""
        art_insurance_projects art_price_egg_retrieval art_price_embryo_culture
    """),
    "a rule whose eligible people the source does not say": _names("""
        art_hardship_aid
    """),
    "an organisational limit without a quantity in the model": _names("""
        kindergarten_nursery_class_size
    """),
}
"""Levers of table policy_timeline that are no lever of the model and that no rule reads, by reason."""
