"""Every indicator, declared once: what it is called, its unit, whether it adds up over years, how it is printed.

Read by `results` and `yearly`, which hold the formulas, and by tables, axes of charts and docs/results.md. A new
indicator is a record here, its formula there, and a test by hand; one that is declared and made by nobody, or made and
not declared, fails a test.

A *stock* is a state, at the year's end or in the mean of the year's months. A *flow* is counted over the year, and
years may be added. A *rate* is of a year's events too, but means nothing in a year of fewer than twelve months.
"""

from dataclasses import dataclass
from typing import Literal

IndicatorKind = Literal["stock", "flow", "rate"]

ORDERS_SHOWN = (1, 2, 3)
"""Birth orders whose child's cost is told."""
BENEFITS = ("allowance", "grant", "tax_saved", "nursery_aid")
"""Kinds of benefit that a child's cost is told before and after, each a column of its table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator of a city or county.

    dims : beside seed and year; without any it is a yearly indicator, one number a run and year
    digits, digits_of_difference : decimals of a printed level and of a printed difference
    scale : what values are divided by before they are printed
    in_results, in_sweeps : whether run sets give it (`results`), whether every run of a sweep keeps it (`yearly`)
    on_request : run sets give it only where `fertsim run --monthly` made them
    """

    id: str
    title_zh: str
    title_en: str
    unit: str
    unit_zh: str
    kind: IndicatorKind
    meaning: str
    dims: tuple[str, ...] = ()
    digits: int = 0
    digits_of_difference: int = 0
    scale: float = 1.0
    in_results: bool = True
    in_sweeps: bool = False
    on_request: bool = False


NAMED_ORDERS = (
    (1, "一孩", "first"), (2, "二孩", "second"), (3, "三孩", "third"), (4, "四孩及以上", "fourth and later"),
)  # fmt: skip
"""Birth orders with their names; order 4 stands for 4 and later."""

NAMED_PAYERS = (
    ("central", "中央", "the nation"), ("province", "省级", "the province"), ("city", "市级", "the city"),
    ("county", "县级", "the counties"), ("employer", "用人单位", "employers"),
    ("insurance_fund", "职工基本医疗保险基金（含生育保险）", "the insurance fund"), ("family", "家庭", "families"),
)  # fmt: skip
"""Those who pay, with their names."""

