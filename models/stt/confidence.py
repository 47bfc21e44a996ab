"""How sure Whisper is of what it heard, in its own measures."""

from collections.abc import Iterable
from dataclasses import dataclass

from faster_whisper.transcribe import Segment  # type: ignore[import-untyped]


@dataclass(frozen=True)
class Confidence:
    """logprob: mean of the tokens, 0 being certainty. no_speech: probability that nobody speaks."""

    logprob: float
    no_speech: float
    tokens: int

    def to_body(self) -> dict[str, float]:
        """By the names that OpenAI gives them in a segment of verbose_json."""
        return {"avg_logprob": round(self.logprob, 4), "no_speech_prob": round(self.no_speech, 4)}


def join_confidence(*parts: Confidence | None) -> Confidence | None:
    """Of several pieces one after the other, by their tokens; None where there is none."""
    known = [part for part in parts if part is not None]
    tokens = sum(part.tokens for part in known)
    if not tokens:
        return None
    return Confidence(
        logprob=sum(part.logprob * part.tokens for part in known) / tokens,
        no_speech=sum(part.no_speech * part.tokens for part in known) / tokens,
        tokens=tokens,
    )


def measure_confidence(segments: Iterable[Segment]) -> Confidence | None:
    """None where nothing was heard."""
    return join_confidence(
        *(Confidence(part.avg_logprob, part.no_speech_prob, len(part.tokens)) for part in segments)
    )
