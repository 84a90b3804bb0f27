"""Bars that show how far a command is, and how long it took in words."""

import sys
from typing import Any

from tqdm import tqdm


class MonthsProgress:
    """A bar of simulated months with the time left.

    Nothing appears before all checks are passed; the bar starts with the first simulated month, so that making the
    start population and compiling do not enter the time left.
    """

    def __init__(self, n_months: int, title: str) -> None:
        self.n_months = n_months
        self.title = title
        self.bar: Any = None

    def __enter__(self) -> "MonthsProgress":
        return self

    def add(self, n_months: int) -> None:
        """Count months as simulated."""
        if self.bar is not None:
            self.bar.update(n_months)
        elif n_months == 0:
            print("Preparing the start population; the first run of a machine also compiles.", file=sys.stderr)
        else:
            self.bar = tqdm(
                total=self.n_months, initial=n_months, unit="month", desc=self.title, mininterval=_seconds_between()
            )

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.close()


class SweepProgress:
    """A bar of runs with rate and time left; what was stored before does not enter the rate."""

    def __init__(self, n_runs: int) -> None:
        self.n_runs, self.n_failed, self.n_new = n_runs, 0, -1
        self.bar: Any = None

    def __enter__(self) -> "SweepProgress":
        return self

    def add(self, ended: int, failed: int) -> None:
        """Count runs that ended and failed; the first call counts those that were stored already."""
        if self.bar is None:
            self.bar = tqdm(
                total=self.n_runs, initial=ended, unit="run", desc="sweep", mininterval=_seconds_between()
            )
            self.n_new = 0
            return
        self.n_failed += failed
        self.n_new += ended
        if failed:
            self.bar.set_postfix_str(f"{self.n_failed} failed")
        self.bar.update(ended + failed)

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.close()


class StepsProgress:
    """A bar of named steps, such as the pages of a briefing; it appears with the first."""

    def __init__(self, n_steps: int, title: str) -> None:
        self.n_steps, self.title = n_steps, title
        self.bar: Any = None

    def __enter__(self) -> "StepsProgress":
        return self

    def begin(self, name: str) -> None:
        """Say which step begins; the one before has ended."""
        if self.bar is None:
            self.bar = tqdm(total=self.n_steps, desc=self.title, unit="step", mininterval=_seconds_between())
        else:
            self.bar.update(1)
        self.bar.set_postfix_str(name, refresh=False)

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.update(self.bar.total - self.bar.n)
            self.bar.set_postfix_str("", refresh=True)
            self.bar.close()


def duration(seconds: float) -> str:
    """Seconds in words that a person would use."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 90 * 60 else f"{seconds / 3600:.1f} h"


def _seconds_between() -> float:
    """Least time between two states of a bar: short where someone looks, long in a file."""
    return 0.2 if sys.stderr.isatty() else 5
