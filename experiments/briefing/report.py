"""Writes the briefing of a comparison: the PowerPoint file, and its figures beside it."""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from matplotlib.figure import Figure

from experiments.briefing.content import Briefing
from experiments.briefing.facts import Facts, facts_of
from experiments.briefing.figures import BRIEFED
from experiments.briefing.layout import deck_of
from experiments.briefing.pages.shapes import FOLDER
from experiments.briefing.pages.whole import briefing, n_pages
from experiments.charts.asked import FORMATS, Asked
from experiments.charts.catalogue import COMPARED, FIGURES
from experiments.charts.style import save
from experiments.comparison.compared import INDEX, Comparison
from experiments.wording.languages import checked_language
from sim.errors import UserError
from sim.writing import forget_unfinished, make_folder

Step = Callable[[str], None]
"""Called with what begins, as often as `n_steps` says."""
NO_CHINESE = (
    "This machine has no Chinese font: LibreOffice will show boxes here. Install one, such as fonts-noto-cjk (Debian,"
    " Ubuntu) or google-noto-sans-cjk-fonts (Fedora); Windows and macOS have theirs."
)


def write_brief(
    directory: Path, language: str, formats: tuple[str, ...] = FORMATS[:1], step: Step | None = None
) -> str:
    """What was written, after making brief_<language>.pptx and figures in charts/ of a comparison's folder."""
    step = step or _nothing
    checked_language(language)
    facts = opened(directory, step)
    forget_unfinished(directory)
    written = briefing(facts, language, step)
    step("pptx")
    file = deck_of(written).save(directory / f"brief_{language}.pptx")
    charts = directory / "charts"
    wanted = Asked((language,), formats).with_standing(charts)[language]
    figures = write_figures(facts, language, charts, wanted, step)
    return "\n".join([f"{file}, and {len(figures)} figure files in {charts}.", *_besides(written, directory)])


def n_steps() -> int:
    """How often `write_brief` says that something begins."""
    return 2 + n_pages() + len(FIGURES) + len(COMPARED) + len(BRIEFED)


def opened(directory: Path, step: Step | None = None) -> Facts:
    """Facts of a comparison's folder; `UserError` where it holds none."""
    if not os.path.isfile(directory / INDEX):
        raise UserError(
            f"{directory} holds no comparison: it has no {INDEX}; make one with `fertsim run --set-of briefing --out"
                " DIR` or `fertsim run --scenario plan --against national_only --out DIR`"
        )
    if step is not None:
        step("runs")
    return facts_of(Comparison.open(directory))


def write_figures(
    facts: Facts, language: str, folder: Path, formats: Sequence[str], step: Step | None = None
) -> list[Path]:
    """Figures of the pages in one language; those that the runs cannot fill are left out."""
    step = step or _nothing
    make_folder(folder)
    drawings: dict[str, Callable[[], Figure | None]] = {
        **{name: partial(draw, facts.main, language) for name, draw in FIGURES.items()},
        **{name: partial(draw, facts.compared, language) for name, draw in COMPARED.items()},
        **{name: partial(draw, facts, language) for name, draw in BRIEFED.items()},
    }
    files: list[Path] = []
    for name, drawn in drawings.items():
        step(name)
        figure = drawn()
        files += [] if figure is None else save(figure, folder / f"{name}_{language}", formats)
    return files


def has_chinese_font() -> bool:
    """Whether this machine shows Chinese letters; True where nobody can tell."""
    if shutil.which("fc-list") is None:
        return True
    told = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False)
    return bool(told.returncode or told.stdout.strip())


def letters_missing(language: str) -> list[str]:
    """What to install where a Chinese file was written on a machine that cannot show it."""
    return [NO_CHINESE] if language == "zh" and not has_chinese_font() else []


def _besides(written: Briefing, directory: Path) -> list[str]:
    """What whoever made the briefing should know: pages that runs are missing for, and letters that are."""
    named = f"--out {directory}"
    lacking = sorted({page.lacking.replace(f"--out {FOLDER}", named) for page in written.pages if page.lacking})
    n = sum(bool(page.lacking) for page in written.pages)
    told = [f"{n} pages lack their runs; this makes them: {command}" for command in lacking]
    return told + letters_missing(written.language)


def _nothing(what: str) -> None:
    """Nobody watches."""
