"""Start populations shared by the tests of this folder."""

from fractions import Fraction

import numba
import pytest

from sim.places.pack import Pack, load_pack
from sim.population.build import build_population
from sim.population.columns import Population

UNCOMPILED = bool(numba.config.DISABLE_JIT)
SAMPLE = Fraction(1, 1000) if UNCOMPILED else Fraction(1, 100)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The generator's 64-bit products wrap round by design; uncompiled, numpy would warn of each."""
    if UNCOMPILED:
        for item in items:
            item.add_marker(pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning"))


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack("shaoxing")


@pytest.fixture(scope="session")
def population_2020(pack: Pack) -> Population:
    """1/100 of the residents of 2020 (1/1000 uncompiled), population seed 7."""
    return build_population(pack, 2020, SAMPLE, 7)


@pytest.fixture(scope="session")
def population_2010(pack: Pack) -> Population:
    """1/100 of the residents of 2010 (1/1000 uncompiled), population seed 7."""
    return build_population(pack, 2010, SAMPLE, 7)
