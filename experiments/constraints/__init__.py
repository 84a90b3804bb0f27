"""Why births do not happen: what stands against the births that a city's women would begin in a year.

Enters: a scenario, a seed with its draw, a year. Leaves: the printed table and constraints.csv, or the account of one
household. Start with `city`, which runs the city to the turn of a year; `report` adds up its women
(`sim.measures.held_back`) by county, birth order and income; `words` holds every sentence.
"""
