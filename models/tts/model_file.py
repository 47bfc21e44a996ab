"""The Kokoro ONNX file: where it is, whether it is whole, and the onnxruntime session made from it."""

import json
import re
from pathlib import Path

import onnxruntime  # type: ignore[import-untyped]

from models.asset_sources import hash_file
from models.tts.settings import REPOSITORY, Settings

DEFAULT_MODEL = "kokoro"
DEFAULT_FILE = "kokoro-v1.0.int8.onnx"
ASSETS = REPOSITORY / "models" / "assets.json"
PROVIDERS = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider"}


class ModelFileError(Exception):
    """The model cannot be loaded; the message is one line for the person who started the server."""


def find_model_file(settings: Settings) -> Path:
    """The file that `TTS_MODEL` means. The one that setup installs is checked by its hash."""
    if settings.model != DEFAULT_MODEL:
        path = Path(settings.model).expanduser()
        if not path.is_file():
            raise ModelFileError(
                f"TTS_MODEL: no such file: {path}. Name a Kokoro ONNX file, or '{DEFAULT_MODEL}'."
            )
        return path
    path = settings.kokoro_dir / DEFAULT_FILE
    expected = read_pinned_sha256()
    if not path.is_file():
        raise ModelFileError(f"Model file missing: {path} (sha256 {expected}). Run 'npm run setup'.")
    found = hash_file(path)
    if found != expected:
        raise ModelFileError(
            f"Model file corrupt: {path} has sha256 {found}, expected {expected}. Run 'npm run setup'."
        )
    return path


def read_pinned_sha256() -> str:
    """The hash of the file that setup installs, from models/assets.json."""
    models = json.loads(ASSETS.read_text("utf-8"))["models"]
    hashes = (file["sha256"] for model in models for file in model["files"] if file["name"] == DEFAULT_FILE)
    return str(next(hashes))


def open_session(path: Path, device: str, threads: int) -> onnxruntime.InferenceSession:
    """Loads the model on exactly the device asked for: no silent fall-back from GPU to CPU."""
    provider = PROVIDERS[device]
    if provider not in onnxruntime.get_available_providers():
        raise ModelFileError(
            f"TTS_DEVICE={device}: this onnxruntime has no {provider}. "
            "Install models/tts/requirements-cuda.in in place of onnxruntime, or set TTS_DEVICE=cpu."
        )
    if device == "cuda":
        onnxruntime.preload_dlls()  # The CUDA libraries of pip packages are not on the loader's path.
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Spinning workers burn the cores that speech recognition and the agent need on the same machine.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(path, options, providers=[provider])
    except Exception as error:
        reason = re.sub(r"\s+", " ", str(error))[:200]
        raise ModelFileError(
            f"Model file cannot be loaded: {path} (sha256 {hash_file(path)}): {reason}. Run 'npm run setup'."
        ) from error
    if provider not in session.get_providers():
        raise ModelFileError(
            f"TTS_DEVICE={device}: {provider} does not start here; check the GPU driver, CUDA and cuDNN, "
            "or set TTS_DEVICE=cpu."
        )
    inputs = {entry.name for entry in session.get_inputs()}
    if not {"style", "speed"} <= inputs or not inputs & {"tokens", "input_ids"}:
        raise ModelFileError(f"{path} is no Kokoro model: its inputs are {', '.join(sorted(inputs))}.")
    return session
