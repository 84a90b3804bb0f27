"""What a policy lever declares: unit, bounds, who gets it, who pays, what it may touch.

One `Lever` is declared once, in the file of its plan item. Dated values of a place are not here but in the data pack's
table `levers`. A lever may change a price, an income, time, places, a hazard, a meeting rate, a belief or steps, never
a birth rate.
"""

from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator

Kind = Literal["continuous", "yes_no", "rule"]
Sign = Literal["+", "-", "0", "open"]
Dim = Literal["county", "birth_order"]
TakesUp = Literal["automatic", "application"]
Payer = Literal["central", "province", "city", "county", "employer", "insurance_fund", "family"]

PAYERS: tuple[Payer, ...] = ("central", "province", "city", "county", "employer", "insurance_fund", "family")
PUBLIC_PAYERS: tuple[Payer, ...] = ("central", "province", "city", "county", "insurance_fund")
"""Payers of public money; what employers and families pay is in the ledger but not public."""
"""Who can pay, in the order of the ledger."""
ORDER_SLICES = {"all": (0, 4), "1": (0, 1), "2": (1, 2), "3": (2, 3), "4": (3, 4), "3+": (2, 4), "4+": (3, 4)}
"""Birth orders that a rule may name, and first and end position on the axis 1, 2, 3, 4+."""

ELIGIBILITY = {
    "birth": "gives birth in the month",
    "child_under_1": "has a child below one year",
    "child_under_3": "has a child below three years",
    "child_aged_2": "has a child of two completed years",
    "child_in_kindergarten": "has a child in kindergarten",
    "sibling_in_school": "has a child in kindergarten or primary school when the next one comes there",
    "in_nursery": "the child has a nursery place",
    "hukou_local": "a parent has hukou in the county",
    "children_hukou_local": "all children have hukou in the county",
    "pays_income_tax": "taxable income is above zero",
    "insured": "insured for maternity as an employee, six months up to the birth",
    "flexible": "works without an employer",
    "works": "is employed",
    "employer_private": "the employer is a firm, not an office of the state",
    "newlywed_or_birth": "married or gave birth within the year",
    "three_children": "has three children or more",
    "public_rental_entitled": "meets the income and housing limits of public rental",
    "renter": "rents its home",
    "no_home_or_small": "owns no home, or at most 30 m2 a person",
    "buys_first_home": "buys its first home on its first loan",
    "young_or_new": "one of the couple is under 35, or has no local hukou",
    "fund_member": "pays into the provident fund",
    "only_child_before_2016": "has one child, born before 2016",
    "outside_permission": "gives birth outside the birth rules of the day",
    "unmarried_birth": "gives birth without being married",
    "weds": "marries in the county",
    "in_treatment": "starts a cycle of assisted reproduction",
    "hukou_province": "a parent has hukou in the province",
    "grandparents_mind": "a grandparent is able to mind the child",
    "poor": "the parents' pay a head of the family is below the limit of aid",
    "child_in_school": "has a child of 6 to 14",
    "hukou_elsewhere": "neither the child nor a parent has hukou in the county",
    "hired_woman": "is a woman of 20 to 39 whom an employer has hired",
    "stopped_for_child": "a mother who had no work, and whose last birth is at most six years ago",
    "finds_work": "has found work",
    "hard_to_place": "is certified as hard to place",
    "young_single": "is of 20 to 39 and not married",
    "comes_to_part": "comes to end a marriage",
    "founding_age": "is of 20 to 39",
}
"""Tests of one person or household; those a lever names must all hold. Order and county come from the lever's path."""

COST_RULES = {
    "none": "moves no money",
    "tax_revenue": "12 x value x children under 3 x the household's marginal tax rate",
    "per_child_year": "value a year for each eligible child, of a part-year its part",
    "per_child_month": "value a month for each eligible child",
    "per_birth": "value for each eligible birth",
    "share_of_income_at_birth": "value x the household's yearly income, for each birth",
    "interest": "value / 100 x the loan, a year",
    "interest_bought_down": "what the cut of interest is worth over the loan's years, once, to the lender",
    "share_of_fees": "value x the fees of each eligible child",
    "share_of_premium": "value x the premium of each insured child",
    "leave_pay": "paid days x daily wage for each leave",
    "share_of_birth_cost": "value x the medical cost of each birth",
    "share_of_contributions": "value x employer contributions during leave",
    "wage_of_leave_days": "days x daily wage for each leave",
    "leave_wages": "wages of the days beyond those that the fund pays, for each leave",
    "per_enrolled_month": "value a month for each enrolled child",
    "per_new_place": "value for each place added",
    "share_of_rent": "value x rent of each eligible household",
    "per_household_month": "value a month for each eligible household",
    "per_household_year": "value a year for each eligible household",
    "per_wedding": "value for each wedding",
    "per_purchase": "value for each eligible purchase of a home",
    "per_rehired_month": "value a month for each mother rehired, for the pack's months, x the share certified",
    "share_of_treatment": "value x the price of each cycle of treatment, or what insurance leaves of it",
    "penalty_revenue": "value x yearly income a head, received for each birth outside the rules",
    "price_of_reached": "the price of a case x value, the share of the eligible that is reached",
    "staff_of_births": "value / 1000 x the yearly cost of one of the staff, for each birth",
    "per_minded_month": "value a month for each eligible child, of a part-year its part, x the share that is reached",
    "fee_of_places": "value less what law sets x the fee that each eligible child is spared by a public place",
}
"""How a lever's money follows from its value, before take-up."""
PRICED = ("price_of_reached", "staff_of_births")
"""Cost rules that need the price of a case."""

