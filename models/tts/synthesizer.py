"""Kokoro itself: one segment of phonemes → samples."""

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from kokoro_onnx.config import SAMPLE_RATE
from kokoro_onnx.session import input_dtypes
from kokoro_onnx.trim import trim
from numpy.typing import NDArray

from models.tts.phonemes.vocabulary import tokenize
from models.tts.segments import Segment
from models.tts.voices import VoiceVectors

RATE_HZ: int = SAMPLE_RATE
SILENCE_DB = 50
"""What is this much quieter than the loudest part of a segment is silence at its ends."""
EDGE_MS = 15
"""Kept of the silence on each side: consonants begin and end below the threshold."""

Samples = NDArray[np.float32]


class Synthesizer:
    """Speaks segments with one onnxruntime session; several threads may call it at once."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session
        self._dtypes = input_dtypes(session)
        self._tokens = "input_ids" if "input_ids" in self._dtypes else "tokens"

    def speak(
        self, segment: Segment, voice: VoiceVectors, speed: float, options: onnxruntime.RunOptions
    ) -> Samples:
        """Mono samples at 24 kHz in -1…1: the speech without the silence around it, then the segment's pause.

        Another thread stops it by setting `options.terminate`; it then raises.
        """
        tokens = tokenize(segment.phonemes)
        inputs = {
            self._tokens: np.array([[0, *tokens, 0]], dtype=self._dtypes[self._tokens]),
            "style": voice[len(tokens) - 1].astype(self._dtypes["style"]),
            "speed": np.array([speed], dtype=self._dtypes["speed"]),
        }
        audio = np.asarray(self._session.run(None, inputs, options)[0], dtype=np.float32).ravel()
        pause = np.zeros(int(segment.pause_ms / speed * RATE_HZ / 1000), dtype=np.float32)
        return np.concatenate([_trim_silence(audio), pause])


def _trim_silence(audio: Samples) -> Samples:
    _, (start, end) = trim(audio, top_db=SILENCE_DB, frame_length=480, hop_length=120)
    edge = EDGE_MS * RATE_HZ // 1000
    return audio[max(0, start - edge) : end + edge]
