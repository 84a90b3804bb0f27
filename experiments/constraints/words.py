"""Words of `fertsim constraints` in Chinese and English."""

CONSTRAINTS_SAID = {
    "zh": {
        "partner": "配偶", "biology": "生育力", "money": "花费", "cash": "现金", "time": "时间", "career": "职业",
        "space": "住房", "rules": "政策",
    },
    "en": {
        "partner": "partner", "biology": "biology", "money": "money", "cash": "cash", "time": "time",
        "career": "career", "space": "space", "rules": "rules",
    },
}
ORDERS = {"zh": ("一孩", "二孩", "三孩", "四孩及以上"), "en": ("1st birth", "2nd birth", "3rd birth", "4th and later")}
INCOMES = {
    "zh": ("收入低的三分之一", "中间三分之一", "收入高的三分之一", "未婚"),
    "en": ("lower pay", "middle pay", "higher pay", "not married"),
}
"""Thirds of couples by pay of both, and women who are not married."""
CITY = {
    "zh": {
        "title": "{area}：{next}年计划开始的生育，被什么挡住",
        "of": "情景：{scenario}；外部环境：{future}；抽样{sample}，种子{seed}{drawn}；{year}年末的状态",
        "drawn": "（用该种子的一组参数）",
        "women": "20至44岁妇女{women:,.0f}人；另有怀孕的{pregnant:,.0f}人、正在备孕的{trying:,.0f}人，"
        "不计在内",
        "births": "预计开始的生育：现状{as_is:,.0f}，八项都去掉{lifted:,.0f}",
        "constraint": "约束", "share": "份额", "alone": "只去掉它", "last_in": "其余已去掉", "all": "合计",
        "group": "分组（份额）", "as_is": "现状", "lifted": "都去掉",
        "without": "其中未婚而找不到同类夫妇的{n:,.0f}人，“配偶”对她们不起作用",
    },
    "en": {
        "title": "{area}: what holds back births begun by planning in {next}",
        "of": "scenario {scenario}, future {future}; sample {sample}, seed {seed}{drawn}; state at the end of {year}",
        "drawn": " with its parameter draw",
        "women": "{women:,.0f} women of 20 to 44; besides, {pregnant:,.0f} are pregnant and {trying:,.0f} trying, and"
        " left out",
        "births": "Births expected: {as_is:,.0f} as things are, {lifted:,.0f} with all eight constraints lifted",
        "constraint": "constraint", "share": "share", "alone": "alone", "last_in": "last in", "all": "all",
        "group": "shares by group", "as_is": "as is", "lifted": "all lifted",
        "without": "For {n:,.0f} of them who are not married no couple like theirs was found: a partner adds nothing",
    },
}
HOUSEHOLD = {
    "zh": {
        "title": "第{household}户，{year}年末：她{age}岁，{county}，生过{parity}个孩子，{married}",
        "married": "已婚", "away": "已婚，丈夫住在外地", "single": "未婚；“配偶”一项借用第{theirs}户的丈夫和住房",
        "alone": "未婚，样本中没有同类夫妇",
        "births": "{next}年计划开始生育的概率：现状{as_is:.1f}%，八项都去掉{lifted:.1f}%（下列为百分点）",
    },
    "en": {
        "title": "Household {household} at the end of {year}: she is {age}, of {county}, has borne {parity}, {married}",
        "married": "is married", "away": "is married to a husband who lives elsewhere",
        "single": "is not married; as a partner she is given the husband and home of household {theirs}",
        "alone": "is not married, and the sample has no couple like hers",
        "births": "Chance of a birth begun by planning in {next}: {as_is:.1f} % as things are, {lifted:.1f} % with all"
        " eight constraints lifted (below in percentage points)",
    },
}
READ = {
    "zh": (
        "份额：沙普利值，即按所有可能的先后顺序逐项去掉时各项增加量的平均，合计等于两者之差。只去掉它：其他七项不变。"
        "其余已去掉：最后才去掉它。",
        "去掉的意思：配偶＝未婚者得到本县同年龄组、同孩次一对夫妇的丈夫（及其收入）和住房，自己的工作和意愿不变；"
        "生育力＝25岁及以上者保持自己25岁时的受孕机会、不孕和流产；花费＝孩子不减少夫妻自己的消费；"
        "现金＝生产时不缺钱，也不怕大病；时间、职业、住房＝孩子不占用；政策＝允许生育，没有处罚。"
        "等待的价值随之重算。",
        "这不是预测：只看一个时点的城市，往后一年，按模型中夫妻自己的决定；不含意外怀孕、辅助生殖、当年的婚礼，"
        "也不含年龄对意愿、理想子女数和身边人的影响。开始备孕后一年内怀上且没有流产才算。"
        "钱的作用是先验，水平数据识别不了它。",
    ),
    "en": (
        "Share: Shapley's, the mean of what lifting a constraint adds over all orders in which the eight may be lifted;"
        " shares add up to the difference. Alone: the other seven hold; last in: none of them does.",
        "Lifted means: partner: who is not married has the husband, his income and the home of a couple of her county,"
        " age group and number of children, and keeps her own work and wishes; biology: from 25 on her own chance to"
        " conceive, sterility and losses at 25; money: the child leaves own consumption as it is; cash: no payment is"
        " missing and no illness feared; time, career, space: the child takes none; rules: the birth is permitted,"
        " without penalty. What waiting is worth follows.",
        "No forecast: one state of the city, a year ahead, by the decision of couples as the model has it. Conceptions"
        " that nobody planned, treatment and the year's weddings are not in it, and wishes, their fall with age, and"
        " peers are no constraint. A start counts if it leads within a year to a conception that is not lost. What"
        " money does is a prior: levels do not identify it.",
    ),
}
"""What the numbers are, what lifting means, and what they are not."""
