"""Leave around a birth and what employers make of it.

Enters: leave rules by lever and county, the month's births, pay of the parents.
Leaves: who is paid what by whom, mothers who lose or leave work, hiring and starting pay of women of childbearing age.
A newcomer starts with `leave` (days and pay of one leave), then `employers` (what a birth costs them, what they learn).
"""
