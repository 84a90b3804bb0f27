"""The monitor: yearly figures as they come in, held against the fan of a projection.

Problem: a figure below the projection's mean says nothing by itself, and one of thirty figures always looks odd. Idea:
the projection's draws say, by year, county and indicator, what may be seen if the projection holds; whole sets of
figures drawn from them say how often a rule raises an alarm where nothing is wrong. Figures then weigh the draws anew.

Start with `found.monitor`; `report` writes what it finds. Figures are read by `reading` (files), `tidy` and `yearbook`
(layouts) and `checked` (units, duplicates, sums); the fan is made by `fan`, and judged by `alarms`, `weights` and
`measure`; `updating` says what the figures leave of it.
"""
