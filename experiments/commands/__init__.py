"""The commands of the command line, one topic a file.

A command says which arguments it takes, gathers what was typed into settings and filters, and calls one function of a
room below; it holds no numbers and no text of its own but a line on what it did. `fertsim --help` must answer at once
while the simulation takes seconds to load, so commands import what they call inside their bodies, and only kinds of
arguments and bars of progress at the top.

Start with `runs` (`fertsim run` and `report`); `options` says what a typed option means and refuses what means nothing,
`arguments` holds the arguments that several commands share. `experiments.cli` mounts all of them.
"""
