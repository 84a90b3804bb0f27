"""The exam in words: verdicts, failures first, then every scored figure beside fan and rivals."""

import pandas as pd

from calibration.exam.beside import RIVALS
from calibration.exam.verdicts import by_group, crps_of, verdicts

WHOLE = ("persons", "births / year", "marriages / year", "divorces / year", "persons / year")
"""Units of which no decimals are told."""


def exam_text(known_to: int, table: pd.DataFrame, made: str, fitted: pd.DataFrame) -> str:
    """The document of one run of the exam.

    table : of `exam.score`      made : what was run and when      fitted : of `exam.beside`
    """
    found = sorted(verdicts(table), key=lambda one: one.met)
    honest = table[~table["hindsight"]]
    parts = [
        f"### Known to {known_to}\n\n"
        f"`fertsim backcast --known-to {known_to}`, {made} Design, hindsight that remains"
        " and rivals: `docs/exam.md`.\n",
        "\n".join(f"- {'Met' if one.met else '**Missed**'}: {one.text}." for one in found) + "\n",
    ]
    if len(honest) < len(table):
        parts.append(
            "Without the figures that owe most to hindsight (residents):\n\n"
            + "\n".join(f"- {'Met' if one.met else '**Missed**'}: {one.text}." for one in verdicts(honest)[:3]) + "\n"
        )  # fmt: skip
    parts += [
        "#### Figures beside fan and rivals\n\nMedians; intervals are equal-tailed, with the figure's own error in them"
        " and the chance of the small sample taken out. `*`: owes to hindsight.\n",
        _beside(table),
        "#### CRPS over the figure, in percent\n\nLower is better; the lowest is bold.\n", _scores(table),
        "#### Sums by group\n", _groups(table),
        "#### Spread of the draws, in percent of their mean\n\nOf single runs, of chance alone (the same draw under"
        " another seed and start population), of what is left when chance is taken out; and the figure's own error.\n",
        _chance(table),
        "#### What was known, and fitted\n\nMean over single runs of the draws; `away` in the figure's standard"
        " errors.\n",
        _fitted(fitted),
    ]  # fmt: skip
    return "\n".join(parts)


def _beside(table: pd.DataFrame) -> str:
    columns = ("figure", "value", "model", "50 %", "90 %", *RIVALS)
    lines = ["| " + " | ".join(columns) + " |", "|---|---:|---:|---|---|" + "---:|" * len(RIVALS)]
    for _, row in table.iterrows():
        def told(column: str, row: "pd.Series[float]" = row) -> str:
            return _number(float(row[column]), str(row["unit"]))

        fans = [
            f"{told(f'model: low {level}')} to {told(f'model: high {level}')}{'' if row[f'in_{level}'] else ' ✗'}"
            for level in (50, 90)
        ]
        lines.append(
            f"| {_name(row)} | {told('value')} | {told('model: median')} | {fans[0]} | {fans[1]} | "
            + " | ".join(told(f"{rival}: median") for rival in RIVALS) + " |"
        )  # fmt: skip
    return "\n".join(lines) + "\n\n✗: the figure is outside.\n"


def _scores(table: pd.DataFrame) -> str:
    who = ("model", *RIVALS)
    lines = ["| figure | " + " | ".join(who) + " |", "|---|" + "---:|" * len(who)]
    for _, row in table.iterrows():
        values = [float(row[f"{one}: crps"]) for one in who]
        told = [f"**{value:.1f}**" if value == min(values) else f"{value:.1f}" for value in values]
        lines.append(f"| {_name(row)} | " + " | ".join(told) + " |")
    return "\n".join(lines) + "\n"


def _groups(table: pd.DataFrame) -> str:
    found = by_group(table)
    lines = ["| group | " + " | ".join(found.columns) + " |", "|---|" + "---:|" * len(found.columns)]
    for group, row in found.iterrows():
        told = [f"{row[one]:.1f}" if one in ("model", *RIVALS) else f"{row[one]:.0f}" for one in found.columns]
        lines.append(f"| {group} | " + " | ".join(told) + " |")
    scored = table[table["role"] == "score"]
    best = min(RIVALS, key=lambda rival: crps_of(scored, rival).sum())
    inside = [
        f"{rival} {int(scored['value'].between(scored[f'{rival}: low 90'], scored[f'{rival}: high 90']).sum())}"
        for rival in RIVALS
    ]
    held = f"Figures in the rivals' 90 % intervals, of {len(scored)}: {', '.join(inside)}."
    return "\n".join(lines) + f"\n\nBest rival in sum: {best}. {held}\n"


def _chance(table: pd.DataFrame) -> str:
    lines = ["| figure | runs | chance | kept | figure's error |", "|---|---:|---:|---:|---:|"]
    for _, row in table.iterrows():
        told = [f"{100 * row[f'sd_{one}'] / row['mean']:.1f}" for one in ("runs", "chance", "kept")]
        lines.append(f"| {_name(row)} | " + " | ".join(told) + f" | {100 * row['standard_error'] / row['value']:.1f} |")
    return "\n".join(lines) + "\n"


def _fitted(table: pd.DataFrame) -> str:
    lines = ["| figure | year | value | standard error | model | away |", "|---|---|---:|---:|---:|---:|"]
    for _, row in table.iterrows():
        told = [_number(float(row[name]), str(row["unit"])) for name in ("value", "standard_error", "mean")]
        lines.append(f"| {row['figure']} | {row['year']} | {' | '.join(told)} | {row['away']:+.1f} |")
    return "\n".join(lines) + "\n"


def _name(row: "pd.Series[float]") -> str:
    told = " (told, not scored)" if row["role"] == "told" else ""
    return f"{row['figure']}{' *' if row['hindsight'] else ''}{told}"


def _number(value: float, unit: str) -> str:
    return f"{value:,.0f}" if unit in WHOLE else f"{value:.3f}"
