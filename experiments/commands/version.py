"""`fertsim --version`: which code answers, told as manifests tell it. The options of `fertsim` itself stand here."""

import platform
from typing import Annotated

import typer


def mount(app: typer.Typer) -> None:
    """Add the options that stand before any command to the command line."""
    app.callback()(commands)


def _tell(asked: bool) -> None:
    """Print version, commit, hash of the code, Python and numba, and end."""
    if not asked:
        return
    from sim.runs.manifest import fertsim_version, git_commit, library_versions
    from sim.source import code_hash

    typer.echo(
        f"fertsim  {fertsim_version()}\n"
        f"commit   {git_commit() or 'none: not run from a checkout'}\n"
        f"code     {code_hash()}\n"
        f"Python   {platform.python_version()}\n"
        f"numba    {library_versions()['numba']}"
    )
    raise typer.Exit


def commands(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell, is_eager=True, help="version, commit, code, Python, numba")
    ] = False,
) -> None:
    """Births, marriages and population policy of a Chinese city, person by person, month by month."""
