"""Words of the briefing in Chinese and English. Numbers come in through the braces; none is written here.

What digits remain are definitions: ages, the level of an interval, the year of prices.
"""

from typing import Any

PAYERS = {
    "zh": {"central": "中央", "province": "省", "city": "市", "county": "县（市、区）",
           "insurance_fund": "生育保险基金"},
    "en": {"central": "central", "province": "province", "city": "city", "county": "counties",
           "insurance_fund": "insurance fund"},
}
BENEFITS = {
    "zh": {"allowance": "育儿补贴", "grant": "生育补助", "tax_saved": "个税减少", "nursery_aid": "入托补助"},
    "en": {"allowance": "allowance", "grant": "birth grant", "tax_saved": "tax saved", "nursery_aid": "nursery aid"},
}
ORDERS = {"zh": ("一孩", "二孩", "三孩"), "en": ("first child", "second child", "third child")}
RESIDENCES = {"zh": {"urban": "城镇", "rural": "农村"}, "en": {"urban": "Town", "rural": "Village"}}

TITLES = {
    "zh": {
        "summary": "{area}：生育政策情景比较", "births": "出生人数：到 {last} 年", "added": "政策措施带来多少出生",
        "money": "各级公共资金：按年份和出资方", "cost": "每多出生一个孩子的公共成本",
        "childcare": "各县（市、区）托位与需求",
        "counties": "各县（市、区）出生人数", "pyramid": "人口年龄结构", "child_cost": "养育一个孩子的成本：补助前后",
        "sure": "结果有多可靠", "limits": "本模型不能回答什么",
    },
    "en": {
        "summary": "{area}: birth policy scenarios compared", "births": "Births to {last}",
        "added": "What the measures add in births", "money": "Public money by year and payer",
        "cost": "Public cost of an additional birth", "childcare": "Childcare places and demand by county",
        "counties": "Births by county", "pyramid": "Population by age and sex",
        "child_cost": "Cost of a child before and after benefits", "sure": "How sure we are",
        "limits": "What this model cannot say",
    },
}

