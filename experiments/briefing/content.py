"""What a briefing says, page by page, in one language: finding, what shows it, foot, speaker notes.

No page knows of PowerPoint, Word or Excel: deck, report and workbook are written from the same pages, so that all three
say the same. Values are in plain units (persons, yuan); `scale` is what a chart or a table divides them by to be read.
Made by `experiments.briefing.pages`.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["lines", "columns", "stacked", "bars", "stacked_bars", "waterfall", "pyramid"]
"""Lines by year; columns side by side or on each other; lying bars likewise; steps from nothing to a sum; ages."""


class Estimate(NamedTuple):
    """A mean with its named interval; bounds are NaN where one seed gives none, infinite where there is no bound."""

    mean: float
    lower: float = math.nan
    upper: float = math.nan
    error: float = math.nan
    """Standard error of the mean, NaN where nobody knows it."""

    @property
    def has_interval(self) -> bool:
        """Whether there were seeds enough for an interval."""
        return not (math.isnan(self.lower) or math.isnan(self.upper))

    @property
    def includes_zero(self) -> bool:
        """Whether the interval leaves the sign open; without an interval it is open."""
        return not self.has_interval or self.lower <= 0 <= self.upper


class Series(NamedTuple):
    """One series of a chart; lower and upper bounds, where given, are drawn as error bars or as a band."""

    name: str
    values: tuple[float, ...]
    """NaN where there is none."""
    colour: str
    lower: tuple[float, ...] | None = None
    upper: tuple[float, ...] | None = None
    dots: bool = False
    """Of lines: points without a line, such as published figures."""
    hatched: bool = False
    """Of columns and bars: lines over a light ground, so that grey print tells it from its neighbours."""


@dataclass(frozen=True)
class Chart:
    """A chart with its data.

    name : unique in a briefing, made of letters, digits and _      alt : what it shows, for who cannot see it
    scale : what values are divided by; `unit` holds its word, such as 万人
    band : name of the band of the first series with bounds, empty where bounds are error bars
    number : format of numbers of the axis, as spreadsheets write it      labels : the same of labels at the bars
    """

    name: str
    kind: Kind
    alt: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    title: str = ""
    scale: float = 1.0
    number: str = "#,##0"
    labels: str = ""
    band: str = ""
    lowest: float | None = None
    highest: float | None = None
    every: int = 1
    """Categories from one label to the next."""
    sums: tuple[int, ...] = ()
    """Of a waterfall: positions of columns drawn from nothing; the others are steps that go on from the one before."""


class Column(NamedTuple):
    """A column of a table. scale, digits : of its numbers; `unit` holds the word of the scale"""

    title: str
    unit: str = ""
    scale: float = 1.0
    digits: int = 0
    signed: bool = False
    """Whether numbers above 0 have their plus."""
    weight: float = 1.0
    """Width beside other columns."""


Cell = str | float | Estimate


@dataclass(frozen=True)
class Table:
    """A table; a cell is a text, a number or an estimate, which is written with its interval.

    name, alt : as of a chart
    """

    name: str
    alt: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""


class Tile(NamedTuple):
    """A county in a tile map: its place in the grid, what stands in it, and what it is shaded by."""

    row: int
    column: int
    name: str
    value: Estimate
    told: str


@dataclass(frozen=True)
class Tiles:
    """A map of equal tiles, one a county, near where the county lies; darker is more."""

    name: str
    alt: str
    title: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Points:
    """Sentences, one a point."""

    texts: tuple[str, ...]


Part = Chart | Table | Tiles | Points


@dataclass(frozen=True)
class Page:
    """A page: what is found in one sentence with its number, what shows it, and how to read it.

    name : permanent, such as `births`      foot : for a leader; method is in the notes and the appendix
    lacking : command that makes what is missing, where the runs do not hold what the page is to show
    below : of several parts, whether they stand below each other instead of side by side
    """

    name: str
    title: str
    parts: tuple[Part, ...]
    foot: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    lacking: str = ""
    appendix: bool = False
    below: bool = False

    @property
    def shown(self) -> Iterator[Chart | Table | Tiles]:
        """Charts, tables and maps, which have names and texts for who cannot see them."""
        yield from (part for part in self.parts if not isinstance(part, Points))


@dataclass(frozen=True)
class Briefing:
    """All pages of a briefing in one language, with what its file says about itself.

    date : ISO date of the runs that it tells of      always : what stands at the foot of every page
    """

    language: str
    title: str
    subtitle: str
    author: str
    date: str
    always: str
    pages: tuple[Page, ...]
