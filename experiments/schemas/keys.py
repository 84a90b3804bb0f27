"""What every entry of scenario and study files means, in one line: shown by editors and in docs/scenarios.md.

Called by `experiments.schemas` and `experiments.docs`; a test holds the names against the models.
"""

SCENARIO = {
    "title_zh": "title in Chinese charts and tables; one line",
    "title_en": "title in English charts and tables; one line",
    "meaning": "what the scenario stands for, for readers",
    "extends": "scenario that this one builds on: a shipped name, or a YAML file looked for beside this file",
    "layers": "which dated rules hold: base (national and provincial law), in_force (city and county), plan",
    "items": "plan items whose levers keep the layers above base; all where it is left out",
    "rules_frozen_after": "month after which no dated rule changes any more, such as 2020-11",
    "plan_delay_months": "months by which the plan's own rows begin, end and become known later, 0 to 180",
    "set": "by lever a value from the start on, or a list of dated rules; it covers all layers",
    "doses": "by lever a number: 0 as under national_only, 1 as under the plan, beyond 1 more of the same",
}
RULE = {
    "from": "first month of the rule; the start of the run where it is left out",
    "to": "last month of the rule; it has no end where it is left out",
    "value": "value in the lever's unit, money in yuan of the day",
    "county": "code, Chinese or English name of a county, where the lever differs by county; else the whole city",
    "birth_order": "birth order that the rule is for, where the lever differs by it: 1, 2, 3, 4, 3+, 4+; else all",
    "announced": "month from which couples know the rule, up to its first; its first where it is left out",
}
STUDY = {
    "title_zh": "title on Chinese figures; one line",
    "title_en": "title on English figures; one line",
    "meaning": "what the study asks, for readers",
    "model": "what is run: the city, or a test function",
    "design": "which points are run",
    "factors": "what is varied, one entry each",
    "groups": "names of factors by a group's name; sobol and morris move them as one, with one index",
    "outputs": "what the analysis explains: indicators, or an indicator with county, years, mean or sum",
    "place": "place of the runs: a shipped data pack, or a folder beside this file; by default that of the command",
    "scenario": "scenario that the factors move: a shipped name, some of its items, or a YAML file beside this file",
    "against": "scenario to which outputs are differences, of the same seed and parameters; none where it is left out",
    "future": "what comes after 2021 whatever is done",
    "sample": "agents per resident, written as 1/100",
    "from": "census year from which the runs start",
    "to": "last year of the runs",
    "seeds": "runs of each point",
    "population_seed": "seed of the start population",
    "birth_rule": "how couples come to try for a child",
    "parameters": "default, or draws: each seed takes its parameter draw of the place, factors go before",
}
DESIGN = {
    "method": "how points are chosen (docs/sweeps.md)",
    "n": "base sample of sobol (a power of two), trajectories of morris, points of a curve of fast (66 or more),"
    " repeats of one_at_a_time, points of sobol_points, halton and latin_hypercube",
    "seed": "seed of the design",
    "levels": "values of each factor in a grid, levels of morris (an even number)",
    "curves": "search curves of fast for each factor, 2 or more",
}
FACTOR = {
    "dose": "lever whose dose is varied: 0 the base scenario, 1 the plan",
    "value": "lever whose value from the start on is varied",
    "parameter": "parameter that is varied (docs/parameters.md)",
    "lower": "least value; by default that of the declaration, of a dose 0",
    "upper": "greatest value; by default that of the declaration, of a dose 1",
    "scale": "linear, or log for a range above 0; by default as the prior",
}
OUTPUT = {
    "indicator": "name of an indicator (docs/results.md), or cost_per_birth: public money over births, of what both"
    " are over the scenario under against",
    "county": "code, Chinese or English name of a county, of indicators kept by county; else the whole place",
    "from": "first whole year of the mean or sum; with to",
    "to": "last whole year of the mean or sum; with from",
    "of": "mean a year, or sum over the years of what is counted over a year; by default the mean",
}
