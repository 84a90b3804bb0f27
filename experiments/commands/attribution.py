"""`fertsim attribute` and `fertsim rank`: which plan item does what, and which is best over all that is not known."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.arguments import FirstYear, Future, LastYear, Place, Workers
from experiments.commands.progress import SweepProgress

Sweep = Annotated[Path, typer.Option("--out", help="folder of the runs; the same line goes on where it stopped")]


def mount(app: typer.Typer) -> None:
    """Add the commands of this file to the command line."""
    app.command()(attribute)
    app.command()(rank)


def attribute(
    scenario: Annotated[str, typer.Argument(help="name of a shipped scenario")] = "plan",
    out: Sweep = Path("out/attribution"),
    seeds: Annotated[int | None, typer.Option(help="number of seeds, about 40 runs each; default 8")] = None,
    draws: Annotated[str, typer.Option(metavar="N|all|none", help="parameter draws, one a seed")] = "all",
    sample: Annotated[str, typer.Option(help="agents per resident, 1/1000 to 1/1")] = "1/100",
    future: Future = "central",
    start: FirstYear = 2020,
    end: LastYear = 2035,
    place: Place = "shaoxing",
    workers: Workers = None,
    rule: Annotated[
        list[str] | None, typer.Option(help="birth rule; repeatable, then items are ranked under each")] = None,
) -> None:
    """Say what each plan item adds to national_only: alone, last in, and as a Shapley share that adds up to all."""
    from experiments.attribution.making import plan_of
    from experiments.attribution.ranking import write_ranking
    from experiments.attribution.reached import write_reach
    from experiments.attribution.report import write_attribution
    from experiments.commands import options
    from experiments.setup.draws import parameter_draws, seeds_of
    from sim.runs.sweep import run_plan
    from sim.settings import checked_settings

    asked = options.draws_asked(draws)
    rules = options.birth_rules(rule or ["utility"])
    settings = checked_settings(
        place=options.place_of(place), scenario=scenario, future=future, sample=sample, start_year=start, end_year=end,
        birth_rule=rules[0],
    )
    listed = range(1, seeds_of(asked, seeds) + 1)
    made, told = {}, []
    for name in rules:
        under = settings.model_copy(update={"birth_rule": name})
        plan = plan_of(under, listed, parameter_draws(asked if name == rules[0] else "all", under, ()))
        with SweepProgress(len(plan.runs)) as progress:
            folder = out / name if len(rules) > 1 else out
            made[name] = run_plan(plan, folder, options.workers_or_all(workers), None, progress.add)
        told += [write_attribution(made[name]), write_reach(made[name])]
    if len(rules) > 1:
        told.append(write_ranking(made, out))
    typer.echo("\n\n".join(told))


def rank(
    directories: Annotated[list[Path], typer.Argument(help="folders of attributions: other rules, other futures")],
    out: Annotated[Path, typer.Option("--out", help="folder of robust.csv")] = Path("out/ranking"),
) -> None:
    """Rank plan items over draws, futures and birth rules: probability of being the best, and largest regret."""
    from experiments.attribution.robust import write_robust

    typer.echo(write_robust(directories, out))
