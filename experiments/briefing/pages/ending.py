"""What these results cannot say, and what to do next."""

import re

from experiments.briefing.content import Page, Points
from experiments.briefing.facts import Facts
from experiments.briefing.pages.childcare import market
from experiments.briefing.pages.money import AVERAGED
from experiments.briefing.say import LIST, Texts, amount, assumption, exact, fill, notes, share, title_of, yuan
from experiments.comparison.headlines import ADDED
from experiments.comparison.split import STRONGEST
from experiments.wording.amounts import PLACES

LIMITS: dict[str, tuple[str, ...]] = {
    "zh": (
        "某一年的实际出生人数：疫情、生肖年、经济波动等冲击，模型没有，或只有粗略形式。",
        "出生会不会回升：偏好和初婚的走势原因不明，按随机变动处理；请看情景之差，不看走势。",
        "某一个家庭会怎样：模型给出的是许多家庭的概率。",
        "没有写进模型的措施；宣传、观念的效果没有本地证据，不作为主要结果。",
        "分孩次出生、县级房价、分年托位等：没有本地公布数，用了外地的年龄型或估计值。",
        "家庭对钱、时间和托位的反应有多强：来自文献和判断，不是本市的试验。",
        "各县（市、区）的名次：县级结果的偶然性比全市大。",
        "措施应当不应当：公平、意愿和权利由决策者判断。",
    ),
    "en": (
        "The births of a given year: epidemics, zodiac years and slumps are not in the model, or only roughly.",
        "Whether births will recover: what moves tastes and marriage is not known and goes on at random; look at"
        " differences between scenarios, not at the course.",
        "What one family will do: the model gives chances of many families.",
        "Measures that are not in the model; campaigns have no local evidence and stand outside the headline.",
        "Births by order, house prices by county, places by year: no local figure is published; others stand in.",
        "How strongly families respond to money, time and places: from the literature and judgement, no local trial.",
        "Which county comes first: county results carry more chance than the city's.",
        "Whether a measure ought to be taken: fairness, wishes and rights are for those who decide.",
    ),
}
TEXT: Texts = {
    "zh": {
        "limits": "有{n}类问题不能用这份结果回答，比如某一年到底生多少、哪个县排第几",
        "next": "建议先做{n}件事，第一件：{head}",
        "places": "托育先用足现有托位：到{last}年末预计空置{empty}，新建前先看所在片区的空置和排队。",
        "credit": "核定婚育消费贷款的额度：方案没有写明，现在的结果靠假设的每对夫妻最多{ceiling}。",
        "assumed": "请责任部门核定假设的取值：方案改动的{n}项政策取值中，{assumed}项全部或部分出于假设，先核第"
        "{items}项。",
        "trial": "在本市试点测量{name}：它对结果的影响最大，测准了，区间才会变窄。",
        "money": "把县级年均支出列入预算：占比最高的约为一般公共预算支出的{share}；没有公布预算的县（市、区）先补数。",
        "monitor": "每年把公布的出生、结婚、人口数与预测区间比对（fertsim monitor），偏离时再调整措施。",
        "budget": "按每新增一名出生人口的公共资金：“{main}”为{cost}，与其他用途比较，再定规模。",
        "note": "各条由结果推出，取舍由决策者定。",
    },
    "en": {
        "limits": "{n} questions these results cannot answer, such as the births of a given year, or which county is"
        " first",
        "next": "{n} things to do; the first: {head}",
        "places": "Fill the nursery places there are: {empty} are to stand empty by {last}; look at empty places and"
        " queues of a neighbourhood before building.",
        "credit": "Settle the ceiling of family credit: the plan names none, and the results rest on an assumed"
        " {ceiling} a couple.",
        "assumed": "Have departments settle what is assumed: of {n} levers moved, {assumed} rest on assumptions"
        " wholly or in part; begin with items {items}.",
        "trial": "Measure {name} in a trial of the city: it moves the results most, and measuring it would narrow the"
        " intervals.",
        "money": "Put what counties pay into budgets: up to {share} of general spending; where no budget is"
        " published, get it first.",
        "monitor": "Hold published births, marriages and residents against the projection each year (fertsim"
        " monitor), and change measures where they depart.",
        "budget": "Weigh the money for an additional birth ({cost} under “{main}”) against other uses before settling"
        " the size.",
        "note": "These follow from the results; what to take is for those who decide.",
    },
}  # fmt: skip
MOST_ITEMS = 3


