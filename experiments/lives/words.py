"""Words of `fertsim explain` in Chinese and English: events, terms of the birth decision, and who a couple is."""

SEX = {"zh": ("男孩", "女孩"), "en": ("boy", "girl")}
WHO = {"zh": {"wife": "妻子", "husband": "丈夫"}, "en": {"wife": "the wife", "husband": "the husband"}}
SCHOOLING = {
    "zh": ("未上过学", "小学", "初中", "高中", "大专", "本科及以上"),
    "en": ("no schooling", "primary school", "junior secondary school", "senior secondary school", "junior college",
           "a bachelor's degree or more"),
}
WORK = {
    "zh": ("不工作", "在私营单位工作", "在公有单位工作", "灵活就业"),
    "en": ("no paid work", "works for a private firm", "works in the public sector", "works flexibly"),
}
JOBS = {
    "zh": WORK["zh"],
    "en": ("no paid work", "with a private firm", "in the public sector", "as a flexible worker"),
}
TENURE = {
    "zh": ("住自有住房", "租房", "住公租房", "与父母同住", "住集体户"),
    "en": ("their own home", "a rented home", "a public rental home", "the parents' home", "a collective unit"),
}
SELF_BUILT = {"zh": "住自建房", "en": "a home that the family built"}
"""Said instead of an own home where the family built it."""
KINDS = {
    "zh": {1: "普惠托位", 2: "市场化托位", 3: "幼儿园托班", 4: "社区或单位托位"},
    "en": {1: "an inclusive nursery", 2: "a market nursery", 3: "a kindergarten's nursery class",
           4: "a community or workplace nursery"},
}
ORDER = {
    "zh": {1: "第一个孩子", 2: "第二个孩子", 3: "第三个孩子"},
    "en": {1: "first child", 2: "second child", 3: "third child"},
}
CHILDREN = {"zh": "第{}个孩子", "en": "child number {}"}

PORTRAIT = {
    "zh": {
        "head": "{month}起，第{household}户，{county}{residence}。", "town": "城镇", "village": "农村",
        "she": "她{age}岁，{schooling}，{work}，{hukou}。", "he": "丈夫{age}岁，{schooling}，{work}，{hukou}。",
        "away": "丈夫住在外地。", "childless": "没有孩子。", "children": "孩子：{children}。",
        "child": "{years}岁{sex}", "comma": "、",
        "home": "全家{tenure}，{area:.0f}平方米，房贷{debt:,.0f}元，存款{savings:,.0f}元；她{children}。",
        "homeless": "{tenure}；她{children}。",
        "none": "不想要孩子", "one_child": "想要1个孩子", "some": "想要{n}个孩子",
        "pay": "，年收入{pay:,.0f}元", "local": "本县户籍", "elsewhere": "外地户籍",
    },
    "en": {
        "head": "Household {household} in {month}, {county}, in a {residence}.", "town": "town", "village": "village",
        "she": "She is {age}, has {schooling}, {work}; {hukou}.",
        "he": "He is {age}, has {schooling}, {work}; {hukou}.",
        "away": "Her husband lives elsewhere.", "childless": "No children.", "children": "Children: {children}.",
        "child": "a {sex} of {years}", "comma": ", ",
        "home": "The household lives in {tenure} of {area:.0f} m2, with {debt:,.0f} yuan of housing debt and"
        " {savings:,.0f} yuan of savings; she would like {children} in all.",
        "homeless": "She lives in {tenure}; she would like {children} in all.",
        "none": "no child", "one_child": "one child", "some": "{n} children",
        "pay": " for {pay:,.0f} yuan a year", "local": "registered in the county", "elsewhere": "registered elsewhere",
    },
}

