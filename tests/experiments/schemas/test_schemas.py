"""Schemas of scenario and study files: up to date, and of one mind with the readers on a table of cases."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from experiments.docs.scenarios import SCHEMAS
from experiments.schemas import keys
from experiments.schemas.scenario import FILE as SCENARIO_FILE
from experiments.schemas.scenario import scenario_schema
from experiments.schemas.study import FILE as STUDY_FILE
from experiments.study.reader import EXAMPLES, read_study
from experiments.study.schema import DesignEntry, FactorEntry, Study, Target
from sim.documents import Document
from sim.errors import UserError
from sim.places.pack import Pack, load_pack
from sim.policy.given import RULE_KEYS
from sim.policy.paths import compile_paths
from sim.policy.scenario import FOLDER, SCENARIO_KEYS, scenario
from sim.settings import RunSettings
from tests.cli.test_bad_input import fertsim, refused

ROOT = Path(__file__).parents[3]
FIRST_LINE = "# yaml-language-server: $schema="
SHIPPED = {SCENARIO_FILE: sorted(FOLDER.glob("*.yaml")), STUDY_FILE: sorted(EXAMPLES.glob("*.yaml"))}
HEAD = "title_zh: 甲\ntitle_en: a\nmeaning: m\n"
STUDY = """\
design: {method: sobol, n: 8}
factors: [{dose: birth_grant}, {value: childcare_allowance, upper: 20000}, {parameter: money_weight}]
outputs: [births, {indicator: tfr, from: 2030, to: 2035}]
against: national_only
"""
OUTPUTS, GROUPS, ISHIGAMI = STUDY.splitlines()[2], "groups: {grants: [birth_grant, childcare_allowance]}\n", """\
model: ishigami
design: {method: sobol, n: 8}
factors: [{parameter: x1}, {parameter: x2}]
outputs: [y]
"""


def explained(output: str) -> str:
    """The study with another output."""
    return STUDY.replace(OUTPUTS, f"outputs: [{output}]")


def designed(design: str) -> str:
    """The study by another design."""
    return STUDY.replace("sobol, n: 8", design)


def schema(file: str) -> jsonschema.Draft7Validator:
    made = json.loads((ROOT / file).read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(made)
    return jsonschema.Draft7Validator(made)


VALID = {file: schema(file) for file in SHIPPED}


def fits(file: str, path: Path) -> bool:
    return not list(VALID[file].iter_errors(Document(path, "").entries))


def is_read(file: str, path: Path) -> bool:
    """Whether the reader takes a file, with counties and dates of the place that ships."""
    try:
        if file == STUDY_FILE:
            read_study(path)
        else:
            settings = RunSettings()
            compile_paths(scenario(str(path)), load_pack(), settings.start_month, settings.end_month)
    except UserError:
        return False
    return True


@pytest.mark.parametrize("file", sorted(SCHEMAS))
def test_a_schema_is_up_to_date(file: str) -> None:
    written = (ROOT / file).read_text(encoding="utf-8")
    assert written == SCHEMAS[file](), "run `python -m experiments.docs` and commit the schemas"


@pytest.mark.parametrize(("file", "path"), [(file, path) for file, paths in SHIPPED.items() for path in paths],
                         ids=lambda one: getattr(one, "stem", ""))  # fmt: skip
def test_what_ships_fits_and_names_its_schema(file: str, path: Path) -> None:
    assert fits(file, path)
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith(FIRST_LINE)
    assert (path.parent / first.removeprefix(FIRST_LINE)).resolve() == ROOT / file


def test_every_entry_of_the_models_has_its_words() -> None:
    assert tuple(keys.SCENARIO) == SCENARIO_KEYS
    assert sorted(keys.RULE) == sorted(RULE_KEYS)
    for words, model in (
        (keys.STUDY, Study), (keys.DESIGN, DesignEntry), (keys.FACTOR, FactorEntry), (keys.OUTPUT, Target),
    ):
        assert list(words) == [field.alias or name for name, field in model.model_fields.items()]


BOTH_TAKE = {
    "nothing set": HEAD,
    "built on a shipped one": f"{HEAD}extends: plan\n",
    "layers and items": f"{HEAD}layers: [base, plan]\nitems: [3, 7]\n",
    "frozen and late": f"{HEAD}rules_frozen_after: 2030-12\nplan_delay_months: 180\n",
    "a value": f"{HEAD}set: {{birth_grant: 1000}}\n",
    "a rule that ends": f"{HEAD}set: {{birth_grant: [{{from: 2026-01, to: 2026-12, value: 5}}]}}\n",
    "a rule": f"{HEAD}set: {{birth_grant: [{{from: 2026-01, value: 5, county: 诸暨市, birth_order: 3+}}]}}",
    "a county by code": f"{HEAD}set: {{birth_grant: [{{value: 5, county: 330681}}]}}\n",
    "a county in English": f"{HEAD}set: {{birth_grant: [{{value: 5, county: Zhuji}}]}}\n",
    "one order": f"{HEAD}set: {{birth_grant: [{{value: 5, birth_order: 2}}]}}\n",
    "known before": f"{HEAD}set: {{birth_grant: [{{value: 5, from: 2026-05, announced: 2026-01}}]}}\n",
    "yes": f"{HEAD}set: {{third_child_insured: yes}}\n",
    "true": f"{HEAD}set: {{third_child_insured: true}}\n",
    "a rule of whole numbers": f"{HEAD}set: {{birth_permission: 3}}\n",
    "doses": f"{HEAD}doses: {{birth_grant: 2.5, third_child_insured: 1}}\n",
}
BOTH_REFUSE = {
    "a misspelt entry": f"{HEAD}extend: plan\n",
    "a misspelt lever": f"{HEAD}set: {{birthgrant: 5}}\n",
    "a misspelt lever of a dose": f"{HEAD}doses: {{birthgrant: 1}}\n",
    "a misspelt entry of a rule": f"{HEAD}set: {{birth_grant: [{{form: 2026-01, value: 5}}]}}\n",
    "a misspelt county": f"{HEAD}set: {{birth_grant: [{{value: 5, county: Zhuju}}]}}\n",
    "a misspelt scenario": f"{HEAD}extends: plam\n",
    "a misspelt layer": f"{HEAD}layers: [base, inforce]\n",
    "no title": "title_en: a\nmeaning: m\n",
    "a title of two lines": 'title_zh: "a\\nb"\ntitle_en: a\nmeaning: m\n',
    "a title of blanks": 'title_zh: "  "\ntitle_en: a\nmeaning: m\n',
    "a title that is a number": "title_zh: 5\ntitle_en: a\nmeaning: m\n",
    "a title that cannot be shown": 'title_zh: "a\\u200bb"\ntitle_en: a\nmeaning: m\n',
    "layers without base": f"{HEAD}layers: [plan]\n",
    "an item without lever": f"{HEAD}items: [99]\n",
    "a delay without end": f"{HEAD}plan_delay_months: 181\n",
    "a delay in words": f"{HEAD}plan_delay_months: soon\n",
    "half a month": f"{HEAD}plan_delay_months: 0.5\n",
    "no month": f"{HEAD}rules_frozen_after: 2030-13\n",
    "a value in words": f"{HEAD}set: {{birth_grant: many}}\n",
    "a value in quotes": f'{HEAD}set: {{birth_grant: "5"}}\n',
    "a value below the bounds": f"{HEAD}set: {{birth_grant: -1}}\n",
    "a value beyond the bounds": f"{HEAD}set: {{birth_grant: 300001}}\n",
    "no rules": f"{HEAD}set: {{birth_grant: []}}\n",
    "a rule without value": f"{HEAD}set: {{birth_grant: [{{from: 2026-01}}]}}\n",
    "a county of what is the same everywhere": f"{HEAD}set: {{care_leave: [{{value: 5, county: Zhuji}}]}}\n",
    "no order": f"{HEAD}set: {{birth_grant: [{{value: 5, birth_order: 5}}]}}\n",
    "known without a month": f"{HEAD}set: {{birth_grant: [{{value: 5, announced: 2026-01}}]}}\n",
    "half a yes": f"{HEAD}set: {{third_child_insured: 0.5}}\n",
    "two and a half children": f"{HEAD}set: {{birth_permission: 2.5}}\n",
    "a dose without end": f"{HEAD}doses: {{birth_grant: 5.5}}\n",
    "half a dose of a yes": f"{HEAD}doses: {{third_child_insured: 0.5}}\n",
    "set as a list": f"{HEAD}set: [birth_grant]\n",
}
ONLY_THE_READER_REFUSES = {
    "a file that is none": f"{HEAD}extends: none.yaml\n",
    "an end before the start": f"{HEAD}set: {{birth_grant: [{{from: 2026-05, to: 2026-01, value: 5}}]}}\n",
    "a month before the run": f"{HEAD}set: {{birth_grant: [{{from: 2016-05, value: 5}}]}}\n",
    "two rules that meet": f"{HEAD}set: {{birth_grant: [{{value: 5}}, {{value: 6}}]}}\n",
    "a value and a dose": f"{HEAD}set: {{birth_grant: 5}}\ndoses: {{birth_grant: 1}}\n",
}
STUDIES_TAKEN = {
    "as it is": STUDY,
    "a grid": STUDY.replace("sobol, n: 8", "grid, levels: 3"),
    "trajectories": STUDY.replace("sobol, n: 8", "morris, n: 4, levels: 6, seed: 3"),
    "points": STUDY.replace("sobol, n: 8", "latin_hypercube, n: 7"),
    "some items": f"{STUDY}scenario: plan:3,7\n",
    "without items": f"{STUDY}scenario: plan:-3,-7\n",
    "without one": f"{STUDY}scenario: without_7\n",
    "all the rest": f"{STUDY}future: low\nsample: 1/1000\nfrom: 2010\nto: 2035\nseeds: 1000\nbirth_rule: hazard\n",
    "a test function": ISHIGAMI,
    "another test function": ISHIGAMI.replace("ishigami", "sobol_g"),
    "search curves": designed("fast, n: 72"),
    "more search curves": designed("fast, n: 66, curves: 2, seed: 4"),
    "one at a time": designed("one_at_a_time, n: 2, seed: 4"),
    "one point": designed("sobol_points, n: 1"),
    "points of a sequence": designed("halton, n: 7, seed: 2"),
    "groups": STUDY + GROUPS,
    "groups of trajectories": designed("morris, n: 2") + GROUPS,
    "no groups": designed("halton, n: 7") + "groups: {}\n",
    "groups of a function": f"{ISHIGAMI}groups: {{甲 乙: [x1], b: [x2]}}\n",
    "a place": f"{STUDY}place: shaoxing\n",
    "a place left out": f"{ISHIGAMI}place: null\n",
    "a county's births": explained("{indicator: births, county: 330681}"),
    "a county by name": explained("{indicator: nursery_places, county: 诸暨市}, {indicator: deaths, county: Zhuji}"),
    "the whole city": explained("{indicator: births, county: 330600}"),
    "a sum": explained("{indicator: births, of: sum}, {indicator: births, of: sum, from: 2030, to: 2031}"),
    "a county's sum": explained("{indicator: births, county: Zhuji, of: sum}"),
    "a mean": explained("{indicator: tfr, of: mean}"),
    "a mean of a function": ISHIGAMI.replace("[y]", "[{indicator: y, of: mean}]"),
    "a cost": explained("cost_per_birth"),
    "a county's cost": explained("{indicator: cost_per_birth, county: Zhuji, from: 2026, to: 2035}"),
}
STUDIES_REFUSED = {
    "a misspelt entry": f"{STUDY}sedes: 2\n",
    "a misspelt lever": STUDY.replace("birth_grant", "birthgrant"),
    "a misspelt parameter": STUDY.replace("money_weight", "mony_weight"),
    "a misspelt output": STUDY.replace("births", "birhts"),
    "a misspelt output with years": STUDY.replace("tfr", "tfrr"),
    "a misspelt bound": STUDY.replace("upper", "uper"),
    "a misspelt method": STUDY.replace("sobol", "sobel"),
    "a misspelt scenario": f"{STUDY}scenario: in_farce\n",
    "a misspelt future": f"{STUDY}future: rosy\n",
    "no power of two": STUDY.replace("n: 8", "n: 100"),
    "a power too small": STUDY.replace("n: 8", "n: 4"),
    "a power too large": STUDY.replace("n: 8", "n: 262144"),
    "sobol without n": STUDY.replace(", n: 8", ""),
    "a grid with n": STUDY.replace("sobol", "grid"),
    "odd levels": STUDY.replace("sobol, n: 8", "morris, n: 4, levels: 5"),
    "one trajectory": STUDY.replace("sobol, n: 8", "morris, n: 1"),
    "no seeds": f"{STUDY}seeds: 0\n",
    "seeds in words": f"{STUDY}seeds: two\n",
    "seeds in quotes": f'{STUDY}seeds: "2"\n',
    "a factor of two kinds": STUDY.replace("{dose: birth_grant}", "{dose: birth_grant, value: birth_grant}"),
    "a factor of no kind": STUDY.replace("{dose: birth_grant}", "{lower: 0}"),
    "a dose of what the plan leaves": STUDY.replace("dose: birth_grant", "dose: maternity_leave"),
    "half a range of years": STUDY.replace(", to: 2035}", "}"),
    "a scale of a third kind": STUDY.replace("upper: 20000", "scale: cubic"),
    "no factor": STUDY.replace(STUDY.splitlines()[1], "factors: []"),
    "no outputs": STUDY.replace(STUDY.splitlines()[2] + "\n", ""),
    "no census year": f"{STUDY}from: 2015\n",
    "a year beyond": f"{STUDY}to: 2036\n",
    "a sample too small": f"{STUDY}sample: 1/7000\n",
    "a sample that is a number": f"{STUDY}sample: 0.01\n",
    "a city with inputs of a function": STUDY.replace("money_weight", "x1"),
    "levers of a function": STUDIES_TAKEN["a test function"].replace("{parameter: x1}", "{dose: birth_grant}"),
    "draws of a function": f"{STUDIES_TAKEN['a test function']}parameters: draws\n",
    "no model": f"{STUDY}model: town\n",
    "an item without lever": f"{STUDY}scenario: plan:13\n",
    "too short a curve": designed("fast, n: 65"),
    "one curve": designed("fast, n: 72, curves: 1"),
    "fast without n": designed("fast, curves: 5"),
    "curves of another design": designed("sobol, n: 8, curves: 5"),
    "levels of another design": designed("halton, n: 8, levels: 4"),
    "one repeat": designed("one_at_a_time, n: 1"),
    "no points": designed("sobol_points, n: 0"),
    "points without n": designed("halton"),
    "groups of another design": designed("halton, n: 8") + GROUPS,
    "an empty group": f"{STUDY}groups: {{a: []}}\n",
    "a group without a name": f'{STUDY}groups: {{"": [birth_grant]}}\n',
    "a group named dummy": f"{STUDY}groups: {{dummy: [birth_grant]}}\n",
    "a group of what there is not": f"{STUDY}groups: {{a: [birthgrant]}}\n",
    "a factor twice in a group": f"{STUDY}groups: {{a: [birth_grant, birth_grant]}}\n",
    "groups in a list": f"{STUDY}groups: [birth_grant]\n",
    "a group that is a name": f"{STUDY}groups: {{a: birth_grant}}\n",
    "levers in groups of a function": f"{ISHIGAMI}groups: {{a: [birth_grant]}}\n",
    "a place that is a number": f"{STUDY}place: 330600\n",
    "the place of a function": f"{ISHIGAMI}place: shaoxing\n",
    "a county that is none": explained("{indicator: births, county: Zhuju}"),
    "a county of what is kept whole": explained("{indicator: tfr, county: Zhuji}"),
    "a county of a function": ISHIGAMI.replace("[y]", "[{indicator: y, county: Zhuji}]"),
    "a sum of a rate": explained("{indicator: tfr, of: sum}"),
    "a sum of a stock": explained("{indicator: population, of: sum}"),
    "a sum of costs": explained("{indicator: cost_per_birth, of: sum}"),
    "a sum of a function": ISHIGAMI.replace("[y]", "[{indicator: y, of: sum}]"),
    "a third way": explained("{indicator: births, of: median}"),
    "a misspelt county": explained("{indicator: births, conty: Zhuji}"),
    "a cost of a function": ISHIGAMI.replace("[y]", "[cost_per_birth]"),
    "a cost against nothing": explained("cost_per_birth").replace("against: national_only\n", ""),
    "a cost in full against nothing": explained("{indicator: cost_per_birth}").replace("national_only", "null"),
}
STUDIES_ONLY_THE_READER_REFUSES = {
    "a file that is none": f"{STUDY}scenario: none.yaml\n",
    "bounds beyond the declared": STUDY.replace("20000", "200000"),
    "crossed bounds": STUDY.replace("upper: 20000", "lower: 3, upper: 2"),
    "a factor twice": STUDY.replace("childcare_allowance", "birth_grant"),
    "years outside the runs": STUDY.replace("to: 2035", "to: 2036"),
    "too many runs": f"{STUDY.replace('n: 8', 'n: 1024')}seeds: 1000\n",
    "a curve of harmonics that meet": designed("fast, n: 73"),
    "a default outside the range": designed("one_at_a_time, n: 2").replace("upper", "lower: 5, upper"),
    "a group of what is no factor": f"{STUDY}groups: {{a: [time_weight]}}\n",
    "a group named as a factor": f"{STUDY}groups: {{money_weight: [birth_grant]}}\n",
    "a factor in two groups": f"{STUDY}groups: {{a: [birth_grant], b: [birth_grant]}}\n",
    "a place that is none": f"{STUDY}place: atlantis\n",
    "an output twice": explained("births, {indicator: births, county: 330600}"),
}
CASES = [
    (file, name, text, *expected)
    for file, tables in (
        (SCENARIO_FILE, (BOTH_TAKE, BOTH_REFUSE, ONLY_THE_READER_REFUSES)),
        (STUDY_FILE, (STUDIES_TAKEN, STUDIES_REFUSED, STUDIES_ONLY_THE_READER_REFUSES)),
    )
    for table, expected in zip(tables, ((True, True), (False, False), (True, False)), strict=True)
    for name, text in table.items()
]


@pytest.mark.parametrize(("file", "name", "text", "by_schema", "by_reader"), CASES, ids=lambda one: str(one)[:40])
def test_schema_and_reader_are_of_one_mind(
    tmp_path: Path, file: str, name: str, text: str, by_schema: bool, by_reader: bool
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    assert (fits(file, path), is_read(file, path)) == (by_schema, by_reader), name


def test_counties_are_those_of_the_place() -> None:
    class Other(Pack):
        def table(self, name: str) -> Any:
            found = super().table(name)
            return found.assign(name_en=[f"New {one}" for one in found["name_en"]]) if name == "counties" else found

    counties = scenario_schema(Other(load_pack().folder))["definitions"]["county"]["enum"]
    assert "New Zhuji" in counties
    assert "Zhuji" not in counties


@pytest.mark.parametrize(("command", "file"), [("scenario", SCENARIO_FILE), ("study", STUDY_FILE)])
def test_the_schema_is_printed_or_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str, file: str
) -> None:
    shipped = (ROOT / file).read_text(encoding="utf-8")
    assert fertsim(monkeypatch, command, "schema") == 0
    assert capsys.readouterr().out == shipped
    out = tmp_path / "my.schema.json"
    assert fertsim(monkeypatch, command, "schema", "--out", out) == 0
    assert out.read_text(encoding="utf-8") == shipped
    assert f"$schema={out}" in capsys.readouterr().out
    assert "no data pack" in refused(monkeypatch, capsys, command, "schema", "--place", "atlantis")
