"""Normalised text → clauses: the smallest pieces that can be spoken on their own."""

import re
from collections.abc import Iterator
from typing import NamedTuple

PAUSES_MS = {",": 120, ";": 200, ":": 200, "—": 200, ".": 300, "!": 300, "?": 300, "…": 400}
"""Silence after a clause that ends so, at speed 1."""
SENTENCE_ENDS = frozenset(".!?…")
PARAGRAPH_PAUSE_MS = 500

# A mark inside a word or number ends nothing, except dashes; a line break always does.
BOUNDARY = re.compile(r"\s*([;:,.!?…—]+)(?=\s|$)\s*|\s*(—)\s*|\s*(\n)\s*")
SPEAKABLE = re.compile(r"[^\W_]")


class Clause(NamedTuple):
    """Words without punctuation, the mark that ends them and the pause it calls for."""

    words: str
    mark: str
    pause_ms: int

    @property
    def ends_sentence(self) -> bool:
        return self.mark in SENTENCE_ENDS


def split_clauses(text: str) -> Iterator[Clause]:
    """Yields the clauses of normalised text in order; pieces with nothing to say are dropped."""
    position = 0
    for boundary in BOUNDARY.finditer(text):
        words = text[position : boundary.start()]
        position = boundary.end()
        if SPEAKABLE.search(words):
            yield _end_clause(words, boundary.group())
    if SPEAKABLE.search(text[position:]):
        yield Clause(text[position:].strip(), ".", 0)


def _end_clause(words: str, boundary: str) -> Clause:
    marks = boundary.strip()
    ending = next((mark for mark in "?!….;:—," if mark in marks), ".")
    pause_ms = PARAGRAPH_PAUSE_MS if "\n" in boundary else PAUSES_MS[ending]
    return Clause(words.strip(), ending, pause_ms)
