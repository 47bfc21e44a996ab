"""What one caller has said and not committed yet, with the features of it computed as it arrives."""

from dataclasses import dataclass

import numpy as np

from models.stt.confidence import Confidence, join_confidence
from models.stt.log_mel import FRAME_SAMPLES, LogMelStream
from models.stt.loudness import choose_gain, measure_peak
from models.stt.realtime.pieces import find_cut
from models.stt.realtime.track import Track
from models.stt.smart_turn import WINDOW_SAMPLES as SMART_TURN_SAMPLES
from models.stt.spoken_language import SpokenLanguage
from models.stt.voice_activity import SPEECH, WINDOW_SAMPLES, VoiceActivity

SAMPLES_PER_MS = 16
BLOCK_SAMPLES = 100 * SAMPLES_PER_MS
"""Features are computed this much at a time: a call for each 20 ms packet costs three times as much."""


@dataclass(frozen=True)
class Snapshot:
    """The buffer at one moment. Arrays are from the end of `text`, which is settled, to the end of the audio.

    samples: float32 at 16 kHz. log_mel: [n, bands]. probabilities: of speech, per window of Silero.
    """

    text: str
    samples: np.ndarray
    log_mel: np.ndarray
    probabilities: np.ndarray
    audio_ms: int
    last_seconds: np.ndarray
    """The end of the audio, as much as Smart Turn hears."""
    speech_end_window: int
    """The window after the last one with speech, from the buffer's beginning; 0 where nobody spoke."""
    spoken: SpokenLanguage | None = None
    """The language of `text`; None where nobody had to find out."""
    confidence: Confidence | None = None
    """In `text`."""


class AudioBuffer:
    """Grows with append(); settle() turns its beginning into text and forgets the audio of it."""

    def __init__(self, bands: int) -> None:
        self._mel_stream = LogMelStream(bands)
        self._activity = VoiceActivity()
        self._samples, self._mel, self._probabilities = Track(), Track(bands), Track()
        self._pending: list[np.ndarray] = []
        self._pending_samples = 0
        self._peak = 0.0
        self._settled_windows = 0
        self._speech_end_window = 0
        self.text = ""
        self._spoken: SpokenLanguage | None = None
        self._confidence: Confidence | None = None

    @property
    def audio_ms(self) -> int:
        """Everything ever appended."""
        return (len(self._samples) + self._pending_samples) // SAMPLES_PER_MS

    @property
    def unsettled_ms(self) -> int:
        return self.audio_ms - self._settled_windows * WINDOW_SAMPLES // SAMPLES_PER_MS

    @property
    def is_speaking(self) -> bool:
        """Whether somebody speaks where the audio ends, as far as it is looked at."""
        return 0 < self._speech_end_window == len(self._probabilities)

    def append(self, samples: np.ndarray) -> None:
        """samples: float32, mono, 16 kHz."""
        self._pending.append(samples)
        self._pending_samples += len(samples)
        if self._pending_samples >= BLOCK_SAMPLES:
            self._compute_features()

    def _compute_features(self) -> None:
        if not self._pending_samples:
            return
        samples = np.concatenate(self._pending)
        self._pending, self._pending_samples = [], 0
        self._samples.append(samples)
        self._mel.append(self._mel_stream.feed(samples))
        before = len(self._probabilities)
        self._peak = max(self._peak, measure_peak(samples))
        probabilities = self._activity.feed(samples * np.float32(choose_gain(self._peak)))
        self._probabilities.append(probabilities)
        spoken = np.flatnonzero(probabilities >= SPEECH)
        if spoken.size:
            self._speech_end_window = before + int(spoken[-1]) + 1

    def snapshot(self) -> Snapshot:
        self._compute_features()
        start = self._settled_windows * WINDOW_SAMPLES
        return Snapshot(
            text=self.text,
            samples=self._samples.read(start),
            log_mel=self._mel.read(start // FRAME_SAMPLES)
            + np.float32(2 * np.log10(choose_gain(self._peak))),
            probabilities=self._probabilities.read(self._settled_windows),
            audio_ms=self.audio_ms,
            last_seconds=self._samples.read(len(self._samples) - SMART_TURN_SAMPLES),
            speech_end_window=self._speech_end_window,
            spoken=self._spoken,
            confidence=self._confidence,
        )

    def find_cut(self) -> int | None:
        """How many windows, from the end of the settled text, make a first piece; None while it may go on."""
        return find_cut(self._probabilities.read(self._settled_windows))

    def settle(
        self,
        windows: int,
        text: str,
        spoken: SpokenLanguage | None = None,
        confidence: Confidence | None = None,
    ) -> None:
        """Adds the text of the next `windows` and forgets their audio, but for what Smart Turn hears."""
        self.text = join_texts(self.text, text)
        self._spoken = spoken or self._spoken
        self._confidence = join_confidence(self._confidence, confidence)
        self._settled_windows += windows
        start = self._settled_windows * WINDOW_SAMPLES
        self._samples.forget(min(start, len(self._samples) - SMART_TURN_SAMPLES))
        self._mel.forget(start // FRAME_SAMPLES)
        self._probabilities.forget(self._settled_windows)


def join_texts(*texts: str) -> str:
    return " ".join(text for text in texts if text)
