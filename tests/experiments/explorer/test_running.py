"""Jobs: heard, cancelled, ended when nobody looks; the household's two lives; the command."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from experiments.commands import explorer
from experiments.explorer import job, running
from experiments.explorer.household import Couple, TwoLives, most_changed, two_lives
from experiments.explorer.running import Running
from experiments.explorer.state import Asked, Measure
from sim.clock import month_index
from sim.errors import UserError

SECONDS = 30.0
TELLS = "import sys, json; sys.stdin.readline(); print(json.dumps({'done': 1, 'of': 2}), flush=True); "
ENDS = TELLS + "print(json.dumps({'warning': 'w'})); print(json.dumps({'result': {'x': 1}}))"
WAITS = TELLS + "sys.stdin.read()"
BREAKS = TELLS + "print(json.dumps({'error': 'a sentence'}))"


@pytest.fixture
def works(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """A function that sets the program that jobs run; jobs left are ended."""

    def use(program: str) -> None:
        def process() -> "subprocess.Popen[str]":
            return subprocess.Popen(
                [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                start_new_session=True,
            )  # fmt: skip

        monkeypatch.setattr(running, "_process", process)

    yield use
    for left in list(running._at_work):
        left.cancel()
    until(lambda: not running._at_work)


def until(holds: Callable[[], Any]) -> None:
    """Wait until something holds; fail where it does not for long."""
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_job_tells_how_far_it_is_and_its_result(works: Callable[[str], None]) -> None:
    works(ENDS)
    one = Running({"kind": "answer"})
    until(lambda: one.state == "done")
    assert (one.share, one.warnings, one.result) == (0.5, ["w"], {"x": 1})
    until(lambda: not running._at_work)


@pytest.mark.parametrize(("program", "said"), [(BREAKS, "a sentence"), ("raise SystemExit(3)", "status 3")])
def test_a_job_that_breaks_says_why(works: Callable[[str], None], program: str, said: str) -> None:
    works(program)
    one = Running({})
    until(lambda: one.state == "failed")
    assert said in one.error


def test_a_cancelled_job_is_gone(works: Callable[[str], None]) -> None:
    works(WAITS)
    one = Running({})
    until(lambda: one.done)
    one.cancel()
    until(lambda: not is_alive(one.pid))
    assert (one.state, one.error) == ("cancelled", "")


def test_a_job_ends_when_its_page_is_closed_and_another_goes_on(
    works: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    works(WAITS)
    monkeypatch.setattr(running, "WATCH_SECONDS", 0.02)
    monkeypatch.setattr(running, "GONE_SECONDS", 0.1)
    open_pages = {"one", "two"}
    one, two = (Running({}, lambda name=name: name in open_pages) for name in ("one", "two"))
    until(lambda: one.done and two.done)
    open_pages.discard("one")
    until(lambda: not is_alive(one.pid))
    assert one.state == "cancelled"
    assert two.state == "running"
    assert is_alive(two.pid)


def test_too_many_jobs_are_refused_in_a_sentence(works: Callable[[str], None]) -> None:
    works(WAITS)
    jobs = [Running({}) for _ in range(running.MOST_AT_WORK)]
    with pytest.raises(UserError, match="questions are being answered already"):
        Running({})
    jobs[0].cancel()
    until(lambda: len(running._at_work) < running.MOST_AT_WORK)
    assert Running({}).state == "running"


@pytest.mark.compiled
def test_a_real_job_answers_a_mistake_with_its_sentence() -> None:
    one = Running({"kind": job.ANSWER, "link": {"scenario": ["plum"]}})
    until(lambda: one.state == "failed")
    assert "there is no plum" in one.error


# The household -----------------------------------------------------------------------------------------------------


def review(chance: float) -> Any:
    return SimpleNamespace(chance=chance, covered=3, terms=SimpleNamespace(**dict.fromkeys(TERMS, chance)))


TERMS = (
    "preference", "taste", "wife_taste", "husband_taste", "money", "wife_time", "husband_time", "career", "crowding",
    "peers", "sons", "illness", "cash", "rules",
)  # fmt: skip


def test_the_review_told_is_the_common_one_that_changes_most() -> None:
    months = [month_index(2026 + n, 1) for n in range(4)]
    before = {(months[0], 2): review(0.1), (months[1], 2): review(0.1), (months[2], 3): review(0.0)}
    after = {(months[0], 2): review(0.11), (months[1], 2): review(0.2), (months[3], 3): review(0.9)}
    found = most_changed(before, after)
    assert found is not None
    assert (found["month"], found["order"], found["chance"]) == ("2027-01", 2, (0.1, 0.2))
    assert found["terms"]["money"] == (0.1, 0.2)
    assert most_changed(before, {}) is None


@pytest.mark.compiled
def test_one_couple_lives_twice_and_only_policy_differs() -> None:
    asked = Asked(sample=1000, measures=(Measure("birth_grant", value=300_000, since="2021-01"),))
    lives = two_lives(asked, Couple(age=None, children=1))
    told = TwoLives.of_json(json.loads(json.dumps(lives.as_json())))
    for before, after in told.texts.values():
        assert before.splitlines()[:3] == after.splitlines()[:3]
        assert before != after
    assert told.review is not None
    assert told.review["chance"][1] > told.review["chance"][0]
    same = two_lives(Asked("national_only", sample=1000), Couple(age=None, children=1))
    assert same.texts["en"][0] == same.texts["en"][1]


# The command -------------------------------------------------------------------------------------------------------


def test_without_streamlit_the_command_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explorer, "find_spec", lambda name: None)
    with pytest.raises(UserError, match=r"explorer needs streamlit.*pip install 'fertsim\[explorer\]'"):
        explorer.explorer()


def test_the_server_is_of_this_machine_alone_and_tells_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(explorer, "find_spec", lambda name: name)
    monkeypatch.setattr(os, "execve", lambda program, arguments, environment: called.append(arguments))
    explorer.explorer(port=18_501, lang="en")
    assert {"--server.address=127.0.0.1", "--browser.gatherUsageStats=false", "--server.port=18501"} <= set(called[0])
    assert called[0][-1] == "en"


@pytest.mark.parametrize(("port", "lang", "said"), [(80, "zh", "outside 1024 to 65535"), (18_502, "fr", "no language")])
def test_a_mistake_at_the_command_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, port: int, lang: str, said: str
) -> None:
    monkeypatch.setattr(explorer, "find_spec", lambda name: name)
    with pytest.raises(UserError, match=said):
        explorer.explorer(port=port, lang=lang)


def test_a_port_that_another_program_has_is_refused() -> None:
    import socket

    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        with pytest.raises(UserError, match="another program uses"):
            explorer.check_port(held.getsockname()[1])
