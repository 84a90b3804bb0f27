"""The plain demographic workload that neworder and Mesa run here: ageing, death, marriage in bins, births by a logit.

Ages are in months. A month: all grow a month older; each dies by its sex and age; of the single women in a bin of five
years of age some wed, each with a single man of the same bin; each married woman from 15 to 49 has a birth by a logit
of twelve terms. Figures are of the size of a Chinese city's, none is fitted.
"""

import numpy as np

NOBODY = -1
LAST_AGE = 110 * 12
YOUNGEST, BINS, BIN = 20 * 12, 5, 5 * 12
"""Youngest age of a wedding, bins of age and their width."""
WEDS = np.array([0.012, 0.015, 0.008, 0.004, 0.002])
"""Probability a month that a single woman weds, by bin."""
FERTILE = (15 * 12, 50 * 12)
GIRLS = 0.475
TERMS = (-4.15, -0.9, -1.1, -0.25, -0.6, -1.9, -3.2, -2.6, 0.5, -0.2, -0.1, -0.15)
"""Coefficients: intercept; age less 28 and its square and cube [10 years]; one child; two; more; less than 18 months
since the last birth; 18 to 48; schooling [years less 12, over 5]; works; husband's age less hers [10 years]."""
SOON, LATER = 18, 48


def deaths_a_month() -> np.ndarray:
    """Probability of death in a month, (sex, age in months), of a Gompertz law with infant deaths; women first."""
    age = np.arange(LAST_AGE + 1) / 12
    yearly = np.array([[2.0e-5], [4.5e-5]]) * np.exp(0.098 * age) + 0.004 * np.exp(-2.0 * age)
    return 1.0 - np.exp(-yearly / 12)


def pairs(bins, woman, weds, uniforms):
    """Places of brides and of their grooms among singles, bin by bin.

    bins, woman, weds : (single) bin of age, sex, and whether she weds; uniforms : draws such a number of uniforms
    """
    brides, grooms = [], []
    for k in range(BINS):
        hers, his = np.flatnonzero(weds & (bins == k)), np.flatnonzero(~woman & (bins == k))
        wanted = min(len(hers), len(his))
        # drawn with replacement and made unique, since few of many are wanted
        picked = (uniforms(2 * wanted) * len(his)).astype(np.int64)
        picked = picked[np.sort(np.unique(picked, return_index=True)[1])][:wanted]
        brides.append(hers[: len(picked)])
        grooms.append(his[picked])
    return np.concatenate(brides), np.concatenate(grooms)


def birth_chances(age, parity, since, schooling, works, husband):
    """Chance of a birth this month of married women; all arguments by woman, `husband` his age in months."""
    years, mother = (age - 28 * 12) / 120, parity > 0
    terms = np.column_stack([
        np.ones(len(age)), years, years**2, years**3, parity == 1, parity == 2, parity > 2,
        mother & (since < SOON), mother & (since >= SOON) & (since < LATER), schooling, works, (husband - age) / 120,
    ])  # fmt: skip
    return 1.0 / (1.0 + np.exp(-terms @ TERMS))


def start(people: int, seed: int) -> dict[str, np.ndarray]:
    """Columns of a population; `partner` is a row or NOBODY, `since` the months since the last birth.

    Four of five from 30 on are married, fewer below; husband and wife stand at the same place by age.
    """
    rng = np.random.default_rng(seed)
    age = (rng.triangular(0, 35, 95, people) * 12).astype(np.int64)
    woman = rng.random(people) < 0.49
    married = rng.random(people) < 0.8 * np.clip((age / 12 - 20) / 10, 0, 1)
    wives, husbands = (np.flatnonzero(married & (woman == one)) for one in (True, False))
    n = min(len(wives), len(husbands))
    wives, husbands = (np.sort(rng.permutation(rows)[:n]) for rows in (wives, husbands))
    wives, husbands = (rows[np.argsort(age[rows])] for rows in (wives, husbands))
    partner = np.full(people, NOBODY)
    partner[wives], partner[husbands] = husbands, wives
    parity = np.zeros(people, np.int64)
    parity[wives] = rng.poisson(np.clip((age[wives] / 12 - 20) / 12, 0, 1.5))
    return {
        "age": age, "woman": woman, "partner": partner, "parity": parity, "since": rng.integers(1, 200, people),
        "schooling": rng.normal(0, 0.6, people), "works": rng.random(people) < 0.6,
    }  # fmt: skip
