"""The explorer in a real Chromium: a lever set, a chart changed, a language switched, a file taken, tabs closed.

Needs playwright (`pip install playwright`, without its own browsers) and a Chromium, another one named by CHROMIUM.
"""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from experiments.commands.explorer import command, environment
from experiments.explorer.words import WORDS

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
LACKS = [name for name in ("streamlit", "playwright", "psutil") if importlib.util.find_spec(name) is None]
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SECONDS = 400.0
"""For which anything is waited for: a fresh machine compiles before its first run."""
SMALL = "sample=1000&draws=2"
LARGE = "sample=50&draws=20&apart=1"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium on this machine"),
    pytest.mark.skipif(bool(LACKS), reason=f"not installed: {', '.join(LACKS)}"),
]


def until(holds: Callable[[], Any], seconds: float = SECONDS) -> None:
    """Wait until something holds; fail where it does not for long."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.2)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address):
            return True
    except OSError:
        return False


@pytest.fixture(scope="module")
def server(cache_of_the_tests: Path) -> Iterator[tuple[str, int]]:
    """Address and process of an explorer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(command(port, "zh"), env=environment(), stdout=subprocess.DEVNULL)
    until(lambda: answers(f"http://127.0.0.1:{port}/"))
    yield f"http://127.0.0.1:{port}/", process.pid
    process.terminate()
    process.wait()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Any, server: tuple[str, int]) -> Iterator[Callable[[str], Any]]:
    """A function that opens a link of the explorer in a session of its own; no page may ask another machine."""
    contexts, asked = [], set()

    def open_page(link: str) -> Any:
        contexts.append(chromium.new_context(viewport={"width": 1400, "height": 1200}, accept_downloads=True))
        page = contexts[-1].new_page()
        page.set_default_timeout(SECONDS * 1000)
        page.on("request", lambda request: asked.add(request.url.split("/")[2].partition(":")[0]))
        page.goto(server[0] + "?" + link)
        page.locator(".st-key-run_answer button").wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert asked == {"127.0.0.1"}


def run(page: Any) -> str:
    """Run a page's question to its end; gives the address of the chart, which follows its content."""
    page.locator(".st-key-run_answer button").click()
    page.locator(".st-key-cancel_answer").wait_for()
    page.locator(".st-key-cancel_answer").wait_for(state="detached")
    return chart(page)


def chart(page: Any) -> str:
    page.locator(".st-key-chart_fan img").wait_for(state="attached")
    return str(page.locator(".st-key-chart_fan img").get_attribute("src"))


def show(page: Any, tab: str, language: str) -> None:
    page.get_by_role("tab", name=WORDS[language][f"tab_{tab}"], exact=True).click()


def address(page: Any) -> str:
    """What stands in the address bar; `page.url` is read anew only while the browser is asked something."""
    return str(page.evaluate("location.href"))


def set_grant(page: Any, yuan: int) -> None:
    value = page.locator(".st-key-value_birth_grant input")
    value.fill(str(yuan))
    value.press("Enter")
    until(lambda: f"value%3D{yuan}%2C" in address(page))


def jobs(server_pid: int) -> list[int]:
    """Processes of jobs that a server has at work, without their own workers."""
    import psutil

    found = []
    for one in psutil.Process(server_pid).children():
        with suppress(psutil.Error):  # one that just ended
            if "experiments.explorer.job" in " ".join(one.cmdline()):
                found.append(one.pid)
    return found


def workers(job: int) -> list[Any]:
    """Processes that a job began, at whatever depth."""
    import psutil

    return list(psutil.Process(job).children(recursive=True))


def test_a_lever_is_set_and_the_chart_changes_in_both_languages(opened: Callable[[str], Any], tmp_path: Path) -> None:
    page = opened(SMALL)
    page.get_by_text("第3项").click()
    page.locator(".st-key-on_birth_grant label").first.click()
    set_grant(page, 100_000)
    first = run(page)
    set_grant(page, 300_000)
    show(page, "births", "zh")
    page.get_by_text(WORDS["zh"]["again"]).first.wait_for()
    second = run(page)
    assert first != second

    page.get_by_text("English", exact=True).click()
    page.get_by_role("heading", name=WORDS["en"]["title"]).wait_for()
    until(lambda: chart(page) != second)
    assert "lang=en" in address(page)
    assert page.locator(".st-key-value_birth_grant input").input_value() == "300000"

    show(page, "reproduce", "en")
    with page.expect_download() as coming:
        page.get_by_text(WORDS["en"]["download"]).click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    checked = subprocess.run(
        [sys.executable, "-m", "experiments.cli", "scenario", "check", str(file)], env=environment(), text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stderr
    assert "birth_grant" in checked.stdout

    again = opened(address(page).partition("?")[2])
    again.get_by_role("heading", name=WORDS["en"]["title"]).wait_for()
    assert again.locator(".st-key-value_birth_grant input").input_value() == "300000"


def test_two_sessions_at_once_each_get_their_own_answer(opened: Callable[[str], Any]) -> None:
    one = opened(f"{SMALL}&lang=zh&m=birth_grant,value=200000,from=2022-01")
    two = opened(f"{SMALL}&lang=en&m=birth_grant,value=250000,from=2022-01")
    for page in (one, two):
        page.locator(".st-key-run_answer button").click()
    for page in (one, two):
        page.locator(".st-key-cancel_answer").wait_for(state="detached")
    assert chart(one) != chart(two)
    assert one.get_by_role("heading", name=WORDS["zh"]["title"]).is_visible()
    assert two.get_by_role("heading", name=WORDS["en"]["title"]).is_visible()


def test_cancel_ends_the_run_and_says_so(opened: Callable[[str], Any], server: tuple[str, int]) -> None:
    page = opened(f"{LARGE}&lang=en")
    page.locator(".st-key-run_answer button").click()
    page.locator(".st-key-cancel_answer button").click()
    page.get_by_text(WORDS["en"]["cancelled"]).wait_for()
    until(lambda: not jobs(server[1]), 20)


def test_a_closed_tab_stops_its_run_and_no_other(opened: Callable[[str], Any], server: tuple[str, int]) -> None:
    closed, kept = opened(f"{LARGE}&lang=en"), opened(f"{LARGE}&lang=zh&future=low")
    closed.locator(".st-key-run_answer button").click()
    until(lambda: len(jobs(server[1])) == 1)
    (first,) = jobs(server[1])
    kept.locator(".st-key-run_answer button").click()
    until(lambda: len(jobs(server[1])) == 2)
    until(lambda: workers(first))
    begun = workers(first)
    closed.close()
    until(lambda: first not in jobs(server[1]), 20)
    until(lambda: not any(one.is_running() for one in begun), 20)
    assert len(jobs(server[1])) == 1
    kept.locator(".st-key-cancel_answer button").click()
    until(lambda: not jobs(server[1]), 20)
