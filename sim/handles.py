"""Handles: tables of arrays that a compiled entry opens itself, instead of being handed column by column.

numba unpacks a named tuple field by field at every call from Python: 12 microseconds for the columns of `Persons`, as
much for the year's counts. In a small sample, where some 25 entries are called each month, that was half of a run.
A handle is one small array of addresses, which costs .4; the entry begins with `persons = unpacked(persons)` and then
reads and writes the very arrays through the named tuple that it would have been given. `unpacked` leaves alone what is
no handle, so every entry takes plain tuples too. Without compilation a handle is the table itself.

    counts = Handled(empty_counts())     entry(counts.handle, ...)     counts.table.births.sum()

A handle lives no longer than its `Handled`, and stands for arrays that are never resized: whoever puts other arrays in
their place (`Population.reserve`, a new year of counts) makes a new `Handled`.
"""

from typing import Any

import numba as nb
import numpy as np
from numba.core import types
from numba.extending import lower_builtin, type_callable
from numba.np.arrayobj import make_array, populate_array

import sim.compiled  # noqa: F401  keeps compiled code under all that can change it

_WORD = np.dtype(np.int64)
_DTYPES: dict[Any, np.dtype[Any]] = {}
"""Dtype of the handles of a kind of table."""
_KINDS: dict[str, Any] = {}
"""Compiled type of a kind of table by its name in words, which is the one field of the handle's dtype."""


class Handled[T: tuple[Any, ...]]:
    """A named tuple of arrays and its handle; a copy, or what another process receives, has a handle of its own."""

    def __init__(self, table: T) -> None:
        assert all(array.flags.carray for array in table), "a handle stands for whole arrays that may be written to"
        self.table = table
        self.handle: Any = table if nb.config.DISABLE_JIT else _addresses(table)  # type: ignore[attr-defined]

    def __reduce__(self) -> tuple[Any, ...]:
        return Handled, (self.table,)


def _addresses(table: tuple[Any, ...]) -> np.ndarray[Any, Any]:
    """Address and shape of every array of a table, as a structured array of one row whose dtype names the table."""
    words = [word for array in table for word in (array.__array_interface__["data"][0], *array.shape)]
    key = type(table), tuple((array.dtype, array.ndim) for array in table)
    if key not in _DTYPES:
        kind: Any = nb.typeof(table)  # type: ignore[no-untyped-call]
        _KINDS[str(kind)] = kind
        _DTYPES[key] = np.dtype([(str(kind), _WORD, (len(words),))])
    return np.array(words, _WORD).view(_DTYPES[key])


def unpacked(table: Any) -> Any:
    """The named tuple of a handle, the record in a table of one (`as_row`), or what is given where it is neither."""
    return table[0] if isinstance(table, np.ndarray) else table


@type_callable(unpacked)  # type: ignore[no-untyped-call]
def _type_of_unpacked(context: Any) -> Any:
    def typer(table: Any) -> Any:
        kind = _kind_of(table)
        if kind is not None:
            return kind
        return table.dtype if isinstance(table, types.Array) else table

    return typer


@lower_builtin(unpacked, types.Any)  # type: ignore[no-untyped-call]
def _unpacked(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    """Made in place, not called: a call gives the columns back through memory, where it is no longer seen that none of
    them is counted, and every step that is handed the columns counts all of them."""
    table = signature.args[0]
    if _kind_of(table) is not None:
        return _columns_at(context, builder, table, arguments[0])
    if isinstance(table, types.Array):
        array_of: Any = make_array
        return array_of(table)(context, builder, arguments[0]).data
    context.nrt.incref(builder, table, arguments[0])
    return arguments[0]


def uncounted(array: Any) -> Any:
    """The same array, which no step that is handed it counts: each count is a locked instruction, person by person.

    Only for an array that somebody else holds meanwhile: an argument of a compiled function, or what it still returns.
    """
    return array


@type_callable(uncounted)  # type: ignore[no-untyped-call]
def _type_of_uncounted(context: Any) -> Any:
    return lambda array: array if isinstance(array, types.Array) else None


@lower_builtin(uncounted, types.Array)  # type: ignore[no-untyped-call]
def _uncounted(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    array_of: Any = make_array
    fill: Any = populate_array
    kind = array_of(signature.args[0])
    held, bare = kind(context, builder, arguments[0]), kind(context, builder)
    fill(bare, data=held.data, shape=held.shape, strides=held.strides, itemsize=held.itemsize, meminfo=None)
    return bare._getvalue()


def _kind_of(handle: Any) -> Any:
    """Compiled type of the table that a handle stands for; None where it is no handle."""
    if not (isinstance(handle, types.Array) and isinstance(handle.dtype, types.Record)):
        return None
    return _KINDS.get(next(iter(handle.dtype.fields)))


def _columns_at(context: Any, builder: Any, handle: Any, value: Any) -> Any:
    """The named tuple of arrays at the addresses in a handle; its arrays are not counted, `Handled` keeps them."""
    kind = _kind_of(handle)
    array_of: Any = make_array
    fill: Any = populate_array
    word = context.get_value_type(types.intp)
    data = array_of(handle)(context, builder, value).data
    words, at, columns = builder.bitcast(data, word.as_pointer()), 0, []
    for one in kind:
        places = [context.get_constant(types.intp, at + k) for k in range(one.ndim + 1)]
        address, *shape = (builder.load(builder.gep(words, [place])) for place in places)
        at += len(places)
        size = context.get_constant(types.intp, context.get_abi_sizeof(context.get_data_type(one.dtype)))
        strides = [size]
        for length in reversed(shape[1:]):
            strides.insert(0, builder.mul(strides[0], length))
        column = array_of(one)(context, builder)
        fill(
            column, data=builder.inttoptr(address, column.data.type), shape=shape, strides=strides, itemsize=size,
            meminfo=None,
        )
        columns.append(column._getvalue())
    return context.make_tuple(builder, kind, columns)

