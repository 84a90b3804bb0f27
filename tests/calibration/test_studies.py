"""Emulated studies: estimators on counts with a known answer, what is scored how, and the table that is an exam."""

import csv
import io
import math
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from calibration.studies import h04_credit_access, l05_leave_pay_germany, p01_two_child_rule, s01_colleagues_births
from calibration.studies.catalogue import MENDED, STUDIES, chosen, mended
from calibration.studies.estimators import per_point, percent, percent_of_rate
from calibration.studies.kinds import FOLDER, Lived, transport
from calibration.studies.misses import MENDS, MISSES
from calibration.studies.report import DESIGN, design_text, results, results_text, write_results
from calibration.studies.running import (
    PRIOR_RUNS,
    REPEATS,
    Paired,
    arms_of,
    draws_of,
    key_of,
    lived_of,
    plan_of,
    prior_mean,
)
from calibration.studies.scoring import judged, log_density, predicted
from sim.errors import UserError
from sim.measures.study_cuts import CUT_UNITS
from sim.parameters import Parameters
from sim.settings import parse_sample
from tests.cli.test_bad_input import fertsim, refused

YEARS = np.arange(2020, 2031)
MECHANISMS = {
    "cash", "childcare price", "childcare places", "leave length", "leave pay", "house price", "housing access",
    "birth rule", "tax", "social interaction",
}


def lived(**by_year: float | list[float]) -> Lived:
    """An arm of one run: each count the same in every year, or as listed."""
    return Lived(YEARS, {
        name: np.broadcast_to(np.asarray(values, float), len(YEARS))[None, None] for name, values in by_year.items()})


# Estimators --------------------------------------------------------------------------------------------------------


def test_percent_sums_over_the_years_asked() -> None:
    before = lived(births=[9, 9, 9, 100, 300, *[9] * 6])
    after = lived(births=[0, 0, 0, 110, 310, *[0] * 6])
    assert percent(before, after, "births", 2023, 2024)[0, 0] == pytest.approx(5.0)


def test_a_rate_takes_its_own_wives() -> None:
    before, after = lived(born=10, wives=100), lived(born=10, wives=80)
    assert percent_of_rate(before, after, "born", "wives", 2022, 2024)[0, 0] == pytest.approx(25.0)


def test_an_effect_is_scaled_by_what_the_policy_moved() -> None:
    before, after = lived(coverage=5), lived(coverage=9)
    assert per_point(np.array([[2.0]]), before, after, "coverage", 2023, 2026, 10.0).tolist() == [[5.0]]
    assert math.isnan(per_point(np.array([[2.0]]), before, before, "coverage", 2023, 2026, 10.0)[0, 0])


def test_difference_in_differences_of_schooling() -> None:
    before = lived(births_tertiary=100, births_low_schooling=50)
    after = lived(births_tertiary=112, births_low_schooling=51)
    assert l05_leave_pay_germany.estimate(before, after)[0, 0] == pytest.approx(12.0 - 2.0)


def test_lottery_of_homes_compares_winners_with_losers_per_home() -> None:
    # .08 children a year of winners, .05 of losers, four years, half of the winners buy: 4 x .03 / .5
    of_lot = lived(births_lot_won=8, women_lot_won=100, births_lot_lost=10, women_lot_lost=200, lots_drawn=40,
                   lots_bought=20)
    assert h04_credit_access.estimate(of_lot, of_lot)[0, 0] == pytest.approx(0.24)


def test_the_two_child_rule_counts_a_half_of_2016_and_2017() -> None:
    years = np.arange(2010, 2018)

    def arm(half: float, whole: float) -> Lived:
        return Lived(years, {"births_july_december": np.full((1, 1, 8), half), "births": np.full((1, 1, 8), whole)})

    assert p01_two_child_rule.estimate(arm(50, 100), arm(60, 129))[0, 0] == pytest.approx(26.0)