def limits(facts: Facts, language: str) -> Page:
    """What the model cannot say."""
    told = LIMITS[language]
    return Page("limits", fill(TEXT, language, "limits", n=len(told)), (Points(told),), notes=notes(facts, language))


def next_steps(facts: Facts, language: str) -> Page:
    """What follows from the results for those who decide, as far as the runs tell it."""
    points = tuple(one for one in (_places(facts, language), _trial(facts, language), _credit(facts, language),
                                   _assumed(facts, language), _cost(facts, language), _money(facts, language),
                                   fill(TEXT, language, "monitor")) if one)  # fmt: skip
    head = re.split("[：:]", points[0])[0].rstrip("。.")
    return Page("next", fill(TEXT, language, "next", n=len(points), head=_within(head, language)), (Points(points),),
                notes=notes(facts, language, TEXT[language]["note"]))  # fmt: skip


def _within(head: str, language: str) -> str:
    """The beginning of a sentence as it stands within another."""
    return head if language == "zh" else head[:1].lower() + head[1:]


def _places(facts: Facts, language: str) -> str:
    """Places that would stand empty, where more do than children queue."""
    if not facts.has("nursery_places"):
        return ""
    end = market(facts, facts.years[-1])
    empty = float(end.empty.mean())
    if empty <= float(end.queue.mean()):
        return ""
    return fill(TEXT, language, "places", last=facts.years[-1], empty=amount(empty, PLACES, language))


def _trial(facts: Facts, language: str) -> str:
    """The parameter that moves births added most."""
    table = facts.split
    found = None if table is None else table[(table["figure"] == ADDED) & (table["part"] == STRONGEST)]
    if found is None or found.empty:
        return ""
    return fill(TEXT, language, "trial", name=assumption(str(found["name"].iloc[0]), language))


def _credit(facts: Facts, language: str) -> str:
    found = facts.credit_share()
    if found is None or found.ceiling is None:
        return ""
    return fill(TEXT, language, "credit", ceiling=exact(found.ceiling, language))


def _assumed(facts: Facts, language: str) -> str:
    """Levers that rest on assumptions, and the items that do most."""
    table = facts.assumed
    if table is None or not (table["share_assumed"] > 0).any():
        return ""
    of_item = table[table["plan_item"] > 0].groupby("plan_item")["share_assumed"].agg(["mean", "size"])
    first = (of_item["mean"] * of_item["size"]).sort_values(ascending=False).index[:MOST_ITEMS]
    return fill(TEXT, language, "assumed", n=len(table), assumed=int((table["share_assumed"] > 0).sum()),
                items=LIST[language].join(str(int(item)) for item in sorted(first)))  # fmt: skip


def _cost(facts: Facts, language: str) -> str:
    pair = facts.compared.main, facts.compared.base
    if not facts.has_money() or pair not in (shown := facts.costs_shown()):
        return ""
    return fill(TEXT, language, "budget", main=title_of(facts, pair[0], language),
                cost=yuan(shown[pair], language))  # fmt: skip


def _money(facts: Facts, language: str) -> str:
    """The largest share of a county's budget, over the last years."""
    ledger = facts.ledger if facts.has_money() and facts.comparison.county is None else None
    if ledger is None:
        return ""
    shares = ledger["county_share_of_budget"].sel(year=facts.years[-AVERAGED:]).mean(["year", "seed"])
    highest = float(shares.max())
    return fill(TEXT, language, "money", share=share(highest, language, 1)) if highest > 0 else ""
