"""The realtime socket with the real models, as OpenAI's client and as our agent use it."""

import asyncio

import numpy as np
import openai
import pytest
from openai.types.realtime import (
    ConversationItemInputAudioTranscriptionCompletedEvent,
    ConversationItemInputAudioTranscriptionDeltaEvent,
    RealtimeTranscriptionSessionCreateRequestParam,
)
from openai.types.realtime.conversation_item_input_audio_transcription_completed_event import (
    UsageTranscriptTextUsageDuration,
)

from models.stt.conftest import SPOKEN, measure_wer
from models.stt.realtime.conftest import TRANSCRIPTION, Caller, encode_pcm, make_quiet

ENGLISH: RealtimeTranscriptionSessionCreateRequestParam = {
    "type": "transcription",
    "audio": {"input": {"transcription": {"model": "tiny.en", "language": "en"}}},
}


def resample(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    """16 kHz to another rate, by straight lines: good enough to be understood."""
    times = np.arange(0, len(samples) / 16_000, 1 / rate_hz)
    resampled: np.ndarray = np.interp(times, np.arange(len(samples)) / 16_000, samples)
    return resampled.astype(np.float32)


def test_openai_client_transcribes_at_its_own_rate(server: str, speech: np.ndarray) -> None:
    async def scenario() -> tuple[list[str], str]:
        client = openai.AsyncOpenAI(base_url=f"{server}/v1", api_key="unused")
        kinds: list[str] = []
        text = ""
        async with client.realtime.connect(extra_query={"intent": "transcription"}) as connection:
            await connection.session.update(session=ENGLISH)
            for part in np.array_split(resample(speech, 24_000), 50):
                await connection.input_audio_buffer.append(audio=encode_pcm(part))
            await connection.input_audio_buffer.commit()
            async for event in connection:
                kinds.append(event.type)
                if isinstance(event, ConversationItemInputAudioTranscriptionDeltaEvent):
                    text += event.delta or ""
                if isinstance(event, ConversationItemInputAudioTranscriptionCompletedEvent):
                    assert event.transcript == text
                    assert isinstance(event.usage, UsageTranscriptTextUsageDuration)
                    assert event.usage.seconds == pytest.approx(2.03, abs=0.05)
                    break
        return kinds, text

    kinds, text = asyncio.run(scenario())
    assert measure_wer(SPOKEN, text) == 0
    assert kinds == [
        "session.created",
        "session.updated",
        "input_audio_buffer.committed",
        "conversation.item.added",
        f"{TRANSCRIPTION}.delta",
        f"{TRANSCRIPTION}.completed",
    ]


def test_hypothesis_keeps_the_buffer(caller: Caller, speech: np.ndarray) -> None:
    half = int(1.45 * 16_000)  # "What are your opening ho"
    caller.append(speech[:half])
    first = caller.hypothesize()
    caller.append(np.concatenate([speech[half:], make_quiet(0.1)]))
    second = caller.hypothesize()
    assert first["client_event_id"] == second["client_event_id"] == "ask"
    assert first["item_id"] == second["item_id"]
    assert first["audio_ms"] == half // 16
    assert "opening" in first["transcript"]
    assert "Sunday" not in first["transcript"]
    assert measure_wer(SPOKEN, second["transcript"]) == 0
    assert 0 <= first["end_of_turn"] < 0.5 < second["end_of_turn"] <= 1
    assert -1 < second["confidence"]["avg_logprob"] <= 0
    caller.send("input_audio_buffer.commit")
    assert caller.wait_for("input_audio_buffer.committed")["item_id"] == second["item_id"]
    assert measure_wer(SPOKEN, caller.wait_for(f"{TRANSCRIPTION}.completed")["transcript"]) == 0


def test_clear_begins_anew(caller: Caller, speech: np.ndarray) -> None:
    caller.append(speech)
    item_id = caller.hypothesize()["item_id"]
    caller.send("input_audio_buffer.clear")
    caller.wait_for("input_audio_buffer.cleared")
    caller.append(make_quiet(0.5))
    hypothesis = caller.hypothesize()
    assert (hypothesis["transcript"], hypothesis["audio_ms"]) == ("", 500)
    assert hypothesis["confidence"] is None
    assert hypothesis["item_id"] != item_id


def test_items_follow_each_other(caller: Caller, speech: np.ndarray) -> None:
    previous = None
    for _ in range(2):
        caller.append(speech)
        caller.send("input_audio_buffer.commit")
        committed = caller.wait_for("input_audio_buffer.committed")
        assert committed["previous_item_id"] == previous
        added = caller.wait_for("conversation.item.added")
        completed = caller.wait_for(f"{TRANSCRIPTION}.completed")
        assert committed["item_id"] == added["item"]["id"] == completed["item_id"]
        assert measure_wer(SPOKEN, completed["transcript"]) == 0
        previous = committed["item_id"]
