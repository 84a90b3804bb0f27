"""Adopts the draws of a calibration: writes them into a place's data pack, where every run then takes them.

Called by `fertsim adopt`, after `fertsim validate` has been read. The draws are put into a random order, so that the
first few are a sample of all, and are read again before they replace anything.
"""

import datetime
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from calibration.priors import AHEAD, with_ahead
from calibration.targets import LAST_YEAR, read_targets, targets_file
from sim.errors import UserError
from sim.places.pack import Pack
from sim.runs.draws import ABOUT_FILE, ADOPT, DRAWS, FEWEST, NUMBER, About, Fit, hash_of, read_draws, read_values
from sim.runs.runset import MANIFEST
from sim.runs.sweepset import SweepManifest, read_sweep_manifest
from sim.writing import whole_file, write_text

ORDER_SEED = 1
"""Seed of the order in which draws are shipped."""
PATH = "trend_path"
"""Parameter of the random path after the last figure: each draw has that of its own number."""
METHOD = "posterior samples (emcee) under emulators of real runs in waves"
IN_ABOUT = {
    "effective": "effective", "figures": "figures", "chi_square": "chi_square",
    "emulator_error_most": "emulator_error", "r_hat": "r_hat",
}  # fmt: skip
"""Figures of calibration.json that are shipped, by their names there."""


def adopt(directory: Path, pack: Pack) -> str:
    """Write the draws of a calibration's folder into a data pack; returns one sentence.

    Raises `UserError`, with the pack as it was, for a folder that holds no calibration to the committed targets, draws
    of another place, too few of them, or values out of bounds.
    """
    manifest, about = _made_by(directory)
    if manifest.place != pack.manifest["place"]:
        raise UserError(f"{directory} calibrates {manifest.place}, not {pack.manifest['place']}; name its --place")
    draws = pd.read_csv(directory / DRAWS, index_col=NUMBER)
    _check_targets(directory, targets_file(pack))
    if len(draws) < FEWEST:
        raise UserError(f"{directory} kept {len(draws)} draws; needed are {FEWEST} or more, so give a larger last wave")
    draws = draws.iloc[np.random.default_rng(ORDER_SEED).permutation(len(draws))]
    draws.index = pd.RangeIndex(1, len(draws) + 1, name=NUMBER)
    draws[PATH] = draws.index
    draws = with_ahead(draws)
    with whole_file(pack.folder / DRAWS) as unfinished:
        draws.to_csv(unfinished, lineterminator="\n")
        read_values(unfinished)
        described = About(
            draws_hash=hash_of(unfinished), n_draws=len(draws), place=manifest.place, fit=_fit(about),
            last_year=LAST_YEAR, targets_hash=hash_of(targets_file(pack)), points=about["points"],
            sample=", ".join(about["samples"]),
            adopted=datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
            fertsim_version=manifest.fertsim_version, git_commit=manifest.git_commit, code_hash=manifest.code_hash,
            pack_hash=manifest.pack_hash,
        )  # fmt: skip
    write_text(pack.folder / ABOUT_FILE, described.model_dump_json(indent=2) + "\n")
    read_draws(pack.folder)
    return f"{len(draws)} draws of {draws.shape[1]} parameters in {pack.folder / DRAWS}: runs take them from now on"


def draw_ahead(pack: Pack) -> str:
    """Draw AHEAD anew in a place's shipped draws, the calibrated columns as they are; returns one sentence."""
    found = read_draws(pack.folder)
    if found is None:
        raise UserError(f"{pack.folder} has no draws; {ADOPT}")
    draws = with_ahead(pd.read_csv(pack.folder / DRAWS, index_col=NUMBER))
    with whole_file(pack.folder / DRAWS) as unfinished:
        draws.to_csv(unfinished, lineterminator="\n")
        read_values(unfinished)
        described = found.about.model_copy(update={"draws_hash": hash_of(unfinished)})
    write_text(pack.folder / ABOUT_FILE, described.model_dump_json(indent=2) + "\n")
    return f"{len(AHEAD)} parameters of measures ahead are drawn from their priors in {pack.folder / DRAWS}"


def _made_by(directory: Path) -> tuple[SweepManifest, dict[str, Any]]:
    """Manifest of the calibration's own runs, and what the calibration says of itself."""
    waves = sorted(directory.glob(f"wave-1/from-*/{MANIFEST}"))
    if not waves or not (directory / DRAWS).is_file():
        raise UserError(f"{directory} holds no calibration; name the --out folder of 'fertsim calibrate'")
    try:
        about = json.loads((directory / "calibration.json").read_text(encoding="utf-8"))
        _fit(about)
        return read_sweep_manifest(waves[0]), {name: about[name] for name in (*IN_ABOUT, "points", "samples")}
    except (OSError, ValueError, KeyError) as error:
        raise UserError(f"{directory / 'calibration.json'} cannot be read ({error}); calibrate again") from None


def _fit(about: dict[str, Any]) -> Fit:
    """What the posterior is worth, from calibration.json."""
    return Fit(method=METHOD, **{name: about[key] for key, name in IN_ABOUT.items()})


def _check_targets(directory: Path, targets: Path) -> None:
    """Refuse draws that were held against other targets than the committed ones."""
    found = set(pd.read_csv(directory / "draws_found.csv", index_col=NUMBER, nrows=0).columns)
    if found != {target.column for target in read_targets(targets)}:
        raise UserError(f"{directory} was calibrated to other targets than {targets.name}; calibrate again")
