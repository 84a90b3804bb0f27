"""Fixtures of all tests: the data pack, start populations made once a session, and a cache folder of the tests' own.

Tests hand compiled rules only tables of `sim` and records (`as_record(rates(...))`), never a named tuple of their own:
numba keeps compiled code beside the source, by the classes of its arguments, and reads all that it kept for a function
at its next call anywhere. `fertsim`, run from elsewhere, would then fail with "No module named 'tests'".
`test_architecture` looks for such classes.
"""

import os
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from sim import streams
from sim.places.pack import Pack, load_pack
from sim.population.cache import load_or_build
from sim.population.columns import Population
from tests.sim.makers import COMPILED, copy_of, mixed

settings.register_profile("fertsim", max_examples=40, deadline=None, database=None, derandomize=True)
settings.register_profile("many", max_examples=2_000, deadline=None, database=None, print_blob=True)
settings.load_profile("fertsim")
if not COMPILED:
    np.seterr(over="ignore")  # uncompiled, the 64-bit products of `sim.streams` wrap in numpy and warn
    streams._mix = lambda z: np.uint64(mixed(int(z)))  # the same, as `test_streams` holds, in a third of the time


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out tests that need compiled speed where nothing is compiled, however pytest was called."""
    if not COMPILED:
        for item in items:
            if item.get_closest_marker("compiled"):
                item.add_marker(pytest.mark.skip(reason="needs compiled speed"))


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """FERTSIM_CACHE in a temporary folder of all processes of a test run: no test reads or fills the user's cache."""
    before = os.environ.get("FERTSIM_CACHE")
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "cache"
    folder.mkdir(exist_ok=True)
    os.environ["FERTSIM_CACHE"] = str(folder)
    yield folder
    if before is None:
        del os.environ["FERTSIM_CACHE"]
    else:
        os.environ["FERTSIM_CACHE"] = before


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(scope="session")
def start_population(pack: Pack, cache_of_the_tests: Path) -> Callable[..., Population]:
    """A function that gives a copy of the start population at one agent for `residents` residents, to be changed."""
    made: dict[tuple[int, int], Population] = {}

    def copy(residents: int, census_year: int = 2020) -> Population:
        key = residents, census_year
        if key not in made:
            made[key] = load_or_build(pack, census_year, Fraction(1, residents), 1)
        return copy_of(made[key])

    return copy
