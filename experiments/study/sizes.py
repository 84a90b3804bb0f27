"""Refuses designs that cannot be made as a study asks: sizes, entries of another method, groups. Called by `reader`."""

from collections.abc import Sequence
from difflib import get_close_matches

from experiments.study.sampling import subjects
from experiments.study.schema import DUMMY, MOST_RUNS, Factor, Study
from sim.documents import Document
from sim.errors import UserError

READ_BY = {
    "grid": ("levels",), "latin_hypercube": ("n", "seed"), "morris": ("n", "seed", "levels"), "sobol": ("n", "seed"),
    "fast": ("n", "seed", "curves"), "one_at_a_time": ("n", "seed"), "sobol_points": ("n", "seed"),
    "halton": ("n", "seed"),
}  # fmt: skip
"""What each method reads of a study's `design`."""
GROUPED = ("sobol", "morris")
"""Methods that move groups of factors."""
FEWEST = {
    "sobol": (8, "8 or more"),
    "morris": (2, "2 trajectories or more"),
    "one_at_a_time": (2, "2 repeats or more"),
    "fast": (66, "66 points of a curve or more, four harmonics of its slowest swing"),
}
"""Least n of a method, and how that is said."""


def check_design(study: Study, factors: Sequence[Factor], lines: Document) -> None:
    """Refuse sizes that a design's method cannot have or does not read."""
    design = study.design
    for name in sorted(design.model_fields_set - {"method", *READ_BY[design.method]}):
        raise UserError(
            f"{lines.at('design', name)}: a {design.method} design reads no {name}; leave it out, allowed are"
            f" {' and '.join(READ_BY[design.method])}"
        )
    if "n" in READ_BY[design.method] and "n" not in design.model_fields_set:
        raise UserError(f"{lines.at('design')}: a {design.method} design needs n; write n: 64 beside the method")
    if design.method == "sobol" and design.n & (design.n - 1):
        power = 2 ** (design.n.bit_length() - 1)
        raise UserError(
            f"{lines.at('design', 'n')}: n is {design.n}; a Sobol design needs a power of two, such as {power} or"
            f" {2 * power}"
        )
    fewest, said = FEWEST.get(design.method, (1, ""))
    if design.n < fewest:
        title = {"sobol": "Sobol", "morris": "Morris"}.get(design.method, design.method)
        raise UserError(f"{lines.at('design', 'n')}: n is {design.n}; a {title} design needs {said}")
    if design.method == "morris" and design.levels % 2:
        raise UserError(
            f"{lines.at('design', 'levels')}: levels is {design.levels}; a Morris design needs an even number of levels"
        )
    if design.method == "fast" and design.n % 8 == 1:
        raise UserError(
            f"{lines.at('design', 'n')}: n is {design.n}; one above a multiple of 8 the harmonics of a factor fall on"
            f" those of others; take {design.n - 1}"
        )
    if design.method == "one_at_a_time":
        _check_defaults(factors, lines)


def _check_defaults(factors: Sequence[Factor], lines: Document) -> None:
    """Refuse a range from which its factor's default, where all others are held, is left out."""
    for position, factor in enumerate(factors):
        if not factor.lower <= factor.default <= factor.upper:
            raise UserError(
                f"{lines.at('factors', position)}: {factor.name}: a one_at_a_time design starts from the default,"
                f" {factor.default:g}, which is outside {factor.lower:g} to {factor.upper:g}; widen the bounds"
            )


def check_groups(study: Study, factors: Sequence[Factor], lines: Document) -> None:
    """Refuse groups of factors that the method does not move, that share a factor, or that name what is none."""
    if not study.groups:
        return
    if study.design.method not in GROUPED:
        raise UserError(
            f"{lines.at('groups')}: a {study.design.method} design moves no groups; leave them out, or take"
            f" {' or '.join(GROUPED)}"
        )
    names, group_of = [factor.name for factor in factors], dict[str, str]()
    for group, members in study.groups.items():
        where = lines.at("groups", group)
        if not group or not members:
            raise UserError(f"{where}: groups: '{group}' needs a name and one factor or more")
        if group == DUMMY or group in names:
            raise UserError(f"{where}: groups: '{group}' is the name of a factor; name the group otherwise")
        for name in members:
            if name not in names:
                near = get_close_matches(name, names, n=1, cutoff=0.5)
                hint = f"did you mean '{near[0]}'?" if near else f"allowed are {', '.join(names)}"
                raise UserError(f"{where}: {group}: unknown factor '{name}'; {hint}")
            if name in group_of:
                twice = f"twice in {group}" if group_of[name] == group else f"in {group_of[name]} and in {group}"
                raise UserError(f"{where}: {group}: {name} stands {twice}; keep it once")
            group_of[name] = group


def check_size(study: Study, factors: Sequence[Factor], lines: Document) -> None:
    """Refuse more runs than a plan holds; the dummy is a factor of every design but the grid."""
    design, n_factors = study.design, len(factors) + 1
    n_subjects = len(subjects(study, [*(factor.name for factor in factors), DUMMY]))
    points = {
        "grid": design.levels ** len(factors), "morris": design.n * (n_subjects + 1),
        "sobol": design.n * (n_subjects + 2), "fast": design.n * design.curves * n_factors,
        "one_at_a_time": design.n * (2 * n_factors + 1),
    }.get(design.method, design.n)  # fmt: skip
    n_runs = points * study.seeds
    if n_runs > MOST_RUNS:
        key = "levels" if design.method == "grid" else "n"
        shown = f"{n_runs:,}" if n_runs < 10**15 else "more than 10^15"
        raise UserError(f"{lines.at('design', key)}: this makes {shown} runs; allowed are {MOST_RUNS:,} or fewer")
