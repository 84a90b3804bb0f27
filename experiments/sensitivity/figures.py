"""Figures of a sensitivity analysis: bars of indices, and the tornado of effects over each factor's range."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.charts import style
from experiments.sensitivity.outputs import Analysed, Output
from experiments.study.schema import DUMMY, Factor
from experiments.wording.indicators import title_of, unit_of
from experiments.wording.uncertainty import parameters_note
from sim.runs.draws import About
from sim.runs.sweepset import SweepManifest

MEASURES = {
    "first_order": ("一阶指数（单独作用）", "first order (alone)"),
    "total_order": ("总指数（含交互）", "total order (with interactions)"),
    "mu_star": ("μ*（平均绝对基本效应）", "mu* (mean size of elementary effects)"),
    "sigma": ("σ（非线性与交互）", "sigma (curvature and interactions)"),
    "standardised": ("标准化回归系数", "standardised regression coefficient"),
}
TEXT = {
    "zh": {
        "bars": "敏感性指数：{}", "tornado": "因子由下限到上限的线性效应：{}", "share": "占方差比例",
        "noise": "噪声下限", "deviations": "标准差", "change": "变化", "between": "{}年平均",
        "foot": "线段：95 % 自助区间。虚线：噪声下限；低于它的因子与虚拟因子无法区分。",
        "linear": "其余因子不变；线段：95 % 自助区间；灰带：虚拟因子的效应范围。线性效应解释方差的 {:.0%}。",
        "none": "无量纲",
    },
    "en": {
        "bars": "Sensitivity indices: {}", "tornado": "Linear effect of each factor, lower to upper bound: {}",
        "share": "share of variance", "noise": "noise floor", "deviations": "standard deviations", "change": "change",
        "between": "mean of {}",
        "foot": "Whiskers: 95 % bootstrap interval. Dashed: noise floor; below it none can be told from the dummy.",
        "linear": "Others held; whiskers: 95 % bootstrap interval; grey: size of the dummy's effect. Linear effects"
        " explain {:.0%} of the variance.",
        "none": "no unit",
    },
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
        study = self.found.study
        title = getattr(study, f"title_{language}") or self.found.name
        place = getattr(self.manifest, f"place_name_{language}")
        n_runs = f"{self.manifest.n_runs:,}"
        if study.model != "city":
            return f"{title} · {n_runs} {'次运行' if language == 'zh' else 'runs'}"
        if language == "zh":
            return f"{place} · {title} · 抽样 {study.sample} · {n_runs} 次运行"
        return f"{place} · {title} · sample {study.sample} · {n_runs} runs"

    def parameters_note(self, language: str) -> str:
        """What the parameters are that the study does not vary."""
        drawn = self.manifest.study.get("draws")
        return parameters_note(None if drawn is None else About.model_validate(drawn), language)

    def output_name(self, language: str) -> str:
        """Name of the output, the years it is a mean of, and what it is compared with."""
        target, zh = self.output.target, language == "zh"
        name = title_of(target.indicator, language)
        years = self.manifest.whole_years
        first, last = target.first or years[0], target.last or years[-1]
        if self.found.study.model != "city":
            return name
        span = f"{first}" if first == last else f"{first}–{last}"
        name += ("（{}）" if zh else " ({})").format(TEXT[language]["between"].format(span))
        if self.found.study.against is not None:
            name += f"，相对于 {self.found.study.against}" if zh else f", against {self.found.study.against}"
        return name

    def unit(self, language: str) -> str:
        """Unit of the output."""
        return TEXT[language]["none"] if self.output.unit == "none" else unit_of(self.output.target.indicator, language)

    def rows(self, measure: str, order: list[str]) -> pd.DataFrame:
        """Indices of one measure in the order of the factors given."""
        return self.table[self.table["measure"] == measure].set_index("factor").loc[order]

    def order(self, measure: str) -> list[str]:
        """Factors by size of a measure, the smallest first: charts draw from below."""
        own = self.table[self.table["measure"] == measure].set_index("factor")["estimate"].abs()
        return [str(name) for name in own.sort_values().index]

    def labels(self, order: list[str], language: str) -> list[str]:
        """Titles of factors, with their range."""
        by_name = {factor.name: factor for factor in self.found.factors}
        return [_label(by_name[name], language) for name in order]


def _label(factor: Factor, language: str) -> str:
    title = factor.title_zh if language == "zh" else factor.title_en
    if factor.name == DUMMY:
        return title
    span = f"{factor.lower:g}–{factor.upper:g}"
    if factor.kind == "dose":
        return f"{title}（力度 {span}）" if language == "zh" else f"{title} (dose {span})"
    unit = "" if factor.unit == "none" or language == "zh" else f" {factor.unit}"
    return f"{title}（{span}）" if language == "zh" else f"{title} ({span}{unit})"


def _panel(data: IndexData, language: str, title: str, note: str, n_rows: int) -> tuple[Figure, Axes]:
    """A figure with room for the factors' names at the left."""
    height = 2.6 + 0.3 * n_rows
    figure, (ax,) = style.panels(data, language, title, notes=(note,), height=height)
    figure.subplots_adjust(left=0.37, top=1 - 1.25 / height)
    ax.grid(axis="y", visible=False)
    return figure, ax


