"""Whether a couple tries for its next child now or waits, and what biology makes of it.

Enters: couples as they stand, and their world (`circumstances`): money, leave, nurseries, homes, peers, birth rules.
Leaves: starts of trying, conceptions by kind, losses, terminations, births.
A newcomer starts with `decision`, one function a term. The way to it: `birth_decisions` (what a run keeps), then
`reproduction` (the month of all women), `reviews` (one couple's), `intentions` (when it starts), `decision` (why).
"""
