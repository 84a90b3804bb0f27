"""Whether a couple tries for its next child now or waits, and what biology makes of it.

Enters: couples as they stand, and their world (`circumstances`): money, leave, nurseries, homes, peers, birth rules.
Leaves: starts of trying, conceptions by kind, losses, terminations, births.
A newcomer starts with `decision`, one function a term; `intentions` is the review, `reproduction` the month's pass.
"""
