import itertools

import pytest

from models.tts.clauses import Clause, split_clauses
from models.tts.segments import FIRST_MAX, MAX, MIN, TAIL, split_segments

LONG = (
    "I think that the weather will be nice tomorrow, so we could go for a walk in the park and then have "
    "lunch at the little restaurant near the station. Then we go home! "
)


def test_clauses_end_at_marks_and_line_breaks() -> None:
    assert list(split_clauses("Well, it's 3.5 — fine?! Yes…\nNo")) == [
        Clause("Well", ",", 120),
        Clause("it's 3.5", "—", 200),
        Clause("fine", "?", 300),
        Clause("Yes", "…", 500),
        Clause("No", ".", 0),
    ]


@pytest.mark.parametrize("text", ["", " ", "?!", "… — ,", "\n\n", "_ - '"])
def test_nothing_to_say_gives_no_segment(text: str) -> None:
    assert list(split_segments(text, "en-us")) == []


def test_first_segment_is_a_clause_and_each_may_double() -> None:
    sizes = [len(segment.phonemes) for segment in split_segments(LONG * 5, "en-us")]
    assert MIN <= sizes[0] <= FIRST_MAX + TAIL
    assert max(sizes) <= MAX
    for before, after in itertools.pairwise(sizes):
        assert after <= max(2 * before, FIRST_MAX + 1) + TAIL


def test_a_sentence_a_little_too_long_stays_whole() -> None:
    (segment,) = split_segments("The quick brown fox jumps over the lazy dog.", "en-us")
    assert len(segment.phonemes) > FIRST_MAX


def test_short_clause_is_joined_with_the_next() -> None:
    first, *_ = split_segments("Hi. My name is Bella.", "en-us")
    assert len(first.phonemes) > MIN


def test_no_phonemes_are_lost() -> None:
    apart = "".join(s.phonemes for part in LONG.split(". ") for s in split_segments(f"{part}.", "en-us"))
    together = "".join(s.phonemes for s in split_segments(LONG, "en-us"))
    assert "".join(filter(str.isalpha, apart)) == "".join(filter(str.isalpha, together))


@pytest.mark.parametrize("language", ["en-us", "zh", "ja"])
def test_endless_word_is_cut(language: str) -> None:
    word = {"en-us": "ba" * 2000, "zh": "好" * 2000, "ja": "ア" * 2000}[language]
    segments = list(split_segments(word, language))
    assert len(segments) > 1
    assert all(0 < len(segment.phonemes) <= MAX for segment in segments)
