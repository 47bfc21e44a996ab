import numpy as np
from faster_whisper.vad import VadOptions, get_speech_timestamps, get_vad_model  # type: ignore[import-untyped]

from models.stt.voice_activity import SILENCE, SPEECH, WINDOW_SAMPLES, VoiceActivity, find_speech


def make_quiet(seconds: float) -> np.ndarray:
    return np.zeros(int(seconds * 16_000), dtype=np.float32)


def test_judges_a_stream_as_it_judges_a_file(speech: np.ndarray) -> None:
    speech = speech[: len(speech) // WINDOW_SAMPLES * WINDOW_SAMPLES]
    activity = VoiceActivity()
    streamed = np.concatenate([activity.feed(part) for part in np.array_split(speech, 29)])
    whole = get_vad_model()(speech.copy()).reshape(-1)
    # faster-whisper silences the last samples of a file.
    np.testing.assert_allclose(streamed[:-1], whole[:-1], atol=1e-3)


def test_finds_the_speech_that_the_batch_route_finds(speech: np.ndarray) -> None:
    audio = np.concatenate([make_quiet(1), speech, make_quiet(3), speech, make_quiet(0.5), speech])
    spans = np.array(find_speech(VoiceActivity().feed(audio))) * WINDOW_SAMPLES
    expected = get_speech_timestamps(audio, VadOptions(threshold=SPEECH, neg_threshold=SILENCE))
    assert len(spans) == len(expected) == 2
    np.testing.assert_allclose(
        spans, [[span["start"], span["end"]] for span in expected], atol=2 * WINDOW_SAMPLES
    )


def test_one_loud_window_is_speech_and_doubt_goes_on_from_it() -> None:
    probabilities = np.full(100, 0.1)
    assert find_speech(probabilities) == []
    probabilities[50:53] = [0.3, 0.45, 0.3]
    assert find_speech(probabilities) == [(39, 65)]
