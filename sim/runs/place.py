"""The place of runs, checked in full before anything is written. Called by `sim.runs.runner`, `sweep` and `trial`.

What was found good stays good: beside the start populations stands an empty file named after the content of the pack
and of the code that checked it, and a later command reads only the tables that it needs.
"""

import hashlib
import time
from contextlib import suppress
from pathlib import Path

from sim.errors import UserError
from sim.places.pack import Pack, load_pack
from sim.population.cache import KEPT_DAYS, cache_folder
from sim.processes.accounts import check_counties
from sim.settings import RunSettings
from sim.source import code_hash
from sim.writing import make_folder

FOUND_GOOD = "checked"
"""Folder of the cache."""
DAY_SECONDS = 24 * 3600


def checked_place(settings: RunSettings) -> Pack:
    """The data pack of a run's place; `UserError` where a table is not as declared, or runs cannot start as asked."""
    pack = load_pack(settings.place)
    check_counties(pack)
    good = _good(pack)
    if good.is_file():
        pack.trust()
    else:
        pack.check()
        _note(good)
    pack.check_start(settings.start_year)
    return pack


def _good(pack: Pack) -> Path:
    """The file that says that this code found this pack good."""
    name = hashlib.sha256(f"{pack.hash} {code_hash()}".encode()).hexdigest()[:32]
    return cache_folder().parent / FOUND_GOOD / name


def _note(good: Path) -> None:
    """Note what was found good where start populations stand already; what was noted long ago goes."""
    if not cache_folder().is_dir():
        return
    with suppress(OSError, UserError):  # a full or closed cache: the next command checks again
        make_folder(good.parent)
        for one in good.parent.iterdir():
            if time.time() - one.stat().st_mtime > KEPT_DAYS * DAY_SECONDS:
                one.unlink(missing_ok=True)
        good.touch()
