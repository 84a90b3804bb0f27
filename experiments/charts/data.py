"""What every chart reads: the indicators of a stored run set, the published figures beside it, and their names."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import xarray as xr

from sim.runs.manifest import Manifest
from sim.runs.runset import RunSet

OBSERVED = "observed.csv"
FIT = "start_fit.csv"


@dataclass(frozen=True)
class ChartData:
    """Stored results of one area.

    indicators : from `sim.measures.results.results`      observed : published figures of the city, empty for a county
    fit : start population against its margins, empty where a run set has none
    """

    indicators: xr.Dataset
    manifest: Manifest
    observed: pd.DataFrame
    fit: pd.DataFrame
    county: int | None

    @classmethod
    def of(cls, run_set: RunSet, indicators: xr.Dataset, county: int | None) -> "ChartData":
        """Chart data of a run set; published figures are the city's and are not shown beside a county."""
        observed = _table(run_set.directory / OBSERVED, ["indicator", "year", "value", "quality"])
        fit = _table(run_set.directory / FIT, ["county_code"])
        if county is not None:
            observed, fit = observed.iloc[:0], fit[fit["county_code"] == county]
        return cls(indicators, run_set.manifest, observed, fit, county)

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
        if self.county is None:
            return str(getattr(self.manifest, f"place_name_{language}"))
        names = {c.county_code: getattr(c, f"name_{language}") for c in self.manifest.counties}
        return str(names[self.county])

    def told(self, language: str) -> str:
        """One line that says what was run."""
        m = self.manifest
        titles = [
            m.settings.get(key, {}).get(f"title_{language}", name)
            for key, name in (("scenario", m.scenario), ("future", m.future))
        ]
        if language == "zh":
            seeds = f"{len(m.seeds)} 个随机种子"
            return f"{self.area('zh')} · 情景：{titles[0]} · 前景：{titles[1]} · 抽样 {m.sample} · {seeds}"
        seeds = "1 seed" if len(m.seeds) == 1 else f"{len(m.seeds)} seeds"
        return f"{self.area('en')} · scenario: {titles[0]} · future: {titles[1]} · sample {m.sample} · {seeds}"


def _table(path: Path, columns: list[str]) -> pd.DataFrame:
    return pd.read_csv(path) if path.is_file() else pd.DataFrame(columns=columns)
