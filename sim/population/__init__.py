"""The start day: persons and households made to the census margins of a county, with the past that brought them there.

Six county tables say how many there are of each kind; nobody says who lives with whom, how long married, with which
children. Persons are made cell by cell (`persons`), paired (`marital`, `couples`), given births (`births`) and parents
(`kin`), put into homes (`merging`, `sharing`, `homes`) and into work (`economy`); every choice is a draw of a person's
own, so that a larger sample is the same city in finer grain. `columns` declares the state that the months change.
Start with `build`; `fit_report` says how near the margins are met.
"""