class Variable(NamedTuple):
    """Something in the model that a lever may touch."""

    meaning: str
    read_in: tuple[str, ...]
    """Modules of `sim` that take a lever's value to it; a test holds them against what a run reads."""


READ_BY_MONEY, READ_BY_NURSERIES = "processes.money.birth_money", "processes.care.nursery_terms"
READ_BY_CLAIMS, READ_BY_PART_YEARS = "processes.money.benefits", "processes.money.part_years"
READ_BY_CREDIT, READ_BY_TREATMENT = "processes.money.family_credit", "processes.childbearing.treatment_terms"
READ_BY_FEES, READ_BY_SERVICES = "processes.money.school_fees", "processes.money.health_services"
READ_BY_LEAVES, READ_BY_HOMES = "processes.work.leave_law", "processes.homes.housing_market"
READ_BY_HIRING, READ_BY_OUTREACH = "processes.work.reentry", "processes.unions.outreach"
READ_BY_PUBLICITY = "processes.childbearing.publicity"
VARIABLES = {
    "taxable_income": Variable(
        "income before tax less deductions", (READ_BY_MONEY, READ_BY_CLAIMS, READ_BY_PART_YEARS)),
    "birth_money": Variable("money that the next birth brings or forfeits", (READ_BY_MONEY, READ_BY_PART_YEARS)),
    "cash": Variable("liquid money at wedding or birth", (READ_BY_MONEY, READ_BY_HOMES, READ_BY_CREDIT)),
    "uncertainty": Variable("fear of costs that cannot be planned", (READ_BY_MONEY, READ_BY_PART_YEARS)),
    "steps": Variable("steps before a benefit", (READ_BY_MONEY,)),
    "leave_pay": Variable("pay during leave", (READ_BY_LEAVES,)),
    "birth_cost": Variable("own money spent on pregnancy and birth", (READ_BY_MONEY, READ_BY_CLAIMS)),
    "employer_leave_cost": Variable("what an employer expects leave to cost", (READ_BY_LEAVES,)),
    "leave_days": Variable("days of leave of mother or father", (READ_BY_LEAVES,)),
    "care_time": Variable("parents' hours free for a small child", (READ_BY_LEAVES,)),
    "work_hours": Variable("hours that a parent's job binds", ("processes.childbearing.outlook",)),
    "places": Variable("nursery places of a county", (READ_BY_NURSERIES,)),
    "nursery_price": Variable("monthly fee that a family pays", (READ_BY_NURSERIES,)),
    "nursery_trust": Variable("trust in nurseries", (READ_BY_NURSERIES,)),
    "nursery_hours": Variable("hours that a nursery place covers", (READ_BY_NURSERIES,)),
    "child_cost": Variable(
        "yearly cost of a child", (READ_BY_MONEY, READ_BY_CLAIMS, READ_BY_PART_YEARS, READ_BY_FEES)),
    "school_way": Variable("hours of parents on the way to kindergarten and school", ("processes.money.school_way",)),
    "rent": Variable("monthly rent of a family", (READ_BY_HOMES, "processes.homes.rent_relief")),
    "rental_queue": Variable("waiting time for public rental", (READ_BY_HOMES,)),
    "credit_limit": Variable("most that a family can borrow for a home", (READ_BY_HOMES,)),
    "down_payment": Variable("own money needed for a home", (READ_BY_HOMES,)),
    "home_search": Variable("how soon a crowded family finds a larger home", (READ_BY_HOMES,)),
    "homes_by_lot": Variable("who wins a home by lot, and on what loan", ("processes.homes.home_lots",)),
    "permission": Variable("births that the rules permit", ("policy.permission",)),
    "penalty": Variable("money lost on a birth outside the rules", (READ_BY_MONEY,)),
    "unmarried_births": Variable(
        "pregnancies that single women carry to a birth", ("processes.childbearing.birth_decisions",)
    ),
    "treatment_price": Variable("own money that a cycle of treatment takes", (READ_BY_TREATMENT,)),
    "pregnancy_loss": Variable("pregnancies that are lost", ("processes.childbearing.health_checks",)),
    "infant_deaths": Variable("deaths in the first year of life", ("processes.life.mortality",)),
    "hours_at_checks": Variable("hours of parents at checks and vaccinations", (READ_BY_MONEY,)),
    "grandparents": Variable(
        "grandparents who mind a child, and what that costs its parents",
        (READ_BY_SERVICES, READ_BY_MONEY, READ_BY_PART_YEARS, "policy.ledger")),
    "quality_race": Variable("weight of peers' spending on a child", (READ_BY_MONEY, READ_BY_PUBLICITY)),
    "hiring": Variable("what employers gain by turning women away or dismissing them", (READ_BY_HIRING,)),
    "time_out": Variable("time out of work of mothers who stopped for a child", (READ_BY_HIRING,)),
    "pay_on_return": Variable("pay of mothers who come back to work", (READ_BY_HIRING,)),
    "meetings": Variable("how often single women meet somebody", (READ_BY_OUTREACH,)),
    "divorce": Variable("hazard that a couple parts", (READ_BY_OUTREACH,)),
    "entry_cost": Variable("wedding and bride price that a match has to pay", (READ_BY_HOMES,)),
    "norm": Variable("taste for a child, shifted directly: for sensitivity alone", (
        READ_BY_PUBLICITY, READ_BY_OUTREACH)),
    "take_up": Variable("share of the eligible who claim", ("policy.paths", READ_BY_HOMES, READ_BY_LEAVES)),
    "payers": Variable("who pays for a lever", ("policy.paths", READ_BY_LEAVES)),
    "rationing": Variable("measures above a county's means", ("policy.ledger",)),
}
"""Everything in the model that a lever may touch."""


