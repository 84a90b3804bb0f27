"""What is decided: levers with dated paths, scenarios that say which rules hold, and the ledger of what they cost.

A lever is declared once (`levers`), its values are rows of the data pack by layer: law, city and county, plan. A
scenario (`scenario`, YAML files) chooses layers and sets values; `paths` makes of both a path by month, county and
birth order, as it was known in any month. Rules read paths; `claims` counts who is eligible, `ledger` turns claims into
yuan by payer.
Start with `levers/base.py`, then `paths`.
"""
