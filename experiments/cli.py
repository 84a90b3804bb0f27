"""The command line: parses what a user types, calls down, and turns every user's mistake into one sentence.

`fertsim run` simulates, stores and reports; `fertsim report` reports what is stored. Entry point: `main`.
"""

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from tqdm import tqdm

from experiments.commands.sweeps import mount as mount_sweeps
from sim.errors import UserError

EXIT_MISTAKE = 2
EXIT_STOPPED = 130

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Births, marriages and population policy of a Chinese city, person by person, month by month.",
)

Out = Annotated[Path, typer.Option("--out", help="folder of the run set, its table and its charts", show_default=True)]
CountyName = Annotated[
    str | None, typer.Option("--county", help="report one county: its code, Chinese or English name")
]


@app.callback()
def commands() -> None:
    """Births, marriages and population policy of a Chinese city, person by person, month by month."""


@app.command()
def run(
    scenario: Annotated[str, typer.Option(help="name of a shipped scenario, or a YAML file")] = "national_only",
    future: Annotated[str, typer.Option(help="low, central or high")] = "central",
    sample: Annotated[str, typer.Option(help="agents per resident, 1/1000 to 1/1")] = "1/50",
    seeds: Annotated[int, typer.Option(help="number of runs; they take seeds 1, 2, ...")] = 8,
    start: Annotated[int, typer.Option("--from", help="census year to start from: 2010 or 2020")] = 2020,
    end: Annotated[int, typer.Option("--to", help="last year")] = 2035,
    out: Out = Path("out/run"),
    county: CountyName = None,
    threads: Annotated[int | None, typer.Option(help="threads of each run; default: all cores")] = None,
    workers: Annotated[int, typer.Option(help="runs at the same time, each in its own process")] = 1,
    place: Annotated[str, typer.Option(help="name of a shipped data pack, or the folder of another")] = "shaoxing",
    population_seed: Annotated[int, typer.Option(help="seed of the start population")] = 1,
) -> None:
    """Simulate, store the counts, and report a table and charts."""
    from experiments.report import county_code, write_observed, write_report, write_start_fit
    from sim.places.pack import load_pack  # the simulation takes seconds to load; --help need not wait
    from sim.runs.runner import n_months, run_set

    if seeds < 1:
        raise UserError(f"--seeds: {seeds} is less than 1; give the number of runs, 1 or more")
    if threads is None:
        threads = max(1, (os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count()) or 1)
        threads = max(1, threads // max(workers, 1))
    settings = _settings(
        place=_place(place),
        scenario=scenario,
        future=future,
        sample=sample,
        start_year=start,
        end_year=end,
        population_seed=population_seed,
        threads=threads,
    )
    pack = load_pack(settings.place)
    chosen = None if county is None else county_code(pack.table("counties"), county)
    with _Progress(n_months(settings) * seeds, f"{seeds} runs") as progress:
        stored = run_set(settings, range(1, seeds + 1), out, workers, progress.add)
    write_observed(stored, pack)
    write_start_fit(stored, settings, pack)
    typer.echo(write_report(stored, chosen))


@app.command()
def report(
    directory: Annotated[Path, typer.Argument(help="folder of a run set")],
    county: CountyName = None,
) -> None:
    """Report a stored run set again: table and charts, without simulating."""
    import pandas as pd

    from experiments.report import county_code, write_report
    from sim.runs.runset import RunSet

    stored = RunSet.open(directory)
    counties = pd.DataFrame([c.model_dump() for c in stored.manifest.counties])
    typer.echo(write_report(stored, None if county is None else county_code(counties, county)))


mount_sweeps(app)


class _Progress:
    """A bar of simulated months with the time left.

    Nothing appears before all checks are passed; the bar starts with the first simulated month, so that making the
    start population and compiling do not enter the time left.
    """

    def __init__(self, n_months: int, title: str) -> None:
        self.n_months = n_months
        self.title = title
        self.bar: Any = None

    def __enter__(self) -> "_Progress":
        return self

    def add(self, n_months: int) -> None:
        """Count months as simulated."""
        if self.bar is not None:
            self.bar.update(n_months)
        elif n_months == 0:
            print("Preparing the start population; the first run of a machine also compiles.", file=sys.stderr)
        else:
            every = 0.2 if sys.stderr.isatty() else 5
            self.bar = tqdm(total=self.n_months, initial=n_months, unit="month", desc=self.title, mininterval=every)

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.close()


def _settings(**fields: Any) -> Any:
    """Checked settings; a mistake in any of them is a UserError."""
    from sim.settings import RunSettings

    try:
        return RunSettings(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        raise UserError(str(first.get("ctx", {}).get("error", first["msg"]))) from None


def _place(name: str) -> str:
    """A folder's full path where one is named, otherwise the name of a shipped pack."""
    return str(Path(name).resolve()) if os.sep in name or Path(name).is_dir() else name


def main() -> None:
    """Run a command; a user's mistake is one sentence on stderr and exit status 2, without a traceback."""
    try:
        status = app(sys.argv[1:] or ["--help"], standalone_mode=False)
    except UserError as error:
        _fail(str(error))
    except typer.exceptions.TyperException as error:
        _fail(error.format_message())
    except (KeyboardInterrupt, typer.Abort):
        print("fertsim: stopped; the same command goes on with what is missing.", file=sys.stderr)
        sys.exit(EXIT_STOPPED)
    sys.exit(status if isinstance(status, int) else 0)


def _fail(message: str) -> None:
    print(f"fertsim: {' '.join(message.split()).rstrip('.')}.", file=sys.stderr)
    sys.exit(EXIT_MISTAKE)
