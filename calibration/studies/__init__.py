"""Published studies repeated in the model: same policy variable, same cut of the population, same estimator.

That the city meets the levels of its births says little about what policy does to them. Studies of other places say
something: one raised a benefit, a fee or a price, and measured births beside those of who was not reached. Each file
here repeats one in paired runs with equal seeds and parameter draws, and holds the figure that was published, with its
interval. The list is an exam: `design.csv` was committed before the first run, is not changed after it, and nothing of
the model is fitted or set to it. Studies of what people say they intend are left out: they are no births.

Start with `kinds` (what a study is), one study (`cash_korea_tfr`, say) and `estimators`; `catalogue` lists all,
`running` plans and makes the runs, `scoring` judges, `report` writes. Called by `fertsim studies`.
"""
