"""A really running server on a free port, for tests that speak to it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from openai import OpenAI

from models.tts.settings import REPOSITORY


class RunningServer:
    """Base address of a server, and clients for it."""

    def __init__(self, port: int, api_key: str) -> None:
        self.port = port
        self.http = httpx.Client(
            base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {api_key}"}, timeout=60
        )
        self.openai = OpenAI(base_url=f"http://127.0.0.1:{port}/v1", api_key=api_key, max_retries=0)

    def read_metric(self, name: str) -> float:
        lines = self.http.get("/metrics").text.splitlines()
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(name))

    def wait_until_idle(self, seconds: float = 5) -> None:
        deadline = time.monotonic() + seconds
        while self.read_metric("tts_active_requests") > 0:
            assert time.monotonic() < deadline, "a request is still active"
            time.sleep(0.02)


@contextmanager
def run_server(api_key: str, **environment: str) -> Iterator[RunningServer]:
    """Starts `python -m models.tts` with these TTS_* variables and waits until it is ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    variables = {name: value for name, value in os.environ.items() if not name.startswith("TTS_")}
    variables |= environment | {"TTS_PORT": str(port), "TTS_API_KEY": api_key}
    process = subprocess.Popen([sys.executable, "-m", "models.tts"], cwd=REPOSITORY, env=variables)
    server = RunningServer(port, api_key)
    try:
        wait_until_ready(server, process)
        yield server
    finally:
        process.terminate()
        assert process.wait(timeout=10) in (0, -15)


def wait_until_ready(server: RunningServer, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server exited"
        try:
            if server.http.get("/ready").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("the server did not become ready")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One for all tests: with a key, room for two requests, and a folder with one voice of one's own."""
    voices: Path = tmp_path_factory.mktemp("voices")
    source = REPOSITORY / ".cache" / "models" / "kokoro" / "voices" / "am_adam.bin"
    (voices / "mine.bin").write_bytes(source.read_bytes())
    with run_server(api_key="sesame", TTS_MAX_REQUESTS="2", TTS_VOICES_DIR=str(voices)) as running:
        yield running
