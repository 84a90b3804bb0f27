"""Dated paths of every lever over the months of a run: what the rules are, were, and are known to become.

Called by the model before the first month, by the ledger and by `fertsim levers`. Calls the scenario reader, the pack's
table `levers` and the declared price path. A lever's value follows the layers of the scenario and what is set; its
dose moves the path from the base scenario (0) to the plan (1) and linearly beyond, clipped to the bounds.
"""

import copy
import functools
import weakref
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from sim.clock import label
from sim.errors import UserError
from sim.lru import LruCache
from sim.places.pack import Pack
from sim.places.prices import monthly_price_levels
from sim.policy.given import Rule, check_dose, county_index, parse_rules
from sim.policy.layers import LayeredPath, layered_path
from sim.policy.levers import LEVERS, lever
from sim.policy.levers.base import ORDER_SLICES, PAYERS, Payers
from sim.policy.levers.rows import ALWAYS, FOREVER, LAYERS, SET, Row, delayed, lever_rows
from sim.policy.levers.takeup import BASE_ASSUMPTION, take_up
from sim.policy.scenario import Scenario, scenario
from sim.population.columns import Array

BASE, PLAN = "national_only", "plan"
"""The scenarios that a dose of 0 and of 1 stand for."""
EASING = "one_stop_takeup", "benefit_awareness"
"""Levers that what is applied for hangs on."""
LOOK_BACK_MONTHS = 36
"""Months before the start that the paths hold: the rules under which the youngest children were born."""
LOOK_AHEAD_MONTHS = 72
"""Months after the end that the paths hold: two years of waiting, a pregnancy, three years of benefits."""
MOST_SCENARIOS = 4
"""Scenarios whose paths are kept, the last used ones: runs that differ in seed and parameters share them."""


class Span(NamedTuple):
    """Months of a set of paths: those held (first to last, both included) and the start of the run."""

    first: int
    start: int
    last: int


