"""Start populations on disk: made once for each content of pack, code and settings, then loaded.

Folder: FERTSIM_CACHE, else the user's cache folder of the system. One folder a population, one uncompressed .npy a
column, written under a temporary name and renamed, so that a broken write is never read. Called by the model.
"""

import functools
import hashlib
import os
import shutil
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import numba as nb
import numpy as np
from platformdirs import user_cache_dir

from sim.compiled import compile_stamp
from sim.kept import Kept
from sim.population.build import build_population
from sim.population.columns import Array, Households, Persons, Population, columns_of

MADE_BY = "sim.population.build"
"""Module whose reach is the code that makes a population."""
SMALL = Fraction(1, 25)
"""Sample up to which a process keeps the populations last read: opening files costs a sweep more than copying."""
COMPLETE = "complete"
"""Empty file written last; a folder without it is not read."""


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
    if (folder / COMPLETE).is_file():
        return _copy(_held.get(folder, lambda: load(folder))) if sample <= SMALL else load(folder)
    population = build_population(pack, census_year, sample, population_seed, correct_undercount)
    store(population, folder)
    return population


def _copy(population: Population) -> Population:
    persons = Persons(*(column.copy() for column in population.persons))
    households = Households(*(column.copy() for column in population.households))
    return Population(persons, households, population.n_persons, population.n_households)


_held: Kept[Population] = Kept(8)


def store(population: Population, folder: Path) -> None:
    """Write a population; a folder that is already there is left as it is (its content is the same)."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder.parent))
    try:
        for name, values in _named(population):
            np.save(temporary / f"{name}.npy", values)
        (temporary / COMPLETE).touch()
        temporary.rename(folder)
    except OSError:
        if not (folder / COMPLETE).is_file():
            raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def load(folder: Path) -> Population:
    """Population stored in a folder."""
    persons = Persons(*(_column(folder / f"persons_{name}.npy") for name in columns_of(Persons)))
    households = Households(*(_column(folder / f"households_{name}.npy") for name in columns_of(Households)))
    return Population(persons, households, len(persons.id), len(households.county))


def _column(file: Path) -> Array:
    """A stored column, mapped copy-on-write: processes share its pages until one of them writes."""
    return np.asarray(np.load(file, mmap_mode="c"))


def _named(population: Population) -> list[tuple[str, Any]]:
    columns = []
    for prefix, state, n in (("persons", population.persons, population.n_persons),
                             ("households", population.households, population.n_households)):
        columns += [(f"{prefix}_{name}", values[:n]) for name, values in zip(state._fields, state, strict=True)]
    return columns
