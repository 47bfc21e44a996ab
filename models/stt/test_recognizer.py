from collections.abc import Callable

import numpy as np
import pytest
from faster_whisper import WhisperModel  # type: ignore[import-untyped]
from faster_whisper.transcribe import Segment  # type: ignore[import-untyped]
from prometheus_client import REGISTRY

from models.stt import recognizer as recognizer_module
from models.stt.conftest import SPOKEN, measure_wer
from models.stt.recognizer import SAMPLE_RATE_HZ, Recognizer, SpeechOptions, Transcription, without_scraps

TIME = np.arange(6 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
RANDOM = np.random.default_rng(7)
WHITE = RANDOM.standard_normal(len(TIME))
BROWN = np.cumsum(WHITE)
BROWN -= np.convolve(BROWN, np.ones(1600) / 1600, "same")
QUIET = {
    "digital silence": np.zeros(len(TIME)),
    "noise at -60 dB": WHITE * 0.001,
    "white noise": WHITE * 0.05,
    "brown noise": BROWN / np.abs(BROWN).max() * 0.4,
    "mains hum": 0.2 * sum(np.sin(2 * np.pi * 50 * n * TIME) / n for n in (1, 2, 3, 5)),
    "clicks": np.where(RANDOM.random(len(TIME)) > 0.9996, 0.9, 0.0),
    "one sample": np.zeros(1),
}


def read_text(transcription: Transcription) -> str:
    return "".join(segment.text for segment in transcription.segments).strip()


def count_fallbacks() -> float:
    return REGISTRY.get_sample_value("stt_context_fallbacks_total") or 0


@pytest.mark.parametrize("name", QUIET)
def test_hears_nothing_where_nobody_speaks(recognizer: Recognizer, name: str) -> None:
    transcription = recognizer.transcribe(QUIET[name].astype(np.float32), SpeechOptions())
    assert read_text(transcription) == ""
    assert transcription.language is None


@pytest.mark.parametrize("dynamic_context", [True, False])
def test_understands_with_either_context(
    model: WhisperModel, speech: np.ndarray, dynamic_context: bool
) -> None:
    before = count_fallbacks()
    transcription = Recognizer(model, dynamic_context=dynamic_context).transcribe(speech, SpeechOptions())
    segments = list(transcription.segments)
    assert measure_wer(SPOKEN, "".join(segment.text for segment in segments)) == 0
    assert 0 <= segments[0].start < segments[-1].end <= transcription.duration_seconds + 0.1
    assert count_fallbacks() == before


def test_encodes_a_short_utterance_on_a_short_context(model: WhisperModel, speech: np.ndarray) -> None:
    frames = []
    original = model.model.encode

    class SpyingModel:
        def __getattr__(self, name: str) -> Callable[..., object]:
            return getattr(model.model, name)  # type: ignore[no-any-return]

        def encode(self, features: object, to_cpu: bool) -> object:
            frames.append(features.shape[-1])  # type: ignore[attr-defined]
            return original(features, to_cpu=to_cpu)

    spied = Recognizer(model)
    assert spied._short_model is not None
    spied._short_model.model = SpyingModel()
    assert read_text(spied.transcribe(speech, SpeechOptions()))
    assert set(frames) == {800}


def test_falls_back_to_the_full_context(
    recognizer: Recognizer, speech: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognizer_module, "has_repetition", lambda text, seconds: True)
    before = count_fallbacks()
    assert measure_wer(SPOKEN, read_text(recognizer.transcribe(speech, SpeechOptions()))) == 0
    assert count_fallbacks() == before + 1


def test_speech_past_the_short_context_is_not_cut(recognizer: Recognizer, speech: np.ndarray) -> None:
    pause = np.zeros(SAMPLE_RATE_HZ // 2, dtype=np.float32)
    text = read_text(recognizer.transcribe(np.concatenate([speech, pause] * 5), SpeechOptions()))
    assert measure_wer(" ".join([SPOKEN] * 5), text) <= 0.1


def test_long_audio_is_decoded_in_pieces(
    recognizer: Recognizer, speech: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognizer_module, "PIECE_SECONDS", 3.0)
    pause = np.zeros(3 * SAMPLE_RATE_HZ, dtype=np.float32)
    segments = list(recognizer.transcribe(np.concatenate([speech, pause] * 3), SpeechOptions()).segments)
    assert measure_wer(" ".join([SPOKEN] * 3), "".join(segment.text for segment in segments)) == 0
    assert [segment.id for segment in segments] == [0, 1, 2]
    assert [segment.start for segment in segments] == pytest.approx([0, 5, 10], abs=0.5)


def test_times_count_from_the_start_of_the_file(recognizer: Recognizer, speech: np.ndarray) -> None:
    late = np.concatenate([np.zeros(5 * SAMPLE_RATE_HZ, dtype=np.float32), speech])
    segments = list(recognizer.transcribe(late, SpeechOptions(word_timestamps=True)).segments)
    assert 4.5 <= segments[0].words[0].start <= 5.5
    assert segments[-1].words[-1].end <= len(late) / SAMPLE_RATE_HZ + 0.1


def test_scraps_at_the_end_are_dropped() -> None:
    def window(seek: int, text: str) -> Segment:
        return Segment(0, seek, 0, 0, text, [], 0, 0, 0, None, None)

    heard = [window(0, "The nearest bus stop is two minutes away."), window(772, "you")]
    assert [segment.text for segment in without_scraps(iter(heard), 7.9)] == [heard[0].text]
    assert len(list(without_scraps(iter(heard), 9.0))) == 2
    assert len(list(without_scraps(iter([window(0, "Yes.")]), 0.3))) == 1
