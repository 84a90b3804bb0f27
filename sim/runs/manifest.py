"""What a run set says about itself: code, data, settings, seeds and libraries, enough to run it again.

Made by `sim.runs.runner`, stored and read by `sim.runs.runset`.
"""

import hashlib
import importlib.metadata
import json
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from sim.dates import label, year_of
from sim.errors import UserError
from sim.runs.asked import command_line
from sim.runs.draws import DrawsUsed
from sim.runs.sealed import read_sealed_json, sealed_json
from sim.source import PACKAGE, code_hash

SCHEMA_VERSION = 2
"""Rises when a table of counts, a key or a label changes its meaning; readers refuse what they do not know."""
LISTED_LIBRARIES = (
    "mesa",
    "numba",
    "llvmlite",
    "numpy",
    "pandas",
    "pyarrow",
    "pydantic",
    "scipy",
    "xarray",
)
ASSUMED_AFTER_A_RUN = ("maternity_bed_occupancy", "maternity_stay_days", "preschool_enrolment_share_3_5")
"""Assumptions of a place with which indicators are made from counts."""
NOT_CALIBRATED = "Not yet calibrated: parameters are starting values."
RUNS_OF_A_BLOCK = 16
"""Runs that one file holds, of small samples."""
AGENTS_OF_A_BLOCK = Fraction(16, 100)
"""Of larger samples a file holds as many runs as make up this many cities, one at least: a few seconds of work."""


