"""The plane of Morris: how much a factor moves the output against how unevenly it does."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from experiments.charts import style
from experiments.sensitivity.naming import NUMBERS, IndexData, fit_title, label
from experiments.study.schema import DUMMY

TEXT = {
    "zh": {
        "title": "莫里斯平面：{}", "x": "μ*，平均绝对基本效应（{}）", "y": "σ，基本效应的标准差（{}）",
        "line": "σ=μ*", "above": "高于噪声下限", "noise": "不能与噪声区分", "floor": "噪声下限",
        "note": "线段：95%自助区间。近横轴：线性、单独作用；近或高于斜线：非线性或有交互。灰区：虚拟因子97.5%上界。",
    },
    "en": {
        "title": "Plane of Morris: {}", "x": "mu*, mean size of elementary effects [{}]",
        "y": "sigma, their standard deviation [{}]", "line": "sigma = mu*", "above": "above the noise floor",
        "noise": "not distinguishable from noise", "floor": "noise floor",
        "note": "Whiskers: 95 % bootstrap interval. Near the axis: linear and alone; near or above the line: curved or"
        " interacting. Grey: within the dummy's mu* (97.5 %).",
    },
}  # fmt: skip
NAMED = 12
"""Factors that are named in the plane, those that move the output most."""


@style.in_style
def draw_plane(data: IndexData, language: str) -> Figure:
    """Figure of sigma against mu* of every factor, hollow where it cannot be told from noise."""
    text, order = TEXT[language], data.order("mu_star")
    across, up = data.rows("mu_star", order), data.rows("sigma", order)
    scale = data.scale(float(across["upper"].max()), language)
    title, unit = text["title"].format(data.output_name(language)), data.unit(language, scale)
    figure, (ax,) = style.panels(data, language, title, notes=(text["note"],), height=6.2)
    x, y = across["estimate"] / scale, up["estimate"] / scale
    ax.hlines(y, across["lower"] / scale, across["upper"] / scale, color=style.GREY, lw=0.8)
    ax.vlines(x, up["lower"] / scale, up["upper"] / scale, color=style.GREY, lw=0.8)
    floor = float(across["noise_floor"].iloc[0]) / scale
    ax.axvspan(0, floor, color="#e9ebee", lw=0, label=text["floor"])
    above = across["above_noise"].to_numpy()
    for told, face, word in ((True, style.BLUE, "above"), (False, "white", "noise")):
        ax.scatter(x[above == told], y[above == told], s=42, c=face, edgecolors=style.BLUE, lw=1.3, label=text[word],
                   zorder=4)  # fmt: skip
    most = max(float(across["upper"].max()), float(up["upper"].max())) / scale
    ax.plot([0, most], [0, most], ls="--", color=style.INK, lw=0.8, label=text["line"])
    ax.set_xlim(0, float(across["upper"].max()) / scale * 1.25)
    ax.set_ylim(0, float(up["upper"].max()) / scale * 1.12)
    _name(ax, data, order[-NAMED:], x, y, language)
    ax.set_xlabel(text["x"].format(unit))
    ax.set_ylabel(text["y"].format(unit))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(NUMBERS)
    figure.subplots_adjust(top=1 - 1.1 / 6.2, left=0.11)
    fit_title(figure)
    style.legend_above(ax)
    return figure


def _name(ax: Axes, data: IndexData, order: list[str], x: dict[str, float], y: dict[str, float], language: str) -> None:
    """Names above the whiskers of the points, the largest first; one that would cover another is moved or left out."""
    taken: list[Bbox] = []
    for name in reversed(order):
        title = label(data.factor(name), language, ranges=False)
        for shift in (7, -8, 18, -19, 29, -30):
            written = ax.annotate(
                title, (x[name], y[name]), xytext=(7, shift), textcoords="offset points", fontsize=8.5, va="center",
                color=style.GREY if name == DUMMY else style.INK, zorder=5,
            )  # fmt: skip
            box = written.get_window_extent()
            if not box.count_overlaps(taken):
                taken.append(box)
                break
            written.remove()
