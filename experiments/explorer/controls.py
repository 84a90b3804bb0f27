"""Widgets of the question: sidebar and measures by plan item; streamlit's state in, an `Asked` out.

Widgets keep their values under keys of their own (`scenario`, `on_birth_grant`, ...), which say nothing of a language,
so that switching it changes no value.
"""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

import streamlit as st

from experiments.explorer import naming
from experiments.explorer.state import (
    CITY,
    DRAWS,
    FIRST_SHOWN,
    PLACE,
    SAMPLES,
    Asked,
    Measure,
    checked,
    counties,
)
from experiments.explorer.words import WORDS, unit
from sim.places.pack import load_pack
from sim.policy.futures import futures
from sim.policy.given import MAX_DOSE
from sim.policy.levers import LEVERS, Lever
from sim.policy.paths import BASE
from sim.policy.scenario import scenario_names
from sim.settings import LAST_YEAR

PLAIN = ("scenario", "against", "future", "sample", "draws", "area", "year", "apart")
DOSE, VALUE = "dose", "value"
FIRST_MONTH = "2026-01"
MONTHS = [f"{year}-{month:02d}" for year in range(FIRST_SHOWN, LAST_YEAR + 1) for month in range(1, 13)]
START = ""
"""Stands for the start of the run among months."""
PLAIN_NUMBER = "%.10g"
"""How a number is written: no decimals that it does not have."""
STEPS = 100
"""Of a number's bounds in one press of its plus."""


def fill(asked: Asked) -> None:
    """Give all widgets the values of a question; before any of them is drawn."""
    state = st.session_state
    for name in PLAIN:
        state[name] = getattr(asked, name)
    held = {one.lever: one for one in asked.measures}
    for name, declared in LEVERS.items():
        one = held.get(name)
        state[f"on_{name}"] = one is not None
        if one is not None:
            _fill_measure(declared, one)


def _fill_measure(declared: Lever, one: Measure) -> None:
    state, name = st.session_state, declared.id
    state[f"how_{name}"] = VALUE if one.dose is None else DOSE
    state[f"dose_{name}"] = 1.0 if one.dose is None else one.dose
    state[f"value_{name}"] = _typed(declared, naming.plan_values()[name][1] if one.value is None else one.value)
    state[f"since_{name}"] = one.since or START
    state[f"county_{name}"] = one.county or CITY


def sidebar(language: str) -> None:
    """The question but for its measures."""
    words = WORDS[language]
    side, scenarios = st.sidebar, [name for name in scenario_names() if not name.startswith("only_")]
    side.subheader(words["question"], anchor=False)
    known = [*scenarios, *({st.session_state.scenario, st.session_state.against} - set(scenarios))]

    def named(name: str) -> str:
        return naming.scenario_name(name, language)

    side.selectbox(words["scenario"], known, key="scenario", format_func=named)
    side.selectbox(words["against"], known, key="against", format_func=named)
    side.selectbox(
        words["future"], list(futures()), key="future", format_func=lambda name: naming.future_name(name, language))
    codes = [CITY, *(code for code, _, _ in counties(load_pack(PLACE)))]
    side.selectbox(words["area"], codes, key="area", format_func=lambda code: naming.area_name(code, language))
    side.slider(words["year"], FIRST_SHOWN, LAST_YEAR, key="year")
    left, right = side.columns(2)
    left.selectbox(
        words["sample"], SAMPLES, key="sample", format_func=lambda n: f"1/{n}", help=words["sample_help"])
    right.selectbox(words["draws"], DRAWS, key="draws", help=words["draws_help"])
    side.checkbox(
        words["apart"], key="apart", help=words["apart_help"], disabled=st.session_state.against != BASE)


def measures(language: str) -> None:
    """A folding list a plan item, in it a line a lever."""
    st.caption(WORDS[language]["measures_intro"])
    for item, levers in groupby(LEVERS.values(), lambda one: one.plan_item):
        held = list(levers)
        n_on = sum(bool(st.session_state.get(f"on_{one.id}")) for one in held)
        told = WORDS[language]["measures_set"].format(n_on) if n_on else ""
        with st.expander(naming.item_name(item, language) + told, expanded=n_on > 0):
            for one in held:
                _measure(one, language)


