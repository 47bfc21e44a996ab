"""From a snapshot of what a caller has said to its text."""

from dataclasses import dataclass, replace

import numpy as np

from models.stt.confidence import Confidence, join_confidence, measure_confidence
from models.stt.log_mel import FRAME_SAMPLES
from models.stt.metrics import HYPOTHESIS_FALLBACKS
from models.stt.realtime.audio_buffer import Snapshot, join_texts
from models.stt.realtime.pieces import split_into_pieces
from models.stt.recognizer import Recognizer, SpeechOptions
from models.stt.spoken_language import SpokenLanguage
from models.stt.voice_activity import WINDOW_SAMPLES, find_speech


@dataclass(frozen=True)
class Heard:
    """spoken: the language it is in; None where nobody had to find out."""

    text: str
    spoken: SpokenLanguage | None = None
    confidence: Confidence | None = None
    """None where nothing was heard."""


class LiveDecoder:
    """Decodes on features that are there already. Not for two threads at once."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer

    def decode(self, snapshot: Snapshot, options: SpeechOptions, *, in_a_hurry: bool = False) -> Heard | None:
        """All that was said. In a hurry, None in place of text that would have to be decoded again."""
        text, spoken, confidence = snapshot.text, snapshot.spoken, snapshot.confidence
        for piece in split_into_pieces(snapshot.probabilities):
            heard = self.decode_piece(snapshot, piece, options, in_a_hurry=in_a_hurry)
            if heard is None:
                return None
            text, spoken = join_texts(text, heard.text), heard.spoken or spoken
            confidence = join_confidence(confidence, heard.confidence)
        return Heard(text, spoken, confidence)

    def decode_piece(
        self, snapshot: Snapshot, piece: tuple[int, int], options: SpeechOptions, *, in_a_hurry: bool = False
    ) -> Heard | None:
        """piece: in windows. Whatever Whisper would hear in noise, Silero has the first say."""
        first, last = piece
        spans = find_speech(snapshot.probabilities[first:last])
        if not spans:
            return Heard("")
        frames = [
            snapshot.log_mel[to_frame(first + start) : to_frame(first + end, snapshot)]
            for start, end in spans
        ]
        heard = self._recognizer.window_decoder.decode(
            np.concatenate(frames), options.language, options.prompt, options.languages
        )
        if heard.is_sure:
            return Heard(heard.text, heard.spoken, heard.confidence)
        if in_a_hurry:
            return None
        HYPOTHESIS_FALLBACKS.inc()
        samples = snapshot.samples[first * WINDOW_SAMPLES : to_sample(last, snapshot)]
        if heard.spoken:
            options = replace(options, language=heard.spoken.code, languages=())
        segments = list(self._recognizer.transcribe(samples, options).segments)
        text = "".join(segment.text for segment in segments).strip()
        return Heard(text, heard.spoken, measure_confidence(segments))


def to_frame(window: int, snapshot: Snapshot | None = None) -> int | None:
    """The log-mel frame at which a window begins; with a snapshot, None for the one after its last."""
    if snapshot and window == len(snapshot.probabilities):
        return None
    return window * WINDOW_SAMPLES // FRAME_SAMPLES


def to_sample(window: int, snapshot: Snapshot) -> int | None:
    return None if window == len(snapshot.probabilities) else window * WINDOW_SAMPLES
