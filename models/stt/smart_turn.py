"""Smart Turn: how likely it is that a speaker has finished, judged by how the last seconds sound.

Model and its input: https://github.com/pipecat-ai/smart-turn (BSD-2-Clause), version 3.2, 23 languages.
"""

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from faster_whisper.feature_extractor import FeatureExtractor  # type: ignore[import-untyped]

from models.asset_sources import hash_file
from models.stt.model import REPAIR, ModelError, read_pinned_hashes, shorten
from models.stt.settings import Settings

FOLDER = "smart-turn"
FILE = "smart-turn-v3.2-cpu.onnx"
WINDOW_SAMPLES = 8 * 16_000
MEL_BANDS = 80
MAX_THREADS = 2
MIN_VARIANCE = 1e-7


class SmartTurn:
    """The loaded model. Several threads may use it at once."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session
        self._extract_mel = FeatureExtractor(feature_size=MEL_BANDS)

    def score(self, samples: np.ndarray) -> float:
        """The probability, 0 to 1, that the turn is over where `samples` end.

        samples: float32, mono, 16 kHz, from the start of the turn; the last 8 s count. Meant for the moment
        when silence begins: 100 to 300 ms of it should be included.
        """
        window = samples[-WINDOW_SAMPLES:]
        window = np.pad(window, (WINDOW_SAMPLES - len(window), 0))
        normalized = (window - window.mean()) / np.sqrt(window.var() + MIN_VARIANCE)
        mel = self._extract_mel(normalized.astype(np.float32), padding=0)
        (probability,) = self._session.run(None, {"input_features": mel[np.newaxis]})
        return float(probability.item())


def load_smart_turn(settings: Settings) -> SmartTurn | None:
    """None where STT_END_OF_TURN says so. Runs on the CPU whatever STT_DEVICE is. Raises ModelError."""
    if not settings.uses_smart_turn:
        return None
    path = settings.models_dir / FOLDER / FILE
    if not path.is_file():
        raise ModelError(
            f"Model file missing: {path}. Run 'npm run setup' to fetch it, or set STT_END_OF_TURN=off."
        )
    found, expected = hash_file(path), read_pinned_hashes(FOLDER)[FILE]
    if found != expected:
        raise ModelError(f"Model file corrupt: {path} has sha256 {found}, expected {expected}. {REPAIR}")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(MAX_THREADS, settings.used_threads)
    options.inter_op_num_threads = 1
    # Spinning workers burn the cores that the decode beside them needs.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelError(f"Model file cannot be loaded: {path}: {shorten(error)}. {REPAIR}") from error
    return SmartTurn(session)
