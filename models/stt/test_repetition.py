import pytest

from models.stt.repetition import has_repetition

# What tiny.en made of one sentence on a context that was too short.
STUCK = [
    "What are your opening hours? What are your opening hours? What are your opening hours?",
    "What can you help me with? What can you help me with?",
    "I need to change my I need to change my I need to change my delivery address",
    "Thank you. Thank you. Thank you. Thank you.",
    "no no no no no no",
]
SPEECH = [
    "",
    "No, no, no, that is very very wrong.",
    "The order was for three chairs and one table.",
    "My number is 555-0199",
    "It is what it is, and that is that.",
]


@pytest.mark.parametrize("text", STUCK)
def test_sees_a_decoder_that_is_stuck(text: str) -> None:
    assert has_repetition(text, 8)


@pytest.mark.parametrize("text", SPEECH)
def test_lets_people_speak(text: str) -> None:
    assert not has_repetition(text, 3)


def test_sees_more_words_than_the_time_allows() -> None:
    text = "one can hardly say all of these different words within a single second"
    assert has_repetition(text, 1)
    assert not has_repetition(text, 4)
