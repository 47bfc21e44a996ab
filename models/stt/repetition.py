"""Tells when a decoder got stuck and repeats itself."""

import re
import zlib

MAX_COMPRESSION_RATIO = 2.4
"""Whisper's own threshold. Source: compression_ratio_threshold in https://github.com/openai/whisper"""
MAX_WORDS_PER_SECOND = 6.0
"""Fast speech has 4 to 5; three more words are always allowed, since short answers are spoken fast."""


def has_repetition(text: str, duration_seconds: float) -> bool:
    """True for text that nobody said in this time: it compresses too well, repeats a phrase or is too long.

    Being wrong costs one more decode on the full context, so people who do repeat themselves are understood.
    """
    words = re.findall(r"[\w']+", text.lower())
    if len(words) > MAX_WORDS_PER_SECOND * duration_seconds + 3:
        return True
    data = text.encode()
    if len(data) > MAX_COMPRESSION_RATIO * len(zlib.compress(data)):
        return True
    return any(repeats_phrase(words, length) for length in range(1, len(words) // 2 + 1))


def repeats_phrase(words: list[str], length: int) -> bool:
    """True where a phrase of `length` words follows itself at once; 'no, no, no' and 'very very' are fine."""
    needed = 2 if length >= 3 else 4
    run = 0
    for first, second in zip(words, words[length:], strict=False):
        run = run + 1 if first == second else 0
        if run >= length * (needed - 1):
            return True
    return False
