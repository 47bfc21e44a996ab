"""What a person sees whose server cannot start."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from models.server_start import bind_port
from models.tts.__main__ import main
from models.tts.model_file import ModelFileError, open_session
from models.tts.settings import REPOSITORY, Settings

Start = Callable[..., str]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Start:
    """Starts the server with these variables, in this process; returns the words with which it gives up."""

    def run(**environment: str) -> str:
        for name in [name for name in os.environ if name.startswith("TTS_")]:
            monkeypatch.delenv(name)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as stopped:
            main()
        return str(stopped.value.code)

    return run


def assert_says(message: str, *parts: str) -> None:
    for part in parts:
        assert part in message


def test_all_wrong_settings_are_reported_at_once() -> None:
    variables = {name: value for name, value in os.environ.items() if not name.startswith("TTS_")}
    variables |= {"TTS_PORT": "seven", "TTS_DEVICE": "tpu", "TTS_THREADS": "0", "TTS_VOICES_DIR": "/nowhere"}
    result = subprocess.run(
        [sys.executable, "-m", "models.tts"],
        cwd=REPOSITORY,
        env=variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 1
    assert_says(result.stderr, "TTS_PORT", "TTS_DEVICE", "TTS_THREADS", "TTS_VOICES_DIR", "'seven'")
    assert len(result.stderr.strip().splitlines()) == 4


def test_unknown_default_voice_lists_the_voices(start: Start) -> None:
    assert_says(start(TTS_VOICE="nobody"), "nobody", "af_heart")


def test_missing_files_name_setup(start: Start, tmp_path: Path) -> None:
    assert_says(start(PARLEY_CACHE_DIR=str(tmp_path)), str(tmp_path), "npm run setup")


def test_missing_and_corrupt_model_are_named_with_their_hash(start: Start, tmp_path: Path) -> None:
    kokoro = tmp_path / "models" / "kokoro"
    (kokoro / "voices").mkdir(parents=True)
    shutil.copy(Settings().kokoro_dir / "voices" / "af_heart.bin", kokoro / "voices")
    assert_says(start(PARLEY_CACHE_DIR=str(tmp_path)), "missing", "kokoro-v1.0.int8.onnx", "sha256 6e742170")
    (kokoro / "kokoro-v1.0.int8.onnx").write_bytes(b"half a file")
    message = start(PARLEY_CACHE_DIR=str(tmp_path))
    assert_says(message, "corrupt", "kokoro-v1.0.int8.onnx", "expected 6e742170", "npm run setup")
    assert "\n" not in message


def test_model_of_ones_own_that_is_none(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "other.onnx"
    path.write_bytes(b"nonsense")
    message = start(TTS_MODEL=str(path))
    assert_says(message, "other.onnx", "sha256")
    assert "\n" not in message


def test_gpu_without_gpu_packages_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onnxruntime.get_available_providers", lambda: ["CPUExecutionProvider"])
    with pytest.raises(ModelFileError, match=r"requirements-cuda\.in"):
        open_session(Settings().kokoro_dir / "kokoro-v1.0.int8.onnx", "cuda", threads=1)


def test_taken_port() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit) as stopped:
            bind_port("127.0.0.1", port, "TTS_PORT")
    assert_says(str(stopped.value.code), str(port), "Address already in use", "TTS_PORT")
