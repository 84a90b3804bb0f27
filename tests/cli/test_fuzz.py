"""Documents that nobody would write, to the four readers: each is taken or refused in one sentence, within 2 seconds.

Two hundred examples a reader; ten thousand with `pytest tests/cli/test_fuzz.py --hypothesis-profile many`.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calibration.targets import TARGETS, read_targets
from experiments.study.designs import design_of
from experiments.study.reader import EXAMPLES, read_study
from sim.errors import UserError
from sim.places.pack import PLACES
from sim.places.reader import TableReader
from sim.places.schema import TABLES
from sim.policy.levers import LEVERS
from sim.policy.scenario import FOLDER, scenario

N = 5 * settings().max_examples
MOST_SECONDS = 2.0
"""Of this process: others at work on the machine do not enter."""
fuzzed = settings(max_examples=N, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

SCENARIOS = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yaml"))] + [
    "title_zh: 甲\ntitle_en: a\nmeaning: m\nextends: plan\nlayers: [base]\nitems: [3, 7]\nrules_frozen_after: 2026-01\n"
    "set:\n  birth_grant: 5000\n  childcare_allowance:\n    - {from: 2026-01, to: 2027-12, value: 9, county: Zhuji}\n"
    "doses: {places_per_1000: 0.5}\n"
]
STUDIES = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.yaml"))] + [
    "design: {method: morris, n: 4, levels: 6}\nfactors:\n  - value: birth_grant\n    upper: 9\n"
    "  - dose: rent_subsidy\n"
    "  - {parameter: money_weight, scale: log}\noutputs: [births, {indicator: tfr, from: 2022, to: 2025}]\n"
    "scenario: plan\nagainst: national_only\nsample: 1/200\nfrom: 2020\nto: 2030\nseeds: 2\n",
    "design: {method: sobol, n: 8}\nfactors:\n  - dose: birth_grant\n  - parameter: money_weight\n"
    "groups: {one: [birth_grant], two: [money_weight]}\nagainst: national_only\noutputs:\n"
    "  - {indicator: births, county: Zhuji, from: 2026, to: 2030, of: sum}\n  - cost_per_birth\n",
    "design: {method: fast, n: 66, curves: 2}\nfactors:\n  - parameter: money_weight\noutputs: [births]\n",
    "design: {method: one_at_a_time, n: 2}\nfactors:\n  - value: third_child_insured\noutputs: [births]\n",
]
NASTY = [
    "", "-1", "0", "1e4", "1e999", "-.inf", ".nan", "010000", "0x1F", "1_000", "1:30", "9" * 19, "9" * 400, "yes",
    "true", "null", "~", "2026-07-15", "2050-01", "9999-12", "'", '"', "[", "{", "]", "}", ": ", "- ", "\t", "&a", "*a",
    "!!python/object", "|", ">", "%", "@", "`", "#", "---", "...", "\x00", "\x07", "\ufeff", "\u2028", "１００", "plan",
    "national_only", "all", "births", "birth_grant", "money_weight", "dummy", "../../etc/passwd", "a" * 300, "[" * 30,
    "{a: " * 30, "=1+1", "\ud800", *list(LEVERS)[:5],
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn, texts: list[str]) -> str:
    """A text with up to four things wrong: lines left out, doubled, moved; words put in or in the place of others."""
    lines = draw(st.sampled_from(texts)).splitlines()
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, max(len(lines) - 1, 0)))
        line = lines[at] if lines else ""
        word = draw(st.one_of(st.sampled_from(NASTY), st.text(max_size=12)))
        kind = draw(st.sampled_from(["drop", "twice", "move", "word", "insert", "indent", "cut"]))
        if kind == "drop":
            lines[at : at + 1] = []
        elif kind == "twice":
            lines[at:at] = [line]
        elif kind == "move":
            lines.insert(draw(st.integers(0, len(lines))), lines.pop(at) if lines else "")
        elif kind == "indent":
            lines[at : at + 1] = [" " * draw(st.integers(0, 6)) + line.lstrip()]
        elif kind == "cut":
            lines[at : at + 1] = [line[: draw(st.integers(0, len(line)))]]
        else:
            before = draw(st.integers(0, len(line)))
            after = before if kind == "insert" else draw(st.integers(before, len(line)))
            lines[at : at + 1] = [line[:before] + word + line[after:]]
    return "\n".join(lines) + "\n"


def taken_or_refused(read: Callable[[], Any]) -> None:
    """Call a reader; anything but a result or one sentence fails, and so does one that takes long."""
    began = time.process_time()
    try:
        read()
    except UserError as error:
        told = str(error)
    else:
        told = "taken"
    assert told.strip()
    assert "Traceback" not in told
    assert time.process_time() - began < MOST_SECONDS


def written(path: Path, text: str) -> Path:
    """A file of that text; halves of pairs become bytes that are no UTF-8."""
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


documents = [st.text(max_size=200), st.recursive(
    st.sampled_from(NASTY) | st.integers().map(str),
    lambda inner: st.lists(inner).map(lambda parts: f"[{', '.join(parts)}]"),
)]  # fmt: skip


@fuzzed
@given(text=st.one_of(mutated(SCENARIOS), mutated(SCENARIOS), *documents))
def test_scenarios(tmp_path: Path, text: str) -> None:
    file = written(tmp_path / "trial.yaml", text)
    taken_or_refused(lambda: scenario(str(file)))


@fuzzed
@given(text=st.one_of(mutated(STUDIES), mutated(STUDIES), *documents))
def test_studies(tmp_path: Path, text: str) -> None:
    file = written(tmp_path / "trial.yaml", text)

    def read_and_designed() -> None:
        read = read_study(file)
        if read.study.design.n <= 8 and (read.study.design.method != "grid" or len(read.factors) < 4):
            design_of(read)

    taken_or_refused(read_and_designed)


TABLE_NAMES = ("counties", "areas", "cpi", "levers", "assumptions", "income_quintiles")


def words_allowed(reference: str) -> set[str]:
    """Codes and names that a table may refer to."""
    return {"2010", "2020", "330600", "330602", "330603", "330681", "330000", "100000", "Shaoxing", "Zhejiang", "China"}


@fuzzed
@given(data=st.data(), name=st.sampled_from(TABLE_NAMES))
def test_tables_of_a_pack(tmp_path: Path, data: st.DataObject, name: str) -> None:
    lines = (PLACES / "shaoxing" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[:30]
    text = data.draw(mutated(["\n".join(lines)]) | st.text(max_size=100))
    file = written(tmp_path / f"{name}.csv", text)
    taken_or_refused(TableReader(file, TABLES[name], words_allowed).read)


@fuzzed
@given(text=mutated(["\n".join(TARGETS.read_text(encoding="utf-8").splitlines()[:20])]) | st.text(max_size=100))
def test_observed_figures(tmp_path: Path, text: str) -> None:
    file = written(tmp_path / "targets.csv", text)
    taken_or_refused(lambda: read_targets(file))