class LeverPaths(Mapping[str, Array]):
    """Path of each lever, float64 (month, county, birth_order 1, 2, 3, 4+), money in constant yuan of 2020.

    Month 0 of an array is `first_month`; `at(month)` is the position of a month. Arrays are read-only. Paths are
    compiled when first asked for.
    """

    def __init__(
        self, use: Scenario, pack: Pack, span: Span, rules: dict[str, tuple[Rule, ...]], doses: dict[str, float],
        known_at: int | None = None, whole: "LeverPaths | None" = None, plain: "LeverPaths | None" = None,
    ) -> None:  # fmt: skip
        """The same in a state of knowledge, where `whole` are those of all rules; plain : the same without the doses,
        which has the paths of all levers that have none."""
        self._whole, self._plain = whole, plain
        self.scenario, self.pack, self.span = use, pack, span
        self.rules, self.doses, self.known_at = rules, doses, known_at
        self.price_level = _price_levels(pack, span.first, span.last)
        kin = whole if plain is None else plain
        self._rows: dict[str, tuple[Row, ...]] = self._all_rows() if kin is None else kin._rows
        self._paths: dict[str, LayeredPath] = {}
        self._real: dict[str, Array] = {}
        self._take_up: dict[str, Array] = {}
        self._by_law: dict[str, LayeredPath] = {}
        self._first: LeverPaths | None = None
        """The paths that these are a copy of (`for_a_run`). Its `_states` are theirs in each state of knowledge, which
        know it without holding it: what refers to itself stays in memory until somebody looks through all there is."""
        self._states: dict[int, LeverPaths] = {}
        self._known: dict[int, LeverPaths] = {}
        self._of_names: dict[tuple[str, ...], tuple[LayeredPath, ...]] = {}
        self._steps: dict[tuple[str, ...], frozenset[int]] = {}
        self.kept: dict[Any, Any] = {}
        """What others have computed from these paths in a run, by keys of their own; the paths never change."""

    def for_a_run(self) -> "LeverPaths":
        """The same paths, what is compiled of them shared, with nothing kept."""
        mine = copy.copy(self)
        mine._first, mine._known, mine.kept = self, {}, {}
        return mine

    @property
    def first_month(self) -> int:
        """Month index of position 0."""
        return self.span.first

    def at(self, month: int) -> int:
        """Position of a month in the arrays."""
        assert self.span.first <= month <= self.span.last, f"{label(month)} is outside the paths"
        return month - self.span.first

    def __getitem__(self, name: str) -> Array:
        if name not in self._real:
            nominal = self.nominal(name)
            base = self._base()
            if self._plain is not None and name not in self.doses:
                self._real[name] = self._plain[name]
            elif base is not self and nominal is base.nominal(name):
                self._real[name] = base[name]
            elif LEVERS[name].is_money:
                self._real[name] = _in_constant_yuan(self._path(name), self.pack, self.span)
            else:
                self._real[name] = nominal
        return self._real[name]

    def __iter__(self) -> Iterator[str]:
        return iter(LEVERS)

    def __len__(self) -> int:
        return len(LEVERS)

    def nominal(self, name: str) -> Array:
        """Path of a lever with money in yuan of the day, (month, county, birth_order)."""
        return self._path(name).values

    def paths(self, names: tuple[str, ...]) -> tuple[LayeredPath, ...]:
        """Paths of some levers, the same objects wherever they are the same: a key for what hangs on them alone."""
        if names not in self._of_names:
            plain = self._plain_of(names)
            self._of_names[names] = plain.paths(names) if plain is not None else tuple(map(self._path, names))
        return self._of_names[names]

    def reference_paths(self, names: tuple[str, ...]) -> tuple[LayeredPath, ...]:
        """The same of the base scenario, for what hangs on `law_part`."""
        return self._base().paths(names)

    def law_paths(self, names: tuple[str, ...]) -> tuple[LayeredPath, ...]:
        """The same by national and provincial law alone, for what hangs on `by_law`."""
        return tuple(map(self._law_path, names))

    def steps(self, names: tuple[str, ...]) -> frozenset[int]:
        """Months in which one of these levers has another value than the month before, money in yuan of the day."""
        if names not in self._steps and (plain := self._plain_of(names)) is not None:
            self._steps[names] = plain.steps(names)
        if names not in self._steps:
            positions = frozenset[int]().union(*(path.steps for path in self.paths(names)))
            self._steps[names] = frozenset(position + self.first_month for position in positions)
        return self._steps[names]

    def assumed(self, name: str) -> Array:
        """Whether the value rests on an assumed (prior) row of the pack, bool (month, county, birth_order)."""
        return self._of_row(name, [row.assumed for row in self._rows[name]], False)

    def known_since(self, name: str) -> Array:
        """Month from which the rule of each cell was known, (month, county, birth_order)."""
        return self._of_row(name, [row.known for row in self._rows[name]], ALWAYS)

    def changes(self, name: str) -> tuple[Row, ...]:
        """Dated rows behind a lever in this scenario, by order of precedence."""
        allowed = self._layers(name)
        return tuple(sorted((r for r in self._rows[name] if r.layer in allowed), key=lambda row: row.precedence))

    def announced(self, month: int) -> "LeverPaths":
        """The paths as they were known in a month: rules made known later are left out."""
        events = self._knowledge_months
        n_known = bisect_right(events, month)
        if n_known == len(events):
            return self
        state = events[max(n_known - 1, 0)]
        if state not in self._known:
            self._known[state] = self._as_known(state)
        return self._known[state]

    def _as_known(self, state: int) -> "LeverPaths":
        """The paths of a state of knowledge, compiled once for all runs."""
        first = self if self._first is None else self._first
        mine = first._state(state).for_a_run()
        mine._whole = first  # while somebody has these, those of all rules are there
        return mine

    def _state(self, state: int) -> "LeverPaths":
        if state not in self._states:
            self._states[state] = LeverPaths(
                self.scenario, self.pack, self.span, self.rules, self.doses, state, whole=weakref.proxy(self),
                plain=None if self._plain is None else self._plain._state(state))
        return self._states[state]

    @functools.cached_property
    def _knowledge_months(self) -> list[int]:
        """Months in which something about any lever becomes known, ascending; what was always known comes first."""
        if (kin := self._plain if self._first is None else self._first) is not None:
            return kin._knowledge_months
        rows = [row for name in LEVERS for row in (*self._rows[name], *_reference_rows(self, name))]
        return sorted({ALWAYS} | {row.known for row in rows})

    def announcement_months(self) -> list[int]:
        """Months of the paths in which something becomes known; between them `announced` does not change."""
        return [month for month in self._knowledge_months if self.span.first <= month <= self.span.last]

    def moves(self, name: str) -> bool:
        """Whether a dose does anything: the base and the plan differ somewhere in these months."""
        return not np.array_equal(self._base().nominal(name), self._plan().nominal(name))

    def law_part(self, name: str) -> Array:
        """What national and provincial law sets of the value, in the unit of `self[name]`; the rest is local."""
        return np.minimum(self[name], self._base()[name])

    def by_law(self, name: str) -> Array:
        """Path by national and provincial law alone, kept or frozen as the scenario says, money in yuan of the day."""
        return self._law_path(name).values

    def _law_path(self, name: str) -> LayeredPath:
        if name not in self._by_law:
            kin = self._base() if name in self.doses else self._plain
            mine = self._undosed(name, (LAYERS.index("base"),)) if kin is None else kin._law_path(name)
            self._by_law[name] = mine
        return self._by_law[name]

    def payer_shares(self, name: str, local: bool) -> Array:
        """Share of each payer in what law sets or (local) what city, county and plan add, (month, county, payer)."""
        payers: Payers = lever(name).local_payers if local else lever(name).law_payers
        shares = np.zeros((*self.nominal(name).shape[:2], len(PAYERS)))
        said = payers.fixed | {payer: self.nominal(source)[:, :, 0] for payer, source in payers.by_lever.items()}
        for payer, share in said.items():
            shares[:, :, PAYERS.index(payer)] = share
        shares[:, :, PAYERS.index(payers.rest)] += 1.0 - sum(said.values())
        return shares

    def take_up(self, name: str) -> Array:
        """Share of the eligible who claim a lever's benefit, (month, county)."""
        way = lever(name).takes_up
        if way not in self._take_up and (plain := self._plain_of(EASING)) is not None:
            self._take_up[way] = plain.take_up(name)
        if way not in self._take_up:
            base = self.pack.assumption(BASE_ASSUMPTION[way])
            one_stop, aware = (self.nominal(easing)[:, :, 0] for easing in EASING)
            self._take_up[way] = _frozen(take_up(base, one_stop, aware))
        return self._take_up[way]

    # Compiling ----------------------------------------------------------------------------------------------------

    def _path(self, name: str) -> LayeredPath:
        if name not in self._paths:
            if name in self.doses:
                self._paths[name] = self._dosed(name)
            else:
                self._paths[name] = self._whole_or_undosed(name) if self._plain is None else self._plain._path(name)
        return self._paths[name]

    def _plain_of(self, names: tuple[str, ...]) -> "LeverPaths | None":
        """The paths without doses where none of these levers has one; else None."""
        return self._plain if self.doses.keys().isdisjoint(names) else None

    def _whole_or_undosed(self, name: str) -> LayeredPath:
        """The path of a lever; that of all rules where nothing of it becomes known after this state of knowledge."""
        if self._whole is not None and self.known_at is not None and self._whole._last_known[name] <= self.known_at:
            return self._whole._path(name)
        return self._undosed(name)

    @functools.cached_property
    def _last_known(self) -> dict[str, int]:
        """Month in which the last rule of each lever becomes known."""
        return {name: max((row.known for row in rows), default=ALWAYS) for name, rows in self._rows.items()}

    def _undosed(self, name: str, layers: Collection[int] | None = None) -> LayeredPath:
        shape = len(self.pack.county_codes), self.scenario.frozen_month
        allowed, known_at = layers or self._layers(name), FOREVER if self.known_at is None else self.known_at
        rows = tuple(row if row.layer in allowed and row.known <= known_at else None for row in self._rows[name])
        return _layered(lever(name).default, rows, self.span.first, self.span.last, *shape)

    def _dosed(self, name: str) -> LayeredPath:
        base, plan, declared = self._base()._path(name), self._plan()._path(name), lever(name)
        if base is plan:  # as before the plan was known
            return base
        return _between(base, plan, self.doses[name], declared.lower, declared.upper)

    def _base(self) -> "LeverPaths":
        return _reference(BASE, self.pack, self.span, self.known_at)

    def _plan(self) -> "LeverPaths":
        return _reference(PLAN, self.pack, self.span, self.known_at)

    def _layers(self, name: str) -> set[int]:
        return {LAYERS.index(layer) for layer in self.scenario.layers_of(lever(name).plan_item)} | {SET}

    def _of_row(self, name: str, of_rows: list[Any], without: Any) -> Array:
        return np.array([*of_rows, without])[self._path(name).rows]  # -1, no row, is the last

    def _all_rows(self) -> dict[str, tuple[Row, ...]]:
        """Rows of every lever, those of the user's rules last."""
        late = self.scenario.plan_delay_months
        return {name: (*delayed(rows, late), *self._set_rows(name)) for name, rows in lever_rows(self.pack).items()}

    def _set_rows(self, name: str) -> list[Row]:
        """The user's rules of a lever as rows above all layers; `UserError` where two meet or one is too early."""
        rows: list[Row] = []
        seen: dict[tuple[int, int, int, int], str] = {}
        for rule in self.rules.get(name, ()):
            county = None if rule.county is None else county_index(rule.county, self.pack, rule.where)
            starts = self.span.start if rule.starts is None else rule.starts
            if starts < self.span.start:
                raise UserError(
                    f"{rule.where}: {name}: {label(starts)} is before the run starts; allowed is"
                    f" {label(self.span.start)} or later"
                )
            first, end = ORDER_SLICES[rule.birth_order]
            cell = (starts, -1 if county is None else county, first, end)
            if cell in seen:
                of = "the whole city" if county is None else f"county {self.pack.county_codes[county]}"
                raise UserError(f"{rule.where}: {name} has two rules from {label(starts)} for {of}; keep one")
            seen[cell] = rule.where
            known = ALWAYS if rule.starts is None else rule.starts if rule.announced is None else rule.announced
            ends = FOREVER if rule.ends is None else rule.ends
            rows.append(Row(
                layer=SET, county=cell[1], first_order=first, end_order=end, starts=starts, ends=ends, phase=0,
                known=known, value=rule.value, assumed=False,
            ))
        return rows


