"""Arguments that several commands share: kind and help. Quick to import, so that `--help` need not wait."""

from pathlib import Path
from typing import Annotated

import typer

Out = Annotated[Path, typer.Option("--out", help="folder of the run set, its table and its charts", show_default=True)]
Scenario = Annotated[
    str, typer.Option(help="name of a shipped scenario, some of its items (plan:3,7), or a YAML file")
]
Place = Annotated[str, typer.Option(help="name of a shipped data pack, or the folder of another")]
PlaceOfStudy = Annotated[str | None, typer.Option("--place", help="as in run, of a study file that names none")]
CountyReported = Annotated[
    str | None, typer.Option("--county", help="report one county: its code, Chinese or English name")
]
FirstYear = Annotated[int, typer.Option("--from", help="census year to start from: 2010 or 2020")]
LastYear = Annotated[int, typer.Option("--to", help="last year")]
SchemaFile = Annotated[Path | None, typer.Option("--out", help="file to write; it is printed where none is named")]
ChartLanguages = Annotated[str, typer.Option("--lang", metavar="en|zh|zh,en", help="languages of the charts")]
ChartFormats = Annotated[str, typer.Option("--formats", metavar="png|pdf|png,pdf", help="file formats of the charts")]
Language = Annotated[str, typer.Option(help="zh or en")]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="LEVER[@COUNTY]=VALUE", help="as in run")]
Dose = Annotated[list[str] | None, typer.Option(metavar="LEVER=X", help="as in run")]
Param = Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help="as in run")]
Future = Annotated[str, typer.Option(help="low, central or high")]
RunSeed = Annotated[int, typer.Option("--seed", help="seed of the run")]
DrawOfSeed = Annotated[str, typer.Option("--draws", metavar="N|all|none", help="as in run: the seed's draw")]
Workers = Annotated[int | None, typer.Option("--workers", help="processes of one thread each; default: all cores")]
