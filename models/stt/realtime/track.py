"""An array that grows at its end and forgets its beginning, in amortized constant time."""

import numpy as np


class Track:
    """Rows of float32, counted from the first one ever appended, whether or not that is still kept."""

    def __init__(self, *row_shape: int) -> None:
        self._rows = np.empty((1024, *row_shape), dtype=np.float32)
        self._first = 0
        self._kept = 0

    def __len__(self) -> int:
        """Rows ever appended."""
        return self._first + self._kept

    @property
    def nbytes(self) -> int:
        return int(self._rows.nbytes)

    def append(self, rows: np.ndarray) -> None:
        needed = self._kept + len(rows)
        if needed > len(self._rows):
            grown = np.empty((2 * needed, *self._rows.shape[1:]), dtype=np.float32)
            grown[: self._kept] = self._rows[: self._kept]
            self._rows = grown
        self._rows[self._kept : needed] = rows
        self._kept = needed

    def read(self, start: int, stop: int | None = None) -> np.ndarray:
        """A copy of rows [start, stop), as far as they are kept."""
        end = self._kept if stop is None else max(0, stop - self._first)
        rows: np.ndarray = self._rows[max(0, start - self._first) : end].copy()
        return rows

    def forget(self, before: int) -> None:
        """Drops the rows below this number."""
        gone = min(self._kept, max(0, before - self._first))
        kept = self._rows[gone : self._kept].copy()
        self._first += gone
        self._kept -= gone
        if len(self._rows) > max(1024, 4 * self._kept):
            self._rows = np.empty((max(1024, 2 * self._kept), *self._rows.shape[1:]), dtype=np.float32)
        self._rows[: self._kept] = kept
