"""Draws of a calibration are written into a data pack whole, in another order, with where they come from, or not."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from calibration.adoption import PATH, adopt, draw_ahead
from calibration.priors import AHEAD, as_values, hypercube, priors
from calibration.targets import read_targets
from sim.errors import UserError
from sim.places.pack import Pack
from sim.runs.draws import ABOUT_FILE, DRAWS, hash_of, read_draws
from sim.runs.sweepset import SweepManifest
from tests.sim.runs import makers

N = 30


def manifest(place: str) -> SweepManifest:
    """Manifest of a wave's runs."""
    return SweepManifest(
        fertsim_version="1.2", git_commit="abc", code_hash="c" * 64, pack_hash="d" * 64, plan_hash="e" * 64,
        libraries={}, model="levels", place=place, place_name_zh="试验市", place_name_en="Testville", sample="1/100",
        months_in_year={2021: 12}, n_runs=N, block_size=1, indicators={}, study={},
    )  # fmt: skip


@pytest.fixture
def calibrated(tmp_path: Path) -> Path:
    """The folder of a calibration, as `fertsim calibrate` leaves it."""
    folder = tmp_path / "calibrated"
    (folder / "wave-1" / "from-2010").mkdir(parents=True)
    written = manifest("shaoxing").text
    (folder / "wave-1" / "from-2010" / "manifest.json").write_text(written, encoding="utf-8")
    draws = as_values(hypercube(N, len(priors()), 1), priors())
    draws.to_csv(folder / DRAWS, index_label="draw", float_format="%.6g")
    found = pd.DataFrame({target.column: np.full(N, target.value) for target in read_targets()})
    found.to_csv(folder / "draws_found.csv", index_label="draw")
    about = {
        "points": [160, 80], "samples": ["1/100", "1/20"], "effective": 25.5, "figures": 30,
        "chi_square": 28.5, "emulator_error_most": 0.4, "r_hat": 1.012,
    }  # fmt: skip
    (folder / "calibration.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """A data pack with draws of an earlier calibration."""
    return Pack(makers.place(tmp_path / "pack"))


def test_adopted_draws_are_those_of_the_calibration(calibrated: Path, pack: Pack) -> None:
    assert f"30 draws of {len(priors()) + len(AHEAD) + 1} parameters" in adopt(calibrated, pack)
    draws = read_draws(pack.folder)
    assert draws is not None
    made = pd.read_csv(calibrated / DRAWS, index_col="draw")
    assert draws.names == (*made.columns, PATH, *AHEAD)
    found = draws.values[:, : made.shape[1]]
    assert not np.array_equal(found, made.to_numpy())
    in_order = [values[np.lexsort(values.T[::-1])] for values in (found, made.to_numpy())]
    np.testing.assert_array_equal(*in_order)
    about = draws.about
    assert draws.values[:, made.shape[1]].tolist() == list(range(1, N + 1))  # a random path of its own
    assert (about.n_draws, about.last_year, about.points, about.sample) == (30, 2022, (160, 80), "1/100, 1/20")
    assert about.fit is not None
    assert (about.fit.effective, about.fit.r_hat, about.fit.chi_square_a_figure) == (25.5, 1.012, 0.95)
    assert (about.code_hash, about.pack_hash, about.git_commit) == ("c" * 64, "d" * 64, "abc")
    assert (pack.folder / DRAWS).read_bytes().endswith(b"\n")
    assert b"\r" not in (pack.folder / DRAWS).read_bytes()
    before = (pack.folder / DRAWS).read_bytes()
    adopt(calibrated, pack)
    assert (pack.folder / DRAWS).read_bytes() == before


def spoil_draws(folder: Path, **columns: float) -> None:
    pd.read_csv(folder / DRAWS, index_col="draw").assign(**columns).to_csv(folder / DRAWS)


def few(folder: Path) -> None:
    pd.read_csv(folder / DRAWS, index_col="draw").head(4).to_csv(folder / DRAWS)


def other_place(folder: Path) -> None:
    path = folder / "wave-1" / "from-2010" / "manifest.json"
    path.write_text(manifest("elsewhere").text, encoding="utf-8")


def other_targets(folder: Path) -> None:
    pd.DataFrame({"2020:births": [1.0]}).to_csv(folder / "draws_found.csv", index_label="draw")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (few, "kept 4 draws; needed are 20 or more"),
        (other_place, "calibrates elsewhere, not shaoxing"),
        (other_targets, "calibrated to other targets than targets.csv"),
        (lambda folder: spoil_draws(folder, prefer_first=99.0), "prefer_first = 99.0 is out of bounds"),
        (lambda folder: spoil_draws(folder, wish=1.0), "unknown name 'wish'"),
        (lambda folder: (folder / DRAWS).unlink(), "holds no calibration"),
        (lambda folder: (folder / "calibration.json").write_text("{}"), "cannot be read"),
    ],
)
def test_a_bad_calibration_leaves_the_pack_as_it_was(calibrated: Path, pack: Pack, spoil: object, told: str) -> None:
    before = {path.name: path.read_bytes() for path in pack.folder.iterdir()}
    spoil(calibrated)  # type: ignore[operator]
    with pytest.raises(UserError, match=told):
        adopt(calibrated, pack)
    assert {path.name: path.read_bytes() for path in pack.folder.iterdir()} == before
    assert (pack.folder / ABOUT_FILE).is_file()


def test_strengths_of_measures_ahead_are_drawn_anew_and_nothing_else(calibrated: Path, pack: Pack) -> None:
    adopt(calibrated, pack)
    before = pd.read_csv(pack.folder / DRAWS, index_col="draw")
    lacking = before.drop(columns=AHEAD[0])
    lacking.to_csv(pack.folder / DRAWS, lineterminator="\n")
    about = json.loads((pack.folder / ABOUT_FILE).read_text(encoding="utf-8"))
    about["draws_hash"] = hash_of(pack.folder / DRAWS)
    (pack.folder / ABOUT_FILE).write_text(json.dumps(about), encoding="utf-8")
    assert f"{len(AHEAD)} parameters" in draw_ahead(pack)
    draws = read_draws(pack.folder)
    assert draws is not None
    assert draws.about.code_hash == "c" * 64
    pd.testing.assert_frame_equal(pd.read_csv(pack.folder / DRAWS, index_col="draw"), before)
