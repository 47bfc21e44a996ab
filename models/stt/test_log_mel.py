import numpy as np
import pytest
from faster_whisper.feature_extractor import FeatureExtractor  # type: ignore[import-untyped]

from models.stt.log_mel import LogMelStream, scale_for_whisper


@pytest.mark.parametrize("bands", [80, 128])
def test_is_what_whisper_was_given_all_along(speech: np.ndarray, bands: int) -> None:
    stream = LogMelStream(bands)
    frames = np.concatenate([stream.feed(part) for part in np.array_split(speech, 37)])
    streamed = scale_for_whisper(frames)
    whole = FeatureExtractor(feature_size=bands)(speech)
    assert streamed.shape == (bands, len(speech) // 160)
    # The first frame differs: Whisper mirrors the audio before its beginning, a stream has silence there.
    np.testing.assert_allclose(streamed[:, 2:], whole[:, 2 : streamed.shape[1]], atol=2e-3)


def test_too_little_audio_makes_no_frame() -> None:
    stream = LogMelStream(80)
    assert stream.feed(np.zeros(100, dtype=np.float32)).shape == (0, 80)
    assert stream.feed(np.zeros(100, dtype=np.float32)).shape == (1, 80)
