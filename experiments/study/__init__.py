"""Study files: what a sweep varies, by which design, and what it keeps.

A study is a question to thousands of runs, and its mistakes cost hours. So it is one short YAML file that names levers
and parameters by their declared names, with bounds that default to those declared; it is checked in full before
anything runs, and every mistake is one sentence with file and line.

Start with `schema`, what a file may hold; `reader` checks it, with `sizes` and `targets`; `sampling` draws the points,
`designs` makes them values and a plan of runs; shipped studies stand in `examples/`.
"""
