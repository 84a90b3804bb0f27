"""A pack of another city runs: other codes and names give the same counts, one county less is a smaller city."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.errors import UserError
from sim.model import FertilityModel
from sim.places.pack import PLACES, Pack
from sim.processes.accounts import N_COUNTIES

CODES = {
    330600: 360100, 330602: 360102, 330603: 360103, 330604: 360104, 330624: 360111, 330681: 360121, 330683: 360123,
    330000: 360000,
}  # fmt: skip
NAMES = {"Shaoxing": "Nanchang", "绍兴市": "南昌市", "Zhejiang": "Jiangxi", "浙江省": "江西省", "Yuecheng": "Donghu"}
DROPPED = 360123
MONTHS = 3
Row = dict[str, str]


def recoded(row: Row) -> Row:
    """A row of Shaoxing's pack as one of the other city."""
    codes = {str(old): str(new) for old, new in CODES.items()}
    return {
        column: codes.get(entry, entry) if column in ("county_code", "area_code")
        else NAMES.get(entry, entry) if column in ("area", "name_en", "name_zh") else entry
        for column, entry in row.items()
    }  # fmt: skip


def without_county(rows: list[Row], keys: list[str]) -> list[Row]:
    """Rows without those of one county, whose persons and households leave the city's sums."""
    gone = {tuple(row[key] for key in keys): row for row in rows if str(DROPPED) == row.get("county_code")}
    left = [row for row in rows if str(DROPPED) not in (row.get("county_code"), row.get("area_code"))]
    for row in left:
        own = gone.get(tuple(str(DROPPED) if key == "county_code" else row[key] for key in keys))
        counted = row.get("unit", "").startswith(("persons", "households"))
        if own and counted and row["county_code"] == str(CODES[330600]):
            row["value"] = str(int(row["value"]) - int(own["value"]))
    return left


def other_city(folder: Path, drop: bool = False) -> Path:
    """Writes the other city's pack, whole or with a county less."""
    folder.mkdir()
    manifest = json.loads((PLACES / "shaoxing" / "manifest.json").read_text(encoding="utf-8"))
    manifest |= {"place": "nanchang", "name_zh": "南昌市", "name_en": "Nanchang", "city_code": CODES[330600]}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    for path in (PLACES / "shaoxing").glob("*.csv"):
        if path.stem == "draws":
            continue
        with path.open(encoding="utf-8", newline="") as file:
            rows = [recoded(row) for row in csv.DictReader(file)]
        header = list(rows[0])
        if drop:
            rows = without_county(rows, header[: header.index("value")] if "value" in header else header)
        with (folder / path.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def months_of(place: str) -> FertilityModel:
    model = FertilityModel(sample="1/1000", place=place)
    model.run_for(MONTHS)
    return model


@pytest.mark.compiled
def test_a_recoded_city_equals_shaoxing_in_every_count(tmp_path: Path) -> None:
    folder = other_city(tmp_path / "nanchang")
    Pack(folder).check()
    assert Pack(folder).province_code == 360000
    ours, theirs = months_of("shaoxing"), months_of(str(folder))
    assert np.array_equal(ours.stock, theirs.stock)
    for year, counts in ours.yearly.items():
        for name, figures in counts.items():
            assert np.array_equal(figures, theirs.yearly[year][name]), (year, name)


SMALLER = f"""
import sys
from sim.model import FertilityModel
model = FertilityModel(sample="1/1000", place=sys.argv[1])
start = int(model.stock.sum())
model.run_for({MONTHS})
print(len(model.pack.county_codes), start, *[int(n) for n in model.stock.sum(axis=(1, 2))])
"""


@pytest.mark.compiled  # in a process of its own, uncompiled
def test_a_city_with_a_county_less_runs(tmp_path: Path) -> None:
    """The number of counties is a constant of compiled code: a process is told it before it starts."""
    folder = other_city(tmp_path / "nanchang", drop=True)
    pack = Pack(folder)
    pack.check()
    assert len(pack.county_codes) == N_COUNTIES - 1
    done = subprocess.run(
        [sys.executable, "-c", SMALLER, str(folder)], capture_output=True, text=True, check=False,
        env={**os.environ, "FERTSIM_COUNTIES": "5", "NUMBA_DISABLE_JIT": "1"},
    )
    assert done.returncode == 0, done.stderr
    n_counties, start, *residents = (int(part) for part in done.stdout.split())
    table = pack.table("population")
    assert n_counties == len(residents) == 5
    assert start == pytest.approx(table[table["census"] == 2020]["value"].sum() / 1000, abs=20)
    assert min(residents) > 300
    assert sum(residents) == pytest.approx(start, rel=0.02)


def test_another_number_of_counties_is_refused_with_what_to_do(tmp_path: Path) -> None:
    folder = other_city(tmp_path / "nanchang", drop=True)
    with pytest.raises(UserError, match=r"nanchang has 5 counties, this process counts 6; .* FERTSIM_COUNTIES=5"):
        FertilityModel(sample="1/1000", place=str(folder))
