"""Words above and below the table of a comparison, from the manifest of the scenario asked about.

The manifests of the other scenarios differ from it by scenario alone.
"""

from collections.abc import Sequence

from experiments.wording.runs import area_of, runs_of
from experiments.wording.uncertainty import interval_note
from sim.measures.chance import drawn_in
from sim.measures.intervals import named
from sim.runs.manifest import Manifest


def heading(manifest: Manifest, labels: Sequence[str], county: int | None) -> list[str]:
    """What was run, in two lines."""
    return [
        f"{area_of(manifest, county)}: {manifest.start} to {manifest.end}",
        f"scenarios {', '.join(labels)}; future {manifest.future}, sample {manifest.sample}, {runs_of(manifest)}",
    ]


def interval_notes(manifest: Manifest) -> list[str]:
    """How the intervals of levels and of differences are to be read, a line each."""
    drawn = drawn_in(manifest)
    levels, differences = named(drawn), named(drawn, paired=True)
    return [f"Levels: {interval_note(levels, errors=True)}", f"Differences: {interval_note(differences, errors=True)}"]
