"""What is monitored: indicators with their names, units and the error that an observed figure has; rates of alarms.

Errors are our judgement of how far a figure may be from the model's count though both are right: what an office counts
late or elsewhere, and what a year brings that no draw has. No figure was used to choose them, and a file's own column
of errors goes before them. So is how far a county goes its own way, for which no parameter has a value of its own.
"""

from typing import NamedTuple

from sim.measures.declared import DECLARED_INDICATORS

PER_MILLE = "‰"
PERSONS = {"人": 1.0, "千人": 1e3, "万人": 1e4, "persons": 1.0, "thousand persons": 1e3}
COUPLES = {"对": 1.0, "千对": 1e3, "万对": 1e4, "couples": 1.0, "thousand couples": 1e3}


class Watched(NamedTuple):
    """One indicator. units : what one of the unit is in persons or couples      error : share of the figure, one sd"""

    id: str
    word: str
    """By which a title line of a yearbook names it."""
    names: tuple[str, ...]
    units: dict[str, float]
    per_mille: bool
    error: float
    own_way: float
    """Share, one sd, by which a county's part of the city may differ from the draws' for good."""
    most_off: float
    """A figure this many times above or below the projection's median is taken for one in a wrong unit."""

    @property
    def allowed_units(self) -> str:
        """Units that a figure may have, in words."""
        return ", ".join([*self.units, *([PER_MILLE] if self.per_mille else [])])


def _watched(
    id_: str, word: str, names: tuple[str, ...], units: dict[str, float], error: float, own_way: float,
    most_off: float = 4.0, per_mille: bool = True,
) -> Watched:  # fmt: skip
    one = DECLARED_INDICATORS[id_]
    known = (id_, word, one.title_zh, one.title_en, *names)
    return Watched(id_, word, known, units, per_mille, error, own_way, most_off)


WATCHED = {
    one.id: one
    for one in (
        _watched("births", "出生", ("出生人数", "出生人口"), PERSONS, 0.02, 0.03),
        _watched("marriages", "结婚", ("结婚登记", "结婚登记对数", "登记结婚"), COUPLES, 0.03, 0.03),
        _watched("deaths", "死亡", ("死亡人口",), PERSONS, 0.03, 0.02),
        _watched("population", "常住人口", ("年末人口", "residents"), PERSONS, 0.005, 0.005, 2.0, per_mille=False),
    )
}
"""In the order of reports."""
STOCKS = frozenset(name for name in WATCHED if DECLARED_INDICATORS[name].kind == "stock")

FALSE_ALARMS = 0.05
"""Share of files drawn from the projection itself that raise a warning, and of single series that raise a notice."""
BAND = 0.95
"""Share of figures that the band of a chart and table holds, if the projection holds."""
YEARS_RUNNING = 3
"""Years of the rule that looks for years running on one side."""
FEWEST_EFFECTIVE = 10.0
"""Effective number of draws below which they are not weighted anew."""
CONTRADICTED = 0.01
"""Chance of figures at least as far from the nearest draw as these, below which they contradict the fan."""
TELLING = 3.0
"""Bayes factor from which on one of two scenarios is called likelier; from its inverse to it nothing can be told."""


def indicator_named(text: str) -> str | None:
    """Id of an indicator by any of its names; None for another word."""
    given = text.casefold().replace(" ", "")
    for one in WATCHED.values():
        if given in {name.casefold().replace(" ", "") for name in one.names}:
            return one.id
    return None
