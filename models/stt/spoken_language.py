"""Which language is spoken, where a client names those that it could be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LONG_SPEECH_SECONDS = 2.0
"""What Whisper hears in shorter speech is often another language: "OK", "no", a name."""
SHORT_SPEECH_ODDS = 100.0
LONG_SPEECH_ODDS = 2.0
"""How much likelier than the expected language another has to be, in speech that is short or long."""


@dataclass(frozen=True)
class SpokenLanguage:
    """code: ISO 639-1. probability: Whisper's, among all its languages, 0 to 1."""

    code: str
    probability: float


def choose_language(
    probabilities: Mapping[str, float], candidates: Iterable[str], expected: str | None, seconds: float
) -> SpokenLanguage:
    """The language to decode in. The expected one is given up only for what is clearly another.

    probabilities: Whisper's, of all its languages. candidates: at least one. seconds: of speech.
    """
    shares = {code: probabilities.get(code, 0.0) for code in candidates}
    chosen = max(shares, key=lambda code: shares[code])
    if expected in shares:
        odds = LONG_SPEECH_ODDS if seconds >= LONG_SPEECH_SECONDS else SHORT_SPEECH_ODDS
        if shares[chosen] < odds * shares[expected]:
            chosen = expected
    return SpokenLanguage(chosen, shares[chosen])
