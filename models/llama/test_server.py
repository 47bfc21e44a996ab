"""llama.cpp as the wheel brings it, on a model made here: it starts, answers, and stops."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from openai import OpenAI

START_TIMEOUT_S = 60
COMMAND = [sys.executable, "-m", "models.llama"]


@pytest.fixture(scope="module")
def server(tiny_model: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([*COMMAND, str(tiny_model), "--port", str(port), "--alias", "tiny"])
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_TIMEOUT_S
    while not is_ready(url):
        assert process.poll() is None, "the server ended"
        assert time.monotonic() < deadline, "the server did not become ready"
        time.sleep(0.1)
    yield url
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0


def is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health").status_code == 200
    except httpx.HTTPError:
        return False


def test_answers_a_chat_token_by_token(server: str) -> None:
    client = OpenAI(base_url=f"{server}/v1", api_key="x")
    assert [model.id for model in client.models.list()] == ["tiny"]
    chunks = list(
        client.chat.completions.create(
            model="tiny",
            messages=[{"role": "user", "content": "Hello"}],
            max_tokens=8,
            stream=True,
        )
    )
    assert len(chunks) > 2
    assert chunks[-1].choices[0].finish_reason in {"length", "stop"}


def test_tells_its_context_length(server: str) -> None:
    assert httpx.get(f"{server}/props").json()["default_generation_settings"]["n_ctx"] == 512


def test_pages_of_other_sites_may_not_ask(server: str) -> None:
    answer = httpx.get(f"{server}/v1/models", headers={"Origin": "https://example.com"})
    assert answer.headers.get("access-control-allow-origin") not in {"*", "https://example.com"}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "cannot be read"),
        (b"<html>", "is no GGUF file"),
        (b"GGUF, then", "llama.cpp cannot serve"),
    ],
)
def test_says_what_is_wrong_with_a_file(tmp_path: Path, content: bytes | None, problem: str) -> None:
    file = tmp_path / "model.gguf"
    if content is not None:
        file.write_bytes(content)
    command = [*COMMAND, str(file), "--port", "1", "--alias", "x"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 1
    assert problem in result.stderr
