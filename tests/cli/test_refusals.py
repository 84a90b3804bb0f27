"""Bad input of every kind, one line each: one sentence that says what, where and what is allowed; nothing is written.

What `test_bad_input`, `test_bad_levers` and `test_bad_studies` hold of ordinary mistakes is not repeated here.
"""
# ruff: noqa: E501  one case a line

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments import compare
from experiments.commands import options
from experiments.study.reader import read_study
from sim.errors import UserError
from sim.parameters import Parameters
from sim.places.pack import PLACES, Pack
from sim.policy.given import parse_dose, parse_rules, parse_setting
from sim.policy.scenario import scenario
from sim.runs.runner import run_set
from sim.runs.runset import RunSet
from sim.runs.sweepset import SweepSet
from sim.settings import RunSettings, checked_settings
from tests.cli.test_bad_input import refused

LONG = "a" * 300
HEAD = "title_zh: 甲\ntitle_en: a\nmeaning: m\nextends: national_only\n"
DESIGN, FACTOR, OUTPUTS = "design: {method: sobol, n: 8}\n", "factors: [{value: birth_grant}]\n", "outputs: [births]\n"


def lever(value: str, name: str = "birth_grant") -> str:
    """A scenario that gives a lever a value, on line 6."""
    return f"{HEAD}set:\n  {name}: {value}\n"


