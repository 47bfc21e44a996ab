"""How sure the words are: told by both routes, and higher for speech than for what is none."""

import httpx
import numpy as np
import pytest

from models.stt.confidence import Confidence, join_confidence, measure_confidence
from models.stt.recognizer import Recognizer, SpeechOptions

ENGLISH = SpeechOptions(language="en")


def test_pieces_count_by_their_tokens() -> None:
    joined = join_confidence(Confidence(-0.2, 0.0, 9), None, Confidence(-1.2, 0.5, 1))
    assert joined is not None
    assert joined.logprob == pytest.approx(-0.3)
    assert joined.no_speech == pytest.approx(0.05)
    assert joined.tokens == 10
    assert join_confidence(None) is None


def test_speech_is_surer_than_speech_backwards(recognizer: Recognizer, speech: np.ndarray) -> None:
    sure = measure_confidence(recognizer.transcribe(speech, ENGLISH).segments)
    unsure = measure_confidence(recognizer.transcribe(speech[::-1].copy(), ENGLISH).segments)
    assert sure is not None
    assert unsure is not None
    assert unsure.logprob + 0.2 < sure.logprob <= 0
    assert 0 <= sure.no_speech < 0.5


def test_is_told_when_asked(server: str, question: bytes) -> None:
    def post(**fields: str) -> httpx.Response:
        data = {"model": "tiny.en", "include[]": "confidence", **fields}
        return httpx.post(
            f"{server}/v1/audio/transcriptions", data=data, files={"file": ("question.flac", question)}
        )

    told = post().json()["confidence"]
    assert set(told) == {"avg_logprob", "no_speech_prob"}
    assert -1 < told["avg_logprob"] <= 0
    refused = post(response_format="text")
    assert (refused.status_code, refused.json()["error"]["param"]) == (400, "include[]")
