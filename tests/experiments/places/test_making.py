"""A pack made from the census: whole in all cities, marked where it rests on Shaoxing, with its own migration."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from calibration.targets import read_targets, targets_file
from experiments.places.borrowed import OWN, lent
from experiments.places.making import city_code, made_text, make_pack, place_name
from experiments.places.migration import migration_rows, survival_of
from experiments.places.reckoned import county_budgets_rows, expected, mortality_level_rows, vital_rows
from experiments.places.targets import target_rows
from sim.errors import UserError
from sim.places.county_census import cities, counties_of, names
from sim.places.pack import Pack, load_pack
from sim.places.schema import QUALITIES, TABLES


@pytest.fixture(scope="module")
def jiaxing(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return make_pack(330400, tmp_path_factory.mktemp("packs") / "jiaxing", "jiaxing")


@pytest.mark.parametrize("city", [330100, 330200, 330300, 330500, 330900, 331100])
def test_a_city_makes_a_whole_pack(city: int, tmp_path: Path) -> None:
    pack = make_pack(city, tmp_path / "made", "made")
    pack.check()
    assert pack.county_codes == counties_of(city)
    assert {pack.manifest["name_zh"], pack.manifest["name_en"]} == set(names()[city])


def test_targets_of_shaoxing_are_those_that_it_is_calibrated_to() -> None:
    shipped = {target.name: target for target in read_targets()}
    tables = {name: [{k: str(v) for k, v in row.items()} for row in load_pack().table(name).to_dict("records")]
              for name in ("population", "vital", "marital_status", "households")}  # fmt: skip
    ours = {row["name"]: float(row["value"]) for row in target_rows(tables, 330600)}
    assert len(ours) == 14
    assert all(value == pytest.approx(shipped[name].value, rel=5e-4) for name, value in ours.items())


def test_a_city_has_targets_of_its_own_census(jiaxing: Pack) -> None:
    found = {target.name: target for target in read_targets(targets_file(jiaxing))}
    population = jiaxing.table("population")
    infants = population[(population["census"] == 2020) & (population["age_from"] == 0)]["value"].sum()
    assert found["children_0"].value == infants
    assert found["children_0"].standard_error == pytest.approx(0.05 * infants, rel=0.01)
    assert found["births_order_1_2020"].source.startswith("birth_order_shares: Zhejiang")
    assert {target.role for target in found.values()} == {"fit"}


def test_migration_of_shaoxing_is_reproduced_within_rounding() -> None:
    known = {(row["county_code"], row["sex"], row["age_from"]): int(row["value"]) for row in lent("migration")}
    ours = {
        (row["county_code"], row["sex"], row["age_from"]): int(row["value"])
        for row in migration_rows(330600, lent("mortality"))
    }
    assert ours.keys() == known.keys()
    assert max(abs(ours[key] - value) for key, value in known.items()) <= 1
    assert sum(ours[key] != value for key, value in known.items()) < 20


def test_survival_by_hand() -> None:
    """One rate at all ages: of five ages, exp(-10 m) live ten years on."""
    rates = [
        {"sex": "male", "period_from": str(year), "age_from": "0", "age_to": "100", "value": value}
        for year, value in ((2010, "0.01"), (2015, "0.03"))
    ]
    assert survival_of(rates, "male")[40] == pytest.approx(0.8187, abs=1e-4)


def test_counties_have_the_city_level_of_deaths() -> None:
    rows = {(row["year"], row["county_code"]): row for row in mortality_level_rows(330400)}
    level = float(rows["2010", "330400"]["value"]) / expected(2010, 330400, 2010)
    for code in counties_of(330400):
        own = float(rows["2010", str(code)]["value"]) / expected(2010, 330400, 2010, code)
        assert own == pytest.approx(level, rel=0.002)
        assert rows["2010", str(code)]["quality"] == "derived"
    assert rows["2022", "330400"]["quality"] == "fallback"


def test_budgets_are_those_of_shaoxing_a_resident() -> None:
    rows = county_budgets_rows(330600)
    assert rows[0]["value"] == "71400"
    assert sum(int(row["value"]) for row in rows[1:]) == pytest.approx(71400, abs=3)


def test_what_rests_on_shaoxing_is_marked(jiaxing: Pack) -> None:
    """No row bears Shaoxing's code as the city's own, and none of its figures is published or derived here."""
    for name in TABLES:
        frame = jiaxing.table(name)
        if "note" not in frame:
            continue
        rests = frame[frame["note"].str.startswith(OWN)]
        assert set(rests["quality"]) <= {"fallback", "prior"}, name
        for column in {"county_code", "area_code"} & set(frame):
            assert not frame[column].isin([330600, 330602, 330603, 330604, 330624, 330681, 330683]).any(), name
    levers = jiaxing.table("levers")
    assert set(levers["layer"]) == {"base", "plan"}
    plan = levers[levers["layer"] == "plan"]
    assert plan["note"].str.startswith("area Shaoxing: a plan like Shaoxing's").all()
    law = levers[(levers["lever"] == "childcare_allowance") & (levers["effective_from"] == "2025-01-01")]
    assert law["quality"].tolist() == ["published"]


def test_own_figures_take_the_place_of_borrowed_ones(jiaxing: Pack) -> None:
    prices = jiaxing.table("house_prices")
    own = prices[(prices["area_code"] == 330400) & (prices["indicator"] == "average_home_price")]
    assert set(own["quality"]) == {"approximate"}
    assert own.set_index("period")["value"]["2020"] == 12027
    ratios = prices[prices["indicator"] == "price_over_city"].set_index("area_code")["value"]
    assert ratios[330402] == pytest.approx((1.15 + 1.05 + 0.95) / 3, abs=0.01)
    assert ratios[330421] == pytest.approx(0.85)


def test_the_readme_counts_the_tables(jiaxing: Pack) -> None:
    text = (jiaxing.folder / "README.md").read_text(encoding="utf-8")
    counted = {row[0]: [int(n) for n in row[1:]]
               for row in re.findall(r"^\| (\w+) \|" + r" (\d+) \|" * 7, text, flags=re.MULTILINE)}  # fmt: skip
    for name in TABLES:
        frame = jiaxing.table(name)
        qualities = frame["quality"].tolist() if "quality" in frame else []
        assert counted[name][:6] == [len(frame), *(qualities.count(one) for one in QUALITIES)], name
    assert counted["total"][0] == sum(len(jiaxing.table(name)) for name in TABLES)
    assert counted["levers"][6] > 50
    assert "7 counties: 南湖区 Nanhu" in text


def test_tables_are_in_key_order(jiaxing: Pack) -> None:
    with (jiaxing.folder / "levers.csv").open(encoding="utf-8", newline="") as file:
        keys = [(row["lever"], row["layer"], row["birth_order"], row["effective_from"]) for row in csv.DictReader(file)]
    assert keys == sorted(keys)


def test_text_names_children_and_the_next_step(jiaxing: Pack) -> None:
    text = made_text(jiaxing, Path("out/places/jiaxing"))
    assert "children aged 0 at the census of 2020: 38,230" in text
    assert "fertsim run --place out/places/jiaxing" in text


def test_names_and_folders() -> None:
    assert [city_code(name) for name in ("330400", "Jiaxing", "嘉兴市", "嘉兴")] == [330400] * 4
    assert [place_name(330400, None), place_name(330400, "my_city")] == ["jiaxing", "my_city"]
    assert len({names()[city][1] for city in cities()}) == 11
    with pytest.raises(UserError, match=r"place new Nanjing: this is no city of the county tables; allowed are 330100"):
        city_code("Nanjing")
    with pytest.raises(UserError, match=r"--name ../x: this is no name of a pack"):
        place_name(330400, "../x")


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match=r"it is there already and not empty"):
        make_pack(330400, tmp_path, "jiaxing")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_births_of_shaoxing_by_reverse_survival_are_reproduced() -> None:
    (row,) = (row for row in vital_rows(330600) if row["indicator"] == "births_reverse_survival")
    known = {(row["year"], row["indicator"]): row["value"] for row in lent("vital")}
    assert row["value"] == known["2020", "births_reverse_survival"] == "32438"
    for one in vital_rows(330600):
        assert known.get((one["year"], one["indicator"]), one["value"]) == one["value"]


def test_a_pack_says_what_it_borrows(jiaxing: Pack, tmp_path: Path) -> None:
    rests_on = jiaxing.rests_on()
    assert rests_on["name_en"] == "Shaoxing"
    assert rests_on["plan"]
    assert rests_on["rows"] == 109
    assert rests_on["of"] == sum(len(jiaxing.table(name)) for name in TABLES)
    assert load_pack().rests_on() == {}
    copy = copytree(jiaxing.folder, tmp_path / "copy")
    path = copy / "manifest.json"
    text = path.read_text(encoding="utf-8").replace('"name_zh": "绍兴市"', '"name": "绍兴市"')
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"borrowed_from is .*; needed are name_zh and name_en"):
        Pack(copy).check()


RUNS = """
import sys
from sim.model import FertilityModel
for start in (2010, 2020):
    model = FertilityModel(sample="1/1000", place=sys.argv[1], start_year=start, scenario="plan")
    before = int(model.stock.sum())
    model.run_for(2)
    print(before, int(model.stock.sum()))
"""


@pytest.mark.slow
def test_a_pack_from_the_census_runs_from_both_censuses(tmp_path: Path) -> None:
    """Huzhou has five counties, which a process is told before it starts; uncompiled, in a process of its own."""
    folder = tmp_path / "huzhou"
    make_pack(330500, folder, "huzhou")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", RUNS, str(folder)], capture_output=True, text=True, check=False,
        env={**os.environ, "FERTSIM_COUNTIES": "5", "NUMBA_DISABLE_JIT": "1"},
    )
    assert done.returncode == 0, done.stderr
    found = [[int(n) for n in line.split()] for line in done.stdout.splitlines()]
    assert [line[0] for line in found] == pytest.approx([2_893_542 / 1000, 3_367_579 / 1000], abs=10)
    assert all(after == pytest.approx(before, rel=0.02) for before, after in found)
