"""Every lever does what it is declared to do, and docs/levers.md says so. Slow: it tries them all."""

import pytest

from experiments.docs.pages import DOCS, LEVERS_PAGE, tried_page
from sim.measures.selftest import try_levers

pytestmark = [pytest.mark.slow, pytest.mark.compiled]


def test_every_lever_is_as_declared_and_the_page_says_what_was_found() -> None:
    tried = list(try_levers("shaoxing"))
    assert not {one.lever: one.faults for one in tried if one.faults}
    written = (DOCS / LEVERS_PAGE).read_text(encoding="utf-8")
    assert written == tried_page(tried), "run `python -m experiments.docs --tried` and commit docs/levers.md"
