"""The real model on real speech, and servers that listen on a free port."""

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jiwer
import numpy as np
import openai
import pytest
import uvicorn
from faster_whisper import WhisperModel  # type: ignore[import-untyped]

from models.stt.app import create_app
from models.stt.audio import decode_audio
from models.stt.model import load_model
from models.stt.recognizer import Recognizer
from models.stt.settings import Settings
from models.stt.smart_turn import SmartTurn, load_smart_turn

TESTDATA = Path(__file__).parent / "testdata"
TEXTS = json.loads((TESTDATA / "texts.json").read_text("utf-8"))
SPOKEN = TEXTS["question.flac"]


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def measure_wer(reference: str, hypothesis: str) -> float:
    """Word error rate, regardless of case and punctuation."""
    plain, heard = (" ".join(re.findall(r"[a-z0-9']+", text.lower())) for text in (reference, hypothesis))
    return float(jiwer.wer(plain, heard))


@contextmanager
def run_server(recognizer: Recognizer, smart_turn: SmartTurn | None = None, **choices: Any) -> Iterator[str]:
    """The server with these settings, on a port of its own; gives its address."""
    settings = Settings(port=find_free_port(), **choices)
    app = create_app(settings, recognizer, smart_turn)
    config = uvicorn.Config(app, port=settings.port, log_level="warning", ws_per_message_deflate=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{settings.port}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def wait_until(is_true: Callable[[], bool], timeout_s: float = 30) -> None:
    deadline = time.monotonic() + timeout_s
    while not is_true():
        assert time.monotonic() < deadline, "timed out"
        time.sleep(0.01)


@pytest.fixture(scope="session")
def model() -> WhisperModel:
    return load_model(Settings())


@pytest.fixture(scope="session")
def recognizer(model: WhisperModel) -> Recognizer:
    recognizer = Recognizer(model)
    recognizer.warm_up()
    return recognizer


@pytest.fixture(scope="session")
def smart_turn() -> SmartTurn:
    loaded = load_smart_turn(Settings(end_of_turn="smart-turn"))
    assert loaded is not None
    return loaded


@pytest.fixture(scope="session")
def server(recognizer: Recognizer, smart_turn: SmartTurn) -> Iterator[str]:
    with run_server(recognizer, smart_turn) as address:
        yield address


@pytest.fixture(scope="session")
def client(server: str) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{server}/v1", api_key="unused", max_retries=0, timeout=30)


@pytest.fixture(scope="session")
def question() -> bytes:
    """A FLAC file in which SPOKEN is said."""
    return (TESTDATA / "question.flac").read_bytes()


@pytest.fixture(scope="session")
def speech() -> np.ndarray:
    """The same as samples: float32, mono, 16 kHz."""
    with (TESTDATA / "question.flac").open("rb") as file:
        return decode_audio(file, None, 60)


@pytest.fixture(scope="session")
def order() -> np.ndarray:
    """Another sentence, of another voice."""
    with (TESTDATA / "order.flac").open("rb") as file:
        return decode_audio(file, None, 60)
