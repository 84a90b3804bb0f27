"""Stored runs of several scenarios with the same seeds and draws, as one comparison: numbers, table, figure, HTML."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import xarray as xr

from experiments.charts.data import ComparisonData
from experiments.comparison import tables, words
from experiments.comparison.by_county import county_table
from experiments.comparison.items import ItemsAdded, item_labels, items_added
from experiments.comparison.numbers import comparison_table
from experiments.reports.cells import REPORTED, reported_years
from experiments.setup.files import ASSUMED, read_beside
from experiments.wording.runs import runs_of
from sim.errors import UserError
from sim.measures.comparison import paired_difference, paired_interval
from sim.measures.results import results
from sim.policy.paths import BASE
from sim.runs.asked import command_line
from sim.runs.manifest import Manifest
from sim.runs.runset import RunSet
from sim.runs.sealed import read_sealed_json, sealed_json
from sim.writing import write_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.comparison.driven import DrivenBy

INDEX = "comparison.json"
OF_A_SCENARIO = ("scenario", "doses", "values")
"""Settings by which the scenarios of a comparison differ."""
ITEMS = "items"
"""Folder beside the scenarios of a comparison, where each plan item alone is run."""
OF_BESIDE = ("place", "start", "end", "pack_hash")
"""What a comparison beside another shares with it; it may have fewer draws, or another future."""


def write_index(directory: Path, labels: Iterable[str]) -> None:
    """Store the labels of a comparison, the one asked about first; each names a folder beside the index."""
    write_text(directory / INDEX, sealed_json({"scenarios": list(labels), "command": command_line()}))


def stored_labels(path: Path) -> list[str]:
    """Labels that an index names; `UserError` where one is no folder's name, for it could lead anywhere."""
    labels = read_sealed_json(path).get("scenarios")
    if not isinstance(labels, list) or not labels or len(set(map(str, labels))) < len(labels):
        raise UserError(f"{path} names no scenarios of a comparison; run the same command again")
    for label in labels:
        if not isinstance(label, str) or label in ("", ".", "..") or Path(label).name != label:
            raise UserError(f"{path}: {label!r} is no name of a folder beside it; run the same command again")
    return labels


def _check_alike(directory: Path, manifests: Mapping[str, Manifest]) -> None:
    """`UserError` where a folder holds another scenario than its name says, or runs that differ by more than that."""
    first, *_ = manifests
    for label, manifest in manifests.items():
        if label.partition("+")[0] != manifest.scenario:
            raise UserError(f"{directory / label} holds runs of {manifest.scenario}; run the same command again")
        ours, theirs = (_all_but_scenario(one) for one in (manifest, manifests[first]))
        for name, value in ours.items():
            if theirs.get(name) != value:
                raise UserError(
                    f"{directory}: {label} and {first} differ by more than scenario, in {name.replace('_', ' ')}; name"
                    " a new folder and run the same command again"
                )


def _all_but_scenario(manifest: Manifest) -> dict[str, Any]:
    """What two run sets must share so that their difference is policy's."""
    told = manifest.model_dump(mode="json", exclude={"scenario", "settings", "inputs_hash", "git_commit"})
    return told | {name: value for name, value in manifest.settings.items() if name not in OF_A_SCENARIO}