def _measure(declared: Lever, language: str) -> None:
    """One lever: a switch, and where it is on its dose or its value with a month and a county."""
    name, words = declared.id, WORDS[language]
    st.toggle(naming.lever_name(name, language), key=f"on_{name}", help=naming.plan_note(name, language))
    if not st.session_state[f"on_{name}"]:
        return
    for key, value in _defaults(declared).items():
        st.session_state.setdefault(f"{key}_{name}", value)
    st.caption(naming.plan_note(name, language))
    how, first, second, third = st.columns([1.1, 1.3, 1.0, 1.0])
    ways = [DOSE, VALUE] if naming.has_dose(name) else [VALUE]
    how.selectbox(words["how"], ways, key=f"how_{name}", format_func=lambda one: words[f"how_{one}"])
    if st.session_state[f"how_{name}"] == DOSE:
        whole = declared.kind != "continuous"
        first.number_input(
            words["dose"], 0.0, 1.0 if whole else MAX_DOSE, step=1.0 if whole else 0.25, format=PLAIN_NUMBER,
            key=f"dose_{name}",
        )  # fmt: skip
        return
    _value(first, declared, language)
    second.selectbox(
        words["since"], [START, *MONTHS], key=f"since_{name}", format_func=lambda one: one or words["from_start"])
    if "county" in declared.dims:
        codes = [CITY, *(code for code, _, _ in counties(load_pack(PLACE)))]
        third.selectbox(
            words["county"], codes, key=f"county_{name}", format_func=lambda code: naming.area_name(code, language))


def _value(where: Any, declared: Lever, language: str) -> None:
    words, name = WORDS[language], declared.id
    label = words["value"].format(unit(declared.unit, language))
    if declared.kind == "yes_no":
        where.selectbox(label, [1, 0], key=f"value_{name}", format_func=lambda one: words["yes" if one else "no"])
        return
    bounds = _typed(declared, declared.lower), _typed(declared, declared.upper)
    where.number_input(label, *bounds, step=_step(declared), format=PLAIN_NUMBER, key=f"value_{name}")


def _defaults(declared: Lever) -> dict[str, Any]:
    return {
        "how": VALUE, "dose": 1.0, "value": _typed(declared, naming.plan_values()[declared.id][1]),
        "since": FIRST_MONTH, "county": CITY,
    }  # fmt: skip


def _typed(declared: Lever, value: float) -> float | int:
    """A value as its widget takes it: whole numbers for rules and yes/no, else with a point."""
    return float(value) if declared.kind == "continuous" else int(value)


def _step(declared: Lever) -> float | int:
    """A round step of about a hundredth of the bounds."""
    if declared.kind != "continuous":
        return 1
    wide = (declared.upper - declared.lower) / STEPS
    power = 10.0 ** len(str(int(wide))) / 10 if wide >= 1 else 0.01
    return float(max(power, 0.01))


def asked() -> Asked:
    """The question that the widgets hold; `UserError` for a mistake."""
    state = st.session_state
    held = tuple(_read(name) for name in LEVERS if state.get(f"on_{name}"))
    plain = {name: state[name] for name in PLAIN}
    if plain["against"] != BASE:
        plain["apart"] = False
    return checked(Asked(**plain, measures=held))


def _read(name: str) -> Measure:
    state, new = st.session_state, _defaults(LEVERS[name])

    def got(key: str) -> Any:
        return state.get(f"{key}_{name}", new[key])

    if got("how") == DOSE:
        return Measure(name, dose=float(got("dose")))
    return Measure(name, value=float(got("value")), since=got("since") or None, county=got("county") or None)


def choice(
    where: Any, label: str, options: Sequence[Any], key: str, told: Callable[[Any], str], default: Any
) -> Any:
    """A list to choose from that has a value before it is first drawn."""
    st.session_state.setdefault(key, default)
    return where.selectbox(label, options, key=key, format_func=told)
