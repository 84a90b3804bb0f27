"""Other engines and this one in turns: `python -m tests.bench.peers`.

Makes a virtual environment with pinned packages for each engine (about 2 GB in all, by pip), runs each and this
checkout in turns, and prints person-months a second in the loop of a warm process, and the seconds of a whole fresh
one. An engine that fails says so in a sentence, the others go on, and the exit status is 1.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.bench.checkouts import Checkout, Failed
from tests.bench.machine import Load, machine
from tests.bench.peers.engines import PEERS, SMALL, ours, peer, turn, turn_with_charts
from tests.bench.report import file_of_figures, said, written
from tests.bench.turns import Figures, Line, number_of_turns

HERE = Path(__file__).parents[3]
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
OURS = "this"
LINES = (
    ("rate", "rate", "loop of a warm process", "person-months a second"),
    ("cpu_rate", "cpu_rate", "loop of a warm process", "person-months a CPU second"),
    ("whole", "whole", "whole process", "s"),
    ("whole", "charts", "whole process, this one with its charts", "s"),
)
"""Figure of the other engine, the one of this beside it, title and unit."""
TITLES = ("engine", "M person-months/s", "this", "ratio", "by CPU", "whole s", "this", "ratio", "with charts", "ratio")
WIDTHS = (18, 18, 7, 6, 7, 8, 7, 6, 12, 6)


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line; a mistake is a sentence and exit status 2."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.peers", description=__doc__.partition("\n")[0])
    known = ", ".join(PEERS)
    parser.add_argument("--peers", nargs="+", default=list(PEERS), metavar="PEER", help=f"engines: {known}")
    parser.add_argument("--turns", type=number_of_turns, default=3, metavar="N", help="turns of each (default 3)")
    parser.add_argument("--venvs", type=Path, metavar="DIR", help="keep the environments there for the next time")
    parser.add_argument("--out", type=file_of_figures, metavar="FILE", help="keep all turns: FILE.json or FILE.csv")
    chosen = parser.parse_args(given)
    if unknown := [name for name in chosen.peers if name not in PEERS]:
        parser.error(f"--peers: {unknown[0]} is no engine here; known are {known}")
    return chosen


def main(given: Sequence[str] | None = None) -> int:
    """Measure the engines asked for and print them; 1 where one failed."""
    chosen = arguments(given)
    os.environ.update(ONE_THREAD)
    failed: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="fertsim-peers-") as folder:
        venvs = Path(folder) / "venvs" if chosen.venvs is None else chosen.venvs.resolve()
        venvs.mkdir(parents=True, exist_ok=True)
        checkout = Checkout(OURS, HERE, Path(folder) / OURS)
        about = machine() | {OURS: checkout.commit()}
        print("\n".join(f"{name}: {told}" for name, told in about.items()), flush=True)
        ours(checkout)(*SMALL)
        measures: dict[str, Callable[[], Figures]] = {OURS: lambda: turn_with_charts(checkout)}
        for name in dict.fromkeys(chosen.peers):
            try:
                engine = peer(name, venvs)
                engine(*SMALL)
                measures[name] = lambda engine=engine: turn(engine)
            except Failed as error:
                failed[name] = str(error)
        load = Load()
        lines = beside_ours(in_turns(measures, chosen.turns, failed))
        about["other load"] = load.told()
    show(lines)
    print("\n".join(f"{name}: failed: {why}" for name, why in failed.items()))
    print(f"other load: {about['other load']}")
    if chosen.out:
        written(chosen.out, about, lines, failed)
        print(said(chosen.out))
    return 1 if failed else 0


def in_turns(
    measures: Mapping[str, Callable[[], Figures]], turns: int, failed: dict[str, str]
) -> dict[str, list[Figures]]:
    """Figures of every turn by engine; one that fails leaves, and `failed` says why."""
    found: dict[str, list[Figures]] = {name: [] for name in measures}
    for _ in range(turns):
        for name in list(found):
            try:
                found[name].append(measures[name]())
            except Failed as error:
                failed[name] = str(error)
                del found[name]
    return found


def beside_ours(found: Mapping[str, list[Figures]]) -> list[Line]:
    """The lines of each engine beside this one's; none where this one failed."""
    here = found.get(OURS, [])
    return [
        Line(name, title, unit, tuple(one[theirs] for one in turns), tuple(one[mine] for one in here))
        for name, turns in found.items() if here and name != OURS
        for theirs, mine, title, unit in LINES
    ]  # fmt: skip


def show(lines: Sequence[Line]) -> None:
    """Print one line an engine: medians over the turns, and this one's over the other's."""
    print("", " ".join(f"{title:>{width}}" for title, width in zip(TITLES, WIDTHS, strict=True)), sep="\n")
    for rate, cpu, whole, charts in zip(*(lines[k :: len(LINES)] for k in range(len(LINES))), strict=True):
        theirs, mine = (value / 1e6 for value in rate.medians)
        cells = [f"{theirs:.2f}", f"{mine:.1f}", f"{rate.ratio:.2f}", f"{cpu.ratio:.2f}"]
        cells += [f"{value:.2f}" for value in (*whole.medians, whole.ratio, charts.medians[1], charts.ratio)]
        print(" ".join(f"{cell:>{width}}" for cell, width in zip((rate.name, *cells), WIDTHS, strict=True)))


if __name__ == "__main__":
    sys.exit(main())
