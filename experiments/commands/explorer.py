"""`fertsim explorer`: what-if in a browser, on this machine alone."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.arguments import Language
from sim.errors import UserError

LOOPBACK = "127.0.0.1"
FIRST_PORT, LAST_PORT = 1024, 65535
OPTIONS = {
    "server.address": LOOPBACK, "server.headless": "true", "server.fileWatcherType": "none",
    "browser.serverAddress": LOOPBACK, "browser.gatherUsageStats": "false", "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none", "theme.base": "light", "theme.primaryColor": "#1f5f99",
}  # fmt: skip
"""Settings of streamlit: nobody but this machine is served, nothing is told or fetched."""


def mount(app: typer.Typer) -> None:
    """Add the command of this file to the command line."""
    app.command()(explorer)


def explorer(
    port: Annotated[int, typer.Option(help="port on this machine, 1024 to 65535")] = 8501,
    lang: Language = "zh",
) -> None:
    """Ask what-if in a browser: measures, births, money, one household; it serves this machine alone until Ctrl-C."""
    from experiments.wording.languages import checked_language

    language = checked_language(lang)
    if find_spec("streamlit") is None:
        raise UserError(
            "explorer needs streamlit, which is not installed; install it with: pip install 'fertsim[explorer]'"
        )
    check_port(port)
    typer.echo(f"http://{LOOPBACK}:{port}  (Ctrl-C ends it)")
    sys.stdout.flush()
    os.execve(sys.executable, command(port, language), environment())


def check_port(port: int) -> None:
    """`UserError` where a port is out of range or another program has it."""
    import socket

    if not FIRST_PORT <= port <= LAST_PORT:
        raise UserError(f"--port: {port} is outside {FIRST_PORT} to {LAST_PORT}")
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((LOOPBACK, port))
        except OSError:
            raise UserError(f"--port: another program uses {port}; name another one") from None


def command(port: int, language: str) -> list[str]:
    """The command line of the server."""
    import experiments.explorer

    page = Path(experiments.explorer.__file__).with_name("pages.py")
    told = [f"--{name}={value}" for name, value in {**OPTIONS, "server.port": str(port)}.items()]
    return [sys.executable, "-m", "streamlit", "run", str(page), *told, "--", language]


def environment() -> dict[str, str]:
    """Variables of the server: this checkout goes before what else is installed."""
    import experiments

    root = str(Path(experiments.__file__).parents[1])
    return {**os.environ, "PYTHONPATH": os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])}
