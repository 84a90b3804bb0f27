"""The outside world of a review for hand-made couples: round numbers, no benefits, every field set by keyword."""

import functools
from typing import Any

import numpy as np

from sim.parameters import Parameters, as_record, as_records, kernel_tuple
from sim.processes.care.nursery_terms import CareMarket
from sim.processes.childbearing import circumstances as world
from sim.processes.childbearing.intentions import Minds, Seen, most_gains
from sim.processes.childbearing.month_terms import BY_HAZARD, PassSettings
from sim.processes.childbearing.peers import N_CELLS
from sim.processes.childbearing.recall import steps_of_gains
from sim.processes.homes.housing_market import HousingConditions
from sim.processes.homes.rent_relief import RentRelief
from sim.processes.money.annuities import horizon
from sim.processes.money.birth_money import BirthMoney
from sim.processes.money.child_costs import ChildCosts
from sim.processes.money.family_credit import FamilyCredit
from sim.processes.money.taxes import TaxRules
from sim.processes.work.leave import LeaveRules
from tests.sim.makers import MONTH

P = kernel_tuple(Parameters())
SCHEDULE = np.array([[0.03, 0.0], [0.10, 2520.0], [0.20, 16920.0]])


def homes() -> HousingConditions:
    """Homes at 15,000 yuan a square metre to buy and 200 a year to rent, 30 m2 a person, no relief."""
    scalars = {"payment": 0.06, "public_share": 0.4, "rural_cost": 0.3, "affordable_unit": 70.0, "public_unit": 60.0}
    scalars |= {"fund_payment": 0.05, "bank_payment": 0.06, "least_down": 0.3, "fund_down": 0.2, "fund_cap": 1.2}
    scalars |= {"mean_income": 56_000.0, "income_limit": 0.8, "area_limit": 18.0}
    plain = dict.fromkeys(HousingConditions._fields, 0.0) | scalars
    by_county = {"price": world.by_county(15_000.0), "moving_up": world.by_county(0.0)}
    by_county |= {"rent": world.by_county(200.0), "need": world.by_county(30.0)}
    by_county |= {"fund_uplift_young": world.by_county(0.0)}
    by_order = {name: world.by_order(0.0) for name in ("rent_subsidy", "rent_discount", "rent_waived",
                                                       "rent_withdrawal", "purchase_subsidy", "fund_uplift")}
    by_two = {name: np.zeros((6, 2)) for name in ("fund_ceiling", "lived_there", "on_moving")}
    by_two["savings_months"] = np.array([6.0, 12.0])
    return HousingConditions(**{**plain, **by_county, **by_order, **by_two})


def no_benefits() -> BirthMoney:
    """Nothing given and nothing taken."""
    by_county = ("reward", "penalty", "tax_take_up", "one_stop", "school_access", "centre", "doctor", "staff",
                 "support", "fair_admission")
    scalars = ("infant_deduction", "education_deduction", "poor_limit")
    plain = BirthMoney(**{
        name: 0.0 if name in scalars else world.by_county(0.0) if name in by_county else world.by_order(0.0)
        for name in BirthMoney._fields
    })
    return plain._replace(following=np.zeros((6, 19)))


def lasting(values: list[float] | float) -> np.ndarray:
    """A stream of `RentRelief` that never ends, by number of children 1, 2, 3, 4+, in all counties."""
    shares = horizon(P).shares
    return np.broadcast_to(np.broadcast_to(values, 4)[:, None] * shares, (6, 4, 19)).copy()


def tables(**changes: dict[str, Any]) -> dict[str, Any]:
    """Tables of a plain world by subject; `changes` give fields of a subject, such as homes={"need": ...}."""
    h = horizon(P)
    made = {
        "tax": TaxRules(SCHEDULE, np.zeros((4, 2)), 60_000.0, 0.0, 1e9),
        "horizon": h,
        "costs": ChildCosts(np.full((2, 3), 360_000.0), np.full(2, 120_000.0), np.linspace(1 / 18, 0.0, 19), 0.1),
        "leave": LeaveRules(
            maternity_days=np.full(4, 128.0), refund_share=np.zeros(4), insured=np.array([0.0, 1.0, 1.0, 0.0]),
            granted=np.array([0.0, 1.0, 1.0, 0.0]), wage_base=np.full(4, 72_000.0), covered=np.ones(4),
            fund_days=np.full(4, 128.0), national_days=98.0, care_days=0.0, parental_days=0.0, refund_months=6.0,
            employer_rate=0.24, employer_share=1.0, nursing_hours=0.0, extended_share=0.0,
            claimed=1.0, flexible_floor=36_000.0, flexible_premium=0.01),
        "care": CareMarket(
            world.by_county(1.0), world.by_order(1000.0), world.by_county(1000.0), world.by_county(0.0),
            world.by_county(0.5), world.by_county(1.0), np.full((6, 4, 3), 1000.0)),
        "work": world.WorkOutlook(
            leave_cost=np.zeros((6, 2)), enforcement=world.by_county(0.0), flexible=world.by_county(0.0),
            sooner=world.by_county(1.0), regained=world.by_county(0.0)),
        "homes": homes(),
        "relief": RentRelief(*np.zeros((3, 6, 4, 19))),
        "credit": FamilyCredit(*np.zeros((5, 6))),
        "benefits": no_benefits(),
        "level": world.Level(
            income=1.0, pay=1.0, elsewhere_pay=70_000.0, nanny=5000.0, income_per_head=56_000.0, help_hours=25.0,
            trend=0.0, outside_rules=1.0, campaign=0.0, anxiety=1.0),
    }
    return {name: table._replace(**changes.get(name, {})) for name, table in made.items()}


def circumstances(**changes: dict[str, Any]) -> world.Circumstances:
    """Records of the plain world with changes by subject."""
    made = tables(**changes)
    leave = made.pop("leave")
    return world.Circumstances(**{name: as_record(table) for name, table in made.items()},
                               leave=as_records([leave] * 6))


def pass_settings(**changes: Any) -> PassSettings:
    """Settings of a pass over women in the month of the tests, by the hazard rule, with changes."""
    plain = PassSettings(month=MONTH, seed=1, trait_seed=1, rule=BY_HAZARD, factor=1.0)
    return plain._replace(**changes)


@functools.cache
def minds() -> Minds:
    """Reviews in the plain world, now and later alike."""
    outside = circumstances()
    gains = most_gains(outside.benefits, outside.homes, outside.relief, outside.level, np.zeros(N_CELLS), P)
    return Minds(
        outside, outside, outside, Seen(np.zeros(N_CELLS), np.zeros((6, 2)), np.full(35, 0.1)), gains,
        steps_of_gains(gains))
