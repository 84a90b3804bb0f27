"""The city: people and households, month by month, and the rules that move them.

START HERE: `sim/model.py`, whose `step` is one month. Floors from the ground up: `places` (data packs) and `parameters`
(every number a rule takes), `population` (columns of the state, the start population), `policy` (levers, scenarios,
the ledger), `processes` (what happens, a room for each thing that a plan acts on), the model, `runs` (run sets on
disk, sweeps), `measures` (counts made into rates). A module imports from its own folder and from lower floors only.

Importing the package notes its source text, so that a result names the code that made it (`sim.source`).
"""

import sim.source  # noqa: F401  before any rule is imported: what is noted is what runs
from sim.put_off import put_off_spaces

put_off_spaces()
