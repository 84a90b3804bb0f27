"""Marriage as a two-sided search, and divorce.

Enters: singles of the year, the level of the marriage hazard, what homes and weddings cost.
Leaves: couples with a home and the money that is left of it; who is free again.
A newcomer starts with `partnering` (who searches), then `meeting` (whom she meets, do both accept), then `wedding`.
"""
