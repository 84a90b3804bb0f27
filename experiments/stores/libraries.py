"""Libraries that only some users need: loaded when they are asked for, and named where they are missing."""

import importlib
from types import ModuleType

from sim.errors import UserError


def needed(name: str, asked: str, extra: str) -> ModuleType:
    """A library of the extra dependencies; `UserError` that says how to install it where it is not there.

    asked : the option or command that needs it      extra : the extra that brings it
    """
    try:
        return importlib.import_module(name)
    except ImportError:
        raise UserError(
            f"{asked} needs {name}, which is not installed; install it with: pip install 'fertsim[{extra}]'"
        ) from None
