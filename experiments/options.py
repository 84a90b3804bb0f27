"""What follows `--set`, `--dose`, `--param`, `--rule` and `--draws`, as settings; every mistake is a UserError.

Called by the command line. What needs the data pack or the dates of the run (counties, two rules for one date) is
checked where the lever paths are compiled, before anything is written.
"""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, get_args

from sim.errors import UserError
from sim.places.pack import load_pack
from sim.policy.futures import future
from sim.policy.given import Rule, parse_dose, parse_setting, settings_as_values
from sim.runs.draws import ADOPT, Draws, read_draws
from sim.settings import BirthRule, RunSettings

DRAWS_WORDS = ("all", "none")
DRAWS_ALLOWED = "allowed are a number, all, or none for the default parameters"
DEFAULT_SEEDS = 8
FITTED_RULE: BirthRule = "utility"
"""Birth rule of the calibration's runs; under another one its draws mean nothing."""


def lever_values(given: Sequence[str]) -> dict[str, tuple[Rule, ...]]:
    """Rules by lever of all `--set lever=value` and `--set lever@county=value`."""
    return settings_as_values([parse_setting(text) for text in given])


def lever_doses(given: Sequence[str]) -> dict[str, float]:
    """Dose by lever of all `--dose lever=x`."""
    doses: dict[str, float] = {}
    for text in given:
        name, dose = parse_dose(text)
        if name in doses:
            raise UserError(f"--dose {text}: {name} has two doses; keep one")
        doses[name] = dose
    return doses


def parameter_values(given: Sequence[str]) -> dict[str, float]:
    """Value by name of all `--param name=value`."""
    values: dict[str, float] = {}
    for text in given:
        name, equals, right = (part.strip() for part in text.partition("="))
        if not (name and equals and right):
            raise UserError(f"--param {text}: this sets no parameter; write name=value, as in docs/parameters.md")
        if name in values:
            raise UserError(f"--param {text}: {name} has two values; keep one")
        try:
            values[name] = float(right)
        except ValueError:
            raise UserError(f"--param {text}: '{right}' is no number") from None
    return values


def future_folders(given: Sequence[str], out: Path) -> dict[str, Path]:
    """Folder of each future of all `--future`: the output folder of one, a folder in it of each of several."""
    names = list(given) or [RunSettings.model_fields["future"].default]
    for position, name in enumerate(names):
        if future(name).name in names[:position]:
            raise UserError(f"--future: {name} stands twice; keep one")
    if len(names) == 1:
        return {names[0]: out}
    held = [name for name in ("manifest.json", "comparison.json") if (out / name).exists()]
    if held:
        raise UserError(f"The output folder {out} holds runs of one future ({held[0]}); name a new one with --out")
    return {name: out / name for name in names}


def draws_asked(given: str) -> int | str:
    """What follows `--draws`: a number, or a word of `DRAWS_WORDS`."""
    if given in DRAWS_WORDS:
        return given
    if not given.isdecimal():
        raise UserError(f"--draws: '{given}' is no number of draws; {DRAWS_ALLOWED}")
    return int(given)


def seeds_of(asked: int | str, n_seeds: int | None) -> int:
    """Number of runs: as many as said, else one for each draw asked for, else the default."""
    if n_seeds is not None and n_seeds < 1:
        raise UserError(f"--seeds: {n_seeds} is less than 1; give the number of runs, 1 or more")
    if isinstance(asked, int) and n_seeds is not None and asked > n_seeds:
        raise UserError(f"--draws: {asked} draws need as many runs, and --seeds gives {n_seeds}")
    return n_seeds or (asked if isinstance(asked, int) and asked > 0 else DEFAULT_SEEDS)


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


def birth_rule(name: str) -> Any:
    """The name of a birth rule."""
    allowed = get_args(BirthRule)
    if name not in allowed:
        raise UserError(f"--rule: there is no birth rule '{name}'; allowed are {' and '.join(allowed)}")
    return name
