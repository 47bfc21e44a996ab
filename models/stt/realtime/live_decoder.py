"""From a snapshot of what a caller has said to its text."""

import numpy as np

from models.stt.log_mel import FRAME_SAMPLES
from models.stt.metrics import HYPOTHESIS_FALLBACKS
from models.stt.realtime.audio_buffer import Snapshot, join_texts
from models.stt.realtime.pieces import split_into_pieces
from models.stt.recognizer import Recognizer, SpeechOptions
from models.stt.voice_activity import WINDOW_SAMPLES, find_speech


class LiveDecoder:
    """Decodes on features that are there already. Not for two threads at once."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer

    def decode(self, snapshot: Snapshot, options: SpeechOptions, *, in_a_hurry: bool = False) -> str | None:
        """All that was said. In a hurry, None in place of text that would have to be decoded again."""
        texts = [snapshot.text]
        for piece in split_into_pieces(snapshot.probabilities):
            text = self.decode_piece(snapshot, piece, options, in_a_hurry=in_a_hurry)
            if text is None:
                return None
            texts.append(text)
        return join_texts(*texts)

    def decode_piece(
        self, snapshot: Snapshot, piece: tuple[int, int], options: SpeechOptions, *, in_a_hurry: bool = False
    ) -> str | None:
        """piece: in windows. Whatever Whisper would hear in noise, Silero has the first say."""
        first, last = piece
        spans = find_speech(snapshot.probabilities[first:last])
        if not spans:
            return ""
        frames = [
            snapshot.log_mel[to_frame(first + start) : to_frame(first + end, snapshot)]
            for start, end in spans
        ]
        heard = self._recognizer.window_decoder.decode(
            np.concatenate(frames), options.language, options.prompt
        )
        if heard.is_sure:
            return heard.text
        if in_a_hurry:
            return None
        HYPOTHESIS_FALLBACKS.inc()
        samples = snapshot.samples[first * WINDOW_SAMPLES : to_sample(last, snapshot)]
        segments = self._recognizer.transcribe(samples, options).segments
        return "".join(segment.text for segment in segments).strip()


def to_frame(window: int, snapshot: Snapshot | None = None) -> int | None:
    """The log-mel frame at which a window begins; with a snapshot, None for the one after its last."""
    if snapshot and window == len(snapshot.probabilities):
        return None
    return window * WINDOW_SAMPLES // FRAME_SAMPLES


def to_sample(window: int, snapshot: Snapshot) -> int | None:
    return None if window == len(snapshot.probabilities) else window * WINDOW_SAMPLES
