"""Speed of this checkout, beside another's where one is named: `python -m tests.bench --against DIR`, or `make bench`.

Prints machine, commits and one line a figure: what the other takes, what this one takes, the ratio of the medians, and
the ratio of each turn, which shows how steady the machine was. A piece of work that fails says so in a sentence, the
others go on, and the exit status is 1.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.checkouts import Checkout, Failed
from tests.bench.machine import Load, machine
from tests.bench.report import HEADER, as_text, file_of_figures, said, written
from tests.bench.turns import in_turns, lines_of, number_of_turns
from tests.bench.work import WORK, flatness

HERE = Path(__file__).parents[2]


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line; a mistake is a sentence and exit status 2."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.partition("\n")[0])
    known = ", ".join(WORK)
    parser.add_argument("--against", type=Path, metavar="DIR", help="another checkout, to run in turns with this one")
    parser.add_argument("--rows", nargs="+", default=list(WORK), metavar="WORK", help=f"what to measure: {known}")
    parser.add_argument("--pairs", type=number_of_turns, default=3, metavar="N", help="turns of each (default 3)")
    parser.add_argument("--out", type=file_of_figures, metavar="FILE", help="keep all turns: FILE.json or FILE.csv")
    chosen = parser.parse_args(given)
    if unknown := [name for name in chosen.rows if name not in WORK]:
        parser.error(f"--rows: {unknown[0]} is no piece of work; known are {known}")
    if chosen.against and not (chosen.against / "sim" / "model.py").is_file():
        parser.error(f"--against: {chosen.against} is no checkout of fertsim: it has no sim/model.py")
    return chosen


def main(given: Sequence[str] | None = None) -> int:
    """Measure what was asked for and print it; 1 where a piece of work failed."""
    chosen = arguments(given)
    with tempfile.TemporaryDirectory(prefix="fertsim-bench-") as folder:
        sides = {"this": HERE} if chosen.against is None else {"other": chosen.against.resolve(), "this": HERE}
        checkouts = {side: Checkout(side, path, Path(folder) / side) for side, path in sides.items()}
        about = machine() | {side: checkout.commit() for side, checkout in checkouts.items()}
        print("\n".join(f"{name}: {told}" for name, told in about.items()), "", HEADER, sep="\n", flush=True)
        load, lines, failed = Load(), [], {}
        for name in dict.fromkeys(chosen.rows):
            try:
                turns = in_turns(WORK[name], list(checkouts.values()), chosen.pairs)
            except Failed as error:
                failed[name] = str(error)
                print(f"{name}: failed: {error}", flush=True)
                continue
            found = lines_of(WORK[name], turns)
            lines += found
            print("\n".join(map(as_text, found)), flush=True)
        if flat := flatness(lines):
            lines.append(flat)
            print(as_text(flat))
        about["other load"] = load.told()
        print(f"\nother load: {about['other load']}")
    if chosen.out:
        written(chosen.out, about, lines, failed)
        print(said(chosen.out))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
