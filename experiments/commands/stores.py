"""`fertsim store query` and `fertsim store export`: stored runs by SQL, and as files of other programs."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.arguments import Language

Stored = Annotated[Path, typer.Argument(help="folder of a sweep or of a run set")]

store = typer.Typer(help="Stored runs as tables: SQL over them, and files for other programs (docs/stores.md).")


def mount(app: typer.Typer) -> None:
    """Add the commands of this file to the command line."""
    app.add_typer(store, name="store")


@store.callback()
def stores() -> None:
    """Stored runs as tables: SQL over them, and files for other programs (docs/stores.md)."""


@store.command()
def query(
    directory: Stored,
    sql: Annotated[str, typer.Argument(help="one SELECT over runs, design, indicators, ...; SHOW TABLES lists them")],
    csv: Annotated[bool, typer.Option("--csv", help="print the whole answer as CSV")] = False,
) -> None:
    """Ask stored runs a question in SQL (DuckDB); nothing is written."""
    from experiments.stores.querying import as_csv, printed
    from experiments.stores.querying import query as answer
    from experiments.stores.tables import open_store

    found = answer(open_store(directory), sql)
    typer.echo(as_csv(found) if csv else printed(found))


@store.command()
def export(
    directory: Stored,
    to: Annotated[str, typer.Option("--to", help="csv, xlsx, stata or netcdf")],
    out: Annotated[Path | None, typer.Option("--out", help="file to write; default: in DIR/export/")] = None,
    table: Annotated[str | None, typer.Option(help="this table alone; default: runs with their factors")] = None,
    lang: Language = "zh",
) -> None:
    """Write stored runs as a file of another program; --lang is the language of labels."""
    from experiments.stores.exporting import export as write
    from experiments.stores.tables import open_store

    typer.echo(write(open_store(directory), to, out, table, lang))
