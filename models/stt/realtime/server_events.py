"""What the server sends over the socket.

Source: https://platform.openai.com/docs/api-reference/realtime-server-events. Ours beside it:
`input_audio_buffer.hypothesis`, and `hypotheses: true` in a session, by which clients know that it is there.
"""

from typing import Any
from uuid import uuid4

from models.serving import ApiError
from models.stt.realtime.client_events import SessionSettings

Event = dict[str, Any]


def make_id(prefix: str) -> str:
    return f"{prefix}_{uuid4().hex[:20]}"


def make_event(kind: str, **fields: Any) -> Event:
    return {"type": kind, "event_id": make_id("event"), **fields}


def describe_session(session_id: str, settings: SessionSettings, served_model: str) -> Event:
    """`session` of session.created and session.updated."""
    transcription = {
        "model": served_model,
        "language": settings.options.language,
        "languages": list(settings.options.languages),
        "prompt": settings.options.prompt or "",
    }
    audio_input = {
        "format": {"type": "audio/pcm", "rate": settings.rate_hz},
        "transcription": transcription,
        "noise_reduction": None,
        "turn_detection": None,
    }
    return {
        "type": "transcription",
        "object": "realtime.transcription_session",
        "id": session_id,
        "audio": {"input": audio_input},
        "include": None,
        "hypotheses": True,
        "hypothesis_interval_ms": settings.hypothesis_interval_ms,
    }


def make_error(error: ApiError, client_event_id: str | None) -> Event:
    """The client's mistake or ours; the session goes on."""
    return make_event("error", error={**error.to_body()["error"], "event_id": client_event_id})


def make_item_added(item_id: str, previous_item_id: str | None) -> Event:
    content = [{"type": "input_audio", "transcript": None}]
    item = {
        "id": item_id,
        "object": "realtime.item",
        "type": "message",
        "status": "completed",
        "role": "user",
        "content": content,
    }
    return make_event("conversation.item.added", previous_item_id=previous_item_id, item=item)


def make_transcription(outcome: str, item_id: str, **fields: Any) -> Event:
    """outcome: delta, completed or failed."""
    kind = f"conversation.item.input_audio_transcription.{outcome}"
    return make_event(kind, item_id=item_id, content_index=0, **fields)
