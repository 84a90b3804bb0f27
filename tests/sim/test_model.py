"""The city month by month: exact accounts, a consistent state at every year's end, and a true Mesa model."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import mesa
import numpy as np
import pytest
from mesa.datacollection import DataCollector

from sim.agents import Household, Person
from sim.clock import month_index, month_of
from sim.errors import UserError
from sim.lru import LruCache
from sim.model import FertilityModel
from sim.policy.shared import _tables
from sim.population.columns import FEMALE, MALE, MARRIED, RESIDENT, Array, Population
from sim.processes.accounts import BALANCE_ITEMS, DEPARTURES, MOVED_IN, MOVED_OUT, START
from sim.settings import RunSettings
from tests.sim.makers import inconsistencies, stock_of

SIGNS = {"births": 1, "deaths": -1, "arrivals": 1, "departures": -1, "moved_in": 1, "moved_out": -1}
SCALES = [pytest.param((1000, 2020), id="1/1000 from 2020"), pytest.param((200, 2020), id="1/200 from 2020"),
          pytest.param((1000, 2010), id="1/1000 from 2010")]


pytestmark = pytest.mark.compiled


@dataclass(frozen=True)
class Lived:
    """A finished run, and what was seen on the way."""

    model: FertilityModel
    start_parity: int
    recounts: dict[int, int]
    """persons counted wrongly in the stock that months keep, by month index after a month"""
    contradictions: dict[int, dict[str, int]]
    listed_twice: int


@pytest.fixture(scope="module", params=SCALES)
def lived(request: pytest.FixtureRequest, start_population: Callable[..., Population]) -> Lived:
    """A run to 2035, looked at after its first month and at every year's end."""
    residents, census_year = request.param
    settings = RunSettings(sample=Fraction(1, residents), start_year=census_year, seed=3)
    model = FertilityModel(settings, population=start_population(residents, census_year))
    parity = int(model.population.persons.parity[: model.population.n_persons].sum())
    recounts, contradictions, twice = {}, {}, 0
    while model.running:
        model.step()
        listed = model.market.singles.table.row[: model.market.singles.n]
        twice += len(listed) - len(np.unique(listed))
        recounts[model.month] = int(np.abs(stock_of(model.population, model.month - 1) - model.stock).sum())
        if model.month % 12 == 0 or model.month == settings.start_month + 1:
            contradictions[model.month] = inconsistencies(
                model.population, int(model.n_households[0]), model.month, settings.start_month
            )
    return Lived(model, parity, recounts, contradictions, twice)


def balance_of(model: FertilityModel) -> Array:
    """Balance of all simulated months in order, (month, county, item)."""
    first = month_of(model.settings.start_month) - 1
    years = sorted(model.yearly)
    return np.concatenate([model.yearly[y]["balance"][first if y == years[0] else 0 :] for y in years])


def test_balance_is_exact_every_month_and_county(lived: Lived) -> None:
    balance = balance_of(lived.model)
    assert len(balance) == lived.model.n_months
    items = {name: balance[..., i] for i, name in enumerate(BALANCE_ITEMS)}
    change = sum(sign * items[name] for name, sign in SIGNS.items())
    np.testing.assert_array_equal(items["start"] + change, items["end"])
    np.testing.assert_array_equal(items["end"][:-1], items["start"][1:])
    np.testing.assert_array_equal(items["moved_in"].sum(axis=1), items["moved_out"].sum(axis=1))
    assert (balance >= 0).all()


def test_the_stock_kept_by_months_is_a_full_recount(lived: Lived) -> None:
    assert set(lived.recounts.values()) == {0}


def test_the_state_never_contradicts_itself(lived: Lived) -> None:
    wrong = {month: {k: n for k, n in found.items() if n} for month, found in lived.contradictions.items()}
    assert {month: found for month, found in wrong.items() if found} == {}


def test_nobody_stands_twice_on_the_list_of_singles(lived: Lived) -> None:
    assert lived.listed_twice == 0