def test_the_two_child_rule_by_the_estimator_of_its_study() -> None:
    """Births of mothers are held against first births less what these were more in 2015-01 to 2016-06."""
    years = np.arange(2010, 2018)

    def law(first_half: float, later_half: float, first: float, later: float) -> Lived:
        by_year = {
            "births_1": [60] * 7 + [first], "births": [100] * 7 + [first + later],
            "births_1_july_december": [30] * 6 + [first_half, 0],
            "births_july_december": [50] * 6 + [first_half + later_half, 0],
        }
        return Lived(years, {name: np.array(values, float)[None, None] for name, values in by_year.items()})

    estimate = p01_two_child_rule.MENDED.estimate
    no_arm = lived()  # the study has none without the rule
    # both fall by 12 in 18 months: no effect; mothers' stay at 60 while first births fall from 90 to 78: 12 of 126
    assert estimate(no_arm, law(30, 20, 48, 28))[0, 0] == pytest.approx(0.0)
    assert estimate(no_arm, law(30, 20, 48, 40))[0, 0] == pytest.approx(100 * 12 / 126)


def test_peers_are_counted_per_point_of_women_with_a_birth() -> None:
    # a wave of 30 births among 1,000 women, 3 points; 5 % of a year's 200 first births in each of four years
    wave = [100, 110, 110, 110, *[100] * 7]
    before = lived(births_1=200, births_later=100, women_15_49=1000)
    after = lived(births_1=210, births_later=wave, women_15_49=1000)
    assert s01_colleagues_births.estimate(before, after)[0, 0] == pytest.approx(20.0 / 3.0)


# Scores ------------------------------------------------------------------------------------------------------------


def test_chance_of_runs_is_taken_out_of_the_interval() -> None:
    rng = np.random.default_rng(3)
    of_draws = rng.normal(4.0, 1.0, 4000)
    found = predicted(of_draws[:, None] + rng.normal(0.0, 3.0, (4000, 2)))
    assert found.mean == pytest.approx(4.0, abs=0.15)
    assert found.sd_simulation == pytest.approx(3.0, rel=0.05)
    assert found.sd_parameters == pytest.approx(1.0, rel=0.2)
    assert found.high - found.low == pytest.approx(2 * 1.645, rel=0.2)
    assert found.error == pytest.approx(math.sqrt((1 + 9 / 2) / 4000), rel=0.1)


def test_equal_draws_leave_no_spread() -> None:
    found = predicted(np.array([[1.0, 3.0], [3.0, 1.0], [2.0, 2.0]]))
    assert (found.mean, found.low, found.high, found.sd_parameters) == (2.0, 2.0, 2.0, 0.0)


def test_z_and_log_scores_are_those_of_the_normal() -> None:
    study = STUDIES["K03"]  # 3.05, half to twice it
    low, high = study.interval or (math.nan, math.nan)
    sd = (high - low) / 2 / norm.ppf(0.975)
    effects = np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]])
    one = judged(study, Paired(effects, np.array([2.5, 3.5])))
    total = math.sqrt(1.0 + sd**2)
    assert one.z == pytest.approx((2.0 - 3.05) / total)
    assert one.passed
    assert one.score == pytest.approx(norm.logpdf(3.05, 2.0, total))
    assert one.score_no_effect == pytest.approx(norm.logpdf(3.05, 0.0, sd))
    assert one.score_prior_mean == pytest.approx(norm.logpdf(3.05, 3.0, sd), abs=1e-6)
    assert one.width == pytest.approx((2.9 - 1.1) / (2 * norm.ppf(0.95) * sd), rel=1e-6)
    assert log_density(1.0, 0.0, 2.0) == pytest.approx(norm.logpdf(1.0, 0.0, 2.0))


def test_no_effect_at_all_fails_a_study_that_found_one() -> None:
    nothing = Paired(np.zeros((5, 2)), np.zeros(8))
    for study in STUDIES.values():
        assert judged(study, nothing).passed == study.null, study.id