SENTENCES = {
    "zh": {
        "and": "；", "list": "、",
        "births": "{last} 年出生人数：{each}。{first} 年（{main}）为 {start}。",
        "births_one": "{title} {mean}{span}",
        "span": "（区间 {lower} 至 {upper}）", "no_span": "（只有一个种子，没有区间）",
        "added": "{first}–{last} 年合计：{each}。",
        "added_one": "{title}比“{against}”{mean}{span}{open}",
        "more": "多 {x}", "fewer": "少 {x}", "open": "，区间含零，不能断定是增是减",
        "credit": "“{title}”多出的出生，有一部分靠婚育消费贷款{ceiling}。方案没有写明贷款额度，"
        "这个额度是我们的假设，没有文件出处。{weight}",
        "credit_ceiling": "（每对夫妻最多 {x}）",
        "credit_without": "去掉这项贷款，多出的出生由 {added} 变为 {other}{span}：其中 {share} % 靠它。",
        "credit_alone": "只有这项贷款时多 {other}{span}，相当于全部增量的 {share} %。",
        "credit_item": "方案第 {item} 条（这项贷款在内）单独多 {other}{span}，相当于全部增量的 {share} %。",
        "credit_unclear": "它占多少，这批运行的偶然性太大，分不清。",
        "credit_unknown": "它占多少，这批运行没有单独计算；引用增量之前，请先确认这个额度。",
        "credit_short": "“{title}”的增量中，{share} % 靠额度没有出处的婚育消费贷款（见首页）。",
        "credit_short_part": "“{title}”的增量中，有一部分靠额度没有出处的婚育消费贷款（见首页）。",
        "money": "“{main}”下，{last} 年公共资金 {at_last}；{first}–{last} 年合计 {total}，比“{base}”{more}。"
        "出资最多的是{payer}，占 {share} %。",
        "cost_one": "{title}比“{against}”：每多出生一人 {mean}{span}{open}", "cost": "{each}。",
        "cost_none": "{title}比“{against}”：出生人数之差的区间含零，算不出每多出生一人的成本",
        "cost_fewer": "{title}比“{against}”：出生人数没有增加，不计算",
        "cost_open": "，区间含零",
        "childcare": "{year} 年末（{main}）全市托位 {places} 个，需求（在托加排队）{wanted} 人，{balance}。{short}",
        "balance_short": "缺 {n} 个", "balance_spare": "余 {n} 个",
        "short": "需求超过托位的有：{names}。", "none_short": "各县（市、区）托位均不少于需求。",
        "counties": "{first} 到 {last} 年（{main}）：变化最小的是{best}（{best_change}），"
        "最大的是{worst}（{worst_change}）。",
        "pyramid": "{main}：{last} 年末常住人口 {last_people}，{first} 年末为 {first_people}；65 岁及以上占比由"
        " {old_first} % 变为 {old_last} %，0–14 岁由 {young_first} % 变为 {young_last} %。",
        "child_cost": "按 {month} 的规则（{main}），城镇{low}养育成本 {low_cost}，补助 {low_benefit}（{low_share} %）；"
        "城镇{high}成本 {high_cost}，补助 {high_benefit}（{high_share} %）。",
        "sure_assumed": "“{main}”与“{base}”相比改动了 {levers} 项政策工具，其中 {touched} 项的取值全部或部分出于假设；"
        "按月份、县和孩次计，平均 {share} % 的改动值是假设。",
        "sure_same": "“{main}”与“{base}”的政策取值没有差别。", "sure_unknown": "这批运行没有记录哪些取值出于假设。",
    },
    "en": {
        "and": "; ", "list": ", ",
        "births": "Births in {last}: {each}. In {first} ({main}): {start}.",
        "births_one": "{title} {mean}{span}",
        "span": " (interval {lower} to {upper})", "no_span": " (one seed, so no interval)",
        "added": "{first} to {last} in all: {each}.",
        "added_one": "{title} against “{against}”: {mean}{span}{open}",
        "more": "{x} more", "fewer": "{x} fewer", "open": ", which includes zero: more or fewer cannot be told",
        "credit": "Part of the births that “{title}” adds rests on family credit{ceiling}. The plan names no ceiling:"
        " it is our assumption, and no document is behind it. {weight}",
        "credit_ceiling": " (up to {x} a couple)",
        "credit_without": "Without this credit the added births go from {added} to {other}{span}: {share} % of them"
        " rest on it.",
        "credit_alone": "Alone it adds {other}{span}, as many as {share} % of all.",
        "credit_item": "The plan's item {item}, this credit included, alone adds {other}{span}, as many as {share} % of"
        " all.",
        "credit_unclear": "How much, these runs cannot tell: their chance is too large.",
        "credit_unknown": "How much, these runs did not compute; settle this ceiling before you quote the added"
        " births.",
        "credit_short": "Of what “{title}” adds {share} % rests on family credit, whose ceiling has no source.",
        "credit_short_part": "Part of what “{title}” adds rests on family credit, whose ceiling has no source.",
        "money": "Under “{main}”, public money is {at_last} in {last} and {total} in {first} to {last}, {more} than"
        " under “{base}”. The largest payer: {payer}, with {share} %.",
        "cost_one": "{title} against “{against}”: {mean} an additional birth{span}{open}", "cost": "{each}.",
        "cost_none": "{title} against “{against}”: the interval of added births includes zero, so there is no cost"
        " of one",
        "cost_fewer": "{title} against “{against}”: no births are added, so there is no cost of one",
        "cost_open": ", which includes zero",
        "childcare": "At the end of {year} ({main}) there are {places} places and a demand (enrolled and queue) of"
        " {wanted}: {balance}. {short}",
        "balance_short": "{n} places short", "balance_spare": "{n} places to spare",
        "short": "Demand exceeds places in {names}.", "none_short": "No county has fewer places than demand.",
        "counties": "{first} to {last} ({main}): the smallest change is in {best} ({best_change}), the largest in"
        " {worst}"
        " ({worst_change}).",
        "pyramid": "{main}: {last_people} residents at the end of {last}, {first_people} at the end of {first}; ages 65"
        " and over go from {old_first} % to {old_last} %, ages 0–14 from {young_first} % to {young_last} %.",
        "child_cost": "Under the rules of {month} ({main}) a {low} in town costs {low_cost} and brings {low_benefit} of"
        " benefits ({low_share} %); a {high}: {high_cost} and {high_benefit} ({high_share} %).",
        "sure_assumed": "Compared with “{base}”, “{main}” moves {levers} policy levers; of {touched} of them the"
        " values rest"
        " wholly or in part on assumptions. By month, county and birth order {share} % of the moved values, on average,"
        " are assumed.",
        "sure_same": "“{main}” and “{base}” have the same policy values.",
        "sure_unknown": "These runs did not store which values are assumed.",
    },
}  # fmt: skip

