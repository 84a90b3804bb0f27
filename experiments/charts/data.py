"""What every chart reads: the indicators of a stored run set, the published figures beside it, and their names."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd
import xarray as xr

from experiments.setup.files import CHILD_COST, FIT, OBSERVED, read_beside
from experiments.wording.runs import area_name, run_words, scenario_title
from experiments.wording.uncertainty import Words, interval_words, runs_note
from sim.runs.manifest import Manifest

if TYPE_CHECKING:
    from sim.runs.runset import RunSet


@dataclass(frozen=True)
class ChartData:
    """Stored results of one area.

    indicators : from `sim.measures.results.results`      observed : published figures of the city, empty for a county
    fit : start population against its margins, empty where a run set has none
    child_cost : from `sim.measures.child_cost`, empty likewise
    childcare : stocks of the childcare market by (seed, year, county_code), empty where no market was counted
    """

    indicators: xr.Dataset
    manifest: Manifest
    observed: pd.DataFrame
    fit: pd.DataFrame
    county: int | None
    child_cost: pd.DataFrame = field(default_factory=pd.DataFrame)
    childcare: xr.Dataset = field(default_factory=xr.Dataset)

    @classmethod
    def of(cls, run_set: "RunSet", indicators: xr.Dataset, county: int | None) -> "ChartData":
        """Chart data of a run set; published figures are the city's and are not shown beside a county."""
        from sim.measures.results import childcare_by_county  # who draws has these data from elsewhere

        observed = _table(run_set, OBSERVED, ["indicator", "year", "value", "quality"])
        childcare = childcare_by_county(run_set)
        if county is not None:
            observed = observed.iloc[:0]
            childcare = childcare.sel(county_code=[county]) if childcare else childcare
        known = cls.before_runs(run_set, county)
        return replace(known, indicators=indicators, observed=observed, childcare=childcare)

    @classmethod
    def before_runs(cls, run_set: "RunSet", county: int | None) -> "ChartData":
        """What is known of a run set whose runs are still to come: what stands beside its counts."""
        fit, cost = (_table(run_set, name, ["county_code"]) for name in (FIT, CHILD_COST))
        if county is not None:
            fit, cost = fit[fit["county_code"] == county], cost[cost["county_code"] == county]
        return cls(xr.Dataset(), run_set.manifest, pd.DataFrame(), fit, county, cost)

    def published(self, indicator: str) -> pd.DataFrame:
        """Figures of one indicator, ordered by year, within the years of the chart."""
        years = self.indicators["year"].values
        chosen = self.observed[self.observed["indicator"] == indicator]
        return chosen[chosen["year"].between(years.min(), years.max())].sort_values("year")

    def whole_years(self) -> xr.Dataset:
        """Indicators without part-years."""
        return self.indicators.sel(year=~self.indicators["part_year"])

    def has_whole_years(self) -> bool:
        """Whether any calendar year was simulated from January to December."""
        return not bool(self.indicators["part_year"].all())

    def area(self, language: str) -> str:
        """Name of the area in a language."""
        return area_name(self.manifest, self.county, language)

    def told(self, language: str) -> str:
        """One line that says what was run."""
        return " · ".join(
            [
                self.area(language),
                f"{'情景：' if language == 'zh' else 'scenario: '}{scenario_title(self.manifest, language)}",
                *run_words(self.manifest, language),
            ]
        )

    def parameters_note(self, language: str) -> str:
        """What the parameters of the runs are."""
        return runs_note(self.manifest, language)

    def interval(self, language: str) -> Words:
        """Words of the interval that the runs have."""
        return interval_words(self.manifest, language)


@dataclass(frozen=True)
class ComparisonData:
    """Stored results of several scenarios in one area; the first is the one asked about.

    indicators, manifests : by label of the scenario      base : label that policy effects are measured against
    pairs : (scenario, against) of the differences worth showing
    """

    indicators: dict[str, xr.Dataset]
    manifests: dict[str, Manifest]
    base: str
    pairs: list[tuple[str, str]]
    county: int | None

    @property
    def main(self) -> str:
        """Label of the scenario asked about."""
        return next(iter(self.indicators))

    def title(self, label: str, language: str) -> str:
        """Name of a scenario in a language, with the levers changed in it."""
        return scenario_title(self.manifests[label], language)

    def has_whole_years(self) -> bool:
        """Whether any calendar year was simulated from January to December."""
        return not bool(self.indicators[self.main]["part_year"].all())

    def whole_years(self, label: str) -> xr.Dataset:
        """Indicators of a scenario without part-years."""
        data = self.indicators[label]
        return data.sel(year=~data["part_year"])

    def told(self, language: str) -> str:
        """One line that says what was run."""
        manifest = self.manifests[self.main]
        return " · ".join([area_name(manifest, self.county, language), *run_words(manifest, language)])

    def parameters_note(self, language: str) -> str:
        """What the parameters of the runs are."""
        return runs_note(self.manifests[self.main], language)

    def interval(self, language: str) -> Words:
        """Words of the interval that the runs have."""
        return interval_words(self.manifests[self.main], language)


def _table(run_set: "RunSet", name: str, columns: list[str]) -> pd.DataFrame:
    """A table beside the counts; without rows where there is none."""
    found = read_beside(run_set.directory, name)
    return pd.DataFrame(columns=columns) if found is None else found
