#!/usr/bin/env bash
# Mesa 3.5.1: a monthly event beside a yearly step: the step sees 11, 12 or 13 months, the last event may not come.
#
# A model whose step closes a year, with a recurring event every 1/12 (months), 1/4, 1/5 or 1/52 of it, for 100 years.
# Counted with fractions, every year (y - 1, y] holds exactly 12, 4, 5 or 52 events, 1200, 400, 500 or 5200 in all.
# Seen, two causes: (1) the step has high priority, so at equal times it runs before the event that ends its year: with
# quarters, exact in binary, the first year counts 3, all others 4 (each with the last quarter of the year before);
# (2) an event's next time is the sum of all intervals so far, so ties break by rounding: by months the first years
# count 11, 13, 11, 12, 13, eight years of 100 are not 12, and 1/52 and 1/5 fire 5199 and 499 times by time 100.
# Priority.HIGH for the event does not mend it, since the step was scheduled first or rounding is past the year.
# What does: whole months as the unit of time (interval 1, years closed every 12).
# Exit 0 while this is so, 1 once it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check Mesa==3.5.1 networkx==3.7 numpy==2.5.5 pandas==3.1.1
"$folder/venv/bin/python" - <<'END'
from collections import Counter
from fractions import Fraction
from importlib.metadata import version

import mesa
from mesa.time import Priority, Schedule

YEARS = 100


class City(mesa.Model):
    """Counts recurring events and closes a year with every step."""

    def __init__(self, parts, priority=Priority.DEFAULT):
        super().__init__(rng=1)
        self.open_year, self.years = 0, []
        self.events = self.schedule_recurring(self.part, Schedule(interval=1 / parts), priority=priority)

    def part(self):
        self.open_year += 1

    def step(self):
        self.years.append(self.open_year)
        self.open_year = 0


class Months(mesa.Model):
    """The same with the month as the unit: a step is a month, years close every twelfth."""

    def __init__(self):
        super().__init__(rng=1)
        self.open_year, self.years = 0, []

    def step(self):
        self.open_year += 1
        if self.steps % 12 == 0:
            self.years.append(self.open_year)
            self.open_year = 0


def exact(parts):
    """Events by year, in fractions: event k comes at k / parts, in the year that ends at its time rounded up."""
    return [sum(1 for k in range(1, YEARS * parts + 1) if -(-Fraction(k, parts) // 1) == y) for y in (1, 2, YEARS)]


def run(parts, priority=Priority.DEFAULT):
    city = City(parts, priority)
    city.run_for(YEARS)
    kinds = dict(sorted(Counter(city.years).items()))
    print(f"1/{parts:<3} {priority.name:8} exact {exact(parts)}: first years {city.years[:6]}, years by count {kinds},"
          f" in all {city.events.execution_count} of {YEARS * parts}")
    return city


print("Mesa", version("Mesa"))
quarters, months, fifths, weeks = run(4), run(12), run(5), run(52)
first = run(12, Priority.HIGH)
by_month = Months()
by_month.run_for(12 * YEARS)
print("whole months: years by count", dict(Counter(by_month.years)))

checks = {
    "exact counts": all(exact(n) == [n, n, n] for n in (4, 12, 5, 52)),
    "quarters: 3 in the first year, then 4": quarters.years == [3] + [4] * 99,
    "months: the first years are 11, 13, 11, 12, 13": months.years[:5] == [11, 13, 11, 12, 13],
    "months: eight years are not 12": sum(n != 12 for n in months.years) == 8,
    "1/52 and 1/5 miss the last event": (weeks.events.execution_count, fifths.events.execution_count) == (5199, 499),
    "high priority does not mend it": any(n != 12 for n in first.years),
    "whole months do": by_month.years == [12] * YEARS,
}
for claim, holds in checks.items():
    print("as stated" if holds else "CHANGED  ", "-", claim)
raise SystemExit(not all(checks.values()))
END