@style.in_style
def draw_bars(data: IndexData, language: str) -> Figure:
    """Figure of the indices of every factor, the most important above, with the noise floor."""
    text, order = TEXT[language], data.order(data.ranked_by)
    measures = [m for m in MEASURES if m in set(data.table["measure"])]
    figure, ax = _panel(data, language, text["bars"].format(data.output_name(language)), text["foot"], len(order))
    at, width = np.arange(len(order)), 0.76 / len(measures)
    for k, (measure, colour) in enumerate(zip(measures, (style.BLUE, style.GREEN), strict=False)):
        rows = data.rows(measure, order)
        where = at + width * ((len(measures) - 1) / 2 - k)
        ax.barh(where, rows["estimate"], width, color=colour, label=MEASURES[measure][0 if language == "zh" else 1])
        ax.hlines(where, rows["lower"], rows["upper"], color=style.INK, lw=1)
    floor = float(data.rows(data.ranked_by, order)["noise_floor"].iloc[0])
    ax.axvline(floor, color=style.RED, ls="--", lw=1, label=text["noise"])
    if data.ranked_by == "standardised":
        ax.axvline(-floor, color=style.RED, ls="--", lw=1)
    ax.set_yticks(at, data.labels(order, language), fontsize=9)
    ax.set_xlabel(
        {"total_order": text["share"], "standardised": text["deviations"]}.get(data.ranked_by, data.unit(language))
    )
    style.legend_above(ax, from_figure=True)
    return figure


@style.in_style
def draw_tornado(data: IndexData, language: str) -> Figure:
    """Figure of the linear effect of moving each factor through its range, the largest above."""
    text, order = TEXT[language], data.order("effect")
    rows = data.rows("effect", order)
    note = text["linear"].format(data.linear_share)
    figure, ax = _panel(data, language, text["tornado"].format(data.output_name(language)), note, len(order))
    floor = float(rows["noise_floor"].iloc[0])
    ax.axvspan(-floor, floor, color=style.GREY, alpha=0.25, lw=0)
    colours = [style.GREY if n == DUMMY else style.BLUE if v > 0 else style.RED for n, v in rows["estimate"].items()]
    at = np.arange(len(order))
    ax.barh(at, rows["estimate"], 0.62, color=colours)
    ax.hlines(at, rows["lower"], rows["upper"], color=style.INK, lw=1)
    ax.axvline(0, color=style.INK, lw=0.8)
    ax.set_yticks(at, data.labels(order, language), fontsize=9)
    ax.set_xlabel(f"{text['change']}（{data.unit(language)}）" if language == "zh"
                  else f"{text['change']} [{data.unit(language)}]")  # fmt: skip
    return figure
