"""How the server starts, and how it says that it cannot."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from models.stt.__main__ import main
from models.stt.conftest import find_free_port, wait_until
from models.stt.settings import REPOSITORY, Settings

INSTALLED = Settings().models_dir / "whisper-tiny.en"


def start(**environment: str) -> "subprocess.Popen[str]":
    """As a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "models.stt"],
        cwd=REPOSITORY,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def read_exit(**environment: str) -> str:
    """What it says as it exits with code 1; never a traceback."""
    process = start(**environment)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1, said
    assert "Traceback" not in said
    return said.strip()


@pytest.fixture
def read_failure(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """The same words without the seconds that another Python needs to start."""

    def read(**environment: str) -> str:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as stopped:
            main()
        return str(stopped.value.code)

    return read


def copy_model(folder: Path, without: str) -> Path:
    """The installed model by links, but for one file."""
    folder.mkdir()
    for file in INSTALLED.iterdir():
        if file.name != without:
            (folder / file.name).symlink_to(file)
    return folder


def test_starts_and_ends() -> None:
    port = find_free_port()
    process = start(STT_PORT=str(port))

    def is_ready() -> bool:
        assert process.poll() is None, process.stderr and process.stderr.read()
        try:
            return httpx.get(f"http://127.0.0.1:{port}/ready").status_code == 200
        except httpx.ConnectError:
            return False

    try:
        wait_until(is_ready, 30)
    finally:
        process.terminate()
    process.communicate(timeout=10)


def test_reports_every_bad_setting_at_once() -> None:
    said = read_exit(STT_PORT="80800", STT_DEVICE="tpu", STT_BEAM_SIZE="none", STT_COMPUTE_TYPE="int3")
    lines = said.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "STT_PORT",
        "STT_DEVICE",
        "STT_COMPUTE_TYPE",
        "STT_BEAM_SIZE",
    ]
    assert "80800" in lines[0]
    assert "'cpu' or 'cuda'" in lines[1]


def test_empty_variables_count_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STT_API_KEY", "")
    monkeypatch.setenv("STT_PORT", "")
    assert Settings().api_key is None
    assert Settings().port == 8870


def test_names_an_unknown_model(read_failure: Callable[..., str]) -> None:
    said = read_failure(STT_MODEL="tiny.eng")
    assert "tiny.eng" in said
    assert "large-v3-turbo" in said


def test_says_that_a_hub_model_cannot_be_downloaded(tmp_path: Path) -> None:
    # Port 9 refuses connections everywhere: a hub that is out of reach.
    said = read_exit(STT_MODEL="large-v3", PARLEY_CACHE_DIR=str(tmp_path), HF_ENDPOINT="http://127.0.0.1:9")
    assert len(said.splitlines()) == 1
    assert "large-v3" in said
    assert "could not be downloaded" in said


def test_names_a_missing_model_file(read_failure: Callable[..., str], tmp_path: Path) -> None:
    folder = copy_model(tmp_path / "mine", "tokenizer.json")
    said = read_failure(STT_MODEL=str(folder))
    assert said.startswith(f"Model file missing: {folder / 'tokenizer.json'}")


def test_names_the_hash_of_a_corrupt_installed_model(
    read_failure: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "models").mkdir()
    folder = copy_model(tmp_path / "models" / "whisper-tiny.en", "model.bin")
    shutil.copy(INSTALLED / "model.bin", folder)
    with (folder / "model.bin").open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"flipped")
    said = read_failure(PARLEY_CACHE_DIR=str(tmp_path))
    assert "model.bin has sha256" in said
    assert "expected 1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a" in said
    assert "npm run setup" in said


@pytest.mark.parametrize("name", ["model.bin", "tokenizer.json", "config.json"])
def test_names_a_broken_file_of_any_other_model(
    read_failure: Callable[..., str], tmp_path: Path, name: str
) -> None:
    folder = copy_model(tmp_path / "mine", name)
    (folder / name).write_bytes((INSTALLED / name).read_bytes()[:1000])
    said = read_failure(STT_MODEL=str(folder))
    assert len(said.splitlines()) == 1
    assert f"{folder / name} (sha256 " in said


def test_names_the_port_that_is_taken(read_failure: Callable[..., str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = read_failure(STT_PORT=port)
    hint = "Stop what uses it, or set STT_PORT."
    assert said == f"Cannot listen on 127.0.0.1:{port}: Address already in use. {hint}"


def test_says_that_there_is_no_gpu(read_failure: Callable[..., str]) -> None:
    said = read_failure(STT_DEVICE="cuda", CUDA_VISIBLE_DEVICES="")
    assert "STT_DEVICE=cuda, but no CUDA device" in said
