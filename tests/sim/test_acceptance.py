"""What the city must show before anyone relies on it: levels, scales, pairing. Slow; `-s` prints the figures.

Run with `python -m pytest -m slow -s tests/sim/test_acceptance.py`.
"""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from sim.model import FertilityModel
from sim.parameters import Parameters
from sim.places.pack import Pack, load_pack
from sim.processes.unions.meeting import schooling_affinity
from sim.settings import RunSettings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


def lived(pack: Pack, **fields: object) -> FertilityModel:
    """A model run to its end."""
    model = FertilityModel(RunSettings(**fields), pack=pack)  # type: ignore[arg-type]
    model.run_for(model.n_months)
    return model


def births(model: FertilityModel, *years: int) -> int:
    """Agents born in the years."""
    return sum(int(model.yearly[year]["births"].sum()) for year in years)


def order_rates(model: FertilityModel, year: int) -> np.ndarray:
    """Total fertility rate of a year by order of birth (1, 2, 3, 4+)."""
    born = model.yearly[year]["births"].sum(axis=(0, 3, 4))[15:50]
    exposed = model.yearly[year]["exposure_half_months"].sum(axis=0)[1, 15:50] / 24
    return np.asarray((born / exposed[:, None]).sum(axis=0))


def published(pack: Pack, table: str, keep: Callable[[object], bool]) -> float:
    """The one value of a pack table's rows for which `keep` holds."""
    values = [row.value for row in pack.table(table).itertuples() if keep(row)]
    assert len(values) == 1, values
    return float(values[0])


def test_samples_agree_on_births(pack: Pack) -> None:
    years = (2021, 2022, 2023, 2024)
    rates, errors = {}, {}
    for sample, seeds in ((Fraction(1, 50), 8), (Fraction(1, 10), 3), (Fraction(1), 1)):
        models = [lived(pack, sample=sample, seed=seed, end_year=2024, threads=2) for seed in range(1, seeds + 1)]
        born = sum(births(model, *years) for model in models)
        lived_years = sum(model.yearly[y]["exposure_half_months"].sum() / 24 for model in models for y in years)
        rates[sample], errors[sample] = born / lived_years * 1000, np.sqrt(born) / lived_years * 1000
        print(f"births per 1,000, 2021-2024, at {sample}: {rates[sample]:.3f} ± {errors[sample]:.3f}")
    for a in rates:
        for b in rates:
            assert abs(rates[a] - rates[b]) <= 3 * np.hypot(errors[a], errors[b])


def test_paired_seeds_spare_runs(pack: Pack) -> None:
    """Births 2021-2025 when one hazard (a second child) is a tenth higher: paired against independent errors."""
    years, seeds = range(2021, 2026), range(1, 33)
    base = Parameters()
    higher = base.with_values({"start_second": base.start_second * 1.1})
    totals = np.array([
        [births(lived(pack, seed=seed, end_year=2025, parameters=p, birth_rule="hazard"), *years)
         for p in (base, higher)]
        for seed in seeds
    ])
    difference = totals[:, 1] - totals[:, 0]
    paired = difference.std(ddof=1) / np.sqrt(len(seeds))
    independent = np.sqrt(totals.var(axis=0, ddof=1).sum() / len(seeds))
    print(f"more births at 1/50: {difference.mean():.1f}; standard error paired {paired:.2f}, "
          f"independent {independent:.2f}, ratio {paired / independent:.3f}")
    assert difference.mean() > 3 * paired
    assert paired <= independent / 3


def test_level_from_2020(pack: Pack) -> None:
    models = [lived(pack, sample=Fraction(1, 10), seed=seed, end_year=2022, threads=2) for seed in (1, 2)]
    born = np.mean([births(model, 2022) for model in models]) * 10
    observed = published(pack, "vital", lambda r: (r.year, r.base, r.indicator) == (2022, "resident", "births"))
    months = [(2020, 10), (2020, 11)] + [(2021, month) for month in range(10)]
    first_months = 10 * np.mean([
        sum(model.yearly[year]["balance"][month, :, 1].sum() for year, month in months) for model in models
    ])
    tfr = np.mean([order_rates(model, 2021).sum() for model in models])
    wanted = published(
        pack, "tfr", lambda r: (r.area, r.year, r.birth_order) == ("Shaoxing", 2020, "all"))
    print(f"births 2022: {born:,.0f} against {observed:,.0f}; first twelve months {first_months:,.0f}; "
          f"TFR of the first full year {tfr:.3f} against {wanted:.3f} (2020, indirect)")
    assert abs(born / observed - 1) <= 0.25
    assert abs(tfr / wanted - 1) <= 0.25


def test_back_cast_from_2010(pack: Pack) -> None:
    model = lived(pack, sample=Fraction(1, 10), start_year=2010, end_year=2020, threads=2)
    residents = model.yearly[2020]["persons"].sum(axis=(1, 2)) * 10
    totals = pack.table("population_totals")
    census = totals[(totals.census == 2020) & (totals.indicator == "residents")].set_index("county_code")["value"]
    for code, persons in zip(pack.county_codes, residents, strict=True):
        print(f"{code}: {persons:,.0f} residents at the end of 2020 against {census[code]:,.0f} "
              f"({persons / census[code] - 1:+.1%})")
    tfr = {year: order_rates(model, year) for year in range(2011, 2021)}
    print("TFR by order:", {year: [round(float(x), 2) for x in rates[:3]] for year, rates in tfr.items()})
    assert all(abs(persons / census[code] - 1) <= 0.08
               for code, persons in zip(pack.county_codes, residents, strict=True))
    second = {year: rates[1] for year, rates in tfr.items()}
    assert min(second[2016], second[2017]) > 1.2 * np.mean([second[2012], second[2013]])
    assert second[2017] > second[2015]
    wanted = published(
        pack, "tfr", lambda r: (r.area, r.year, r.birth_order) == ("Shaoxing", 2020, "all"))
    print(f"TFR 2020 of the back-cast {tfr[2020].sum():.3f} against {wanted:.3f}")
    assert abs(tfr[2020].sum() / wanted - 1) <= 0.25


def test_couples_are_as_in_the_inputs(pack: Pack) -> None:
    """Age gap as wanted; schooling of spouses with the odds ratios of the input table, whatever schooling there is."""
    model = lived(pack, sample=Fraction(1, 10), threads=2)
    ages = sum(counts["couples_by_age"] for counts in model.yearly.values())
    schooling = sum(counts["couples_by_education"] for counts in model.yearly.values())
    gaps = np.arange(101)[None, :] - np.arange(101)[:, None]
    mean = (ages * gaps).sum() / ages.sum()
    spread = np.sqrt((ages * (gaps - mean) ** 2).sum() / ages.sum())
    print(f"age gap of new couples {mean:.2f} ± {spread:.2f} years")
    assert abs(mean - model.settings.parameters.age_gap_mean) < 0.4
    assert abs(spread - model.settings.parameters.age_gap_sd) < 0.4
    affinity = schooling_affinity(pack)
    for low, high in ((2, 3), (2, 5), (3, 5)):  # levels with enough couples on both sides
        odds = [
            np.log(table[low, low] * table[high, high] / (table[low, high] * table[high, low]))
            for table in (schooling, affinity)
        ]
        print(f"log odds ratio of schooling levels {low} and {high}: {odds[0]:.2f}, input {odds[1]:.2f}")
        assert abs(odds[0] - odds[1]) < 0.5
