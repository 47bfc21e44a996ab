"""The HTTP routes: OpenAI-compatible transcriptions and models."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from fastapi import FastAPI
from faster_whisper.transcribe import Segment  # type: ignore[import-untyped]
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from models.serving import add_bearer_key, add_error_handlers, add_operations
from models.stt.audio import decode_audio
from models.stt.decode_queue import DecodeQueue
from models.stt.end_of_turn import EndOfTurn
from models.stt.metrics import AUDIO_SECONDS, RequestMeter
from models.stt.realtime.live_decoder import LiveDecoder
from models.stt.realtime.route import Realtime
from models.stt.realtime.utterance import Services
from models.stt.recognizer import Recognizer, Transcription
from models.stt.request import TranscriptionRequest, parse_request, read_form
from models.stt.response import answer_at_once, answer_in_stream
from models.stt.settings import Settings
from models.stt.smart_turn import SmartTurn

PATH = "/v1/audio/transcriptions"


def create_app(settings: Settings, recognizer: Recognizer, smart_turn: SmartTurn | None = None) -> FastAPI:
    """The server around loaded models; it is ready when the one that hears is warm."""
    queue = DecodeQueue(settings.max_requests)
    end_of_turn = EndOfTurn(smart_turn)

    @asynccontextmanager
    async def run(_: FastAPI) -> AsyncIterator[None]:
        yield
        queue.close()
        end_of_turn.close()

    app = FastAPI(title="Parley speech to text", lifespan=run)
    add_error_handlers(app)
    add_bearer_key(app, settings.api_key.get_secret_value() if settings.api_key else None)
    add_operations(app, lambda: recognizer.is_warm)
    app.add_middleware(RequestMeter, path=PATH)
    services = Services(LiveDecoder(recognizer), queue, end_of_turn, recognizer.window_decoder.bands)
    Realtime(settings, recognizer, services).add_to(app)

    def transcribe(wanted: TranscriptionRequest) -> Iterator[Transcription | Segment]:
        """Runs on the worker, reading the file included: callers that wait hold no samples in memory."""
        with wanted.file:
            samples = decode_audio(wanted.file, wanted.raw, settings.max_audio_seconds)
        score = end_of_turn.start(samples) if wanted.end_of_turn else None
        transcription = replace(recognizer.transcribe(samples, wanted.options), end_of_turn=score)
        yield transcription
        yield from transcription.segments
        AUDIO_SECONDS.inc(transcription.duration_seconds)

    @app.post(PATH, response_class=Response)
    async def create_transcription(request: Request) -> Response:
        queue.refuse_if_full()
        try:
            form = await read_form(request, settings.max_upload_mb * 1_000_000)
            wanted = parse_request(form, settings.served_model, recognizer.languages)
            items = queue.stream(lambda: transcribe(wanted), partial(wait_until_gone, request))
            return await (answer_in_stream(items) if wanted.stream else answer_at_once(items, wanted))
        except ClientDisconnect:
            # Nobody reads it, but it is counted. 499 is nginx's status for a client that closed the request.
            return Response(status_code=499)

    @app.get("/v1/models")
    async def list_models() -> dict[str, Any]:
        entry = {"id": settings.served_model, "object": "model", "created": 0, "owned_by": "openai"}
        entry["languages"] = recognizer.languages  # Ours beside OpenAI's fields.
        return {"object": "list", "data": [entry]}

    return app


async def wait_until_gone(request: Request) -> None:
    """Returns when the client has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
