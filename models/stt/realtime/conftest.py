"""Clients of the realtime socket: OpenAI's own, and a bare one for what that would not send."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from websockets.sync.client import ClientConnection, connect

TRANSCRIPTION = "conversation.item.input_audio_transcription"


def encode_pcm(samples: np.ndarray) -> str:
    """float32 samples as the socket carries them."""
    return base64.b64encode((samples * 32767).astype("<i2").tobytes()).decode()


def make_quiet(seconds: float) -> np.ndarray:
    return np.zeros(int(seconds * 16_000), dtype=np.float32)


class Caller:
    """One connection; audio is 16 kHz once configured."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def send(self, kind: str, **fields: Any) -> None:
        self.socket.send(json.dumps({"type": kind, **fields}))

    def receive(self, timeout_s: float = 30) -> dict[str, Any]:
        return dict(json.loads(self.socket.recv(timeout=timeout_s)))

    def wait_for(self, kind: str) -> dict[str, Any]:
        """The next event of this type; errors in between fail the test."""
        while (event := self.receive())["type"] != kind:
            assert event["type"] != "error", event
        return event

    def configure(self, **fields: Any) -> dict[str, Any]:
        audio = {"input": {"format": {"type": "audio/pcm", "rate": 16_000}}}
        self.send("session.update", session={"type": "transcription", "audio": audio, **fields})
        return self.wait_for("session.updated")

    def append(self, samples: np.ndarray, packet_samples: int = 320) -> None:
        for start in range(0, len(samples), packet_samples):
            packet = samples[start : start + packet_samples]
            self.send("input_audio_buffer.append", audio=encode_pcm(packet))

    def hypothesize(self) -> dict[str, Any]:
        self.send("input_audio_buffer.hypothesize", event_id="ask")
        return self.wait_for("input_audio_buffer.hypothesis")

    def transcribe(self) -> str:
        """Commits, and returns the final transcript."""
        self.send("input_audio_buffer.commit")
        return str(self.wait_for(f"{TRANSCRIPTION}.completed")["transcript"])


@contextmanager
def call(server: str, **options: Any) -> Iterator[Caller]:
    """A connection on which session.created has come."""
    address = server.replace("http", "ws") + "/v1/realtime?intent=transcription"
    with connect(address, **options) as socket:
        caller = Caller(socket)
        assert caller.receive()["type"] == "session.created"
        yield caller


@pytest.fixture
def caller(server: str) -> Iterator[Caller]:
    """A connection that sends 16 kHz."""
    with call(server) as caller:
        caller.configure()
        yield caller
