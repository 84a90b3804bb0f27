"""Dated paths of the levers: doses, counties, announcements, prices, and every mistake of a user."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.clock import month_index
from sim.errors import UserError
from sim.places.pack import load_pack
from sim.places.prices import price_levels
from sim.policy.given import parse_dose, parse_setting, settings_as_values
from sim.policy.levers import LEVERS
from sim.policy.levers.base import PAYERS
from sim.policy.paths import (
    LOOK_AHEAD_MONTHS,
    LOOK_BACK_MONTHS,
    LeverPaths,
    _between,
    _layered,
    _reference,
    compile_paths,
)

START, END = month_index(2020, 11), month_index(2035, 12)
COUNTIES = {330602: 0, 330603: 1, 330604: 2, 330624: 3, 330681: 4, 330683: 5}
SECOND, THIRD = 1, 2


def paths(use: str = "national_only", **given: Any) -> LeverPaths:
    return compile_paths(use, load_pack(), START, END, **given)


def amount(use: LeverPaths, name: str, year: int, month: int, county: int = 330602, order: int = 0) -> float:
    """Nominal value of a month, county code and order position."""
    return float(use.nominal(name)[use.at(month_index(year, month)), COUNTIES[county], order])


BASE, IN_FORCE, PLAN = (paths(use) for use in ("national_only", "in_force", "plan"))


def test_shape_and_months() -> None:
    n_months = END - START + 1 + LOOK_BACK_MONTHS + LOOK_AHEAD_MONTHS
    assert set(PLAN) == set(LEVERS)
    assert len(PLAN) == len(LEVERS)
    for name in PLAN:
        assert PLAN[name].shape == (n_months, 6, 4)
        assert PLAN[name].dtype == np.float64
        assert np.isfinite(PLAN[name]).all()
        assert (PLAN.nominal(name) >= LEVERS[name].lower).all()
        assert (PLAN.nominal(name) <= LEVERS[name].upper).all()
        with pytest.raises(ValueError, match="read-only"):
            PLAN[name][0] = 1


@pytest.mark.parametrize("name", LEVERS)
def test_zero_dose_is_the_base_to_the_bit(name: str) -> None:
    dosed = paths("plan", doses={name: 0})
    assert dosed[name].tobytes() == BASE[name].tobytes()
    assert dosed.nominal(name).tobytes() == BASE.nominal(name).tobytes()
    whole = paths("plan", doses={name: 1})
    assert whole[name].tobytes() == PLAN[name].tobytes()


def test_half_a_dose_is_half_way_and_more_is_clipped() -> None:
    for name, one in LEVERS.items():
        if one.kind != "continuous":
            continue
        half, beyond = paths(doses={name: 0.5}), paths(doses={name: 5})
        base, plan = BASE.nominal(name), PLAN.nominal(name)
        np.testing.assert_allclose(half.nominal(name), (base + plan) / 2, rtol=1e-12, err_msg=name)
        expected = np.clip(base + 5 * (plan - base), one.lower, one.upper)
        np.testing.assert_allclose(beyond.nominal(name), expected, rtol=1e-12, err_msg=name)
    assert amount(paths(doses={"community_station_coverage": 5}), "community_station_coverage", 2030, 1) == 1
    assert amount(paths(doses={"employer_cost_share": 3}), "employer_cost_share", 2030, 1) == 0


def test_a_dose_that_does_nothing_is_known() -> None:
    assert PLAN.moves("places_per_1000")
    assert not PLAN.moves("maternity_leave")  # the plan keeps the provincial rule


def test_item_scenarios_are_the_doses_of_that_item() -> None:
    for item in (3, 4, 5, 6, 7, 9, 11, 14):
        only = paths(f"only_{item}")
        dosed = paths(doses={name: 1 for name, one in LEVERS.items() if one.plan_item == item})
        for name in LEVERS:
            assert only[name].tobytes() == dosed[name].tobytes(), (item, name)


def test_a_plan_five_years_late_comes_as_dated_five_years_on() -> None:
    late = paths("delay_5y")
    stations = "community_station_coverage"
    # two years of even steps from 2024-01: half of .5 after twelve months
    assert amount(PLAN, stations, 2024, 12) == pytest.approx(0.25)
    assert amount(late, stations, 2029, 12) == pytest.approx(0.25)
    assert amount(late, stations, 2028, 12) == 0
    assert amount(late, "birth_grant", 2024, 6, 330681, THIRD) == 20000  # in force, and no part of the delay
    assert amount(late, "birth_grant", 2028, 12, 330602, THIRD) == 0
    assert amount(late, "birth_grant", 2029, 1, 330602, THIRD) == 20000
    known = late.announced(month_index(2026, 1))
    assert amount(known, stations, 2035, 1) == 0  # nobody knows yet
    for name in LEVERS:
        assert np.array_equal(late.nominal(name)[late.at(END)], PLAN.nominal(name)[PLAN.at(END)]), name


def test_frozen_2020_keeps_every_rule_of_november_2020() -> None:
    frozen = paths("frozen_2020")
    for name in LEVERS:
        values = frozen.nominal(name)[frozen.at(START) :]
        assert (values == BASE.nominal(name)[BASE.at(START)]).all(), name
    set_later = paths("frozen_2020", values={"birth_grant": [{"from": "2026-01", "value": 5000}]})
    assert amount(set_later, "birth_grant", 2026, 1) == 5000


def test_the_plan_takes_nothing_away_from_what_is_in_force() -> None:
    for name, one in LEVERS.items():
        plan, in_force = PLAN.nominal(name), IN_FORCE.nominal(name)
        lowers = one.sign == "-" or name == "childrearing_anxiety"  # which is to fall, whatever births then do
        assert (plan <= in_force).all() if lowers else (plan >= in_force).all(), name


DATED: list[tuple[str, int, int, list[tuple[int, int, float]]]] = [
    ("birth_grant", 330681, THIRD, [(2023, 11, 0), (2023, 12, 20000), (2035, 12, 20000)]),
    ("birth_grant", 330624, THIRD, [(2024, 4, 0), (2024, 5, 20000)]),
    ("birth_grant", 330683, THIRD, [(2025, 5, 0), (2025, 6, 20000)]),
    ("birth_grant", 330604, THIRD, [(2022, 10, 0), (2022, 11, 1000), (2025, 10, 1000), (2025, 11, 0)]),
    ("birth_grant", 330604, SECOND, [(2022, 11, 500), (2025, 11, 0)]),
    ("birth_grant", 330602, THIRD, [(2035, 12, 0)]),
    ("childcare_allowance", 330602, 0, [(2024, 12, 0), (2025, 1, 3600)]),
    ("childcare_allowance", 330681, THIRD, [(2023, 11, 0), (2023, 12, 10000), (2025, 1, 10000)]),
    ("childcare_allowance", 330681, SECOND, [(2023, 12, 0), (2025, 1, 3600)]),
    ("childcare_allowance", 330604, THIRD, [(2022, 11, 19452), (2024, 1, 20095), (2025, 11, 3600)]),
    ("infant_care_tax_deduction", 330602, 0, [(2021, 12, 0), (2022, 1, 1000), (2023, 1, 2000), (2035, 12, 2000)]),
    ("maternity_leave", 330602, 0, [(2021, 11, 128), (2021, 12, 158)]),
    ("maternity_leave", 330602, THIRD, [(2021, 11, 128), (2021, 12, 188)]),
    ("parental_leave", 330602, 0, [(2021, 11, 0), (2021, 12, 10)]),
    ("marriage_leave", 330602, 0, [(2024, 8, 3), (2024, 9, 13)]),
    ("leave_social_insurance_subsidy", 330604, THIRD, [(2022, 5, 0), (2022, 6, 0.5), (2022, 11, 1), (2025, 11, 0.5)]),
    ("nursery_aid", 330604, SECOND, [(2022, 11, 500), (2025, 11, 0)]),
    ("provident_fund_uplift", 330602, THIRD, [(2022, 7, 0), (2022, 8, 0.2), (2022, 12, 0.2), (2023, 1, 0.3)]),
    ("provident_fund_uplift", 330604, THIRD, [(2022, 11, 0.3), (2025, 11, 0.3)]),
    ("provident_fund_ceiling_couple", 330624, 0, [(2022, 12, 6e5), (2023, 1, 8e5), (2024, 1, 1e6)]),
    ("purchase_subsidy", 330604, THIRD, [(2022, 11, 300000), (2025, 11, 0)]),
    ("purchase_subsidy", 330624, SECOND, [(2024, 12, 0), (2025, 1, 200000), (2026, 1, 0)]),
    ("places_per_1000", 330602, 0, [(2021, 12, 2.5), (2022, 6, 2.9), (2022, 12, 3.3), (2035, 12, 3.3)]),
    ("birth_permission", 330602, 0, [(2021, 5, 2), (2021, 6, 3)]),
    ("birth_penalty", 330602, 0, [(2021, 8, 3), (2021, 9, 0)]),
]


@pytest.mark.parametrize(("name", "county", "order", "values"), DATED)
def test_known_measures_at_their_dates(name: str, county: int, order: int, values: Any) -> None:
    assert [amount(IN_FORCE, name, y, m, county, order) for y, m, _ in values] == pytest.approx([v for *_, v in values])


def test_plan_targets_are_met_by_the_end_of_2025() -> None:
    assert amount(PLAN, "places_per_1000", 2025, 12) == 4.6
    assert amount(PLAN, "places_per_1000", 2024, 6) == pytest.approx(3.3 + 1.3 * 18 / 36)
    assert amount(PLAN, "community_station_coverage", 2025, 12) == 0.5
    assert amount(PLAN, "community_facility_standard", 2023, 12) == 0
    assert amount(PLAN, "birth_grant", 2025, 12, 330604, THIRD) == 20000  # after the district's trial


def test_a_run_from_2010_starts_with_one_child() -> None:
    early = compile_paths("national_only", load_pack(), month_index(2010, 11), END)
    values = early.nominal("birth_permission")[:, 0, 0]
    assert values[early.at(month_index(2015, 12))] == 1
    assert values[early.at(month_index(2016, 1))] == 2


def test_money_is_deflated_and_the_rest_is_not() -> None:
    levels = price_levels(load_pack(), 2020, 2026)
    assert levels[2020] == 1
    assert levels[2022] == pytest.approx(1.014 * 1.022)  # the city's figure of 2021, then the province's
    assert levels[2026] == pytest.approx(1.014 * 1.022 * 1.003 * 1.003 * 1.015**2)
    at = BASE.at(month_index(2026, 1))
    assert BASE["childcare_allowance"][at, 0, 0] == pytest.approx(3600 / levels[2026])
    assert BASE.price_level[at] == pytest.approx(levels[2026])
    assert BASE["maternity_leave"] is BASE.nominal("maternity_leave")
    early = price_levels(load_pack(), 2007, 2011)
    assert early[2007] == early[2010]
    assert early[2011] == pytest.approx(early[2010] * 1.054)


def test_what_is_announced_is_known_and_what_is_not_is_not() -> None:
    spring = month_index(2023, 3)
    known = IN_FORCE.announced(spring)
    name = "infant_care_tax_deduction"
    assert amount(known, name, 2026, 1) == 1000  # doubled in August, backdated to January
    assert amount(known, "birth_grant", 2026, 1, 330681, THIRD) == 0
    assert amount(known, "childcare_allowance", 2024, 1, 330604, THIRD) == 20095
    assert amount(known, "childcare_allowance", 2026, 1, 330604, THIRD) == 0  # the trial's end is known
    assert known is IN_FORCE.announced(spring + 1)
    assert IN_FORCE.announced(END) is IN_FORCE
    assert amount(IN_FORCE.announced(month_index(2024, 7)), "marriage_leave", 2024, 9) == 3
    assert amount(IN_FORCE.announced(month_index(2024, 8)), "marriage_leave", 2024, 9) == 13
    assert month_index(2023, 9) in IN_FORCE.announcement_months()


def test_set_rules_are_known_when_announced() -> None:
    rule = {"from": "2028-01", "to": "2029-12", "value": 50000, "announced": "2027-01"}
    use = paths(values={"birth_grant": [rule]})
    assert [amount(use, "birth_grant", y, m) for y, m in ((2027, 12), (2028, 1), (2029, 12), (2030, 1))] == [
        0, 50000, 50000, 0,
    ]  # fmt: skip
    assert amount(use.announced(month_index(2026, 12)), "birth_grant", 2028, 1) == 0
    assert amount(use.announced(month_index(2027, 1)), "birth_grant", 2028, 1) == 50000
    assert use.known_since("birth_grant")[use.at(month_index(2028, 1)), 0, 0] == month_index(2027, 1)
    assert len(use.changes("birth_grant")) == 2


def test_doses_are_announced_with_the_plan() -> None:
    use = paths(doses={"birth_grant": 0.5})
    assert amount(use, "birth_grant", 2030, 1, 330681, THIRD) == 10000
    assert amount(use.announced(month_index(2023, 6)), "birth_grant", 2030, 1, 330681, THIRD) == 0


def test_a_dosed_path_is_one_array_while_nothing_about_it_becomes_known() -> None:
    for kept in (_between, _layered, _reference):  # what other tests left there may push some of it out meanwhile
        kept.cache_clear()
    use = paths(doses={"birth_grant": 0.53})  # compiled by no other test
    known = [use.announced(month).nominal("birth_grant") for month in use.announcement_months()]
    different = {array.tobytes() for array in known}
    assert len({id(array) for array in known}) == len(different) < len(known)


def test_runs_share_what_is_compiled_and_nothing_that_one_keeps() -> None:
    one, spring = paths(doses={"birth_grant": 0.25}), month_index(2023, 3)
    one.kept["a table"] = one.announced(spring).kept["a table"] = 1
    other = paths(doses={"birth_grant": 0.25})
    assert other["birth_grant"] is one["birth_grant"]
    assert other.announced(spring)["birth_grant"] is one.announced(spring)["birth_grant"]
    assert not other.kept
    assert not other.announced(spring).kept
    assert paths(doses={"birth_grant": 0.5})["birth_grant"] is not one["birth_grant"]


def test_steps_are_the_months_in_which_a_path_moves() -> None:
    rules = [{"from": "2024-03", "to": "2025-02", "value": 700}]
    assert paths().steps(("rent_subsidy", "birth_grant")) == frozenset()
    months = {month_index(2024, 3), month_index(2025, 3)}  # of the yuan of the day: prices are no step
    use = paths(values={"rent_subsidy": rules})
    assert use.steps(("rent_subsidy", "birth_grant")) == months
    assert paths("plan", values={"rent_subsidy": rules}).steps(("rent_subsidy", "birth_grant")) > months


def test_a_county_is_known_by_the_code_that_it_had_in_other_years() -> None:
    now, then = (
        paths("national_only", values={"birth_grant": [{"value": 5.0, "county": code}]})
        for code in ("330603", "330621")
    )
    assert now["birth_grant"].any()
    np.testing.assert_array_equal(then["birth_grant"], now["birth_grant"])
    with pytest.raises(UserError, match="330601 is no county"):
        paths("plan", values={"birth_grant": [{"value": 5.0, "county": "330601"}]})


def test_set_values_by_county_and_order_over_the_scenario() -> None:
    use = paths(
        "in_force",
        values={
            "birth_grant": [
                {"value": 1000},
                {"from": "2026-01", "value": 30000, "county": "诸暨市", "birth_order": "3+"},
                {"from": "2027-01", "value": 2000, "county": "Zhuji"},
            ]
        },
    )
    assert amount(use, "birth_grant", 2020, 10, 330681, THIRD) == 0  # before the run the pack's rules stay
    assert amount(use, "birth_grant", 2020, 11, 330681, THIRD) == 1000
    assert amount(use, "birth_grant", 2026, 1, 330681, THIRD) == 30000
    assert amount(use, "birth_grant", 2028, 1, 330681, THIRD) == 30000
    assert amount(use, "birth_grant", 2028, 1, 330681, SECOND) == 2000
    assert amount(use, "birth_grant", 2028, 1, 330602, SECOND) == 1000


def test_options_of_the_command_line() -> None:
    settings = [parse_setting("birth_grant=1000"), parse_setting("birth_grant@330681=3e4")]
    use = paths(values=settings_as_values(settings))
    assert amount(use, "birth_grant", 2030, 1, 330602) == 1000
    assert amount(use, "birth_grant", 2030, 1, 330681) == 30000
    assert parse_dose("places_per_1000=.5") == ("places_per_1000", 0.5)
    yes = paths(values=settings_as_values([parse_setting("third_child_insured=no")]))
    assert amount(yes, "third_child_insured", 2030, 1) == 0


def test_payers_and_take_up() -> None:
    county, central = PAYERS.index("county"), PAYERS.index("central")
    at = IN_FORCE.at(month_index(2026, 1))
    law, local = (IN_FORCE.payer_shares("childcare_allowance", which) for which in (False, True))
    assert law[at, 4, central] == 0.5
    assert local[at, 4, county] == 1
    part = IN_FORCE.law_part("childcare_allowance")[at, 4, THIRD] / IN_FORCE["childcare_allowance"][at, 4, THIRD]
    assert part == pytest.approx(0.36)  # 3,600 of 10,000
    for name in LEVERS:
        for which in (False, True):
            shares = PLAN.payer_shares(name, which)
            assert shares.sum(axis=2) == pytest.approx(1)
            assert (shares >= 0).all()
    shared = paths(values={"municipal_cost_share": 0.4}).payer_shares("birth_grant", local=True)
    assert shared[at, 0, PAYERS.index("city")] == pytest.approx(0.4)
    assert BASE.take_up("birth_grant")[at, 0] == pytest.approx(0.7)
    assert PLAN.take_up("birth_grant")[at, 0] == pytest.approx(1 - 0.3 * 0.5 * 0.7)
    assert BASE.take_up("birth_permission")[at, 0] == pytest.approx(0.95)


def test_what_is_assumed_is_marked() -> None:
    at = PLAN.at(month_index(2026, 1))
    assumed = PLAN.assumed("birth_grant")[at, :, THIRD]
    assert assumed.tolist() == [True, True, True, False, False, False]
    assert not PLAN.assumed("places_per_1000")[at].any()
    assert not paths(values={"employer_cost_share": 0.5}).assumed("employer_cost_share")[at].any()


MISTAKES: list[tuple[Callable[[], object], str]] = [
    (lambda: parse_setting("birth_grnt=1"), r"--set birth_grnt=1: unknown lever 'birth_grnt'; did you mean 'birth_"),
    (lambda: parse_setting("birth_grant"), r"this is no setting; write lever=value or lever@county=value"),
    (lambda: parse_setting("birth_grant@=1"), r"this is no setting"),
    (lambda: parse_setting("birth_grant=a lot"), r"birth_grant is 'a lot', which is no number \[yuan once\]; allowed"),
    (lambda: parse_setting("birth_grant=yes"), r"birth_grant is 'yes', which is no number \[yuan once\]"),
    (lambda: parse_setting("birth_grant=-5"), r"birth_grant is -5 \[yuan once\], out of bounds; allowed are 0 to 3"),
    (lambda: parse_setting("birth_grant=nan"), r"out of bounds"),
    (lambda: parse_setting("third_child_insured=0.5"), r"third_child_insured is 0\.5; allowed are yes and no"),
    (lambda: parse_setting("birth_permission=2.5"), r"birth_permission is 2\.5; allowed are whole numbers"),
    (lambda: parse_setting("third_child_insured@330681=1"), r"is the same in all counties; leave the county out"),
    (lambda: parse_dose("birth_grant"), r"--dose birth_grant: this is no dose; write lever=x"),
    (lambda: parse_dose("birth_grant=-0.1"), r"the dose of birth_grant is -0\.1, out of bounds; allowed are 0 to 5"),
    (lambda: parse_dose("birth_grant=nan"), r"out of bounds"),
    (lambda: parse_dose("birth_grant=six"), r"the dose of birth_grant is 'six', which is no number"),
    (lambda: parse_dose("third_child_insured=.5"), r"is 0\.5; it is all or nothing, allowed are 0 and 1"),
    (lambda: parse_dose("birthgrant=1"), r"unknown lever 'birthgrant'; did you mean 'birth_grant'"),
    (
        lambda: paths(values=settings_as_values([parse_setting("birth_grant@Zhuj=1")])).nominal("birth_grant"),
        r"--set birth_grant@Zhuj=1: unknown county 'Zhuj'; did you mean 'zhuji'",
    ),
    (lambda: paths(values={"birth_grant": [{"value": 1, "county": 1}]}), r"unknown county '1'; allowed are 330602, 33"),
    (
        lambda: paths(values={"birth_grant": [{"from": "2019-01", "value": 1}]}),
        r"birth_grant: 2019-01 is before the run starts; allowed is 2020-11 or later",
    ),
    (
        lambda: paths(values={"birth_grant": [{"value": 1, "county": "Zhuji"}, {"value": 2, "county": 330681}]}),
        r"birth_grant has two rules from 2020-11 for county 330681; keep one",
    ),
    (
        lambda: paths(values=settings_as_values([parse_setting("birth_grant=1"), parse_setting("birth_grant=2")])),
        r"birth_grant has two rules from 2020-11 for the whole city",
    ),
    (lambda: paths(values={"birth_grant": 1}, doses={"birth_grant": 1}), r"birth_grant has both a value and a dose"),
    (lambda: paths("plans"), r"unknown scenario 'plans'"),
]


@pytest.mark.parametrize(("mistake", "message"), MISTAKES)
def test_every_mistake_is_one_sentence(mistake: Callable[[], object], message: str) -> None:
    with pytest.raises(UserError, match=message) as refused:
        mistake()
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("use", [BASE, IN_FORCE, PLAN, paths("plan", values={"birth_grant": [
    {"from": "2026-01", "announced": "2025-01", "value": 9.0}]})])
def test_what_is_wholly_known_is_the_path_itself(use: LeverPaths) -> None:
    """A state of knowledge takes over the whole path where nothing of it is still to come, and no other."""
    taken = 0
    for month in use.announcement_months():
        known = use.announced(month)
        if known is not use:
            for name in LEVERS:
                np.testing.assert_array_equal(known.nominal(name), known._undosed(name).values, err_msg=name)
                taken += known._path(name) is use._path(name)
    assert taken > 0
