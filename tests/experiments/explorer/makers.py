"""An answer made by hand, for figures and words."""

from experiments.explorer.answer import Answer, AreaAnswer
from experiments.explorer.words import PAYERS

YEARS = [2021, 2022, 2023]


def area(scale: float = 1.0) -> AreaAnswer:
    """Births of 20,000 a year and a gain of 1,000 from the plan, of which one measure takes 300 back."""
    base = [[20_000 * scale] * 3, [15_000 * scale] * 3, [25_000 * scale] * 3]
    asked = [[20_700 * scale] * 3, [15_500 * scale] * 3, [26_000 * scale] * 3]
    return AreaAnswer(
        births={"asked": asked, "against": base, "difference": [[700 * scale] * 3, [-200.0] * 3, [1_500 * scale] * 3]},
        added=[("plan", 3_000 * scale, 500 * scale, 6_000 * scale), ("places_per_1000", -900 * scale, -2_000, 100.0)],
        total=(2_100 * scale, -100.0, 5_000 * scale), base_births=60_000 * scale,
        money={payer: [0.0, 1e8 * scale * at, -2e8 * (payer == "employer")] for at, payer in enumerate(PAYERS)},
        public=(3e9 * scale, 2e9 * scale, 4e9 * scale), per_birth=(450_000.0, float("-inf"), float("inf")),
    )  # fmt: skip


def answer(n_draws: int = 8) -> Answer:
    """An answer of the city and of one county."""
    words = {language: {"runs": "", "band": "", "paired": "", "note": "note"} for language in ("zh", "en")}
    return Answer(YEARS, {"": area(), "330681": area(0.1)}, words, 200, n_draws, 19)
