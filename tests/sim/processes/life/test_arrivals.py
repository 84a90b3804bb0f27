"""The plan of arrivals: net migrants of the pack, copies with shifted dates, links inside the unit, no scenario."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from sim.clock import NO_MONTH
from sim.model import FertilityModel
from sim.places.pack import Pack
from sim.population.columns import (
    ABSENT,
    FAMILY,
    FEMALE,
    HUKOU_SAME_CITY,
    MALE,
    NO_TENURE,
    NOBODY,
    RESIDENT,
    Population,
)
from sim.processes.life.arrivals import OLDEST_NET_AGE, ArrivalPlan, arrival_level, net_migrants, plan_arrivals
from sim.settings import RunSettings
from sim.streams import derived_id
from tests.sim.makers import copy_of, rates, size

START, N_MONTHS = 1450, 14
END = START + N_MONTHS - 1
RESIDENTS_PER_AGENT = size(200, 1000)
SCALE = np.ones(N_MONTHS)


@pytest.fixture(scope="module")
def before(start_population: Callable[..., Population]) -> Population:
    return start_population(RESIDENTS_PER_AGENT)


@pytest.fixture(scope="module")
def planned(pack: Pack, before: Population) -> tuple[Population, ArrivalPlan]:
    population = copy_of(before)
    return population, planned_for(pack, population, SCALE)


def planned_for(pack: Pack, population: Population, scale: np.ndarray) -> ArrivalPlan:
    """The plan of fourteen months for a population, which gets the rows of all who arrive."""
    return plan_arrivals(pack, population, rates(), scale, 1 / RESIDENTS_PER_AGENT, 1, START, END)


def arriving(planned: tuple[Population, ArrivalPlan]) -> np.ndarray:
    """Rows of all planned arrivals."""
    population, plan = planned
    return np.arange(plan.first_row, population.n_persons)


def months_of(planned: tuple[Population, ArrivalPlan]) -> np.ndarray:
    """Month of arrival of each planned arrival, from the edges of the plan."""
    return np.repeat(np.arange(START, END + 1), np.diff(planned[1].row_edges))


def test_net_migrants_of_the_decade_sum_to_the_table_for_the_ages_used(pack: Pack) -> None:
    decade = np.sum([net_migrants(pack, year) for year in range(2011, 2021)], axis=0)
    table = pack.table("migration")
    for c, code in enumerate(pack.county_codes):
        for s, sex in enumerate(("male", "female")):
            expected = 0.0
            for cell in table[(table.county_code == code) & (table.sex == sex)].itertuples():
                ages = range(cell.age_from, cell.age_to + 1)
                # who is `end` in 2020 was end … end-9 years old when moving, a tenth of the moves at each age; those
                # grown up for less make them in the years since, of which that of 2020 counts for half
                used = sum(
                    (18 <= end - ago < OLDEST_NET_AGE) / min(end - 17.5, 10)
                    for end in ages for ago in range(10) if end >= 20)
                expected += cell.value * used / len(ages)
            assert decade[c, s].sum() == pytest.approx(expected, rel=1e-9, abs=1e-6)
    assert not decade[:, :, :18].any()
    assert not decade[:, :, OLDEST_NET_AGE:].any()


@pytest.fixture
def one_cohort(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], np.ndarray]]:
    """Net men of a year where the table holds 500 net who are 40 to 44 in 2020, and nobody else: 50 a year."""
    cell = "county_code == 330603 and sex == 'male' and age_from == 40"
    one = pack.table("migration").query(cell).assign(value=500.0)
    assert len(one) == 1
    monkeypatch.setattr(type(pack), "table", lambda self, name: one)
    net_migrants.cache_clear()
    yield lambda year: net_migrants(pack, year)[1, MALE]
    net_migrants.cache_clear()


def test_a_cohort_moves_at_the_age_it_has_in_each_year(one_cohort: Callable[[int], np.ndarray]) -> None:
    assert one_cohort(2020)[40:45].tolist() == pytest.approx([10.0] * 5)  # in the year in which it comes to 40 to 44
    assert one_cohort(2011)[31:36].tolist() == pytest.approx([10.0] * 5)
    assert one_cohort(2010)[30:35].tolist() == pytest.approx([10.0] * 5)  # from the start day to the first birthday
    assert one_cohort(2015).sum() == pytest.approx(50.0)


def test_a_cohort_moves_in_the_years_in_which_it_is_grown_up(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    cell = "county_code == 330603 and sex == 'male' and age_from == 20"
    one = pack.table("migration").query(cell).assign(value=500.0)  # 100 of each age from 20 to 24 in 2020
    monkeypatch.setattr(type(pack), "table", lambda self, name: one)
    net_migrants.cache_clear()
    moved = {year: net_migrants(pack, year)[1, MALE] for year in (2013, 2014, 2016, 2019, 2020)}
    net_migrants.cache_clear()
    assert not moved[2013].any()
    assert moved[2014][18] == pytest.approx(100.0 / 6.5)  # who ends at 24 is 18 then, and moves in six years and a half
    assert moved[2020][20] == pytest.approx(40.0)  # those who end at 20: in two and a half
    assert moved[2019][19] == pytest.approx(40.0)
    assert moved[2016][20] == pytest.approx(100.0 / 6.5)


def test_later_years_have_the_decades_mean_by_age_at_the_move(one_cohort: Callable[[int], np.ndarray]) -> None:
    later = one_cohort(2021)
    assert later.sum() == pytest.approx(50.0)
    assert later[31] == pytest.approx(1.0)  # only those who end at 40
    assert later[35] == pytest.approx(5.0)  # those who end at 40, 41, 42, 43 or 44
    assert later[40] == pytest.approx(5.0)
    assert later[44] == pytest.approx(1.0)  # only those who end at 44
    assert later[45] == 0
    assert later.tolist() == one_cohort(2030).tolist()


def test_residents_of_the_start_day_are_untouched(before: Population, planned: tuple[Population, ArrivalPlan]) -> None:
    population, plan = planned
    assert plan.first_row == before.n_persons
    for old, new in zip(before.persons, population.persons, strict=True):
        np.testing.assert_array_equal(old[: plan.first_row], new[: plan.first_row])


def test_arrivals_are_absent_until_their_month(planned: tuple[Population, ArrivalPlan]) -> None:
    population, plan = planned
    assert len(plan.row_edges) == N_MONTHS + 1
    assert (np.diff(plan.row_edges) >= 0).all()
    assert len(arriving(planned)) > 50
    assert plan.row_edges[0] == plan.first_row
    assert plan.row_edges[-1] == population.n_persons
    assert (population.persons.presence[arriving(planned)] == ABSENT).all()
    homes = np.unique(population.persons.household[arriving(planned)])
    assert not population.households.size[homes].any()
    family = population.households.kind[homes] == FAMILY
    assert ((population.households.tenure[homes] == NO_TENURE) == ~family).all()
    assert population.households.self_built.any()
    assert not population.households.self_built[homes].any()  # nobody who arrives has built here
    members = np.bincount(np.searchsorted(homes, population.persons.household[arriving(planned)]))
    assert (members[~family] == 1).all()  # only singles come to collective units
    assert 0 < (~family).sum() < len(homes)


def test_every_date_of_a_life_is_shifted_to_the_month_of_arrival(
    before: Population, planned: tuple[Population, ArrivalPlan]
) -> None:
    persons, donors = planned[0].persons, before.persons
    outside = np.flatnonzero(donors.hukou[: before.n_persons] >= 0)
    by_id: dict[int, tuple[int, int]] = {}
    wanted = set(persons.id[arriving(planned)].tolist())
    for month in np.unique(months_of(planned)):
        for donor in outside:
            identity = derived_id(3, donors.id[donor], int(month))
            if identity in wanted:
                by_id[identity] = int(donor), int(month)
    assert set(by_id) == wanted  # an id is made of donor and month
    for row, month in zip(arriving(planned), months_of(planned), strict=True):
        donor, planned_month = by_id[int(persons.id[row])]
        assert planned_month == month
        shift = month - START
        assert persons.birth[row] - donors.birth[donor] == shift  # as old on arrival as the donor on the start day
        assert persons.birthday[row] == persons.birth[row] % 12
        for date in ("union_start", "last_birth"):
            old, new = getattr(donors, date)[donor], getattr(persons, date)[row]
            assert new == (NO_MONTH if old == NO_MONTH else old + shift)
        for column in ("sex", "education", "hukou", "county", "parity", "marital"):
            assert getattr(persons, column)[row] == getattr(donors, column)[donor]


def test_links_stay_inside_the_unit(planned: tuple[Population, ArrivalPlan]) -> None:
    persons, rows = planned[0].persons, arriving(planned)
    month = dict(zip(rows.tolist(), months_of(planned).tolist(), strict=True))
    for column in ("partner", "mother", "father", "youngest", "elder"):
        links = getattr(persons, column)[rows]
        linked, to = rows[links != NOBODY], links[links != NOBODY]
        assert (to >= planned[1].first_row).all()
        assert (persons.household[to] == persons.household[linked]).all()
        assert all(month[int(a)] == month[int(b)] for a, b in zip(linked, to, strict=True))
    paired = rows[persons.partner[rows] != NOBODY]
    assert (persons.partner[persons.partner[paired]] == paired).all()
    assert (persons.sex[persons.partner[paired]] != persons.sex[paired]).all()
    children = rows[persons.mother[rows] != NOBODY]
    assert (persons.sex[persons.mother[children]] == FEMALE).all()
    assert (np.array([month[int(c)] for c in children]) - persons.birth[children] < 18 * 12).all()


def test_every_child_is_on_its_mothers_list(planned: tuple[Population, ArrivalPlan]) -> None:
    persons, rows = planned[0].persons, arriving(planned)
    listed = []
    for mother in rows[persons.youngest[rows] != NOBODY]:
        child = persons.youngest[mother]
        while child != NOBODY:
            assert persons.mother[child] == mother
            listed.append(int(child))
            child = persons.elder[child]
    assert sorted(listed) == rows[persons.mother[rows] != NOBODY].tolist()


def test_arrivals_are_of_other_hukou_or_belong_to_one_who_is(planned: tuple[Population, ArrivalPlan]) -> None:
    persons, rows = planned[0].persons, arriving(planned)
    outsiders = set(persons.household[rows[persons.hukou[rows] > HUKOU_SAME_CITY]].tolist())
    assert set(persons.household[rows].tolist()) == outsiders


def test_ids_are_unique_over_city_and_plan(planned: tuple[Population, ArrivalPlan]) -> None:
    population = planned[0]
    assert len(np.unique(population.persons.id[: population.n_persons])) == population.n_persons


def test_scale_zero_brings_nobody_and_half_brings_about_half(
    pack: Pack, before: Population, planned: tuple[Population, ArrivalPlan]
) -> None:
    sizes = {}
    for scale in (0.0, 0.5):
        population = copy_of(before)
        plan = planned_for(pack, population, SCALE * scale)
        sizes[scale] = population.n_persons - plan.first_row
        chosen = set(population.persons.id[plan.first_row : population.n_persons].tolist())
        assert chosen <= set(planned[0].persons.id[arriving(planned)].tolist())  # the same people, fewer of them
    assert sizes[0.0] == 0
    n = len(arriving(planned))
    assert abs(sizes[0.5] - n / 2) < 4 * np.sqrt(4 * n / 4)  # units of about two to four move together


def test_adults_come_as_often_as_net_migrants_and_departures_ask(
    pack: Pack, before: Population, planned: tuple[Population, ArrivalPlan]
) -> None:
    # where a cell has donors and no net loss, expected adult arrivals a year are net + departures, at most the donors
    persons, n = before.persons, before.n_persons
    age = (START - persons.birth[:n].astype(int)) // 12
    p = rates()
    x = (age - p.departure_peak_age) / p.departure_width
    hazard = np.where(persons.hukou[:n] <= HUKOU_SAME_CITY, p.departure_local, p.departure_nonlocal)
    leaving = (hazard * (0.1 + 0.9 * np.exp(-0.5 * x * x)))[(persons.sex[:n] == FEMALE) & (age >= 18)]
    women = (persons.sex[:n] == FEMALE) & (age >= 18) & (persons.presence[:n] == RESIDENT)
    departures = np.zeros((6, 101))
    np.add.at(departures, (persons.county[:n][women], np.minimum(age[women], 100)), leaving)
    donors = np.zeros((6, 101))
    outside = women & (persons.hukou[:n] > HUKOU_SAME_CITY)
    np.add.at(donors, (persons.county[:n][outside], np.minimum(age[outside], 100)), 1)
    expected = 0.0
    for year, months in ((2020, 2), (2021, 12)):
        wanted = np.maximum(net_migrants(pack, year)[:, FEMALE] / RESIDENTS_PER_AGENT + departures, 0)
        expected += np.where(donors > 0, np.minimum(wanted, donors), 0).sum() * months / 12
    rows = arriving(planned)
    arrived_age = (months_of(planned) - planned[0].persons.birth[rows].astype(int)) // 12
    observed = ((planned[0].persons.sex[rows] == FEMALE) & (arrived_age >= 18)).sum()
    assert abs(observed - expected) < 4 * np.sqrt(expected)


def test_the_scale_moves_arrivals_after_the_last_census_alone(pack: Pack, before: Population) -> None:
    once, more = (
        np.diff(plan_arrivals(pack, copy_of(before), rates()._replace(arrival_scale=x), SCALE, 1 / RESIDENTS_PER_AGENT,
                              1, START, END).row_edges)
        for x in (1.0, 1.5)
    )  # fmt: skip
    assert once[:2].tolist() == more[:2].tolist()  # the two months of 2020
    assert 1.2 * once[2:].sum() < more[2:].sum() < 1.8 * once[2:].sum()


@pytest.mark.parametrize(
    ("year", "level"), [(2010, 1.0), (2020, 1.0), (2021, 1.5), (2022, 1.5), (2024, 1.3), (2027, 1.0), (2035, 1.0)]
)
def test_what_two_years_show_fades(year: int, level: float) -> None:
    assert arrival_level(year, 1.5) == pytest.approx(level)


@pytest.mark.compiled
def test_the_plan_does_not_depend_on_the_scenario(start_population: Callable[..., Population]) -> None:
    plans = []
    for scenario in ("national_only", "frozen_2020"):
        settings = RunSettings(sample="1/1000", scenario=scenario, end_year=2022)
        model = FertilityModel(settings, population=start_population(1000))
        rows = slice(model.plan.first_row, int(model.plan.row_edges[-1]))
        plans.append((model.plan.row_edges, [column[rows].copy() for column in model.population.persons]))
    np.testing.assert_array_equal(plans[0][0], plans[1][0])
    for first, second in zip(plans[0][1], plans[1][1], strict=True):
        np.testing.assert_array_equal(first, second)
