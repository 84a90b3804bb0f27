"""What items of the plan are called."""

ITEMS = {
    3: {"zh": "养育成本", "en": "cost of children"},
    4: {"zh": "生育保险", "en": "maternity insurance"},
    5: {"zh": "假期", "en": "leave"},
    6: {"zh": "生育健康服务", "en": "birth and health"},
    7: {"zh": "托育服务", "en": "childcare"},
    8: {"zh": "教育", "en": "schooling"},
    9: {"zh": "住房", "en": "housing"},
    10: {"zh": "就业", "en": "work"},
    11: {"zh": "婚俗", "en": "marriage, custom"},
    12: {"zh": "数字服务", "en": "digital services"},
    14: {"zh": "政策衔接", "en": "policy links"},
    16: {"zh": "社会氛围", "en": "climate"},
}
"""By number, in Chinese and English; items 13 and 15 watch, and hold no measure."""


def item_of(number: int, language: str) -> str:
    """A plan item with its number."""
    name = ITEMS.get(number, {"zh": "", "en": ""})[language]
    if language == "zh":
        return f"第{number}项（{name}）" if name else f"第{number}项"
    return f"{number} {name}".rstrip()
