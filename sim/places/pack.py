"""Reads a place's data pack and refuses it when a table breaks its declaration.

Called by the population synthesis, the processes, the policy levers and the calibration; calls `reader` (one file
against its declaration in `schema`) and `checks` (sums and sequences across rows and tables). A table is read when
first asked for and kept.
"""

import functools
import hashlib
import json
import pkgutil
from pathlib import Path
from typing import Any

import pandas as pd

from sim.errors import UserError
from sim.places.checks import CHECKS
from sim.places.grids import CITY, COUNTIES, NATION, PROVINCE, check_grids, missing_rows
from sim.places.reader import TableReader
from sim.places.schema import CENSUSES, NATION_CODE, TABLES

PLACES = Path(__file__).parent
MANIFEST_FIELDS = {
    "place": str,
    "name_zh": str,
    "name_en": str,
    "city_code": int,
    "census_years": list,
    "start_years": list,
    "tables": dict,
}
DECLARED = "those declared in sim/places/schema.py"
LEVER_ROWS = "sim.policy.levers.rows:lever_rows"
"""Holds table `levers` against the levers' declarations. Named, not imported: else all that is compiled from the pack
would hang on every lever, and be compiled again after each change of one."""


class Pack:
    """One place's tables, checked. Make it with `load_pack`; `folder` holds manifest.json and one CSV a table."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = _read_manifest(folder / "manifest.json")
        self._frames: dict[str, pd.DataFrame] = {}
        self._checked: set[str] = set()
        self._contents: dict[str, str] = {}
        for name in TABLES:
            if not (folder / f"{name}.csv").is_file():
                raise UserError(f"{folder / name}.csv is missing; needed are all tables, {DECLARED}.")
        for name in self.manifest["tables"]:
            if name not in TABLES:
                raise UserError(f"{folder / 'manifest.json'} names a table {name!r}; allowed are {DECLARED}.")
        self.hash = self._hashed()
        """sha256 over the names and bytes of the manifest and all tables, as hexadecimal text."""

    @property
    def city_code(self) -> int:
        """Code of the whole city in tables that also hold city figures."""
        return int(self.manifest["city_code"])

    @property
    def province_code(self) -> int:
        """Code of the province that the city lies in."""
        return self.city_code // 10000 * 10000

    def name_of(self, code: int) -> str:
        """English name of an area by its code, as columns `area` write it."""
        areas = self._frame("areas")
        found = areas.loc[areas["area_code"] == code, "name_en"]
        if found.empty:
            needed = "nation, province, city and counties"
            raise UserError(f"{self.folder / 'areas.csv'} has no area {code}; needed are {needed}.")
        return str(found.iloc[0])

    @property
    def census_years(self) -> list[int]:
        """Years of the censuses that a run may start from or be compared with."""
        return [int(census) for census in self.manifest["census_years"]]

    @property
    def start_years(self) -> list[int]:
        """Census years that a run may start from."""
        return [int(year) for year in self.manifest["start_years"]]

    def check_start(self, year: int) -> None:
        """`UserError` for a year that runs of this place do not start from."""
        if year not in self.start_years:
            allowed = f"allowed are the start_years of its manifest: {_listed(self.start_years)}"
            raise UserError(f"--from: {self.manifest['place']} does not start in {year}; {allowed}")

    @functools.cached_property
    def county_codes(self) -> list[int]:
        """County codes in ascending order; the position is the county index of the model."""
        return [int(code) for code in self._frame("counties")["county_code"]]

    def table(self, name: str) -> pd.DataFrame:
        """One checked table; changing the frame does not change the pack.

        Raises UserError on an unknown name or a table that breaks its declaration or its checks.
        """
        if name not in TABLES:
            raise UserError(f"There is no table {name!r} in a data pack; allowed are {', '.join(TABLES)}.")
        frame = self._frame(name)
        if name not in self._checked:
            check_grids(name, frame, self._areas)
            for check in CHECKS.get(name, ()):
                check(self._frame, self.city_code)
            self._checked.add(name)
        return frame.copy(deep=False)  # copy-on-write of pandas 3: the caller's changes stay with the caller

    def assumption(self, name: str) -> float:
        """Value of one row of table `assumptions`. Raises UserError on an unknown name."""
        values = self._assumptions
        if name not in values:
            path = self.folder / "assumptions.csv"
            raise UserError(f"There is no assumption {name!r} in {path}; allowed are the names in its first column.")
        return values[name]

    def check(self) -> None:
        """Reads and checks every table, and each lever's rows by its declaration; UserError at the first that fails."""
        for name in TABLES:
            self.table(name)
        self.rests_on()
        pkgutil.resolve_name(LEVER_ROWS)(self)

    def trust(self) -> None:
        """Take every table for checked: this content was found good before. Each is still read by its declaration."""
        self._checked.update(TABLES)

    def faults(self, name: str) -> list[str]:
        """All that is wrong with one table: each row that it lacks, and the sentence of every check that fails."""
        try:
            found = missing_rows(name, self._frame(name), self._areas)
        except UserError as error:
            return [str(error)]
        for check in CHECKS.get(name, ()):
            try:
                check(self._frame, self.city_code)
            except UserError as error:
                found.append(str(error))
        return found

    def rests_on(self) -> dict[str, Any]:
        """City whose figures stand in for this one's, named in the manifest's `borrowed_from`; empty where none.

        returns: `name_zh`, `name_en`, `rows` that rest on it, `of` all rows, and whether the `plan` is its
        """
        lender = self.manifest.get("borrowed_from")
        if lender is None:
            return {}
        names = [lender.get(key) for key in ("name_zh", "name_en")] if isinstance(lender, dict) else []
        if len(names) != 2 or not all(isinstance(name, str) for name in names):
            path = self.folder / "manifest.json"
            raise UserError(f"{path}: borrowed_from is {lender!r}; needed are name_zh and name_en, of a city")
        tables = {name: self.table(name) for name in TABLES}
        own = f"area {names[1]}"
        lent = {name: rows["note"].str.startswith(own) for name, rows in tables.items() if "note" in rows}
        n = sum(int(rows.sum()) for rows in lent.values())
        plan = bool((lent["levers"] & (tables["levers"]["layer"] == "plan")).any())
        of = sum(map(len, tables.values()))
        return {"name_zh": names[0], "name_en": names[1], "rows": n, "of": of, "plan": plan} if n else {}

    @functools.cached_property
    def _assumptions(self) -> dict[str, float]:
        frame = self.table("assumptions")
        return {str(name): float(value) for name, value in zip(frame["name"], frame["value"], strict=True)}

    def _frame(self, name: str) -> pd.DataFrame:
        if name not in self._frames:
            reader = TableReader(self.folder / f"{name}.csv", TABLES[name], self._allowed)
            if _hash(_content(reader.path)) != self._contents[reader.path.name]:
                raise UserError(f"{reader.path} has changed since this process began to read the pack; start it again.")
            self._frames[name] = reader.read()
        return self._frames[name]

    def _hashed(self) -> str:
        """Hash of the whole pack; keeps that of each file, so that what is read later is what was hashed."""
        digest = hashlib.sha256()
        for name in ["manifest.json", *(f"{table}.csv" for table in sorted(TABLES))]:
            content = _content(self.folder / name)
            self._contents[name] = _hash(content)
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    def _areas(self, column: str, word: str) -> list[Any]:
        """What a grid's word stands for here: censuses, codes of areas, or their names in columns that hold names."""
        if column == "census":
            return list(self.census_years)
        every = [*self.county_codes, self.city_code]
        one = {CITY: self.city_code, PROVINCE: self.province_code, NATION: NATION_CODE}
        found = [one[word]] if word in one else self.county_codes if word == COUNTIES else every
        return [self.name_of(code) for code in found] if column == "area" else found

    def _allowed(self, reference: str) -> set[str]:
        if reference == "census":
            return {str(census) for census in self.census_years}
        if reference in ("county", "county_or_city"):
            codes = {str(code) for code in self.county_codes}
            return codes | {str(self.city_code)} if reference == "county_or_city" else codes
        areas = self._frame("areas")
        if reference == "area":
            return {str(code) for code in areas["area_code"]}
        names = {str(name) for name in areas["name_en"]}
        return names | {f"{name} (WPP)" for name in names}


