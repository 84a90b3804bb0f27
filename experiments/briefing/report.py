"""Writes the briefing of a comparison: the PowerPoint file, and its figures beside it."""

import os
from collections.abc import Sequence
from pathlib import Path

from experiments.briefing.deck import Deck
from experiments.briefing.facts import Facts, facts_of
from experiments.briefing.figures import BRIEFED
from experiments.briefing.pages import PAGES
from experiments.briefing.sentences import foot
from experiments.charts.asked import FORMATS, Asked
from experiments.charts.catalogue import COMPARED, FIGURES
from experiments.charts.style import save
from experiments.comparison.compared import INDEX, Comparison
from experiments.wording.languages import checked_language
from sim.errors import UserError
from sim.writing import forget_unfinished, make_folder


def write_brief(directory: Path, language: str, formats: tuple[str, ...] = FORMATS[:1]) -> str:
    """What was written, after making brief_<language>.pptx and figures in charts/ of a comparison's folder."""
    checked_language(language)
    if not os.path.isfile(directory / INDEX):
        raise UserError(
            f"{directory} holds no comparison: it has no {INDEX}; make one with `fertsim run --scenario plan"
                " --against national_only --out DIR`"
        )
    facts = facts_of(Comparison.open(directory))
    forget_unfinished(directory)
    file = brief(facts, language).save(directory / f"brief_{language}.pptx")
    charts = directory / "charts"
    figures = write_figures(facts, language, charts, Asked((language,), formats).with_standing(charts)[language])
    return f"{file}, and {len(figures)} figure files in {charts}."


def brief(facts: Facts, language: str) -> Deck:
    """The briefing as a deck."""
    deck = Deck(foot(facts, language))
    for page in PAGES:
        page(deck, facts, language)
    return deck


def write_figures(facts: Facts, language: str, folder: Path, formats: Sequence[str]) -> list[Path]:
    """Figures of the pages in one language; those that the runs cannot fill are left out."""
    make_folder(folder)
    drawn = {name: draw(facts.main, language) for name, draw in FIGURES.items()}
    drawn |= {name: draw(facts.compared, language) for name, draw in COMPARED.items()}
    drawn |= {name: draw(facts, language) for name, draw in BRIEFED.items()}
    kept = {name: figure for name, figure in drawn.items() if figure is not None}
    return [file for name, figure in kept.items() for file in save(figure, folder / f"{name}_{language}", formats)]
