"""Compiled code from disk without its bitcode, until somebody compiles against it.

numba keeps a compiled function as machine code and as bitcode, which other functions may take in when they are
compiled. It parses both whenever a function is loaded, though a process that finds all its rules on disk compiles
nothing: a third of loading them. Here the bitcode is parsed when a function that takes it in is compiled.

Imported by `sim.compiled`; holds for all functions of a process, and leaves alone what is kept on disk.
"""

from typing import Any

import numba as nb
from llvmlite import binding
from numba.core import codegen

WRITTEN_FOR = ("0.68.1",)
"""Versions of numba whose inner parts are known here; under any other code is loaded as numba does it."""
_known = nb.__version__ in WRITTEN_FOR
_load: Any = vars(codegen.CPUCodeLibrary)["_unserialize"].__func__ if _known else None
_module_to_link: Any = codegen.CPUCodeLibrary._get_module_for_linking if _known else None
_address: Any = codegen.JITCodeLibrary.get_pointer_to_function if _known else None
_is_defined: Any = codegen.JitEngine.is_symbol_defined if _known else None
_unlinked: dict[Any, tuple[bytes, bytes]] = {}
"""Machine code and bitcode of loaded functions, by library, of those against which nothing was compiled yet."""


def load(of: Any, engine: Any, state: Any) -> Any:
    """The library of a function on disk. state : what numba keeps: name, kind, machine code and bitcode"""
    name, kind, data = state
    if kind != "object":
        return _load(of, engine, state)
    library = engine.create_library(name)
    library.enable_object_caching()
    library._set_compiled_object(data[0])
    library._finalize_final_module()
    _unlinked[library] = data
    return library


def module_to_link(library: Any) -> Any:
    """Module of a library that another function takes in, parsed when first asked for."""
    if library in _unlinked:
        library._shared_module = binding.parse_bitcode(_unlinked.pop(library)[1])
        library._codegen._engine._load_defined_symbols(library._shared_module)
    return _module_to_link(library)


def address(library: Any, name: str) -> Any:
    """Where a function of a library stands in memory, 0 where the library has none of this name."""
    if library not in _unlinked:
        return _address(library, name)
    if name.encode() + b"\0" not in _unlinked[library][0]:  # among the symbols of its machine code
        return 0
    library._ensure_finalized()
    return library._codegen._engine.get_function_address(name)


def is_defined(engine: Any, name: str) -> Any:
    """Whether some function of this process defines a symbol; asked where functions call each other in a circle."""
    for library in list(_unlinked):
        module_to_link(library)
    return _is_defined(engine, name)


if _known:
    for owner, name, mine in (
        (codegen.CPUCodeLibrary, "_unserialize", classmethod(load)),
        (codegen.CPUCodeLibrary, "_get_module_for_linking", module_to_link),
        (codegen.JITCodeLibrary, "get_pointer_to_function", address),
        (codegen.JitEngine, "is_symbol_defined", is_defined),
    ):
        setattr(owner, name, mine)
