"""Determinism, settings and the cache on disk; and the drawing tools by hand-worked numbers."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from sim.errors import Damaged, UserError
from sim.places.pack import Pack
from sim.population import cache
from sim.population.build import build_population
from sim.population.columns import Population, empty_households, empty_persons
from sim.population.draws import Step, key, rounded, rounded_number, spread_uniforms, weighted_pick
from sim.population.motherhood import first_birth_weight, spacing_weight
from sim.population.sharing import find_hosts

SMALL = Fraction(1, 1000)


DIGEST = (
    "hashlib.sha256(b''.join((x if n == 'id' else x.astype('float64')).tobytes()"
    " for t in (p.persons, p.households) for n, x in zip(t._fields, t))).hexdigest()"
)


def same(a: Population, b: Population) -> bool:
    states = [(a.persons, b.persons), (a.households, b.households)]
    return all(np.array_equal(x, y) for s, t in states for x, y in zip(s, t, strict=True))


@pytest.mark.compiled
def test_same_seed_same_bits_other_seed_other(pack: Pack) -> None:
    first, again, other = (build_population(pack, 2020, SMALL, seed) for seed in (3, 3, 4))
    assert same(first, again)
    assert not np.array_equal(np.sort(first.persons.id), np.sort(other.persons.id))


@pytest.mark.slow
def test_compiled_and_uncompiled_agree_to_the_bit(pack: Pack) -> None:
    """Uncompiled columns are wider, so values are compared as float64, which holds all but ids, and ids as int64."""
    code = (
        "import hashlib, warnings; warnings.simplefilter('ignore'); from fractions import Fraction;"
        "from sim.places.pack import load_pack; from sim.population.build import build_population;"
        "p = build_population(load_pack('shaoxing'), 2010, Fraction(1, 1000), 3);"
        f"print({DIGEST})")
    run = subprocess.run([sys.executable, "-c", code], env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
                         capture_output=True, text=True, check=True)
    p = build_population(pack, 2010, SMALL, 3)
    assert run.stdout.strip() == eval(DIGEST, {"hashlib": hashlib, "p": p})


def test_unknown_census_and_bad_sample_are_refused(pack: Pack) -> None:
    with pytest.raises(UserError, match="2015"):
        build_population(pack, 2015, SMALL, 1)
    with pytest.raises(UserError, match="sample 2"):
        build_population(pack, 2020, Fraction(2), 1)


@pytest.mark.compiled
def test_cache_gives_back_the_same_population(pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FERTSIM_CACHE", str(tmp_path))
    made = cache.load_or_build(pack, 2010, SMALL, 5)
    monkeypatch.setattr(cache, "build_population", None)  # a second build would fail
    loaded = cache.load_or_build(pack, 2010, SMALL, 5)
    assert same(made, loaded)
    loaded.persons.parity[:] = 9  # the caller's own copy
    assert same(made, cache.load_or_build(pack, 2010, SMALL, 5))


def test_cache_key_tells_settings_apart(pack: Pack) -> None:
    keys = {
        cache.population_key(pack, 2010, SMALL, 1), cache.population_key(pack, 2020, SMALL, 1),
        cache.population_key(pack, 2010, Fraction(1, 100), 1), cache.population_key(pack, 2010, SMALL, 2),
        cache.population_key(pack, 2010, SMALL, 1, correct_undercount=True),
    }
    assert len(keys) == 5


@pytest.mark.compiled
def test_broken_write_is_not_read(pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FERTSIM_CACHE", str(tmp_path))
    folder = cache.cache_folder() / cache.population_key(pack, 2020, SMALL, 5)
    population = build_population(pack, 2020, SMALL, 5)
    cache.store(population, folder)
    (folder.parent / ".writing-1@elsewhere~half").mkdir()
    os.utime(folder.parent / ".writing-1@elsewhere~half", (0, 0))
    cache.store(population, folder)  # a second writer writes the same
    assert same(population, cache.load(folder))
    assert [f.name for f in folder.parent.iterdir()] == [folder.name]


@pytest.mark.compiled
def test_a_damaged_population_is_made_anew(pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FERTSIM_CACHE", str(tmp_path))
    population = cache.load_or_build(pack, 2020, SMALL, 6)
    folder = cache.cache_folder() / cache.population_key(pack, 2020, SMALL, 6)
    generator = np.random.default_rng(3)
    for name in ("persons_birth.npy", "households_size.npy", cache.HASHES, "persons_id.npy"):
        for damage in ("flip", "cut", "empty", "gone"):
            content = bytearray((folder / name).read_bytes())
            content[generator.integers(len(content))] ^= 4
            if damage == "gone":
                (folder / name).unlink()
            else:
                kept = {"flip": bytes(content), "cut": bytes(content[:-9]), "empty": b""}[damage]
                (folder / name).write_bytes(kept)
            with pytest.raises(Damaged):
                cache.load(folder)
            cache._held._things.clear()
            assert same(population, cache.load_or_build(pack, 2020, SMALL, 6)), (name, damage)
            assert same(population, cache.load(folder))


def test_a_cache_that_cannot_be_written_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FERTSIM_CACHE", str(tmp_path / "file"))
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match=r"cache of start populations: .* name another folder with FERTSIM_CACHE"):
        cache.store(Population(empty_persons(3), empty_households(2), 3, 2), cache.cache_folder() / "key")


@pytest.mark.compiled
def test_room_in_the_cache_is_asked_for_households_too(
    pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is asked for is within 2 % of what is stored; a disk with room for the persons alone is refused."""
    monkeypatch.setenv("FERTSIM_CACHE", str(tmp_path / "cache"))
    population = build_population(pack, 2020, Fraction(1, 200), 1)
    cache.store(population, tmp_path / "stored")
    stored = sum(file.stat().st_size for file in (tmp_path / "stored").glob("*.npy"))
    persons = sum(file.stat().st_size for file in (tmp_path / "stored").glob("persons_*.npy"))
    assert cache.expected_bytes(pack, 2020, Fraction(1, 200)) == pytest.approx(stored, rel=0.02)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1.01 * persons))
    with pytest.raises(UserError, match="no space left on device; name another folder with FERTSIM_CACHE"):
        cache.check_cache(pack, 2020, Fraction(1, 200), [1])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1.05 * stored))
    cache.check_cache(pack, 2020, Fraction(1, 200), [1])


