"""Which values of a scenario are assumed, against rows of the pack that are known."""

from experiments.setup.assumed import assumed_table
from sim.clock import month_index
from sim.places.pack import Pack
from sim.policy.paths import compile_paths

SPAN = month_index(2020, 11), month_index(2035, 12)


def test_the_base_moves_nothing(pack: Pack) -> None:
    base = compile_paths("national_only", pack, *SPAN)
    assert assumed_table(base, base).empty


def test_the_plan_states_places_and_leaves_take_up_to_assumptions(pack: Pack) -> None:
    """4.6 places per 1,000 is the plan's own number; it names no share of one-stop services."""
    plan, base = (compile_paths(name, pack, *SPAN) for name in ("plan", "national_only"))
    shares = assumed_table(plan, base).set_index("lever")["share_assumed"]
    assert shares.between(0, 1).all()
    assert shares["places_per_1000"] == 0
    assert shares["one_stop_takeup"] == 1
    values = assumed_table(plan, base).set_index("lever")["value"]
    assert values["places_per_1000"] == 4.6
    assert values["family_credit_ceiling"] == 200_000  # yuan of the day


def test_only_the_months_of_the_run_count(pack: Pack) -> None:
    """A value set from the start on is nobody's assumption, whatever the months before and after hold."""
    own = compile_paths("national_only", pack, *SPAN, values={"birth_grant": 5000.0})
    table = assumed_table(own, compile_paths("national_only", pack, *SPAN))
    assert table["lever"].tolist() == ["birth_grant"]
    assert table["share_assumed"].tolist() == [0.0]
