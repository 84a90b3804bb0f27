"""Levers of plan item 14: birth rules, their penalty, and rewards of the past."""

from sim.policy.levers.base import NOBODY_PAYS, Lever

ITEM_14_LEVERS = (
    Lever(
        id="birth_permission", plan_item=14, title_zh="生育政策", title_en="children permitted", unit="children",
        kind="rule", lower=1, upper=9, default=1, sign="+", dims=("county",), law_payers=NOBODY_PAYS,
        local_payers=NOBODY_PAYS, touches=("permission",),
        meaning="children that every couple may have; exceptions by only child, residence, sex of the first child"
        " and remarriage are in table permission_rules and hold beyond it; 4 and more free all later births",
        reason="births outside the rule still occur, against the penalty; since 2021-06 law frees fourth births too, so"
        " that more than 3 changes nothing then",
    ),
    Lever(
        id="birth_penalty", plan_item=14, title_zh="社会抚养费", title_en="penalty on births outside the rules",
        unit="ratio to yearly income per head", lower=0, upper=10, sign="-", eligibility=("outside_permission",),
        cost_rule="penalty_revenue", touches=("penalty",),
        meaning="fee of each parent over yearly income a head",
        reason="abolished in 2021; the plan clears what is left",
    ),
    Lever(
        id="registration_decoupled", plan_item=14, title_zh="入户入学入职与生育脱钩",
        title_en="registration decoupled from births", unit="yes/no", kind="yes_no", lower=0, upper=1, sign="+",
        eligibility=("unmarried_birth",), law_payers=NOBODY_PAYS, local_payers=NOBODY_PAYS,
        touches=("unmarried_births",),
        meaning="hukou, school and jobs ask for no proof of a permitted birth; acts on unmarried births only",
        reason="stated in the plan",
    ),
    Lever(
        id="one_child_rewards", plan_item=14, title_zh="独生子女家庭奖励", title_en="one-child rewards",
        unit="yuan per year", lower=0, upper=10000, sign="-", dims=("county",), eligibility=("only_child_before_2016",),
        cost_rule="per_household_year", touches=("birth_money",),
        meaning="paid to families whose only child was born before 2016; lost on a further birth",
        reason="the plan keeps what is paid; no amount was found",
    ),
)