OF_PEOPLE = (
    Indicator(
        id="population", title_zh="年末常住人口", title_en="population at year end", unit="persons", unit_zh="人",
        kind="stock", meaning="residents at the year's end", in_sweeps=True,
    ),
    Indicator(
        id="persons", title_zh="分性别、年龄的年末常住人口", title_en="population by sex and age", unit="persons",
        unit_zh="人", kind="stock", meaning="residents at the year's end", dims=("sex", "age"),
    ),
)
OF_BIRTHS = (
    Indicator(
        id="births", title_zh="常住人口出生人数", title_en="births of residents", unit="births / year", unit_zh="人/年",
        kind="flow", meaning="births of residents, whatever the mother's registration", in_sweeps=True,
    ),
    *(
        Indicator(
            id=f"births_{order}", title_zh=f"{zh}出生", title_en=f"{en} births", unit="births / year", unit_zh="人/年",
            kind="flow", meaning=f"{en} births of residents", in_results=False, in_sweeps=True,
        )
        for order, zh, en in NAMED_ORDERS
    ),
    Indicator(
        id="births_by_order", title_zh="分孩次出生人数", title_en="births by order", unit="births / year",
        unit_zh="人/年", kind="flow", meaning="births of residents; order 4 stands for 4 and later",
        dims=("birth_order",),
    ),
    Indicator(
        id="births_monthly", title_zh="分月、孩次出生人数", title_en="births by month and order", unit="births / month",
        unit_zh="人/月", kind="flow", dims=("month", "birth_order"), on_request=True,
        meaning="births of residents in each month of the year; missing in months before the run",
    ),
    Indicator(
        id="births_hukou_base", title_zh="户籍母亲出生", title_en="births of registered mothers", unit="births / year",
        unit_zh="人/年", kind="flow", in_sweeps=True,
        meaning="births of residents whose mother is registered in the city; never added to or compared with `births`",
    ),
    Indicator(
        id="asfr", title_zh="年龄别生育率", title_en="age-specific fertility rate", unit="births / woman-year",
        unit_zh="孩/妇女年", kind="rate", meaning="births per woman-year, over all women of the age", dims=("age",),
    ),
    Indicator(
        id="asfr_by_order", title_zh="分孩次年龄别生育率", title_en="age-specific fertility rate by order",
        unit="births / woman-year", unit_zh="孩/妇女年", kind="rate",
        meaning="births of the order per woman-year, over all women of the age", dims=("age", "birth_order"),
    ),
    Indicator(
        id="tfr", title_zh="总和生育率", title_en="total fertility rate", unit="births / woman", unit_zh="孩/妇女",
        kind="rate", meaning="sum of the age-specific rates over ages 15 to 49", digits=2, digits_of_difference=3,
        in_sweeps=True,
    ),
    *(
        Indicator(
            id=f"tfr_{order}", title_zh=f"{zh}总和生育率", title_en=f"TFR, {en} births", unit="births / woman",
            unit_zh="孩/妇女", kind="rate", meaning=f"`tfr` of {en} births", digits=2,
            digits_of_difference=3, in_results=False, in_sweeps=True,
        )
        for order, zh, en in NAMED_ORDERS
    ),
    Indicator(
        id="tfr_by_order", title_zh="分孩次总和生育率", title_en="total fertility rate by order", unit="births / woman",
        unit_zh="孩/妇女", kind="rate", meaning="sum of the age-specific rates of the order", dims=("birth_order",),
    ),
    Indicator(
        id="tempo_adjusted_tfr", title_zh="去进度效应总和生育率", title_en="tempo-adjusted total fertility rate",
        unit="births / woman", unit_zh="孩/妇女", kind="rate", digits=2, digits_of_difference=3,
        meaning="`tfr` by order (1, 2, 3 and later) over 1 less the yearly change of the order's mean age (Bongaarts"
        " and Feeney 1998); missing in the first and last year, and where a mean age is missing or moves by half a year"
        " or more in a year, which is the chance of a small sample",
    ),
    Indicator(
        id="parity_progression", title_zh="时期孩次递进比", title_en="parity progression", kind="rate",
        unit="share of women at the parity before", unit_zh="占前一孩次妇女比例", dims=("birth_order",),
        meaning="share of those who have reached a parity that would bear the next child at the year's rates by age and"
        " parity; order 4 of women with three or more",
    ),
    Indicator(
        id="cohort_fertility", title_zh="分出生队列的已生子女数", title_en="children born so far by cohort",
        unit="children / woman", unit_zh="孩/妇女", kind="stock", dims=("cohort",),
        meaning="women of the age year − cohort over the months of the year, from 49 on as at 49, where coordinate"
        " `cohort_complete` says so; three and more count as three; missing before 15 and where 49 lies before the run",
    ),
    Indicator(
        id="cohort_childless", title_zh="分出生队列的无子女比例", title_en="childless women by cohort",
        unit="share of women", unit_zh="占妇女比例", kind="stock", dims=("cohort",),
        meaning="of the women of `cohort_fertility`, at the same ages",
    ),
    Indicator(
        id="mean_age_at_birth", title_zh="平均生育年龄", title_en="mean age at birth", unit="years", unit_zh="岁",
        kind="rate", meaning="mean of the schedule of rates, not of the births", digits=2, digits_of_difference=3,
        in_sweeps=True,
    ),
    Indicator(
        id="mean_age_at_first_birth", title_zh="平均初育年龄", title_en="mean age at first birth", unit="years",
        unit_zh="岁", kind="rate", meaning="mean of the schedule of rates of first births", digits=2,
        digits_of_difference=3, in_sweeps=True,
    ),
    Indicator(
        id="crude_birth_rate", title_zh="出生率", title_en="crude birth rate", unit="per 1,000 person-years",
        unit_zh="‰", kind="rate", meaning="births over person-years of all residents", digits=2,
        digits_of_difference=3, in_sweeps=True,
    ),
    Indicator(
        id="parity_share", title_zh="妇女按已生子女数的比例", title_en="women by parity",
        unit="share of women of the age", unit_zh="占同龄妇女比例", kind="stock",
        meaning="of women, over the months of the year", dims=("age", "parity"),
    ),
    Indicator(
        id="childless_share_45_49", title_zh="45至49岁无子女妇女比例", title_en="childless women of 45-49",
        unit="share of women", unit_zh="占妇女比例", kind="stock", meaning="of women, over the months of the year",
        digits=3, digits_of_difference=4, in_sweeps=True,
    ),
)
OF_MARRIAGES = (
    Indicator(
        id="marriages", title_zh="结婚对数", title_en="marriages", unit="marriages / year", unit_zh="对/年",
        kind="flow", meaning="couples, counted at the wife", in_sweeps=True,
    ),
    Indicator(
        id="divorces", title_zh="离婚对数", title_en="divorces", unit="divorces / year", unit_zh="对/年",
        kind="flow", meaning="couples, counted at the wife", in_sweeps=True,
    ),
    Indicator(
        id="crude_marriage_rate", title_zh="结婚率", title_en="crude marriage rate", unit="per 1,000 person-years",
        unit_zh="‰", kind="rate", meaning="marriages over person-years of all residents", digits=2,
        digits_of_difference=3, in_sweeps=True,
    ),
    Indicator(
        id="marriage_rate", title_zh="分年龄结婚率", title_en="marriage rate", unit="marriages / person-year",
        unit_zh="次/人年", kind="rate", meaning="marriages per person-year of everybody of the age",
        dims=("sex", "age", "union_order"),
    ),
    Indicator(
        id="first_marriage_hazard", title_zh="初婚率", title_en="hazard of first marriage",
        unit="marriages / never-married person-year", unit_zh="次/未婚人年", kind="rate",
        meaning="first marriages per never-married person-year (mean of two year ends)", dims=("sex", "age"),
    ),
    Indicator(
        id="mean_age_at_first_marriage", title_zh="平均初婚年龄", title_en="mean age at first marriage", unit="years",
        unit_zh="岁", kind="rate", meaning="mean of the schedule of first-marriage rates", dims=("sex",),
    ),
    Indicator(
        id="never_married_share", title_zh="未婚比例", title_en="never married", unit="share of persons of the age",
        unit_zh="占同龄人比例", kind="stock", meaning="from the stock at the year's end", dims=("sex", "age"),
    ),
    Indicator(
        id="singulate_mean_age_at_marriage", title_zh="单身平均年限法初婚年龄",
        title_en="singulate mean age at marriage", unit="years", unit_zh="岁", kind="stock",
        meaning="Hajnal's mean from the shares never married at 15 to 54 at the year's end", dims=("sex",),
    ),
)
OF_DEATHS_AND_MOVES = (
    Indicator(
        id="deaths", title_zh="死亡人数", title_en="deaths", unit="deaths / year", unit_zh="人/年", kind="flow",
        meaning="deaths of residents", in_sweeps=True,
    ),
    Indicator(
        id="crude_death_rate", title_zh="死亡率", title_en="crude death rate", unit="per 1,000 person-years",
        unit_zh="‰", kind="rate", meaning="deaths over person-years of all residents", digits=2,
        digits_of_difference=3, in_sweeps=True,
    ),
    *(
        Indicator(
            id=f"life_expectancy_{sex}", title_zh=f"{zh}预期寿命", title_en=f"life expectancy of {en}", unit="years",
            unit_zh="岁", kind="rate", meaning=f"`life_expectancy` of {en}", digits=2, digits_of_difference=3,
            in_results=False, in_sweeps=True,
        )
        for sex, zh, en in (("male", "男性", "men"), ("female", "女性", "women"))
    ),
    Indicator(
        id="life_expectancy", title_zh="预期寿命", title_en="life expectancy", unit="years", unit_zh="岁", kind="rate",
        meaning="at birth; complete life table, infants' separation factor after Coale and Demeny West", dims=("sex",),
    ),
    Indicator(
        id="net_migration", title_zh="净迁移人数", title_en="net migration", unit="persons / year", unit_zh="人/年",
        kind="flow", in_sweeps=True,
        meaning="arrivals less departures, moves between counties included (they cancel over the city)",
    ),
)
OF_STRUCTURE = (
    *(
        Indicator(
            id=f"{id_}dependency_ratio", title_zh=f"{zh}抚养比", title_en=f"{en}dependency ratio",
            unit="per 100 persons of 15-64", unit_zh="%", kind="stock",
            meaning=f"residents of {ages} per 100 of 15-64, at the year's end", digits=1, digits_of_difference=2,
            in_sweeps=True,
        )
        for id_, zh, en, ages in (
            ("young_", "少儿", "young ", "0-14"), ("old_", "老年", "old ", "65+"), ("", "总", "", "0-14 and 65+"),
        )
    ),
    Indicator(
        id="households", title_zh="按人数的家庭户", title_en="households by size", unit="households", unit_zh="户",
        kind="stock", meaning="at the year's end; the largest size is an open group", dims=("size",),
    ),
    Indicator(
        id="mean_household_size", title_zh="平均家庭户规模", title_en="mean household size",
        unit="persons / family household", unit_zh="人/户", kind="stock", digits=2, digits_of_difference=3,
        meaning="residents outside collective units over family households", in_sweeps=True,
    ),
    Indicator(
        id="one_person_share", title_zh="一人户比例", title_en="share of one-person households",
        unit="share of family households", unit_zh="占家庭户比例", kind="stock", meaning="of family households",
        digits=3, digits_of_difference=4, in_sweeps=True,
    ),
)
OF_SERVICES = (
    Indicator(
        id="maternity_beds", title_zh="所需产科床位", title_en="maternity beds needed", unit="beds", unit_zh="张",
        kind="rate", in_sweeps=True, digits_of_difference=1,
        meaning="births × `maternity_stay_days` / 365 / `maternity_bed_occupancy`, assumptions of the place (priors);"
        " births of residents, wherever they give birth",
    ),
    Indicator(
        id="kindergarten_pupils", title_zh="幼儿园在园幼儿", title_en="pupils in kindergartens", unit="children",
        unit_zh="人", kind="stock", in_sweeps=True,
        meaning="residents of 3 to 5 years at the year's end × `preschool_enrolment_share_3_5`, an assumption of the"
        " place (a prior); classes for younger children are in `nursery_places`",
    ),
    Indicator(
        id="primary_school_children", title_zh="小学学龄儿童", title_en="children of primary school age",
        unit="children", unit_zh="人", kind="stock", in_sweeps=True,
        meaning="residents of 6 to 11 years at the year's end, all of whom go to school",
    ),
    *(
        Indicator(
            id=f"women_at_work_{ages}", title_zh=f"{zh}岁妇女在业比例", title_en=f"women of {en} at work",
            unit="share of women", unit_zh="占妇女比例", kind="stock", digits=3, digits_of_difference=4,
            in_sweeps=True, meaning="at the year's end; those on leave from work count as at work",
        )
        for ages, zh, en in (("15_49", "15至49", "15-49"), ("20_54", "20至54", "20-54"))
    ),
)
OF_POLICY = (
    Indicator(
        id="public_money_real", title_zh="公共资金", title_en="public money", unit="yuan of 2020 / year",
        unit_zh="元/年（2020年价格）", kind="flow", meaning="of all payers but employers and families", digits=1,
        digits_of_difference=1, scale=1e6, in_sweeps=True,
    ),
    Indicator(
        id="money_by_payer", title_zh="按出资方的资金", title_en="money by payer", unit="yuan of 2020 / year",
        unit_zh="元/年（2020年价格）", kind="flow", meaning="employers and families included", dims=("payer",),
    ),
    *(
        Indicator(
            id=f"money_{payer}", title_zh=f"{zh}出资", title_en=f"money of {en}", unit="yuan of 2020 / year",
            unit_zh="元/年（2020年价格）", kind="flow", meaning=f"`money_by_payer` of {en}", digits=1,
            digits_of_difference=1, scale=1e6, in_results=False, in_sweeps=True,
        )
        for payer, zh, en in NAMED_PAYERS
    ),
    Indicator(
        id="money_by_lever", title_zh="按政策措施的资金", title_en="money by lever", unit="yuan of 2020 / year",
        unit_zh="元/年（2020年价格）", kind="flow", meaning="employers and families included", dims=("lever", "payer"),
    ),
    *(
        Indicator(
            id=f"nursery_{what}", title_zh=zh, title_en=en, unit=unit, unit_zh=unit_zh, kind="stock", meaning=meaning,
            in_sweeps=True,
        )
        for what, zh, en, unit, unit_zh, meaning in (
            ("places", "托位数", "nursery places", "places", "个", "at the year's end"),
            ("enrolled", "在托儿童", "children in nurseries", "children", "人", "at the year's end"),
            ("queue", "排队儿童", "children queueing", "children", "人", "at the year's end, for want of a place"),
            ("empty", "空置托位", "empty places", "places", "个", "at the year's end"),
        )
    ),
    Indicator(
        id="children_under_three", title_zh="3岁以下儿童", title_en="children under three", unit="persons",
        unit_zh="人", kind="stock", meaning="residents of 0 to 2 years at the year's end", in_sweeps=True,
    ),
    Indicator(
        id="places_per_1000", title_zh="每千人口托位数", title_en="nursery places per 1,000 residents",
        unit="places per 1,000 residents", unit_zh="个/千人", kind="stock", meaning="at the year's end", digits=2,
        digits_of_difference=2, in_sweeps=True,
    ),
    Indicator(
        id="places_per_100_under_three", title_zh="每百名3岁以下儿童托位数",
        title_en="nursery places per 100 children under three", unit="places per 100 children under three",
        unit_zh="个/百人", kind="stock", meaning="over children of 0 to 2 years", digits=1, digits_of_difference=1,
        in_sweeps=True,
    ),
    Indicator(
        id="enrolled_per_100_under_three", title_zh="每百名3岁以下儿童在托人数",
        title_en="enrolled per 100 children under three", unit="enrolled per 100 children under three",
        unit_zh="人/百人", kind="stock", meaning="over children of 0 to 2 years", digits=1, digits_of_difference=1,
        in_sweeps=True,
    ),
)
DECLARED_INDICATORS: dict[str, Indicator] = {
    one.id: one
    for one in (
        *OF_PEOPLE, *OF_BIRTHS, *OF_MARRIAGES, *OF_DEATHS_AND_MOVES, *OF_STRUCTURE, *OF_SERVICES, *OF_POLICY,
    )
}
"""Every indicator by its id, in the order in which a sweep keeps them."""
