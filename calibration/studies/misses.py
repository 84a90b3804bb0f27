"""Why studies failed in the first run, as far as its counts and the rules show. Nothing was changed for it."""

MISSES = {
    "A02": "full insurance brings the price to the lowest that counts, at which couples start treatment 2.5 times as"
    " often as at a quarter of a year's income (elasticity -.36, from co-payments, drawn out to no price), and"
    " nobody lacks the cash: births rise 6.6 % in 2022 and 4.4 % in 2030. US mandates raised cycles as much"
    " (A03, 132 %), where fewer births came of treatment",
    "C14": "2 % of births for a tenth of a year's income, the middle of the review by which the weight of money was"
    " set (C32: .5 to 4.1 %); the Korean estimates come to 6 % (C13) and 16 %",
    "H04": "an eighth of those drawn have the cash to buy; their savings go into the home and instalments exceed the"
    " rent, and what a home of one's own is worth beside its space is in no term of the decision",
    "H09": "weddings fall by .5 %, births a wife by .7 % (owners) and 2.3 % (renters, 2022-2026): between the two"
    " Chinese estimates, which differ eighteenfold",
    "H10": "as H09: -1.3 % of births in the city lies between both, and outside either band",
    "K03": "the places fill (6.3 to 15.5 children of a hundred under three), but where grandparents help half of the"
    " hours only take the place of theirs (care_substitution), and the weights of time and career are priors",
    "L05": "births rise in all groups, 1.4 % with college and 2.3 % with low schooling: as with cash (C13's arm: 3.1"
    " and 4.7 %) the low-schooled respond more, and the fund pays the employer's average wage, not her own",
    "S01": "peers are of one's own five years of age, and a wave of second births lies in older cells than the first"
    " births that it should move: 27 % more later births in 2022 move first births by less than .1 % a year",
}
"""By id; printed below the studies that failed."""