NOTES = {
    "zh": {
        "simulation": "区间：模拟区间（各随机种子均值的 95 % t 区间），不含参数、模型结构和前景的不确定性。",
        "simulation, paired": "区间：配对模拟区间（同一随机种子之差的 95 % t 区间），不含参数、"
        "模型结构和前景的不确定性。",
        "uncertainty": "区间：不确定性，{share} 等尾区间（{how}），含参数、趋势和前景，不含模型结构；{luck}。",
        "uncertainty, paired": "区间：配对的不确定性，{share} 等尾区间（{how}），"
        "含参数、趋势和前景，不含模型结构；{luck}。",
        "births": "常住人口口径，含流动人口；不与户籍口径混用。",
        "money": "2020 年价格，各种子均值；含少收的税款，收取的社会抚养费为负；用人单位与家庭支出不在内。",
        "cost": "公共资金之差除以出生人数之差（各年合计，2020 年价格，不贴现）；区间由 Fieller 法或各组参数之比得出。",
        "childcare": "年末数，各种子均值；情景：{main}。",
        "counties": "常住人口口径，各种子均值；各图纵轴刻度不同。",
        "pyramid": "各种子均值；最上一组为 100 岁及以上。", "child_cost": "0–17 岁合计，2020 年价格，不贴现；"
        "规则和收入按该月不变；本地户籍夫妻，已计申领率；各收入组均值。",
        "sure": "假设比重：该项政策工具的改动值中出于假设的比重，同一方案条目内取平均。",
    },
    "en": {
        "simulation": "Interval: simulation (95 % t interval of the mean over seeds); it holds no uncertainty of"
        " parameters,"
        " structure or futures.",
        "uncertainty": "Interval: uncertainty, {share} equal-tailed ({how}), of parameters, trend and futures, not of"
        " structure; {luck}.",
        "uncertainty, paired": "Interval: uncertainty, paired, {share} equal-tailed ({how}), of parameters, trend and"
        " futures, not of structure; {luck}.",
        "simulation, paired": "Interval: simulation, paired (95 % t interval of differences between runs of one"
        " seed); it holds no uncertainty of parameters, structure or futures.",
        "births": "Births of residents, migrants included; never mixed with registered births.",
        "money": "Yuan of 2020, mean over seeds; tax forgone counts, penalties are negative; employers and families"
        " left out.",
        "cost": "Difference in public money over difference in births, all years, yuan of 2020, undiscounted; interval"
        " by Fieller's method, or of the draws' own ratios.",
        "childcare": "At the year's end, mean over seeds; scenario: {main}.",
        "counties": "Births of residents, mean over seeds; scales differ between counties.",
        "pyramid": "Mean over seeds; the top group is 100 and over.",
        "child_cost": "Ages 0–17 in all, yuan of 2020, undiscounted; rules and incomes of the month held; couples"
        " of local"
        " registration, after take-up; mean of the income groups.",
        "sure": "Share assumed: of the values of a lever that the scenario moves; mean over the levers of a plan item.",
    },
}  # fmt: skip

ITEMS = {
    "zh": {3: "养育成本", 4: "生育保险", 5: "假期", 6: "生育健康", 7: "托育", 8: "教育", 9: "住房", 10: "就业",
           11: "婚俗", 12: "数字服务", 14: "政策衔接", 16: "社会氛围"},
    "en": {3: "child-raising cost", 4: "maternity insurance", 5: "leave", 6: "health", 7: "childcare", 8: "school",
           9: "housing", 10: "work", 11: "marriage", 12: "digital services", 14: "policy links", 16: "climate"},
}
"""Short names of the plan's items."""

AXES = {
    "zh": {"cost": "万元/人（2020 年价格）", "places": "托位（个）、儿童（人）", "child": "万元（2020 年价格）",
           "assumed": "假设比重（%）"},
    "en": {"cost": "thousand yuan of 2020 / birth", "places": "places, children", "child": "thousand yuan of 2020",
           "assumed": "share assumed (%)"},
}
"""Units of axes that show no declared indicator, or two of them."""
SCALES: dict[str, dict[str, float]] = {
    "zh": {"births": 1e4, "money": 1e8, "cost": 1e4, "people": 1e3, "child": 1e4},
    "en": {"births": 1e3, "money": 1e6, "cost": 1e3, "people": 1e3, "child": 1e3},
}
"""What the values of an axis are divided by."""

