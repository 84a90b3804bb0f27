"""Why studies failed, as far as counts of their runs and the rules show. No effect was set to a published figure."""

MISSES = {
    "A02": "full insurance brings the price to the lowest that counts, at which couples start treatment 2.5 times as"
    " often as at a quarter of a year's income (elasticity -.36, from co-payments, drawn out to no price), and"
    " nobody lacks the cash: births rise 6 % in 2022 and 3.7 % in 2030. US mandates raised cycles as much"
    " (A03, 132 %), where fewer births came of treatment; how many come here (art_start) is a prior, drawn along",
    "C14": "2 % of births for a tenth of a year's income, the middle of the review by which the weight of money was"
    " set (C32: .5 to 4.1 %); the Korean estimates come to 6 % (C13) and 16 %",
    "H04": "an eighth of those drawn have the cash to buy; their savings go into the home and instalments exceed the"
    " rent, and what a home of one's own is worth beside its space is in no term of the decision. Women who wed a man"
    " that was drawn count by their own household's lot, so half of what a home does to weddings is not seen",
    "H09": "weddings fall by .4 %, births a wife by .6 % (owners) and 2.0 % (renters, 2022-2026): between the two"
    " Chinese estimates, which differ eighteenfold",
    "H02": "as H10: rents rise with prices in this arm, and renters pay them at once",
    "S02": "positive, but not told from 0 by 24 draws: peers weigh as little as in S01",
    "H10": "as H09: -1.3 % of births in the city lies between both, and outside either band. Here rents rise with"
    " prices, in the study prices over incomes alone",
    "K03": "11 places for a hundred children under three are 9 children more in one. A place is worth money to who"
    " would take it, by the slope of demand in the fee (nursery_price, a prior drawn along); neither the hours"
    " nor the chance to leave work that a couple expects fall by it",
    "L05": "births rise in all groups, 1.6 % with college and 2.5 % with low schooling: the fund pays the employer's"
    " average wage, not her own, so that low pay gains most, and public units pay wages on in both arms, so that many"
    " with college gain nothing. The German benefit followed her own pay",
    "P01": "half of the mothers of one were permitted a second child before (an only child among the two, or rural with"
    " a girl), and the study's own estimator (P01*) comes to as much",
    "S01": "peers weigh some .7 % of first births for a point of women with a birth, a seventh of the study's. They are"
    " of one's own five years of age, and a wave of second births lies in older cells than the first births that it"
    " should move; the study measured the hazard of the year after, here births of four years, when who bore early is"
    " missing",
}
"""By id; printed below the studies that failed."""

MENDS = {
    "P01*": "the study has no arm without the rule: what mothers would have borne it takes for first births less the"
    " difference of 2015-01 to 2016-06 (its Fig 2), so that first births that fell for other reasons add to its 5.40"
    " million; the paired change of P01 is another estimator",
}
"""By id; what was at fault with the emulation as it was set, of studies that are told beside it."""
