"""Start population against the census: every age group by county and sex, and every other margin."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from experiments.charts import style
from experiments.charts.data import ChartData
from experiments.wording.amounts import number

AGES = "age_sex"
MARGINS = {
    "children_ever_born_women_15_64": ("平均活产子女数", "children ever born"),
    "marital_status": ("婚姻状况", "marital status"),
    "education": ("受教育程度", "schooling"),
    "registered_elsewhere": ("外来户籍", "registered elsewhere"),
    "urban": ("城镇人口", "urban residents"),
    "collective_residents": ("集体户人口", "collective residents"),
    "family_households": ("家庭户数", "family households"),
    "mean_family_household_size": ("户均人口", "mean household size"),
    "one_person_households": ("一人户", "one-person households"),
    "generations": ("户内代数", "generations in household"),
    "homes": ("住房来源", "homes rented, built, bought"),
    "floor_area_per_person": ("人均住房面积", "floor area a head"),
    "at_work": ("就业人口", "at work"),
    "public_services": ("公共服务业就业", "in public services"),
}
TEXT = {
    "zh": {
        "title": "起始人口与人口普查的偏差", "ages": "年龄与性别：偏差（%）", "others": "其他边际：偏差（%）",
        "x": "县（市、区），左男右女", "y": "年龄组（岁）", "off": "与普查之差（%），1%以外为对数刻度",
        "note": "{}年11月1日；左图加减号为偏差超过0.5%的方向；"
        "右图每点为一个县的一个类别；小类别在小样本下偏差较大。",
        "male": "男", "female": "女",
    },
    "en": {
        "title": "Start population against the census", "ages": "age and sex: difference (%)",
        "others": "other margins: difference (%)", "x": "county; men left, women right", "y": "age group (years)",
        "off": "difference (%), log scale beyond 1 %",
        "note": "1 November {}. Signs stand beyond 0.5 %. Right: each point is a category in a county.",
        "male": "men", "female": "women",
    },
}  # fmt: skip
LARGEST = 100.0
SIGNED = 0.5
"""Difference [%] from which on a cell has its sign, for grey print shows its size alone."""


@style.in_style
def draw(data: ChartData, language: str) -> Figure | None:
    """Figure of the relative differences [%] of a start population; None where the run set stores no fit."""
    if data.fit.empty:
        return None
    text = TEXT[language]
    note = text["note"].format(data.manifest.start[:4])
    figure, (left, right) = style.panels(data, language, text["title"], 2, (note,), height=6.2)
    figure.subplots_adjust(wspace=0.72, bottom=0.235)
    _ages(left, data, language)
    _margins(right, data.fit[data.fit["margin"] != AGES], language)
    for ax, title in ((left, text["ages"]), (right, text["others"])):
        ax.set_title(title, fontsize=10, loc="left", color=style.INK)
    return figure


def _ages(ax: Axes, data: ChartData, language: str) -> None:
    """Heat map of age groups by county and sex."""
    rows = data.fit[data.fit["margin"] == AGES]
    sex_and_age = rows["cell"].str.split(" ", expand=True)
    table = rows.assign(sex=sex_and_age[0], band=sex_and_age[1]).pivot(
        index="band", columns=["sex", "county_code"], values="relative_difference"
    )
    bands = list(dict.fromkeys(sex_and_age[1]))
    codes = list(dict.fromkeys(rows["county_code"]))
    shown = 100 * table.loc[bands, [(sex, code) for sex in ("male", "female") for code in codes]].to_numpy()
    limit = max(0.5, float(np.nanmax(np.abs(shown))))
    image = ax.imshow(
        shown, aspect="auto", origin="lower", cmap="RdBu_r", norm=TwoSlopeNorm(0, -limit, limit), interpolation="none"
    )
    names = {c.county_code: getattr(c, f"name_{language}") for c in data.manifest.counties}
    ax.set_xticks(range(2 * len(codes)), [names[code] for code in codes] * 2, rotation=90, fontsize=7.5)
    ax.set_yticks(range(len(bands)), [_band(band) for band in bands], fontsize=7.5)
    ax.axvline(len(codes) - 0.5, color=style.INK, lw=0.8)
    ax.grid(visible=False)
    ax.set_xlabel(TEXT[language]["x"])
    ax.set_ylabel(TEXT[language]["y"])
    bar = ax.figure.colorbar(image, ax=ax, pad=0.02, fraction=0.05, shrink=0.7)
    for row, column in zip(*np.nonzero(np.abs(shown) >= SIGNED), strict=True):
        ax.text(column, row, "+" if shown[row, column] > 0 else "−", ha="center", va="center", fontsize=7,
                color="white" if abs(shown[row, column]) > 0.6 * limit else style.INK)
    bar.ax.tick_params(labelsize=7.5)
    bar.ax.set_xlabel("%", fontsize=8)


def _band(band: str) -> str:
    """Label of an age group: 0, 1–4, 85+."""
    first, last = band.split("-")
    if first == last:
        return first
    return f"{first}+" if last == "100" else f"{first}–{last}"


def _margins(ax: Axes, rows: pd.DataFrame, language: str) -> None:
    """Points of every other margin; the scale is linear within one percent and logarithmic beyond."""
    names = [name for name in MARGINS if name in set(rows["margin"])]
    for at, name in enumerate(reversed(names)):
        off = 100 * rows.loc[rows["margin"] == name, "relative_difference"].dropna()
        spread = np.linspace(-0.22, 0.22, len(off)) if len(off) > 1 else np.zeros(len(off))
        ax.plot(off.clip(-LARGEST, LARGEST), at + spread, "o", ms=3.4, color=style.BLUE, alpha=0.55, mew=0)
    ax.axvline(0, color=style.INK, lw=0.8)
    ax.set_xscale("symlog", linthresh=1, linscale=0.6)
    ax.set_xlim(-LARGEST * 1.2, LARGEST * 1.2)
    ax.set_xticks([-100, -10, -1, 0, 1, 10, 100])
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: number(x, 0, signed=True)))
    ax.minorticks_off()
    labels = [MARGINS[name][0 if language == "zh" else 1] for name in reversed(names)]
    ax.set_yticks(range(len(names)), labels, fontsize=8.5)
    ax.set_ylim(-0.6, len(names) - 0.4)
    ax.set_xlabel(TEXT[language]["off"])
    ax.grid(visible=False, axis="y")
