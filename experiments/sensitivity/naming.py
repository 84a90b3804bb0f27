"""What figures of a sensitivity analysis are told of: an output with its name, its unit and the names of factors."""

from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from experiments.charts import style
from experiments.sensitivity.outputs import Analysed, Output
from experiments.study.schema import COST_PER_BIRTH, DUMMY, Factor
from experiments.wording.indicators import scale_of, title_of, unit_of
from experiments.wording.parameters import parameter_title
from experiments.wording.uncertainty import parameters_note
from sim.population.columns import Array
from sim.runs.draws import About
from sim.runs.sweepset import SweepManifest

NUMBERS = FuncFormatter(
    lambda value, _: (f"{value:,.0f}" if value == round(value) else f"{value:,.6g}").replace("-", "−")
)
"""Ticks with a true minus sign, as words beside them have."""
LONG, NEXT_LINE = 40, "\n"
"""Letters of an English label from which on the range stands below the title."""
TEXT = {
    "zh": {"mean": "{}年平均", "sum": "{}年合计", "years": "{}年", "against": "相对于{}", "none": "无量纲",
           "noise": "不能与噪声区分"},
    "en": {"mean": "mean of {}", "sum": "sum of {}", "years": "{}", "against": "against {}", "none": "no unit",
           "noise": "not distinguishable from noise"},
}  # fmt: skip


@dataclass(frozen=True)
class IndexData:
    """Indices of one output and what the figures say about their origin."""

    found: Analysed
    output: Output
    table: pd.DataFrame
    manifest: SweepManifest
    ranked_by: str
    linear_share: float

    def told(self, language: str) -> str:
        """One line that says what was run."""
        study, zh = self.found.study, language == "zh"
        title = getattr(study, f"title_{language}") or self.found.name
        runs = f"{self.manifest.n_runs:,}次运行" if zh else f"{self.manifest.n_runs:,} runs"
        if study.model != "city":
            return f"{title} · {runs}"
        place = getattr(self.manifest, f"place_name_{language}")
        parts = [place, title, f"{'抽样' if zh else 'sample '}{study.sample}", runs]
        if study.against is not None:
            parts.append(TEXT[language]["against"].format(self._title("scenarios", study.against, language)))
        return " · ".join(parts)

    def parameters_note(self, language: str) -> str:
        """What the parameters are that the study does not vary."""
        drawn = self.manifest.study.get("draws")
        return parameters_note(None if drawn is None else About.model_validate(drawn), language)

    def output_name(self, language: str) -> str:
        """Name of the output, its county and the years it is of."""
        target, zh = self.output.target, language == "zh"
        name = title_of(target.indicator, language)
        if target.county is not None:
            county = self._title("counties", str(target.county), language)
            name = f"{county}{name}" if zh else f"{name} in {county}"
        if self.found.study.model != "city":
            return name
        years = self.manifest.whole_years
        first, last = target.first or years[0], target.last or years[-1]
        span = f"{first}" if first == last else f"{first}–{last}"
        of = "years" if target.indicator == COST_PER_BIRTH else target.of
        return name + ("（{}）" if zh else " ({})").format(TEXT[language][of].format(span))

    def _title(self, kind: str, name: str, language: str) -> str:
        """Title that the sweep keeps of a county or scenario; its name where it keeps none."""
        titles = self.manifest.study.get("titles", {}).get(kind, {}).get(name, {})
        return str(titles.get(language) or name)

    def scale(self, largest: float, language: str) -> float:
        """What values of the output are divided by so that the largest has few digits."""
        return 1.0 if self.output.unit == "none" else scale_of(largest, language)

    def unit(self, language: str, scale: float = 1.0) -> str:
        """Unit of the output, with a word of scale; a sum is of no year."""
        if self.output.unit == "none":
            return TEXT[language]["none"]
        unit = unit_of(self.output.target.indicator, language, scale)
        return unit.replace("/年", "").replace(" / year", "") if self.output.target.of == "sum" else unit

    def change_axis(self, language: str, scale: float) -> str:
        """Label of an axis on which the output changes."""
        unit = self.unit(language, scale)
        return f"变化（{unit}）" if language == "zh" else f"change [{unit}]"

    def rows(self, measure: str, order: list[str]) -> pd.DataFrame:
        """Indices of one measure in the order of the factors given."""
        return self.table[self.table["measure"] == measure].set_index("factor").loc[order]

    def order(self, measure: str) -> list[str]:
        """Factors by size of a measure, the smallest first: charts draw from below."""
        own = self.table[self.table["measure"] == measure].set_index("factor")["estimate"].abs()
        return [str(name) for name in own.sort_values().index]

    def has(self, measure: str) -> bool:
        """Whether the design gives a measure."""
        return bool((self.table["measure"] == measure).any())

    def factor(self, name: str) -> Factor:
        """Factor or group of a name."""
        return next(one for one in (*self.found.factors, *self.found.subjects) if one.name == name)

    def labels(self, order: list[str], language: str, ranges: bool = True) -> list[str]:
        """Titles of factors and groups, with the range of a factor."""
        return [label(self.factor(name), language, ranges) for name in order]

    def places(self, name: str) -> Array:
        """Places of a factor at the points of the output."""
        column = [factor.name for factor in self.found.factors].index(name)
        return self.found.places[self.output.kept, column]


def fit_title(figure: Figure) -> None:
    """Make the letters of a figure's title, its first text, as small as its width needs."""
    title = figure.texts[0]
    width = title.get_window_extent().width / figure.bbox.width
    title.set_fontsize(float(title.get_fontsize()) * min(1.0, (1 - 2 * style.MARGIN) / width))


def label(factor: Factor, language: str, ranges: bool = True) -> str:
    """Title of a factor, with its range."""
    title = factor.title_zh if language == "zh" else factor.title_en
    title = parameter_title(title, language) if title == factor.name else title
    if factor.name == DUMMY or factor.kind == "group" or not ranges:
        return title
    span = f"{factor.lower:g}–{factor.upper:g}".replace("-", "−")
    if factor.kind == "dose":
        return f"{title}（力度{span}）" if language == "zh" else f"{title} (dose {span})"
    unit = "" if factor.unit == "none" or language == "zh" else f" {factor.unit}"
    if language == "zh":
        return f"{title}（{span}）"
    return f"{title}{' ' if len(title + span + unit) < LONG else NEXT_LINE}({span}{unit})"
