"""Tables shared between runs: one object while the levers that they read are the same, and never another's."""

from sim.clock import month_index
from sim.places.pack import load_pack
from sim.policy.paths import LeverPaths, compile_paths
from sim.policy.shared import shared

PACK = load_pack()
START, END = month_index(2020, 11), month_index(2030, 12)
READ = ("birth_grant", "rent_subsidy")


def dosed(**doses: float) -> LeverPaths:
    return compile_paths("national_only", PACK, START, END, doses)


def made(levers: LeverPaths, extra: int = 0) -> list[float]:
    return shared("a test", levers, READ, extra, lambda: [float(levers[name].sum()) for name in READ])


def test_a_table_is_found_by_the_paths_that_it_reads() -> None:
    one = made(dosed(birth_grant=0.3, places_per_1000=0.2))
    assert made(dosed(birth_grant=0.3, places_per_1000=0.9)) is one
    other = made(dosed(birth_grant=0.4))
    assert other is not one
    assert other != one
    assert made(dosed(birth_grant=0.3), extra=1) is not one


def test_what_a_dose_leaves_alone_is_that_without_doses() -> None:
    """In every state of knowledge: paths, months of change and take-up of levers without a dose, and no others."""
    without, use = dosed(), dosed(birth_grant=0.3, one_stop_takeup=2.0)
    for month in (START, month_index(2023, 6), month_index(2025, 12), END):
        plain, known = without.announced(month), use.announced(month)
        for name in set(known) - {"birth_grant", "one_stop_takeup"}:
            assert known.paths((name,)) == plain.paths((name,)), (name, month)
            assert known.steps((name,)) == plain.steps((name,)), (name, month)
            assert (known[name] == plain[name]).all(), (name, month)
    assert (use["birth_grant"] != without["birth_grant"]).any()
    assert (use.take_up("birth_grant") != without.take_up("birth_grant")).any()
    assert dosed(birth_grant=0.3).take_up("birth_grant") is without.take_up("birth_grant")
    assert use.announced(START).paths(("birth_grant",)) == without.announced(START).paths(("birth_grant",))


def test_paths_of_one_dose_are_one_object_in_all_runs() -> None:
    use, again = dosed(birth_grant=0.3), dosed(birth_grant=0.3, rent_subsidy=0.1)
    assert use.paths(("birth_grant",)) == again.paths(("birth_grant",))
    assert use.paths(("rent_subsidy",)) != again.paths(("rent_subsidy",))
