"""Everything that a pack lacks is listed, table by table and row by row."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from experiments.places.whole import looked_through, report, shipped
from sim.errors import UserError
from sim.places.pack import PLACES
from sim.places.schema import TABLES


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copytree(PLACES / "shaoxing", tmp_path / "copy")


def edit(folder: Path, table: str, change: Callable[[list[str]], list[str]]) -> None:
    path = folder / f"{table}.csv"
    path.write_text("\n".join(change(path.read_text(encoding="utf-8").splitlines())) + "\n", encoding="utf-8")


def faults(folder: Path) -> dict[str, tuple[str, ...]]:
    return {one.table: one.faults for one in looked_through(folder) if one.faults}


def test_a_whole_pack_is_said_to_be_whole() -> None:
    found = looked_through(PLACES / "shaoxing")
    assert [one.table for one in found] == list(TABLES)
    assert report(found).endswith("all 40 tables are whole")
    assert "population: 456 rows (456 published): whole" in report(found)


def test_every_table_and_row_is_listed(copy: Path) -> None:
    edit(copy, "tfr", lambda lines: [line for line in lines if not line.startswith("Zhejiang")])
    edit(copy, "homes", lambda lines: [line for line in lines if "2020,330681,rented" not in line])
    edit(copy, "wages", lambda lines: [line.replace(",private,", ",privat,") for line in lines])
    (copy / "mortality.csv").unlink()
    found = faults(copy)
    assert set(found) == {"tfr", "homes", "wages", "mortality"}
    assert found["tfr"] == tuple(
        f"area Zhejiang, year {year}, basis published, order all" for year in (1990, 2010, 2020))  # fmt: skip
    assert found["homes"] == ("census 2020, county 330681, indicator rented",)
    assert "'privat' is not allowed" in found["wages"][0]
    assert found["mortality"] == ("mortality.csv is missing", "needed is a row of every period x sex x age")


def test_what_breaks_a_check_is_listed_beside_what_is_missing(copy: Path) -> None:
    edit(copy, "homes", lambda lines: [
        line.replace("330603,floor_area_per_person,47.56", "330603,floor_area_per_person,0") for line in lines
        if "2020,330681,rented" not in line])  # fmt: skip
    missing, broken = faults(copy)["homes"]
    assert missing == "census 2020, county 330681, indicator rented"
    assert "homes without floor area; allowed is a number above 0" in broken


def test_a_fault_of_one_table_is_told_once(copy: Path) -> None:
    edit(copy, "counties", lambda lines: [*lines[:-1], lines[-1].replace("330683", "x")])
    found = faults(copy)
    assert sum("counties.csv" in fault for told in found.values() for fault in told) == 1


def test_levers_are_held_against_their_declarations(copy: Path) -> None:
    edit(copy, "levers", lambda lines: [
        line for line in lines if not line.startswith(("birth_grant,base", "nursery_aid,base"))])  # fmt: skip
    (fault,) = faults(copy)["levers"]
    assert "no law says the value of 2 levers, birth_grant, nursery_aid" in fault
    assert fault.startswith(str(copy))


def test_long_lists_are_cut_unless_all_is_asked(copy: Path) -> None:
    edit(copy, "population", lambda lines: [line for line in lines if not line.startswith("2020,330683,male")])
    found = looked_through(copy)
    assert "  - and 8 more (--all lists them)" in report(found)
    assert "census 2020, county 330683, men of age 85" in report(found, everything=True)


def test_a_folder_without_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"holds no data pack: it has no manifest\.json"):
        looked_through(tmp_path)


def test_packs_and_cities_are_listed() -> None:
    lines = shipped()
    assert lines[0] == "shaoxing: 绍兴市 Shaoxing, 330600, 6 counties, starts in 2010, 2020"
    assert "330400 嘉兴市 Jiaxing (7 counties)" in lines[-1]
