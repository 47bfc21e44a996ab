import io
import wave
from collections.abc import Callable

import av
import numpy as np
import pytest

from models.serving import ApiError
from models.stt.audio import RawPcm, decode_audio
from models.stt.conftest import SPOKEN, measure_wer
from models.stt.recognizer import Recognizer, SpeechOptions

FORMATS = {
    "wav": ("pcm_s16le", 16_000),
    "flac": ("flac", 44_100),
    "ogg": ("libopus", 48_000),
    "mp3": ("libmp3lame", 24_000),
    "webm": ("libopus", 48_000),
    "mp4": ("aac", 44_100),
}


def encode(samples: np.ndarray, container: str, codec: str, rate_hz: int) -> io.BytesIO:
    """The samples as such a file, in stereo."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(codec, rate=rate_hz, layout="stereo")
        frame = av.AudioFrame.from_ndarray(samples[None].astype(np.float32), format="flt", layout="mono")
        frame.sample_rate = 16_000
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    file.seek(0)
    return file


@pytest.mark.parametrize("container", FORMATS)
def test_reads_every_format(recognizer: Recognizer, speech: np.ndarray, container: str) -> None:
    samples = decode_audio(encode(speech, container, *FORMATS[container]), None, 60)
    assert samples.dtype == np.float32
    assert len(samples) == pytest.approx(len(speech), rel=0.05)
    heard = "".join(segment.text for segment in recognizer.transcribe(samples, SpeechOptions()).segments)
    assert measure_wer(SPOKEN, heard) <= 0.15


def test_reads_raw_pcm_at_its_rate() -> None:
    tone = (np.sin(2 * np.pi * 440 * np.arange(24_000) / 24_000) * 20_000).astype("<i2")
    stereo = np.repeat(tone, 2).tobytes()
    samples = decode_audio(io.BytesIO(stereo), RawPcm(rate_hz=24_000, channels=2), 60)
    assert len(samples) == pytest.approx(16_000, abs=50)
    assert np.argmax(np.abs(np.fft.rfft(samples))) == pytest.approx(440, abs=3)


NOT_AUDIO: dict[str, Callable[[], bytes]] = {
    "a WAV that is none": lambda: b"RIFF\x24\x00\x00\x00WAVEjunk" + b"\x07" * 500,
    "a WAV without samples": lambda: encode(np.zeros(160), "wav", "pcm_s16le", 16_000).getvalue()[:44],
    "a WAV of empty chunks": lambda: b"RIFF\xff\xff\xff\x7fWAVE" + bytes(100_000_000),
    "HTML": lambda: b"<!doctype html><html><body>502 Bad Gateway</body></html>",
    "random bytes": lambda: np.random.default_rng(1).bytes(50_000),
    "a playlist": lambda: (
        b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n"
    ),
    "a list of files": lambda: b"ffconcat version 1.0\nfile /etc/hostname\n",
}


@pytest.mark.parametrize("name", NOT_AUDIO)
def test_refuses_what_is_no_audio(name: str) -> None:
    with pytest.raises(ApiError) as caught:
        decode_audio(io.BytesIO(NOT_AUDIO[name]()), None, 60)
    assert caught.value.status == 400
    assert "WAV, FLAC, OGG" in caught.value.message


def test_stops_reading_at_the_longest_audio_allowed() -> None:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 2, 16_000, 0, "NONE", ""))
        writer.writeframes(bytes(2 * 3600 * 32_000))
    file.seek(0)
    with pytest.raises(ApiError) as caught:
        decode_audio(file, None, 60)
    assert caught.value.status == 413
    assert "60 s" in caught.value.message
    assert file.tell() < len(file.getvalue()) / 10
