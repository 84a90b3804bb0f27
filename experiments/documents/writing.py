"""Writes report and workbook of a stored comparison. Called by `fertsim brief --as docx,xlsx`."""

from collections.abc import Callable, Sequence
from pathlib import Path

from experiments.briefing.content import Briefing
from experiments.briefing.facts import Facts
from experiments.briefing.pages.whole import briefing as briefing_of
from experiments.briefing.pages.whole import n_pages
from experiments.briefing.report import Step, letters_missing, opened
from experiments.documents.further import further_sheets
from experiments.documents.report import report
from experiments.documents.words import BOOK
from experiments.documents.workbook import workbook
from experiments.wording.languages import checked_language
from experiments.wording.uncertainty import runs_note
from sim.runs.manifest import Manifest
from sim.writing import forget_unfinished, write_bytes

NAMES = {"docx": "report_{language}.docx", "xlsx": "workbook_{language}.xlsx"}
"""Files by format."""


def n_steps_of(kinds: Sequence[str]) -> int:
    """How often `write_asked` says that something begins."""
    return 1 + n_pages() + len(kinds)


def write_asked(directory: Path, language: str, kinds: Sequence[str], step: Step = lambda _: None) -> str:
    """What was written, after making these documents of a comparison's folder."""
    checked_language(language)
    facts = opened(directory, step)
    forget_unfinished(directory)
    files = write_documents(briefing_of(facts, language, step), facts, kinds, directory, step)
    return "\n".join([f"{' and '.join(map(str, files))}.", *letters_missing(language)])


def write_documents(briefing: Briefing, facts: Facts, kinds: Sequence[str], directory: Path,
                    step: Step = lambda _: None) -> list[Path]:  # fmt: skip
    """Files of these formats, written into a folder."""
    files = []
    for kind in kinds:
        step(kind)
        file = directory / NAMES[kind].format(language=briefing.language)
        write_bytes(file, CONTENTS[kind](briefing, facts))
        files.append(file)
    return files


def report_of(briefing: Briefing, facts: Facts) -> bytes:
    """Content of the report."""
    gap, words = "：" if briefing.language == "zh" else ": ", BOOK[briefing.language]
    told = dict(about_runs(facts, briefing))
    return report(briefing, (
        *(f"{words[name]}{gap}{told[words[name]]}" for name in ("commit", "place")), f"{words['sources']}{gap}",
        *sources(facts, briefing.language),
    ))  # fmt: skip


def workbook_of(briefing: Briefing, facts: Facts) -> bytes:
    """Content of the workbook."""
    return workbook(briefing, about_runs(facts, briefing), list(further_sheets(facts, briefing.language)))


CONTENTS: dict[str, Callable[[Briefing, Facts], bytes]] = {"docx": report_of, "xlsx": workbook_of}


def about_runs(facts: Facts, briefing: Briefing) -> list[tuple[str, str]]:
    """What was run, when, by which command and code, on which data: what and what of it."""
    language, manifest = briefing.language, facts.main.manifest
    words, said = BOOK[language], facts.compared.interval(language)
    return [
        (words["runs"], briefing.subtitle), (words["date"], briefing.date),
        (words["command"], manifest.command or "—"), (words["commit"], code_of(manifest)),
        (words["place"], f"{manifest.place} ({manifest.pack_hash[:12]})"),
        (words["parameters"], runs_note(manifest, language)),
        (words["interval"], said.levels), (words["interval_paired"], said.differences),
        (words["sources"], ("；" if language == "zh" else "; ").join(sources(facts, language))),
    ]  # fmt: skip


def code_of(manifest: Manifest) -> str:
    """Version, commit and hash of the code that ran."""
    commit = "" if manifest.git_commit is None else f", commit {manifest.git_commit[:12]}"
    return f"fertsim {manifest.fertsim_version}{commit}, sha256 {manifest.code_hash[:12]}"


def sources(facts: Facts, language: str) -> list[str]:
    """Sources of the published figures that the charts show, and where those of all other data stand."""
    observed = facts.main.observed
    return [*(dict.fromkeys(observed["source"]) if "source" in observed else ()), BOOK[language]["of_the_place"]]
