"""What figures of a file say of stored runs: everything that tables, charts and reports are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from experiments.comparison.compared import Comparison
from experiments.comparison.opened import opened
from experiments.monitor.alarms import Alarm, Design, Judge, alarms_of
from experiments.monitor.areas import Areas
from experiments.monitor.checked import Figures, check_plausible, read_figures, with_city
from experiments.monitor.declared import BAND, WATCHED
from experiments.monitor.fan import Fan, fan_of
from experiments.monitor.measure import Evaluation, evaluated
from experiments.monitor.predictive import quantiles
from experiments.monitor.updating import updated
from experiments.monitor.weights import Weights, weights_of
from experiments.wording.runs import scenario_title
from sim.errors import UserError
from sim.runs.manifest import Manifest
from sim.runs.runset import RunSet

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
    run_sets, label, _ = _run_sets(against, None)
    return areas_of(run_sets[label].manifest)


def monitor(file: Path, against: Path, scenario: str | None = None) -> Monitored:
    """Hold the figures of a file against stored runs; `UserError` for either that cannot be used."""
    run_sets, label, base = _run_sets(against, scenario)
    areas = areas_of(run_sets[label].manifest)
    figures, notes = read_figures(file, areas)  # before the runs, which take longer to read
    fans = {name: fan_of(one, areas) for name, one in run_sets.items()}
    titles = {
        language: {name: scenario_title(one.manifest, language) for name, one in run_sets.items()}
        for language in ("zh", "en")
    }
    return judged(file.name, titles, fans, label, base, figures, notes)


def judged(
    file: str, titles: dict[str, dict[str, str]], fans: dict[str, Fan], scenario: str, base: str, figures: Figures,
    notes: Sequence[str] = (),
) -> Monitored:  # fmt: skip
    """What figures say of the fan of a scenario, and of the measures of each against the base, of the same draws."""
    fan = fans[scenario]
    kept, said = _within(file, fan, figures)
    check_plausible(kept, {key: fan.median(*key) for key in kept}, fan.areas)
    kept = with_city(kept, fan.areas)
    design = Design.of(fan, kept)
    alarms = alarms_of(Judge(design), kept) if design.error else []
    weights = weights_of(design, kept)
    return Monitored(
        file=file, scenario=scenario, titles=titles, fan=fan, after=updated(design, kept, weights), figures=kept,
        alarms=tuple(alarms), n_series=len(design.years), weights=weights,
        evaluations=tuple(
            evaluated(name, one, base, fans[base], kept) for name, one in fans.items() if name != base
        ),
        notes=(*notes, *said),
    )  # fmt: skip


def _run_sets(against: Path, scenario: str | None) -> tuple[dict[str, RunSet], str, str]:
    """Stored runs by label, the label asked about, the first unless named, and the one without the measures."""
    stored, _ = opened(against, None)
    run_sets = stored.run_sets if isinstance(stored, Comparison) else {stored.manifest.scenario: stored}
    label = next(iter(run_sets)) if scenario is None else scenario
    if label not in run_sets:
        raise UserError(f"--scenario: there is no '{label}' in {against}; allowed are {', '.join(run_sets)}")
    return run_sets, label, stored.base if isinstance(stored, Comparison) else label


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
