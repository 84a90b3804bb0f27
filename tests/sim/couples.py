"""A couple of round numbers for hand-worked decisions, and the preferences by which it decides."""

from sim.parameters import as_record
from sim.population.columns import PRIVATE, RENT
from sim.processes.childbearing.couple import Couple
from tests.sim.makers import rates

PLAIN = rates(
    prefer_first=0.5, prefer_second=0.2, prefer_third=-0.1, newlywed=1.0, newlywed_years=1.5, beyond_desired_loss=2.0,
    ageing=0.1, ageing_late=0.1,
    spacing=2.0, spacing_years=1.2, long_interval=0.08, son_weight=0.15, money_weight=1.5, time_weight=0.5,
    free_hours=82.0, work_week=46.0, child_hours=8.0, wife_care_share=0.65, discount_delta=0.95, waiting_years=2.0,
    waiting_noise=0.5, start_rate=4.0, discount_beta=0.7,
)
P = as_record(PLAIN)
COUPLE = Couple(
    county=2, urban=1, age=30.0, parity=1, desired=2, n_boys=1, youngest=4.0, waited=4.0, taste=0.3, wife_taste=0.1,
    husband_taste=-0.2, permitted=True, permitted_later=True, local=True, husband_here=True,
    wife_pay=72_000.0, wife_work=PRIVATE,
    husband_pay=96_000.0, husband_work=PRIVATE, grandparents=1, tenure=RENT, self_built=0, area=75.0, debt=0.0,
    savings=50_000.0, members=3, only_child_before_2016=False, wife_fund=0.9, husband_fund=0.9,
)
