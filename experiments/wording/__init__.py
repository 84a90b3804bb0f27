"""What is said about runs and levers, in words that every output shares.

A chart, a printed table, a briefing and a told life must not call the same thing by different names, nor promise more
than the runs hold. So the sentences that could mislead stand once, and follow from the manifest alone: what an interval
means (of seeds, or of parameter draws), whether and to what the parameters were held, what area, scenario and future a
run is of.

Start with `uncertainty`, the words of intervals and parameters; `runs` names area, scenario, draws and seeds; `levers`
describes a policy lever with its dated rules and sources.
"""
