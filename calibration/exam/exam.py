"""The exam of one origin: calibrate to what is known, live on with the draws, hold them against what came.

Every run is stored, so the same call resumes. Results are written once, to files named by origin, time and commit.
"""

import datetime
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from calibration.exam.beside import RIVALS, predictions
from calibration.exam.figures import Figure, asked, asked_targets, check_origin, known_targets
from calibration.exam.record import name_of, refuse_again, write_record
from calibration.exam.report import exam_text
from calibration.exam.scores import LEVELS, Prediction, chance, without_chance
from calibration.priors import as_values, priors
from calibration.runs import run_values
from calibration.space import Space, space_of
from calibration.targets import PLACE_OF_TARGETS, Target
from calibration.waves import POINTS, in_waves, samples_of
from calibration.weights import effective_size
from sim.places.pack import load_pack
from sim.population.columns import Array
from sim.runs.manifest import git_commit
from sim.writing import make_folder, write_csv, write_text

UNKNOWN: dict[int, dict[str, float]] = {2017: {"epidemic_meetings": 1.0, "epidemic_intentions": 1.0}, 2020: {}}
"""Parameters of what nobody knew at an origin, set to where it does nothing."""
DRAW_SEED, AGAIN_SEED = 90_000, 95_000
"""First seeds of the draws' runs, and of those that run again."""
FEWEST_DRAWS = 200
TWICE = 48
"""Draws that run twice, to tell the chance of one run: its standard deviation is known within a tenth."""


class Fitted(NamedTuple):
    """A calibration to an origin.

    draws : values of parameters, one row a draw      sample : of the last wave      effective : size of the draws
    table : of `beside`
    """

    draws: pd.DataFrame
    sample: Fraction
    effective: float
    table: pd.DataFrame

    def told(self, made: str) -> str:
        """What was run, in a sentence. made : when, and from which commit"""
        few = "" if len(self.draws) >= FEWEST_DRAWS else f"; the design asks for {FEWEST_DRAWS} draws or more"
        return (
            f"{made}: {len(self.draws)} equally weighted draws (effective size {self.effective:.0f}), one run each at"
            f" {self.sample}{few}."
        )


class Asked(NamedTuple):
    """Real runs of the draws to the last year, one row a draw and one column a figure; and of some of them again."""

    found: pd.DataFrame
    again: pd.DataFrame


def backcast(
    known_to: int, directory: Path, points: Sequence[int] = POINTS, samples: Sequence[Fraction] = (), workers: int = 1,
    say: Callable[[str], None] = print, record: Path | None = None, place: str = PLACE_OF_TARGETS,
) -> str:  # fmt: skip
    """Sit the exam of one origin in a folder; returns one sentence.

    record : folder that keeps the results of all runs, the same by default
    `UserError` for a year that is no origin, and for results that are there already.
    """
    check_origin(known_to)
    kept = record or directory
    make_folder(kept)
    refuse_again(kept, known_to, commit_in_names())
    runs = directory / f"known-to-{known_to}"
    fitted = calibrated(known_to, runs / "calibration", points, samples, workers, say, place)
    lived = live_on(known_to, fitted.draws, runs / "draws", workers, fitted.sample, place)
    table = score(known_to, lived, predictions(load_pack(place), known_to))
    now = datetime.datetime.now(tz=datetime.UTC)
    results = kept / name_of(known_to, now.strftime("%Y%m%dT%H%M"), commit_in_names())
    made = f"{now:%Y-%m-%d}, commit {commit_in_names()}"
    write_csv(results.with_suffix(".csv"), table, index=False, float_format="%.6g")
    write_text(results.with_suffix(".md"), exam_text(known_to, table, fitted.told(made), fitted.table))
    write_record(kept)
    scored = table[table["role"] == "score"]
    return f"{int(scored['in_90'].sum())} of {len(scored)} figures in their 90 % intervals; {results}.md"


def calibrated(
    known_to: int, directory: Path, points: Sequence[int], samples: Sequence[Fraction], workers: int,
    say: Callable[[str], None], place: str = PLACE_OF_TARGETS,
) -> Fitted:  # fmt: skip
    """Equally weighted draws of the posterior given what is known.

    Runs of the calibration end with the origin's year: what came later is not even simulated.
    """
    fixed, targets = UNKNOWN[known_to], known_targets(known_to)
    space = space_known(known_to)

    def run(places: Array, folder: Path, seeds: Array, size: Fraction) -> pd.DataFrame:
        values = as_values(places, space.given).assign(**fixed)
        return run_values(values, targets, folder, seeds, workers, size, place=place, last_year=known_to)

    plan = tuple(zip(points, samples_of(len(points), samples), strict=True))
    with threadpool_limits(1):  # small matrices: on a busy machine more threads take a multiple of the time
        done = in_waves(run, space, targets, plan, directory, say)
    draws = space.values(done.scores).assign(**fixed)
    write_csv(directory / "draws.csv", draws, index=True, index_label="draw", float_format="%.8g")
    write_csv(directory / "draws_found.csv", done.found, index=True, index_label="draw", float_format="%.8g")
    write_csv(directory / "posterior.csv", done.chains.table(space), index=True, float_format="%.6g")
    return Fitted(draws, done.sample, effective_size(done.weights), beside(targets, done.found))