class Payers(BaseModel):
    """Who pays: fixed shares, shares that a funding lever decides, and who pays the rest."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rest: Payer
    fixed: dict[Payer, float] = Field(default_factory=dict)
    by_lever: dict[Payer, str] = Field(default_factory=dict)


COUNTY_PAYS = Payers(rest="county", by_lever={"city": "municipal_cost_share"})
"""The plan's rule: the county funds its measures, less what the city takes over."""
NOBODY_PAYS = Payers(rest="family")
"""For levers without a cost rule."""


class Lever(BaseModel):
    """One policy lever. `sign` is that of births when the value rises; `default` holds where no rule is in force."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    plan_item: int = Field(ge=0, description="number of the plan's item; 0 is the funding clause")
    title_zh: str
    title_en: str
    unit: str
    kind: Kind = "continuous"
    lower: float
    upper: float
    default: float = 0.0
    sign: Sign
    dims: tuple[Dim, ...] = ()
    eligibility: tuple[str, ...] = ()
    law_payers: Payers = COUNTY_PAYS
    """Who pays what national and provincial law sets."""
    local_payers: Payers = COUNTY_PAYS
    """Who pays what city, county and plan add to it."""
    cost_rule: str = "none"
    touches: tuple[str, ...]
    idle: str = ""
    """Why its value changes public money at most and no life, for a lever that touches nothing."""
    needs: tuple[str, ...] = ()
    """Levers without which it does nothing: each must be above 0 where it acts; of `a|b` one of the two."""
    strengths: tuple[str, ...] = ()
    """Parameters of `sim.parameters` that say how strongly it acts where evidence lacks: priors; at 0 it moves nothing.
    """
    takes_up: TakesUp = "automatic"
    case_price: str = ""
    """Assumption of the pack that says what a case costs [yuan of 2020], where a price and not the value decides."""
    reach: str = ""
    """Lever whose value is the share of the eligible that this one reaches; its own id where it is that share."""
    legislated: bool = True
    """Whether a law sets its value, if only at 0: then a place has to say so. Else it is `default` until it is set."""
    meaning: str
    reason: str

    @model_validator(mode="after")
    def _whole(self) -> "Lever":
        assert self.lower <= self.default <= self.upper, f"{self.id}: default outside bounds"
        assert set(self.eligibility) <= set(ELIGIBILITY), f"{self.id}: unknown eligibility"
        assert set(self.touches) <= set(VARIABLES), f"{self.id}: unknown variable"
        assert bool(self.touches) != bool(self.idle), f"{self.id}: say what it touches, or why nothing"
        assert self.cost_rule in COST_RULES, f"{self.id}: unknown cost rule"
        assert bool(self.case_price) == (self.cost_rule in PRICED), f"{self.id}: price and cost rule do not fit"
        return self

    @property
    def is_money(self) -> bool:
        """Whether the value is an amount of yuan, deflated to constant 2020 yuan."""
        return self.unit.startswith("yuan")
