"""Parameter draws of a place: what a calibration found and was adopted, the default parameters of runs.

They stand in the data pack as `draws.csv` (one row a draw, one column a parameter, numbered from 1) and `draws.json`
(where they come from), written by `fertsim adopt`. Seed k runs draw k in every scenario, so that two scenarios of one
seed differ by policy alone. A pack without these files is whole: its runs take the declared defaults.
"""

import csv
import hashlib
import json
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from sim.arrays import Array
from sim.errors import UserError

if TYPE_CHECKING:
    from sim.parameters import Parameters

DRAWS, ABOUT_FILE = "draws.csv", "draws.json"
NUMBER = "draw"
FEWEST = 20
"""Draws that a file must hold: with fewer none lies beyond the 5 or 95 % quantile of a band."""
ADOPT = "write it with 'fertsim adopt DIR' from the folder of a calibration"


class Fit(BaseModel):
    """What a posterior is worth by which draws were made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    method: str
    effective: float
    """Effective size of the draws under emulators that their own runs corrected."""
    figures: int
    """Figures that were fitted."""
    chi_square: float
    """Sum of squared distances of a draw's expectations from them in standard errors, mean over draws."""
    emulator_error: float
    """Held-out error of a figure's emulator over the figure's standard error, the largest of all figures."""
    r_hat: float
    """Largest of all parameters."""

    @property
    def chi_square_a_figure(self) -> float:
        """About 1 where errors are as told."""
        return self.chi_square / self.figures


class About(BaseModel):
    """Where draws come from. Hashes, commit and version are those of the calibration's own runs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    draws_hash: str
    """sha256 of `draws.csv`: the two files belong together."""
    n_draws: int
    place: str
    fit: Fit | None = None
    """None: draws are runs that history matching did not rule out, as calibrations before had them."""
    last_year: int
    """Last year of the figures that they were held against."""
    targets_hash: str
    points: tuple[int, ...]
    """Points of each wave."""
    sample: str
    """Of each wave's runs."""
    adopted: str
    """Date."""
    fertsim_version: str
    git_commit: str | None
    code_hash: str
    pack_hash: str

    @model_validator(mode="before")
    @classmethod
    def _of_before(cls, given: Any) -> Any:
        """Run sets of calibrations before name the bound of their history matching, which says no more than `fit`."""
        return {k: v for k, v in given.items() if k not in ("bound", "allowed")} if isinstance(given, dict) else given

    @property
    def note(self) -> str:
        """What the draws are, without claiming more."""
        if self.fit is None:
            said = f"{self.n_draws} runs that figures to {self.last_year} do not rule out"
        else:
            said = (
                f"{self.n_draws} draws of a posterior by {self.fit.figures} figures to {self.last_year}"
                f" (effective size {self.fit.effective:.0f}, chi-square a figure {self.fit.chi_square_a_figure:.2f})"
            )
        return f"Parameters: {said}; see docs/validation.md: misses stand first."


