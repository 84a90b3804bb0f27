"""The command line, comparisons of scenarios, charts: everything an analyst touches."""

from typing import Any

__all__ = ["Comparison", "compare"]


def __getattr__(name: str) -> Any:
    """`compare` and `Comparison`, loaded when asked for: the simulation takes seconds to load, `--help` need not."""
    if name in __all__:
        from experiments import comparison

        return getattr(comparison, name)
    raise AttributeError(f"module 'experiments' has no attribute '{name}'")
