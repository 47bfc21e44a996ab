"""The protocol of one realtime session: the client's events in, the server's out."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from starlette.websockets import WebSocketDisconnect

from models.serving import ApiError
from models.stt.metrics import AUDIO_SECONDS
from models.stt.realtime.client_events import (
    SessionSettings,
    apply_update,
    check_type,
    parse_message,
    read_audio,
)
from models.stt.realtime.hypothesis import Hypothesis
from models.stt.realtime.pcm_stream import PcmStream
from models.stt.realtime.server_events import (
    Event,
    describe_session,
    make_error,
    make_event,
    make_id,
    make_item_added,
    make_transcription,
)
from models.stt.realtime.utterance import Services, Utterance

MAX_TASKS = 8
"""Decodes of one caller that wait or run; further events of theirs are not read until one ends."""


class RealtimeSession:
    """Reads events with receive(), sends them with `send`; close() drops what is under way."""

    def __init__(
        self,
        services: Services,
        send: Callable[[Event], Awaitable[None]],
        *,
        served_model: str,
        languages: list[str],
        max_audio_seconds: int,
    ) -> None:
        self._services = services
        self._send = send
        self._served_model = served_model
        self._languages = languages
        self._max_audio_seconds = max_audio_seconds
        self._id = make_id("sess")
        self._settings = SessionSettings()
        self._pcm = PcmStream(self._settings.rate_hz)
        self._tasks: set[asyncio.Task[None]] = set()
        self._previous_item_id: str | None = None
        self._item_id, self._utterance = self._begin_utterance()

    def _begin_utterance(self) -> tuple[str, Utterance]:
        item_id = make_id("item")

        async def send_hypothesis(hypothesis: Hypothesis) -> None:
            await self._send(
                make_event(
                    "input_audio_buffer.hypothesis",
                    item_id=item_id,
                    transcript=hypothesis.text,
                    audio_ms=hypothesis.audio_ms,
                    end_of_turn=hypothesis.end_of_turn,
                    language=hypothesis.spoken and hypothesis.spoken.code,
                    language_probability=hypothesis.spoken and round(hypothesis.spoken.probability, 4),
                    confidence=hypothesis.confidence and hypothesis.confidence.to_body(),
                    client_event_id=hypothesis.client_event_id,
                )
            )

        utterance = Utterance(self._services, self._settings.options, self._spawn, send_hypothesis)
        utterance.interval_ms = self._settings.hypothesis_interval_ms
        return item_id, utterance

    async def start(self) -> None:
        await self._send_session("session.created")

    async def receive(self, text: str) -> None:
        """One event of the client; what is wrong with it is answered by an error event."""
        event: dict[str, Any] = {}
        try:
            event = parse_message(text)
            check_type(event)
            await self._handle(event)
        except ApiError as error:
            await self._send(make_error(error, read_event_id(event)))
        while len(self._tasks) >= MAX_TASKS:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)

    async def refuse(self, error: ApiError) -> None:
        """Answers a message that is no event."""
        await self._send(make_error(error, None))

    def close(self) -> None:
        self._utterance.drop()
        for task in self._tasks:
            task.cancel()

    async def _handle(self, event: dict[str, Any]) -> None:
        match event["type"]:
            case "input_audio_buffer.append":
                await self._append(read_audio(event))
            case "input_audio_buffer.hypothesize":
                self._utterance.hypothesize(read_event_id(event))
            case "input_audio_buffer.commit":
                await self._commit()
            case "input_audio_buffer.clear":
                self._utterance.drop()
                self._item_id, self._utterance = self._begin_utterance()
                await self._send(make_event("input_audio_buffer.cleared"))
            case "session.update" | "transcription_session.update" as kind:
                self._update(event)
                await self._send_session(f"{kind}d")

    def _update(self, event: dict[str, Any]) -> None:
        self._settings = apply_update(self._settings, event, self._served_model, self._languages)
        if self._settings.rate_hz != self._pcm.rate_hz:
            self._pcm = PcmStream(self._settings.rate_hz)
        self._utterance.options = self._settings.options
        self._utterance.interval_ms = self._settings.hypothesis_interval_ms

    async def _append(self, audio: str) -> None:
        samples = self._pcm.decode(audio)
        if self._utterance.audio_ms + len(samples) / 16 > self._max_audio_seconds * 1000:
            message = (
                f"The buffer would hold more than {self._max_audio_seconds} s of audio: commit or clear it "
                "first, or raise STT_MAX_AUDIO_SECONDS on the server. The audio of this event is left out."
            )
            raise ApiError(413, message, param="audio", code="audio_too_long")
        await self._utterance.append(samples)

    async def _commit(self) -> None:
        if not self._utterance.audio_ms:
            message = "There is nothing to commit: the buffer holds no audio. Append some first."
            raise ApiError(400, message, code="input_audio_buffer_commit_empty")
        item_id, utterance, before = self._item_id, self._utterance, self._previous_item_id
        self._previous_item_id = item_id
        self._item_id, self._utterance = self._begin_utterance()
        await self._send(make_event("input_audio_buffer.committed", item_id=item_id, previous_item_id=before))
        await self._send(make_item_added(item_id, before))
        self._spawn(self._transcribe(item_id, utterance))

    async def _transcribe(self, item_id: str, utterance: Utterance) -> None:
        seconds = utterance.audio_ms / 1000
        try:
            text = await utterance.transcribe()
        except Exception as error:
            logging.getLogger("uvicorn.error").exception("a committed buffer could not be decoded")
            failure = ApiError(500, f"The decoder failed on this item: {type(error).__name__}")
            await self._send(make_transcription("failed", item_id, error=failure.to_body()["error"]))
            return
        finally:
            utterance.drop()
        AUDIO_SECONDS.inc(seconds)
        if text:
            await self._send(make_transcription("delta", item_id, delta=text))
        usage = {"type": "duration", "seconds": seconds}
        await self._send(make_transcription("completed", item_id, transcript=text, usage=usage))

    async def _send_session(self, kind: str) -> None:
        session = describe_session(self._id, self._settings, self._served_model)
        await self._send(make_event(kind, session=session))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(self._run(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _run(self, work: Coroutine[Any, Any, None]) -> None:
        """A failure of the decoder is told, and the session goes on."""
        try:
            await work
        except WebSocketDisconnect:
            pass
        except Exception as error:
            logging.getLogger("uvicorn.error").exception("a live decode failed")
            failure = ApiError(500, f"The decoder failed: {type(error).__name__}")
            await self._send(make_error(failure, None))


def read_event_id(event: dict[str, Any]) -> str | None:
    event_id = event.get("event_id")
    return event_id if isinstance(event_id, str) else None
