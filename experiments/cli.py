"""The command line: parses what a user types, calls down, and turns every user's mistake into one sentence.

`fertsim run` simulates, stores and reports, one scenario or several; `report` reports what is stored; `levers`
lists the policy levers. Entry point: `main`.
"""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from tqdm import tqdm

from experiments.commands.briefing import mount as mount_briefing
from experiments.commands.calibration import mount as mount_calibration
from experiments.commands.places import place_of
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
DRAWS_HELP = "parameter draws of the place: seed k runs draw k (all), the first N in turn, or none: default parameters"
CountyName = Annotated[
    str | None, typer.Option("--county", help="report one county: its code, Chinese or English name")
]


@app.callback()
def commands() -> None:
    """Births, marriages and population policy of a Chinese city, person by person, month by month."""


@app.command()
def run(
    scenario: Annotated[str, typer.Option(help="name of a shipped scenario, or a YAML file")] = "national_only",
    against: Annotated[
        list[str] | None, typer.Option(help="compare with this scenario, same seeds; may be repeated")
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="LEVER[@COUNTY]=VALUE", help="value of a lever in --scenario; may be repeated"),
    ] = None,
    dose: Annotated[
        list[str] | None,
        typer.Option(metavar="LEVER=X", help="dose of a lever in --scenario: 0 the base scenario, 1 the plan"),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="a declared parameter, in all scenarios; may be repeated"),
    ] = None,
    rule: Annotated[str, typer.Option(help="birth rule: utility, or hazard (no behaviour)")] = "utility",
    future: Annotated[
        list[str] | None,
        typer.Option(help="low, central (default) or high; each of several is run alone, into a folder of its name"),
    ] = None,
    sample: Annotated[str, typer.Option(help="agents per resident, 1/1000 to 1/1")] = "1/50",
    seeds: Annotated[int | None, typer.Option(help="number of runs; they take seeds 1, 2, ...; default 8")] = None,
    draws: Annotated[str, typer.Option(metavar="N|all|none", help=DRAWS_HELP)] = "all",
    start: Annotated[int, typer.Option("--from", help="census year to start from: 2010 or 2020")] = 2020,
    end: Annotated[int, typer.Option("--to", help="last year")] = 2035,
    out: Out = Path("out/run"),
    county: CountyName = None,
    threads: Annotated[int | None, typer.Option(help="threads of each run; default: all cores")] = None,
    workers: Annotated[int | None, typer.Option(help="runs at the same time, each in its own process")] = None,
    place: Annotated[str, typer.Option(help="name of a shipped data pack, or the folder of another")] = "shaoxing",
    population_seed: Annotated[int, typer.Option(help="seed of the start population")] = 1,
) -> None:
    """Simulate, store the counts, and report a table and charts; with --against, of several scenarios."""
    from experiments.comparison import checked_settings, n_threads
    from experiments.options import (
        birth_rule,
        draws_asked,
        future_folders,
        lever_doses,
        lever_values,
        parameter_draws,
        parameter_values,
        seeds_of,
    )
    from experiments.report import county_code
    from sim.parameters import Parameters
    from sim.places.pack import load_pack  # the simulation takes seconds to load; --help need not wait
    from sim.runs.runner import n_months

    asked, by_hand = draws_asked(draws), parameter_values(param or ())
    listed = range(1, seeds_of(asked, seeds) + 1)
    folders = future_folders(future or (), out)
    n_runs = len(listed) * (1 + len(against or ())) * len(folders)
    settings = checked_settings(
        place=place_of(place),
        scenario=scenario,
        sample=sample,
        start_year=start,
        end_year=end,
        population_seed=population_seed,
        threads=n_threads(sample, n_runs, workers) if threads is None else threads,
        birth_rule=birth_rule(rule),
        doses=lever_doses(dose or ()),
        values=lever_values(set_ or ()),
        parameters=Parameters().with_values(by_hand),
    )
    drawn = parameter_draws(asked, settings, by_hand)
    pack = load_pack(settings.place)
    chosen = None if county is None else county_code(pack.table("counties"), county)
    told = []
    with _Progress(n_months(settings) * n_runs, f"{n_runs} runs") as progress:
        for name, folder in folders.items():
            one = settings.model_copy(update={"future": name})
            if against:
                told.append(_compared(one, against, listed, drawn, folder, chosen, workers, progress.add))
            else:
                told.append(_single(one, listed, drawn, folder, chosen, workers, progress.add))
    typer.echo("\n\n".join(told))


def _single(
    settings: Any, seeds: Any, draws: Any, out: Path, county: int | None, workers: int | None, progress: Any
) -> str:
    """Text of the report of one scenario, after running what is missing."""
    from experiments.report import write_inputs, write_report
    from sim.runs.runner import run_set

    stored = run_set(settings, seeds, out, workers, progress, draws)
    write_inputs(stored, settings)
    return write_report(stored, county)


def _compared(
    settings: Any, against: list[str], seeds: Any, draws: Any, out: Path, county: int | None, workers: int | None,
    progress: Any,
) -> str:
    """Text of the report of several scenarios, after running what is missing."""
    from experiments.comparison import run_comparison
    from experiments.comparison_report import write_comparison

    return write_comparison(run_comparison(settings, against, seeds, out, county, workers, progress, draws), out)


