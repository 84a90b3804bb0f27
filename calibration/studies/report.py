"""Tables of emulated studies: the design as committed, the results as CSV, and the text with what failed first."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from calibration.studies.catalogue import MENDED, STUDIES
from calibration.studies.kinds import FOLDER, Arm, Study
from calibration.studies.misses import MENDS, MISSES
from calibration.studies.scoring import WIDEST, Judged
from sim.writing import make_folder, write_csv, write_text

DESIGN, RESULTS, TEXT = FOLDER / "design.csv", "studies.csv", "studies.md"
FORECASTS = {"score": "model", "score_no_effect": "no effect", "score_prior_mean": "mean of the priors"}


def design() -> pd.DataFrame:
    """Every study as it was set before its first run, one row a study."""
    rows = []
    for study in STUDIES.values():
        low, high = study.interval or (None, None)
        rows.append({
            "id": study.id, "effects": study.effects, "title": study.title, "mechanism": study.mechanism,
            "policy": study.policy, "cut": study.cut, "estimator": study.estimator, "unit": study.unit,
            "published": study.published, "lower": low, "upper": high, "band": study.band, "null": study.null,
            "sign": study.sign, "reference": study.reference, "source": study.source, "quality": study.quality,
            "conversion": study.conversion, "base": _arm(study.base), "treated": _arm(study.treated),
        })  # fmt: skip
    return pd.DataFrame(rows)


def _arm(arm: Arm) -> str:
    return json.dumps(asdict(arm), sort_keys=True)


def design_text() -> str:
    """The design as the text of `design.csv`."""
    return str(design().to_csv(index=False, lineterminator="\n", float_format="%.6g"))


def results(found: Mapping[str, Judged]) -> pd.DataFrame:
    """What studies gave, one row a study: those that failed first, the furthest in front."""
    rows = []
    for name, one in found.items():
        study = (STUDIES | MENDED)[name]
        low, high = study.interval or (None, None)
        rows.append({
            "id": name, "title": study.title, "mechanism": study.mechanism, "unit": study.unit,
            "published": study.published, "published_lower": low, "published_upper": high, "band": study.band,
            "null": study.null, **one.predicted._asdict(), "z": one.z, "passed": one.passed, "width": one.width,
            "prior_mean": one.prior_mean, **{key: getattr(one, key) for key in FORECASTS}, "source": study.source,
            "quality": study.quality,
        })  # fmt: skip
    table = pd.DataFrame(rows).astype(dict.fromkeys(("published", "published_lower", "published_upper"), float))
    order = table.assign(away=-table["z"].abs()).sort_values(["passed", "away"], kind="stable").index
    return table.loc[order].reset_index(drop=True)


def write_results(found: Mapping[str, Judged], out: Path, made: str) -> str:
    """Write table and text to a folder; returns one sentence. made : what was run

    Mended studies among those found are told apart, and not counted.
    """
    table = results({name: one for name, one in found.items() if name in STUDIES})
    mended = {name: one for name, one in found.items() if name in MENDED}
    make_folder(out)
    write_csv(out / RESULTS, table, float_format="%.6g")
    write_text(out / TEXT, results_text(table, made, results(mended) if mended else None))
    n = len(table)
    return f"{int(table['passed'].sum())} of {n} studies passed; {out / TEXT}, {out / RESULTS}"


def results_text(table: pd.DataFrame, made: str, again: pd.DataFrame | None = None) -> str:
    """The part of docs/validation.md: what it says in sum, studies that failed, studies passed; again : mended ones"""
    numbers = table[table["published"].notna()]
    failed, passed = table[~table["passed"]], table[table["passed"]]
    narrow = int((numbers["width"] <= WIDEST).sum())
    means = {words: numbers[key].mean() for key, words in FORECASTS.items()}
    scores = ", ".join(f"{words} {mean:.2f}" for words, mean in means.items())
    first, *others = means
    beaten = [words for words in others if means[first] > means[words]]
    sums = ", ".join(f"{words} {numbers[key].sum():.1f}" for key, words in FORECASTS.items())
    nearer = int((numbers["score"] > numbers["score_no_effect"]).sum())
    parts = [
        "## Emulated studies\n",
        "Written by `fertsim studies`. Published studies repeated in paired runs: same policy variable, cut and"
        " estimator (`calibration/studies/design.csv`, committed before the first run; nothing was set to it). The"
        " published interval is the study's own of 95 %, half to twice its estimate where it gives none (transport), or"
        " judged for a study that found nothing. The predictive interval is 90 % of the draws' own expectation, equal"
        " tails, with the chance of small samples taken out; that chance is told beside it.\n",
        f"{made}\n",
        f"{len(passed)} of {len(table)} passed (|z| < 2; a sign: the mean has it, by two standard errors);"
        f" {int(passed['null'].sum())} of {int(table['null'].sum())} that found no effect among them. Predictive"
        f" interval at most {WIDEST:g} times the published one (both of 90 %) in {narrow} of {len(numbers)}. Mean log"
        f" score, higher is better: {scores}. Better than {' and '.join(beaten) or 'neither'}. In sum {sums};"
        f" better than no effect in {nearer} of {len(numbers)} studies.{_without(numbers)}\n",
        "### Failed\n", _rows(failed), *_why(failed), "### Passed\n", _rows(passed), *_again(again),
        "### What each is\n",
        *[_told(STUDIES[name]) for name in table["id"]],
    ]  # fmt: skip
    return "\n".join(parts) + "\n"


def _without(numbers: pd.DataFrame) -> str:
    """The mean log scores without the study that speaks most for the model, where they would be judged otherwise."""
    if len(numbers) < 3:
        return ""
    gains = numbers["score"] - numbers["score_no_effect"]
    others = numbers.drop(gains.idxmax())
    scores = ", ".join(f"{words} {others[key].mean():.2f}" for key, words in FORECASTS.items())
    return f" Without {numbers.loc[gains.idxmax(), 'id']}, which speaks most for the model, the means are {scores}."


def _why(failed: pd.DataFrame) -> list[str]:
    """What is known of why studies failed."""
    told = [f"- **{name}** {MISSES[name]}." for name in failed["id"] if name in MISSES]
    return ["Why, as far as counts of the first run and the rules show:\n", *told, ""] if told else []


def _again(again: pd.DataFrame | None) -> list[str]:
    """Studies whose emulation was mended after the first run, and what was at fault."""
    if again is None:
        return []
    faults = [f"- **{name}** {MENDS[name]}." for name in again["id"]]
    return ["### Mended after the first run, told and not counted\n", _rows(again), *faults, ""]


def _rows(table: pd.DataFrame) -> str:
    """A table of results in Markdown."""
    if table.empty:
        return "None.\n"
    lines = ["| study | mechanism | published | model's mean ± its error | 90 % of draws | chance of one pair | z |"
             " width | log score: model, none, prior |", "|---|---|---|---|---|---|---|---|---|"]  # fmt: skip
    for row in table.itertuples():
        band = f"{row.published:g} ({row.published_lower:g} to {row.published_upper:g}, {row.band})"
        told = f"sign {STUDIES[str(row.id)].sign:+d}" if math.isnan(row.published) else band
        lines.append(
            f"| {row.id} {row.title} [{row.unit}] | {row.mechanism} | {told} | {row.mean:.2f} ± {row.error:.2f} |"
            f" {row.low:.2f} to {row.high:.2f} | {row.sd_simulation:.2f} | {row.z:.2f} | {row.width:.2f} |"
            f" {row.score:.2f}, {row.score_no_effect:.2f}, {row.score_prior_mean:.2f} |".replace("nan", "–")
        )
    return "\n".join(lines) + "\n"


def _told(study: Study) -> str:
    return (
        f"- **{study.id}** {study.policy}; {study.cut}; {study.estimator}. {study.conversion[:1].upper()}"
        f"{study.conversion[1:]}. {study.reference}, {study.source} ({study.quality})."
    )
