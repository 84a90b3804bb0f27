"""JSON schemas of the files that people write, so that an editor completes and checks them while they are typed.

A schema is made from the model that the reader holds (`sim.policy.scenario.Scenario`, `experiments.study.schema.Study`)
and from what is declared: levers with their bounds, parameters, indicators, futures, counties of a place. Those of
the place that ships lie beside the readers, written by `python -m experiments.docs`; `fertsim scenario schema` and
`fertsim study schema` give them for any place. What only the reader can know (files that exist, dates beside each
other, bounds beside a name) it alone refuses: `fertsim scenario check` and `fertsim study check`.

Start with `scenario`; `parts` holds what both have in common, `keys` says in words what every entry means.
"""
