"""Which measure of a plan does what: runs with some of its items, and what each item adds.

Enters: a scenario, seeds and draws. Leaves: a folder as a sweep's, the printed table and attribution.csv. Start with
`making`, which says what is run; `report` turns stored runs into shares (`sim.measures.attribution`), `reached` into
whom items reach, who pays, and births sooner or on top.
"""
