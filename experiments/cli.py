"""The command line: mounts the commands, and turns every user's mistake into one sentence. Entry point: `main`."""

import sys

import typer

from experiments.commands import briefing, calibration, levers, lives, runs, sweeps
from sim.errors import UserError

EXIT_MISTAKE = 2
EXIT_STOPPED = 130

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Births, marriages and population policy of a Chinese city, person by person, month by month.",
)


@app.callback()
def commands() -> None:
    """Births, marriages and population policy of a Chinese city, person by person, month by month."""


for topic in (runs, levers, lives, briefing, sweeps, calibration):
    topic.mount(app)


def main() -> None:
    """Run a command; a user's mistake is one sentence on stderr and exit status 2, without a traceback."""
    try:
        status = app(sys.argv[1:] or ["--help"], standalone_mode=False)
    except UserError as error:
        _fail(str(error))
    except typer.exceptions.TyperException as error:
        _fail(error.format_message())
    except (KeyboardInterrupt, typer.Abort):
        print("fertsim: stopped; the same command goes on with what is missing.", file=sys.stderr)
        sys.exit(EXIT_STOPPED)
    sys.exit(status if isinstance(status, int) else 0)


def _fail(message: str) -> None:
    print(f"fertsim: {' '.join(message.split()).rstrip('.')}.", file=sys.stderr)
    sys.exit(EXIT_MISTAKE)
