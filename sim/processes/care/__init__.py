"""Childcare under three: markets by county of places, fees and queues.

Enters: places, fees and trust by lever and county; infants with their parents' income, work and grandparents.
Leaves: who holds a place, who queues; what couples expect of fees and admission when they decide about a birth.
A newcomer starts with `childcare` (what one household wants), then `nurseries` (the market of a month).
"""
