"""Study files: what they mean, and one sentence with file and line for what is wrong in them."""

from pathlib import Path

import numpy as np
import pytest

from experiments.study.designs import AGAINST, FIRST_SEED, PLACE, VALUE, design_of, plan_of
from experiments.study.reader import EXAMPLES, ReadStudy, read_study
from experiments.study.schema import DUMMY
from sim.errors import UserError
from sim.places.pack import load_pack
from sim.runs.sweepset import describe_plan
from tests.sim.places.cities import other_city
from tests.sim.runs import makers

GOOD = """\
title_en: a trial
design: {method: sobol, n: 8}
factors:
  - dose: birth_grant
  - value: childcare_allowance
    upper: 20000
  - parameter: money_weight
outputs:
  - births
  - {indicator: tfr, from: 2030, to: 2035}
scenario: in_force
against: national_only
seeds: 2
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "trial.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def good(tmp_path: Path) -> ReadStudy:
    return read_study(write(tmp_path, GOOD))


def test_bounds_default_to_the_declaration(good: ReadStudy) -> None:
    dose, value, weight = good.factors
    assert (dose.lower, dose.upper, dose.unit) == (0, 1, "dose")
    assert (value.lower, value.upper, value.unit) == (0, 20_000, "yuan per year and child")
    assert (weight.lower, weight.upper, weight.log) == (0.5, 3.0, True)
    assert weight.at(0.5) == pytest.approx((0.5 * 3.0) ** 0.5)  # halfway in logs
    assert [target.name for target in good.study.targets] == ["births", "tfr_2030_2035"]


def test_the_plan_of_a_study(good: ReadStudy) -> None:
    """Sobol with n 8 over 3 factors and the dummy: 8 (4 + 2) points, 2 seeds each; the other scenario once a
    parameter value and seed: 8 of A, 8 of B, 8 of A with B's parameter, 8 of A with B's seeds."""
    design = design_of(good)
    plan = plan_of(good, design)
    assert len(design) == 48
    own = [run for run in plan.runs if run.point >= 0]
    others = [run for run in plan.runs if run.point < 0]
    assert (len(own), len(others)) == (96, 64)
    assert [run.run for run in plan.runs] == list(range(160))
    first = own[0]
    assert (first.scenario, first.doses, first.values, first.parameters) == (
        "in_force",
        {"birth_grant": design[VALUE + "birth_grant"][0]},
        {"childcare_allowance": design[VALUE + "childcare_allowance"][0]},
        {"money_weight": design[VALUE + "money_weight"][0]},
    )
    assert {run.scenario for run in others} == {"national_only"}
    assert all(not run.doses and not run.values and run.parameters for run in others)
    pairs = {(run.point, run.seed): run.parameters for run in others}
    against = dict(zip(design["point"], design[AGAINST], strict=True))
    assert all(pairs[against[run.point], run.seed] == run.parameters for run in own)


def test_points_that_differ_in_a_factor_share_their_seeds(good: ReadStudy) -> None:
    design = design_of(good)
    seeds = design[FIRST_SEED].to_numpy().reshape(8, 6)
    assert (seeds[:, :4] == seeds[:, :1]).all()  # A and A with one factor of B
    assert (seeds[:, 4] == seeds[:, 5]).all()  # A with B's dummy has the seeds of B
    assert (seeds[:, 0] != seeds[:, 5]).all()
    assert design_of(good).equals(design)


@pytest.mark.parametrize(
    ("method", "n_points"), [("grid", 3**3), ("latin_hypercube", 8), ("morris", 8 * 5), ("sobol", 8 * 6)]
)
def test_every_design_has_the_dummy(tmp_path: Path, method: str, n_points: int) -> None:
    sizes = {"grid": "levels: 3", "morris": "n: 8, levels: 4"}.get(method, "n: 8")
    read = read_study(write(tmp_path, GOOD.replace("sobol, n: 8", f"{method}, {sizes}")))
    design = design_of(read)
    places = design[[PLACE + name for name in ("birth_grant", "childcare_allowance", "money_weight", DUMMY)]]
    assert len(design) == n_points
    assert ((places >= 0) & (places <= 1)).to_numpy().all()
    assert np.ptp(places[PLACE + DUMMY]) > 0
    assert (design[FIRST_SEED].nunique() == 1) == (method == "grid")


def test_factors_of_whole_numbers_take_both_ends(tmp_path: Path) -> None:
    text = GOOD.replace("  - dose: birth_grant\n", "  - value: third_child_insured\n")
    values = design_of(read_study(write(tmp_path, text)))[VALUE + "third_child_insured"]
    assert set(values) == {0.0, 1.0}


@pytest.mark.parametrize("name", sorted(path.stem for path in EXAMPLES.glob("*.yaml")))
def test_shipped_studies_are_read(name: str) -> None:
    read = read_study(name)
    assert read.name == name
    assert read.study.title_zh
    assert read.study.title_en


BAD = {
    "unknown lever": (("dose: birth_grant", "dose: birthgrant"), 4, "did you mean 'birth_grant'?"),
    "unknown parameter": (("money_weight", "mony_weight"), 7, "did you mean 'money_weight'?"),
    "crossed bounds": (("    upper: 20000", "    lower: 30000\n    upper: 20000"), 6, "lower 30000 is not below"),
    "out of bounds": (("upper: 20000", "upper: 200000"), 6, "out of bounds; allowed are 0 to 60000"),
    "zero seeds": (("seeds: 2", "seeds: 0"), 13, "given 0"),
    "zero runs": (("n: 8", "n: 0"), 2, "given 0"),
    "no power of two": (("n: 8", "n: 100"), 2, "power of two"),
    "no factors": ((GOOD[GOOD.index("  - dose") : GOOD.index("outputs:")], ""), 3, "factors"),
    "a lever twice": (("value: childcare_allowance\n    upper: 20000", "value: birth_grant"), 5, "stands twice"),
    "an unknown place": (("seeds: 2", "seeds: 2\nplace: atlantis"), 14, "place: there is no data pack at"),
    "a place of a function": (("seeds: 2", "seeds: 2\nmodel: ishigami\nplace: shaoxing"), 15, "ishigami has no place"),
    "a year that the place does not start in": (("seeds: 2", "from: 2015"), 13, "from: 2015 is no census year"),
    "an entry twice": (("seeds: 2", "seeds: 2\nseeds: 3"), 14, "'seeds' stands twice"),
    "an output twice": (("  - births\n", "  - births\n  - births\n"), 10, "stands twice"),
    "unknown output": (("- births", "- birhts"), 9, "did you mean 'births'?"),
    "unknown entry": (("seeds: 2", "sedes: 2"), 13, "did you mean 'seeds'?"),
    "unknown entry of a factor": (("upper: 20000", "uper: 20000"), 6, "did you mean 'upper'?"),
    "unknown method": (("sobol", "sobel"), 2, "'sobel'"),
    "unknown scenario": (("in_force", "in_farce"), 11, "unknown scenario 'in_farce'"),
    "years outside": (("from: 2030, to: 2035", "from: 2030, to: 2036"), 10, "2021 to 2035"),
    "a dose of what the plan leaves": (("dose: birth_grant", "dose: maternity_leave"), 4, "give a value instead"),
    "two kinds": (("  - dose: birth_grant", "  - {dose: birth_grant, value: birth_grant}"), 4, "given are 2"),
    "bad sample": (("seeds: 2", "seeds: 2\nsample: 1/7000"), 14, "sample: 1/7000"),
    "bad year": (("seeds: 2", "seeds: 2\nto: 2036"), 14, "to: 2036"),
    "unknown future": (("seeds: 2", "seeds: 2\nfuture: rosy"), 14, "unknown future 'rosy'"),
    "broken YAML": (("title_en: a trial", "title_en: [a trial"), 2, "not valid YAML"),
    "unknown model": (("seeds: 2", "seeds: 2\nmodel: town"), 14, "unknown model 'town'"),
}


@pytest.mark.parametrize("mistake", BAD)
def test_mistakes_name_file_and_line(tmp_path: Path, mistake: str) -> None:
    (before, after), line, named = BAD[mistake]
    assert before in GOOD
    with pytest.raises(UserError) as refused:
        read_study(write(tmp_path, GOOD.replace(before, after, 1)))
    sentence = str(refused.value)
    assert sentence.startswith(f"trial.yaml, line {line}: "), sentence
    assert named in sentence
    assert "\n" not in sentence


def test_a_study_or_its_command_names_the_place(tmp_path: Path) -> None:
    """A folder stands beside the file; two names of one place are no contradiction; the manifest holds no path."""
    city = str(other_city(tmp_path / "nanchang", start_years=[2020]))
    named, plain = write(tmp_path, f"place: nanchang\n{GOOD}"), tmp_path / "plain.yaml"
    plain.write_text(GOOD, encoding="utf-8")
    assert read_study(plain).settings.place == read_study(plain, "shaoxing").settings.place == "shaoxing"
    reads = [read_study(named), read_study(named, city), read_study(plain, city)]
    assert {read.settings.place for read in reads} == {city}
    about = describe_plan(plan_of(reads[0], design_of(reads[0])), load_pack(city))
    assert (about.place, about.n_counties, about.study["study"]["place"]) == ("nanchang", 6, "nanchang")
    assert str(tmp_path) not in about.text
    with pytest.raises(UserError, match=r"trial\.yaml, line 1: place: nanchang here, but --place shaoxing; name one"):
        read_study(named, "shaoxing")
    with pytest.raises(UserError, match=r"--place: there is no data pack at .*atlantis"):
        read_study(plain, "atlantis")
    plain.write_text(f"{GOOD}from: 2010\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"plain\.yaml, line 14: from: nanchang does not start in 2010; allowed are"):
        read_study(plain, city)


def test_no_such_study() -> None:
    with pytest.raises(UserError, match="levers_12_sobol"):
        read_study("nowhere.yaml")


def test_a_study_of_draws_gives_each_seed_its_draw(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The factor money_weight goes before its draw; the other scenario's run of a seed has the same parameters."""
    made = makers.draws()
    monkeypatch.setattr("experiments.setup.draws.read_draws", lambda folder: made)
    read = read_study(write(tmp_path, GOOD + "parameters: draws\n"))
    plan, plain = (plan_of(one, design_of(one)) for one in (read, read_study(write(tmp_path, GOOD))))
    assert len(plan.runs) == len(plain.runs)
    assert plan.hash() != plain.hash()
    for run, other in zip(plan.runs, plain.runs, strict=True):
        drawn = made.of_seed(run.seed)
        assert run.parameters == {**drawn, "money_weight": other.parameters["money_weight"]}
        assert (run.seed, run.doses, run.values) == (other.seed, other.doses, other.values)
    manifest = describe_plan(plan, load_pack())
    assert manifest.calibrated
    assert "24 draws of a posterior by 30 figures" in manifest.calibration_note
    assert not describe_plan(plain, load_pack()).calibrated


def test_a_study_of_draws_needs_draws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("experiments.setup.draws.read_draws", lambda folder: None)
    with pytest.raises(UserError, match=r"line \d+: there are no parameter draws in"):
        read_study(write(tmp_path, GOOD + "parameters: draws\n"))
    with pytest.raises(UserError, match=r"line \d+: draws were found with the birth rule utility"):
        read_study(write(tmp_path, GOOD + "parameters: draws\nbirth_rule: hazard\n"))
