"""Audio as it comes over the socket: base64 of 16-bit little-endian samples, mono."""

import base64
import binascii

import av
import numpy as np
from av.audio.resampler import AudioResampler

from models.serving import ApiError

MODEL_RATE_HZ = 16_000


class PcmStream:
    """Decodes one caller's audio and brings it to 16 kHz without seams between the pieces that arrive."""

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self._resampler = AudioResampler(format="flt", layout="mono", rate=MODEL_RATE_HZ)

    def decode(self, audio: str) -> np.ndarray:
        """float32 samples at 16 kHz. Raises ApiError 400 for no base64, or half a sample."""
        try:
            data = base64.b64decode(audio, validate=True)
        except (binascii.Error, ValueError) as error:
            raise ApiError(
                400, "'audio' is not base64.", param="audio", code="invalid_base64_audio"
            ) from error
        if len(data) % 2:
            message = f"'audio' holds {len(data)} bytes. Expected 16-bit samples: an even number."
            raise ApiError(400, message, param="audio", code="invalid_audio")
        samples = np.frombuffer(data, dtype="<i2").astype(np.float32) / 32768
        if self.rate_hz == MODEL_RATE_HZ or not len(samples):
            return samples
        frame = av.AudioFrame.from_ndarray(samples[np.newaxis], format="flt", layout="mono")
        frame.sample_rate = self.rate_hz
        parts = [part.to_ndarray()[0] for part in self._resampler.resample(frame)]
        return np.concatenate(parts) if parts else np.empty(0, dtype=np.float32)
