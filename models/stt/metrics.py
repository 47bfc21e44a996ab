"""What the server counts, in Prometheus' terms."""

import time

from prometheus_client import Counter, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUESTS = Counter("stt_requests", "Transcription requests by HTTP status", ["status"])
LATENCY = Histogram(
    "stt_request_seconds",
    "Transcription request received to last byte of the answer, waiting included",
    buckets=(0.05, 0.1, 0.15, 0.2, 0.25, 0.35, 0.5, 0.75, 1, 1.5, 2.5, 5, 10, 30, 60, 300),
)
AUDIO_SECONDS = Counter("stt_audio_seconds", "Audio transcribed, in seconds")
CONTEXT_FALLBACKS = Counter(
    "stt_context_fallbacks", "Short-context decodes that were done again with the full context"
)
DECODE_WAIT = Histogram(
    "stt_decode_wait_seconds",
    "Submitted to begun, by priority: live callers, work ahead of them",
    ["priority"],
    buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
HYPOTHESES = Counter("stt_hypotheses", "Texts sent over the socket: requested, interval or commit", ["kind"])
HYPOTHESIS_SECONDS = Histogram(
    "stt_hypothesis_seconds",
    "Event received to its text sent, waiting included",
    ["kind"],
    buckets=(0.01, 0.025, 0.05, 0.075, 0.1, 0.125, 0.15, 0.2, 0.25, 0.35, 0.5, 0.75, 1, 2.5, 5, 10),
)
HYPOTHESIS_FALLBACKS = Counter(
    "stt_hypothesis_fallbacks", "Decodes of live audio that looked wrong and were done as files are"
)
SESSIONS = Gauge("stt_realtime_sessions", "Realtime connections that are open")


class RequestMeter:
    """Counts and times the requests of one path, refused ones included."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app = app
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != self._path:
            return await self._app(scope, receive, send)
        started = time.perf_counter()
        status = 500

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        finally:
            REQUESTS.labels(status).inc()
            LATENCY.observe(time.perf_counter() - started)
        return None
