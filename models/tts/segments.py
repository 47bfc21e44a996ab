"""Clauses → segments: what one synthesis speaks. The first is small, so that sound comes early."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from models.tts.clauses import Clause, split_clauses
from models.tts.phonemes.vocabulary import VOCABULARY, phonemize

FIRST_MAX = 36
"""Phonemes of the first segment at most: about 2.5 s of speech."""
MAX = 300
"""Phonemes of any segment at most. Kokoro's own limit is 510; shorter ones are heard and cancelled sooner."""
MIN = 12
"""A shorter piece is spoken together with the next one: Kokoro slurs single syllables."""
TAIL = 16
"""A clause is not cut for less than this, about 1 s: a stub sounds worse than it saves."""
GROWTH = 2
"""A segment is at most this many times as long as the one before, so that it is made while that one plays."""

# Where a speaker would breathe inside a clause: after a mark, or between a stressed and an unstressed word
# ("lunch | at the station"). Languages written without stress are cut at any space.
BREATH = re.compile(r"(?<=[;:,.!?…—]) |(?<=ˈ)[^ ˈˌ]+ (?=[^ ˈˌ]+ )")


class Segment(NamedTuple):
    """Phonemes in Kokoro's alphabet, at most MAX, and the pause after them at speed 1."""

    phonemes: str
    pause_ms: int
    ends_sentence: bool


def split_segments(text: str, language: str) -> Iterator[Segment]:
    """Normalised text → segments, made one by one as they are asked for, so that the first costs little."""
    limit = FIRST_MAX
    held: Segment | None = None
    for piece in _phonemize_clauses(split_clauses(text), language):
        if held and _belongs(held, piece, limit):
            piece = Segment(f"{held.phonemes} {piece.phonemes}", piece.pause_ms, piece.ends_sentence)
        elif held:
            yield held
            limit = _grow(held)
        while len(piece.phonemes) > min(MAX, limit + TAIL):
            head, piece = _cut(piece, limit)
            yield head
            limit = _grow(head)
        held = piece
    if held:
        yield held


def _grow(spoken: Segment) -> int:
    return min(MAX, max(FIRST_MAX + 1, len(spoken.phonemes) * GROWTH))


def _belongs(held: Segment, piece: Segment, limit: int) -> bool:
    """Whether a clause is spoken in one breath with what is held.

    The first segment is one clause, later ones are sentences, and nothing shorter than MIN stands alone.
    """
    if len(held.phonemes) < MIN:
        return True
    fits = len(held.phonemes) + 1 + len(piece.phonemes) <= limit
    return fits and limit > FIRST_MAX and not held.ends_sentence


def _phonemize_clauses(clauses: Iterator[Clause], language: str) -> Iterator[Segment]:
    for clause in clauses:
        spoken = "".join(symbol for symbol in phonemize(clause.words, language) if symbol in VOCABULARY)
        spoken = " ".join(spoken.split())
        if spoken:
            yield Segment(spoken + clause.mark, clause.pause_ms, clause.ends_sentence)


def _cut(piece: Segment, limit: int) -> tuple[Segment, Segment]:
    """Cuts a piece longer than `limit` at the last good place before it, an endless word anywhere."""
    breaths = [found.end() for found in BREATH.finditer(piece.phonemes, 0, limit + 1) if found.end() >= MIN]
    end = breaths[-1] if breaths else piece.phonemes.rfind(" ", 1, limit + 1)
    end = end if end > 0 else limit
    return Segment(piece.phonemes[:end].strip(), 0, False), piece._replace(
        phonemes=piece.phonemes[end:].strip()
    )
