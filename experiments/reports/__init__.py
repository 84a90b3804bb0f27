"""The report of one scenario's runs: a printed table, CSV tables and the charts, all from what is stored.

A number of a simulation is printed with the interval that is its own, in the digits that it deserves, beside the words
of what was run and of what the parameters were held against: never a mean alone. Nothing here runs the model, so that
a stored run set can be reported again, for the city or one county.

Start with `report`; `cells` prints a mean with its interval, which reports of comparisons use as well.
"""
