"""Start populations on disk: made once for each content of pack, code and settings, then loaded.

Folder: FERTSIM_CACHE, else the user's cache folder of the system. One folder a population, one uncompressed .npy a
column, written whole or not at all and read only as it was written. Called by the model; who runs it into a new folder
asks first whether there is a cache (`check_cache`).
"""

import errno
import functools
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import numba as nb
import numpy as np
from platformdirs import user_cache_dir

from sim.compiled import compile_stamp
from sim.errors import Damaged, UserError
from sim.lru import LruCache
from sim.population.build import build_population
from sim.population.columns import Array, Households, Persons, Population, columns_of
from sim.population.inputs import read_inputs
from sim.writing import make_folder, reason_of, whole_folder

MADE_BY = "sim.population.build"
"""Module whose reach is the code that makes a population."""
LARGEST_HELD = Fraction(1, 25)
"""Sample up to which a process keeps the populations last read: opening files costs a sweep more than copying."""
KEPT_DAYS = 30
"""Days after its last use in which a population is kept; older ones go when a new one comes. A use sets the date of
`HASHES`. One takes 8 MB at 1/50, 20 MB at 1/20, 400 MB at 1/1, and a run set with draws has up to 20."""
HASHES = "hashes.json"
"""sha256 of every column's file; a folder in which one differs is made anew."""


def cache_folder() -> Path:
    """Folder that holds the start populations."""
    chosen = os.environ.get("FERTSIM_CACHE")
    return (Path(chosen) if chosen else Path(user_cache_dir("fertsim"))) / "populations"


@functools.lru_cache(maxsize=64)
def population_key(
    pack: Any, census_year: int, sample: Fraction, population_seed: int, correct_undercount: bool = False
) -> str:
    """Hash of everything a start population depends on: data, settings, and the code and libraries that make it."""
    settings = pack.hash, census_year, Fraction(sample), population_seed, bool(correct_undercount)
    compiled = not nb.config.DISABLE_JIT  # type: ignore[attr-defined]
    text = repr((settings, compile_stamp(MADE_BY), compiled))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def load_or_build(
    pack: Any, census_year: int, sample: Fraction, population_seed: int, correct_undercount: bool = False
) -> Population:
    """Start population from the cache, or built and stored there; arguments as in `build_population`.

    The returned columns are the caller's own: changing them does not change the cache.
    """
    folder = cache_folder() / population_key(pack, census_year, sample, population_seed, correct_undercount)

    def found() -> Population:
        stored = _stored(folder)
        if stored is None:
            stored = build_population(pack, census_year, sample, population_seed, correct_undercount)
            store(stored, folder)
        return stored

    return _copy(_held.get(folder, found)) if sample <= LARGEST_HELD else found()


def is_stored(pack: Any, census_year: int, sample: Fraction, population_seed: int) -> bool:
    """Whether a start population is in the cache; whether it is whole is seen when it is loaded."""
    return (cache_folder() / population_key(pack, census_year, sample, population_seed) / HASHES).is_file()


def _stored(folder: Path) -> Population | None:
    """The population stored in a folder; None where it is not there whole and as it was written."""
    try:
        return load(folder)
    except Damaged:
        return None


def _copy(population: Population) -> Population:
    persons = Persons(*(column.copy() for column in population.persons))
    households = Households(*(column.copy() for column in population.households))
    return Population(persons, households, population.n_persons, population.n_households)


_held: LruCache[Population] = LruCache(8)


def check_cache(pack: Any, census_year: int, sample: Fraction, population_seeds: Sequence[int]) -> None:
    """Refuse a cache that neither holds start populations nor can take them, before anything else is written."""
    folders = [cache_folder() / population_key(pack, census_year, sample, seed) for seed in population_seeds]
    try:
        with _told_to_users(folders[0]):
            make_folder(folders[0].parent)
            with tempfile.TemporaryFile(dir=folders[0].parent):
                free = shutil.disk_usage(folders[0].parent).free
            n_missing = sum(not (folder / HASHES).is_file() for folder in folders)
            if n_missing and free < n_missing * expected_bytes(pack, census_year, sample):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), folders[0])
    except UserError:
        if any(_stored(folder) is None for folder in folders):
            raise


def expected_bytes(pack: Any, census_year: int, sample: Fraction) -> float:
    """Room that the columns of a start population take on disk, as the census counts persons and family households."""
    counted, families = pack.table("population"), read_inputs(pack, census_year).households["family_households"]
    rows = {Persons: counted.loc[counted["census"] == census_year, "value"].sum(), Households: families.sum()}
    room = 0.0
    for table, number in rows.items():
        room += sum(np.dtype(column.dtype).itemsize for column in columns_of(table).values()) * float(number * sample)
    return room


def store(population: Population, folder: Path) -> None:
    """Write a population, each column with the hash that `load` asks for."""
    with _told_to_users(folder):
        make_folder(folder.parent)
        with whole_folder(folder) as temporary:
            for name, values in _named(population):
                np.save(temporary / f"{name}.npy", values)
            hashes = {path.name: _hash_of(path) for path in sorted(temporary.iterdir())}
            (temporary / HASHES).write_text(json.dumps(hashes, indent=1), encoding="utf-8")
    _remove_unused(folder.parent)


def _remove_unused(folder: Path) -> None:
    """Remove populations that nobody has used for `KEPT_DAYS`; what cannot be removed stays."""
    oldest = time.time() - KEPT_DAYS * 86_400
    for hashes in folder.glob(f"*/{HASHES}"):
        with suppress(OSError):
            if hashes.stat().st_mtime < oldest:
                shutil.rmtree(hashes.parent, ignore_errors=True)


@contextmanager
def _told_to_users(folder: Path) -> Iterator[None]:
    """Turn what goes wrong in writing a population's folder into one sentence that says what to do."""
    try:
        yield
    except (UserError, OSError) as error:
        told = str(error) if isinstance(error, UserError) else f"{folder.parent} cannot be written: {reason_of(error)}"
        raise UserError(f"The cache of start populations: {told}; name another folder with FERTSIM_CACHE") from None


def load(folder: Path) -> Population:
    """Population stored in a folder; `Damaged` where a column is missing or not as it was written."""
    try:
        hashes = json.loads((folder / HASHES).read_bytes())
        columns = {prefix: [_column(folder / f"{prefix}_{name}.npy", hashes) for name in columns_of(table)]
                   for prefix, table in (("persons", Persons), ("households", Households))}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{folder} holds no whole start population") from error
    with suppress(OSError):  # of a cache that only may be read
        os.utime(folder / HASHES)
    persons, households = Persons(*columns["persons"]), Households(*columns["households"])
    return Population(persons, households, len(persons.id), len(households.county))


def _column(file: Path, hashes: dict[str, str]) -> Array:
    """A stored column, mapped copy-on-write: processes share its pages until one of them writes."""
    if _hash_of(file) != hashes[file.name]:
        raise ValueError(f"{file} is not what was written")
    return np.asarray(np.load(file, mmap_mode="c"))


def _hash_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _named(population: Population) -> list[tuple[str, Any]]:
    columns = []
    for prefix, state, n in (("persons", population.persons, population.n_persons),
                             ("households", population.households, population.n_households)):
        columns += [(f"{prefix}_{name}", values[:n]) for name, values in zip(state._fields, state, strict=True)]
    return columns
