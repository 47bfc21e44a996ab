"""Finds the Whisper model that STT_MODEL names, checks its files, and loads it."""

import json
import re
from pathlib import Path

import ctranslate2  # type: ignore[import-untyped]
from faster_whisper import WhisperModel  # type: ignore[import-untyped]
from faster_whisper.utils import available_models, download_model  # type: ignore[import-untyped]

from models.asset_sources import hash_file
from models.stt.cuda import preload_cuda_libraries
from models.stt.settings import REPOSITORY, Settings

NEEDED_FILES = ("config.json", "model.bin", "tokenizer.json")
ASSETS = REPOSITORY / "models" / "assets.json"


class ModelError(Exception):
    """The model cannot be used; the message is one line for the person who starts the server."""


def load_model(settings: Settings) -> WhisperModel:
    """Loads the model on exactly the device asked for. Raises ModelError."""
    if settings.device == "cuda":
        preload_cuda_libraries()
        if ctranslate2.get_cuda_device_count() == 0:
            raise ModelError(
                "STT_DEVICE=cuda, but no CUDA device is visible. Check nvidia-smi, or set STT_DEVICE=cpu."
            )
    supported = ctranslate2.get_supported_compute_types(settings.device)
    if settings.used_compute_type not in supported:
        raise ModelError(
            f"STT_COMPUTE_TYPE={settings.used_compute_type} does not work on this {settings.device}; "
            f"it supports {', '.join(sorted(supported))}."
        )
    folder = find_model_folder(settings)
    check_files(folder)
    try:
        return WhisperModel(
            str(folder),
            device=settings.device,
            compute_type=settings.used_compute_type,
            cpu_threads=settings.used_threads,
        )
    except Exception as error:
        raise ModelError(
            f"{describe_file(find_culprit(folder))} cannot be loaded: {shorten(error)}. {REPAIR}"
        ) from error


REPAIR = "Run 'npm run setup' to fetch it again, or delete the folder of a model that came from the hub."


def find_model_folder(settings: Settings) -> Path:
    """A path or an installed model as it is; any other name comes from the hub, once, into the cache."""
    name = settings.model
    path = Path(name).expanduser()
    if path.is_dir():
        return path
    installed = settings.models_dir / f"whisper-{name}"
    if installed.is_dir():
        return installed
    is_repository = re.fullmatch(r"[\w-][\w.-]*/[\w.-]+", name)
    if name not in available_models() and not is_repository:
        raise ModelError(
            f"STT_MODEL: '{name}' is neither a folder nor a known model. "
            f"Known: {', '.join(available_models())}."
        )
    try:
        return Path(download_model(name, cache_dir=str(settings.models_dir)))
    except Exception as error:
        raise ModelError(
            f"STT_MODEL: '{name}' is not in {settings.models_dir} and could not be downloaded from the "
            f"Hugging Face hub ({type(error).__name__}). Check the network, or set STT_MODEL to the folder "
            "of a CTranslate2 Whisper model."
        ) from error


def check_files(folder: Path) -> None:
    """Raises ModelError where a file is missing, or is not the one that models/assets.json pins by hash."""
    for name in NEEDED_FILES:
        if not (folder / name).is_file():
            raise ModelError(f"Model file missing: {folder / name}. {REPAIR}")
    for name, expected in read_pinned_hashes(folder.name).items():
        found = hash_file(folder / name)
        if found != expected:
            raise ModelError(
                f"Model file corrupt: {folder / name} has sha256 {found}, expected {expected}. {REPAIR}"
            )


def read_pinned_hashes(folder_name: str) -> dict[str, str]:
    """File name to sha256 of the model that setup installs under this folder name; empty for any other."""
    return {
        file["name"]: file["sha256"]
        for model in json.loads(ASSETS.read_text("utf-8"))["models"]
        if model["folder"] == folder_name
        for file in model["files"]
    }


def find_culprit(folder: Path) -> Path:
    """The first file that is not what its name says; the weights where the others are whole."""
    for name in ("config.json", "tokenizer.json"):
        try:
            json.loads((folder / name).read_text("utf-8"))
        except ValueError:
            return folder / name
    return folder / "model.bin"


def describe_file(path: Path) -> str:
    return f"Model file {path} (sha256 {hash_file(path)})"


def shorten(error: Exception) -> str:
    return re.sub(r"\s+", " ", str(error))[:200].rstrip(". ")
