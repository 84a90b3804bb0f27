"""A Stata file of one table: numbers with labels of columns, codes and words with labels of their values.

Words (scenarios, futures, sexes, ...) become whole numbers whose value labels are the words, in Chinese where there are
Chinese ones, so that Stata takes them for categories. Read by Stata 14 and later, which knows Chinese.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.stores.libraries import needed
from experiments.stores.querying import EXTRA
from sim.writing import make_folder, whole_file

MOST_LETTERS, MOST_IN_LABEL = 32, 80
"""Letters of a column's name and of its label."""
MOST_WHOLE, MOST = 2_147_483_620, 8.98e307
"""Largest whole number and largest number of Stata; above stand its missing values."""
RESERVED = frozenset({
    "_all", "_b", "_coef", "_cons", "_n", "_N", "_pi", "_pred", "_rc", "_skip", "byte", "double", "float", "if", "in",
    "int", "long", "strL", "using", "with",
})
"""Words that are no name of a column."""


def write(
    path: Path, rows: pd.DataFrame, title: str, labels: Mapping[str, str], words: Mapping[str, Mapping[Any, str]]
) -> list[str]:
    """Write a table; returns a sentence for each thing that had to be changed.

    labels : of columns      words : of the values of columns of codes and names
    """
    pyreadstat = needed("pyreadstat", "--to stata", EXTRA)
    names = dict(zip(rows, column_names(list(rows)), strict=True))
    table, value_labels = coded(rows, words)
    table, n_beyond = within_range(table)
    make_folder(path.parent)
    with whole_file(path) as unfinished:
        pyreadstat.write_dta(
            table.rename(columns=names), str(unfinished), file_label=title[:MOST_IN_LABEL],
            column_labels=[labels.get(name, name)[:MOST_IN_LABEL] for name in rows],
            variable_value_labels={names[name]: of for name, of in value_labels.items()},
        )  # fmt: skip
    changed = [f"{name} is {new}" for name, new in names.items() if name != new]
    notes = []
    if changed:
        notes.append(f"Stata's names have {MOST_LETTERS} letters and are none of its words: {', '.join(changed)}.")
    if n_beyond:
        notes.append(f"{n_beyond:,} infinite numbers, which Stata cannot hold, are missing.")
    return notes


def column_names(names: list[str]) -> list[str]:
    """Names that Stata allows, each once: 32 letters, digits and _, none of its own words."""
    found: list[str] = []
    for name in names:
        plain = re.sub(r"\W", "_", name, flags=re.ASCII)
        plain = f"_{plain}" if plain[:1].isdigit() else plain
        plain = f"{plain}_" if plain in RESERVED else plain
        allowed, number = plain[:MOST_LETTERS], 1
        while allowed in found:
            number += 1
            allowed = f"{plain[: MOST_LETTERS - len(str(number)) - 1]}_{number}"
        found.append(allowed)
    return found


def coded(rows: pd.DataFrame, words: Mapping[str, Mapping[Any, str]]) -> tuple[pd.DataFrame, dict[str, dict[int, str]]]:
    """A table whose columns of few words are whole numbers from 1, and the words of each number.

    Columns of codes keep them. Words are numbered in their own order where they have one, else by the alphabet.
    """
    made, labels = {}, {}
    for name, column in rows.items():
        known = words.get(str(name), {})
        if column.dtype.kind in "iubf":
            made[name] = column
            if known:
                labels[str(name)] = {int(code): said for code, said in known.items()}
        else:
            category = column.astype("category").cat
            held = [str(value) for value in category.categories]
            codes = pd.Series(category.codes.astype(np.int32) + 1, index=rows.index)
            made[name] = codes.where(codes > 0) if (codes == 0).any() else codes
            labels[str(name)] = {k: known.get(value, value) for k, value in enumerate(held, start=1)}
    return pd.DataFrame(made, index=rows.index), labels


def within_range(table: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """A table of numbers that Stata can hold, and how many were infinite: these are missing."""
    made, n_beyond = {}, 0
    for name, column in table.items():
        if column.dtype.kind == "f":
            beyond = column.abs() > MOST
            n_beyond += int(beyond.sum())
            made[name] = column.astype(np.float64).mask(beyond)
        elif column.dtype.kind in "iu":
            whole = column.abs().max() <= MOST_WHOLE if len(column) else True
            made[name] = column.astype(np.int32 if whole else np.float64)
        else:
            made[name] = column.astype(np.int32)
    return pd.DataFrame(made, index=table.index), n_beyond
