"""The place of runs, checked in full before anything is written. Called by `sim.runs.runner`, `sweep` and `trial`."""

from sim.places.pack import Pack, load_pack
from sim.processes.accounts import check_counties
from sim.settings import RunSettings


def checked_place(settings: RunSettings) -> Pack:
    """The data pack of a run's place; `UserError` where a table is not as declared, or runs cannot start as asked."""
    pack = load_pack(settings.place)
    check_counties(pack)
    pack.check()
    pack.check_start(settings.start_year)
    return pack
