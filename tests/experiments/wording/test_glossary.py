"""Labels against the glossary: indicators are called by its terms in both languages; no text has words it avoids."""

import re

from experiments.wording.glossary import GLOSSARY, SOURCES, Term, terms_in
from sim.measures.declared import DECLARED_INDICATORS
from tests.experiments.wording.test_official import OURS, literals

GLOSSARY_FILE = "experiments/wording/glossary.py"


def pairs(zh: str, en: str) -> list[Term]:
    """Terms of a Chinese label whose English word its English label has."""
    return [term for term in terms_in(zh) if any(word.lower() in en.lower() for word in term.english)]


def test_terms_are_told_once_and_whole() -> None:
    words = [term.zh for term in GLOSSARY]
    assert len(set(words)) == len(words)
    assert all(term.en and term.meaning and term.source in SOURCES for term in GLOSSARY)
    avoided = {word for term in GLOSSARY for word in term.instead_of}
    assert [(word, zh) for word in avoided for zh in words if word in zh] == []


def test_indicators_are_called_by_terms_of_both_languages() -> None:
    without = {name: (one.title_zh, one.title_en) for name, one in DECLARED_INDICATORS.items()
               if not pairs(one.title_zh, one.title_en)}  # fmt: skip
    assert without == {}
    assert pairs("初婚率", "births of residents") == []  # what a wrong pair gives


def test_no_text_uses_another_word() -> None:
    avoided = re.compile("|".join(re.escape(word) for term in GLOSSARY for word in term.instead_of))
    found = [
        f"{name}:{line}: {hit[0]} in {text[:40]}"
        for name, source in OURS.items() if name != GLOSSARY_FILE
        for line, text in literals(source) if (hit := avoided.search(text))
    ]
    assert found == []


def test_the_longest_term_is_found_first() -> None:
    fund = "职工基本医疗保险基金（含生育保险）"
    assert [term.zh for term in terms_in(f"{fund}出资")] == [fund, "出资"]
    assert [term.zh for term in terms_in("总和生育率（孩/妇女）")] == ["总和生育率"]