def compile_paths(
    use: Scenario | str, pack: Pack, start: int, end: int, doses: Mapping[str, Any] | None = None,
    values: Mapping[str, Any] | None = None,
) -> LeverPaths:  # fmt: skip
    """Paths of all levers under a scenario from LOOK_BACK_MONTHS before `start` to LOOK_AHEAD_MONTHS after `end`.

    start, end : first and last simulated month [month index]
    doses  : dose by lever, over the scenario's own
    values : by lever a value from the start on, a list of rule mappings as in a scenario file, or parsed rules
    Raises UserError for unknown levers and counties, wrong types, values out of bounds, dates before the start, two
    rules for one date and county, and a lever that has both a value and a dose.
    """
    use = scenario(use) if isinstance(use, str) else use
    given = {name: parse_rules(name, value, lambda *keys: "--set") for name, value in (values or {}).items()}
    dosed = {name: check_dose(name, dose, "--dose") for name, dose in (doses or {}).items()}
    for name in given:
        if name in dosed:
            raise UserError(f"--set, --dose: {name} has both a value and a dose; keep one")
    rules = {name: kept for name, kept in use.rules.items() if name not in dosed} | given
    scaled = {name: kept for name, kept in use.doses.items() if name not in given} | dosed
    span = Span(start - LOOK_BACK_MONTHS, start, end + LOOK_AHEAD_MONTHS)
    same = use.model_dump_json(), pack, span, tuple(sorted(rules.items()))
    plain = _compiled.get((same, ()), lambda: LeverPaths(use, pack, span, rules, {}))
    if not scaled:
        return plain.for_a_run()
    dosed_too = same, tuple(sorted(scaled.items()))
    return _compiled.get(dosed_too, lambda: LeverPaths(use, pack, span, rules, scaled, plain=plain)).for_a_run()


