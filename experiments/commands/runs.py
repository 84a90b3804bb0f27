"""`fertsim run` simulates, stores and reports, one scenario or several; `fertsim report` reports what is stored."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from experiments.commands.arguments import (
    ChartFormats,
    ChartLanguages,
    CountyReported,
    FirstYear,
    LastYear,
    Out,
    Place,
    Scenario,
)
from experiments.commands.progress import MonthsProgress

if TYPE_CHECKING:
    from experiments.charts.asked import Asked
    from sim.runs.draws import Draws
    from sim.runs.runner import Progress
    from sim.runs.runset import RunSet
    from sim.settings import RunSettings

DRAWS_HELP = "parameter draws of the place: seed k runs draw k (all), the first N in turn, or none: default parameters"
AGAINST_HELP = "compare with this scenario, same seeds; may be repeated"
VALUE_HELP = "value of a lever in --scenario; may be repeated"
RULE_HELP = "birth rule: utility, budget_threshold, or hazard (no behaviour)"
SAMPLE_HELP = "agents per resident, 1/1000 to 1/1; default 1/50, with --set-of 1/100"
SEEDS_HELP = "number of runs, seeds 1, 2, ...; default 150: 100 draws and half of them again; 8 without draws"
SPLIT_HELP = "with --against: also run other start populations and birth rules, and tell their part in the spread"
SET_HELP = "briefing: run all that `fertsim brief` shows: the plan, its items alone, other futures"
START_HELP = "seed of the start population of all runs; default: one a draw, 1 where nothing is drawn"

SAMPLE, SAMPLE_OF_SET = "1/50", "1/100"
RUN_FOLDER, SET_FOLDER = Path("out/run"), Path("out/briefing")
BASE_SCENARIO = "national_only"
MANY_RUNS = 8
"""From which on the simulation is at work for long before anything is drawn."""


class Wanted(NamedTuple):
    """What is to be run and reported; a scenario with nothing against it is reported alone."""

    settings: "RunSettings"
    against: Sequence[str]
    seeds: Sequence[int]
    draws: "Draws | None"
    county: int | None
    workers: int | None
    charts: "Asked"
    split: bool


def mount(app: typer.Typer) -> None:
    """Add the commands of this file to the command line."""
    app.command()(run)
    app.command()(report)


def run(
    scenario: Scenario = BASE_SCENARIO,
    against: Annotated[list[str] | None, typer.Option(help=AGAINST_HELP)] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", metavar="LEVER[@COUNTY]=VALUE", help=VALUE_HELP)] = None,
    dose: Annotated[
        list[str] | None,
        typer.Option(metavar="LEVER=X", help="dose of a lever in --scenario: 0 the base scenario, 1 the plan"),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="a declared parameter, in all scenarios; may be repeated"),
    ] = None,
    rule: Annotated[str, typer.Option(help=RULE_HELP)] = "utility",
    future: Annotated[
        list[str] | None,
        typer.Option(help="low, central (default) or high; each of several is run alone, into a folder of its name"),
    ] = None,
    sample: Annotated[str | None, typer.Option(help=SAMPLE_HELP)] = None,
    seeds: Annotated[int | None, typer.Option(help=SEEDS_HELP)] = None,
    draws: Annotated[str, typer.Option(metavar="N|all|none", help=DRAWS_HELP)] = "all",
    start: FirstYear = 2020,
    end: LastYear = 2035,
    out: Out = RUN_FOLDER,
    set_of: Annotated[str | None, typer.Option("--set-of", metavar="briefing", help=SET_HELP)] = None,
    county: CountyReported = None,
    threads: Annotated[int | None, typer.Option(help="threads of each run; default: all cores")] = None,
    workers: Annotated[int | None, typer.Option(help="runs at the same time, each in its own process")] = None,
    place: Place = "shaoxing",
    population_seed: Annotated[int | None, typer.Option(help=START_HELP)] = None,
    split: Annotated[bool, typer.Option("--split", help=SPLIT_HELP)] = False,
    monthly: Annotated[bool, typer.Option("--monthly", help="store births by month too: births_monthly.csv")] = False,
    lang: ChartLanguages = "en",
    formats: ChartFormats = "png",
) -> None:
    """Simulate, store the counts, and report a table and charts; with --against, of several scenarios."""
    charts = _charts_of(lang, formats, (seeds or MANY_RUNS) * (1 + len(against or ())) * max(1, len(future or ())))
    from experiments.commands import options
    from experiments.setup.draws import runs_asked
    from experiments.setup.settings import county_of, n_threads  # loads the simulation; --help need not wait

    if set_of is not None:
        decided = {"--scenario": scenario != BASE_SCENARIO, "--against": against, "--set": set_, "--dose": dose,
                   "--future": future, "--county": county}  # fmt: skip
        options.check_set(set_of, decided)
        scenario, split, out = "plan", True, SET_FOLDER if out == RUN_FOLDER else out
    sample = (SAMPLE_OF_SET if set_of else SAMPLE) if sample is None else sample
    asked, by_hand = options.draws_asked(draws), options.parameter_values(param or ())
    folders = options.future_folders(future or (), out)
    settings = options.settings_given(
        set_, dose, by_hand, place=options.place_of(place), scenario=scenario, sample=sample, start_year=start,
        end_year=end, population_seed=population_seed, birth_rule=options.birth_rule(rule),
        monthly=monthly, **({} if threads is None else {"threads": threads}),
    )
    n_seeds, drawn = runs_asked(asked, seeds, settings, by_hand)
    n_runs = n_seeds * (1 + len(against or ())) * len(folders)
    if threads is None:
        settings = settings.model_copy(update={"threads": n_threads(sample, n_runs, workers)})
    code, listed = county_of(settings.place, county), range(1, n_seeds + 1)
    wanted = Wanted(settings, against or (), listed, drawn, code, workers, charts, split)
    typer.echo(_set_reported(wanted, out) if set_of else "\n\n".join(_all_reported(wanted, folders)))


def _charts_of(lang: str, formats: str, n_runs: int) -> "Asked":
    """Charts asked for; where few runs go before them, what draws is loaded beside the simulation."""
    from experiments.charts.asked import charts_asked
    from experiments.charts.draughtsman import get_ready

    charts = charts_asked(lang, formats)
    if n_runs < MANY_RUNS:
        get_ready(charts, most=1)  # this process loads the simulation meanwhile, and cores are few
    return charts


def _all_reported(wanted: Wanted, folders: Mapping[str, Path]) -> list[str]:
    """Texts of the reports of each future, by the folder it goes to."""
    from experiments.commands.options import further_months
    from sim.runs.runner import n_months

    n_runs = len(folders) * len(wanted.seeds) * (1 + len(wanted.against))
    months = n_months(wanted.settings) * n_runs
    if wanted.split:
        months += len(folders) * further_months(wanted.settings, wanted.against, wanted.draws)
    with MonthsProgress(months, f"{n_runs} runs") as progress:
        return [_reported(_in_future(wanted, name), folder, progress.add) for name, folder in folders.items()]


def _set_reported(wanted: Wanted, out: Path) -> str:
    """Text of the report of a briefing's comparison, after running it and what the briefing needs beside it."""
    from experiments.briefing.making import further_report, months_of, run_set_of_briefing, sets_of
    from experiments.comparison.report import write_comparison

    sets = sets_of(wanted.settings, wanted.seeds, wanted.draws, out)
    n_runs = sum(one.n_runs for one in sets)
    with MonthsProgress(months_of(sets, wanted.split), f"{n_runs} runs") as progress:
        made = run_set_of_briefing(sets, wanted.split, wanted.workers, progress.add)
    return "\n\n".join([write_comparison(made[0], out, wanted.charts), further_report(sets)])