def test_tables_of_a_year_agree_with_its_balance(lived: Lived) -> None:
    for year, tables in lived.model.yearly.items():
        first = month_of(lived.model.settings.start_month) - 1 if year == lived.model.settings.start_year else 0
        items = {name: tables["balance"][first:, :, i] for i, name in enumerate(BALANCE_ITEMS)}
        for name in ("deaths", "arrivals", "departures", "moved_in", "moved_out"):
            np.testing.assert_array_equal(tables[name].sum(axis=(1, 2)), items[name].sum(axis=0))
        np.testing.assert_array_equal(tables["births"].sum(axis=(1, 2, 3, 4)), items["births"].sum(axis=0))
        np.testing.assert_array_equal(tables["births_by_hukou"].sum(axis=1), items["births"].sum(axis=0))
        np.testing.assert_array_equal(tables["persons"].sum(axis=(1, 2)), items["end"][-1])
        np.testing.assert_array_equal(tables["persons_by_hukou"].sum(axis=1), items["end"][-1])
        exposure = tables["exposure_half_months"].sum(axis=(1, 2))
        np.testing.assert_array_equal(exposure, (items["start"] + items["end"]).sum(axis=0))
        in_families = (tables["households"] * np.arange(11)).sum(axis=1)
        assert (in_families + tables["collective_residents"] <= items["end"][-1]).all()  # 10 stands for 10 and over


def test_members_of_all_households_are_all_residents(lived: Lived) -> None:
    households = lived.model.population.households
    assert households.size[: int(lived.model.n_households[0])].sum() == lived.model.stock.sum()


def test_births_are_the_change_of_parity(lived: Lived) -> None:
    births = sum(int(tables["births"].sum()) for tables in lived.model.yearly.values())
    population = lived.model.population
    assert int(population.persons.parity[: population.n_persons].sum()) - lived.start_parity == births > 0


def test_weddings_join_one_woman_and_one_man(lived: Lived) -> None:
    for tables in lived.model.yearly.values():
        brides, grooms = tables["marriages"][:, FEMALE], tables["marriages"][:, MALE]
        assert brides.sum() == grooms.sum() == tables["couples_by_age"].sum() == tables["couples_by_education"].sum()
        assert not brides[:, :20].any()
        assert not grooms[:, :22].any()
        assert tables["divorces"][:, FEMALE].sum() == tables["divorces"][:, MALE].sum()
        assert not tables["births"][:, :15].any()
        assert not tables["births"][:, 51:].any()


def test_woman_months_are_the_women_of_15_to_49_at_month_starts(lived: Lived) -> None:
    for tables in lived.model.yearly.values():
        months = tables["woman_months"].sum(axis=(2, 3))
        assert not months[:, :15].any()
        assert not months[:, 50:].any()
        # half-months count women at both ends of a month: twice the woman-months, up to those who come and go
        half = tables["exposure_half_months"][:, FEMALE, 15:50]
        moving = sum(tables[name][:, FEMALE, 15:50] for name in SIGNS if name != "births")
        assert (np.abs(2 * months[:, 15:50] - half) <= moving).all()


def test_a_run_ends_where_it_should(lived: Lived) -> None:
    model = lived.model
    assert not model.running
    assert model.month == model.settings.end_month + 1
    assert (model.time, model.steps) == (model.n_months, model.n_months)
    assert model.months_in_year[model.settings.start_year] == 2
    assert set(list(model.months_in_year.values())[1:]) == {12}
    assert sum(model.months_in_year.values()) == model.n_months


