"""From what is asked for to runs that can be read on their own.

Command line, notebooks and study files ask for the same things in their own ways: a scenario with levers changed, a
sample, seeds, parameter draws, a county. Here these become checked settings and draws, each mistake one sentence; and
what charts will show beside the counts (published figures, fit of the start population, cost of a child, which values
are assumed) is stored with the runs, so that no chart needs the model or the data of the place.

Start with `settings`, then `draws` (which parameter draws runs take); `beside` writes the files.
"""
