"""What happens to people, month by month: one file a process, its scalar rule on top, its loop below.

Rooms hold what a plan acts on, and import only what stands lower in this list:

    childbearing/   whether a couple tries for a child now; conception, loss, birth
    unions/         search, meeting, wedding, divorce
    life/           birth cohorts growing up, dying, moving; households; the count at a year's turn
    homes/          prices, loans, buying, renting, crowding, public rental
    work/           leave around a birth and who pays it; what employers make of it
    care/           nurseries: places, fees, who wants one, who gets one
    money/          tax, take-home pay, cost of a child, benefits, what a birth brings

At the door stand `accounts` (every count that is kept) and `calendar` (what only time does), which all rooms read, and
`birthdays` (a person's yearly draws in one pass), which asks rules of several rooms.
Start with `sim/model.py`: its `step` is the month. Then open `childbearing/decision.py`.
"""
