"""Bounded keeping: made once for a key, the least recently used one goes first, None keeps nothing."""

from sim.lru import LruCache


def test_a_thing_is_made_once_and_the_one_not_used_for_longest_goes() -> None:
    kept: LruCache[str] = LruCache(2)
    made: list[str] = []

    def make(name: str) -> str:
        return kept.get(name, lambda: made.append(name) or name)  # type: ignore[func-returns-value]

    for name in ("a", "b", "a", "c", "a", "b"):
        assert make(name) == name
    assert made == ["a", "b", "c", "b"]  # c drove out b, since a was used after it


def test_without_a_key_nothing_is_kept() -> None:
    kept: LruCache[list[int]] = LruCache(2)
    assert kept.get(None, list) is not kept.get(None, list)
