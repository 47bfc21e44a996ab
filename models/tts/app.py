"""The HTTP routes: OpenAI-compatible speech, voices and models."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Response

from models.serving import add_bearer_key, add_error_handlers, add_operations
from models.tts.languages import get_voice_language
from models.tts.model_file import DEFAULT_MODEL
from models.tts.request import SpeechRequest, read_speech
from models.tts.response import SpeechResponse
from models.tts.settings import Settings
from models.tts.speech import Speaker, Speech
from models.tts.synthesizer import Synthesizer
from models.tts.voices import VoiceLibrary
from models.tts.workers import Workers

WARM_UP_TEXT = "Hello, I can speak."


def create_app(settings: Settings, synthesizer: Synthesizer, voices: VoiceLibrary) -> FastAPI:
    """The server around a loaded model; it is ready when it has spoken its first sentence to itself."""
    workers = Workers(settings.concurrency, settings.max_requests)
    speaker = Speaker(synthesizer, workers)
    warm = asyncio.Event()

    async def warm_up() -> None:
        vectors, language = voices.resolve(settings.voice)
        async for _ in speaker.stream(Speech(WARM_UP_TEXT, vectors, language, 1.0, "mp3")):
            pass
        warm.set()

    @asynccontextmanager
    async def run(_: FastAPI) -> AsyncIterator[None]:
        warming = asyncio.create_task(warm_up())
        yield
        warming.cancel()
        workers.close()

    app = FastAPI(title="Parley text to speech", lifespan=run)
    add_error_handlers(app)
    add_bearer_key(app, settings.api_key.get_secret_value() if settings.api_key else None)
    add_operations(app, warm.is_set)
    models = {DEFAULT_MODEL, settings.model}

    @app.post("/v1/audio/speech", response_class=Response)
    async def speak(body: SpeechRequest) -> Response:
        return SpeechResponse(speaker, workers, read_speech(body, voices, settings.voice, models))

    @app.get("/v1/audio/voices")
    async def list_voices() -> dict[str, Any]:
        return {"voices": [{"id": name, "language": get_voice_language(name)} for name in voices.names]}

    @app.get("/v1/models")
    async def list_models() -> dict[str, Any]:
        entries = [
            {"id": name, "object": "model", "created": 0, "owned_by": "hexgrad"} for name in sorted(models)
        ]
        return {"object": "list", "data": entries}

    return app
