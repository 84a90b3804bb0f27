"""fertsim itself under the same watch: the months of national law from 2020 to 2035."""

from fractions import Fraction

from sim.model import FertilityModel
from sim.settings import LAST_YEAR, SMALLEST_SAMPLE, RunSettings
from tests.bench.peers.timing import timed

RESIDENTS = 5_270_000


def make(people, months):
    """The model's loop, of the sample that has about so many people."""
    sample = max(Fraction(1, round(RESIDENTS / people)), SMALLEST_SAMPLE)
    model = FertilityModel(RunSettings(sample=sample, end_year=LAST_YEAR))

    def loop():
        model.run_for(months)
        return sum(int(counts["exposure_half_months"].sum()) for counts in model.yearly.values()) / 2

    return loop


if __name__ == "__main__":
    timed(make)
