"""What a person sees whose server cannot start."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from models.tts.model_file import ModelFileError, open_session
from models.tts.settings import REPOSITORY, Settings


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    variables = {name: value for name, value in os.environ.items() if not name.startswith("TTS_")}
    return subprocess.run(
        [sys.executable, "-m", "models.tts"],
        cwd=REPOSITORY,
        env=variables | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def assert_refuses(result: subprocess.CompletedProcess[str], *said: str) -> None:
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    for part in said:
        assert part in result.stderr


def test_all_wrong_settings_are_reported_at_once() -> None:
    result = start(TTS_PORT="seven", TTS_DEVICE="tpu", TTS_THREADS="0", TTS_VOICES_DIR="/nowhere")
    assert_refuses(result, "TTS_PORT", "TTS_DEVICE", "TTS_THREADS", "TTS_VOICES_DIR", "'seven'")
    assert len(result.stderr.strip().splitlines()) == 4


def test_unknown_default_voice_lists_the_voices() -> None:
    assert_refuses(start(TTS_VOICE="nobody"), "nobody", "af_heart")


def test_missing_files_name_setup(tmp_path: Path) -> None:
    assert_refuses(start(PARLEY_CACHE_DIR=str(tmp_path)), str(tmp_path), "npm run setup")


def test_missing_and_corrupt_model_are_named_with_their_hash(tmp_path: Path) -> None:
    kokoro = tmp_path / "models" / "kokoro"
    shutil.copytree(Settings().kokoro_dir / "voices", kokoro / "voices")
    assert_refuses(
        start(PARLEY_CACHE_DIR=str(tmp_path)), "missing", "kokoro-v1.0.int8.onnx", "sha256 6e742170"
    )
    (kokoro / "kokoro-v1.0.int8.onnx").write_bytes(b"half a file")
    result = start(PARLEY_CACHE_DIR=str(tmp_path))
    assert_refuses(result, "corrupt", "kokoro-v1.0.int8.onnx", "expected 6e742170", "npm run setup")
    assert len(result.stderr.strip().splitlines()) == 1


def test_model_of_ones_own_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "other.onnx"
    path.write_bytes(b"nonsense")
    result = start(TTS_MODEL=str(path))
    assert_refuses(result, "other.onnx", "sha256")
    assert len(result.stderr.strip().splitlines()) == 1


def test_gpu_without_gpu_packages_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onnxruntime.get_available_providers", lambda: ["CPUExecutionProvider"])
    with pytest.raises(ModelFileError, match=r"requirements-cuda\.in"):
        open_session(Settings().kokoro_dir / "kokoro-v1.0.int8.onnx", "cuda", threads=1)


def test_taken_port() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = start(TTS_PORT=port)
    assert_refuses(result, port, "Address already in use", "TTS_PORT")
