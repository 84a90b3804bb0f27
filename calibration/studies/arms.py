"""Arms that several studies share; equal arms are run once."""

from calibration.studies.kinds import Arm

LAW = Arm()
"""National and provincial law, from the census of 2020."""
SHARE_OF_INCOME = 0.18
CASH = Arm(values={"birth_grant_income_share": SHARE_OF_INCOME})
"""At every birth a sum of that share of the household's yearly income, from the start on."""
CHEAP_PLACES = {"inclusive_share": 1.0, "inclusive_fee_ceiling": 0.1}
"""All places at a low fee, a tenth of monthly income a head, so that places and not fees ration them."""
FEW_PLACES = Arm(values={**CHEAP_PLACES, "places_per_1000": 1.0})
MORE_PLACES = Arm(values={**CHEAP_PLACES, "places_per_1000": 2.7})
"""A tenth of the children under three more have a place."""
LEAVE_PAY_KEPT = {"leave_pay_kept": 0.4}
"""Of the pay beyond the fund's that a leave brings: about what flat-rate benefits were of women's pay."""
LEAVE_YEAR = Arm(values={"maternity_leave": 365.0, "employer_cost_share": 0.0}, parameters=LEAVE_PAY_KEPT)
"""A year of leave that costs employers no pay."""
DEAR_HOMES = Arm(parameters={"house_price_scale": 1.1})
"""Prices and rents of homes higher by a tenth."""
PEERS = Arm(values={"birth_grant_income_share": [
    {"from": "2021-01", "to": "2022-12", "value": 1.0, "birth_order": order} for order in ("2", "3+")
]})  # fmt: skip
"""A year's income at second and later births of two years: a wave of births among peers of the childless."""
