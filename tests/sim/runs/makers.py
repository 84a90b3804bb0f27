"""A place with parameter draws: the shipped data pack copied, with made-up draws near the defaults beside it."""

import shutil
from pathlib import Path

import numpy as np

from sim.parameters import Parameters
from sim.places.pack import PLACES
from sim.runs.draws import ABOUT_FILE, DRAWS, FEWEST, NUMBER, About, Draws, Fit, hash_of, read_draws

NAMES = ("prefer_first", "marriage_peak", "money_weight")
N_DRAWS = FEWEST + 4


def about(draws_hash: str = "0" * 64, n_draws: int = N_DRAWS) -> About:
    """Where made-up draws come from."""
    fit = Fit(method="made up", effective=20.4, figures=30, chi_square=27.0, emulator_error=0.5,
              r_hat=1.01)  # fmt: skip
    return About(
        draws_hash=draws_hash, n_draws=n_draws, place="shaoxing", fit=fit, last_year=2022,
        targets_hash="1" * 64, points=(160, 80), sample="1/100", adopted="2026-01-02", fertsim_version="0",
        git_commit=None, code_hash="2" * 64, pack_hash="3" * 64,
    )  # fmt: skip


def draws(n_draws: int = N_DRAWS) -> Draws:
    """Draw k has every parameter at k parts in 100 of itself below the default."""
    default = np.array([float(getattr(Parameters(), name)) for name in NAMES])
    values = default * (1 - np.arange(1, n_draws + 1)[:, None] / 100)
    return Draws(NAMES, values, about(n_draws=n_draws))


def text(n_draws: int = N_DRAWS) -> str:
    """The draws as a file."""
    made = draws(n_draws)
    rows = [",".join(map(str, (k, *map(float, row)))) for k, row in enumerate(made.values, start=1)]
    return "\n".join([",".join((NUMBER, *NAMES)), *rows]) + "\n"


def write(folder: Path, content: str | None = None) -> Path:
    """Both files of draws in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DRAWS).write_text(text() if content is None else content, encoding="utf-8")
    described = about(hash_of(folder / DRAWS))
    (folder / ABOUT_FILE).write_text(described.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return folder


def place(folder: Path) -> Path:
    """The shipped data pack copied into a folder, with the made-up draws."""
    shutil.copytree(PLACES / "shaoxing", folder)
    write(folder)
    assert read_draws(folder) is not None
    return folder
