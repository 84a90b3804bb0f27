"""What one run of a process makes and the next need not make again, bounded in number."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

_NOTHING: Any = object()


class LruCache[T]:
    """Things by key, the `most` last used ones; what is kept is not to be changed."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._things: OrderedDict[Any, T] = OrderedDict()

    def get(self, key: Hashable | None, make: Callable[[], T]) -> T:
        """The thing of a key, made by `make` where it is not there; with the key None it is made and not kept."""
        if key is None:
            return make()
        found = self._things.get(key, _NOTHING)  # a key may be a tuple of 200 numbers: each look hashes them anew
        if found is not _NOTHING:
            self._things.move_to_end(key)
            return found
        if len(self._things) >= self.most:
            self._things.popitem(last=False)
        made = self._things[key] = make()
        return made
