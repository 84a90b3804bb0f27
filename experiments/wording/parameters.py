"""Short names of parameters, as axes and labels of charts show them; their meaning is in docs/parameters.md.

A test holds the table against the declarations. In English a name is its declared one in words, or from a short table.
"""

OF_DEMOGRAPHY = {
    "mortality_scale": "死亡率系数", "screening_spares_deaths": "新生儿筛查避免的死亡",
    "departure_local": "本地户籍迁出峰值", "departure_nonlocal": "外来户籍迁出峰值",
    "departure_peak_age": "迁出峰值年龄", "departure_width": "迁出年龄离散度", "arrival_scale": "2021—22年迁入系数",
    "county_move": "市内跨县迁移", "hukou_conversion": "落户率", "job_loss": "离职率", "job_finding": "就业率",
    "experience_growth": "工龄工资增长", "marriage_peak": "女性初婚峰值",
    "marriage_peak_age": "女性初婚峰值年龄", "marriage_earlier": "2010年初婚提前年数",
    "marriage_age_per_level": "学历推迟初婚",
    "marriage_width_young": "初婚低龄侧宽度", "marriage_width_old": "初婚高龄侧宽度",
    "enrolled_search": "在读期间择偶", "remarriage_women": "女性离婚后再婚", "remarriage_fall": "再婚随年龄下降",
    "widow_search": "丧偶者择偶", "searching_men": "可相遇单身男性", "age_gap_mean": "期望夫妻年龄差",
    "age_gap_sd": "夫妻年龄差离散度", "cross_county": "跨县相遇", "acceptance": "择偶接受率",
    "acceptance_by_age": "接受率随年龄上升", "acceptance_gap": "年龄差损失", "acceptance_earnings": "男方收入吸引力",
    "acceptance_hukou": "户籍不同的损失", "matchmaking_meetings": "婚介增加的相遇",
    "matchmaking_displaced": "婚介替代的相遇", "divorce_hazard": "离婚峰值", "divorce_peak_years": "离婚峰值婚龄",
    "divorce_child": "有子女时离婚比", "counselling_effect": "离婚辅导效果", "divorce_cooling": "离婚冷静期效果",
    "start_first": "开始备孕一孩", "start_second": "开始备孕二孩", "start_third": "开始备孕三孩",
    "start_age_slope": "备孕随年龄下降", "start_age_slope_late": "高龄备孕再下降",
    "intention_decline": "生育意愿年降幅", "start_wait": "产后间歇尺度", "start_interval_slope": "长间隔后下降",
    "beyond_desired": "超出意愿后备孕", "threshold_start": "可负担时备孕", "needs_share": "自身需要占比",
    "needs_spread": "自身需要离散度", "desired_none": "意愿不育比例", "desired_one": "意愿一孩比例",
    "desired_three": "意愿三孩比例", "desired_fall": "意愿一孩逐代上升", "spouse_absent": "配偶异地时备孕",
    "outside_permission": "政策外生育比", "son_preference": "女儿后生二孩比", "zodiac_sheep": "羊年效应",
    "zodiac_dragon": "龙年效应", "review_months": "夫妻再决策间隔", "dropout": "放弃备孕比例",
    "trying_months": "备孕最长时间", "postpartum_months": "产后再备孕间隔", "pregnancy_months": "孕期",
    "loss_months": "流产孕期", "fecundability_scale": "受孕力系数", "fecundability_spread": "受孕力离散度",
    "sex_ratio_at_birth": "出生性别比", "contraceptive_failure": "避孕失败率",
    "condom_share_mothers": "有孩夫妻避孕套比例", "condom_share_childless": "无孩夫妻避孕套比例",
    "kept_beyond_desired": "超出意愿时保留意外妊娠", "kept_outside_rules": "政策外保留意外妊娠",
    "kept_by_gain": "处境对保留意外妊娠的作用", "kept_at_gain": "保留意外妊娠基准处境",
    "contraception_by_gain": "处境对避孕的作用", "single_kept_by_gain": "处境对单身者保留妊娠的作用",
    "single_at_gain": "单身者基准处境", "premarital_conceptions": "婚前受孕峰值",
    "premarital_age": "婚前受孕峰值年龄", "premarital_width": "婚前受孕离散度",
    "premarital_schooling": "婚前受孕随学历下降", "hurried_refusal": "奉子成婚拒绝比",
    "registration_effect": "生育登记放开效果", "art_start": "开始辅助生殖", "checks_spare_loss": "孕前检查避免的流产",
    "art_wait": "辅助生殖前等待", "art_wait_late": "35岁后辅助生殖前等待", "art_price": "辅助生殖价格",
    "art_cash": "因缺现金放弃辅助生殖", "lichun_none": "无春年效应", "lichun_two": "双春年效应",
    "new_home_at_wedding": "婚后另立门户比例", "leave_home": "单身离家", "prefer_first": "一孩偏好",
    "prefer_second": "二孩偏好", "prefer_third": "三孩偏好",
}  # fmt: skip
OF_TREND = {
    "taste_drift": "生育偏好年降幅", "taste_step_2011": "2011—12年偏好变动", "taste_step_2013": "2013—14年偏好变动",
    "taste_step_2015": "2015—16年偏好变动", "taste_step_2017": "2017年偏好变动",
    "taste_step_2018": "2018年偏好变动", "taste_step_2019": "2019年偏好变动",
    "taste_step_2020": "2020年偏好变动", "taste_step_2021": "2021—22年偏好变动", "taste_step": "偏好年变动幅度",
    "marriage_decline": "初婚年降幅", "marriage_decline_from": "初婚下降起始年",
    "marriage_step_2011": "2011—14年初婚变动", "marriage_step_2015": "2015—18年初婚变动",
    "marriage_step_2019": "2019—20年初婚变动",
    "marriage_step_2021": "2021—22年初婚变动", "marriage_step": "初婚年变动幅度",
    "epidemic_meetings": "疫情期间相遇与婚礼", "epidemic_intentions": "疫情期间备孕",
    "epidemic_lasting": "疫情影响留存比例", "drift_kept": "2022年后趋势保留率", "trend_path": "2022年后随机路径编号",
    "arrivals_ahead": "2023年起迁入系数", "mortality_ahead": "2035年死亡率系数",
}  # fmt: skip
OF_DECISIONS = {
    "newlywed": "新婚偏好", "newlywed_years": "新婚偏好时长", "beyond_desired_loss": "超出意愿的损失",
    "ageing": "33岁后年龄损失", "ageing_late": "38岁后年龄损失", "spacing": "产后间隔损失",
    "spacing_years": "产后间隔时长", "long_interval": "长间隔损失",
    "taste_couple": "夫妻偏好离散度", "taste_person": "个人偏好离散度",
    "norm_campaign_effect": "宣传效果", "money_weight": "经济权重", "time_weight": "时间权重",
    "career_weight": "职业权重", "crowding_weight": "住房拥挤权重", "peer_weight": "同伴权重",
    "son_weight": "男孩偏好权重", "outside_rules_loss": "政策外生育损失", "outside_rules_later": "2016年后政策外损失",
    "free_hours": "自由时间", "work_week": "每周工时", "child_hours": "每孩照料时间",
    "wife_care_share": "妻子照料份额", "errand_hours": "办事时间", "school_way_hours": "接送时间",
    "siblings_apart": "兄弟姐妹异校", "centre_hours": "儿童保健节省时间", "doctor_hours": "家庭医生节省时间",
    "staff_hours": "产检人员节省时间", "flexible_hours": "弹性工时", "start_rate": "开始备孕速率",
    "waiting_years": "等待时长", "waiting_noise": "等待的不确定性", "discount_beta": "现时偏好",
    "discount_delta": "年贴现因子", "consumption_floor": "消费下限", "couple_adults": "夫妻等效成人数",
    "illness_chance": "重病概率", "illness_cost": "重病费用", "child_cost_scale": "养育成本系数",
    "child_cost_elasticity": "养育成本收入弹性", "child_cost_floor": "养育成本下限",
    "child_cost_peers": "养育攀比权重", "race_by_admission": "公平入学减轻攀比", "anxiety_race": "焦虑引起的攀比",
    "child_spacing": "子女间隔",
}  # fmt: skip
OF_SITUATIONS = {
    "leave_pay_kept": "雇主实付产假工资", "uninsured_leave_pay": "未参保产假工资", "flexible_leave": "灵活就业者产假",
    "leave_disruption": "顶岗成本", "time_out_covered": "有照料时离职", "time_out_uncovered": "无照料时离职",
    "time_out_years": "离职时长", "wage_penalty": "母职工资惩罚", "wage_penalty_years": "工资惩罚年限",
    "job_search_years": "被辞后求职时长", "employer_tenure": "雇主预期任期", "hiring_penalty": "招聘惩罚",
    "leave_pass_through": "产假成本转嫁", "dismissal_slope": "辞退倾向", "discrimination_fine": "就业歧视罚款",
    "reentry_elasticity": "返岗补贴弹性", "retraining_finding": "再培训促就业", "retraining_pay": "再培训提工资",
    "employer_learning": "雇主学习速度", "nursery_constant": "入托意愿基准", "nursery_price": "入托价格敏感",
    "nursery_trust": "入托信任作用", "nursery_hours": "托育时长作用", "nursery_grandparents": "祖辈对入托的作用",
    "nursery_work": "母亲就业对入托的作用", "nursery_toddler": "两岁后入托", "nursery_mismatch": "托位错配",
    "places_foreseen": "对托位的预期", "grandparent_upkeep": "祖辈照料费用", "support_passed_on": "祖辈补贴转给父母",
    "help_by_support": "补贴换来祖辈照料", "care_pay_lost": "照料的工资损失", "care_substitution": "托育替代祖辈",
    "trust_by_training": "培训增进信任", "trust_by_facilities": "设施增进信任",
    "trust_in_kindergartens": "幼儿园增进信任", "station_hours": "服务站增加时长",
}  # fmt: skip
OF_HOMES = {
    "loan_payment_share": "房贷占收入上限", "fund_loan_years": "公积金贷款倍数",
    "subsidy_capitalised": "购房补贴推高房价", "home_wealth_spent": "房产财富消费", "house_price_scale": "房价系数",
    "buyers_with_two": "二孩购房者比例", "buyers_with_three": "三孩购房者比例",
    "affordable_rental_share": "保障性租赁比例", "wedding_cost_ratio": "婚礼净费用", "parents_give": "父母资助",
    "dowry_share": "彩礼返还比例", "family_home": "男方已有婚房", "family_wealth_spread": "家庭财富离散度",
    "home_income_elasticity": "住房面积收入弹性", "acceptance_housing": "婚房吸引力",
    "acceptance_short": "彩礼不足的损失", "meeting_scale": "相遇系数", "join_when_short": "无房随父母住",
    "savings_adjustment": "储蓄调整速度", "buying": "购房率", "moving_up": "换房率",
    "family_sized_finding": "家庭型住房换房", "public_rental_exit": "公租房退出",
    "family_credit_rate": "家庭信贷利率", "family_credit_years": "家庭信贷年限",
}  # fmt: skip
PARAMETERS_EN = {
    "acceptance_short": "acceptance without a full bride price", "discount_beta": "present bias",
    "discount_delta": "discount factor a year", "art_start": "starting assisted reproduction",
    "art_wait": "waiting for assisted reproduction", "art_wait_late": "waiting for assisted reproduction from 35 on",
    "art_price": "price of assisted reproduction", "art_cash": "assisted reproduction forgone for want of cash",
    "newlywed": "taste of the newly wed", "newlywed_years": "how long the newly wed have it",
    "peer_weight": "weight of peers", "money_weight": "weight of money", "time_weight": "weight of time",
    "career_weight": "weight of career", "crowding_weight": "weight of crowded homes", "son_weight": "weight of a son",
    "lichun_none": "year without lichun", "lichun_two": "year with two lichun",
    "prefer_first": "taste for a first child", "prefer_second": "taste for a second child",
    "prefer_third": "taste for a third child", "fecundability_scale": "scale of fecundability",
}  # fmt: skip
"""Names in English that the declared name does not say in plain words."""
PARAMETERS_ZH = {**OF_DEMOGRAPHY, **OF_TREND, **OF_DECISIONS, **OF_SITUATIONS, **OF_HOMES}


def parameter_title(name: str, language: str) -> str:
    """What a parameter is called in a chart or a sentence, never by its code name."""
    words = name.replace("_", " ")
    return PARAMETERS_ZH.get(name, words) if language == "zh" else PARAMETERS_EN.get(name, words)
