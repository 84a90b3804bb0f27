"""Money of a household: tax and take-home pay, what a child costs, what a birth brings, what is left to live on.

Enters: pay of both partners, the year's tax rules, levers that bring money.
Leaves: own consumption with and without a child, cash at hand, claims on benefits.
A newcomer starts with `consumption` (what is left for the parents), then `taxes`, `child_costs` and `birth_money`.
"""
