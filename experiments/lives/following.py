"""One couple followed through a run of the city, and its life told."""

from typing import NamedTuple

from experiments.lives.text import life_text
from sim.measures.explain import Followed, live, pick_woman, woman_of
from sim.places.pack import load_pack
from sim.runs.draws import DrawsUsed
from sim.settings import RunSettings


class Whose(NamedTuple):
    """Whose life is told: a household of the start population by number, else the first woman whom the filters fit.

    county : code      age : of the woman at the start      children : births she has had
    single : an unmarried woman instead of a couple
    """

    household: int | None = None
    county: int | None = None
    age: int | None = None
    children: int | None = None
    single: bool = False


def told_life(settings: RunSettings, drawn: DrawsUsed | None, whose: Whose, language: str, every: bool) -> str:
    """The life in words, after a run of these settings.

    drawn : the draw that the settings' parameters are of, None for starting values
    every : whether to write out the terms of every review
    """
    pack = load_pack(settings.place)
    model = Followed(settings)
    if whose.household is not None:
        row = woman_of(model, whose.household)
    else:
        county = None if whose.county is None else pack.county_codes.index(whose.county)
        row = pick_woman(model, county, whose.age, whose.children, whose.single)
    return life_text(live(model, row), pack, language, every, drawn)
