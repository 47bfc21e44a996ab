"""Measures hypotheses over the realtime socket: latency, word error rate beside the batch route, turn ends.

    python -m bench.stt_hypothesis --corpus DIR [--kind complete paused] [--silence-ms 100] [--speed 4]
                                   [--interval-ms 500]

DIR holds recordings and a manifest.json: {"items": [{"file", "kind", "text", "speech_end_ms", "pauses":
[{"at_ms", ...}]}, ...]}. A server of its own is started with the STT_* variables. Each recording is sent in
20 ms packets and a hypothesis asked for after --silence-ms of every pause and of the end; then the same audio
goes to the batch route. With --interval-ms the server sends hypotheses by itself as well: use --speed 1.
"""

import argparse
import base64
import io
import json
import os
import socket
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import jiwer
import numpy as np
from websockets.sync.client import ClientConnection, connect
from whisper_normalizer.english import EnglishTextNormalizer  # type: ignore[import-untyped]

from models.stt.audio import SAMPLE_RATE_HZ, decode_audio

PACKET_MS = 20
NOISE_FLOOR = 0.0008
"""−62 dB, like the recordings': what is heard after the end of a file."""


@dataclass
class Results:
    """Times in milliseconds; end-of-turn scores apart for pauses and for ends."""

    hypothesis_ms: list[float] = field(default_factory=list)
    batch_ms: list[float] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    batch_heard: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    at_ends: list[float] = field(default_factory=list)
    at_pauses: list[float] = field(default_factory=list)
    interval_hypotheses: int = 0
    audio_seconds: float = 0.0


@contextmanager
def run_server() -> Iterator[tuple[str, int]]:
    """A server on a free port; gives its address and process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "models.stt"]
    process = subprocess.Popen(command, env={**os.environ, "STT_PORT": str(port)}, stderr=subprocess.PIPE)
    address = f"http://127.0.0.1:{port}"
    try:
        while not is_ready(address):
            if process.poll() is not None:
                sys.exit(process.stderr.read().decode() if process.stderr else "the server ended")
            time.sleep(0.1)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait()


def is_ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/ready").status_code == 200
    except httpx.TransportError:
        return False


def read_cpu_seconds(pid: int) -> float:
    """User and system time of a process so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load(path: Path, end_ms: int) -> np.ndarray:
    """The recording up to `end_ms`, with its noise floor where it is shorter."""
    with path.open("rb") as file:
        samples = decode_audio(file, None, 3600)
    length = end_ms * SAMPLE_RATE_HZ // 1000
    missing = max(0, length - len(samples))
    noise = np.random.default_rng(0).standard_normal(missing).astype(np.float32) * NOISE_FLOOR
    return np.concatenate([samples, noise])[:length]


def to_pcm(samples: np.ndarray) -> bytes:
    return bytes((samples * 32767).clip(-32768, 32767).astype("<i2").tobytes())


