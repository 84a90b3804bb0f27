"""The childcare markets over a run: their tax rules are those of the year, in the record that leaves read too."""

import numpy as np

from sim.clock import month_index
from sim.parameters import Parameters, as_row, kernel_tuple
from sim.places.pack import Pack
from sim.policy.paths import compile_paths
from sim.processes.care.nursery_markets import NurseryMarkets
from sim.processes.money.taxes import tax_rules


def test_tax_rules_are_those_of_the_year(pack: Pack) -> None:
    levers = compile_paths("national_only", pack, month_index(2010, 11), month_index(2020, 12))
    values = kernel_tuple(Parameters())
    markets = NurseryMarkets(levers, pack, 2010, 0.6, values, as_row(values), 1)
    held = markets.taxes
    assert held["base_high"] == tax_rules(pack, 2010, 0.6).base_high  # wages of 2010, as earnings are
    markets.open_year(2019, 0.95)
    assert markets.taxes is held
    assert markets.reach.admitted.tolist() == [1.0] * 6  # nobody has asked for a place yet
    assert markets.reach.wanted.tolist() == [0.0] * 6
    markets.demand, markets.residents = np.full(6, 12.0), np.array([1000.0, 2000.0, 1.0, 1.0, 1.0, 1.0])
    assert markets.reach_at(month_index(2019, 1)).wanted[:2].tolist() == [12.0, 6.0]  # per 1,000 residents
    for name, value in tax_rules(pack, 2019, 0.95)._asdict().items():
        np.testing.assert_array_equal(held[name][0], value, err_msg=name)
