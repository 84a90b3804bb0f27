"""The page of the explorer, which streamlit runs anew at every change; it alone, with `controls`, knows streamlit.

A question is read from the link at the first run of a session and written back to it at every change. Running jobs,
answers and the language are kept in the session; a job at work is polled by a fragment of its own.
"""

import sys
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime import get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from experiments.explorer import controls, figures, naming
from experiments.explorer.answer import Answer
from experiments.explorer.household import TwoLives
from experiments.explorer.job import ANSWER, HOUSEHOLD
from experiments.explorer.running import Running
from experiments.explorer.state import (
    CITY,
    FILE,
    PLACE,
    Asked,
    counties,
    link,
    of_link,
    python_lines,
    scenario_file,
)
from experiments.explorer.words import TERMS, WORDS, of
from experiments.wording.languages import LANGUAGES
from sim.errors import UserError
from sim.places.pack import load_pack

POLL_SECONDS = 0.7
AGES, CHILDREN = range(20, 45), range(4)
TABS = ("measures", "births", "added", "money", "household", "reproduce")
NAMES = {"zh": "中文", "en": "English"}


def main() -> None:
    """Draw the page."""
    st.set_page_config(page_title="fertsim explorer", layout="wide")
    _begin()
    st.sidebar.segmented_control(
        "语言 Language", LANGUAGES, key="language", format_func=NAMES.__getitem__, required=True)
    language = st.session_state.language
    words = WORDS[language]
    st.header(words["title"], anchor=False)
    st.caption(words["about"])
    if problem := st.session_state.get("problem"):
        st.warning(words["bad_link"].format(problem))
    controls.sidebar(language)
    tabs = st.tabs([words[f"tab_{name}"] for name in TABS])
    with tabs[0]:
        controls.measures(language)
    try:
        asked = controls.asked()
    except UserError as error:
        st.sidebar.error(str(error))
        return
    st.query_params.from_dict({**link(asked), "lang": language})
    with st.sidebar:
        _run_button(ANSWER, words["run"], {"kind": ANSWER, "link": _what_is_run(asked)}, language)
    _answer_tabs(tabs[1:4], asked, language)
    with tabs[4]:
        _household(asked, language)
    with tabs[5]:
        _reproduce(asked, language)


def _begin() -> None:
    """Read the link at the first run of a session."""
    state = st.session_state
    if "begun" in state:
        return
    state.begun = True
    parts = {name: st.query_params.get_all(name) for name in st.query_params}
    given = parts.pop("lang", [sys.argv[1] if len(sys.argv) > 1 else "zh"])[-1]
    state.language = given if given in LANGUAGES else "zh"
    try:
        asked = of_link(parts)
    except UserError as error:
        state.problem, asked = str(error), Asked()
    controls.fill(asked)


def _what_is_run(asked: Asked) -> dict[str, list[str]]:
    """Link of a question without what only chooses what is looked at of its answer."""
    return {name: value for name, value in link(asked).items() if name not in ("area", "year")}


# Jobs --------------------------------------------------------------------------------------------------------------


def _run_button(kind: str, label: str, request: dict[str, Any], language: str) -> None:
    """A button that starts a job, and while it is at work its progress and a button that cancels it."""
    job: Running | None = st.session_state.get(f"job_{kind}")
    busy = job is not None and job.state == "running"
    if st.button(label, key=f"run_{kind}", type="primary", disabled=busy):
        try:
            st.session_state[f"job_{kind}"] = Running(request, _page_is_open())
        except UserError as error:
            st.error(str(error))
            return
        st.rerun()
    if job is not None and busy:
        _progress(kind, language)
    elif job is not None:
        _ended(job, language)


def _page_is_open() -> Any:
    """A test whether this session's page is still connected, to be asked from another thread."""
    context = get_script_run_ctx()
    assert context is not None
    server, session = get_instance(), context.session_id
    return lambda: server.is_active_session(session)


@st.fragment(run_every=POLL_SECONDS)
def _progress(kind: str, language: str) -> None:
    """How far a job is; the page is drawn anew once it has ended."""
    job, words = st.session_state[f"job_{kind}"], WORDS[language]
    if job.state != "running":
        st.rerun()
    told = words["progress"].format(done=job.done, of=job.of) if job.done else words["starting"]
    st.progress(job.share, told)
    if st.button(words["cancel"], key=f"cancel_{kind}"):
        job.cancel()
        st.rerun()


def _ended(job: Running, language: str) -> None:
    """What became of a job; its answer is kept for as long as there is no newer one."""
    words = WORDS[language]
    if job.state == "cancelled":
        st.info(words["cancelled"])
    elif job.state == "failed":
        st.error(words["failed"].format(job.error))
    for warning in job.warnings:
        st.warning(warning)
    if job.state == "done":
        st.session_state[f"last_{job.asked['kind']}"] = job
        if job.of:
            st.caption(words["took"].format(job.seconds, job.of))


# Results -----------------------------------------------------------------------------------------------------------


