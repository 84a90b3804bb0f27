"""Which parameters a calibration moves, with the priors that their declarations give.

FITTED are those that levels can tell something about. CARRIED are weights that levels do not identify (the same births
come out for a wide range, since preferences make up for them), and what money, places, leave and homes act through:
they are drawn along from their priors, so that what is fitted knows them and every result carries them. AHEAD say how
strongly measures act that no law had set by the last figure, and how trends go on after it: nothing that was fitted
hangs on them, so shipped draws take them from their priors alone. All others stay at their defaults; that is stated,
not hidden.
"""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from SALib.sample import latin

from sim.parameters import Parameters
from sim.population.columns import Array
from sim.processes.exogenous.trend import STEPS

FITTED = (
    "prefer_first", "prefer_second", "prefer_third", "newlywed", "ageing", "spacing", "desired_fall",
    "outside_rules_loss", "outside_rules_later", "kept_outside_rules", "marriage_peak", "marriage_peak_age",
    "marriage_width_young", "acceptance_hukou", "premarital_conceptions", "divorce_hazard", "epidemic_meetings",
    "epidemic_intentions", "lichun_none", "lichun_two", "arrival_scale", "departure_nonlocal", "mortality_scale",
    "taste_drift", "marriage_decline",
    *STEPS["taste_step"], *STEPS["marriage_step"],
)  # fmt: skip
CARRIED = (
    "money_weight", "time_weight", "career_weight", "crowding_weight", "peer_weight", "discount_beta",
    "acceptance_short", "family_credit_rate", "illness_chance", "errand_hours", "kept_by_gain", "nursery_mismatch",
    "family_sized_finding", "school_way_hours", "siblings_apart", "places_foreseen", "child_cost_scale",
    "child_cost_elasticity", "consumption_floor", "nursery_price", "nursery_trust", "care_substitution",
    "care_pay_lost", "time_out_uncovered", "wage_penalty", "leave_pay_kept", "buying", "home_wealth_spent",
    "subsidy_capitalised", "parents_give", "family_home", "acceptance_housing", "art_start", "art_price",
)  # fmt: skip
AHEAD = (
    "centre_hours", "doctor_hours", "staff_hours", "checks_spare_loss", "screening_spares_deaths", "support_passed_on",
    "help_by_support", "race_by_admission", "discrimination_fine", "reentry_elasticity", "retraining_finding",
    "retraining_pay", "matchmaking_meetings", "matchmaking_displaced", "counselling_effect", "epidemic_lasting",
    "drift_kept", "arrivals_ahead", "mortality_ahead",
)  # fmt: skip
AHEAD_SEED = 14
"""Seed of the places of AHEAD in shipped draws."""


class Prior(NamedTuple):
    """Prior of one parameter over its declared bounds; `log` where it is uniform in logs."""

    name: str
    lower: float
    upper: float
    log: bool
    default: float

    def at(self, place: Array) -> Array:
        """Values at places 0 to 1 of the prior's distribution function."""
        if self.log:
            return np.exp(math.log(self.lower) + place * math.log(self.upper / self.lower))
        return self.lower + place * (self.upper - self.lower)

    def place(self, values: Array) -> Array:
        """Places 0 to 1 of values: the inverse of `at`."""
        if self.log:
            return np.log(values / self.lower) / math.log(self.upper / self.lower)
        return (values - self.lower) / (self.upper - self.lower)


def priors(names: tuple[str, ...] = FITTED + CARRIED) -> tuple[Prior, ...]:
    """Priors of the named parameters, from their declarations."""
    return tuple(_prior(name) for name in names)


def _prior(name: str) -> Prior:
    field = Parameters.model_fields[name]
    lower, upper = map(float, Parameters.bounds(name))
    extra = field.json_schema_extra
    assert isinstance(extra, dict), name
    assert extra["role"] == "uncertain", f"{name} is no uncertain parameter"
    return Prior(name, lower, upper, extra["prior"] == "loguniform", float(field.default))


def hypercube(n_points: int, n_parameters: int, seed: int) -> Array:
    """Latin hypercube in the unit cube, (point, parameter)."""
    names = [f"x{k}" for k in range(n_parameters)]
    problem = {"num_vars": n_parameters, "names": names, "bounds": [[0.0, 1.0]] * n_parameters}
    return np.asarray(latin.sample(problem, n_points, seed=seed))


def with_ahead(draws: pd.DataFrame) -> pd.DataFrame:
    """Draws with AHEAD from their priors, independent of all others: a Latin hypercube of as many points."""
    values = as_values(hypercube(len(draws), len(AHEAD), AHEAD_SEED), priors(AHEAD)).map(lambda x: float(f"{x:.6g}"))
    return draws.drop(columns=list(AHEAD), errors="ignore").join(values.set_index(draws.index))


def as_values(places: Array, given: tuple[Prior, ...]) -> pd.DataFrame:
    """Parameter values at places of the unit cube: one row a point, one column a parameter."""
    return pd.DataFrame({prior.name: prior.at(places[:, k]) for k, prior in enumerate(given)})
