"""Mixes of levers, births against money: which mix brings most births for what it costs.

A sweep over the doses of some levers knows a few hundred mixes, each with the chance of a run in it. An emulator fitted
to them knows all mixes, without the chance, and with an error that is told. The mixes that no other beats in both
births and money make the frontier; the best of them are run for real, because whoever picks the largest of many
estimates picks luck too.

Start with `mixes` (the emulators, their error, the frontier, which mixes are picked); `checked` runs them, `figures`
draws, `report` writes the folder.
"""
