"""Which factors of a sweep move an output, and which cannot be told from chance.

A sweep of noisy runs gives every factor some index. Each design therefore carries a dummy factor that no mechanism
reads but the seeds, and what the dummy seems to do, or what the estimator gives a factor that does nothing, is the
noise floor: a factor counts only where its bootstrap interval clears it.

Start with `outputs` (a sweep's outputs by point of the design), then `indices` (Sobol, Morris, regression; intervals,
floor); `figures` draws bars and tornado, `report` writes the folder.
"""
