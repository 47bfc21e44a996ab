"""A hypothesis: asked for, or due; then heard."""

from concurrent.futures import Future
from dataclasses import dataclass, field
from time import perf_counter

from models.stt.confidence import Confidence
from models.stt.realtime.audio_buffer import Snapshot
from models.stt.spoken_language import SpokenLanguage

STEADY_SILENCE_MS = 160
"""After this much silence more of it changes no word: a text still holds."""
MS_PER_WINDOW = 32


@dataclass(frozen=True)
class HypothesisRequest:
    """What is to be decoded. score: Smart Turn's, under way; None where the turn's end is not judged."""

    snapshot: Snapshot
    score: "Future[float] | None" = None
    client_event_id: str | None = None
    received: float = field(default_factory=perf_counter)


@dataclass(frozen=True)
class Hypothesis:
    """All that was said up to audio_ms. end_of_turn: None where it was not judged."""

    text: str
    audio_ms: int
    speech_end_window: int
    end_of_turn: float | None
    client_event_id: str | None
    spoken: SpokenLanguage | None = None
    confidence: Confidence | None = None

    def still_holds(self, later: Snapshot) -> bool:
        """Whether nobody has spoken since, and silence had begun."""
        silence_ms = self.audio_ms - self.speech_end_window * MS_PER_WINDOW
        return self.speech_end_window == later.speech_end_window and silence_ms >= STEADY_SILENCE_MS
