"""What one run of a process makes and the next need not make again, bounded in number."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any


class LruCache[T]:
    """Things by key, the `most` last used ones; what is kept is not to be changed."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._things: OrderedDict[Any, T] = OrderedDict()

    def get(self, key: Hashable | None, make: Callable[[], T]) -> T:
        """The thing of a key, made by `make` where it is not there; with the key None it is made and not kept."""
        if key is None:
            return make()
        if key in self._things:
            self._things.move_to_end(key)
            return self._things[key]
        if len(self._things) >= self.most:
            self._things.popitem(last=False)
        made = self._things[key] = make()
        return made
