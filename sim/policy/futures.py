"""Futures: exogenous paths after 2021 that no measure moves; every scenario can be crossed with each of them."""

import functools
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from sim.errors import UserError

FILE = Path(__file__).with_name("futures.yaml")


class Future(BaseModel):
    """One future; every number is a judgement with its reason in `futures.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title_zh: str
    title_en: str
    marriage_recovery: float = Field(ge=-1.5, le=1.0, description="see `sim.processes.calendar.marriage_peak`")
    arrivals: float = Field(ge=0.0, le=2.0, description="arrivals over those of 2010–2020 [ratio]")
    mortality: float = Field(ge=0.5, le=1.5, description="death rates of 2035 over the pack's [ratio]")
    intentions: float = Field(ge=0.5, le=1.5, description="starting hazards of 2035 over those of 2021 [ratio]")


@functools.lru_cache(maxsize=1)
def futures() -> dict[str, Future]:
    """All futures by name."""
    entries: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {name: Future(name=name, **values) for name, values in entries.items()}


def future(name: str) -> Future:
    """One future; `UserError` for an unknown name."""
    known = futures()
    if name not in known:
        raise UserError(f"--future: unknown future '{name}'; allowed are {', '.join(known)}")
    return known[name]
