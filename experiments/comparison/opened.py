"""Whatever a folder of results holds, a run set or a comparison, with the county asked for."""

import os
from pathlib import Path

from experiments.comparison.compared import INDEX, Comparison
from experiments.setup.settings import county_code
from sim.runs.runset import RunSet


def opened(directory: Path, county: str | None) -> tuple[RunSet | Comparison, int | None]:
    """Stored results of a folder, and the code of a county by any of its names; `UserError` for either unknown."""
    found = Comparison.open(directory) if os.path.isfile(directory / INDEX) else RunSet.open(directory)
    return found, None if county is None else county_code(found.manifest.counties, county)