def beside(targets: tuple[Target, ...], found: pd.DataFrame) -> pd.DataFrame:
    """What was fitted beside real runs of the draws, one row a figure; away : in the figure's standard errors"""
    rows = [
        {"figure": one.name, "year": one.year, "unit": one.unit, "value": one.value,
         "standard_error": one.standard_error, "mean": float(found[one.column].mean())}
        for one in targets
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    return table.assign(away=(table["mean"] - table["value"]) / table["standard_error"])


def space_known(known_to: int) -> Space:
    """Parameters that a calibration to an origin moves: all but those of what nobody knew."""
    return space_of(tuple(prior for prior in priors() if prior.name not in UNKNOWN[known_to]))


def live_on(
    known_to: int, draws: pd.DataFrame, directory: Path, workers: int, sample: Fraction, place: str = PLACE_OF_TARGETS
) -> Asked:
    """Real runs of the draws to the last year that is scored."""
    targets = asked_targets(known_to)
    names = {target.column: target.name for target in targets}
    few, each = draws.iloc[:TWICE], np.arange(len(draws))
    found = run_values(draws, targets, directory / "once", DRAW_SEED + each, workers, sample, place=place)
    again = run_values(few, targets, directory / "again", AGAIN_SEED + each, workers, sample, place=place)
    return Asked(found.rename(columns=names), again.rename(columns=names))


def score(known_to: int, lived: Asked, rivals: dict[str, dict[str, Prediction]]) -> pd.DataFrame:
    """Every asked figure beside the model and the rivals, one row a figure.

    crps : over the figure's value, in percent      in_50, in_90 : whether the model's interval holds the figure
    sd_runs, sd_chance, sd_kept : of the draws' runs, of chance alone, and of the draws with chance taken out
    """
    rows = []
    for figure in asked(known_to):
        values = lived.found[figure.name].to_numpy(np.float64)
        twice = np.column_stack([values[: len(lived.again)], lived.again[figure.name].to_numpy(np.float64)])
        variance = chance(twice)
        kept = without_chance(values, variance)
        model = Prediction(kept, figure.standard_error)
        row = {
            "figure": figure.name, "role": figure.role, "group": group_of(figure), "year": figure.years[1],
            "unit": figure.unit, "quality": figure.quality, "hindsight": figure.hindsight and known_to < 2020,
            "value": figure.value, "standard_error": figure.standard_error, "mean": float(values.mean()),
            "sd_runs": float(values.std(ddof=1)), "sd_chance": float(np.sqrt(variance)),
            "sd_kept": float(kept.std(ddof=1)), **_told("model", model, figure.value),
        }  # fmt: skip
        for level in LEVELS:
            row[f"in_{level * 100:.0f}"] = model.holds(figure.value, level)
        for name in RIVALS:
            row |= _told(name, rivals[name][figure.name], figure.value)
        rows.append(row)
    return pd.DataFrame(rows)


def group_of(figure: Figure) -> str:
    """Figures that move together."""
    for start, group in (
        ("births_zhejiang", "Zhejiang's births"), ("births", "births of the city"), ("marriages", "marriages"),
        ("deaths", "deaths"), ("population", "residents"), ("children", "children by county"),
    ):  # fmt: skip
        if figure.name.startswith(start):
            return group
    raise ValueError(figure.name)


def _told(who: str, said: Prediction, observed: float) -> dict[str, float]:
    """Median, intervals and CRPS of one prediction, by column."""
    told = {f"{who}: median": said.quantile(0.5)}
    for level in LEVELS:
        low, high = said.interval(level)
        told |= {f"{who}: low {level * 100:.0f}": low, f"{who}: high {level * 100:.0f}": high}
    return told | {f"{who}: crps": 100 * said.crps(observed) / abs(observed)}


def commit_in_names() -> str:
    """First digits of the commit, `-changed` where files differ from it."""
    commit = git_commit() or "unknown"
    return commit[:9] + ("-changed" if "+" in commit else "")
