"""`fertsim brief`: a briefing from a stored comparison."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.arguments import ChartFormats, Language
from experiments.commands.progress import StepsProgress

KINDS = ("pptx", "docx", "xlsx")
"""Deck, report, workbook."""
Kinds = Annotated[
    str, typer.Option("--as", metavar="|".join(KINDS), help="deck, report, workbook; several with commas between")
]


def mount(app: typer.Typer) -> None:
    """Add the command of this file to the command line."""
    app.command()(brief)


def brief(
    directory: Annotated[Path, typer.Argument(help="folder of a comparison (fertsim run --set-of briefing --out DIR)")],
    lang: Language = "zh",
    kinds: Kinds = "pptx",
    formats: ChartFormats = "png",
) -> None:
    """Write a briefing from a stored comparison: deck, a finding a page, with figures beside it; report; workbook."""
    from experiments.charts.asked import formats_asked, listed

    chosen, asked = formats_asked(formats), listed(kinds, KINDS, "--as", "format")
    deck, documents = KINDS[0], [kind for kind in asked if kind != KINDS[0]]
    if deck in asked:
        from experiments.briefing.report import n_steps, write_brief

        with StepsProgress(n_steps(), "briefing") as progress:
            told = write_brief(directory, lang, chosen, progress.begin)
        typer.echo(told)
    if documents:
        from experiments.documents.writing import n_steps_of, write_asked

        with StepsProgress(n_steps_of(documents), "documents") as progress:
            told = write_asked(directory, lang, documents, progress.begin)
        typer.echo(told)
