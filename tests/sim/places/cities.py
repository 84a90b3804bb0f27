"""Packs of another city, made from Shaoxing's: other codes and names, fewer or more counties, one census."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.places.pack import PLACES

CODES = {
    330600: 360100, 330602: 360102, 330603: 360103, 330604: 360104, 330624: 360111, 330681: 360121, 330683: 360123,
    330000: 360000,
}  # fmt: skip
NAMES = {"Shaoxing": "Nanchang", "绍兴市": "南昌市", "Zhejiang": "Jiangxi", "浙江省": "江西省", "Yuecheng": "Donghu"}
LAST = 360123
"""County that a smaller city lacks, and that a larger one has more than once, under the codes that follow."""
Row = dict[str, str]


def recoded(row: Row) -> Row:
    """A row of Shaoxing's pack as one of the other city."""
    codes = {str(old): str(new) for old, new in CODES.items()}
    return {
        column: codes.get(entry, entry) if column in ("county_code", "area_code")
        else NAMES.get(entry, entry) if column in ("area", "name_en", "name_zh") else entry
        for column, entry in row.items()
    }  # fmt: skip


def is_last(row: Row) -> bool:
    """Whether a row is of the last county."""
    return str(LAST) in (row.get("county_code"), row.get("area_code"))


def with_last(times: int, rows: list[Row], keys: list[str]) -> list[Row]:
    """Rows of a city that has the last county so many times; its persons and households are in the city's sums."""
    of_last = {tuple(row[key] for key in keys): row for row in rows if row.get("county_code") == str(LAST)}
    made = []
    for row in rows:
        copies = times if is_last(row) else 1
        made += [under(row, LAST + k) if copies > 1 and k else dict(row) for k in range(copies)]
    for row in made:
        own = of_last.get(tuple(str(LAST) if key == "county_code" else row[key] for key in keys))
        counted = row.get("unit", "").startswith(("persons", "households"))
        if own and counted and row["county_code"] == str(CODES[330600]):
            row["value"] = str(int(row["value"]) + (times - 1) * int(own["value"]))
    return made


def under(row: Row, code: int) -> Row:
    """A row of the last county as one of a county of another code and name."""
    changed = {name: str(code) if row.get(name) == str(LAST) else row[name] for name in row}
    return changed | {name: f"{row[name]}{code}" for name in ("name_en", "name_zh") if name in row}


def other_city(
    folder: Path, last: int = 1, keep: Callable[[Row], bool] = lambda row: True, **manifest: Any
) -> Path:
    """Writes the other city's pack.

    last : how often it has the last county      keep : whether a row stays      manifest : its entries that differ
    """
    folder.mkdir()
    about = json.loads((PLACES / "shaoxing" / "manifest.json").read_text(encoding="utf-8"))
    about |= {"place": "nanchang", "name_zh": "南昌市", "name_en": "Nanchang", "city_code": CODES[330600]} | manifest
    (folder / "manifest.json").write_text(json.dumps(about), encoding="utf-8")
    for path in (PLACES / "shaoxing").glob("*.csv"):
        if path.stem == "draws":
            continue
        with path.open(encoding="utf-8", newline="") as file:
            rows = [recoded(row) for row in csv.DictReader(file)]
        header = list(rows[0])
        rows = with_last(last, rows, header[: header.index("value")] if "value" in header else header)
        with (folder / path.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(filter(keep, rows))
    return folder


def one_census(folder: Path) -> Path:
    """Writes a pack that knows the census of 2020 alone."""
    return other_city(folder, keep=lambda row: row.get("census") != "2010", census_years=[2020], start_years=[2020])