class DrawsUsed(BaseModel):
    """Draws of a run set, as its manifest keeps them: enough to run it again without the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    of_seeds: tuple[int, ...]
    """Number of the draw of each seed, in the order of the seeds."""
    names: tuple[str, ...]
    values: dict[int, tuple[float, ...]]
    """Values of `names` by number of the draw."""
    set_by_hand: tuple[str, ...]
    """Parameters given in the command, the same in all runs, drawn or not."""
    about: About

    @property
    def n(self) -> int:
        """Number of different draws."""
        return len(set(self.of_seeds))

    @property
    def note(self) -> str:
        """What the parameters of the runs are."""
        by_hand = f" Set by hand in all of them: {', '.join(self.set_by_hand)}." if self.set_by_hand else ""
        return self.about.note + by_hand


@dataclass(frozen=True)
class Draws:
    """Draws to run with. values : (draw, parameter), in the order of `names`; draw k is row k - 1."""

    names: tuple[str, ...]
    values: Array
    about: About

    def __len__(self) -> int:
        return len(self.values)

    def number(self, seed: int) -> int:
        """Number of the draw of a seed, from 1; after the last draw the first comes again."""
        return (seed - 1) % len(self) + 1

    def turn(self, seed: int) -> int:
        """How often its draw has come before, at lower seeds."""
        return (seed - 1) // len(self)

    def of_seed(self, seed: int) -> dict[str, float]:
        """Drawn parameters of a seed."""
        return dict(zip(self.names, map(float, self.values[self.number(seed) - 1]), strict=True))

    def first(self, n: int) -> "Draws":
        """The first `n` draws; `UserError` where there are not so many."""
        if not 1 <= n <= len(self):
            raise UserError(f"--draws: {n} is outside 1 to {len(self)}, the draws of the place")
        return Draws(self.names, self.values[:n], self.about)

    def without(self, names: Collection[str]) -> "Draws":
        """The same draws of the other parameters."""
        kept = [k for k, name in enumerate(self.names) if name not in names]
        return Draws(tuple(self.names[k] for k in kept), self.values[:, kept], self.about)

    def used(self, seeds: Sequence[int], parameters: "Parameters") -> DrawsUsed:
        """What a manifest keeps. parameters : those of all runs that the draws do not move"""
        from sim.parameters import Parameters  # who reads what was drawn loads nothing that compiles

        default = Parameters().model_dump()
        numbers = tuple(self.number(seed) for seed in seeds)
        return DrawsUsed(
            of_seeds=numbers, names=self.names, about=self.about,
            values={number: tuple(map(float, self.values[number - 1])) for number in sorted(set(numbers))},
            set_by_hand=tuple(n for n, v in parameters.model_dump().items() if v != default[n] and n not in self.names),
        )  # fmt: skip


def read_draws(folder: Path) -> Draws | None:
    """Draws of a data pack's folder, None where it has none; `UserError` for a file that cannot be relied on."""
    path, told = folder / DRAWS, folder / ABOUT_FILE
    if not path.is_file() and not told.is_file():
        return None
    for one, other in ((path, told), (told, path)):
        if not one.is_file():
            raise UserError(f"{one} is missing beside {other.name}; {ADOPT}")
    try:
        about = About.model_validate(json.loads(told.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        reason = str(error).splitlines()[0]
        raise UserError(f"{told} does not say where the draws come from ({reason}); {ADOPT}") from None
    names, values = read_values(path)
    if hash_of(path) != about.draws_hash:
        raise UserError(f"{path} is not the file that {ABOUT_FILE} describes: it was changed by hand; {ADOPT}")
    return Draws(names, values, about)


def read_values(path: Path) -> tuple[tuple[str, ...], Array]:
    """Parameter names and values, (draw, parameter), of a file of draws, each value checked against its declaration.

    Raises `UserError` naming file and line for an unknown parameter, a value that is none or out of bounds, too few
    rows, rows out of order.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read ({error})") from None
    head = rows[0] if rows else []
    names = tuple(head[1:])
    if head[:1] != [NUMBER] or not names or len(set(names)) < len(names):
        raise UserError(f"{path}, line 1: the columns must be '{NUMBER}' and different parameters, each once")
    values = np.array([_values(row, names, f"{path}, line {line}") for line, row in enumerate(rows[1:], start=2)])
    if len(values) < FEWEST:
        raise UserError(f"{path} holds {len(values)} draws; needed are {FEWEST} or more")
    return names, values


def _values(row: list[str], names: tuple[str, ...], where: str) -> list[float]:
    """Values of one line."""
    from sim.parameters import Parameters

    if len(row) != len(names) + 1:
        raise UserError(f"{where}: {len(row)} columns, not {len(names) + 1} as in line 1")
    values: dict[str, Any] = {}
    for name, text in zip(names, row[1:], strict=True):
        try:
            values[name] = float(text)
        except ValueError:
            raise UserError(f"{where}: {name} = '{text}' is no number") from None
        if not math.isfinite(values[name]):
            raise UserError(f"{where}: {name} = {text} is not finite")
    try:
        Parameters().with_values(values)
    except UserError as error:
        raise UserError(f"{where}: {error}") from None
    return list(values.values())


def hash_of(path: Path) -> str:
    """sha256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
