"""Counts made into numbers that people use: rates, indicators, intervals, and one couple's life.

The months only count, in integers; everything divided, summed or compared is made here, after the run, from what is
stored: so a new indicator needs no new run. `rates` and `indicators` are pure formulas, `results` applies them to a run
set, `yearly` to the counts of one run of a sweep; `intervals` names each interval; `twin` is a cohort-component
projection that checks the city; `explain` follows one couple; `held_back` says why births do not happen.
Start with `results`.
"""