def test_populations_that_nobody_uses_for_a_month_go_when_one_comes(
    pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FERTSIM_CACHE", str(tmp_path))
    folders = [cache.cache_folder() / cache.population_key(pack, 2020, Fraction(1, 1000), seed) for seed in (1, 2, 3)]
    for seed in (1, 2):
        cache.load_or_build(pack, 2020, Fraction(1, 1000), seed)
    long_ago = time.time() - (cache.KEPT_DAYS + 1) * 86_400
    for folder in folders[:2]:
        os.utime(folder / cache.HASHES, (long_ago, long_ago))
    cache.load(folders[1])
    cache.load_or_build(pack, 2020, Fraction(1, 1000), 3)
    assert [folder.is_dir() for folder in folders] == [False, True, True]


def test_rounding_is_unbiased_and_keeps_running_sums() -> None:
    expected = np.tile(np.array([0.2, 0.5, 1.7, 0.1, 0.5]), (4000, 1))
    counts = rounded(expected, key(1, Step.COUNTS))
    assert abs(counts.mean(axis=0) - expected[0]).max() < 4 * 0.5 / np.sqrt(4000)
    assert set(np.unique(counts.sum(axis=1))) == {3}
    assert np.mean([rounded_number(2.25, key(1, 99), c) for c in range(4000)]) == pytest.approx(2.25, abs=0.03)


def test_spread_uniforms_are_even_within_a_cell() -> None:
    starts = np.array([0, 1000, 1000, 1010])
    u = spread_uniforms(key(1, Step.EDUCATION), starts, 2**0.5 % 1)
    assert ((u >= 0) & (u < 1)).all()
    for p in (0.1, 0.37, 0.9):
        assert abs((u[:1000] < p).sum() - 1000 * p) < 6


def test_weighted_pick_follows_weights() -> None:
    ids = np.arange(20_000)
    weights = np.where(ids < 10_000, 1.0, 3.0)
    weights[:100] = 0.0
    picked = weighted_pick(weights, ids, 1000, key(1, Step.ALONE))
    assert len(np.unique(picked)) == 1000
    assert picked.min() >= 100
    assert (picked >= 10_000).mean() == pytest.approx(0.75, abs=0.05)
    assert len(weighted_pick(weights, ids, 50_000, key(1, Step.ALONE))) == 19_900


def test_birth_propensities_by_hand() -> None:
    assert first_birth_weight(0.1, 25) == 0.0
    assert first_birth_weight(1.0, 25) == 1.0
    assert first_birth_weight(1.0, 36) == pytest.approx(0.5)
    assert first_birth_weight(4.0, 25) == pytest.approx(0.6)
    assert spacing_weight(17) == 0.0
    assert spacing_weight(24) == pytest.approx(0.55)
    assert spacing_weight(60) == 1.0


def test_hosts_have_the_wanted_age_and_serve_once() -> None:
    ages, host_ages = np.array([20, 20, 20, 60]), np.array([45, 45, 90])
    found = find_hosts(ages, host_ages, np.array([0.1, 0.5, 0.9, 0.0]), 20, 30, True)
    assert sorted(found[:2]) == [0, 1]
    assert found[2] == -1
    assert found[3] == 2
