"""`fertsim study check`, `fertsim sweep` and `fertsim sensitivity`: plan many runs, make them, explain them."""

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.arguments import Place, PlaceOfStudy, SchemaFile, Workers
from experiments.commands.progress import SweepProgress, duration
from sim.errors import UserError

EXIT_FAILED_RUNS = 1
TRIAL_RUNS = 3
StudyFile = Annotated[str, typer.Argument(help="YAML file of a study, or the name of a shipped one")]
StudyOrSweep = Annotated[
    str, typer.Argument(help="YAML file of a study, or the name of a shipped one; with --run a sweep's folder")]

study = typer.Typer(help="Study files: what a sweep varies, by which design, and what it keeps.")


def mount(app: typer.Typer) -> None:
    """Add the commands of this file to the command line."""
    app.add_typer(study, name="study")
    app.command()(sweep)
    app.command()(sensitivity)


@study.callback()
def studies() -> None:
    """Study files: what a sweep varies, by which design, and what it keeps."""


@study.command()
def check(file: StudyFile, workers: Workers = None, place: PlaceOfStudy = None) -> None:
    """Check a study file; say how many runs it makes, and from a timed trial their time, disk and memory."""
    from experiments.commands.options import workers_or_all
    from experiments.study.designs import design_of, plan_of
    from experiments.study.reader import read_study
    from experiments.study.trial import warn_of_idle_factors
    from sim.runs.trial import resident_bytes, timed_trial

    processes = workers_or_all(workers)
    read = read_study(file, place)
    without_plan = resident_bytes()
    design = design_of(read)
    plan = plan_of(read, design)
    parent = resident_bytes()
    trial = timed_trial(plan, TRIAL_RUNS)
    warn_of_idle_factors(read, processes)
    n_runs, n_points, with_seeds = len(plan.runs), len(design), read.study.seeds
    against = n_runs - n_points * with_seeds
    extra = f" and {against:,} of {read.study.against}" if against else ""
    seconds = n_runs * trial.seconds / processes + trial.first_seconds
    typer.echo(
        f"{read.name}: {read.study.design.method}, {len(read.factors)} factors and the dummy,"
        f" {len(read.study.targets)} outputs\n"
        f"runs     {n_runs:,}: {n_points:,} points x {with_seeds} seeds{extra}\n"
        f"time     about {duration(seconds)} with {processes} workers: {trial.seconds:.2f} s a run,"
        f" {trial.first_seconds:.0f} s to start\n"
        f"disk     about {n_runs * trial.bytes / 1e6:.1f} MB: {trial.bytes / 1e3:.1f} kB a run\n"
        f"memory   {_memory(parent, without_plan + trial.memory, trial.memory, processes)}\n"
        f"Timed on {trial.n_runs} runs here; others at work on this machine slow both trial and sweep."
    )


def _memory(parent: float, worker: float, runs: float, workers: int) -> str:
    """What a sweep needs of memory. parent : with the plan alone      runs : on top, where it runs them [bytes]"""
    if workers == 1:
        return f"about {(parent + runs) / 1e6:,.0f} MB in one process"
    total, own, each = (f"{part / 1e6:,.0f} MB" for part in (parent + workers * worker, parent, worker))
    return f"about {total}: {own} in the parent, {each} in each of {workers} workers"


@study.command()
def schema(out: SchemaFile = None, place: Place = "shaoxing") -> None:
    """Give the JSON schema of study files, with which editors complete and check them."""
    from experiments.commands.scenarios import give_schema
    from experiments.schemas.study import study_schema

    give_schema(study_schema, out, place)


def sweep(
    file: StudyOrSweep,
    out: Annotated[
        Path | None, typer.Option("--out", help="folder of the sweep; the same line goes on where it stopped")] = None,
    workers: Workers = None,
    cluster: Annotated[str | None, typer.Option(help="address of a Dask scheduler, such as tcp://host:8786")] = None,
    run: Annotated[
        int | None, typer.Option("--run", help="make one run of a stored sweep again (FILE is its folder) and compare")
    ] = None,
    place: PlaceOfStudy = None,
) -> None:
    """Run every point of a study and store yearly indicators; the same line run again makes what is missing.

    A new sweep begins with a trial that names each factor that moves no output. `sweep DIR --run K` makes run K of a
    stored sweep again and says whether it is the stored row to the bit.
    """
    if run is not None:
        _again(file, out, run, place, {"--workers": workers, "--cluster": cluster})
        return
    if out is None:
        raise UserError("--out is missing; name the folder of the sweep")
    from experiments.commands.options import workers_or_all
    from experiments.study.designs import design_of, plan_of
    from experiments.study.reader import read_study
    from experiments.study.trial import warn_of_idle_factors
    from sim.runs.sweep import run_plan

    if cluster is not None and workers is not None:
        raise UserError("--workers, --cluster: give one of them; a cluster has the workers that it was started with")
    read = read_study(file, place)
    design = design_of(read)
    plan, processes = plan_of(read, design), workers_or_all(workers)
    started = time.perf_counter()

    def trial() -> None:
        nonlocal started
        print("Trying each factor by itself; the first run of a machine also compiles.", file=sys.stderr)
        warn_of_idle_factors(read, processes)
        started = time.perf_counter()

    with SweepProgress(len(plan.runs)) as progress:
        stored = run_plan(plan, out, processes, cluster, progress.add, design, trial)
    seconds, failed = time.perf_counter() - started, stored.failed()
    size = sum(path.stat().st_size for path in stored.directory.rglob("*") if path.is_file())
    rate = f", {progress.n_new / seconds:.1f} runs a second" if progress.n_new else ""
    typer.echo(
        f"{len(plan.runs) - len(failed):,} of {len(plan.runs):,} runs in {out}, {size / 1e6:.1f} MB;"
        f" {progress.n_new:,} of them now in {duration(seconds)}{rate}."
    )
    if failed:
        run, cause = min(failed.items())
        print(
            f"fertsim: {len(failed)} runs failed, see {out / 'failed.csv'}; run {run}: {cause.rstrip('.')}; the same"
            " line runs them again.",
            file=sys.stderr,
        )
        raise typer.Exit(EXIT_FAILED_RUNS)


def _again(file: str, out: Path | None, number: int, place: str | None, idle: dict[str, int | str | None]) -> None:
    """Make one run of a stored sweep again; exit status 1 where it is not what is stored.

    place : of a study file that is named with its sweep and names none, or of a sweep of a place that is a folder
    idle : options that mean nothing here
    """
    from experiments.study.again import run_again, told
    from experiments.study.reader import read_study
    from sim.runs.sweepset import SweepSet

    for option, given in idle.items():
        if given is not None:
            raise UserError(f"{option}: beside --run one run is made in this process alone; leave it out")
    if out is None:
        again = run_again(SweepSet.open(file), number, place=place)
    else:
        again = run_again(SweepSet.open(out), number, read_study(file, place))
    typer.echo(told(again))
    if again.differs:
        raise typer.Exit(EXIT_FAILED_RUNS)


def sensitivity(directory: Annotated[Path, typer.Argument(help="folder of a complete sweep")]) -> None:
    """Sensitivity of a sweep's outputs to its factors: indices with intervals and noise floor, tables and figures."""
    from experiments.sensitivity.report import write_sensitivity

    typer.echo(write_sensitivity(directory))
