"""The command line: mounts the commands, and turns every user's mistake into one sentence. Entry point: `main`.

Nothing but what the system brings is imported on top, so that a stop is heard from the first moment on.
"""

import atexit
import errno
import gc
import os
import signal
import sys
import threading
import warnings
from types import FrameType
from typing import Any

PROGRAM = "fertsim"
EXIT_MISTAKE = 2
EXIT_SIGNAL = 128
"""Exit status of a stop, plus the number of the signal: 130 of Ctrl-C, 143 of a termination."""
REPEAT_SECONDS = 5.0
"""After which a stop that was not answered is raised again."""
NEW_OBJECTS = 20_000
"""Between two searches for circles in memory; at Python's 700 they take a fifth of what loads and of what draws."""
STOPPED = "fertsim: stopped; the same command goes on with what is missing."
REFUSED_BY_THE_SYSTEM = {
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.ENAMETOOLONG, errno.EMFILE,
}  # fmt: skip
"""What a system says of disks and folders; another `OSError` is a mistake of ours and stays a traceback."""


class Listening:
    """Hears Ctrl-C and termination while a command runs: the first ends it in order, a second one at once."""

    def __init__(self) -> None:
        self.heard = 0
        self._repeats = False
        self._ended = threading.Event()
        self._before: dict[int, Any] = {}

    def __enter__(self) -> "Listening":
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        self.answer()
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def warn(
        self, message: Warning | str, category: type[Warning], filename: str, lineno: int, file: Any = None,
        line: str | None = None,
    ) -> None:
        """Show a warning as one line; what libraries say while they are being stopped is no news."""
        if not self.heard:
            print(f"fertsim: warning: {_sentence(str(message))}", file=sys.stderr)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self._repeats:
            self._repeats = False
            raise KeyboardInterrupt
        if self.heard:
            print(STOPPED, file=sys.stderr, flush=True)
            os._exit(EXIT_SIGNAL + self.heard)
        self.heard = number
        threading.Thread(target=self._repeat, args=(number,), daemon=True).start()
        raise KeyboardInterrupt

    def answer(self) -> None:
        """Raise the stop no more: the command is being ended."""
        self._ended.set()

    def _repeat(self, number: int) -> None:
        """Raise the stop again while the command goes on: where a library was just loading or clearing away, it took
        the first for an error of its own."""
        while not self._ended.wait(REPEAT_SECONDS):
            self._repeats = True
            signal.pthread_kill(threading.main_thread().ident or 0, number)


def main() -> None:
    """Run a command; a user's mistake is one sentence on stderr and exit status 2, without a traceback."""
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)  # memory that the system takes back is not searched once more
    with Listening() as listening, warnings.catch_warnings():
        warnings.showwarning = listening.warn
        try:
            status = _called(sys.argv[1:] or ["--help"])
        except KeyboardInterrupt:
            listening.heard = listening.heard or signal.SIGINT
        except BaseException:
            if not listening.heard:  # what breaks while a command is being stopped is no news
                raise
        if listening.heard:
            listening.answer()
            _end_workers()
            print(STOPPED, file=sys.stderr, flush=True)
            sys.exit(EXIT_SIGNAL + listening.heard)
    _end_workers()  # at rest by now; left to themselves they take most of a second to go
    sys.exit(status if isinstance(status, int) else 0)


def _called(arguments: list[str]) -> Any:
    """What a command gives; mistakes end the process."""
    import typer

    from experiments.commands import (
        attribution,
        briefing,
        calibration,
        changes,
        constraints,
        emulated,
        exams,
        explorer,
        frontiers,
        levers,
        lives,
        monitoring,
        places,
        runs,
        scenarios,
        stores,
        sweeps,
        version,
    )
    from experiments.commands.typed import check_typed
    from experiments.setup.counties import tell_counties
    from sim.errors import UserError
    from sim.put_off import put_away_lazy_arrays

    app = typer.Typer(
        add_completion=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help="Births, marriages and population policy of a Chinese city, person by person, month by month.",
    )
    version.mount(app)
    of_runs = runs, levers, lives, changes, constraints, attribution, briefing, monitoring
    for topic in (*of_runs, scenarios, sweeps, frontiers, stores, calibration, emulated, exams, places, explorer):
        topic.mount(app)
    put_away_lazy_arrays()
    try:
        group = typer.main.get_command(app)
        check_typed(group, arguments)
        tell_counties(group, arguments)
        return app(arguments, prog_name=PROGRAM, standalone_mode=False)
    except UserError as error:
        _fail(str(error))
    except typer.Abort:
        raise KeyboardInterrupt from None
    except typer.exceptions.TyperException as error:
        _fail(error.format_message())
    except MemoryError as error:
        _fail(f"this needs more memory than there is ({error}); take a smaller --sample or fewer --workers")
    except OSError as error:
        if error.errno not in REFUSED_BY_THE_SYSTEM:
            raise
        _fail(f"{error.filename or 'a file'} cannot be used: {(error.strerror or '').lower()}")


def _end_workers() -> None:
    """End other processes at work for this one, if any; none is waited for, and what they wrote is whole."""
    workers = sys.modules.get("sim.runs.workers")
    if workers is not None:
        workers.end_all()


def _fail(message: str) -> None:
    _end_workers()
    print(f"fertsim: {_sentence(message)}", file=sys.stderr)
    sys.exit(EXIT_MISTAKE)


def _sentence(message: str) -> str:
    """One line with one mark at its end: its own, where it asks."""
    line = " ".join(message.split()).rstrip(".")
    return line if line.endswith(("?", "!")) else f"{line}."


if __name__ == "__main__":
    main()
