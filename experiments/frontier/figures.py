"""The figure of a frontier: mixes tried, the frontier, and the mixes that were run, emulated and real."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.charts import style
from experiments.frontier.mixes import Mixes
from experiments.sensitivity.outputs import Analysed, Output
from experiments.wording.indicators import scale_of, unit_of
from experiments.wording.uncertainty import parameters_note
from sim.errors import UserError
from sim.measures.intervals import Named
from sim.policy.scenario import scenario
from sim.runs.draws import About
from sim.runs.sweepset import SweepManifest

MOST_DOTS = 3_000
"""Mixes tried that are drawn."""
TEXT = {
    "zh": {
        "title": "政策组合的前沿：新增出生与新增公共资金", "births": "新增出生", "money": "新增公共资金",
        "tried": "试算的组合（仿真器）", "front": "前沿（仿真器）", "emulated": "选出的组合：仿真器，95%区间",
        "real": "选出的组合：实际运行",
        "foot": "均为{}–{}年平均，对比：{}。数字为组合编号，见附录（mixes.csv）。",
        "simulation": "实际运行的线段：各种子成对差的均值及其95%置信区间。",
        "uncertainty": "实际运行的线段：各组参数的90%等尾区间，含样本偶然性。",
    },
    "en": {
        "title": "Frontier of mixes of levers: births added against public money added", "births": "births added",
        "money": "public money added", "tried": "mixes tried (emulator)", "front": "frontier (emulator)",
        "emulated": "chosen: emulator, 95 %", "real": "chosen: real runs",
        "foot": "Means of {}–{}, against {}. Numbers are those of the mixes in mixes.csv.",
        "simulation": "Whiskers of real runs: mean over seeds of paired differences and its 95 % t interval.",
        "uncertainty": "Whiskers of real runs: 90 % equal-tailed interval of draws, chance of the sample included.",
    },
}  # fmt: skip


@dataclass(frozen=True)
class FrontierData:
    """What the figure shows and says about its origin. table : from `experiments.frontier.report.mixes_table`"""

    found: Analysed
    manifest: SweepManifest
    cloud: Mixes
    front: Mixes
    table: pd.DataFrame
    outputs: Mapping[str, Output]
    interval: Named

    def told(self, language: str) -> str:
        """One line that says what was run."""
        study = self.found.study
        title = getattr(study, f"title_{language}") or self.found.name
        place, n_points = getattr(self.manifest, f"place_name_{language}"), f"{len(self.found.places):,}"
        if language == "zh":
            return f"{place} · {title} · 抽样{study.sample} · 仿真器由{n_points}个设计点拟合"
        return f"{place} · {title} · sample {study.sample} · emulator fitted to {n_points} points"

    def parameters_note(self, language: str) -> str:
        """What the parameters of the runs are."""
        drawn = self.manifest.study.get("draws")
        return parameters_note(None if drawn is None else About.model_validate(drawn), language)

    def foot(self, language: str) -> str:
        """Years, what is compared with, and where the numbers of the mixes are told."""
        target, years, name = self.outputs["births"].target, self.manifest.whole_years, str(self.found.study.against)
        try:
            other = getattr(scenario(name), f"title_{language}")
        except UserError:  # a file that is not here
            other = Path(name).stem
        return TEXT[language]["foot"].format(target.first or years[0], target.last or years[-1], other)


@style.in_style
def draw_frontier(data: FrontierData, language: str) -> Figure:
    """Figure of births added (upwards) against public money added (to the right), a year."""
    text = TEXT[language]
    notes = (data.foot(language), text[data.interval.kind])
    figure, (ax,) = style.panels(data, language, text["title"], notes=notes, height=5.6)
    figure.subplots_adjust(top=0.79, left=0.11)
    scales = {"births": 1.0, "money": scale_of(float(np.abs(data.cloud.money).max()), language)}
    drawn = np.random.default_rng(1).permutation(len(data.cloud.births))[:MOST_DOTS]
    cloud, front = data.cloud.of(drawn), data.front
    ax.scatter(cloud.money / scales["money"], cloud.births, s=3, color=style.GREY, alpha=0.35, lw=0)
    ax.scatter([], [], s=14, color=style.GREY, lw=0, label=text["tried"])  # large enough for the legend
    ax.plot(front.money / scales["money"], front.births, color=style.BLUE, lw=1.8, label=text["front"])
    _points(ax, data.table, "emulated", scales, style.BLUE, "o", text["emulated"])
    _points(ax, data.table, "mean", scales, style.RED, "D", text["real"])
    for row in data.table.itertuples():
        ax.annotate(str(row.mix), (row.money_mean / scales["money"], row.births_mean), (5, -12),
                    textcoords="offset points", fontsize=9, color=style.RED)  # fmt: skip
    _name_axes(ax, text, data.outputs, scales, language)
    ax.legend(loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=2, fontsize=9, borderaxespad=0.2)
    return figure


def _points(
    ax: Axes, table: pd.DataFrame, what: str, scales: Mapping[str, float], colour: str, marker: str, label: str
) -> None:
    """The chosen mixes with their intervals in both directions."""
    at, whiskers = {}, {}
    for name, scale in scales.items():
        stem = f"{name}_{what}" if what == "emulated" else name
        mean = table[f"{name}_{what}"] / scale
        at[name] = mean
        whiskers[name] = np.abs([mean - table[f"{stem}_lower"] / scale, table[f"{stem}_upper"] / scale - mean])
    ax.errorbar(
        at["money"], at["births"], xerr=whiskers["money"], yerr=whiskers["births"], fmt=marker, ms=6, color=colour,
        mfc="white" if what == "emulated" else colour, lw=1, label=label, zorder=4,
    )  # fmt: skip


def _name_axes(
    ax: Axes, text: Mapping[str, str], outputs: Mapping[str, Output], scales: Mapping[str, float], language: str
) -> None:
    zh = language == "zh"
    for name, label in (("births", ax.set_ylabel), ("money", ax.set_xlabel)):
        unit = unit_of(outputs[name].target.indicator, language, scales[name])
        label(f"{text[name]}，{unit}" if zh else f"{text[name]} [{unit}]")
    ax.xaxis.set_major_formatter(style.THOUSANDS)
    ax.yaxis.set_major_formatter(style.THOUSANDS)
