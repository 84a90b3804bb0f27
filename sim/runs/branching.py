"""Runs that share their seed live the months before their levers part once: each goes on from a copy of the city.

    coming(settings, runs)          what this process is to run next
    city = lived(settings)          a run that has ended, by itself or from where it parts from another

The first run of a seed is the trunk. Before the month in which one to come parts from it (`sim.policy.parting`) a copy
of the city is kept; that run then copies the copy, reads its own levers, and goes on. What it counts is to the bit what
it counts alone, which a test holds. Called by `sim.measures.models`; `sim.runs.sweep` tells what is to come.
"""

import copy
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from typing import Any

from sim.clock import month_of
from sim.errors import UserError
from sim.model import FertilityModel
from sim.places.pack import load_pack
from sim.policy.parting import parting
from sim.policy.paths import LeverPaths, compile_paths
from sim.processes.money import benefits
from sim.runs.plan import PlannedRun
from sim.settings import RunSettings

LARGEST_SAMPLE = Fraction(1, 50)
"""Of which copies are kept, some five of 10 MB each at 1/100; of a larger one they would take too much room."""
MAY_DIFFER = {"scenario", "doses", "values", "threads", "monthly"}
"""Settings in which runs of one trunk may differ; all but the first three change no number."""
UNCHANGED = (
    "pack", "values", "p", "paths", "incomes", "death_rates", "start_day", "work", "plan", "income_bounds", "chunks",
)  # fmt: skip
"""What the months of a city read and never change: its branches have the same."""


def branched(city: FertilityModel, settings: RunSettings, levers: LeverPaths) -> FertilityModel:
    """A city that goes on from this month of another under levers that were the same until now.

    settings : those of the city, with another scenario, doses or values      levers : of these settings
    """
    branch = FertilityModel.__new__(FertilityModel)
    super(FertilityModel, branch).__init__(rng=settings.seed)  # type: ignore[call-arg]  # of Mesa
    step, branch._user_step = branch._user_step, _wait
    _live(branch, city.steps)  # brings Mesa's own clock and list of steps up to the month
    branch._user_step = step
    of_mesa = set(branch.__dict__) - {"running"}
    same = *(city.__dict__[name] for name in UNCHANGED), *city.yearly.values(), *city.decisions.outlook.unchanged()
    replaced = city.benefit_terms, city.ledger.rules, city.market.outreach, city.nurseries.rules, city.homes.lots
    memo: dict[int, Any] = {id(one): one for one in (*same, *replaced)}
    memo |= {id(city): branch, id(city.levers): levers, id(city.settings): settings}
    branch.__dict__.update(copy.deepcopy({k: v for k, v in city.__dict__.items() if k not in of_mesa}, memo))
    _go_by(branch, levers, city.levers)
    return branch


def _go_by(city: FertilityModel, levers: LeverPaths, before: LeverPaths) -> None:
    """Make anew from other levers, the same until now as those `before`, what a city had made from its own."""
    of_start = len(city.paths.income) - city.n_months
    start, end = city.settings.start_month, city.settings.end_month
    city.benefit_terms = benefits.benefit_terms(levers, city.pack, city.paths.income[of_start:], start, end)
    for process in (city.ledger, city.homes, city.market, city.nurseries, city.employment):
        process.go_by(levers)
    city.decisions.go_by(levers, before)


def _live(city: FertilityModel, n_months: int) -> None:
    if n_months:
        city.run_for(n_months)


def _wait() -> None:
    """A month in which nothing happens."""


class Branches:
    """Copies of one trunk, by the month that they are about to live, for the runs to come."""

    def __init__(self) -> None:
        self._told: tuple[RunSettings, Sequence[PlannedRun]] | None = None
        self._coming: list[RunSettings] = []
        self._trunk: tuple[RunSettings, LeverPaths] | None = None
        self._copies: dict[int, FertilityModel] = {}

    def come(self, settings: RunSettings, runs: Sequence[PlannedRun]) -> None:
        """Take what is to be run next; copies of an earlier trunk are let go."""
        self._told = settings, runs
        self._forget()

    def lived(self, settings: RunSettings) -> FertilityModel:
        """The city of a run at its end."""
        if self._told is not None:  # only now: of a test function runs have no settings of a city
            (common, runs), self._told, self._coming = self._told, None, []
            for run in runs:
                with suppress(UserError):  # which is told when the run's turn comes
                    self._coming.append(run.settings(common))
        if settings in self._coming:
            self._coming.remove(settings)
        city = self._from_copy(settings)
        if city is None:
            city = FertilityModel(settings)
            if not self._is_wanted():
                self._grow(city)
        _live(city, city.n_months - city.steps)
        return city

    def _is_wanted(self) -> bool:
        """Whether a run to come shares the trunk that there is."""
        return self._trunk is not None and any(_may_share(self._trunk[0], one) for one in self._coming)

    def _forget(self) -> None:
        for city in self._copies.values():
            city.__dict__.clear()  # a Mesa model refers to itself, and would stay
        self._trunk, self._copies = None, {}

    def _from_copy(self, settings: RunSettings) -> FertilityModel | None:
        """The city as it stands before its levers part from those of the trunk; None where it shares no trunk."""
        if self._trunk is None or not _may_share(self._trunk[0], settings):
            return None
        levers = _levers_of(settings)
        parts = last_shared(self._trunk[1], levers)
        months = [month for month in self._copies if month <= parts]
        return branched(self._copies[max(months)], settings, levers) if months else None

    def _grow(self, city: FertilityModel) -> None:
        """Live on to each month in which a run to come parts from this one, and keep a copy of the city there."""
        sharing = [one for one in self._coming if _may_share(city.settings, one)]
        self._forget()
        if not sharing:
            return
        self._trunk = city.settings, city.levers
        months = {last_shared(city.levers, _levers_of(one)) for one in sharing}
        for month in sorted(months):
            if month >= city.month:
                _live(city, min(month, city.settings.end_month + 1) - city.month)
                self._copies[city.month] = branched(city, city.settings, city.levers)


def last_shared(one: LeverPaths, other: LeverPaths) -> int:
    """Month before which a city that lives under one set of paths is to be copied for one that lives under the other.

    As a year ends, what the next one opens with is read, so that a branch begins in December; and as a city is made,
    what its first month opens with.
    """
    parts = parting(one, other)
    return parts - 1 if month_of(parts) == 1 or parts == one.span.start else parts


def _may_share(trunk: RunSettings, other: RunSettings) -> bool:
    """Whether two runs differ in their levers alone."""
    return trunk.sample <= LARGEST_SAMPLE and all(
        getattr(trunk, name) == getattr(other, name) for name in RunSettings.model_fields if name not in MAY_DIFFER)


def _levers_of(settings: RunSettings) -> LeverPaths:
    pack, months = load_pack(settings.place), (settings.start_month, settings.end_month)
    return compile_paths(settings.scenario, pack, *months, settings.doses, settings.values)


_branches = Branches()


def coming(settings: RunSettings, runs: Sequence[PlannedRun]) -> None:
    """Tell what this process is to run next, in this order. settings : common to the runs"""
    _branches.come(settings, runs)


def lived(settings: RunSettings) -> FertilityModel:
    """The city of a run at its end."""
    return _branches.lived(settings)