class Comparison:
    """Stored run sets of several scenarios with the same seeds and draws, by label; the first is the one asked about.

    county : code of the county that all numbers are of, None for the city
    """

    def __init__(self, run_sets: dict[str, RunSet], county: int | None = None) -> None:
        self.run_sets = run_sets
        self.county = county
        self._data: dict[str, xr.Dataset] = {}
        self._by_county: dict[str, pd.DataFrame] = {}

    @classmethod
    def open(cls, directory: str | Path, county: int | None = None) -> "Comparison":
        """Comparison stored in a folder by `fertsim run --against` or `compare(out=...)`."""
        directory = Path(directory)
        if not os.path.isfile(directory / INDEX):
            raise UserError(f"{directory} holds no comparison: it has no {INDEX}; name the --out folder of a run")
        run_sets = {label: RunSet.open(directory / label) for label in stored_labels(directory / INDEX)}
        _check_alike(directory, {label: run_set.manifest for label, run_set in run_sets.items()})
        return cls(run_sets, county)

    @property
    def scenario(self) -> str:
        """Label of the scenario asked about."""
        return self.labels[0]

    @property
    def labels(self) -> list[str]:
        """Labels of all scenarios, in the order asked for."""
        return list(self.run_sets)

    @property
    def base(self) -> str:
        """Label of what every policy effect is measured against: national_only where it is there, else the last."""
        return BASE if BASE in self.labels[1:] else self.labels[-1]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Differences worth showing: each scenario less the base, and the one asked about less the others."""
        to_base = [(label, self.base) for label in self.labels if label != self.base]
        return to_base + [(self.scenario, label) for label in self.labels[1:] if label != self.base]

    @property
    def manifest(self) -> Manifest:
        """Manifest of the scenario asked about; the others differ from it by scenario alone."""
        return self.run_sets[self.scenario].manifest

    @property
    def whole_years(self) -> list[int]:
        """Calendar years that were simulated from January to December."""
        data = self.data()
        return [int(year) for year in data["year"].values[~data["part_year"].values]]

    def data(self, label: str | None = None) -> xr.Dataset:
        """Indicators of one scenario by (seed, year, ...), see docs/results.md."""
        label = label or self.scenario
        if label not in self.run_sets:
            raise UserError(f"There is no scenario '{label}' in this comparison; there are {', '.join(self.labels)}")
        if label not in self._data:
            self._data[label] = results(self.run_sets[label], county_code=self.county)
        return self._data[label]

    def difference(self, *names: str, scenario: str | None = None, against: str | None = None) -> xr.Dataset:
        """Per-seed differences of indicators, (seed, year): the scenario asked about less the base unless told."""
        return paired_difference(self.data(scenario), self.data(against or self.base), names)

    def interval(self, name: str, scenario: str | None = None, against: str | None = None) -> xr.DataArray:
        """Mean difference of an indicator and its named paired interval, (statistic, year)."""
        return paired_interval(self.difference(name, scenario=scenario, against=against)[name])

    def table(self, *names: str) -> pd.DataFrame:
        """Levels and paired differences by year and over all years, each with its named interval; one row a number."""
        return self._table(names or self._reported_names(), self.whole_years)

    def reported_table(self) -> pd.DataFrame:
        """The same for the indicators and years of the printed table."""
        return self._table(self._reported_names(), reported_years(self.whole_years))

    def plot(self, name: str = "births", language: str = "en", by: str = "year") -> "Figure":
        """Figure of an indicator by scenario and of what each scenario adds, with intervals.

        by : `year`, or `county`: what each scenario adds to the base in every county, over all whole years
        """
        from experiments.charts.counties import draw_counties  # load matplotlib, which tables need not
        from experiments.charts.scenarios import draw_indicator

        if by not in ("year", "county"):
            raise UserError(f"by: '{by}' is nothing that a figure is drawn by; allowed are year and county")
        if by == "year":
            return draw_indicator(self.chart_data(), name, language)
        return draw_counties(self.chart_data(), self.county_table(name), name, language)

    def county_table(self, name: str = "births") -> pd.DataFrame:
        """What each scenario adds to the base in every county over all whole years; of a stock or rate, in the last.

        returns: columns scenario, against, county_code, name_zh, name_en, indicator, unit, mean, lower, upper, percent
        (of the base), standard_error, interval, told_from_0; one row a county and scenario
        """
        if name not in self._by_county:
            self._by_county[name] = county_table(self.run_sets, self.base, name)
        return self._by_county[name].copy()

    def compare_items(self) -> ItemsAdded:
        """What each plan item alone adds to national_only, and all beyond that; `.table` and `.plot(language)`.

        Items are scenarios, such as only_7, of this comparison or of that in `items/` beside it, whichever holds more;
        `UserError` where there are none.
        """
        beside = self.beside(ITEMS)
        found = max([self] if beside is None else [self, beside],
                    key=lambda one: len(item_labels(one.labels, one.scenario)))  # fmt: skip
        return items_added(found.run_sets, found._named(), found._span(), self._items_moved())

    def beside(self, name: str) -> "Comparison | None":
        """A comparison in a folder beside the scenarios, of the same scenario, place and years; else None."""
        folder = self.run_sets[self.scenario].directory.parent / name
        if not os.path.isfile(folder / INDEX):
            return None
        found = Comparison.open(folder, self.county)
        same = all(getattr(self.manifest, one) == getattr(found.manifest, one) for one in OF_BESIDE)
        return found if same and found.scenario == self.scenario else None

    def driven_by(self, name: str = "births", scenario: str | None = None, against: str | None = None,
                  most: int = 12) -> "DrivenBy":  # fmt: skip
        """Drawn parameters that a difference goes with most; `.table` with errors, and `.plot(language)`.

        most : parameters told of      Needs 20 draws; `UserError` where there are fewer.
        """
        from experiments.comparison.driven import driven_by  # loads regressions, which others need not

        pair = (scenario or self.scenario, against or self.base)
        self.difference(name, scenario=pair[0], against=pair[1])  # says what there is where a name is unknown
        return driven_by(self.chart_data(), name, pair, most)

    def chart_data(self) -> ComparisonData:
        """What the charts of a comparison read."""
        return self._named(self._all_data())

    def _named(self, indicators: dict[str, xr.Dataset] | None = None) -> ComparisonData:
        """The same of these indicators; without any, names alone, which need no counts."""
        manifests = {label: run_set.manifest for label, run_set in self.run_sets.items()}
        known = indicators or {label: xr.Dataset() for label in self.labels}
        return ComparisonData(known, manifests, self.base, self.pairs, self.county)

    def _items_moved(self) -> set[int]:
        """Plan items of which the scenario asked about moves a lever, as stored beside its runs; else empty."""
        stored = read_beside(self.run_sets[self.scenario].directory, ASSUMED)
        return set() if stored is None else {int(item) for item in stored["plan_item"] if item}

    def _span(self) -> tuple[int, int]:
        """First and last whole year; `UserError` where there is none."""
        if not self.whole_years:
            raise UserError("No whole calendar year was simulated, so there is nothing to compare")
        return self.whole_years[0], self.whole_years[-1]

    def _all_data(self) -> dict[str, xr.Dataset]:
        return {label: self.data(label) for label in self.labels}

    def _reported_names(self) -> tuple[str, ...]:
        return tuple(name for name in REPORTED if name in self.data())

    def _table(self, names: tuple[str, ...], years: list[int]) -> pd.DataFrame:
        table = comparison_table(self._all_data(), self.pairs, names, years)
        return table.assign(area_code=self.county or "city")

    def _repr_html_(self) -> str:
        """The printed table, for a notebook."""
        notes = [*words.interval_notes(self.manifest), self.manifest.calibration_note]
        return tables.html(self.reported_table(), words.heading(self.manifest, self.labels, self.county), notes)

    def __repr__(self) -> str:
        return f"Comparison({' | '.join(self.labels)}; sample {self.manifest.sample}, {runs_of(self.manifest)})"
