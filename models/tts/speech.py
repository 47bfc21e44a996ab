"""One request from text to encoded audio, segment by segment."""

import asyncio
import time
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from functools import partial

import onnxruntime  # type: ignore[import-untyped]

from models.tts import metrics
from models.tts.encoder import Encoder
from models.tts.normalization.text import normalize
from models.tts.segments import Segment, split_segments
from models.tts.synthesizer import RATE_HZ, Samples, Synthesizer
from models.tts.voices import VoiceVectors
from models.tts.workers import Workers


class SilentTextError(Exception):
    """Nothing in the text can be spoken: only punctuation, symbols or spaces."""


@dataclass(frozen=True)
class Speech:
    """What to say and how: text as written, voice vectors, language, speed (1 is the voice's own), format."""

    text: str
    voice: VoiceVectors
    language: str
    speed: float
    response_format: str


class Speaker:
    """Turns speech requests into audio bytes."""

    def __init__(self, synthesizer: Synthesizer, workers: Workers) -> None:
        self._synthesizer = synthesizer
        self._workers = workers

    async def stream(self, speech: Speech) -> AsyncGenerator[bytes, None]:
        """Yields encoded audio as each segment is made. Raises SilentTextError before the first byte.

        Closing or cancelling it stops the synthesis under way.
        """
        segments = iter_segments(speech)
        spoken = False
        with Encoder(speech.response_format) as encoder:
            while (
                samples := await self._workers.run(partial(self._speak_next, segments, speech))
            ) is not None:
                spoken = True
                if encoded := await asyncio.to_thread(encoder.write, samples):
                    yield encoded
            if not spoken:
                raise SilentTextError
            if rest := await asyncio.to_thread(encoder.finish):
                yield rest

    def _speak_next(
        self, segments: Iterator[Segment], speech: Speech, options: onnxruntime.RunOptions
    ) -> Samples | None:
        """Runs in a worker thread: phonemes and samples of the next segment, None after the last."""
        segment = next(segments, None)
        if segment is None:
            return None
        started = time.perf_counter()
        samples = self._synthesizer.speak(segment, speech.voice, speech.speed, options)
        seconds = samples.size / RATE_HZ
        metrics.AUDIO_SECONDS.inc(seconds)
        metrics.REAL_TIME_FACTOR.observe((time.perf_counter() - started) / seconds)
        return samples


def iter_segments(speech: Speech) -> Iterator[Segment]:
    """Normalises only when the first segment is asked for: in a worker thread, not on the event loop."""
    yield from split_segments(normalize(speech.text, speech.language), speech.language)
