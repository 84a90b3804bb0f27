"""Other engines beside this one at 105,400 people and 182 months, one thread: `python -m tests.bench.peers`.

A script an engine, with the versions it was written for in its first lines; `laws` has what neworder and Mesa are made
to simulate, `timing` the watch. What each simulates and what it leaves out: docs/performance.md.
"""
