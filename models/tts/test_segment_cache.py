from collections.abc import Callable

import numpy as np
import pytest

from models.tts.segment_cache import SegmentCache
from models.tts.synthesizer import Samples

SIZE = 1000
"""Samples of a segment, four bytes each."""


def count_calls() -> tuple[list[int], Callable[[], Samples]]:
    calls: list[int] = []

    def speak() -> Samples:
        calls.append(1)
        return np.zeros(SIZE, dtype=np.float32)

    return calls, speak


def test_the_second_time_costs_nothing() -> None:
    cache = SegmentCache(SIZE * 4)
    calls, speak = count_calls()
    assert cache.get("hello", speak) is cache.get("hello", speak)
    assert len(calls) == 1


def test_what_was_heard_least_recently_makes_room() -> None:
    cache = SegmentCache(SIZE * 4 * 2)
    calls, speak = count_calls()
    for key in ("a", "b", "a", "c", "a", "b"):
        cache.get(key, speak)
    assert len(calls) == 4  # a, b, c, and b again: c had taken its place.


@pytest.mark.parametrize("max_bytes", [0, SIZE * 4 - 1])
def test_what_does_not_fit_is_spoken_each_time(max_bytes: int) -> None:
    cache = SegmentCache(max_bytes)
    calls, speak = count_calls()
    cache.get("hello", speak)
    cache.get("hello", speak)
    assert len(calls) == 2
