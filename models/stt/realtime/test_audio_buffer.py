import numpy as np

from models.stt.realtime.audio_buffer import AudioBuffer
from models.stt.realtime.track import Track


def test_a_track_forgets_its_beginning_and_keeps_its_count() -> None:
    track = Track()
    for value in range(5000):
        track.append(np.array([value], dtype=np.float32))
    track.forget(4000)
    assert len(track) == 5000
    np.testing.assert_array_equal(track.read(4990), np.arange(4990, 5000))
    np.testing.assert_array_equal(track.read(3998, 4002), [4000, 4001])
    track.forget(3000)
    track.append(np.array([5000], dtype=np.float32))
    np.testing.assert_array_equal(track.read(4999), [4999, 5000])


def test_ten_minutes_keep_no_more_than_half_a_minute(speech: np.ndarray) -> None:
    buffer = AudioBuffer(80)
    minute = np.concatenate([speech[: 16_000 * 2], np.zeros(16_000, dtype=np.float32)] * 20)
    most_bytes = 0
    for count in range(10):
        buffer.append(minute)
        while (cut := buffer.find_cut()) is not None:
            buffer.settle(cut, f"piece of minute {count}")
        snapshot = buffer.snapshot()
        kept = (snapshot.samples, snapshot.log_mel, snapshot.probabilities)
        most_bytes = max(most_bytes, sum(array.nbytes for array in kept))
        assert len(snapshot.last_seconds) == 8 * 16_000
    assert buffer.audio_ms == 600_000
    assert buffer.unsettled_ms <= 25_000
    assert most_bytes < 25 * (16_000 * 4 + 100 * 80 * 4 + 200)
    assert snapshot.text.startswith("piece of minute 0 piece")
    assert snapshot.text.endswith("piece of minute 9")


def test_noise_is_no_speech_and_speech_is(speech: np.ndarray) -> None:
    buffer = AudioBuffer(80)
    buffer.append(np.random.default_rng(1).standard_normal(32_000).astype(np.float32) * 0.001)
    assert not buffer.is_speaking
    assert buffer.snapshot().speech_end_window == 0
    buffer.append(speech[:16_000])
    assert buffer.is_speaking
    buffer.append(np.zeros(8_000, dtype=np.float32))
    assert not buffer.is_speaking
    assert 80 <= buffer.snapshot().speech_end_window <= 100