_compiled: LruCache[LeverPaths] = LruCache(MOST_SCENARIOS)


@functools.lru_cache(maxsize=128)
def _reference(name: str, pack: Pack, span: Span, known_at: int | None) -> LeverPaths:
    """The base scenario or the plan over the same months, compiled once."""
    use = scenario(name)
    return LeverPaths(use, pack, span, dict(use.rules), dict(use.doses), known_at)


@functools.lru_cache(maxsize=512)
def _layered(default: float, rows: tuple[Row | None, ...], *shape: int | None) -> LayeredPath:
    """`layered_path`, kept: most levers are the same in most states of knowledge and in most scenarios."""
    return layered_path(default, rows, *shape)  # type: ignore[arg-type]


@functools.lru_cache(maxsize=256)
def _between(base: LayeredPath, plan: LayeredPath, dose: float, lower: float, upper: float) -> LayeredPath:
    """Path of a dose, kept for the states of knowledge and the runs in which it is the same."""
    if dose in (0.0, 1.0):
        return plan if dose else base
    values = _frozen(np.clip(base.values + dose * (plan.values - base.values), lower, upper))
    return LayeredPath(values, _frozen(np.where(plan.values == base.values, base.rows, plan.rows)))


@functools.lru_cache(maxsize=128)
def _in_constant_yuan(path: LayeredPath, pack: Pack, span: Span) -> Array:
    """A path in yuan of 2020, kept for the states of knowledge and the runs in which it is the same."""
    return _frozen(path.values / _price_levels(pack, span.first, span.last)[:, None, None])


@functools.lru_cache(maxsize=32)
def _price_levels(pack: Pack, first: int, last: int) -> Array:
    return _frozen(monthly_price_levels(pack, first, last))


def _reference_rows(paths: LeverPaths, name: str) -> tuple[Row, ...]:
    return lever_rows(paths.pack)[name]


def _frozen(array: Array) -> Array:
    array.flags.writeable = False
    return array
