"""The rolling-origin exam: figures to 2017 (or 2020) are fitted, those after it are predicted and scored beside rivals.

`docs/exam.md` is its design, committed before the first run. Start with `figures` (what is known and what is scored),
then `exam` (calibrate, run the draws, score); `rivals` and `cohorts` are what the model has to beat, `scores` the rules
of scoring, `report` the text. Called by `fertsim backcast`.
"""
