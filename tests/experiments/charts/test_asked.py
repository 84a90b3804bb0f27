"""What `--lang` and `--formats` ask for, and which charts that stand in a folder are drawn anew with it."""

from pathlib import Path

import pytest

from experiments.charts.asked import ONE, Asked, charts_asked, formats_asked
from sim.errors import UserError


def test_one_language_and_format_unless_more_are_asked_for() -> None:
    assert charts_asked("en", "png") == ONE
    assert charts_asked("zh,en", " pdf, png") == Asked(("zh", "en"), ("pdf", "png"))
    assert formats_asked("pdf") == ("pdf",)


@pytest.mark.parametrize(
    ("lang", "formats", "told"),
    [
        ("fr", "png", "--lang: there is no language 'fr'; allowed are zh, en, or both as zh,en"),
        ("", "png", "--lang: there is no language ''"),
        ("zh,zh", "png", "--lang: zh stands twice"),
        ("en", "svg", "--formats: there is no format 'svg'; allowed are png, pdf, or both as png,pdf"),
        ("en", "png,", "--formats: there is no format ''"),
        ("en", "pdf,pdf", "--formats: pdf stands twice"),
    ],
)
def test_what_there_is_not_is_refused(lang: str, formats: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        charts_asked(lang, formats)


def test_what_stands_in_the_folder_is_drawn_anew(tmp_path: Path) -> None:
    """Else a chart of another language would be older than the tables beside it."""
    assert ONE.with_standing(tmp_path / "none") == {"en": ("png",)}
    for name in ("births_zh.pdf", "tfr_zh.pdf", "births_zh.svg", "births.png"):
        (tmp_path / name).touch()
        (tmp_path / name).touch()
    assert ONE.with_standing(tmp_path) == {"zh": ("pdf",), "en": ("png",)}
    assert Asked(("zh",), ("png",)).with_standing(tmp_path) == {"zh": ("png", "pdf")}
