"""The place that an option names."""

import os
from pathlib import Path


def place_of(name: str) -> str:
    """A folder's full path where one is named, otherwise the name of a shipped pack."""
    return str(Path(name).resolve()) if os.sep in name or Path(name).is_dir() else name
