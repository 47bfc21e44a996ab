"""Publishes what both sides said as LiveKit's agents do, and Pipecat's transport does not.

The bench reads it to tell an answer that went on from a new one.
"""

from typing import Any

from livekit import rtc
from pipecat.processors.aggregators.llm_response_universal import LLMContextAggregatorPair
from pipecat.transports.livekit.transport import LiveKitTransport

TOPIC = "lk.transcription"


class Transcript:
    """Of one call; begins with the first participant."""

    def __init__(self, transport: LiveKitTransport, caller: str) -> None:
        self._transport = transport
        self._caller = caller
        self._answer: rtc.TextStreamWriter | None = None

    def follow(self, aggregators: LLMContextAggregatorPair) -> None:
        user, assistant = aggregators
        user.add_event_handler("on_user_turn_stopped", self._write_user)
        assistant.add_event_handler("on_assistant_turn_started", self._open_answer)
        assistant.add_event_handler("on_assistant_turn_stopped", self._close_answer)

    async def _write_user(self, _aggregator: Any, _strategy: Any, message: Any) -> None:
        attributes = {"lk.transcription_final": "true"}
        writer = await self._open(sender_identity=self._caller, attributes=attributes)
        await writer.write(message.content or "")
        await writer.aclose()

    async def _open_answer(self, _aggregator: Any) -> None:
        self._answer = await self._open()

    async def _close_answer(self, _aggregator: Any, message: Any) -> None:
        writer, self._answer = self._answer, None
        if writer:
            await writer.write(message.content)
            await writer.aclose()

    async def _open(self, **options: Any) -> rtc.TextStreamWriter:
        room = self._transport._client.room  # Its transport hands out no room.
        return await room.local_participant.stream_text(topic=TOPIC, **options)