def _answer_tabs(tabs: Any, asked: Asked, language: str) -> None:
    """Births, what each measure adds, and money, of the last answer."""
    words, last = WORDS[language], st.session_state.get(f"last_{ANSWER}")
    if last is None:
        for tab in tabs:
            tab.info(words["none_yet"])
        return
    answer = Answer.of_json(last.result)
    found = answer.areas[asked.area]
    for tab in tabs:
        if last.asked["link"] != _what_is_run(asked):
            tab.warning(words["again"])
    at = answer.years.index(asked.year)
    with tabs[0]:
        difference = [one[at] for one in found.births["difference"]]
        level = [one[at] for one in found.births["asked"]]
        first, second, third = st.columns(3)
        _metric(first, words["births_year"].format(year=asked.year), naming.births_text(level, language), language)
        years = {"first": answer.years[0], "last": answer.years[-1]}
        _metric(second, words["more_year"].format(year=asked.year), naming.births_text(difference, language), language)
        _metric(third, words["births_more"].format(**years), naming.births_text(found.total, language), language)
        _picture(figures.fan(answer, asked.area, asked.year, language), "fan")
        st.caption(figures.chance_text(answer, asked.area, asked.year, language))
        st.caption(answer.words[language]["note"])
        st.download_button(words["data"], figures.table(answer, asked.area), "births.csv", "text/csv")
    with tabs[1]:
        _picture(figures.waterfall(answer, asked.area, language), "waterfall")
    with tabs[2]:
        first, second = st.columns(2)
        _metric(first, words["money_more"], naming.money_text(found.public, language), language)
        _metric(second, words["per_birth"], naming.per_birth_text(found.per_birth, language), language)
        _picture(figures.money(answer, asked.area, language), "money")
        st.table(naming.money_rows(found, at, asked.year, answer.years, language))


def _metric(where: Any, label: str, text: str, language: str) -> None:
    """A number in large print, and its interval in a line below."""
    number, interval = naming.apart(text)
    named = WORDS[language]["interval_is"].format(interval) if interval else None
    where.metric(label, number, named, delta_color="off", delta_arrow="off")


def _picture(figure: Any, name: str) -> None:
    with st.container(key=f"chart_{name}"):
        st.image(figures.png(figure), width="stretch")


def _household(asked: Asked, language: str) -> None:
    """One couple before and after."""
    words = WORDS[language]
    st.caption(words["household_intro"])
    first, second, third = st.columns(3)
    any_ = words["any"]

    def or_any(n: int | None) -> str:
        return any_ if n is None else str(n)

    age = controls.choice(first, words["wife_age"], [None, *AGES], "couple_age", or_any, 27)
    children = controls.choice(second, words["children"], [None, *CHILDREN], "couple_children", or_any, 1)
    county = controls.choice(
        third, words["area"], [CITY, *(code for code, _, _ in counties(load_pack(PLACE)))], "couple_county",
        lambda code: any_ if code == CITY else naming.area_name(code, language), asked.area)
    request = {
        "kind": HOUSEHOLD, "link": _what_is_run(asked), "couple": {"county": county, "age": age, "children": children}}
    _run_button(HOUSEHOLD, words["tell"], request, language)
    last = st.session_state.get(f"last_{HOUSEHOLD}")
    if last is None:
        return
    if last.asked != request:
        st.warning(words["stale_household"])
    lives = TwoLives.of_json(last.result)
    _review(lives, language)
    for column, name, births, text in zip(
        st.columns(2), ("before", "after"), lives.births, lives.texts[language], strict=True
    ):
        column.markdown(f"##### {words[name]}")
        told = "、" if language == "zh" else ", "
        column.markdown(f"**{words['births_of']}** {told.join(births) or words['no_births']}")
        column.code(text, language=None, wrap_lines=True, height=520)


def _review(lives: TwoLives, language: str) -> None:
    """The decision that the measures change most, term by term."""
    words, review = WORDS[language], lives.review
    if review is None:
        st.info(words["no_review"])
        return
    st.markdown(f"**{words['review'].format(**review)}**")
    before, after = review["chance"]
    percent = "%" if language == "zh" else " %"
    rows = [{
        words["term"]: words["chance_of"], words["before"]: f"{100 * before:.1f}{percent}",
        words["after"]: f"{100 * after:.1f}{percent}", words["change"]: f"{100 * (after - before):+.1f}",
    }]  # fmt: skip
    for name, (one, other) in review["terms"].items():
        rows.append({
            words["term"]: of(TERMS[name], language), words["before"]: f"{one:+.2f}", words["after"]: f"{other:+.2f}",
            words["change"]: f"{other - one:+.2f}" if abs(other - one) >= figures.SMALLEST else "",
        })  # fmt: skip
    st.table([{name: str(cell).replace("-", "−") for name, cell in row.items()} for row in rows])


def _reproduce(asked: Asked, language: str) -> None:
    """Lines of Python, the scenario file, and the link."""
    words = WORDS[language]
    st.subheader(words["python"], anchor=False)
    st.code(python_lines(asked, language), language="python")
    st.subheader(words["yaml"], anchor=False)
    text = scenario_file(asked, naming.asked_title(asked, "zh"), naming.asked_title(asked, "en"))
    st.code(text, language="yaml")
    st.download_button(words["download"], text, FILE, "application/yaml")
    st.caption(words["yaml_note"])
    st.subheader(words["link"], anchor=False)
    st.code("/?" + urlencode({**link(asked), "lang": [language]}, doseq=True), language=None, wrap_lines=True)
    st.caption(words["link_note"])


if __name__ == "__main__":
    main()
