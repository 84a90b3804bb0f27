"""Access to home loans in the United States and children of young households (H04)."""

from calibration.studies.estimators import ratio
from calibration.studies.kinds import Arm, Lived, Study, transport
from sim.population.columns import Array

LOTTERY = Arm(values={
    "home_lot_loan": 1_500_000.0,
    "home_lot_chance": [{"from": "2021-01", "to": "2021-03", "value": 0.2}],
})  # fmt: skip
FIRST, LAST = 2022, 2025


def estimate(base: Lived, treated: Lived) -> Array:
    """Children of winners less those of losers, a woman over four years, per home that a winner's draw led to."""
    n_years = LAST - FIRST + 1
    won, lost = (
        n_years * ratio(treated.total(f"births_lot_{end}", FIRST, LAST), treated.total(f"women_lot_{end}", FIRST, LAST))
        for end in ("won", "lost"))
    bought = ratio(treated.total("lots_bought", 2021, 2021), treated.total("lots_drawn", 2021, 2021))
    return ratio(won - lost, bought)


STUDY = Study(
    id="H04", effects="H04", title="access to home credit, young households", mechanism="housing access",
    policy="home_lot_chance .2 a month, 2021-01 to 2021-03, home_lot_loan 1.5 million yuan: half of who rent may buy",
    cut="women of 20-39 in households that rented and took part, 2022-2025",
    estimator="winners less losers of a lottery within a run, per home bought", unit="children per home bought",
    published=1.0, interval=transport(1.0), band="transport", null=False,
    reference="Hacamo I (2021) The Babies of Mortgage Market Deregulation. Review of Financial Studies 34(2):907-948",
    source="https://academic.oup.com/rfs/article/34/2/907/5864039", quality="read in source excerpt",
    conversion="6 points more with a child over 6 points more with a home; a lottery of loans stands for exposure to"
    " deregulation. docs/odd.md told before that such a lottery lowers births here",
    base=LOTTERY, treated=LOTTERY, estimate=estimate,
)
