import numpy as np
import pytest

from models.stt.loudness import choose_gain, make_loud_enough


@pytest.mark.parametrize(
    ("peak", "gain"), [(1.0, 1), (0.1, 1), (0.05, 10), (0.005, 100), (0.0001, 100), (0, 100)]
)
def test_only_quiet_audio_is_made_louder_and_only_so_far(peak: float, gain: float) -> None:
    assert choose_gain(peak) == pytest.approx(gain)


def test_loud_audio_is_not_copied() -> None:
    loud = np.array([0.2, -0.9], dtype=np.float32)
    assert make_loud_enough(loud) is loud
    assert make_loud_enough(loud / 90).max() == pytest.approx(0.5 * 0.2 / 0.9)