OPTIONS = {
    "seeds without end": ("run --seeds 3000000000", "--seeds: 3,000,000,000 is more than 100,000"),
    "draws without end": ("run --draws 3000000000", "is more than 100,000"),
    "more draws than seeds": ("run --draws 5 --seeds 2", "5 draws need as many runs"),
    "no draws": ("run --draws 0", "--draws: 0 is outside 1 to"),
    "draws in words": ("run --draws some", "allowed are a number, all, or none"),
    "negative seeds": ("run --seeds -3", "--seeds: -3 is less than 1"),
    "half a seed": ("run --seeds 2.5", "--seeds"),
    "a seed of the population below 0": ("run --population-seed -1", "--population-seed: -1 is outside 0 to 2,147"),
    "a seed of the population beyond": ("run --population-seed 99999999999", "--population-seed"),
    "threads without end": ("run --threads 1000000", "--threads: 1000000 is outside 1 to"),
    "no workers": ("run --workers -2", "--workers: -2 is less than 1"),
    "a sample of nothing": ("run --sample 0/7", "--sample"),
    "a sample that is no number": ("run --sample nan", "--sample"),
    "a sample without end": ("run --sample inf", "--sample"),
    "a negative sample": ("run --sample -1/50", "--sample"),
    "an empty sample": ("run --sample ''", "--sample"),
    "a year of five digits": ("run --to 20300", "--to: 20300 is outside 2020 to 2035"),
    "a year before the start": ("run --from 2020 --to 2010", "--to: 2010 is outside"),
    "a year in words": ("run --to soon", "--to"),
    "a scenario of 300 letters": (f"run --scenario {LONG}", "unknown scenario"),
    "a scenario that is a folder": ("run --scenario ..", "unknown scenario '..'"),
    "an empty scenario": ("run --scenario ''", "unknown scenario ''"),
    "a scenario one folder up": ("run --scenario ../scenarios/plan", "unknown scenario"),
    "a scenario that is no file": ("run --scenario nowhere.yml", "unknown scenario 'nowhere.yml'"),
    "a file of 300 letters": (f"run --scenario {LONG}.yaml", "unknown scenario"),
    "an empty future": ("run --future ''", "unknown future ''"),
    "one future twice": ("run --future low --future low", "low stands twice"),
    "an unknown place": ("run --place atlantis", "no data pack"),
    "a place of 300 letters": (f"run --place {LONG}", "file name too long"),
    "a place that is a folder": ("run --place ./", "no data pack"),
    "an empty county": ("run --county ''", "there is no county ''"),
    "against nobody": ("run --against ''", "unknown scenario ''"),
    "against a file that is none": ("run --against no.yaml", "no.yaml"),
    "a setting of nothing": ("run --set =5", "write lever=value or lever@county=value"),
    "a setting without value": ("run --set birth_grant=", "birth_grant"),
    "a setting in another base": ("run --set birth_grant=010000", "'010000'"),
    "a setting in hexadecimal": ("run --set birth_grant=0x10", "'0x10'"),
    "a setting with an underscore": ("run --set birth_grant=10_000", "'10_000'"),
    "a setting with a thousand's mark": ("run --set birth_grant=10,000", "'10,000'"),
    "a setting in full-width figures": ("run --set birth_grant=１００００", "'１００００'"),
    "a setting that is infinite": ("run --set birth_grant=inf", "birth_grant is inf"),
    "a setting that is no number": ("run --set birth_grant=nan", "birth_grant is nan"),
    "a setting below the bounds": ("run --set birth_grant=-1", "out of bounds"),
    "half a yes": ("run --set third_child_insured=0.5", "allowed are yes and no"),
    "an empty county of a setting": ("run --set birth_grant@=5", "write lever=value or lever@county=value"),
    "a county that is a path": ("run --set birth_grant@../..=5", "unknown county '../..'"),
    "a dose that is no number": ("run --dose birth_grant=nan", "out of bounds; allowed are 0 to 5"),
    "a dose in words": ("run --dose birth_grant=full", "no number; 0 is the base and 1 the plan"),
    "a dose of nobody": ("run --dose =1", "write lever=x"),
    "a parameter that is infinite": ("run --param money_weight=inf", "money_weight"),
    "a parameter in another base": ("run --param money_weight=0x1", "'0x1'"),
    "a parameter of nobody": ("run --param =1", "write name=value"),
    "a parameter in full-width figures": ("run --param money_weight=１", "'１' is no number"),
    "a parameter with an underscore": ("run --param money_weight=1_0", "'1_0' is no number; write it plainly"),
    "seeds with an underscore": ("run --seeds 1_0", "--seeds: '1_0' is no whole number; write it plainly, such as 10"),
    "seeds that begin with zero": ("run --seeds=03", "--seeds: '03' is no whole number"),
    "seeds in full-width figures": ("run --seeds ３", "--seeds: '３' is no whole number"),
    "a year with an underscore": ("run --to 2_022", "--to: '2_022' is no whole number"),
    "threads with an underscore": ("run --threads 0_1", "--threads: '0_1'"),
    "a population's seed with an underscore": ("run --population-seed 1_1", "--population-seed: '1_1'"),
    "a sample with an underscore": ("run --sample 1_0/1000", "--sample: '1_0/1000' is no fraction"),
    "a sample in full-width figures": ("run --sample １/500", "--sample: '１/500' is no fraction"),
    "draws in full-width figures": ("run --draws １", "'１' is no number of draws"),
    "points with an underscore": ("calibrate --points 1_0 --out out", "--points: '1_0'"),
    "a household with an underscore": ("explain 1_0", "HOUSEHOLD: '1_0' is no whole number"),
    "a value with an underscore": ("levers --check birth_grant --value 1_0", "--value: '1_0' is no number"),
    "two counties": ("run --county Zhuji --county Keqiao", "--county stands twice; keep one"),
    "two scenarios": ("run --scenario plan --scenario=national_only", "--scenario stands twice; keep one"),
    "two kinds of draws": ("run --draws none --draws 3", "--draws stands twice"),
    "two numbers of workers": ("study check ishigami --workers 1 --workers 2", "--workers stands twice"),
    "two folders": ("sweep ishigami --out b --out c", "--out stands twice"),
    "an unknown option": ("run --colour red", "--colour"),
    "an unknown command": ("dance", "dance"),
    "an argument too many": ("run here", "here"),
    "an out of 300 letters": (f"run --out {LONG}", "cannot be written: file name too long"),
    "an out in a file": ("run --out a.txt/b", "cannot be written: not a directory"),
    "an out that is a file": ("run --out a.txt", "a.txt"),
    "a comparison in a file": ("run --against plan --out a.txt/b", "a.txt/b"),
    "a report of nothing": ("report nowhere", "holds no run set"),
    "a report of a file": ("report a.txt", "holds no run set"),
    "a report of 300 letters": (f"report {LONG}", "holds no run set"),
    "a briefing of nothing": ("brief nowhere", "holds no comparison"),
    "a briefing in French": ("brief nowhere --lang fr", "allowed are zh and en"),
    "a sensitivity of nothing": ("sensitivity nowhere", "holds no sweep"),
    "a sensitivity of 300 letters": (f"sensitivity {LONG}", "holds no sweep"),
    "a study of 300 letters": (f"study check {LONG}.yaml", "there is no study file"),
    "a study that is a folder": ("study check .", "there is no study file"),
    "no workers of a check": ("study check ishigami --workers 0", "--workers: 0 is less than 1"),
    "a cluster nowhere": ("sweep ishigami --cluster nowhere --out out", "no Dask scheduler answers at nowhere"),
    "a cluster without a scheduler": ("sweep ishigami --cluster tcp://127.0.0.1:9 --out out", "no Dask scheduler answers"),
    "a cluster of another kind": ("sweep ishigami --cluster ftp://x:1 --out out", "no Dask scheduler answers"),
    "few points": ("calibrate --points 3 --out out", "--points: 3 is too few"),
    "one wave": ("calibrate --points 30 --out out", "--points: given once"),
    "samples of some waves": (
        "calibrate --points 30 --points 30 --points 30 --sample 1/50 --sample 1/20 --out out", "given 2 times for 3"),
    "a sample of a wave that is none": ("calibrate --sample 1/0 --out out", "1/0"),
    "truths of no calibration": ("recover out", "calibration.json cannot be read"),
    "points without end": ("calibrate --points 1000000000 --out out", "--points: 1,000,000,000 is more than"),
    "an exam of another year": ("backcast --known-to 2019 --out out", "--known-to: 2019 is no origin of the exam"),
    "an exam of no year": ("backcast --known-to soon --out out", "--known-to"),
    "few points of an exam": ("backcast --known-to 2017 --points 3 --out out", "--points: 3 is too few"),
    "samples of other waves": (
        "backcast --known-to 2017 --points 20 --points 20 --points 20 --sample 1/100 --sample 1/50 --out out",
        "--sample: given 2 times for 3 waves"),
    "a validation of nothing": ("validate nowhere --out v.md", "holds no calibration"),
    "an adoption of nothing": ("adopt nowhere", "holds no calibration"),
    "an adoption to nowhere": ("adopt nowhere --place atlantis", "no data pack"),
    "a life of seed -1": ("explain --pick --sample 1/1000 --seed -1", "--seed: -1 is outside 0 to 2,147,483,647"),
    "constraints in a last year": ("constraints --to 2035", "--to: 2035 is outside 2020 to 2034, the years after which"),
    "constraints before the start": ("constraints --from 2010 --to 2009", "--to: 2009 is outside 2010 to 2034"),
    "constraints from no census": ("constraints --from 2015", "--from: 2015 is no census year"),
    "constraints of a household of a county": ("constraints --household 5 --county Zhuji", "leave out --county"),
    "constraints of no whole household": ("constraints --household 1_0", "--household: '1_0' is no whole number"),
    "constraints of an unknown county": ("constraints --county Hangzhou", "there is no county 'Hangzhou'"),
    "constraints in French": ("constraints --lang fr", "allowed are zh and en"),
    "constraints of no seed": ("constraints --seed -1", "--seed: -1 is outside 0 to"),
    "constraints of an unknown scenario": ("constraints --scenario nowhere", "unknown scenario 'nowhere'"),
    "constraints of an unknown lever": ("constraints --set birthgrant=1", "did you mean 'birth_grant'"),
    "constraints in a file": ("constraints --out a.txt/b", "a.txt is a file; name a folder"),
    "constraints of 300 letters": (f"constraints --out {LONG}", "file name too long"),
    "constraints of few draws": ("constraints --draws 0", "--draws: 0 is outside 1 to"),
    "a lever that is none": ("levers grant", "birth_grant"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is not refused ends here, before it takes minutes."""

    def begun(*_: Any, **__: Any) -> None:
        raise AssertionError("this was taken")

    for where in ("sim.runs.runner._run_missing", "sim.runs.trial.timed_trial", "calibration.waves.calibrate",
                  "calibration.exam.exam.live_on",
                  "experiments.lives.following.told_life", "sim.model.FertilityModel.run_for",
                  "sim.runs.sweepset.SweepSet.write_block"):  # fmt: skip
        monkeypatch.setattr(where, begun)
    monkeypatch.setattr("sim.runs.cluster.CONNECT_SECONDS", 0.5)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """An empty folder as the current one, with a file a.txt in it; nothing may be changed there."""
    (tmp_path / "a.txt").write_text("mine", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    assert {path.name for path in tmp_path.iterdir()} - {"trial.yaml"} == {"a.txt"}
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("case", OPTIONS)
def test_options(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], here: Path, case: str
) -> None:
    line, told = OPTIONS[case]
    arguments = ["" if word == "''" else word for word in line.split()]
    assert told in refused(monkeypatch, capsys, *arguments)


SCENARIOS = {
    "nothing": ("", "expected a mapping"),
    "a list": ("- a\n- b\n", "expected a mapping"),
    "a word": ("plan\n", "expected a mapping"),
    "no title": ("meaning: m\n", "title_zh: field required"),
    "no YAML": ("title_zh: [\n", "line 2: this is not valid YAML"),
    "tabs": ("title_zh:\n\t- a\n", "line 2: this is not valid YAML"),
    "two documents": (f"{HEAD}---\n{HEAD}", "line 5: this is not valid YAML"),
    "an alias": (f"{HEAD}set: &a\n  birth_grant: *a\n", "line 5: aliases"),
    "a tag": (lever("!!python/object:os.system 1"), "line 6: tags"),
    "an unknown entry": (f"{HEAD}colour: red\n", "line 5: unknown entry 'colour'"),
    "an entry twice": (f"{HEAD}meaning: again\n", "line 5: 'meaning' stands twice"),
    "a lever twice": (f"{lever('1')}  birth_grant: 2\n", "line 7: 'birth_grant' stands twice"),
    "an entry that is no name": (f"{HEAD}5: red\n", "line 5: the entry 5 is no name"),
    "a list as a name": (f"{HEAD}? [a, b]\n: red\n", "line 5: a name must be one word"),
    "deep": (f"{HEAD}set: {'[' * 40}{']' * 40}\n", "more than 20 levels"),
    "another base": (lever("010000"), "line 6: 010000 is another number"),
    "hexadecimal": (lever("0x10"), "line 6: 0x10 is another number"),
    "underscores": (lever("10_000"), "line 6: 10_000 is another number"),
    "a clock time": (lever("1:30"), "line 6: 1:30 is another number"),
    "a number in quotes": (lever('"10000"'), "line 6: birth_grant is '10000', which is no number"),
    "thousands": (lever("10,000"), "line 6"),
    "full-width figures": (lever("１００００"), "line 6"),
    "yes": (lever("yes"), "line 6: birth_grant is 'yes', which is no number"),
    "true": (lever("true"), "line 6: birth_grant is True, which is no number"),
    "infinite": (lever(".inf"), "line 6: birth_grant is inf"),
    "no number": (lever(".nan"), "line 6: birth_grant is nan"),
    "nothing as a value": (lever(""), "line 6: birth_grant is None"),
    "no rule": (lever("[]"), "birth_grant has no rule"),
    "a rule that is none": (lever("[5]"), "5 is no rule"),
    "a rule without value": (lever("[{from: 2026-01}]"), "the rule has no value"),
    "an unknown key": (lever("[{value: 1, since: 2026-01}]"), "unknown key 'since'; allowed are from, to"),
    "a year as a month": (lever("[{from: 2026, value: 1}]"), "line 6: '2026' is no month"),
    "a day": (lever("[{from: 2026-07-15, value: 1}]"), "'2026-07-15' is no month"),
    "a thirteenth month": (lever("[{from: 2026-13, value: 1}]"), "'2026-13' is no month"),
    "a month of the year 9999": (lever("[{from: 9999-12, value: 1}]"), "'9999-12' is no month from 1949-01 to 2099-12"),
    "an end before the start": (lever("[{from: 2027-01, to: 2026-01, value: 1}]"), "ends before it starts"),
    "announced too late": (lever("[{from: 2026-01, announced: 2027-01, value: 1}]"), "announced after it starts"),
    "before the run": (lever("[{from: 2015-01, value: 1}]"), "line 6: birth_grant: 2015-01 is before the run starts"),
    "two rules": (lever("[{from: 2026-01, value: 1}, {from: 2026-01, value: 2}]"), "has two rules from 2026-01"),
    "an unknown county": (lever("[{county: Hangzhou, value: 1}]"), "line 6: unknown county 'Hangzhou'"),
    "a county for all": (lever("[{county: Zhuji, value: 20}]", "care_leave"), "is the same in all counties"),
    "an empty county": (lever("[{county: , value: 1}]"), "line 6: birth_grant: the county is empty; name one"),
    "a hidden line break": (lever("1\u2028  care_leave: 2"), "line 6: U+2028 breaks the line for some programs"),
    "an unknown order": (lever("[{birth_order: 9, value: 1}]"), "unknown birth order '9'"),
    "an unknown lever": (lever("1", "birthgrant"), "line 6"),
    "a list of levers": (f"{HEAD}set: [birth_grant]\n", "line 5: set: expected a mapping of levers"),
    "a value and a dose": (f"{lever('1')}doses: {{birth_grant: 1}}\n", "line 7: birth_grant has both"),
    "a dose too large": (f"{HEAD}doses: {{birth_grant: 9}}\n", "line 5: the dose of birth_grant is 9"),
    "half a yes": (f"{HEAD}doses: {{third_child_insured: 0.5}}\n", "all or nothing"),
    "an unknown parent": (HEAD.replace("national_only", "nation"), "line 4: extends: unknown scenario 'nation'"),
    "a parent that is no file": (HEAD.replace("national_only", "no.yaml"), "line 4: extends: unknown scenario"),
    "itself": (HEAD.replace("national_only", "trial.yaml"), "line 4: extends: this goes round in a circle"),
    "a parent of zeros": (HEAD.replace("national_only", '"a\\0b.yaml"'), "line 4: extends: unknown scenario"),
    "a parent of 300 letters": (HEAD.replace("national_only", LONG), "line 4: extends: unknown scenario"),
    "a list of parents": (HEAD.replace("national_only", "[plan]"), "line 4: extends: unknown scenario"),
    "no base": (f"{HEAD}layers: [plan]\n", "line 5: layers: base is missing"),
    "an unknown layer": (f"{HEAD}layers: [base, wish]\n", "line 5: layers"),
    "an unknown item": (f"{HEAD}items: [77]\n", "line 5: items: no lever of plan item 77"),
    "items in words": (f"{HEAD}items: [yes]\n", "line 5: items.0"),
    "frozen in the year 9999": (f"{HEAD}rules_frozen_after: 9999-12\n", "line 5: rules_frozen_after: this is no month"),
    "frozen in a year": (f"{HEAD}rules_frozen_after: 2026\n", "line 5: rules_frozen_after"),
    "a title of numbers": (HEAD.replace("title_en: a", "title_en: 2026"), "line 2: title_en: text is asked for; write it in quotes"),
    "a title of control characters": (HEAD.replace("title_en: a", 'title_en: "\\a"'), "line 2: title_en: text holds"),
    "a title that turns round what follows": (HEAD.replace("title_en: a", 'title_en: "\\u202Eb"'), "line 2: title_en: text"),
    "a title with a mark of byte order": (HEAD.replace("title_en: a", 'title_en: "\\uFEFFb"'), "line 2: title_en: text"),
    "a title of two lines": (HEAD.replace("title_en: a", 'title_en: "a\\nb"'), "line 2: title_en: a title is one line"),
    "a title of a blank": (HEAD.replace("title_en: a", 'title_en: " "'), "line 2: title_en: a title is one line"),
    "a title without end": (HEAD.replace("title_en: a", f"title_en: {LONG}"), "line 2: title_en"),
}  # fmt: skip


@pytest.mark.parametrize("case", SCENARIOS)
def test_scenarios(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], here: Path, case: str
) -> None:
    text, told = SCENARIOS[case]
    (here / "trial.yaml").write_text(text, encoding="utf-8")
    message = refused(monkeypatch, capsys, "run", "--sample", "1/1000", "--scenario", "trial.yaml")
    assert "trial.yaml" in message
    assert told in message


STUDIES = {
    "nothing": ("", "expected a mapping"),
    "no design": (FACTOR + OUTPUTS, "design is missing"),
    "no factor": (f"{DESIGN}factors: []\n{OUTPUTS}", "line 2: factors is empty"),
    "no output": (f"{DESIGN}{FACTOR}outputs: []\n", "line 3: outputs is empty"),
    "an unknown method": (f"design: {{method: best}}\n{FACTOR}{OUTPUTS}", "line 1: design.method"),
    "a size in words": (f"design: {{method: sobol, n: yes}}\n{FACTOR}{OUTPUTS}", "line 1: design.n"),
    "a size in quotes": (f"design: {{method: sobol, n: '8'}}\n{FACTOR}{OUTPUTS}", "line 1: design.n: a number is asked"),
    "a grid with a size": (f"design: {{method: grid, n: 50}}\n{FACTOR}{OUTPUTS}", "line 1: a grid design reads no n; leave it out, allowed are levels"),
    "a grid with a seed": (f"design: {{method: grid, seed: 2}}\n{FACTOR}{OUTPUTS}", "line 1: a grid design reads no seed"),
    "levels of a sample": (f"design: {{method: sobol, n: 8, levels: 6}}\n{FACTOR}{OUTPUTS}", "line 1: a sobol design reads no levels"),
    "a sample of no size": (f"design: {{method: latin_hypercube}}\n{FACTOR}{OUTPUTS}", "line 1: a latin_hypercube design needs n"),
    "half a point": (f"design: {{method: latin_hypercube, n: 2.5}}\n{FACTOR}{OUTPUTS}", "line 1: design.n"),
    "no points": (f"design: {{method: latin_hypercube, n: 0}}\n{FACTOR}{OUTPUTS}", "line 1: design.n"),
    "2^30 points": (f"design: {{method: sobol, n: 1073741824}}\n{FACTOR}{OUTPUTS}", "4,294,967,296 runs; allowed are 1,000,000"),
    "a grid of 10^8": (f"design: {{method: grid, levels: 100000000}}\n{FACTOR}{OUTPUTS}", "line 1: this makes 100,000,000 runs"),
    "trajectories without end": (f"design: {{method: morris, n: 1000000}}\n{FACTOR}{OUTPUTS}", "3,000,000 runs"),
    "a seed beyond": (f"design: {{method: sobol, n: 8, seed: 99999999999}}\n{FACTOR}{OUTPUTS}", "line 1: design.seed"),
    "10^9 seeds": (f"{DESIGN}{FACTOR}{OUTPUTS}seeds: 1000000000\n", "line 4: seeds: input should be less than or equal to 1000"),
    "seeds in words": (f"{DESIGN}{FACTOR}{OUTPUTS}seeds: yes\n", "line 4: seeds"),
    "a population's seed below 0": (f"{DESIGN}{FACTOR}{OUTPUTS}population_seed: -1\n", "line 4: population_seed"),
    "an unknown lever": (f"{DESIGN}factors: [{{value: grant}}]\n{OUTPUTS}", "line 2"),
    "a factor of two kinds": (f"{DESIGN}factors: [{{value: birth_grant, dose: birth_grant}}]\n{OUTPUTS}", "given are 2"),
    "a bound in another base": (f"{DESIGN}factors: [{{value: birth_grant, upper: 020000}}]\n{OUTPUTS}", "line 2: 020000 is another"),
    "a bound in quotes": (f"{DESIGN}factors: [{{value: birth_grant, upper: '2'}}]\n{OUTPUTS}", "line 2: factors.1.upper"),
    "an infinite bound": (f"{DESIGN}factors: [{{value: birth_grant, upper: .inf}}]\n{OUTPUTS}", "line 2: birth_grant: upper is inf"),
    "a bound that is no number": (f"{DESIGN}factors: [{{value: birth_grant, lower: .nan}}]\n{OUTPUTS}", "lower is nan"),
    "bounds the wrong way": (f"{DESIGN}factors: [{{value: birth_grant, lower: 5, upper: 1}}]\n{OUTPUTS}", "is not below"),
    "the dummy": (f"{DESIGN}factors: [{{parameter: dummy}}]\n{OUTPUTS}", "unknown parameter 'dummy'"),
    "an unknown output": (f"{DESIGN}{FACTOR}outputs: [briths]\n", "line 3: unknown output 'briths'; did you mean 'births'"),
    "a year beyond": (f"{DESIGN}{FACTOR}outputs: [{{indicator: births, from: 2050, to: 2060}}]\n", "2050 to 2060 is outside"),
    "half a span": (f"{DESIGN}{FACTOR}outputs: [{{indicator: births, from: 2030}}]\n", "give both 'from' and 'to'"),
    "a list of lists": (f"{DESIGN}{FACTOR}outputs: [[births]]\n", "line 3: outputs"),
    "an unknown scenario": (f"{DESIGN}{FACTOR}{OUTPUTS}scenario: nation\n", "line 4: scenario: unknown scenario"),
    "a scenario of zeros": (f'{DESIGN}{FACTOR}{OUTPUTS}scenario: "a\\0.yaml"\n', "line 4: scenario: unknown scenario"),
    "an unknown future": (f"{DESIGN}{FACTOR}{OUTPUTS}future: rosy\n", "line 4"),
    "a sample of nothing": (f"{DESIGN}{FACTOR}{OUTPUTS}sample: 0\n", "line 4"),
    "an unknown model": (f"{DESIGN}{FACTOR}{OUTPUTS}model: toy\n", "line 4: unknown model 'toy'"),
    "levers of a function": (f"model: ishigami\n{DESIGN}{FACTOR}outputs: [y]\n", "line 3: the model ishigami has no levers"),
}  # fmt: skip


@pytest.mark.parametrize("case", STUDIES)
def test_studies(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], here: Path, case: str
) -> None:
    text, told = STUDIES[case]
    (here / "trial.yaml").write_text(text, encoding="utf-8")
    message = refused(monkeypatch, capsys, "sweep", "trial.yaml", "--out", "out")
    assert "trial.yaml" in message
    assert told in message


PACKS: dict[str, tuple[str, Callable[[str], str], str]] = {
    "a missing column": ("counties.csv", lambda text: text.replace("name_zh", "name"), "name_zh: the column is missing"),
    "a field too many": ("cpi.csv", lambda text: text + "1,2,3\n", "fields; allowed are"),
    "no rows": ("cpi.csv", lambda text: text.splitlines()[0] + "\n", "no rows; at least one is needed"),
    "a row twice": ("counties.csv", lambda text: text + text.splitlines()[1] + "\n", "stands on line 2 already"),
    "a field over two lines": ("cpi.csv", lambda text: text + '"1\n2",3\n', "a field goes over several lines"),
    "not UTF-8": ("counties.csv", lambda text: "\udcff" + text, "the file is not UTF-8 text"),
    "a manifest that is none": ("manifest.json", lambda text: text[:50], "cannot be read as JSON"),
    "a manifest of nothing": ("manifest.json", lambda text: "{}", "has no field"),
}  # fmt: skip


@pytest.mark.parametrize("case", PACKS)
def test_packs(tmp_path: Path, case: str) -> None:
    name, spoil, told = PACKS[case]
    folder = Path(shutil.copytree(PLACES / "shaoxing", tmp_path / "pack"))
    file = folder / name
    file.write_bytes(spoil(file.read_text(encoding="utf-8")).encode("utf-8", "surrogateescape"))
    with pytest.raises(UserError, match=r"\S") as refusal:
        Pack(folder).check()
    assert name in str(refusal.value)
    assert told in str(refusal.value)


SMALL = {"sample": "1/1000", "end_year": 2021}
CALLS: dict[str, tuple[Callable[[], Any], str]] = {
    "no seeds": (lambda: compare("plan", "national_only", seeds=[], **SMALL), "give at least one seed"),
    "an empty array": (lambda: compare("plan", "national_only", seeds=np.arange(0), **SMALL), "give at least one seed"),
    "half seeds": (lambda: compare("plan", "national_only", seeds=[1.5], **SMALL), "different whole numbers"),
    "one seed twice": (lambda: compare("plan", "national_only", seeds=np.array([1, 1]), **SMALL), "different whole"),
    "seeds below 0": (lambda: compare("plan", "national_only", seeds=np.arange(-1, 2), **SMALL), "from 0 to 2,147"),
    "seeds beyond": (lambda: compare("plan", "national_only", seeds=[2**31], **SMALL), "from 0 to 2,147,483,647"),
    "seeds without end": (lambda: compare("plan", "national_only", seeds=range(10**12), **SMALL), "more than 100,000"),
    "a table of seeds": (lambda: compare("plan", "national_only", seeds=np.ones((2, 2)), **SMALL), "whole numbers"),
    "0 runs": (lambda: compare("plan", "national_only", seeds=0, **SMALL), "--seeds: 0 is less than 1"),
    "an unknown county": (lambda: compare("plan", "national_only", county="Atlantis", **SMALL), "there is no county"),
    "an unknown setting": (lambda: compare("plan", "national_only", colour=1, **SMALL), "colour"),
    "a run set of no seeds": (lambda: run_set(RunSettings(), [], "out"), "give at least one seed"),
    "a run set of no workers": (lambda: run_set(RunSettings(), [1], "out", workers=0), "--workers"),
    "a birth rule": (lambda: checked_settings(birth_rule="astrology"), "birth_rule"),
    "a start between": (lambda: checked_settings(start_year=2015), "--from: 2015"),
    "a seed of a run": (lambda: checked_settings(seed=-1), "--seed: -1 is outside"),
    "threads in words": (lambda: checked_settings(threads="many"), "threads"),
    "threads as yes": (lambda: checked_settings(threads=True), "True is no whole number"),
    "a seed in quotes": (lambda: RunSettings(seed="1_0"), "'1_0' is no whole number"),  # type: ignore[arg-type]
    "a parameter in quotes": (lambda: Parameters(money_weight="1"), "money_weight = '1' is no number"),  # type: ignore[arg-type]
    "a parameter as yes": (lambda: Parameters().with_values({"money_weight": True}), "money_weight = True is no number"),
    "an unknown parameter": (lambda: Parameters().with_values({"wish": 1}), "wish"),
    "a parameter out of bounds": (lambda: Parameters().with_values({"money_weight": 1e9}), "money_weight"),
    "an unknown scenario": (lambda: scenario("golden"), "unknown scenario 'golden'"),
    "an empty setting": (lambda: parse_setting(""), "this is no setting"),
    "an empty dose": (lambda: parse_dose(""), "this is no dose"),
    "rules that are none": (lambda: parse_rules("birth_grant", {"value": 1}, lambda *keys: "here"), "here"),
    "a study nowhere": (lambda: read_study("nowhere.yaml"), "no study file nowhere.yaml"),
    "a run set nowhere": (lambda: RunSet.open("nowhere"), "holds no run set"),
    "a sweep nowhere": (lambda: SweepSet.open("nowhere"), "holds no sweep"),
    "draws in words": (lambda: options.draws_asked("some"), "no number of draws"),
}  # fmt: skip


@pytest.mark.parametrize("case", CALLS)
def test_calls(here: Path, case: str) -> None:
    call, told = CALLS[case]
    with pytest.raises(UserError, match=r"\S") as refusal:
        call()
    assert told in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_two_files_whose_folders_are_one_on_some_machines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("wish.yaml", "Wish.yaml"):
        Path(name).write_text(lever("1"), encoding="utf-8")
    told = refused(monkeypatch, capsys, "run", "--scenario", "wish.yaml", "--against", "Wish.yaml", "--sample", "1/1000")
    assert "--against: Wish stands twice" in told


def test_there_are_enough() -> None:
    assert len(OPTIONS) + len(SCENARIOS) + len(STUDIES) + len(PACKS) + len(CALLS) >= 120
