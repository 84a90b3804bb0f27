"""Futures: exogenous paths after 2021 that no measure moves; every scenario can be crossed with each of them."""

import functools
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from sim.documents import Document
from sim.errors import UserError
from sim.places.pack import Pack
from sim.population.earnings import real_growth

FILE = Path(__file__).with_name("futures.yaml")


class Future(BaseModel):
    """One future; every number is a judgement with its reason in `futures.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title_zh: str
    title_en: str
    marriage: float = Field(ge=0.5, le=1.5, description="peak marriage hazard of 2035 over that of its trend [ratio]")
    arrivals: float = Field(ge=0.0, le=2.0, description="arrivals over those of 2010–2020 [ratio]")
    mortality: float = Field(ge=0.5, le=1.5, description="death rates of 2035 over the pack's [ratio]")
    intentions: float = Field(ge=0.5, le=1.5, description="starting hazards of 2035 over those of the trends [ratio]")


@functools.lru_cache(maxsize=1)
def futures() -> dict[str, Future]:
    """All futures by name."""
    entries = Document(FILE, "one a future").entries
    return {name: Future(name=name, **values) for name, values in entries.items()}


def future(name: str) -> Future:
    """One future; `UserError` for an unknown name."""
    known = futures()
    if name not in known:
        raise UserError(f"--future: unknown future '{name}'; allowed are {', '.join(known)}")
    return known[name]


def income_level(year: float, future: Future, pack: Pack) -> float:
    """Real incomes and wages over those of 2020: as in 2015-2019 before, after 2020 by the future's assumption."""
    growth = real_growth(pack) if year < 2021 else pack.assumption(f"real_income_growth_future_{future.name}") / 100.0
    return float((1.0 + growth) ** (year - 2020.5))