@pytest.mark.parametrize("census_year", [2010, 2020])
def test_births_have_no_hole_in_the_first_nine_months(
    start_population: Callable[..., Population], census_year: int
) -> None:
    settings = RunSettings(sample="1/50", start_year=census_year, end_year=census_year + 2)
    model = FertilityModel(settings, population=start_population(50, census_year))
    model.run_for(model.n_months)
    births = balance_of(model)[:, :, BALANCE_ITEMS.index("births")].sum(axis=1)
    first, later = births[:9], births[9:21]
    least = later.mean() / 2
    assert (first >= least - 4 * np.sqrt(least)).all()
    # and as a whole they are of one level: births fall by some percent a year, and wedding years differ
    error = np.sqrt(first.sum() / 81 + later.sum() / 144)
    assert abs(first.mean() - later.mean()) < 0.25 * later.mean() + 4 * error


# Mesa ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def tiny(start_population: Callable[..., Population]) -> FertilityModel:
    return FertilityModel(RunSettings(sample="1/1000", end_year=2021), population=start_population(1000))


def test_a_step_is_a_month(tiny: FertilityModel) -> None:
    assert isinstance(tiny, mesa.Model)
    assert (tiny.time, tiny.month) == (0, month_index(2020, 11))
    tiny.step()
    assert (tiny.time, tiny.steps, tiny.month) == (1, 1, month_index(2020, 12))
    tiny.run_for(3)
    assert (tiny.time, tiny.steps, tiny.month) == (4, 4, month_index(2021, 3))
    assert tiny.running
    tiny.run_until(tiny.n_months)
    assert not tiny.running
    assert "2022-01" in repr(tiny)


def test_months_in_one_go_or_one_by_one_are_the_same(start_population: Callable[..., Population]) -> None:
    settings = RunSettings(sample="1/1000", end_year=2021)
    whole, stepped = (FertilityModel(settings, population=start_population(1000)) for _ in range(2))
    whole.run_for(whole.n_months)
    while stepped.running:
        stepped.step()
    for year, tables in whole.yearly.items():
        for name, table in tables.items():
            np.testing.assert_array_equal(table, stepped.yearly[year][name])


def test_a_data_collector_sees_model_and_agents(tiny: FertilityModel) -> None:
    collector = DataCollector(
        model_reporters={"residents": lambda m: int(m.stock.sum()), "month": "month"},
        agent_reporters={"parity": "parity", "age": lambda agent: agent.age},
    )
    collector.collect(tiny)
    tiny.step()
    collector.collect(tiny)
    of_model = collector.get_model_vars_dataframe()
    assert list(of_model["month"]) == [month_index(2020, 11), month_index(2020, 12)]
    assert of_model["residents"].iloc[1] == len(tiny.agents)
    of_agents = collector.get_agent_vars_dataframe()
    now = of_agents.xs(tiny.time, level="Step")
    assert len(now) == len(tiny.agents)
    persons = tiny.population.persons
    np.testing.assert_array_equal(now["parity"], persons.parity[now.index])
    np.testing.assert_allclose(now["age"], (tiny.month - persons.birth[now.index].astype(int)) / 12)


class Collected(FertilityModel):
    """A city that collects its residents and births every month, as `mesa.batch_run` asks."""

    def __init__(self, **fields: Any) -> None:
        super().__init__(**fields)
        reporters = {"residents": lambda m: int(m.stock.sum()), "seed": lambda m: m.settings.seed}
        self.datacollector = DataCollector(model_reporters=reporters)

    def step(self) -> None:
        super().step()
        self.datacollector.collect(self)


def test_batch_run_over_seeds_and_scenarios() -> None:
    results = mesa.batch_run(
        Collected, {"sample": "1/1000", "end_year": 2020, "scenario": ["national_only", "frozen_2020"]}, rng=[1, 2],
        number_processes=1, display_progress=False,
    )
    assert len(results) == 4
    assert {row["seed"] for row in results} == {1, 2}
    by_run = {(row["seed"], row["scenario"]): row["residents"] for row in results}
    assert by_run[1, "national_only"] == by_run[1, "frozen_2020"]  # no rule has changed by December 2020
    assert by_run[1, "national_only"] != by_run[2, "national_only"]


