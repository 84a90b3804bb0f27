"""Charts and pages that several topics make alike."""

from collections.abc import Sequence

from experiments.briefing.content import Chart, Estimate, Page, Series
from experiments.briefing.facts import Facts
from experiments.briefing.say import Texts, fill, title_of

SCALE = {"zh": 1e4, "en": 1e3}
"""What axes of persons are divided by."""
FOLDER = "DIR"
LACKING: Texts = {
    "zh": {
        "why": "本页要用的结果，这批运行没有算。",
        "how": "补算的命令（接着已有结果，不重算；DIR为本简报所在的文件夹）：{command}",
        "note": "补算之后，重新生成简报即可。",
    },
    "en": {
        "why": "These runs do not hold what this page is to show.",
        "how": "The command that adds it to them (DIR: the folder of this briefing): {command}",
        "note": "Then make the briefing again.",
    },
}  # fmt: skip


def series(name: str, found: Sequence[Estimate], colour: str, bounded: bool = True) -> Series:
    """A series of estimates, with their bounds where asked for and all known."""
    values = tuple(one.mean for one in found)
    if not bounded or not all(one.has_interval for one in found):
        return Series(name, values, colour)
    return Series(name, values, colour, tuple(one.lower for one in found), tuple(one.upper for one in found))


def births_in_steps(
    name: str, alt: str, names: tuple[str, ...], steps: Series, unit: str, language: str, sums: tuple[int, ...]
) -> Chart:
    """A waterfall of births.

    sums : positions of columns from nothing; the others go on from the one before
    """
    return Chart(
        name, "waterfall", alt, names, (steps,), unit, scale=SCALE[language], number="0.0",
        labels="0.00" if language == "zh" else "0.0", sums=sums,
    )  # fmt: skip


def against(facts: Facts, label: str, base: str, language: str) -> str:
    """A scenario and what it is compared with."""
    one, other = (title_of(facts, name, language) for name in (label, base))
    return f"{one}（比“{other}”）" if language == "zh" else f"{one} (against “{other}”)"


def lacking(name: str, title: str, facts: Facts, language: str) -> Page:
    """A page that says what is missing and how to get it, in place of an empty one."""
    command = briefing_command(facts)
    return Page(
        name, title, (), (LACKING[language]["why"], fill(LACKING, language, "how", command=command)),
        (LACKING[language]["note"],), lacking=command,
    )  # fmt: skip


def briefing_command(facts: Facts) -> str:
    """The command that makes what is missing; `FOLDER` stands for that of these runs, so that no page depends on it."""
    manifest = facts.main.manifest
    told = ["fertsim run --set-of briefing", f"--sample {manifest.sample}"]
    if manifest.draws is None:
        told.append(f"--draws none --seeds {len(manifest.seeds)}")
    elif manifest.n_draws == len(manifest.seeds):
        told.append(f"--seeds {len(manifest.seeds)}")
    elif (manifest.n_draws, len(manifest.seeds)) != (100, 150):
        told.append(f"--draws {manifest.n_draws} --seeds {len(manifest.seeds)}")
    first, last = facts.main.indicators["year"].values[[0, -1]]
    told += [] if (first, last) == (2020, 2035) else [f"--from {first} --to {last}"]
    return " ".join([*told, f"--out {FOLDER}"])
