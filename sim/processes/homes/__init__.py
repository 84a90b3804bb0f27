"""Homes: what they cost, who buys, rents or is crowded, and households' savings.

Enters: prices and levers of the month, incomes and minors of each household.
Leaves: tenure, floor area, debt and savings of households; claims of housing measures.
A newcomer starts with `housing` (rules of one household), then `wealth` (its yearly decisions).
"""
