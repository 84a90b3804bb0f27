"""What-if in a browser: anyone sets measures, and sees births, money and one household, before and after.

A question is a small frozen `Asked` (`state`): it becomes the settings of runs, a scenario file, lines of Python and a
link, and a link becomes the question again. A job in a process of its own (`job`) runs it with the same draws and seeds
as `compare` and reduces it to a small `Answer` (`answer`) or to two lives of one household (`household`); `running`
starts the job, hears its progress, and ends it when it is cancelled or nobody looks any more. `pages` and `controls`
alone know streamlit; whatever they say stands in `words`, whatever they draw in `figures`.

Start with `state`, then `answer`.
"""
