"""Growing up, learning, working, moving, dying, and the households that people live in.

Enters: death rates, net migration and schooling of the place, the month's births, weddings and divorces.
Leaves: who is here, how old, with whom; the lists of women, singles and children that other rooms scan.
A newcomer starts with `mortality`: a rate, a draw a year ahead, the death in its month.
"""