def _in_future(wanted: Wanted, name: str) -> Wanted:
    """The same runs in another future."""
    return wanted._replace(settings=wanted.settings.model_copy(update={"future": name}))


def _reported(wanted: Wanted, folder: Path, progress: "Progress") -> str:
    """Text of the report, after running what is missing."""
    from experiments.charts.draughtsman import get_ready

    settings, against, seeds, draws, county, workers, charts, _ = wanted
    if len(seeds) * (1 + len(against)) < MANY_RUNS:
        get_ready(charts)
    if against:
        return _compared(wanted, folder, progress)
    from experiments.reports.report import begin_report, write_report
    from experiments.setup.beside import write_inputs
    from sim.runs.runner import run_set

    begun = []

    def begin(stored: "RunSet") -> None:
        """Begin the report with what needs none of the runs."""
        write_inputs(stored, settings)
        if len(seeds) < MANY_RUNS:
            begun.append(begin_report(stored, county, charts))

    stored = run_set(settings, seeds, folder, workers, progress, draws, begin)
    return write_report(stored, county, charts, *begun)


def _compared(wanted: Wanted, folder: Path, progress: "Progress") -> str:
    """Text of the report of a comparison, after running what is missing."""
    from experiments.comparison.further import run_further
    from experiments.comparison.making import run_comparison
    from experiments.comparison.report import write_comparison

    settings, against, seeds, draws, county, workers, charts, split = wanted
    compared = run_comparison(settings, against, seeds, folder, county, workers, progress, draws)
    if split and draws is not None:
        run_further(settings, against[compared.labels[1:].index(compared.base)], folder, draws, workers, progress)
    return write_comparison(compared, folder, charts)


def report(
    directory: Annotated[Path, typer.Argument(help="folder of a run set or of a comparison")],
    county: CountyReported = None,
    lang: ChartLanguages = "en",
    formats: ChartFormats = "png",
) -> None:
    """Report a stored run set or comparison again: table and charts, without simulating."""
    from experiments.charts.asked import charts_asked
    from experiments.comparison.compared import Comparison
    from experiments.comparison.opened import opened
    from experiments.comparison.report import write_comparison
    from experiments.reports.report import write_report

    charts = charts_asked(lang, formats)
    found, code = opened(directory, county)
    if isinstance(found, Comparison):
        typer.echo(write_comparison(Comparison(found.run_sets, code), directory, charts))
    else:
        typer.echo(write_report(found, code, charts))
