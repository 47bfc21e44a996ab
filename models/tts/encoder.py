"""Samples → bytes of an audio format, as they come."""

from typing import NamedTuple, cast

import av
import numpy as np
from av.audio.stream import AudioStream

from models.tts.synthesizer import RATE_HZ, Samples


class Format(NamedTuple):
    """How PyAV names a format, and its media type."""

    container: str
    codec: str
    media_type: str
    options: dict[str, str]


FORMATS = {
    "pcm": Format("s16le", "pcm_s16le", "audio/pcm", {}),
    "wav": Format("wav", "pcm_s16le", "audio/wav", {}),
    "mp3": Format("mp3", "libmp3lame", "audio/mpeg", {"write_xing": "0"}),
    "opus": Format("ogg", "libopus", "audio/ogg", {"page_duration": "100000"}),
    "flac": Format("flac", "flac", "audio/flac", {}),
}
"""pcm is 24 kHz mono signed 16 bit little endian, as at OpenAI. A wav header leaves its length open."""


class _Sink:
    """A file that can only be written, so that no muxer goes back to fill in lengths."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, data: bytes) -> int:
        self._written += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self._written)
        self._written.clear()
        return taken


class Encoder:
    """Encodes one response. `write` any number of times, then `finish` once."""

    def __init__(self, response_format: str) -> None:
        wanted = FORMATS[response_format]
        self._sink = _Sink()
        self._container = av.open(
            self._sink, "w", format=wanted.container, options=wanted.options | {"flush_packets": "1"}
        )
        self._stream = cast(
            AudioStream, self._container.add_stream(wanted.codec, rate=RATE_HZ, layout="mono")
        )
        self._samples = 0

    def __enter__(self) -> "Encoder":
        return self

    def __exit__(self, *_: object) -> None:
        self._container.close()

    def write(self, samples: Samples) -> bytes:
        """Mono float samples in -1…1 → the bytes that are complete so far, possibly none."""
        pcm = (np.clip(samples, -1, 1) * 32767).astype("<i2")
        frame = av.AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = RATE_HZ
        frame.pts = self._samples
        self._samples += pcm.size
        for packet in self._stream.encode(frame):
            self._container.mux(packet)
        return self._sink.take()

    def finish(self) -> bytes:
        """What the codec still held back, and the end of the file."""
        for packet in self._stream.encode(None):
            self._container.mux(packet)
        self._container.close()
        return self._sink.take()
