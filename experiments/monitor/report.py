"""`fertsim monitor`: figures of a file against stored runs; writes tables, charts and a yearly report of each area."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.comparison.compared import Comparison
from experiments.comparison.opened import opened
from experiments.monitor import words
from experiments.monitor.alarms import WARNING, Alarm, Design, Judge, alarms_of, judged_years
from experiments.monitor.areas import Areas
from experiments.monitor.checked import Figures, check_plausible, read_figures, with_city
from experiments.monitor.declared import BAND, FEWEST_EFFECTIVE, WATCHED
from experiments.monitor.fan import Fan, fan_of
from experiments.monitor.measure import Evaluation, evaluated
from experiments.monitor.predictive import quantiles, tail
from experiments.monitor.updating import updated
from experiments.monitor.weights import Weights, weights_of
from experiments.wording.runs import scenario_title
from sim.errors import UserError
from sim.runs.manifest import Manifest
from sim.runs.runset import RunSet
from sim.writing import make_folder, write_csv, write_text

CITY_DIGITS = 100
SHARES = ((1 - BAND) / 2, 0.5, (1 + BAND) / 2)


@dataclass(frozen=True)
class Monitored:
    """What was found. titles : of scenarios by language and label"""

    file: str
    scenario: str
    titles: dict[str, dict[str, str]]
    fan: Fan
    after: Fan
    """What the figures leave of the fan, with `weights`."""
    figures: Figures
    alarms: tuple[Alarm, ...]
    n_series: int
    weights: Weights
    evaluations: tuple[Evaluation, ...]
    notes: tuple[str, ...]

    @property
    def year(self) -> int:
        """Last year with a figure in the fan's years."""
        return max(year for _, _, year in self.figures)

    @property
    def leading(self) -> list[Alarm]:
        """The alarm of each series whose rule is broken the rarest."""
        first: dict[tuple[str, int], Alarm] = {}
        for one in self.alarms:
            first.setdefault((one.indicator, one.area), one)
        return list(first.values())

    def alarms_of(self, area: int) -> list[Alarm]:
        """Alarms of an area."""
        return [one for one in self.alarms if one.area == area]

    def sd(self, name: str, area: int, year: int) -> float:
        """Standard deviation of a figure about a draw's expectation, of the error assumed where there is no figure."""
        figure = self.figures.get((name, area, year))
        error = figure.error if figure else WATCHED[name].error * self.fan.median(name, area, year)
        return float(np.hypot(error, np.sqrt(self.fan.own_of(name, area, year))))

    def band(self, name: str, area: int, year: int, weighted: bool = False) -> tuple[float, float, float]:
        """Lower bound, median and upper bound of what would be seen."""
        fan, weights = (self.after, self.weights.values) if weighted else (self.fan, None)
        lower, median, upper = quantiles(SHARES, fan.draws_of(name, area, year), self.sd(name, area, year), weights)
        return float(lower), float(median), float(upper)


def areas_of(manifest: Manifest) -> Areas:
    """Areas of stored runs."""
    city = manifest.county_codes[0] // CITY_DIGITS * CITY_DIGITS
    return Areas.of(manifest.counties, manifest.place_name_zh, manifest.place_name_en, city)


def areas_stored(against: Path) -> Areas:
    """Areas of the runs of a folder."""
    run_sets, label = _run_sets(against, None)
    return areas_of(run_sets[label].manifest)


def monitor(file: Path, against: Path, scenario: str | None = None) -> Monitored:
    """Hold the figures of a file against stored runs; `UserError` for either that cannot be used."""
    run_sets, label = _run_sets(against, scenario)
    areas = areas_of(run_sets[label].manifest)
    figures, notes = read_figures(file, areas)  # before the runs, which take longer to read
    fan = fan_of(run_sets[label], areas)
    others = {name: fan_of(one, areas) for name, one in run_sets.items() if name != label}
    titles = {
        language: {name: scenario_title(one.manifest, language) for name, one in run_sets.items()}
        for language in ("zh", "en")
    }
    return judged(file.name, label, titles, fan, others, figures, notes)


def judged(
    file: str, scenario: str, titles: dict[str, dict[str, str]], fan: Fan, others: dict[str, Fan], figures: Figures,
    notes: Sequence[str] = (),
) -> Monitored:  # fmt: skip
    """What figures say of a fan, and of the fans of other scenarios of the same draws."""
    kept, said = _within(file, fan, figures)
    check_plausible(kept, {key: fan.median(*key) for key in kept}, fan.areas)
    kept = with_city(kept, fan.areas)
    design = Design.of(fan, kept)
    alarms = alarms_of(Judge(design), kept) if design.error else []
    weights = weights_of(design, kept)
    return Monitored(
        file=file, scenario=scenario, titles=titles, fan=fan, after=updated(design, kept, weights), figures=kept,
        alarms=tuple(alarms), n_series=len(design.years), weights=weights,
        evaluations=tuple(evaluated(scenario, fan, name, one, kept) for name, one in others.items()),
        notes=(*notes, *said),
    )  # fmt: skip


def write_monitor(found: Monitored, out: Path, languages: Sequence[str]) -> str:
    """Write tables, charts and reports; returns what is printed."""
    from experiments.charts.observed_fan import draw_observed  # loads matplotlib, which reading need not
    from experiments.charts.style import save
    from experiments.monitor.pages import page

    for folder in (out, out / "charts", out / "reports"):
        make_folder(folder)
    for language in languages:
        for name in found.fan.indicators:
            if any(key[0] == name for key in found.figures):
                save(draw_observed(found, name, language), out / "charts" / f"{name}_{language}", ("png",))
        for area in found.fan.areas.all:
            write_text(out / "reports" / f"{area}_{found.year}_{language}.md", page(found, area, language))
    for name, table_of in TABLES.items():
        write_csv(out / f"{name}.csv", table_of(found))
    return _told(found, out, languages[0])


