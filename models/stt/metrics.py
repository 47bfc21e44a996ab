"""What the server counts, in Prometheus' terms."""

import time

from prometheus_client import Counter, Histogram
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
