"""Whisper's log-mel spectrogram, frame by frame as the audio arrives.

Source: https://github.com/openai/whisper/blob/main/whisper/audio.py; the filters are faster-whisper's.
"""

import numpy as np
from faster_whisper.feature_extractor import FeatureExtractor  # type: ignore[import-untyped]

FRAME_SAMPLES = 160
"""One frame each 10 ms at 16 kHz."""
WINDOW_SAMPLES = 400
MIN_POWER = 1e-10
DYNAMIC_RANGE = 8.0
"""Whisper sees nothing that is 80 dB below the loudest."""


class LogMelStream:
    """Turns samples into frames; the first frame is centred on the first sample, as Whisper's is."""

    def __init__(self, bands: int) -> None:
        self._filters = np.ascontiguousarray(FeatureExtractor(feature_size=bands).mel_filters.T)
        self._taper = np.hanning(WINDOW_SAMPLES + 1)[:-1].astype(np.float32)
        self._rest = np.zeros(WINDOW_SAMPLES // 2, dtype=np.float32)

    @property
    def bands(self) -> int:
        return int(self._filters.shape[1])

    def feed(self, samples: np.ndarray) -> np.ndarray:
        """samples: float32, mono, 16 kHz. Returns the frames they complete: log10 of power, [n, bands]."""
        samples = np.concatenate([self._rest, samples])
        count = max(0, (len(samples) - WINDOW_SAMPLES) // FRAME_SAMPLES + 1)
        self._rest = samples[count * FRAME_SAMPLES :]
        if not count:
            return np.empty((0, self.bands), dtype=np.float32)
        windows = np.lib.stride_tricks.sliding_window_view(samples, WINDOW_SAMPLES)
        spectrum = np.fft.rfft(windows[: count * FRAME_SAMPLES : FRAME_SAMPLES] * self._taper)
        power = spectrum.real**2 + spectrum.imag**2
        mel: np.ndarray = np.log10(np.maximum(power.astype(np.float32) @ self._filters, MIN_POWER))
        return mel


def scale_for_whisper(log_mel: np.ndarray) -> np.ndarray:
    """log_mel: [n, bands] of one decode. Returns what Whisper's encoder was trained on, [bands, n]."""
    scaled: np.ndarray = (np.maximum(log_mel, log_mel.max() - DYNAMIC_RANGE) + 4.0) / 4.0
    return np.ascontiguousarray(scaled.T)
