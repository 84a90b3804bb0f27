"""The tables of docs/scenarios.md, entries of scenario and study files, and the schemas beside their readers."""

from collections.abc import Callable, Mapping

from experiments.docs.marked import Tables, table
from experiments.schemas import keys
from experiments.schemas import scenario as scenario_files
from experiments.schemas import study as study_files
from experiments.schemas.parts import schema_text
from sim.places.pack import load_pack


def _entries(meanings: Mapping[str, str]) -> Callable[[], list[str]]:
    """Makes the table of some entries and what they mean."""
    return lambda: table(("entry", "what it means"), ((f"`{key}`", meaning) for key, meaning in meanings.items()))


TABLES: Tables = {
    "scenario": _entries(keys.SCENARIO), "rule": _entries(keys.RULE), "study": _entries(keys.STUDY),
    "design": _entries(keys.DESIGN), "factor": _entries(keys.FACTOR), "output": _entries(keys.OUTPUT),
}
SCHEMAS: dict[str, Callable[[], str]] = {
    scenario_files.FILE: lambda: schema_text(scenario_files.scenario_schema(load_pack())),
    study_files.FILE: lambda: schema_text(study_files.study_schema(load_pack())),
}
"""What makes each generated schema, by its file."""
