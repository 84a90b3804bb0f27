"""A hint to memory: what a loop will read some rows on, asked for while it works on the present one.

The whole city's columns are larger than any cache, and a loop over scattered rows waits for memory at each of them
unless it asks ahead. A hint changes no result, and a row that is not there (`NOBODY`) does no harm. Nothing without
compilation.
"""

from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import lower_builtin
from numba.np.arrayobj import make_array

import sim.compiled  # noqa: F401  keeps compiled code under all that can change it

FAR = 400_000
"""Persons from whom on the columns are larger than caches; in a smaller city the hint only takes time."""
AHEAD = 16
"""Rows between the hint and the reading: some 2 microseconds of work, a few times what memory takes to answer."""


def prefetch(row: Any, *columns: Any) -> None:
    """Ask for entry `row` of each of the columns, arrays of one dimension, which will soon be read."""


@infer_global(prefetch)  # type: ignore[no-untyped-call]
class _TypeOfPrefetch(AbstractTemplate):  # type: ignore[misc]
    """A row and any number of columns; `type_callable` would ask for their number."""

    def generic(self, arguments: Any, named: Any) -> Any:
        return signature(types.none, *arguments)  # type: ignore[no-untyped-call]


@lower_builtin(prefetch, types.Integer, types.VarArg(types.Array))  # type: ignore[no-untyped-call]
def _prefetch(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    array_of: Any = make_array
    byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
    kind = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
    hint = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")  # type: ignore[no-untyped-call]
    to_read, near, data = (ir.Constant(word, code) for code in (0, 3, 1))
    for one, column in zip(signature.args[1:], arguments[1:], strict=True):
        first = array_of(one)(context, builder, column).data
        builder.call(hint, [builder.bitcast(builder.gep(first, [arguments[0]]), byte), to_read, near, data])
    return context.get_dummy_value()
