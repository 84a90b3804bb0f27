"""Data packs: what is known of a place, as tidy tables in which every row has a source and a quality.

A number that is not behaviour belongs here: censuses, rates, prices, rules with their dates, and assumptions as priors
with bounds. `schema` declares each table once, `reader` reads one file by its declaration, `checks` holds tables
against each other, `pack.Pack` is what the rest of the house asks. Shaoxing is `shaoxing/`; `README.md` says how to
add a city, and `zhejiang/` has the county tables of the census that packs of its other cities are made from.
Start with `pack`.
"""
