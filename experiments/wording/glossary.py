"""Terms of charts, tables and reports in Chinese and English: what each means, and whose word it is.

A label is made of these terms and of names (of places, scenarios, measures, parameters); a test reads labels and
declared indicators against the table, and looks for the words that each term takes the place of. `docs/glossary.md` is
written from it.
"""

from typing import NamedTuple

YEARBOOK = "statistical yearbooks (统计年鉴)"
CENSUS = "population census (人口普查)"
LAW = "laws and budgets (法规、预决算)"
DEMOGRAPHY = "demography (人口学)"
STATISTICS = "statistics (统计学)"
OURS = "this project"
SOURCES = (YEARBOOK, CENSUS, LAW, DEMOGRAPHY, STATISTICS, OURS)
"""Whose word a term is."""


class Term(NamedTuple):
    """A term in both languages."""

    zh: str
    en: str
    """The word that labels use; others that a sentence may use stand behind it with a bar."""
    meaning: str
    source: str
    instead_of: tuple[str, ...] = ()
    """Chinese words that no text uses for it."""

    @property
    def english(self) -> list[str]:
        """Its English words, that of labels first."""
        return self.en.split("|")


PEOPLE = (
    Term("常住人口", "residents|population", "people who live in the area half a year or more, wherever they are"
         " registered", CENSUS, ("常住居民",)),
    Term("户籍", "registered|hukou", "place of registration of a person, never mixed with residence", YEARBOOK),
    Term("家庭户", "family household|households|household",
         "people of one family, or one alone, in a dwelling of their own",
         CENSUS,
         ("普通户",)),
    Term("集体户", "collective", "residents of dormitories and institutions", CENSUS),
    Term("抚养比", "dependency ratio", "residents of 0-14, of 65 and over, or both, per 100 of 15-64", YEARBOOK,
         ("抚养系数", "赡养比")),
    Term("预期寿命", "life expectancy", "years that a newborn lives at the death rates of a year", CENSUS),
    Term("死亡", "death", "deaths of residents; over person-years the crude death rate (死亡率)", YEARBOOK),
    Term("迁移", "migration|moves", "moves of residents across a county's border", CENSUS),
    Term("人口", "population|residents|persons|people", "residents unless another word stands before it", CENSUS),
    Term("金字塔", "age and sex", "residents by sex and five-year age", CENSUS),
    Term("县（市、区）", "county|counties", "districts, county-level cities and counties of the city", YEARBOOK,
         ("区县", "县区")),
    Term("城镇", "town|urban", "urban areas by the census", CENSUS), Term("农村", "village|rural", "the others",
         CENSUS),
)  # fmt: skip
BIRTHS = (
    Term("出生人数", "births", "live births of residents in a calendar year", YEARBOOK, ("新生儿数", "出生数")),
    Term("出生率", "birth rate", "births over person-years of residents, ‰", YEARBOOK),
    Term("孩次", "order", "number of a birth among those of its mother: 一孩, 二孩, 三孩及以上", CENSUS, ("胎次",)),
    Term("一孩", "first", "first births, or women with one child", CENSUS),
    Term("二孩", "second", "second births", CENSUS, ("二胎",)),
    Term("三孩", "third", "third births; 三孩及以上 third and later", CENSUS, ("三胎",)),
    Term("总和生育率", "total fertility rate|TFR", "children that a woman has at the age-specific rates of a year",
         YEARBOOK),
    Term("生育率", "fertility rate|fertility", "births per woman-year, by age (年龄别)", YEARBOOK),
    Term("生育", "birth|childbearing|child", "having a child", YEARBOOK),
    Term("孩次递进比", "parity progression", "share of women of a parity that go on to the next child", DEMOGRAPHY),
    Term("子女", "children|parity|childless", "live-born children of a woman", CENSUS),
    Term("初育", "first birth", "a woman's first birth", DEMOGRAPHY),
    Term("出生", "births|birth|born", "births of residents", YEARBOOK),
    Term("每新增一名出生人口", "birth added|per birth", "public money over births, each added to another scenario",
         OURS,
         ("每多出生", "每多一个孩子", "每增加一个出生")),
)  # fmt: skip
MARRIAGE = (
    Term("初婚率", "hazard of first marriage|first marriage", "first marriages per person-year of the never married of"
         " an age", DEMOGRAPHY, ("初婚风险",)),
    Term("初婚年龄", "age at first marriage|age at marriage", "mean age at first marriage", CENSUS),
    Term("结婚", "marriage|marry|wedding",
         "marriages of residents, first and again; published: registrations (结婚登记)",
         YEARBOOK),
    Term("离婚", "divorce", "divorces of residents; published: registrations and rulings", YEARBOOK),
    Term("未婚", "never married|single", "never married", CENSUS),
    Term("婚姻状况", "marital status", "never married, married, divorced, widowed", CENSUS),
)  # fmt: skip
POLICY = (
    Term("政策措施", "measure|lever|policy", "what a law or a plan sets: an allowance, a leave, a place", LAW,
         ("政策工具", "政策杠杆", "杠杆")),
    Term("方案", "plan", "the plan whose measures are compared", LAW),
    Term("第几项", "item", "items of the plan by number", LAW),
    Term("公共资金", "public money",
         "outlay of all levels of government and of the insurance fund, with tax forgone; yuan of"
         " 2020", LAW),
    Term("资金", "money", "outlay of all payers, employers and families included", LAW),
    Term("出资", "money", "who pays: 中央, 省, 市, 县（市、区）, the fund, employers (用人单位), families (家庭)", LAW),
    Term("一般公共预算", "general budget", "a county's general public budget", LAW),
    Term("职工基本医疗保险基金（含生育保险）", "medical insurance fund|insurance fund",
         "basic medical insurance of employees, with which maternity insurance is one fund since 2019", LAW,
         ("生育保险基金", "生育（医疗）保险基金", "医疗（生育）保险基金", "医保基金")),
    Term("社会抚养费", "penalties|penalty", "charge on births outside the rules, taken in until 2021",
         LAW, ("超生罚款",)),
    Term("育儿补贴", "allowance", "paid for every child under three", LAW), Term("补助", "grant|aid|benefits",
         "paid once"
         " or for a service", LAW), Term("个税", "tax", "income tax saved by deductions", LAW),
    Term("养育成本", "cost of a child|cost of children", "spending on a child of 0-17 by its parents",
         OURS, ("养娃成本",)),
    Term("成本", "cost", "yuan of 2020, undiscounted", OURS),
    Term("无法测算", "cannot be told", "no figure, for its interval has no bounds or no births may have been added",
         OURS,
         ("算不出", "无法计算", "不能计算")),
)  # fmt: skip
SERVICES = (
    Term("托位", "place", "nursery place for children under three", LAW, ("托育位",)),
    Term("入托", "nursery|enrolled", "being in a nursery", LAW),
    Term("在托", "enrolled|in nurseries", "children in nurseries at the year's end", LAW),
    Term("排队", "queue", "children who wait for a place at the year's end", OURS),
    Term("空置", "empty", "places without a child at the year's end", OURS),
    Term("需求", "wanted|demand", "children in nurseries and in the queue", OURS),
    Term("托育", "nursery|childcare", "care of children under three", LAW),
    Term("儿童", "children", "persons of the age said", YEARBOOK), Term("幼儿园", "kindergarten", "for ages 3 to 5",
         YEARBOOK), Term("学龄", "school age", "ages 6 to 11", YEARBOOK), Term("床位", "beds", "maternity beds",
         YEARBOOK),
    Term("在业", "at work|work", "in work, leave included", CENSUS), Term("就业", "work", "in work", CENSUS),
    Term("受教育程度", "schooling", "highest schooling begun", CENSUS), Term("住房", "home|floor area", "dwellings by"
         " source, and their area", CENSUS),
)  # fmt: skip
RUNS = (
    Term("情景", "scenario", "measures in force in a set of runs", OURS, ("场景", "方案情形")),
    Term("外部环境", "future", "paths of marriage, income, death and migration that no measure moves", OURS,
         ("前景", "远景")),
    Term("中位情形", "central", "the middle future; 低位情形 low, 高位情形 high", OURS, ("中方案", "低方案", "高方案")),
    Term("模拟均值", "simulated mean", "mean over runs", STATISTICS),
    Term("不确定性", "uncertainty", "spread over draws of parameters, trend and futures", STATISTICS),
    Term("模拟区间", "simulation interval|simulation", "how well the runs pin down the model's own mean", STATISTICS),
    Term("等尾区间", "equal-tailed", "as many draws below it as above", STATISTICS),
    Term("置信区间", "confidence interval|t interval", "of a mean, by Student's t", STATISTICS),
    Term("标准误", "standard error", "of a mean over runs", STATISTICS),
    Term("公布数", "published", "figure that an office has published; 由公布数推算: derived from such", YEARBOOK),
    Term("参数", "parameter", "number of the model that no measure moves", STATISTICS),
    Term("合计", "total|in all", "sum over years or payers", YEARBOOK),
    Term("差值", "difference", "one scenario less another, run by run", STATISTICS),
    Term("偏差", "difference", "of the start population from the census", STATISTICS),
    Term("交互", "interaction|together", "what measures add together beyond the sum of each alone", STATISTICS),
    Term("力度", "dose", "share of a measure's way from the base scenario to the plan: 0 none, 1 the plan", OURS),
    Term("年份", "year", "calendar year", YEARBOOK), Term("年龄", "age", "completed years", CENSUS),
    Term("年末", "year's end|end of", "31 December", YEARBOOK),
    Term("收入", "income", "disposable income; 五等份组 fifths, 1 the lowest", YEARBOOK),
    Term("比重", "share", "part of a whole", YEARBOOK), Term("比例", "share", "part of a whole", YEARBOOK),
    Term("见附录", "see the appendix", "where method stands: runs, sample, how an interval is made", OURS),
)  # fmt: skip
SECTIONS = {
    "People": PEOPLE, "Births": BIRTHS, "Marriage": MARRIAGE, "Policy and money": POLICY, "Services": SERVICES,
    "Runs and intervals": RUNS,
}
GLOSSARY = tuple(term for terms in SECTIONS.values() for term in terms)


def terms_in(text: str) -> list[Term]:
    """Terms that a Chinese text holds, the longest first, no letter taken twice."""
    found, left = [], text
    for term in sorted(GLOSSARY, key=lambda one: -len(one.zh)):
        if term.zh in left:
            found.append(term)
            left = left.replace(term.zh, "　")
    return found
