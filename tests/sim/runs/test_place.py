"""A pack that was found good is not checked again; one whose content, or whose code, is another is."""

import os
import shutil
from pathlib import Path

import pytest

from sim.errors import UserError
from sim.places.pack import PLACES, Pack, _load
from sim.runs import place
from sim.settings import RunSettings


@pytest.fixture
def checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Folders of the packs that are checked, in a cache of one's own that holds start populations."""
    found: list[Path] = []
    check = Pack.check

    def noted(pack: Pack) -> None:
        found.append(pack.folder)
        check(pack)

    monkeypatch.setattr(Pack, "check", noted)
    monkeypatch.setenv("FERTSIM_CACHE", str(tmp_path / "cache"))
    (tmp_path / "cache" / "populations").mkdir(parents=True)
    return found


def copied(folder: Path) -> RunSettings:
    shutil.copytree(PLACES / "shaoxing", folder)
    return RunSettings(place=str(folder))


def test_a_pack_is_checked_once(tmp_path: Path, checks: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    settings = copied(tmp_path / "pack")
    for _ in range(2):
        place.checked_place(settings)
        _load.cache_clear()
    assert len(checks) == 1
    monkeypatch.setattr(place, "code_hash", lambda: "another")
    place.checked_place(settings)
    assert len(checks) == 2
    assert len(list((tmp_path / "cache" / place.FOUND_GOOD).iterdir())) == 2


def test_a_fault_is_found_where_an_earlier_content_was_good(tmp_path: Path, checks: list[Path]) -> None:
    settings = copied(tmp_path / "pack")
    place.checked_place(settings)
    _load.cache_clear()
    table = tmp_path / "pack" / "counties.csv"
    table.write_text("\n".join(table.read_text(encoding="utf-8").splitlines()[:-1]) + "\n", encoding="utf-8")
    with pytest.raises(UserError):
        place.checked_place(settings)
    _load.cache_clear()
    with pytest.raises(UserError):
        place.checked_place(settings)


def test_nothing_is_noted_where_no_start_population_is(tmp_path: Path, checks: list[Path]) -> None:
    os.rmdir(tmp_path / "cache" / "populations")
    place.checked_place(copied(tmp_path / "pack"))
    assert len(checks) == 1
    assert os.listdir(tmp_path / "cache") == []
