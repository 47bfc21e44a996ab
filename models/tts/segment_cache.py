"""Segments spoken lately: greetings, apologies and sentences that come again cost nothing the second time."""

from collections.abc import Callable, Hashable
from threading import Lock

from cachetools import LRUCache

from models.tts.synthesizer import Samples


class SegmentCache:
    """Samples by what they were made from; the least recently heard make room. Used by worker threads."""

    def __init__(self, max_bytes: int) -> None:
        self._samples: LRUCache[Hashable, Samples] = LRUCache(
            max_bytes, getsizeof=lambda samples: samples.nbytes
        )
        self._lock = Lock()

    def get(self, key: Hashable, speak: Callable[[], Samples]) -> Samples:
        """What `key` sounded like before, or what `speak` makes of it now."""
        with self._lock:
            known = self._samples.get(key)
        if known is not None:
            return known
        samples = speak()
        if samples.nbytes <= self._samples.maxsize:
            with self._lock:
                self._samples[key] = samples
        return samples
