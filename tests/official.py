"""Faults of written Chinese that no text of the product may have: rules of a city office, as `tests` look for them."""

import re

CJK = r"[\u3400-\u9fff，。；：、（）“”《》！？…]"
FAULTS = {
    "space between Chinese and a number": rf"{CJK} (?=[\d−+±{{])|[\d%‰}}] (?={CJK})",
    "space before %": r"[\d}] +[%‰]",
    "hyphen for minus": r"(?<![A-Za-z0-9_.\-–—{}/])-(?=[\d.])",
    "half-width brackets around Chinese": r"(?<![ (])\([^()]*[\u3400-\u9fff][^()]*\)",
    "half-width comma or stop beside Chinese": r"[\u3400-\u9fff][,;!?](?!\d)|[\u3400-\u9fff]:(?![\d/])",
    "space beside a quotation mark": r" [“”]|[“”] ",
    "space beside fullwidth punctuation": r" [，。；：、（）》]|[，。；：、（）《](?: (?! ))",
}
"""What is looked for, by name. One space alone counts: two and more part columns of a printed table; and English that
quotes Chinese has a space before its bracket."""


def faults(text: str) -> list[str]:
    """Faults of a Chinese text, each with the letters around it; none where it has no Chinese letter."""
    return [
        f"{name}: …{text[max(0, found.start() - 12) : found.end() + 12]}…"
        for name, pattern in FAULTS.items() for found in re.finditer(pattern, text)
        if re.search(r"[\u3400-\u9fff]", text) and "  " not in text[max(0, found.start() - 1) : found.end() + 1]
    ]
