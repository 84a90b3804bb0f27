"""Which factors of a sweep move an output, and which cannot be told from chance.

A sweep of noisy runs gives every factor some index. Each design therefore carries a dummy factor that no mechanism
reads but the seeds, and what the dummy seems to do, or what the estimator gives a factor that does nothing, is the
noise floor: a factor counts only where its bootstrap interval clears it.

Start with `outputs` (a sweep's outputs by point of the design), then `indices` (Sobol, Morris, regression; intervals,
floor, verdict) and `single` (FAST, one at a time); `figures` draws bars and tornado, `plane`, `response` and `heatmap`
what their names say, with the words of `naming`; `report` writes the folder.
"""
