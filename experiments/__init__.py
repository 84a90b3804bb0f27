"""Everything an analyst touches: questions to the model, and answers that can be read.

The model gives counts of a city that does not exist. This package asks it what an analyst would ask (what would this
measure add, what decides it, why did that couple wait) and answers with what can stand on its own: differences paired
by seed, named intervals, units, the words of what was run, Chinese and English. Whatever can mislead is said once and
low down; whatever only shows stands on top.

Rooms, each of which imports only from those below it:

    commands/                          the command line, one topic a file; `cli` mounts it
    explorer/                          what-if in a browser
    docs/                              tables of docs/ written from the declarations
    lives/                             one household explained
    constraints/                       why births do not happen
    attribution/                       which measure of a plan does what
    sensitivity/  study/               which factors matter; what a sweep varies
    documents/                         the briefing as a report and as a workbook
    briefing/                          PowerPoint for a city's leadership
    comparison/  reports/              scenarios side by side; the report of one
    charts/                            figures of stored results
    setup/  wording/                   what is asked, as checked settings; what runs are called in words

Start with `compare` (`comparison/`), which a notebook calls and `fertsim run --against` is made of.
"""

from typing import Any

__all__ = ["Comparison", "compare", "dose_curve"]


def __getattr__(name: str) -> Any:
    """`compare`, `dose_curve` and `Comparison`, loaded when asked for: loading the simulation takes seconds."""
    if name in __all__:
        from experiments.comparison import compared, doses, making

        known = {"Comparison": compared.Comparison, "compare": making.compare, "dose_curve": doses.dose_curve}
        return known[name]
    raise AttributeError(f"module 'experiments' has no attribute '{name}'")
