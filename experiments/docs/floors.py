"""The floors of the house from the ground up: a file imports from its own folder and from lower floors only.

Where two rooms of one floor meet, the one that imports stands on the left.

Held against the imports by a test (`tests/test_architecture.py`), and drawn in docs/architecture.md.
"""

FLOORS = (
    "sim/errors.py",
    "sim/compiled.py sim/source.py sim/writing.py sim/documents.py",
    "sim/clock.py sim/streams.py sim/chunks.py sim/lru.py sim/handles.py sim/prefetch.py",
    "sim/parameters sim/places",
    "sim/settings.py sim/rows.py sim/population",
    "sim/policy",
    "sim/processes/accounts.py sim/processes/exogenous",
    "sim/processes/money",
    "sim/processes/care",
    "sim/processes/work",
    "sim/processes/homes",
    "sim/processes/life",
    "sim/processes/unions",
    "sim/processes/childbearing",
    "sim/processes/birthdays.py",
    "sim/agents.py",
    "sim/model.py",
    "sim/runs",
    "sim/measures",
    "calibration",
    "experiments/wording",
    "experiments/setup",
    "experiments/charts",
    "experiments/reports",
    "experiments/comparison",
    "experiments/briefing",
    "experiments/study",
    "experiments/schemas",
    "experiments/sensitivity",
    "experiments/frontier",
    "experiments/stores",
    "experiments/discovery",
    "experiments/attribution",
    "experiments/constraints",
    "experiments/lives",
    "experiments/places",
    "experiments/docs",
    "experiments/commands",
    "experiments/cli.py",
    "experiments/__main__.py",
)
