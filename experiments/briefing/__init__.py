"""A briefing for a city's leadership, in PowerPoint, from the stored results of a comparison.

Who decides reads eleven pages, not a dataset, and passes them on without the one who made them. So every sentence is
filled from results (the templates hold no number, and a test reads them), every interval is named, each page's foot
says what the parameters were held against, and the last pages say how sure the results are and what they cannot
answer. Charts are native, so that they can be edited.

Start with `facts` (all numbers, no language), then `sentences` with its `words`, then `pages`; `deck` and `native` know
PowerPoint and nothing of the model.
"""