def warnings_table(found: Monitored) -> pd.DataFrame:
    """One row a rule that a series breaks; sizes a year, in persons or couples and percent."""
    columns = [
        "level", "area_code", "area_zh", "area_en", "indicator", "unit", "rule", "first_year", "last_year", "observed",
        "expected", "size", "percent", "rule_probability", "series_probability", "family_probability",
    ]  # fmt: skip
    rows = [
        (one.level, one.area, found.fan.areas.name(one.area, "zh"), found.fan.areas.name(one.area, "en"), one.indicator,
         words.unit(one.indicator, "en"), one.rule, one.years[0], one.years[-1],
         round(one.observed / len(one.years), 1), round(one.expected / len(one.years), 1), round(one.size, 1),
         round(one.percent, 2), round(one.chance, 5), round(one.series, 5), round(one.family, 5))
        for one in found.alarms
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def figures_table(found: Monitored) -> pd.DataFrame:
    """Every figure beside the projection."""
    rows = []
    for name, area, year in _in_order(found):
        figure = found.figures[name, area, year]
        lower, median, upper = found.band(name, area, year)
        chance = tail(figure.value, found.fan.draws_of(name, area, year), found.sd(name, area, year))
        judged_too = year in judged_years(found.fan)
        counts = [round(one, 1) for one in (figure.value, figure.error, median, lower, upper)]
        percent = round(100 * (figure.value / median - 1), 2)
        area_zh = found.fan.areas.name(area, "zh")
        rows.append((area, area_zh, name, year, *counts, percent, chance, judged_too, figure.where))
    columns = [
        "area_code", "area_zh", "indicator", "year", "observed", "error", "median", "lower_95", "upper_95", "percent",
        "tail_probability", "judged", "where",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def fan_table(found: Monitored) -> pd.DataFrame:
    """What would be seen by area, indicator and year, before and after the figures weighed."""
    rows = []
    for name in found.fan.indicators:
        for area in found.fan.areas.all:
            for year in found.fan.years:
                before, after = found.band(name, area, year), found.band(name, area, year, weighted=True)
                rows.append((area, found.fan.areas.name(area, "zh"), name, year, *before, *after))
    columns = ["area_code", "area_zh", "indicator", "year", "lower_95", "median", "upper_95", "after_lower_95",
               "after_median", "after_upper_95"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).round(1).assign(outcome=found.weights.outcome)


def evaluation_table(found: Monitored) -> pd.DataFrame:
    """One row a scenario that the one asked about is set against."""
    columns = ["scenario", "against", "verdict", "bayes_factor", "n_figures"]
    return pd.DataFrame([tuple(one) for one in found.evaluations], columns=columns)


TABLES = {
    "warnings": warnings_table, "figures": figures_table, "fan": fan_table, "evaluation": evaluation_table,
}  # fmt: skip
"""Tables of the output folder."""


def _run_sets(against: Path, scenario: str | None) -> tuple[dict[str, RunSet], str]:
    """Stored runs by label, and the label asked about, the first unless named."""
    stored, _ = opened(against, None)
    run_sets = stored.run_sets if isinstance(stored, Comparison) else {stored.manifest.scenario: stored}
    label = next(iter(run_sets)) if scenario is None else scenario
    if label not in run_sets:
        raise UserError(f"--scenario: there is no '{label}' in {against}; allowed are {', '.join(run_sets)}")
    return run_sets, label


def _within(file: str, fan: Fan, figures: Figures) -> tuple[Figures, list[str]]:
    """Figures of years and indicators that the fan has, and what has to be said of the others."""
    kept = {key: figure for key, figure in figures.items() if key[2] in fan.years and key[0] in fan.indicators}
    beyond = sorted({key[2] for key in figures if key not in kept})
    span = f"{fan.years[0]} to {fan.years[-1]}"
    if not kept:
        raise UserError(f"{file}: all figures are of {beyond[0]} to {beyond[-1]}; the projection has {span}")
    notes = []
    if beyond:
        notes.append(f"{file}: figures of {', '.join(map(str, beyond))} lie outside the projection's years {span}")
    if not any(key[2] > fan.fitted_to for key in kept):
        notes.append(f"{file}: no figure is later than {fan.fitted_to}, to which the draws were fitted; none is judged")
    return kept, notes


def _in_order(found: Monitored) -> list[tuple[str, int, int]]:
    """Keys of the figures by area, indicator and year."""
    areas, names = found.fan.areas.all, found.fan.indicators
    return sorted(found.figures, key=lambda key: (areas.index(key[1]), names.index(key[0]), key[2]))


def _told(found: Monitored, out: Path, language: str) -> str:
    areas = found.fan.areas
    lines = [words.alarm_sentence(one, areas.name(one.area, language), language) for one in found.leading]
    lines = lines or [words.TEXT[language]["none"]]
    lines.append(words.outcome_sentence(found.weights, found.fan.n_draws, language, FEWEST_EFFECTIVE))
    lines += [words.evaluation_sentence(one, found.titles[language], language) for one in found.evaluations]
    n_warnings = len({(one.indicator, one.area) for one in found.alarms if one.level == WARNING})
    said = f"{len(found.figures)} figures, {n_warnings} series with a warning; tables, charts and reports in {out}"
    return "\n".join([*lines, said])