class Listener:
    """One connection to the server under test."""

    def __init__(self, connection: ClientConnection, speed: float, results: Results) -> None:
        self.connection = connection
        self.speed = speed
        self.results = results

    def send(self, kind: str, **fields: Any) -> None:
        self.connection.send(json.dumps({"type": kind, **fields}))

    def configure(self, interval_ms: int) -> None:
        audio = {"input": {"format": {"type": "audio/pcm", "rate": SAMPLE_RATE_HZ}}}
        session = {"type": "transcription", "audio": audio, "hypothesis_interval_ms": interval_ms}
        self.send("session.update", session=session)
        self.wait_for("session.updated")

    def wait_for(self, kind: str, event_id: str | None = None) -> dict[str, Any]:
        while True:
            event: dict[str, Any] = json.loads(self.connection.recv(timeout=60))
            if event["type"] == "error":
                sys.exit(f"the server answered: {event['error']['message']}")
            if event["type"] == kind and event.get("client_event_id") == event_id:
                return event
            self.results.interval_hypotheses += event["type"] == "input_audio_buffer.hypothesis"

    def stream(self, samples: np.ndarray) -> None:
        """At the pace of speech, or --speed times that."""
        size = PACKET_MS * SAMPLE_RATE_HZ // 1000
        due = time.perf_counter()
        for start in range(0, len(samples), size):
            audio = base64.b64encode(to_pcm(samples[start : start + size])).decode()
            self.send("input_audio_buffer.append", audio=audio)
            due += PACKET_MS / 1000 / self.speed
            time.sleep(max(0, due - time.perf_counter()))

    def ask(self) -> dict[str, Any]:
        started = time.perf_counter()
        self.send("input_audio_buffer.hypothesize", event_id="ask")
        hypothesis = self.wait_for("input_audio_buffer.hypothesis", "ask")
        self.results.hypothesis_ms.append((time.perf_counter() - started) * 1000)
        return hypothesis

    def play(self, item: dict[str, Any], samples: np.ndarray, silence_ms: int) -> None:
        """One recording, asked about at its pauses and its end."""
        sent = 0
        pauses = [
            pause["at_ms"] + silence_ms for pause in item["pauses"] if pause["duration_ms"] > silence_ms
        ]
        for at_ms in pauses:
            self.stream(samples[sent : (sent := at_ms * SAMPLE_RATE_HZ // 1000)])
            self.results.at_pauses.append(self.ask()["end_of_turn"] or 0.0)
        self.stream(samples[sent:])
        hypothesis = self.ask()
        self.results.audio_seconds += len(samples) / SAMPLE_RATE_HZ
        if item["text"]:
            self.results.at_ends.append(hypothesis["end_of_turn"] or 0.0)
            self.results.heard.append(hypothesis["transcript"])
            self.results.said.append(item["text"])
        self.send("input_audio_buffer.clear")
        self.wait_for("input_audio_buffer.cleared")


def post(address: str, model: str, samples: np.ndarray) -> str:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 2, SAMPLE_RATE_HZ, 0, "NONE", ""))
        writer.writeframes(to_pcm(samples))
    files = {"file": ("speech.wav", file.getvalue())}
    answer = httpx.post(f"{address}/v1/audio/transcriptions", data={"model": model}, files=files, timeout=120)
    return str(answer.raise_for_status().json()["text"])


def report(results: Results) -> None:
    normalize = EnglishTextNormalizer()

    def measure_wer(heard: list[str]) -> float:
        return float(
            jiwer.wer([normalize(text) for text in results.said], [normalize(text) for text in heard])
        )

    print("                 n    p50    p95     WER   (times in ms, after the last audio)")
    rows = (
        ("hypothesis", results.hypothesis_ms, results.heard),
        ("batch route", results.batch_ms, results.batch_heard),
    )
    for name, times, heard in rows:
        p50, p95 = np.percentile(times, [50, 95])
        print(f"{name:<12} {len(times):>5} {p50:>6.0f} {p95:>6.0f} {measure_wer(heard):>7.1%}")
    ends, pauses = np.array(results.at_ends), np.array(results.at_pauses)
    if len(ends) and len(pauses):
        print(f"end of turn over 0.5: {np.mean(ends > 0.5):.0%} of {len(ends)} ends,", end=" ")
        print(f"{np.mean(pauses > 0.5):.0%} of {len(pauses)} pauses;", end=" ")
        print(f"an end scores higher than a pause in {np.mean(ends[:, None] > pauses):.0%} of pairs")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--kind", nargs="+", default=["complete", "paused", "bargein", "noisy"])
    parser.add_argument("--silence-ms", type=int, default=100)
    parser.add_argument("--speed", type=float, default=4.0)
    parser.add_argument("--interval-ms", type=int, default=0)
    return parser.parse_args()


def main() -> None:
    arguments = parse_arguments()
    items = json.loads((arguments.corpus / "manifest.json").read_text("utf-8"))["items"]
    items = [item for item in items if item["kind"] in arguments.kind]
    if not items:
        sys.exit(f"{arguments.corpus}: no item of kind {arguments.kind}")
    recordings = [
        load(arguments.corpus / item["file"], item["speech_end_ms"] + arguments.silence_ms) for item in items
    ]
    results = Results()
    with run_server() as (address, pid):
        with connect(address.replace("http", "ws") + "/v1/realtime") as connection:
            listener = Listener(connection, arguments.speed, results)
            listener.configure(arguments.interval_ms)
            listener.play(items[0], recordings[0], arguments.silence_ms)  # warm
            listener.results = results = Results()
            cpu = read_cpu_seconds(pid)
            for item, samples in zip(items, recordings, strict=True):
                listener.play(item, samples, arguments.silence_ms)
            cpu = read_cpu_seconds(pid) - cpu
        model = httpx.get(f"{address}/v1/models").json()["data"][0]["id"]
        for item, samples in zip(items, recordings, strict=True):
            started = time.perf_counter()
            text = post(address, model, samples)
            results.batch_ms.append((time.perf_counter() - started) * 1000)
            if item["text"]:
                results.batch_heard.append(text)
    report(results)
    asked = len(results.hypothesis_ms)
    print(f"{asked} hypotheses asked for, {results.interval_hypotheses} sent by itself;", end=" ")
    print(f"CPU seconds per second of audio: {cpu / results.audio_seconds:.2f}")


if __name__ == "__main__":
    main()
