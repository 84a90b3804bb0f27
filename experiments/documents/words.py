"""Words of the report and of the workbook in Chinese and English; they hold no number."""

WORDS = {
    "zh": {
        "year": "年份", "age": "年龄（岁）", "item": "项目", "county": "县（市、区）",
        "value": "数值", "remark": "备注",
        "lower": "下限", "upper": "上限",
        "figure": "图{n}　{title}", "table": "表{n}　{title}", "subject": "生育政策情景比较",
        "method": "方法、口径与数据来源", "common": "各页通用", "each": "各页说明", "run": "运行与复现",
        "missing": "尚未计算的内容", "made": "补算的命令：{command}", "first": "说明", "tab": "表",
    },
    "en": {
        "year": "Year", "age": "Age (years)", "item": "Item", "county": "County", "value": "Value", "remark": "Remark",
        "lower": "lower", "upper": "upper",
        "figure": "Figure {n}. {title}", "table": "Table {n}. {title}", "subject": "Birth policy scenarios compared",
        "method": "Method, definitions and sources", "common": "For all pages", "each": "Page by page",
        "run": "Run and reproduction", "missing": "Not computed yet", "made": "The command that adds it: {command}",
        "first": "About", "tab": "table",
    },
}  # fmt: skip

OTHER = "whole"
"""Chapter of pages that come before any chapter's."""
CHAPTERS: dict[str, dict[str, str]] = {
    "zh": {"whole": "总体结论", "births": "出生与人口", "measures": "政策措施的效果与成本",
           "places": "托育与各县（市、区）", "sure": "结果的把握与局限", "next": "下一步工作建议"},
    "en": {"whole": "Findings in short", "births": "Births and population", "measures": "What the measures do and cost",
           "places": "Childcare and counties", "sure": "How sure we are, and what this cannot say",
           "next": "What to do next"},
}  # fmt: skip
PAGES_OF = {
    "whole": ("summary",),
    "births": ("births", "changes", "marriages", "pyramid", "school"),
    "measures": ("measures", "cost", "money", "budgets", "child_cost", "gains"),
    "places": ("targets", "nursery", "counties"),
    "sure": ("futures", "sure", "limits"),
    "next": ("next",),
}
"""Pages of each chapter."""
TOPICS: dict[str, dict[str, str]] = {
    "zh": {"summary": "总体结论", "births": "出生人数", "changes": "出生为何变化", "measures": "各项措施增加的出生",
           "cost": "每新增一名出生人口的成本", "money": "公共资金", "budgets": "与县级预算相比",
           "targets": "托育目标与预测",
           "nursery": "托位与需求", "counties": "各县（市、区）", "marriages": "结婚登记", "pyramid": "人口年龄结构",
           "school": "学龄人口", "child_cost": "养育成本与补助", "gains": "谁受益", "futures": "低中高三种外部环境",
           "sure": "结果有多可靠", "limits": "不能回答的问题", "next": "下一步工作",
           "assumed": "出于假设的政策取值"},
    "en": {"summary": "Findings in short", "births": "Births", "changes": "Why births change",
           "measures": "What each measure adds", "cost": "Cost of an additional birth", "money": "Public money",
           "budgets": "Against county budgets", "targets": "Targets and projection", "nursery": "Places and demand",
           "counties": "Counties", "marriages": "Marriages", "pyramid": "Population by age", "school": "School ages",
           "child_cost": "Cost of a child", "gains": "Who gains", "futures": "Futures", "sure": "How sure we are",
           "limits": "What this cannot say", "next": "What to do next", "assumed": "Assumed policy values"},
}  # fmt: skip
"""Short names of pages, for captions and tabs."""
BOOK = {
    "zh": {
        "how": "区间在均值右侧两列，列名以“下限”“上限”结尾，与均值同单位；区间含零，表示是增是减不能断定。"
        "空格表示没有或无法测算，∞表示没有界。年份为数字，可以排序和筛选。误差线两列只供图表使用，不打印。",
        "contents": "工作表", "runs": "模拟内容", "date": "日期", "command": "命令", "commit": "代码版本",
        "place": "数据包", "sources": "数据来源", "parameters": "参数", "interval": "区间",
        "interval_paired": "差值的区间", "levels": "{what}（各情景）",
        "added": "{what}之差", "added_title": "{what}：各情景与“{base}”之差", "levels_title": "{what}：各情景逐年",
        "total": "“{title}”{years}年合计{mean}{unit}。",
        "split": "不确定性构成", "split_title": "各项主要结果的不确定由什么构成，影响最大的参数", "figure": "指标",
        "part": "构成", "share": "占方差（%）", "effect": "参数高一个标准差的影响", "unit": "单位",
        "strongest": "参数：{name}", "published": "公布数", "published_title": "图中所用公布数及来源",
        "quality": "性质", "source": "来源", "of_the_place": "其余数据的来源逐行见数据包各表的source列。",
        "births_added": "增加的出生", "births_last_year": "末年出生", "cost_per_birth": "每新增一名出生人口的公共资金",
        "unit_births_added": "人", "unit_births_last_year": "人/年", "unit_cost_per_birth": "元/人（2020年价格）",
    },
    "en": {
        "how": "The two columns right of a mean, whose heads end in “lower” and “upper”, hold its interval in the unit"
        " of the mean; one that includes zero leaves open whether it is more or fewer. An empty cell is none or not to"
        " be told, ∞ is no bound. Years are numbers, to sort and filter by. Columns of error bars serve charts alone"
        " and are not printed.",
        "contents": "Sheets", "runs": "What was run", "date": "Date", "command": "Command", "commit": "Code",
        "place": "Data pack", "sources": "Sources", "parameters": "Parameters", "interval": "Interval",
        "interval_paired": "Interval of differences", "levels": "{what}, all",
        "added": "{what}, added", "added_title": "{what}: differences from “{base}”",
        "levels_title": "{what} by year and scenario",
        "total": "{title}, {years} in all: {mean} {unit}.",
        "split": "Spread", "split_title": "What the spread of the main figures is made of, and what moves them most",
        "figure": "Figure", "part": "Part", "share": "Of the variance (%)",
        "effect": "Effect of a standard deviation more", "unit": "Unit", "strongest": "parameter: {name}",
        "published": "Published figures", "published_title": "Published figures that charts show, and their sources",
        "quality": "Quality", "source": "Source",
        "of_the_place": "Other data have their sources row by row in the column `source` of the pack's tables.",
        "births_added": "births added", "births_last_year": "births of the last year",
        "cost_per_birth": "public money a birth added", "unit_births_added": "births",
        "unit_births_last_year": "births / year", "unit_cost_per_birth": "yuan of 2020 / birth",
    },
}  # fmt: skip
QUALITIES = {
    "zh": {"published": "公布数", "derived": "由公布数推算", "fallback": "外地替代", "approximate": "近似",
           "prior": "假设"},
    "en": {"published": "published", "derived": "derived", "fallback": "of other places",
           "approximate": "approximate", "prior": "assumed"},
}  # fmt: skip
