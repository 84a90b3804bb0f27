"""The pages in docs/ say what the declarations say."""

import pytest

from experiments.docs import DOCS, PAGES


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_up_to_date(name: str) -> None:
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "run `python -m experiments.docs` and commit docs/"
