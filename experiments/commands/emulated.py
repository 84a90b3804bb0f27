"""`fertsim studies`: published studies of policy repeated in the model, each beside its figure."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from experiments.commands.arguments import Place, Workers
from experiments.commands.progress import SweepProgress


def mount(app: typer.Typer) -> None:
    """Add the command of this file to the command line."""
    app.command()(studies)


def studies(
    only: Annotated[list[str] | None, typer.Option("--only", metavar="ID", help="one study; once for each")] = None,
    draws: Annotated[int, typer.Option("--draws", help="parameter draws of the place, each run twice")] = 24,
    sample: Annotated[str, typer.Option(help="share of the residents, such as 1/50")] = "1/50",
    out: Annotated[Path, typer.Option("--out", help="folder of runs and tables; the same line resumes")] = Path(
        "out/studies"),
    workers: Workers = None,
    place: Place = "shaoxing",
) -> None:
    """Repeat published studies of policy in paired runs: predicted effects beside published ones, failures first."""
    from calibration.studies.catalogue import chosen, mended
    from calibration.studies.report import write_results
    from calibration.studies.running import PRIOR_RUNS, REPEATS, draws_of, run_studies
    from calibration.studies.scoring import judged
    from experiments.commands.options import place_of, workers_or_all
    from sim.settings import parse_sample

    asked, of, share = chosen(only), place_of(place), parse_sample(sample)
    drawn, processes = draws_of(of, draws), workers_or_all(workers)
    judging = (*asked, *mended(asked))
    found = run_studies(judging, out, drawn, share, processes, of, _bar)
    scored = {study.id: judged(study, found[study.id]) for study in judging}
    made = (
        f"Draws 1 to {len(drawn)} of the place, each run {REPEATS} times with seeds and start populations of its own,"
        f" at {share}; {PRIOR_RUNS} runs with every drawn parameter at the mean of its prior."
    )
    typer.echo(write_results(scored, out, made) + ".")


@contextmanager
def _bar(n_runs: int) -> Iterator[Any]:
    """A bar of so many runs."""
    with SweepProgress(n_runs) as progress:
        yield progress.add