def test_a_sign_asks_for_more_than_two_standard_errors() -> None:
    study = STUDIES["S02"]
    assert judged(study, Paired(np.array([[1.0, 1.2], [0.9, 1.1], [1.0, 0.9]]), np.zeros(2))).passed
    unsure = judged(study, Paired(np.array([[1.0, 1.2], [-0.9, -1.1], [1.0, 0.9]]), np.zeros(2)))
    assert not unsure.passed
    assert math.isnan(unsure.z)


# The exam ----------------------------------------------------------------------------------------------------------


def test_the_design_is_as_committed() -> None:
    """Not a table to be remade: a study that differs from it was changed after the exam was set."""
    assert design_text() == DESIGN.read_text(encoding="utf-8")


def test_the_design_covers_mechanisms_and_nulls() -> None:
    by_mechanism = Counter(study.mechanism for study in STUDIES.values())
    assert set(by_mechanism) >= MECHANISMS
    assert sum(bool(study.effects) for study in STUDIES.values()) >= 12
    assert sum(study.null for study in STUDIES.values()) >= 4


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_has_source_quality_and_a_band_of_its_kind(name: str) -> None:
    study = STUDIES[name]
    assert study.id == name
    assert study.reference
    assert study.source
    assert study.quality in ("read in source excerpt", "unverified")
    said = f"{study.title} {study.unit} {study.cut} {study.reference}".replace("reproductive intentions", "")
    assert "intention" not in said, "what people say they intend is no birth"
    assert any(word in study.unit for word in ("birth", "TFR", "children"))
    assert (study.published is None) == (study.band == "sign") == (study.interval is None) == (study.sign != 0)
    assert study.null == (study.published == 0.0) == (study.band == "judged")
    if study.published and study.band == "transport":
        assert study.interval == transport(study.published)
    assert transport(-2.0) == (-4.0, -1.0)


def test_a_study_is_a_short_file() -> None:
    for file in Path(FOLDER).glob("[a-z][0-9][0-9]_*.py"):
        assert len(file.read_text(encoding="utf-8").splitlines()) < 120, file.name
    assert len(list(Path(FOLDER).glob("[a-z][0-9][0-9]_*.py"))) == len(STUDIES)


def test_the_text_tells_failures_first() -> None:
    effects = {"K04": 0.0, "C13": 9.0, "H10": -0.4, "S02": -1.0}
    found = {
        name: judged(STUDIES[name], Paired(np.full((3, 2), value), np.zeros(2))) for name, value in effects.items()}
    table = results(found)
    assert table["id"].tolist() == ["C13", "S02", "H10", "K04"]
    text = results_text(table, "Three draws.")
    assert text.index("### Failed") < text.index("| C13 ") < text.index("### Passed") < text.index("| K04 ")
    assert "2 of 4 passed" in text
    assert "sign +1" in text
    assert "In sum model" in text
    assert set(MISSES) <= set(STUDIES)


def test_a_mended_study_is_told_and_not_counted(tmp_path: Path) -> None:
    found = {name: judged((STUDIES | MENDED)[name], Paired(np.full((3, 2), value), np.zeros(2)))
             for name, value in {"P01": 1.0, "P01*": 26.0, "K04": 0.0}.items()}
    assert write_results(found, tmp_path, "Three draws.").startswith("1 of 2 studies passed")
    text = (tmp_path / "studies.md").read_text(encoding="utf-8")
    assert text.index("| P01 ") < text.index("### Mended after the first run") < text.index("| P01* ")
    assert "1 of 2 passed" in text
    assert len(pd.read_csv(tmp_path / "studies.csv")) == 2


