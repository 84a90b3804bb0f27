"""Which parameters let the city live through 2010 to 2022 as it did, and how far it misses.

Some parameters have no source of their own. They are fitted to figures of the place up to 2022, named before any fit
(later ones are kept to judge the model), in waves of real runs: emulators learn from them what a figure would be
elsewhere, and the posterior under them, which counts the errors of figures and emulators, is sampled. Its samples are
run in turn, until they stand for it. What is left is a set of draws, not a best point: runs take a draw each, and bands
show what the figures leave open. A fit to levels says little about responses to policy; those rest on priors.

Start with `targets` (the figures and their errors), then `waves` (the loop: runs, emulators, posterior, weights);
`adoption` ships the draws with the place, `validation` sets every figure beside the model, `recovery` fits a city whose
parameters are known.
"""
