"""Parts of libraries that nothing here reads, loaded when somebody asks for them.

`import mesa` brings grids, networks and continuous space, and with them networkx and scipy.spatial: .37 s of a
processor in every process that simulates. A city has no space. So a module stands in each part's place that loads the
part at the first question: `mesa.space.MultiGrid`, `import mesa.discrete_space.grid` give what they always give.
"""

import importlib
import sys
from types import ModuleType
from typing import Any

SPACES = ("mesa.discrete_space", "mesa.space", "mesa.experimental.continuous_space", "mesa.experimental.meta_agents")
"""Parts of Mesa that its model and agents do not need."""


class PutOff(ModuleType):
    """Stands for a module until something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        """What the module holds, after loading it. Whoever looks through all modules asks for `__file__` and the like:
        that loads nothing."""
        if name.startswith("__") and name != "__path__":
            raise AttributeError(f"module '{self.__name__}' is not loaded and has no '{name}' yet")
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def put_off_spaces() -> None:
    """Let Mesa load without its spaces, in a process that has not loaded it yet."""
    if "mesa" not in sys.modules:
        sys.modules.update({name: PutOff(name) for name in SPACES})


def put_away_lazy_arrays() -> None:
    """Let xarray find no dask arrays in this process: it loads all of them, .2 s of a processor, to know them by sight.

    Only for a process that is a command's: who works in Python may hold such arrays.
    """
    sys.modules.setdefault("dask.array", None)  # type: ignore[arg-type]
