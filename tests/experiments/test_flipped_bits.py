"""A flipped bit in any stored file is refused, or what holds it is made anew: none is believed."""

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from experiments.comparison.compared import INDEX, Comparison
from experiments.setup.files import HASHES, OBSERVED, read_beside, write_beside
from sim.errors import Damaged, UserError
from sim.population.cache import load, store
from sim.runs.runset import BLOCKS, MANIFEST, RunSet
from sim.runs.sealed import read_sealed, write_sealed
from sim.runs.sweep import run_plan
from sim.runs.sweepset import DESIGN, SweepSet
from tests import synthetic
from tests.experiments.briefing.makers import write_comparison
from tests.sim.makers import city
from tests.sim.runs.test_sweep import plan

N_FLIPS = 100
"""Of each kind of file."""


KINDS = ("block of a run set", "manifest of a run set", "block of a sweep", "manifest of a sweep", "design",
         "index of a comparison", "what stands beside", "hashes of what stands beside", "start population",
         "points of a wave")  # fmt: skip


def stored(kind: str, folder: Path) -> tuple[list[Path], Callable[[], object]]:
    """Files of a kind, and a reader of all of them that raises where one is not what was written."""
    if kind.endswith("run set"):
        synthetic.write(folder, synthetic.manifest((1,)))
        file = folder / (f"{BLOCKS}/block-000000.parquet" if kind.startswith("block") else MANIFEST)
        return [file], lambda: RunSet.open(folder).array("births")
    if "sweep" in kind or kind == "design":
        design = synthetic.start_fit()
        run_plan(plan(8), folder, design=design)
        name = {"block of a sweep": f"{BLOCKS}/block-000001.parquet", "design": DESIGN}.get(kind, MANIFEST)
        return [folder / name], lambda: (SweepSet.open(folder).rows(), SweepSet.open(folder).design())
    if kind == "index of a comparison":
        write_comparison(folder, seeds=(1,))
        return [folder / INDEX], lambda: Comparison.open(folder)
    if "beside" in kind:
        folder.mkdir()
        write_beside(folder, {OBSERVED: synthetic.start_fit()})
        return [folder / (HASHES if kind.startswith("hashes") else OBSERVED)], lambda: read_beside(folder, OBSERVED)
    if kind == "start population":
        store(city(50), folder)
        return sorted(folder.iterdir()), lambda: load(folder)
    folder.mkdir()
    write_sealed(folder / "places.parquet", pa.table({"0": np.arange(40.0)}), {"wave": 2})
    return [folder / "places.parquet"], lambda: read_sealed(folder / "places.parquet")


@pytest.mark.parametrize("kind", KINDS)
def test_no_flipped_bit_is_believed(tmp_path: Path, kind: str) -> None:
    files, read = stored(kind, tmp_path / "stored")
    read()
    chance = random.Random(1)
    for _ in range(N_FLIPS):
        file = chance.choice(files)
        whole = file.read_bytes()
        at, bit = chance.randrange(len(whole)), chance.randrange(8)
        file.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << bit)]) + whole[at + 1 :])
        with pytest.raises((Damaged, UserError), match=r"\S"):
            read()
        file.write_bytes(whole)
    read()
