"""`--set-of briefing` names every run that the pages read, and nothing that decides them is given besides."""

from pathlib import Path

import pytest

from experiments.briefing.making import FEW_DRAWS, fewer, further_report, months_of, sets_of
from experiments.setup.draws import parameter_draws
from sim.policy.scenario import scenario_names
from sim.settings import RunSettings
from tests.cli.test_bad_input import refused

PLAN = RunSettings(scenario="plan", sample="1/1000", start_year=2020, end_year=2026)
N_ITEMS = 12


def test_sets_are_the_comparison_each_item_alone_and_two_futures(tmp_path: Path) -> None:
    sets = sets_of(PLAN, range(1, 4), None, tmp_path)
    assert [one.folder.relative_to(tmp_path).as_posix() for one in sets] == [
        ".", "items", "futures/low", "futures/high"
    ]  # fmt: skip
    assert sets[0].against == ("in_force", "national_only")
    assert sets[1].against[-1] == sets[2].against[-1] == "national_only"
    assert len(sets[1].against) == N_ITEMS + 1
    assert set(sets[1].against) <= set(scenario_names())
    assert [one.settings.future for one in sets] == ["central", "central", "low", "high"]
    assert sum(one.n_runs for one in sets) == 3 * (3 + 14 + 2 + 2)
    assert months_of(sets, split=True) == 63 * 74 == months_of(sets, split=False)  # from November 2020
    assert "fertsim brief" in further_report(sets)


def test_what_stands_beside_has_fewer_draws_with_repeats() -> None:
    draws = parameter_draws("all", PLAN, ())
    assert draws is not None
    seeds, few = fewer(range(1, 151), draws.first(100))
    assert (len(seeds), len(few or ())) == (45, FEW_DRAWS)
    seeds, few = fewer(range(1, 5), draws)
    assert (len(seeds), len(few or ())) == (6, 4)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(("--set-of", "report"), "--set-of: there is no set of runs 'report'; allowed is briefing"),
     (("--set-of", "briefing", "--scenario", "plan"), "leave out --scenario"),
     (("--set-of", "briefing", "--future", "low"), "leave out --future"),
     (("--set-of", "briefing", "--against", "in_force"), "leave out --against")],
)  # fmt: skip
def test_bad_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: tuple[str, ...],
    told: str,
) -> None:  # fmt: skip
    assert told in refused(monkeypatch, capsys, "run", *arguments, "--out", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
