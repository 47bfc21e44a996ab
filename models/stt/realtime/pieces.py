"""Where a long utterance is cut, so that what is decoded at once stays short however long somebody speaks."""

import numpy as np

from models.stt.voice_activity import WINDOW_SAMPLES

WINDOWS_PER_SECOND = 16_000 / WINDOW_SAMPLES
MIN_PIECE_WINDOWS = int(5 * WINDOWS_PER_SECOND)
GOOD_PIECE_WINDOWS = int(12 * WINDOWS_PER_SECOND)
"""Past it an encoder that reads what is there costs more with every second."""
MAX_PIECE_WINDOWS = int(25 * WINDOWS_PER_SECOND)
"""Whisper reads 30 s at once."""
QUIET = 0.35
PAUSE_WINDOWS = int(0.2 * WINDOWS_PER_SECOND)


def find_cut(probabilities: np.ndarray) -> int | None:
    """The window at which the first piece of this speech ends; None while it may go on.

    In the middle of its longest pause between 5 and 12 s, else of its next pause, at 25 s where it is quiet.
    """
    count = len(probabilities)
    if count < GOOD_PIECE_WINDOWS:
        return None
    pauses = find_pauses(probabilities, MIN_PIECE_WINDOWS, GOOD_PIECE_WINDOWS)
    if pauses:
        start, end = max(pauses, key=lambda pause: pause[1] - pause[0])
        return (start + end) // 2
    later = find_pauses(probabilities, GOOD_PIECE_WINDOWS, min(count, MAX_PIECE_WINDOWS))
    if later:
        return sum(later[0]) // 2
    if count < MAX_PIECE_WINDOWS:
        return None
    return GOOD_PIECE_WINDOWS + int(np.argmin(probabilities[GOOD_PIECE_WINDOWS:MAX_PIECE_WINDOWS]))


def find_pauses(probabilities: np.ndarray, start: int, stop: int) -> list[tuple[int, int]]:
    """Spans of silence of at least PAUSE_WINDOWS within [start, stop)."""
    is_quiet = np.concatenate([[False], probabilities[start:stop] < QUIET, [False]])
    starts, ends = np.flatnonzero(is_quiet[1:] != is_quiet[:-1]).reshape(-1, 2).T
    return [
        (start + int(first), start + int(last))
        for first, last in zip(starts, ends, strict=True)
        if last - first >= PAUSE_WINDOWS
    ]


def split_into_pieces(probabilities: np.ndarray) -> list[tuple[int, int]]:
    """All pieces, in windows; the last one is what has no cut yet."""
    pieces = []
    start = 0
    while (cut := find_cut(probabilities[start:])) is not None:
        pieces.append((start, start + cut))
        start += cut
    return [*pieces, (start, len(probabilities))]