class County(BaseModel):
    """Code and names of one county."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    county_code: int
    name_zh: str
    name_en: str


class Manifest(BaseModel):
    """Description of a run set; frozen, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int
    fertsim_version: str
    git_commit: str | None
    code_hash: str
    """sha256 over the source files of `sim`: equal hash, equal code."""
    libraries: dict[str, str]
    calibrated: bool
    calibration_note: str
    place: str
    place_name_zh: str
    place_name_en: str
    counties: tuple[County, ...]
    """Counties in the order of the stored dimension."""
    pack_hash: str
    scenario: str
    future: str
    sample: str
    """Agents per resident, as a fraction such as 1/50."""
    seeds: tuple[int, ...]
    block_size: int = 0
    """Runs that one file holds, in the order of the seeds; 0 of an earlier fertsim, which kept a file a run."""
    start: str
    end: str
    months_in_year: dict[int, int]
    """Months simulated in each calendar year; fewer than 12 make a part-year, which gets no rates."""
    settings: dict[str, Any]
    """Everything else that decides a run, such as what scenario and future mean, and `population_seed`: the start
    population of all runs, or a list of those of each seed in the order of the seeds."""
    parameters: dict[str, Any]
    """Of all runs, but for those drawn."""
    assumptions: dict[str, float] = {}
    """Those of `ASSUMED_AFTER_A_RUN` in the data pack."""
    draws: DrawsUsed | None = None
    """Drawn parameters by seed, None where all runs have the same."""
    command: str = ""
    """The command line that made it, or last went on with it; empty where nobody typed one."""
    inputs_hash: str
    """sha256 over data, settings, parameters, draws and seeds: two run sets of one hash answer one question."""

    @property
    def text(self) -> str:
        """What the manifest's file holds."""
        return sealed_json(self.model_dump(mode="json"))

    @property
    def scale(self) -> float:
        """Residents one agent stands for."""
        return float(1 / Fraction(self.sample))

    @property
    def n_draws(self) -> int:
        """Different parameter draws of the runs, 0 where all have the same parameters."""
        return 0 if self.draws is None else self.draws.n

    @property
    def n_blocks(self) -> int:
        """Files of runs; none of an earlier fertsim."""
        return -(-len(self.seeds) // self.block_size) if self.block_size else 0

    @property
    def starts(self) -> tuple[int, ...]:
        """Seeds of the start populations of its runs, each once."""
        stored = self.settings["population_seed"]
        return tuple(sorted(set(stored))) if isinstance(stored, list) else (stored,)

    @property
    def county_codes(self) -> tuple[int, ...]:
        """Codes of the counties in the order of the stored dimension."""
        return tuple(county.county_code for county in self.counties)

    @property
    def monthly(self) -> bool:
        """Whether births by month are stored."""
        return bool(self.settings.get("monthly", False))

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years in order, part-years included."""
        return tuple(sorted(self.months_in_year))

    def same_code(self, other: "Manifest") -> bool:
        """Whether two run sets were made by the same code and libraries."""
        mine, others = self, other
        return (mine.code_hash, mine.libraries) == (others.code_hash, others.libraries)


def make_manifest(*, start_month: int, end_month: int, draws: DrawsUsed | None = None, **described: Any) -> Manifest:
    """Manifest of a run set about to be made.

    start_month, end_month : month indices of the first and the last simulated month
    described : place, counties, pack_hash, scenario, future, sample, seeds, settings, parameters, assumptions
    """
    inputs = {**described, "start_month": start_month, "end_month": end_month}
    if draws is not None:
        inputs["draws"] = [draws.of_seeds, draws.names, sorted(draws.values.items())]
    text = json.dumps(inputs, sort_keys=True, default=str)
    return Manifest(
        schema_version=SCHEMA_VERSION,
        fertsim_version=fertsim_version(),
        git_commit=git_commit(),
        code_hash=code_hash(),
        libraries=library_versions(),
        command=command_line(),
        calibrated=draws is not None,
        calibration_note=NOT_CALIBRATED if draws is None else draws.note,
        draws=draws,
        start=label(start_month),
        end=label(end_month),
        block_size=block_size_of(Fraction(described["sample"])),
        months_in_year=months_in_year(start_month, end_month),
        inputs_hash=hashlib.sha256(text.encode()).hexdigest(),
        **{**described, "sample": str(described["sample"])},
    )


def block_size_of(sample: Fraction) -> int:
    """Runs that one file holds; what is lost when a command is killed are the runs of unfinished files."""
    return max(1, min(RUNS_OF_A_BLOCK, int(AGENTS_OF_A_BLOCK / sample)))


def months_in_year(start_month: int, end_month: int) -> dict[int, int]:
    """Number of simulated months in each calendar year of a run."""
    counts: dict[int, int] = {}
    for month in range(start_month, end_month + 1):
        counts[year_of(month)] = counts.get(year_of(month), 0) + 1
    return counts


def fertsim_version() -> str:
    """Version of the installed fertsim, or `not installed` where it runs from its source folder alone."""
    try:
        return importlib.metadata.version("fertsim")
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def library_versions() -> dict[str, str]:
    """Version of each library the numbers pass through."""
    return {name: importlib.metadata.version(name) for name in LISTED_LIBRARIES}


def git_commit() -> str | None:
    """Commit of the checkout the code runs from, `+changes` where files differ; None outside a checkout."""
    root = PACKAGE.parent

    def git(*arguments: str) -> str | None:
        try:
            done = subprocess.run(
                ["git", "-C", str(root), *arguments], capture_output=True, text=True, timeout=10, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return done.stdout.strip() if done.returncode == 0 else None

    top = git("rev-parse", "--show-toplevel")
    commit = git("rev-parse", "HEAD")
    if top is None or commit is None or Path(top).resolve() != root:
        return None
    return f"{commit}+changes" if git("status", "--porcelain", "--untracked-files=no") else commit


def read_manifest(path: Path) -> Manifest:
    """Manifest read from a file; `UserError` where it was changed, or is of another schema."""
    content = read_sealed_json(path)
    version = content.get("schema_version")
    if version != SCHEMA_VERSION:
        raise UserError(f"{path} is of schema version {version}; this fertsim reads {SCHEMA_VERSION} only.")
    try:
        return Manifest.model_validate(content)
    except ValidationError as error:
        raise UserError(f"{path} is not the manifest of a run set ({str(error).splitlines()[0]}).") from None
