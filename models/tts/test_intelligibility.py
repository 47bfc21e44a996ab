"""What Whisper hears of what Kokoro says: the whole way from written text to words."""

import io
import re

import jiwer
import pytest
from faster_whisper import WhisperModel  # type: ignore[import-untyped]

from models.tts.conftest import RunningServer
from models.tts.normalization.text import normalize
from models.tts.settings import Settings

SENTENCES = [
    ("am_michael", "Dr. Smith paid $12.50 for 3 coffees on March 5th."),
    ("af_heart*0.5+af_bella*0.5", "About 25% of the 1,200 visitors call 555-0134 at 9:45 in the morning."),
]


def clean(text: str) -> str:
    """Both sides as spoken words, so that "3" and "three" are the same."""
    words = re.findall(r"[a-z']+", normalize(text, "en-us").lower())
    return " ".join(word for word in words if word != "and")


@pytest.fixture(scope="module")
def whisper() -> WhisperModel:
    return WhisperModel(
        str(Settings().cache_dir / "models" / "whisper-tiny.en"), device="cpu", compute_type="int8"
    )


def test_speech_is_understood(server: RunningServer, whisper: WhisperModel) -> None:
    said, heard = [], []
    for voice, text in SENTENCES:
        body = {"input": text, "voice": voice, "response_format": "wav"}
        audio = server.http.post("/v1/audio/speech", json=body).content
        segments, _ = whisper.transcribe(io.BytesIO(audio), language="en", beam_size=1)
        said.append(clean(text))
        heard.append(clean(" ".join(segment.text for segment in segments)))
    error_rate = jiwer.wer(said, heard)
    assert error_rate <= 0.1, f"WER {error_rate:.3f}: {list(zip(said, heard, strict=True))}"
