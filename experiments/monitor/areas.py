"""Areas of a place by any name or code that a table may give them: county, old county, or the whole city."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.errors import UserError
from sim.places.county_codes import county_codes, matched

WHOLE_CITY = ("全市", "市合计", "合计", "总计", "全市合计", "全市总计", "city", "total")


@dataclass(frozen=True)
class Areas:
    """The city, by its code, and its counties. names : by language and code"""

    city: int
    codes: tuple[int, ...]
    names: dict[str, dict[int, str]]

    @classmethod
    def of(cls, counties: Sequence[Any], city_zh: str, city_en: str, city: int) -> "Areas":
        """Areas of a manifest's or a data pack's counties."""
        names = {
            "zh": {city: city_zh, **{int(one.county_code): str(one.name_zh) for one in counties}},
            "en": {city: city_en, **{int(one.county_code): str(one.name_en) for one in counties}},
        }
        return cls(city, tuple(int(one.county_code) for one in counties), names)

    @property
    def all(self) -> tuple[int, ...]:
        """The city first."""
        return (self.city, *self.codes)

    def name(self, code: int, language: str) -> str:
        """Name of an area."""
        return self.names[language][code]

    def code(self, text: str, year: int, where: str) -> tuple[int, tuple[str, ...]]:
        """Code of today of an area by any of its names, and what has to be said of an old one; `UserError` else."""
        given = text.replace(" ", "").casefold()
        if given.isascii() and given.isdigit():
            found = matched(int(given), year, self.all, where)
            return found.code, found.warnings
        if given in WHOLE_CITY:
            return self.city, ()
        for code in self.all:
            chinese = self.names["zh"][code]
            if given in (chinese, chinese[:-1], self.names["en"][code].casefold().replace(" ", "")):
                return code, ()
        for old in county_codes().values():
            if given in (old.name_zh, old.name_en.casefold().replace(" ", "")) and old.successor is not None:
                found = matched(old.code, year, self.all, where)
                return found.code, found.warnings
        allowed = ", ".join(f"{code} {self.names['zh'][code]}" for code in self.all)
        raise UserError(f"{where}: '{text}' is no area of this place; allowed are {allowed}")

    def knows(self, text: str) -> bool:
        """Whether a cell names an area."""
        try:
            self.code(text, 2100, "")
        except UserError:
            return False
        return bool(text)
