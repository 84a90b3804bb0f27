"""Words of the explorer in Chinese and English: everything a page or a figure of it says beside declared names."""

WORDS: dict[str, dict[str, str]] = {
    "zh": {
        "title": "绍兴生育政策推演",
        "about": "改动政策措施，在模型里的绍兴重跑一遍，看出生人数、资金和一户人家有何变化。",
        "question": "问题", "scenario": "情景", "against": "对比情景", "future": "外部环境", "area": "地区",
        "year": "年份", "city": "全市", "sample": "抽样", "draws": "参数组数", "apart": "把情景按方案条目拆开",
        "apart_help": "对比情景为国家和省级法规时可用；运行次数约为十二倍。",
        "sample_help": "抽样越大，偶然误差越小，等待越久。",
        "draws_help": "每组参数各配一个随机种子；组数越多，区间越可靠。", "run": "开始推演",
        "again": "问题已改动，图表仍是上一次的结果；请重新推演。", "cancel": "取消",
        "progress": "已完成{done}次模拟，共{of}次",
        "starting": "正在准备模型；首次使用要先编译，可能需要几分钟", "cancelled": "已取消。",
        "failed": "推演没有完成：{}", "took": "用时{:.0f}秒，共{}次模拟。",
        "none_yet": "还没有结果：设好措施后按“开始推演”。",
        "bad_link": "链接中的问题无法读取，已改为新问题：{}", "tab_measures": "措施", "tab_births": "出生人数",
        "tab_added": "各项措施的作用", "tab_money": "资金", "tab_household": "一户人家",
        "tab_reproduce": "复现", "measures_intro": "打开开关即可改动一项措施；未打开的措施与所选情景相同。",
        "measures_set": "（已改{}项）", "item_0": "资金分担", "how": "方式", "how_dose": "按方案的倍数",
        "how_value": "自定数值", "dose": "倍数（0为国家和省级法规，1为方案）", "value": "数值（{}）",
        "since": "起始月份", "county": "地区", "from_start": "从模拟开始起",
        "plan_value": "方案：{}；允许{}至{}（{}）", "varies": "{}至{}（各地或各孩次不同）", "yes": "是",
        "no": "否", "asked": "所问情景", "held_against": "对比情景", "difference": "两者之差",
        "births_year": "{year}年出生", "more_year": "{year}年多出生",
        "births_more": "{first}–{last}年累计多出生", "money_more": "累计多支出公共资金",
        "births_axis": "出生人数（万人/年）", "difference_axis": "差值（人/年）", "fan_title": "{}出生人数",
        "added_title": "{}各项措施新增的出生人数", "added_axis": "新增出生人数（人，{}–{}年合计）",
        "money_title": "{}新增支出，按出资方", "money_axis": "新增支出（亿元/年，2020年价格）",
        "in_all": "合计", "interval": "90%等尾区间", "interval_is": "90%等尾区间：{}",
        "interval_of": "阴影和横线为90%等尾区间（{n}组参数，各配一个随机种子）。",
        "small": "少于{fewest}组参数时，区间按正态理论推算。",
        "chance": "抽样1/{sample}：模拟中的1人代表{sample}人。仅因抽样的偶然，{year}年一次模拟的出生人数就会"
        "上下相差约{chance}人（1个标准差）；两个情景用同样的参数和种子，差值的偶然误差较小，已计入区间。",
        "added_note": "按方案条目顺序逐项加上；先后不同，同一项的份额也会不同。括号内区间含0的，增减方向无法确定。",
        "money_note": "各组参数均值；含少收的税款。负数为少支出。", "payers": "出资方",
        "in_year": "{}年（亿元，2020年价格）", "in_years": "{}–{}年合计（亿元，2020年价格）",
        "per_birth": "每新增一名出生人口的公共资金", "not_measurable": "无法测算", "yuan_100m": "亿元",
        "yuan_10k": "万元",
        "household_intro": "同一对夫妻在模型中过两遍：一遍在对比情景下，一遍在所问情景下；参数和运气相同。",
        "wife_age": "妻子年龄（2020年11月）", "children": "已有子女", "any": "不限", "tell": "讲述这户人家",
        "before": "之前：对比情景", "after": "之后：所问情景", "births_of": "生育月份",
        "no_births": "没有再生育",
        "review": "{month}商量要不要第{order}个孩子（{covered}个月内）：改动最大的一次",
        "chance_of": "开始备孕的概率", "term": "考虑的因素（σ，正数有利于生育）",
        "no_review": "两次生活中没有同月同孩次的商量。", "change": "变化",
        "stale_household": "问题已改动，下文仍是上一次的结果。", "python": "用Python复现", "yaml": "情景文件",
        "download": "下载情景文件（YAML）",
        "yaml_note": "可用 fertsim scenario check whatif.yaml 检查，用 fertsim run --scenario whatif.yaml 运行。",
        "link": "恢复这一问题的链接",
        "link_note": "浏览器地址栏里的地址也是它；只在运行浏览器推演的这台机器上有效。",
        "data": "下载数据（CSV）", "scenario_title": "自定情景：{}", "scenario_unchanged": "{}，未改动",
        "more": "等{}项",
    },
    "en": {
        "title": "What if, for Shaoxing",
        "about": "Change measures, let the model's city live again, and see births, money and one household.",
        "question": "Question", "scenario": "Scenario", "against": "Compared with", "future": "Future",
        "area": "Area", "year": "Year", "city": "Whole city", "sample": "Sample", "draws": "Draws",
        "apart": "Take the scenario apart by plan item",
        "apart_help": "Where it is compared with national law alone; it takes some twelve times the runs.",
        "sample_help": "A larger sample has less chance in it and takes longer.",
        "draws_help": "Draws of the parameters; each has its own seed; more of them make intervals firmer.",
        "run": "Run", "again": "The question has changed since; charts are of the one before. Run again.",
        "cancel": "Cancel", "progress": "{done} of {of} runs done",
        "starting": "Getting the model ready; the first time it is compiled, which may take minutes",
        "cancelled": "Cancelled.", "failed": "The run did not come to an end: {}",
        "took": "It took {:.0f} s for {} runs.",
        "none_yet": "Nothing to show yet: set measures, then press Run.",
        "bad_link": "The link's question cannot be read, so this is a new one: {}", "tab_measures": "Measures",
        "tab_births": "Births", "tab_added": "What each adds", "tab_money": "Money",
        "tab_household": "One household", "tab_reproduce": "Reproduce",
        "measures_intro": "Switch a measure on to change it; all others stay as in the scenario.",
        "measures_set": " ({} changed)", "item_0": "who pays", "how": "How", "how_dose": "times the plan",
        "how_value": "own value", "dose": "Dose (0 national law, 1 the plan)", "value": "Value ({})",
        "since": "From", "county": "Where", "from_start": "start of the run",
        "plan_value": "plan: {}; allowed {} to {} ({})", "varies": "{} to {} (by county or birth order)",
        "yes": "yes", "no": "no", "asked": "asked about", "held_against": "compared with",
        "difference": "Difference", "births_year": "Births in {year}", "more_year": "More births in {year}",
        "births_more": "More births, {first}–{last}", "money_more": "More public money",
        "births_axis": "births (thousand a year)", "difference_axis": "difference (births a year)",
        "fan_title": "Births, {}", "added_title": "Births that each measure adds, {}",
        "added_axis": "births added, {}–{}", "money_title": "Money added by payer, {}",
        "money_axis": "money added (billion yuan of 2020 a year)", "in_all": "in all",
        "interval": "90 % equal-tailed interval", "interval_is": "90 % equal-tailed interval: {}",
        "interval_of": "Bands and bars: 90 % equal-tailed interval of {n} parameter draws, each with its own seed.",
        "small": "Below {fewest} draws it is reckoned by normal theory.",
        "chance": "Sample 1/{sample}: one simulated birth stands for {sample}. By chance of the sample alone the births"
        " of one run in {year} are off by some {chance} (one standard deviation); both scenarios have the same draws"
        " and seeds, so that their difference has less of it, and the interval holds what is left.",
        "added_note": "Added one after the other in the plan's order; in another order shares would differ."
        " Where brackets hold 0, the sign is not known.",
        "money_note": "Mean over draws; tax forgone counts. Below zero: less is spent.", "payers": "Payer",
        "in_year": "{} (billion yuan of 2020)", "in_years": "{}–{} (billion yuan of 2020)",
        "per_birth": "Public money per birth added", "not_measurable": "cannot be told",
        "yuan_100m": "billion yuan", "yuan_10k": "thousand yuan",
        "household_intro": "One couple lives twice in the model: under the scenario compared with, and under"
        " the one asked about, with the same parameters and luck.",
        "wife_age": "Her age (November 2020)", "children": "Children so far", "any": "any",
        "tell": "Tell this household's life", "before": "Before: compared with", "after": "After: asked about",
        "births_of": "Births", "no_births": "no further birth",
        "review": "{month}: they talk about child number {order} (within {covered} months), where most changes",
        "chance_of": "chance of beginning to try",
        "term": "What they weigh (sigma; positive speaks for the child)",
        "no_review": "In the two lives they never talk about the same child in the same month.",
        "change": "Change", "stale_household": "The question has changed since; this is of the one before.",
        "python": "Reproduce in Python", "yaml": "Scenario file", "download": "Download the scenario (YAML)",
        "yaml_note": "fertsim scenario check whatif.yaml checks it, fertsim run --scenario whatif.yaml runs it.",
        "link": "Link that brings this question back",
        "link_note": "The address bar has it too; it works on the machine where the explorer runs.",
        "data": "Download data (CSV)", "scenario_title": "own scenario: {}",
        "scenario_unchanged": "{}, unchanged", "more": ", {} in all",
    },
}  # fmt: skip
UNITS_ZH = {
    "yuan per month and child": "元/月·孩", "yuan per year and child": "元/年·孩", "yuan once": "元，一次性",
    "share": "比例，0至1", "percent per year": "百分点/年", "yuan": "元", "days": "天", "yes/no": "是或否",
    "days per year": "天/年", "hours per workday": "小时/工作日", "staff per 1000 births": "人/千名新生儿",
    "places per 1000": "个/千人", "yuan per month": "元/月", "months": "月龄", "yuan per place": "元/个",
    "yuan per month and person": "元/月·人", "children": "个孩子",
    "ratio to yearly income per head": "人均年收入的倍数",
    "yuan per year": "元/年", "ratio": "倍数",
}
"""Units of levers in Chinese, by the declared unit."""
TERMS = {
    "preference": ("生育意愿", "wish for this child"), "taste": ("夫妻的偏好", "the couple's taste"),
    "wife_taste": ("妻子的偏好", "her taste"), "husband_taste": ("丈夫的偏好", "his taste"),
    "money": ("钱", "money"), "wife_time": ("妻子的时间", "her time"), "husband_time": ("丈夫的时间", "his time"),
    "career": ("妻子的职业", "her career"), "crowding": ("住房拥挤", "crowded home"),
    "peers": ("周围人的生育", "births around them"), "sons": ("还没有儿子", "no son yet"),
    "illness": ("大病风险", "costly illness"), "cash": ("手头的钱", "cash at hand"),
    "rules": ("生育政策", "birth rules"),
}
"""Terms of a birth decision, Chinese and English."""
PAYERS = {
    "central": ("中央", "central"), "province": ("省", "province"), "city": ("市", "city"),
    "county": ("县（市、区）", "county"), "insurance_fund": ("职工基本医疗保险基金（含生育保险）", "insurance fund"),
    "employer": ("用人单位", "employers"), "family": ("家庭", "families"),
}
"""Who pays, in the order of a chart."""


def unit(declared: str, language: str) -> str:
    """A lever's unit."""
    return UNITS_ZH[declared] if language == "zh" else declared


def of(pair: tuple[str, str], language: str) -> str:
    """The Chinese or the English one of a pair."""
    return pair[0] if language == "zh" else pair[1]
