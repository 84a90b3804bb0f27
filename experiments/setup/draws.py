"""Which parameter draws runs take, and how many runs there are; every mistake is a UserError.

Seed k runs draw k of the place where it ships any. What the files of draws hold is checked where they are read.
"""

from collections.abc import Collection

from sim.errors import UserError
from sim.places.pack import load_pack
from sim.runs.draws import ADOPT, Draws, DrawsUsed, read_draws
from sim.settings import BirthRule, RunSettings

DRAWS_WORDS = ("all", "none")
DRAWS_ALLOWED = "allowed are a number, all, or none for the default parameters"
DEFAULT_SEEDS = 8
"""Runs of one set of parameters."""
DEFAULT_DRAWS = 100
"""Draws of the place that runs take unless told otherwise ..."""
REPEATED = 2
"""... and of which every second, the first half, is run again with a further seed, which tells chance from draws."""
FITTED_RULE: BirthRule = "utility"
"""Birth rule of the calibration's runs; under another one its draws mean nothing."""


def seeds_of(asked: int | str, n_seeds: int | None) -> int:
    """Number of runs: as many as said, else one for each draw asked for, else the default."""
    from sim.runs.runner import MOST_SEEDS  # loads the simulation, which most commands need not

    if n_seeds is not None and n_seeds < 1:
        raise UserError(f"--seeds: {n_seeds} is less than 1; give the number of runs, 1 or more")
    if max(n_seeds or 0, asked if isinstance(asked, int) else 0) > MOST_SEEDS:
        given = f"--seeds: {n_seeds:,}" if n_seeds else f"--draws: {asked:,}"
        raise UserError(f"{given} is more than {MOST_SEEDS:,}, the most runs of one scenario")
    if isinstance(asked, int) and n_seeds is not None and asked > n_seeds:
        raise UserError(f"--draws: {asked} draws need as many runs, and --seeds gives {n_seeds}")
    return n_seeds or (asked if isinstance(asked, int) and asked > 0 else DEFAULT_SEEDS)


def runs_asked(
    asked: int | str, n_seeds: int | None, settings: RunSettings, by_hand: Collection[str]
) -> tuple[int, Draws | None]:
    """Number of runs, of seeds 1, 2, ..., and the draws that they take in turn.

    n_seeds : their number, if it was given; else there are `DEFAULT_DRAWS` draws, or as many as asked for, and half as
        many runs again, of the first draws with further seeds
    asked, by_hand : as in `parameter_draws`
    """
    n_runs = seeds_of(asked, n_seeds)
    draws = parameter_draws(asked, settings, by_hand)
    if n_seeds is not None or draws is None:
        return n_runs, draws
    taken = draws if isinstance(asked, int) else draws.first(min(DEFAULT_DRAWS, len(draws)))
    return seeds_of(len(taken), len(taken) + len(taken) // REPEATED), taken


def parameter_draws(
    asked: int | str, settings: RunSettings, by_hand: Collection[str], asked_for: bool = False
) -> Draws | None:
    """Draws that runs of these settings take, None for one set of parameters.

    asked : "all" those of the place, if it has any; "none"; or how many of them, which it then must have
    by_hand : parameters given by name, which all runs have instead of their draws'
    asked_for : "all" must have some too
    """
    must = asked_for or isinstance(asked, int)
    if isinstance(asked, str) and asked not in DRAWS_WORDS:
        raise UserError(f"--draws: '{asked}' is no number of draws; {DRAWS_ALLOWED}")
    if asked == "none" or (not must and settings.birth_rule != FITTED_RULE):
        return None
    if settings.birth_rule != FITTED_RULE:
        raise UserError(f"--draws: draws were found with the birth rule {FITTED_RULE}; leave out one of the two")
    pack = load_pack(settings.place)
    draws = read_draws(pack.folder)
    if draws is None:
        if not must:
            return None
        raise UserError(f"--draws: there are no parameter draws in {pack.folder}; {ADOPT}")
    draws = (draws.first(asked) if isinstance(asked, int) else draws).without(by_hand)
    return draws if draws.names else None


def with_draw(settings: RunSettings, draws: Draws | None) -> tuple[RunSettings, DrawsUsed | None]:
    """Settings of one run with the parameters of its seed's draw, and what that draw is; unchanged without draws."""
    if draws is None:
        return settings, None
    parameters = settings.parameters.with_values(draws.of_seed(settings.seed))
    used = draws.used([settings.seed], settings.parameters)
    return settings.model_copy(update={"parameters": parameters}), used
