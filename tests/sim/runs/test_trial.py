"""The memory that a trial tells is what the system says of this process."""

import numpy as np

from sim.runs.trial import resident_bytes


def test_memory_grows_by_what_is_held() -> None:
    before = resident_bytes()
    held = np.ones(20_000_000)  # 160 MB, every page of it written
    grown = resident_bytes() - before
    assert 0.9 * held.nbytes < grown < 1.3 * held.nbytes