EVENTS = {
    "zh": {
        "wedding": "结婚：妻子{age}岁，丈夫{husband_age}岁；婚后{tenure}。",
        "wedding_away": "结婚（{age}岁）；婚后{tenure}。",
        "divorce": "离婚（{age}岁）。", "widowed": "丈夫去世（妻子{age}岁）。", "died": "妻子去世（{age}岁）。",
        "left_city": "迁出本市（{age}岁），故事到此为止。",
        "husband_left": "丈夫迁出本市。", "husband_away": "丈夫去了外地。", "husband_back": "丈夫回到家中。",
        "trying": "开始备孕，想要{child}。", "gives_up": "备孕{months}个月后放弃。",
        "pregnant": "备孕{months}个月后怀孕，预产期{due}。",
        "pregnant_unplanned": "意外怀孕，预产期或结束于{due}。",
        "birth": "{child}出生，是个{sex}（母亲{age}岁）。",
        "birth_unmarried": "未婚生育{child}，是个{sex}（母亲{age}岁）。",
        "lost": "流产。", "terminated": "终止妊娠。", "child_died": "{years}岁的孩子去世。",
        "job_lost": "{who}失去工作（此前年收入{pay:,.0f}元）。",
        "job_found": "{who}找到工作：{work}，年收入{pay:,.0f}元。",
        "job_changed": "{who}换了工作：{work}，年收入{pay:,.0f}元。",
        "moved_county": "搬到{county}。", "moved_home": "搬家：{tenure}。",
        "tenure": "住房改变：{tenure}（{area:.0f}平方米）。",
        "nursery": "孩子（{months}个月）入托：{kind}。", "queue": "孩子（{months}个月）排队等托位。",
        "nursery_end": "孩子（{months}个月）不再入托。",
    },
    "en": {
        "wedding": "they marry, she at {age}, he at {husband_age}, and live in {tenure}.",
        "wedding_away": "she marries at {age} and lives in {tenure}.",
        "divorce": "they divorce; she is {age}.", "widowed": "her husband dies; she is {age}.",
        "died": "she dies at {age}.", "left_city": "she leaves the city at {age}, and the story ends here.",
        "husband_left": "her husband leaves the city.", "husband_away": "her husband goes to live elsewhere.",
        "husband_back": "her husband is back.",
        "trying": "they begin to try for their {child}.", "gives_up": "they give up after {months} months of trying.",
        "pregnant": "she is pregnant after {months} months of trying, due in {due}.",
        "pregnant_unplanned": "she is pregnant without having planned it, until {due}.",
        "birth": "their {child} is born, a {sex}; she is {age}.",
        "birth_unmarried": "her {child} is born, a {sex}; she is {age} and unmarried.",
        "lost": "the pregnancy is lost.", "terminated": "the pregnancy is terminated.",
        "child_died": "a child of {years} dies.",
        "job_lost": "{who} loses the job (it paid {pay:,.0f} yuan a year).",
        "job_found": "{who} finds work {work} for {pay:,.0f} yuan a year.",
        "job_changed": "{who} now works {work} for {pay:,.0f} yuan a year.",
        "moved_county": "they move to {county}.", "moved_home": "they move to {tenure}.",
        "tenure": "they now live in {tenure} of {area:.0f} m2.",
        "nursery": "a child of {months} months gets a place: {kind}.",
        "queue": "a child of {months} months waits for a nursery place.",
        "nursery_end": "a child of {months} months leaves the nursery.",
    },
}

TERMS = {
    "zh": {
        "preference": "想要{order}的意愿（年龄、间隔、理想子女数）",
        "taste": "夫妻的长期偏好", "wife_taste": "妻子个人的偏好", "husband_taste": "丈夫个人的偏好",
        "money": "钱：夫妻每个成人的消费每年{without:,.0f}→{with_child:,.0f}元（{account}）",
        "wife_time": "妻子的空闲时间每周{wife_free:.1f}→{wife_left:.1f}小时",
        "husband_time": "丈夫的空闲时间每周{husband_free:.1f}→{husband_left:.1f}小时",
        "career": "妻子的职业：产假以外预计每年少收入{career_loss:,.0f}元（税前）",
        "crowding": "住房不够大：{persons}口人要{needed:.0f}平方米，现有{area:.0f}平方米",
        "peers": "身边的人近来生育多少", "sons": "还没有儿子",
        "illness": "万一母亲或孩子生大病：没有保险时每个成人的消费降到每年{feared:,.0f}元",
        "cash": "手头的钱不够：生产和头一年要付{due:,.0f}元，手头有{cash:,.0f}元，可借{credit:,.0f}元，"
        "还差{short:,.0f}元",
        "rules": "当时的政策不允许",
    },
    "en": {
        "preference": "how much they would like a {order} (age, spacing, family size wanted)",
        "taste": "lasting taste of the couple", "wife_taste": "lasting taste of the wife",
        "husband_taste": "lasting taste of the husband",
        "money": "money: own consumption per adult {without:,.0f} → {with_child:,.0f} yuan a year ({account})",
        "wife_time": "her free time: {wife_free:.1f} → {wife_left:.1f} hours a week",
        "husband_time": "his free time: {husband_free:.1f} → {husband_left:.1f} hours a week",
        "career": "her career: she expects to lose {career_loss:,.0f} yuan of gross pay a year beside her leave",
        "crowding": "the home is too small: {persons} people need {needed:.0f} m2, there are {area:.0f}",
        "peers": "how many around them had a child lately", "sons": "no son yet",
        "illness": "a costly illness of mother or child: uninsured, it leaves each adult {feared:,.0f} yuan a year",
        "cash": "cash falls short: birth and first year take {due:,.0f} yuan, there are {cash:,.0f} and {credit:,.0f}"
        " of credit, {short:,.0f} are missing",
        "rules": "the birth rules of the day forbid it",
    },
}
"""What each term of the utility means, in the order in which it is told."""