def batch(parameters: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    """Rows of Mesa's batch run over two months of the smallest city."""
    given = {"sample": "1/1000", "end_year": 2020, **parameters}
    return mesa.batch_run(Collected, given, number_processes=1, display_progress=False, **options)


def test_batch_run_over_settings_and_seeds_runs_each_seed() -> None:
    settings = RunSettings(sample="1/1000", end_year=2020, scenario="frozen_2020")  # type: ignore[arg-type]
    results = batch({"settings": [settings]}, rng=[1, 2, 3])
    assert [row["seed"] for row in results] == [1, 2, 3]
    assert len({row["residents"] for row in results}) > 1


def test_iterations_of_a_batch_run_differ() -> None:
    with pytest.warns(DeprecationWarning, match="rng"):  # Mesa would rather be given `rng`
        results = batch({}, iterations=3)
    assert len({row["seed"] for row in results}) == 3


def test_iterations_over_a_named_seed_say_that_they_are_equal() -> None:
    with pytest.warns() as said:
        results = batch({"seed": 4}, iterations=2)
    assert {row["seed"] for row in results} == {4}
    assert "rng=None: the seed stays 4; rng=[1, 2, 3] runs three seeds" in {str(one.message) for one in said}


@pytest.mark.parametrize(("fields", "sentence"), [
    ({"rng": 1, "seed": 1}, "rng=1 and seed=1 are given together: both name the seed; give one of them"),
    ({"rng": 1.5}, "rng: 1.5 is no seed; allowed are whole numbers such as rng=1"),
    ({"rng": True}, "rng: True is no seed; allowed are whole numbers such as rng=1"),
    ({"smaple": "1/1000"}, "smaple: no setting of a run has this name; did you mean sample?"),
    ({"scenario": None}, "scenario: input should be a valid string"),
    ({"doses": [1]}, "doses: input should be a valid dictionary"),
    ({"settings": "plan"}, "settings: 'plan' is no RunSettings; name fields instead, such as scenario='plan'"),
    ({"settings": RunSettings(), "sample": "1/2000"}, "--sample: 1/2000 is outside 1/1000 to 1/1"),
])
def test_what_names_no_run_is_refused(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UserError, match=re.escape(sentence)):
        FertilityModel(**fields)


def test_fields_change_the_settings_they_come_with(start_population: Callable[..., Population]) -> None:
    settings = RunSettings(sample="1/1000", scenario="plan", end_year=2021)  # type: ignore[arg-type]
    model = FertilityModel(settings, rng=np.int64(3), end_year=2020, population=start_population(1000))
    assert model.settings == RunSettings(sample="1/1000", scenario="plan", end_year=2020, seed=3)  # type: ignore[arg-type]


def test_a_step_past_the_end_names_the_end(tiny: FertilityModel) -> None:
    tiny.run_for(tiny.n_months)
    with pytest.raises(UserError, match=f"the run ended with {tiny.settings.end_year}-12"):
        tiny.step()


def test_a_collector_of_types_sees_persons_and_households(tiny: FertilityModel) -> None:
    assert tiny.agent_types == [Person, Household]
    collector = DataCollector(agenttype_reporters={Household: {"size": "size"}, Person: {"parity": "parity"}})
    collector.collect(tiny)
    sizes = collector.get_agenttype_vars_dataframe(Household)["size"]
    assert len(sizes) == len(tiny.households)
    assert sizes.sum() == len(tiny.agents) == len(collector.get_agenttype_vars_dataframe(Person))


def test_settings_may_be_given_as_keyword_arguments(start_population: Callable[..., Population]) -> None:
    model = FertilityModel(sample="1/1000", seed=4, end_year=2020, population=start_population(1000))
    assert model.settings == RunSettings(sample="1/1000", seed=4, end_year=2020)
    assert FertilityModel(rng=9, sample="1/1000", end_year=2020, population=start_population(1000)).settings.seed == 9


# What the months leave out ------------------------------------------------------------------------------------------


def test_with_all_hazards_at_zero_nobody_but_the_dead_leave(start_population: Callable[..., Population]) -> None:
    model = FertilityModel(RunSettings(sample="1/1000", end_year=2022), population=start_population(1000))
    for name in ("departure_local", "departure_nonlocal", "county_move", "divorce_hazard", "start_first",
                 "start_second", "start_third", "start_rate", "marriage_peak", "remarriage_women",
                 "contraceptive_failure", "premarital_conceptions"):
        model.p[name] = 0.0
    model.plan.excess_departures[:] = 0.0
    persons = model.population.persons
    for dates in (persons.next_move, persons.due, persons.trying_since):
        dates[:] = -32768
    paths = model.market.paths  # shared with other runs
    model.market.paths = paths._replace(marriage_peak=np.zeros_like(paths.marriage_peak))
    before = int(((persons.marital == MARRIED) & (persons.presence == RESIDENT)).sum())
    model.run_for(model.n_months)
    tables = model.yearly[2022]
    assert tables["departures"].sum() + tables["moved_out"].sum() + tables["births"].sum() == 0
    assert tables["divorces"].sum() == 0
    assert before > 0
    assert tables["deaths"].sum() > 0
    balance = balance_of(model)
    assert not balance[..., [DEPARTURES, MOVED_IN, MOVED_OUT]].any()
    assert balance[0, :, START].sum() > 0


def test_what_runs_of_a_process_share_changes_none_of_them(start_population: Callable[..., Population]) -> None:
    """Runs one after the other, each of which left what others may find, against each as the first of a process."""
    fields: dict[str, Any] = {"sample": Fraction(1, 1000), "end_year": 2022}
    doses = {"one_stop_takeup": 1.5, "childcare_allowance": 1.0, "birth_grant": 2.0}
    variants: list[dict[str, Any]] = [
        {}, {"doses": {"rent_subsidy": 0.5}}, {"seed": 2}, {"future": "low"}, {"parameters": {"arrival_scale": 1.3}},
        {"parameters": {"marriage_peak": 0.3}}, {"parameters": {"fecundability_spread": 9.0}}, {"doses": doses},
        {"doses": doses | {"birth_grant": 0.5}}, {"doses": doses, "scenario": "plan"}, {"scenario": "plan"},
        {"doses": doses, "values": {"municipal_cost_share": 0.4}}, {"population_seed": 2}, {"start_year": 2010}, {},
    ]  # fmt: skip
    after = [counts_of(RunSettings(**fields | variant)) for variant in variants]
    for variant, found in zip(variants, after, strict=True):
        forget_what_runs_share()
        given = start_population(1000) if not {"population_seed", "start_year"} & variant.keys() else None
        for year, counts in counts_of(RunSettings(**fields | variant), given).items():
            for name, expected in counts.items():
                np.testing.assert_array_equal(found[year][name], expected, f"{variant} {year} {name}")


def counts_of(settings: RunSettings, population: Population | None = None) -> dict[int, dict[str, Array]]:
    """Counts of a run."""
    model = FertilityModel(settings, population=population)
    model.run_for(model.n_months)
    return model.yearly


def forget_what_runs_share() -> None:
    """Leave nothing of what processes and levers keep for later runs of the process."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("sim.processes", "sim.policy.paths", "sim.policy.shared", "sim.policy.permission")):
            for held in vars(module).values():
                if isinstance(held, LruCache):
                    held._things.clear()
                elif hasattr(held, "cache_clear"):
                    held.cache_clear()
    _tables.clear()


@pytest.mark.compiled
def test_what_happens_does_not_hang_on_the_year_in_which_the_run_ends() -> None:
    """Couples look beyond the end: the same prices of homes and taxes lie there, however long the run goes on."""
    short, long = (FertilityModel(sample="1/100", end_year=end) for end in (2021, 2035))
    for model in (short, long):
        model.run_for(short.n_months)
    for name, counts in short.yearly[2021].items():
        np.testing.assert_array_equal(counts, long.yearly[2021][name], err_msg=name)