@app.command()
def report(
    directory: Annotated[Path, typer.Argument(help="folder of a run set or of a comparison")],
    county: CountyName = None,
) -> None:
    """Report a stored run set or comparison again: table and charts, without simulating."""
    import pandas as pd

    from experiments.comparison import INDEX, Comparison
    from experiments.comparison_report import write_comparison
    from experiments.report import county_code, write_report
    from sim.runs.runset import RunSet

    compared = Comparison.open(directory) if (directory / INDEX).is_file() else None
    stored = RunSet.open(directory) if compared is None else compared.run_sets[compared.scenario]
    counties = pd.DataFrame([c.model_dump() for c in stored.manifest.counties])
    code = None if county is None else county_code(counties, county)
    if compared is None:
        typer.echo(write_report(stored, code))
    else:
        typer.echo(write_comparison(Comparison(compared.run_sets, code), directory))


@app.command()
def levers(
    lever: Annotated[str | None, typer.Argument(help="id of one lever, to see its dated rules and sources")] = None,
    place: Annotated[str, typer.Option(help="name of a shipped data pack, or the folder of another")] = "shaoxing",
) -> None:
    """Show every policy lever, or one with its dates, counties and sources."""
    from experiments.levers import levers_text
    from sim.places.pack import load_pack

    typer.echo(levers_text(load_pack(place_of(place)), lever))


@app.command()
def explain(
    household: Annotated[int | None, typer.Argument(help="number of a household of the start population")] = None,
    pick: Annotated[bool, typer.Option(help="the first couple that fits the filters, instead of a number")] = False,
    county: Annotated[str | None, typer.Option(help="filter: county by code, Chinese or English name")] = None,
    age: Annotated[int | None, typer.Option(help="filter: the woman's age at the start")] = None,
    children: Annotated[int | None, typer.Option(help="filter: births she has had")] = None,
    single: Annotated[bool, typer.Option(help="filter: an unmarried woman instead of a couple")] = False,
    scenario: Annotated[str, typer.Option(help="name of a shipped scenario, or a YAML file")] = "national_only",
    set_: Annotated[list[str] | None, typer.Option("--set", metavar="LEVER[@COUNTY]=VALUE", help="as in run")] = None,
    dose: Annotated[list[str] | None, typer.Option(metavar="LEVER=X", help="as in run")] = None,
    param: Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help="as in run")] = None,
    future: Annotated[str, typer.Option(help="low, central or high")] = "central",
    sample: Annotated[str, typer.Option(help="agents per resident; small is quick")] = "1/200",
    seed: Annotated[int, typer.Option(help="seed of the run")] = 1,
    draws: Annotated[str, typer.Option(metavar="N|all|none", help="as in run: the seed's draw")] = "all",
    start: Annotated[int, typer.Option("--from", help="census year to start from: 2010 or 2020")] = 2020,
    end: Annotated[int, typer.Option("--to", help="last year")] = 2035,
    lang: Annotated[str, typer.Option(help="zh or en")] = "zh",
    every: Annotated[bool, typer.Option(help="write out the terms of every review")] = False,
    place: Annotated[str, typer.Option(help="name of a shipped data pack, or the folder of another")] = "shaoxing",
) -> None:
    """Follow one couple from the start to the end, and tell its life and the terms of its birth decisions."""
    from experiments.comparison import checked_settings
    from experiments.options import draws_asked, lever_doses, lever_values, parameter_draws, parameter_values
    from experiments.report import county_code
    from sim.parameters import Parameters

    if lang not in ("zh", "en"):
        raise UserError(f"--lang: there is no language '{lang}'; allowed are zh and en")
    if pick == (household is not None):
        raise UserError("explain: name a household by its number, or let one be picked with --pick and filters")
    by_hand = parameter_values(param or ())
    settings = checked_settings(
        place=place_of(place), scenario=scenario, future=future, sample=sample, start_year=start, end_year=end,
        seed=seed, doses=lever_doses(dose or ()), values=lever_values(set_ or ()),
        parameters=Parameters().with_values(by_hand),
    )
    drawn = parameter_draws(draws_asked(draws), settings, by_hand)
    used = None if drawn is None else drawn.used([seed], settings.parameters)
    if drawn is not None:
        parameters = settings.parameters.with_values(drawn.of_seed(seed))
        settings = settings.model_copy(update={"parameters": parameters})
    from experiments.life import life_text
    from sim.measures.explain import Followed, live, pick_woman, woman_of
    from sim.places.pack import load_pack

    pack = load_pack(settings.place)
    code = None if county is None else county_code(pack.table("counties"), county)
    position = None if code is None else pack.county_codes.index(code)
    model = Followed(settings)
    row = woman_of(model, household) if household is not None else pick_woman(model, position, age, children, single)
    typer.echo(life_text(live(model, row), pack, lang, every, used))


mount_briefing(app)
mount_sweeps(app)
mount_calibration(app)


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