ACCOUNT = {
    "zh": "到手收入{income:,.0f}→{income_with_child:,.0f}，其中妻子税前{pay_change:+,.0f}；"
    "住房{housing:,.0f}→{housing_with_child:,.0f}；已有的孩子和欠款{for_others:,.0f}；"
    "这个孩子{child_cost:,.0f}，3岁前照护{care_cost:,.0f}，生产自付，减去贷款顶替的、加上还款，合{once:,.0f}；"
    "补助{benefits:,.0f}；自家房产可用{wealth:,.0f}；均为元，摊到18年里的每一年，两人合{adults:g}个成人",
    "en": "take-home pay {income:,.0f} → {income_with_child:,.0f}, hers {pay_change:+,.0f} before tax;"
    " housing {housing:,.0f} → {housing_with_child:,.0f}; other children and debts {for_others:,.0f}; this child"
    " {child_cost:,.0f}, care under three {care_cost:,.0f}, birth less what credit pays of it, instalments added,"
    " {once:,.0f}; benefits {benefits:,.0f}; out of the home's worth {wealth:,.0f}; all yuan in each of 18 years, for"
    " {adults:g} adults",
}
"""The couple's yearly account, from which a reader finds both levels of own consumption."""

HELD = {
    "zh": ("付过以后家里有存款{:,.0f}元。", "付过以后家里欠婚育消费贷款{:,.0f}元。"),
    "en": ("Then their home has {:,.0f} yuan.", "Then their home owes {:,.0f} yuan of family credit."),
}
"""Told after a wedding and a birth: savings, or what is owed."""
CREDIT = {
    "zh": "婚育消费贷款：生产和头一年要付{due:,.0f}元，手头有{cash:,.0f}元，借{credit:,.0f}元，以后从家用里还",
    "en": "family credit: birth and first year take {due:,.0f} yuan, there are {cash:,.0f}; they borrow {credit:,.0f}"
    " and pay it back out of later years",
}
"""Told with the terms where the couple would borrow."""

MOVES = {
    "zh": "有了这个孩子就搬家：{new_area:.0f}平方米，自付{new_cash:,.0f}元，贷款{new_debt:,.0f}元，"
    "每年还贷或房租{new_cost:,.0f}元；{gift}"
    "那时每个成人的消费每年{with_child_moved:,.0f}元，计入18年中的{moves:.0%}",
    "en": "with this child they would move: {new_area:.0f} m2 for {new_cash:,.0f} yuan of their own and"
    " {new_debt:,.0f} borrowed, {new_cost:,.0f} a year in payments or rent; {gift}"
    "own consumption per adult is then {with_child_moved:,.0f}, counted for {moves:.0%} of 18 years",
}
"""Told with the terms where the couple expects another home with the child."""

GIFT = {
    "zh": "购房补贴付了自付款还余下的，每年合{new_gift:,.0f}元；",
    "en": "what a purchase subsidy leaves beyond that is worth {new_gift:,.0f} a year; ",
}
"""Of that home, where a subsidy is more than the own money it asks for."""

BELOW_FLOOR = {
    "zh": "钱：夫妻每个成人可用于自己的钱每年{left_without:,.0f}→{left_with_child:,.0f}元，低于{floor:,.0f}元，"
    "要靠父母和积蓄（{account}）",
    "en": "money: {left_without:,.0f} → {left_with_child:,.0f} yuan a year are left for each adult, less than"
    " {floor:,.0f}, so that parents and savings must help ({account})",
}
"""The money term of a couple to which the child leaves less than the floor of own consumption."""

REVIEW = {
    "zh": {
        "to": "{}到{}", "month": "1个月", "months": "{}个月",
        "starts": "商量要不要{child}，决定从{start}开始备孕（{covered}内开始的概率{chance:.1f}%）。",
        "waits": "商量要不要{child}，暂时不要（{covered}内开始的概率{chance:.1f}%）。",
        "waiting": "等{years:g}年再说的价值：妻子{wife_waits:.2f}，丈夫{husband_waits:.2f}。",
        "sum": "合计减去等待的价值：妻子{wife:+.2f}，丈夫{husband:+.2f}；两人都愿意才会开始。",
        "one": "又商量一次{child}，仍然不要（概率{chances}%，钱{money}）。",
        "many": "到{last}又商量{n}次{child}，都没有开始（概率{chances}%，钱{money}）。",
    },
    "en": {
        "to": "{} to {}", "month": "a month", "months": "{} months",
        "starts": "They talk about a {child} and decide to try from {start} (chance of starting within {covered}:"
        " {chance:.1f} %).",
        "waits": "They talk about a {child} and leave it for now (chance of starting within {covered}:"
        " {chance:.1f} %).",
        "waiting": "Waiting another {years:g} years is worth {wife_waits:.2f} to her and {husband_waits:.2f} to him.",
        "sum": "In sum, less what waiting is worth: she {wife:+.2f}, he {husband:+.2f}; both must want it.",
        "one": "They talk about a {child} again and leave it (chance {chances} %, money {money}).",
        "many": "Until {last} they talk {n} times more about a {child} and leave it (chance {chances} %,"
        " money {money}).",
    },
}
