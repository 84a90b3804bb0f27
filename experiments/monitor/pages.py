"""The yearly report of one area, as Markdown."""

from collections.abc import Sequence

from experiments.monitor import words
from experiments.monitor.alarms import N_SETS
from experiments.monitor.declared import FALSE_ALARMS, FEWEST_EFFECTIVE, YEARS_RUNNING
from experiments.monitor.found import Monitored
from experiments.monitor.predictive import tail
from experiments.wording.indicators import title_of

AHEAD = (5, 10)
"""Years after the last figure of which the weighted projection is shown, and the last of the projection."""


def page(found: Monitored, area: int, language: str) -> str:
    """Report of the city or a county: findings first, method last."""
    text, areas = words.TEXT[language], found.fan.areas
    basis = text["basis"].format(
        file=found.file, scenario=found.titles[language][found.scenario], n=found.fan.n_draws
    )
    parts = [f"# {text['title'].format(area=areas.name(area, language), year=found.year)}", basis,
             f"## {text['found']}", *_findings(found, area, language)]  # fmt: skip
    if area == areas.city:
        parts += _counties(found, language)
    parts += [f"## {text['figures']}", _figures(found, area, language), *_charts(found, language)]
    parts += [f"## {text['ahead']}",
              words.outcome_sentence(found.weights, found.fan.n_draws, language, FEWEST_EFFECTIVE),
              _ahead(found, area, language)]  # fmt: skip
    if found.evaluations:
        parts += [f"## {text['measure']}", *(
            words.evaluation_sentence(one, found.titles[language], language) for one in found.evaluations
        )]  # fmt: skip
    return "\n\n".join([*parts, f"## {text['method']}", *_method(found, language)]) + "\n"


def _findings(found: Monitored, area: int, language: str) -> list[str]:
    text = words.TEXT[language]
    if not any(key[1] == area and key[2] > found.fan.fitted_to for key in found.figures):
        return [text["no_figures"]]
    said = [words.alarm_sentence(one, found.fan.areas.name(area, language), language)
            for one in found.leading if one.area == area]  # fmt: skip
    return [f"- {one}" for one in said] or [text["none"]]


def _counties(found: Monitored, language: str) -> list[str]:
    areas = found.fan.areas
    said = [words.alarm_sentence(one, areas.name(one.area, language), language)
            for one in found.leading if one.area != areas.city]  # fmt: skip
    return [f"## {words.TEXT[language]['counties']}", *([f"- {one}" for one in said] or [words.TEXT[language]["none"]])]


def _figures(found: Monitored, area: int, language: str) -> str:
    rows = []
    for name, at, year in sorted(found.figures, key=lambda key: (found.fan.indicators.index(key[0]), key[2])):
        if at != area:
            continue
        value = found.figures[name, area, year].value
        lower, median, upper = found.band(name, area, year)
        chance = tail(value, found.fan.draws_of(name, area, year), found.sd(name, area, year))
        is_judged = year > found.fan.fitted_to
        departure = words.signed(value - median, 100 * (value / median - 1), language)
        rows.append([_titled(name, language), str(year), words.number(value), words.number(median),
                     _interval(lower, upper, language), departure,
                     words.chance(chance, language) if is_judged else "—"])  # fmt: skip
    return _table(words.HEADS[language], rows) if rows else words.TEXT[language]["no_figures"]


def _ahead(found: Monitored, area: int, language: str) -> str:
    wanted = {*(found.year + ahead for ahead in AHEAD), found.fan.years[-1]}
    rows = []
    for name in found.fan.indicators:
        for year in sorted(wanted & set(found.fan.years)):
            (lower, median, upper), after = found.band(name, area, year), found.band(name, area, year, weighted=True)
            rows.append([_titled(name, language), str(year), words.number(median), _interval(lower, upper, language),
                         words.number(after[1]), _interval(after[0], after[2], language)])  # fmt: skip
    return _table(words.AHEAD_HEADS[language], rows)


def _charts(found: Monitored, language: str) -> list[str]:
    names = dict.fromkeys(key[0] for key in found.figures)
    return [f"![{title_of(name, language)}](../charts/{name}_{language}.png)" for name in names]


def _method(found: Monitored, language: str) -> list[str]:
    text, rate = words.TEXT[language], words.RATE
    said = [
        text["rules"].format(years=YEARS_RUNNING),
        text["rates"].format(rate=rate, n=found.n_series, expected=f"{FALSE_ALARMS * found.n_series:.1f}",
                             sets=f"{N_SETS:,}"),
        text["after"],
        text["error"],
    ]  # fmt: skip
    if found.fan.fitted_to:
        said.append(text["fitted"].format(year=found.fan.fitted_to))
    if found.notes:
        said.append(f"{text['notes']}:\n\n" + "\n".join(f"- {note}" for note in found.notes))
    return said


def _titled(name: str, language: str) -> str:
    left, right = ("（", "）") if language == "zh" else (" (", ")")
    return f"{title_of(name, language)}{left}{words.unit(name, language)}{right}"


def _interval(lower: float, upper: float, language: str) -> str:
    return f"{words.number(lower)}{'至' if language == 'zh' else ' to '}{words.number(upper)}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