@functools.lru_cache(maxsize=16)
def _load(folder: Path) -> Pack:
    return Pack(folder)


def load_pack(place: str | Path = "shaoxing") -> Pack:
    """Data pack of a place, by the name of a folder in sim/places or by path; kept for the life of the process.

    Raises UserError when the folder, its manifest or a table is missing. Tables are checked when first asked for.
    """
    folder = place if isinstance(place, Path) else PLACES / place
    if not (folder / "manifest.json").is_file():
        known = sorted(path.parent.name for path in PLACES.glob("*/manifest.json"))
        allowed = f"a folder with a manifest.json or one of: {', '.join(known)}"
        raise UserError(f"There is no data pack at {folder}; allowed are {allowed}.")
    return _load(folder.resolve())


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}); needed is a file of text.") from None


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def check_same_data(place: str | Path, data: str) -> None:
    """`UserError` where this process has another pack of a place than the one that sent it work. data : its hash"""
    if load_pack(place).hash != data:
        raise UserError(
            f"A worker has another data pack {place} than this process: it changed meanwhile, run the same command"
            " again; on a cluster, install the same fertsim on every machine"
        )


def _read_manifest(path: Path) -> dict[str, Any]:
    needed = ", ".join(MANIFEST_FIELDS)
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read as JSON ({error}); it must be an object with {needed}.") from None
    for field, kind in MANIFEST_FIELDS.items():
        if not isinstance(manifest, dict) or not isinstance(manifest.get(field), kind):
            raise UserError(f"{path} has no field {field!r} of type {kind.__name__}; needed are {needed}.")
    _check_years(manifest, path)
    return dict(manifest)


def _check_years(manifest: dict[str, Any], path: Path) -> None:
    """Refuse censuses that no table is declared for, and starts from a year without one."""
    censuses, starts = manifest["census_years"], manifest["start_years"]
    known, last = " and ".join(map(str, CENSUSES)), CENSUSES[-1]
    if last not in censuses or any(year not in CENSUSES for year in censuses):
        allowed = f"{last}, or {known}, with rows of each in population.csv and the other census tables"
        raise UserError(f"{path}, census_years: {_listed(censuses)}; allowed are {allowed}.")
    if not starts or any(year not in censuses for year in starts):
        allowed = f"one or more of census_years: {_listed(censuses)}, whose rows of population.csv a run starts from"
        raise UserError(f"{path}, start_years: {_listed(starts)}; allowed are {allowed}.")


def _listed(years: list[Any]) -> str:
    return ", ".join(map(str, years)) or "none"