LABELS = {
    "zh": {"band": "{band}（{title}）", "places": "托位", "wanted": "需求（在托 + 排队）", "men": "男",
           "women": "女",
           "year_end": "{} 年末", "net": "补助后成本", "item": "{}（第 {} 条）", "funding": "资金条款",
           "against": "{}比“{}”"},
    "en": {"band": "{band} ({title})", "places": "places", "wanted": "demand (enrolled + queue)",
           "men": "men", "women": "women", "year_end": "end of {}", "net": "cost after benefits", "item": "{} ({})",
           "funding": "funding clause", "against": "{} against “{}”"},
}  # fmt: skip

SURE = {
    "zh": (
        "{calibration}",
        "{interval}",
        "{assumed}",
        "前景为“{future}”，各组参数另有改动；价格、收入和迁移走别的路，水平和情景之间的差都会变。",
    ),
    "en": (
        "{calibration}",
        "{interval}",
        "{assumed}",
        "The future is “{future}” as draws vary it; other prices, incomes and migration would move the levels, and the"
        " differences between scenarios too.",
    ),
}
SURE_INTERVAL = {
    "zh": {
        "simulation": "图中区间只反映随机种子和抽样的偶然性（{sample} 抽样，{seeds} 个种子），不含参数、"
        "模型结构和前景的不确定性；真实的不确定性更大。",
        "uncertainty": "图中为 {share} 等尾区间（{how}，{sample} 抽样），含参数、趋势和前景的不确定性；{luck}；"
        "不含模型结构，真实的不确定性更大。",
    },
    "en": {
        "simulation": "Intervals show the chance of seeds and sample alone (sample {sample}, {seeds} seeds); they hold"
        " no uncertainty of parameters, structure or futures. The real uncertainty is larger.",
        "uncertainty": "Intervals are {share} equal-tailed ({how}, sample {sample}), of parameters, trend and futures;"
        " {luck}; they hold no uncertainty of structure. The real uncertainty is larger.",
    },
}
ONLY_COMPARE = {
    "zh": "只宜比较情景之间的方向和量级。", "en": "Use it to compare directions and sizes.",
}  # fmt: skip
FOOT_DRAWN = {
    "zh": "参数为依据 {last} 年及以前公布数的 {n} 组后验抽样，不是预测；未达到的公布数见 docs/validation.md。",
    "en": "Parameters: {n} draws of a posterior by figures to {last}; misses stand first in docs/validation.md. Not a"
    " forecast.",
}
"""Foot of each page where parameters were drawn; the page on how sure we are says how near."""
LIMITS: dict[str, tuple[str, ...]] = {
    "zh": (
        "下列问题，请不要用这份结果来回答。",
        "不能预测某一年的实际出生人数：疫情、生肖年、经济波动等冲击不在模型内，或只有粗略形式。",
        "不能说出生会不会回升：2022 年后偏好和初婚的走势原因不明，按随机变动处理；请看情景之差，不看走势。",
        "不能说某一个家庭会怎样：模型给出的是许多家庭的概率，不是个人的命运。",
        "不能回答没有写进模型的措施；宣传、观念的效果没有本地证据，不作为主要结果。",
        "分孩次出生、县级房价、分年托位等没有本地公布数，用了外地的年龄型或估计值。",
        "家庭对钱、时间和托位的反应强度来自文献和判断，不是本市的试验；本市试点的评估可以替换它们。",
        "县级结果的偶然性比全市大，不宜用来给县（市、区）排名。",
        "不评价措施是否应当：公平、意愿和权利由决策者判断。",
    ),
    "en": (
        "Do not use these results to answer the following.",
        "The births of a given year: epidemics, zodiac years and slumps are not in the model, or only roughly.",
        "Whether births will recover: what moves tastes and marriage is not known, so after 2022 both go on at random;"
        " look at differences between scenarios, not at the course.",
        "What one family will do: the model gives chances of many families, not anybody's fate.",
        "Measures that are not in the model. Campaigns and norms have no local evidence and stand outside the"
        " headline.",
        "Births by order, house prices by county and childcare places by year have no published local figure; age"
        " patterns of other places or estimates stand in.",
        "How strongly families respond to money, time and places comes from the literature and judgement, not from"
        " a local"
        " trial; an evaluation of the city's own trials could replace it.",
        "County results carry more chance than the city's; they are no ranking of counties.",
        "Whether a measure ought to be taken: fairness, wishes and rights are for those who decide.",
    ),
}


def fill(language: str, name: str, **values: Any) -> str:
    """A sentence with its numbers."""
    return SENTENCES[language][name].format(**values)
