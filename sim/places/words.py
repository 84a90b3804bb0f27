"""Words that the text columns of a pack's tables may hold, by table and column.

Read by `sim.places.schema`. A word that is not here is refused with the nearest one; a new one is added here and then
holds for every place. The levers' own names are declared in `sim.policy.levers`.
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("population_totals", "indicator"): _words("""
        hukou_population_in_census mean_children_ever_born_15_64 registered_other_county_province
        registered_outside_province registered_same_county_elsewhere residents residents_female
        residents_from_outside_city residents_male rural urban
    """),
    ("households", "indicator"): _words("""
        family_households family_population four_generation one_generation one_person three_generation two_generation
        with_65_plus with_one_65_plus with_three_65_plus with_two_65_plus
    """),
    ("homes", "indicator"): _words("""
        bought floor_area_per_person inherited other_source rented rooms_per_household self_built
    """),
    ("employment", "indicator"): _words("""
        at_work at_work_education at_work_health at_work_public_administration not_working not_working_at_school
        not_working_housework not_working_retired persons_16_plus
    """),
    ("tfr", "basis"): ("age 0 on census day", "published", "published birth rate", "sum of rates"),
    ("vital", "indicator"): _words("""
        births births_five_year_total births_reverse_survival children_aged_0 crude_birth_rate
        crude_birth_rate_reverse_survival crude_death_rate crude_marriage_rate deaths divorce_applications divorces
        marriages natural_growth_rate surviving_children_ages_1_4_mean surviving_children_ages_5_9_mean
    """),
    ("nuptiality_elsewhere", "group"): _words("20_24 25_29 30_34 35_39 40_plus all both female male resident"),
    ("nuptiality_elsewhere", "indicator"): _words("""
        crude_divorce_rate divorces_registration_and_court marriage_registrations
        mean_age_at_first_marriage_registration persons_marrying_for_the_first_time
        persons_registering_a_marriage_by_age
    """),
    ("permission_rules", "condition"): _words("""
        any both_only_children none_of_the_others one_only_child penalty_abolished remarriage_one_child_between_them
        remarriage_two_children_between_them rural_first_girl
    """),
    ("incomes", "indicator"): _words("""
        consumption_per_capita consumption_share_of_income disposable_income_per_capita urban_rural_ratio
    """),
    ("income_quintiles", "indicator"): _words("income_per_capita ratio_to_mean"),
    ("wages", "sector"): _words("non_private private private_above_scale"),
    ("work", "indicator"): _words("""
        asked_about_marriage_births_women birth_effect_women_participation births_hurt_career_women
        childcare_hour_income_effect children_effect_women_wage faced_gender_discrimination_women family_care_time
        gender_wage_gap monthly_wage_men monthly_wage_women motherhood_wage_penalty paid_work_women
        promotion_lost_to_family_stage_women unpaid_work_women
    """),
    ("child_costs", "indicator"): _words("""
        child_cost_age_0_17 child_cost_age_0_17_high_income child_cost_age_0_17_low_income
        child_cost_age_0_17_middle_income child_cost_marginal_child_1 child_cost_marginal_child_2
        child_cost_marginal_child_3 child_cost_over_gdp_per_capita child_cost_per_child_in_family_of_1
        child_cost_per_child_in_family_of_2 child_cost_per_child_in_family_of_3 child_cost_three_children_total
        child_cost_to_bachelor homework_help_primary reason_no_more_children_cost women_work_hours_lost_age_0_4_total
        women_work_hours_lost_child_age_0 women_work_hours_lost_child_age_1 women_work_hours_lost_child_age_2
        women_work_hours_lost_child_age_3
    """),
    ("house_prices", "indicator"): _words("""
        average_home_price floor_area_per_person new_home_price_yoy new_home_price_yoy_second_tier
        new_home_price_yoy_third_tier planned_commercial_housing_land price_over_city second_hand_price_yoy
        second_hand_price_yoy_second_tier second_hand_price_yoy_third_tier
    """),
    ("county_budgets", "indicator"): _words("""
        gdp gdp_per_capita general_public_expenditure general_public_revenue government_fund_expenditure
        government_fund_revenue livelihood_expenditure local_expenditure local_revenue
    """),
    ("childcare_supply", "indicator"): _words("""
        construction_grant construction_grant_max enrolment_rate_under3 families_wanting_nursery
        fee_over_disposable_income inclusive_fee_ceiling inclusive_fee_ceiling_implied new_inclusive_places new_places
        new_township_institutions nursery_aid_age_0_12m operating_subsidy operating_subsidy_infant
        operating_subsidy_max places_per_1000_residents places_per_1000_residents_implied places_per_1000_under3
        places_total places_total_implied public_fee_toddler_ceiling
    """),
    ("leave_rules", "leave"): _words("""
        care_leave_father employer_subsidy_in_leave fund_paid_maternity_days marriage_leave maternity_leave
        maternity_leave_extra_difficult_or_caesarean only_child_elder_care_leave parental_leave
    """),
    ("marriage_costs", "indicator"): _words("""
        bride_price_mean bride_price_mean_not_only_children bride_price_mean_only_children bride_price_prevalence
        jewellery_given_too marriage_cost_mean marriage_gift marriage_voucher wedding_cost_mean
    """),
    ("policy_timeline", "lever"): _words("""
        art_beneficiaries art_cycle_cost_before art_cycle_out_of_pocket art_hardship_aid art_insurance
        art_insurance_projects art_price_egg_retrieval art_price_embryo_culture assured_rental_price
        birth_consumption_voucher birth_grant birth_insurance_support birth_medical_as_ordinary_inpatient
        birth_medical_fixed_payment_assisted_or_multiple birth_medical_fixed_payment_caesarean
        birth_medical_fixed_payment_normal birth_medical_resident_normal birth_medical_resident_other care_leave
        child_education_tax_deduction childcare_allowance childcare_voucher commercial_mortgage_rate_first_home
        community_facility_standard community_station_coverage construction_grant employer_cost_share
        fiscal_cost_13_measures fiscal_responsibility_local flexible_worker_allowance flexible_worker_medical_benefit
        inclusive_fee_ceiling inclusive_share inclusive_share_of_new_places infant_care_tax_deduction
        kindergarten_fee_relief kindergarten_nursery_class_size kindergarten_nursery_share
        leave_social_insurance_subsidy marriage_gift marriage_leave marriage_voucher maternity_allowance_gap
        maternity_allowance_paid_days maternity_leave min_down_payment_fund_loan mother_living_allowance new_places
        nursery_aid nursery_voucher one_stop_service operating_subsidy parental_leave permitted_children
        permitted_penalty places_per_1000 places_per_1000_under3 pregnancy_check_aid premarital_check_price
        preschool_last_year_bill preschool_last_year_fee provident_fund_ceiling_couple
        provident_fund_ceiling_couple_with_uplift provident_fund_ceiling_single provident_fund_rate_first_home_over_5y
        provident_fund_rate_second_home_over_5y provident_fund_rent_withdrawal provident_fund_uplift
        provident_fund_uplift_young public_rent_waiver purchase_subsidy qualifying_contribution_months rent_subsidy
        sibling_same_school staff_certified target_places_per_1000 third_child_insured total_max
    """),
    ("plan_targets", "indicator"): _words("""
        births community_facility_standard community_station_coverage places_per_1000 tfr
    """),
    ("assumptions", "name"): _words("""
        abortion_share_of_unintended_pregnancies affordable_rental_unit_area art_live_birth_per_cycle_35_39
        art_live_birth_per_cycle_40_42 art_live_birth_per_cycle_under_35 art_price_elasticity birth_insurance_premium
        birth_medical_cost bride_price_over_annual_income campaign_price care_leave_father_days_2016
        census_2010_undercount_age_0_4 child_cost_share_age_0_2 child_cost_share_age_15_17 child_cost_share_age_3_5
        child_cost_share_age_6_14 child_cost_share_birth child_health_centre_price
        childcare_fee_over_monthly_income_community childcare_fee_over_monthly_income_inclusive
        childcare_fee_over_monthly_income_kindergarten childcare_hours_share_community childcare_hours_share_inclusive
        childcare_hours_share_kindergarten childcare_hours_share_market childcare_places_per_1000_2010
        childcare_share_community childcare_share_inclusive childcare_share_kindergarten childcare_trust
        childless_women_lifetime_2015 childless_women_lifetime_2020 collective_weight_age_0_14
        collective_weight_age_15_17 collective_weight_age_18_22 collective_weight_age_23_34 collective_weight_age_35_59
        collective_weight_age_60_79 collective_weight_age_80_plus collective_weight_hukou_outside_province
        collective_weight_male conception_12m_china_20_24 conception_12m_china_35_plus conception_12m_china_under_35
        conception_12m_japan_24_26 conception_12m_japan_30_32 conception_12m_japan_36_38 conception_24m_china_20_24
        conception_3m_china_20_24 conception_6m_china_20_24 counselling_price couples_with_parents_share_under_35
        cpi_change_future desired_children_share_0 desired_children_share_1 desired_children_share_2
        desired_children_share_3 disposable_income_2020_all disposable_income_2020_rural disposable_income_2020_urban
        divorce_annual_hazard_mean divorce_cooling_off_factor_2021 divorce_hazard_ratio_with_child
        divorce_peak_duration_years divorce_peak_over_mean dragon_year_births_factor
        education_share_born_1940s_bachelor_or_above education_share_born_1940s_junior_college
        education_share_born_1940s_junior_secondary education_share_born_1940s_none education_share_born_1940s_primary
        education_share_born_1940s_senior_secondary education_share_born_1950s_bachelor_or_above
        education_share_born_1950s_junior_college education_share_born_1950s_junior_secondary
        education_share_born_1950s_none education_share_born_1950s_primary education_share_born_1950s_senior_secondary
        education_share_born_1960s_bachelor_or_above education_share_born_1960s_junior_college
        education_share_born_1960s_junior_secondary education_share_born_1960s_none education_share_born_1960s_primary
        education_share_born_1960s_senior_secondary education_share_born_1970s_bachelor_or_above
        education_share_born_1970s_junior_college education_share_born_1970s_junior_secondary
        education_share_born_1970s_none education_share_born_1970s_primary education_share_born_1970s_senior_secondary
        education_share_born_1980s_bachelor_or_above education_share_born_1980s_junior_college
        education_share_born_1980s_junior_secondary education_share_born_1980s_none education_share_born_1980s_primary
        education_share_born_1980s_senior_secondary education_share_born_1990s_bachelor_or_above
        education_share_born_1990s_junior_college education_share_born_1990s_junior_secondary
        education_share_born_1990s_none education_share_born_1990s_primary education_share_born_1990s_senior_secondary
        education_share_born_2000s_bachelor_or_above education_share_born_2000s_junior_college
        education_share_born_2000s_junior_secondary education_share_born_2000s_none education_share_born_2000s_primary
        education_share_born_2000s_senior_secondary education_share_born_before_1940_bachelor_or_above
        education_share_born_before_1940_junior_college education_share_born_before_1940_junior_secondary
        education_share_born_before_1940_none education_share_born_before_1940_primary
        education_share_born_before_1940_senior_secondary educational_homogamy_share employer_cost_pass_through
        employment_exit_birth_year employment_rate_female_age_16_19 employment_rate_female_age_20_24
        employment_rate_female_age_25_34 employment_rate_female_age_35_44 employment_rate_female_age_45_54
        employment_rate_female_age_55_59 employment_rate_female_age_60_64 employment_rate_female_age_65_plus
        employment_rate_male_age_16_19 employment_rate_male_age_20_24 employment_rate_male_age_25_34
        employment_rate_male_age_35_44 employment_rate_male_age_45_54 employment_rate_male_age_55_59
        employment_rate_male_age_60_64 employment_rate_male_age_65_plus epidemic_end_month epidemic_intentions_factor
        epidemic_meetings_factor epidemic_start_month epidemic_weddings_factor extended_leave_granted_share_private
        family_doctor_price fecundability_japan_15_24 fecundability_japan_25_29 fecundability_japan_30_34
        fecundability_japan_35_39 fecundability_japan_40_plus fecundability_leridon_age_30 fecundability_leridon_age_35
        fecundability_leridon_age_40 fecundability_leridon_concentration female_wage_ratio
        first_marriage_hazard_ratio_college first_marriage_hazard_ratio_male floor_area_need_per_person
        floor_area_per_person floor_area_per_person_rural floor_area_per_person_urban gdp_2020 gdp_2022
        grandparent_help_hours_week grandparent_help_max_age grandparent_help_share
        groom_family_transfer_share_of_down_payment hard_to_place_share hiring_check_price home_ownership_share_migrant
        home_ownership_share_rural_local home_ownership_share_urban_local house_price_real_growth_2023_2025
        house_price_real_growth_future_central house_price_real_growth_future_high house_price_real_growth_future_low
        hukou_conversion_rate_year hukou_same_city_share_of_other_county ideal_children_mean_2021
        infertility_12m_newlyweds_china infertility_prevalence_china_at_risk informal_formal_care_substitution
        intended_children_mean_2017 intended_children_mean_2019 intended_children_mean_2021
        intended_children_mean_born_1990s intended_children_mean_born_2000s intended_children_share_young_0
        intended_children_share_young_1 intended_children_share_young_2 intended_children_share_young_3
        intended_children_share_young_4_plus internal_move_rate_year kindergarten_fee_gap kindergarten_fee_over_income
        least_down_payment_first_home leave_refund_months life_expectancy_hangzhou_2010_both
        life_expectancy_hangzhou_2020_both life_expectancy_hangzhou_2020_female life_expectancy_hangzhou_2020_male
        life_expectancy_jiangsu_2020_both life_expectancy_jiangsu_2020_female life_expectancy_jiangsu_2020_male
        life_expectancy_zhejiang_2020 loan_prime_rate_over_5y_2020_04 loan_prime_rate_over_5y_2022_01
        loan_prime_rate_over_5y_2022_05 loan_prime_rate_over_5y_2022_08 loan_prime_rate_over_5y_2023_06
        loan_prime_rate_over_5y_2024_02 loan_prime_rate_over_5y_2024_07 loan_prime_rate_over_5y_2024_10
        loan_prime_rate_over_5y_2025_05 lunar_displaced_share lunar_no_lichun_weddings_factor
        lunar_two_lichun_weddings_factor marriage_to_first_birth_18_months marriage_to_first_birth_30_months
        marriages_outside_county_share matchmaking_price maternity_bed_occupancy maternity_insured_share_private
        maternity_leave_national_days maternity_premium_flexible maternity_staff_cost maternity_stay_days
        mean_age_first_birth_women_2020 mean_age_first_marriage_ever_married_zhejiang_2010
        mean_age_first_marriage_ever_married_zhejiang_2020 mean_age_first_marriage_women_2020
        mean_children_women_18_49_2021 migrant_school_fee_over_income migration_gross_turnover_year
        migration_weight_age_0_14 migration_weight_age_15_19 migration_weight_age_20_24 migration_weight_age_25_29
        migration_weight_age_30_34 migration_weight_age_35_44 migration_weight_age_45_59 migration_weight_age_60_plus
        miscarriage_age_15 miscarriage_age_20 miscarriage_age_25 miscarriage_age_30 miscarriage_age_35
        miscarriage_age_40 miscarriage_age_45 mortality_ratio_to_china_2010 mortality_ratio_to_china_2022 mortgage_years
        motherhood_wage_penalty_per_child nanny_cost_year national_disposable_income_2022_rural
        national_disposable_income_2022_urban never_married_with_parents_share_age_18_24
        never_married_with_parents_share_age_25_29 never_married_with_parents_share_age_30_34
        never_married_with_parents_share_age_35_plus newborn_screening_price nonmarital_birth_share
        nursery_fee_over_monthly_income_hubei nursing_break_hours_per_workday only_child_share_born_1970s_rural
        only_child_share_born_1970s_urban only_child_share_born_1980s_rural only_child_share_born_1980s_urban
        only_child_share_born_1990s_rural only_child_share_born_1990s_urban only_child_share_born_2000s_rural
        only_child_share_born_2000s_urban only_child_share_born_2010s_rural only_child_share_born_2010s_urban
        only_child_share_born_2020s_rural only_child_share_born_2020s_urban only_child_share_born_before_1970_rural
        only_child_share_born_before_1970_urban permission_violation_factor postpartum_interval_months pregnancy_months
        premarital_check_price premarital_conception_termination_share premarital_conception_unmarried_birth_share
        premarital_conception_wedding_share preschool_aid_income_limit preschool_enrolment_share_3_5
        provident_fund_coverage_private provident_fund_rate_first_home_to_2024_05 provident_fund_share_each
        provident_fund_uplift_cap public_rental_area_limit public_rental_income_limit public_rental_rent_share
        public_rental_unit_area real_income_growth_future_central real_income_growth_future_high
        real_income_growth_future_low reemployment_subsidy_months remarriage_annual_hazard_men
        remarriage_annual_hazard_women remarriage_hazard_ratio_widowed rent_over_price_year
        reservation_value_decline_year resident_population_2020_year_end resident_population_2021_year_end
        retraining_price rural_home_cost_over_urban savings_months_of_income_35_plus savings_months_of_income_under_35
        second_child_cost_ratio sex_ratio_at_birth sex_ratio_at_birth_zhejiang_2010 sex_ratio_at_birth_zhejiang_2020
        share_intending_second_2017 share_intending_third share_marriages_with_bride_price sheep_year_births_factor
        single_at_35_women_born_1970s social_insurance_base_ceiling_ratio social_insurance_base_floor_ratio
        social_insurance_base_wage_2020 social_insurance_employee_share social_insurance_employer_share
        social_insurance_flexible_share social_maintenance_fee_enforced_share social_maintenance_fee_incomes
        spousal_age_gap_mean spousal_age_gap_sd sterility_eijkemans_age_25 sterility_eijkemans_age_30
        sterility_eijkemans_age_35 sterility_eijkemans_age_38 sterility_eijkemans_age_41 sterility_eijkemans_age_45
        sterility_leridon_age_25 sterility_leridon_age_30 sterility_leridon_age_35 sterility_leridon_age_40
        sterility_leridon_age_45 takeup_automatic takeup_manual tax_basic_deduction_year
        tax_basic_deduction_year_before_2019 unplanned_conception_condom_year unplanned_conception_iud_year
        wage_ratio_bachelor_or_above wage_ratio_junior_college wage_ratio_junior_secondary wage_ratio_none
        wage_ratio_primary wage_ratio_senior_secondary work_share_flexible_bachelor_or_above
        work_share_flexible_junior_college work_share_flexible_junior_secondary work_share_flexible_none
        work_share_flexible_primary work_share_flexible_senior_secondary work_share_private_bachelor_or_above
        work_share_private_junior_college work_share_private_junior_secondary work_share_private_none
        work_share_private_primary work_share_private_senior_secondary work_share_public_bachelor_or_above
        work_share_public_junior_college work_share_public_junior_secondary work_share_public_none
        work_share_public_primary work_share_public_senior_secondary
    """),
}
"""A word of `assumptions` is one that every place must give; of the other tables, one that it may give."""