def test_a_mended_study_keeps_arms_and_the_published_figure() -> None:
    assert set(MENDED) == set(MENDS)
    for name, study in MENDED.items():
        first = STUDIES[name.rstrip("*")]
        kept = ("base", "treated", "published", "interval", "band", "null", "sign", "policy", "cut", "unit")
        assert all(getattr(study, field) == getattr(first, field) for field in kept)
        assert study.estimate is not first.estimate
    assert [study.id for study in mended(chosen(["P01", "C13"]))] == ["P01*"]
    assert mended(chosen(["C13"])) == ()


# Runs --------------------------------------------------------------------------------------------------------------


def test_arms_are_run_once_and_paired_by_seed_and_draw() -> None:
    (arms,) = arms_of(chosen(["C13", "C14", "C19"])).values()
    assert len(arms) == 2
    draws = draws_of("shaoxing", 2)
    plan = plan_of(arms, draws, parse_sample("1/1000"), "shaoxing")
    assert len(plan.runs) == len(arms) * (PRIOR_RUNS + 2 * REPEATS)
    pairs = list(zip(plan.runs[::2], plan.runs[1::2], strict=True))
    for base, treated in pairs:
        assert (base.seed, base.parameters) == (treated.seed, treated.parameters)
        assert {**base.values, **treated.values} == {"birth_grant_income_share": 0.18}
    assert len({base.seed for base, _ in pairs}) == len(pairs)
    assert pairs[-1][0].parameters == draws.of_seed(2)
    more = plan_of(arms, draws_of("shaoxing", 3), parse_sample("1/1000"), "shaoxing")
    assert more.runs[: len(plan.runs)] == plan.runs
    Parameters().with_values(prior_mean(draws.names))


def test_rows_are_dealt_to_arms_draws_and_repeats() -> None:
    n_draws, keys, years = 3, ["base", "treated"], [2020, 2021]
    n_runs = len(keys) * (PRIOR_RUNS + n_draws * REPEATS)
    rows = pd.DataFrame([(run, year, run + year / 1e4) for run in range(n_runs) for year in years],
                        columns=["run", "year", "births"])  # fmt: skip
    found = lived_of(rows, keys)
    prior, drawn = found["treated"]
    assert prior.values["births"].shape == (PRIOR_RUNS, 1, 2)
    assert drawn.values["births"].shape == (n_draws, REPEATS, 2)
    first = len(keys) * PRIOR_RUNS
    assert drawn.values["births"][1, 0].tolist() == [first + 5 + 0.2020, first + 5 + 0.2021]


def test_an_unknown_study_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    message = refused(monkeypatch, capsys, "studies", "--only", "Z99", "--out", out)
    assert "Z99" in message
    assert "C13" in message
    assert "--draws" in refused(monkeypatch, capsys, "studies", "--draws", "1", "--out", out)
    assert "1/5000" in refused(monkeypatch, capsys, "studies", "--sample", "1/5000", "--out", out)
    assert not out.exists()
    with pytest.raises(UserError, match="allowed are C13"):
        chosen(["nonsense"])


@pytest.mark.compiled
def test_a_study_from_end_to_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    line = "studies", "--only", "P01", "--draws", "2", "--sample", "1/1000", "--workers", "1", "--out", tmp_path
    assert fertsim(monkeypatch, *line) == 0
    assert "of 1 studies passed" in capsys.readouterr().out
    (row,) = csv.DictReader(io.StringIO((tmp_path / "studies.csv").read_text(encoding="utf-8")))
    assert float(row["mean"]) > 0
    assert math.isfinite(float(row["z"]))
    text = (tmp_path / "studies.md").read_text(encoding="utf-8")
    assert fertsim(monkeypatch, *line) == 0
    assert (tmp_path / "studies.md").read_text(encoding="utf-8") == text


def test_every_cut_has_a_unit_and_equal_arms_a_key() -> None:
    assert all(CUT_UNITS.values())
    assert key_of(STUDIES["C13"].base) == key_of(STUDIES["H09"].base)
