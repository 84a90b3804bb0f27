"""The process of one job: takes a question from its input, tells progress and the answer on its output, a line each.

`python -m experiments.explorer.job`. The first line of the input is the question as JSON; the input stays open for as
long as somebody waits, and its end ends the job at once, so that no job outlives the page or the server.
"""

import json
import os
import sys
import threading
import warnings
from typing import Any, TextIO

from sim.errors import UserError

ANSWER, HOUSEHOLD = "answer", "household"
"""Kinds of jobs."""


def main() -> None:
    """Do the job that the first line of the input asks for."""
    asked = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with, args=(sys.stdin,), daemon=True).start()
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what libraries print is no answer

    def tell(**said: Any) -> None:
        out.write(json.dumps(said) + "\n")
        out.flush()

    warnings.showwarning = lambda message, *_, **__: tell(warning=str(message))
    try:
        tell(result=done(asked, lambda n, n_all: tell(done=n, of=n_all)))
    except UserError as error:
        tell(error=str(error))
    except Exception as error:
        tell(error=f"{type(error).__name__}: {error}")
        raise
    finally:
        out.flush()
        os._exit(0)  # workers end with their parent; nothing is waited for


def done(asked: dict[str, Any], progress: Any) -> dict[str, Any]:
    """The answer to a question as plain dictionaries and lists.

    asked : `kind`, the question as a `link`, and of a household `couple`
    """
    from experiments.explorer.answer import answer
    from experiments.explorer.household import Couple, two_lives
    from experiments.explorer.state import of_link

    question = of_link(asked["link"])
    if asked["kind"] == HOUSEHOLD:
        progress(0, 2)
        return two_lives(question, Couple(**asked["couple"])).as_json()
    return answer(question, progress).as_json()


def _end_with(waiting: TextIO) -> None:
    """End this process when its input ends: nobody waits any more."""
    waiting.read()
    os._exit(1)


if __name__ == "__main__":
    main()
