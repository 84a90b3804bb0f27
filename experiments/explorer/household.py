"""One household's what-if: the same couple lives twice, without the measures and with them.

Both lives begin in the same start population with the same draw and luck, so that whatever differs is policy.
"""

import dataclasses
from typing import Any

from experiments.explorer.state import PLACE, Asked
from experiments.lives.text import life_text
from experiments.setup.draws import parameter_draws, with_draw
from sim.clock import label
from sim.measures.explain import Event, Followed, Life, Review, live, pick_woman
from sim.places.pack import load_pack
from sim.runs.draws import DrawsUsed
from sim.settings import RunSettings

TOLD = (
    "preference", "taste", "wife_taste", "husband_taste", "money", "wife_time", "husband_time", "career", "crowding",
    "peers", "sons", "illness", "cash", "rules",
)
"""Terms of the utility that are compared."""
SMALL = 0.005
"""Difference of a term [sigma] that rounds to zero."""


@dataclasses.dataclass(frozen=True)
class Couple:
    """Who is wanted: the first couple of the start population that fits.

    county : code, empty any      age : of the woman at the start, None any      children : births so far, None any
    """

    county: str = ""
    age: int | None = 27
    children: int | None = 1


@dataclasses.dataclass(frozen=True)
class TwoLives:
    """A couple's life without the measures (`before`) and with them (`after`)."""

    texts: dict[str, tuple[str, str]]
    """Both lives in words, by language."""
    births: tuple[list[str], list[str]]
    """Months of births in both."""
    review: dict[str, Any] | None
    """The common review that the measures change most: `month`, `order`, `covered`, `chance` (before, after) and
    `terms`, by name (before, after) [sigma]; None where no review of the two lives is of the same child."""

    def as_json(self) -> dict[str, Any]:
        """The lives as plain dictionaries and lists."""
        return dataclasses.asdict(self)

    @classmethod
    def of_json(cls, told: dict[str, Any]) -> "TwoLives":
        """What `as_json` told."""
        return cls(**told)


def two_lives(asked: Asked, couple: Couple) -> TwoLives:
    """The couple's two lives; `UserError` where nobody fits."""
    (before, drawn), (after, _) = (_life(settings, couple) for settings in (asked.base_settings(), asked.settings()))
    pack = load_pack(PLACE)
    return TwoLives(
        texts={
            language: (life_text(before, pack, language, False, drawn), life_text(after, pack, language, False, drawn))
            for language in ("zh", "en")
        },
        births=(_births(before), _births(after)),
        review=most_changed(_reviews(before), _reviews(after)),
    )


def _life(settings: RunSettings, couple: Couple) -> tuple[Life, DrawsUsed | None]:
    of_draw, drawn = with_draw(settings, parameter_draws("all", settings, ()))
    model = Followed(of_draw)
    county = load_pack(PLACE).county_codes.index(int(couple.county)) if couple.county else None
    return live(model, pick_woman(model, county, couple.age, couple.children)), drawn


def _births(life: Life) -> list[str]:
    return [label(step.month) for step in life.steps if isinstance(step, Event) and step.kind == "birth"]


def _reviews(life: Life) -> dict[tuple[int, int], Review]:
    return {(step.month, step.order): step for step in life.steps if isinstance(step, Review)}


def most_changed(
    before: dict[tuple[int, int], Review], after: dict[tuple[int, int], Review]
) -> dict[str, Any] | None:
    """The review of one month and child in both lives whose chance differs most, the first of several alike."""
    common = sorted(before.keys() & after.keys())
    if not common:
        return None
    chosen = max(common, key=lambda key: abs(after[key].chance - before[key].chance))
    first, second = before[chosen], after[chosen]
    terms = {name: (float(getattr(first.terms, name)), float(getattr(second.terms, name))) for name in TOLD}
    return {
        "month": label(chosen[0]), "order": chosen[1], "covered": second.covered,
        "chance": (float(first.chance), float(second.chance)),
        "terms": {name: both for name, both in terms.items() if max(map(abs, both)) >= SMALL},
    }  # fmt: skip
