"""Answers a transcription request, whole or as server-sent events."""

import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from faster_whisper.transcribe import Segment  # type: ignore[import-untyped]
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse

from models.serving import ApiError
from models.stt.confidence import measure_confidence
from models.stt.end_of_turn import read_score
from models.stt.formats import (
    format_event,
    format_json,
    format_language,
    format_srt,
    format_verbose_json,
    format_vtt,
    join_text,
)
from models.stt.recognizer import Transcription
from models.stt.request import TranscriptionRequest

Items = AsyncGenerator[Transcription | Segment, None]


async def answer_at_once(items: Items, wanted: TranscriptionRequest) -> Response:
    """Waits for the last segment, then answers in the format asked for."""
    transcription, segments = None, []
    async with aclosing(items):
        async for item in items:
            if isinstance(item, Transcription):
                transcription = item
            else:
                segments.append(item)
    assert transcription is not None
    if wanted.response_format == "text":
        return PlainTextResponse(join_text(segments) + "\n")
    if wanted.response_format == "srt":
        return PlainTextResponse(format_srt(segments), media_type="application/x-subrip")
    if wanted.response_format == "vtt":
        return PlainTextResponse(format_vtt(segments), media_type="text/vtt")
    if wanted.response_format == "verbose_json":
        return JSONResponse(format_verbose_json(transcription, segments, wanted.granularities))
    body = format_json(transcription, segments)
    if wanted.options.languages:
        body |= format_language(transcription)
    if wanted.confidence:
        confidence = measure_confidence(segments)
        body["confidence"] = confidence and confidence.to_body()
    if wanted.end_of_turn:
        body["end_of_turn"] = await read_score(transcription.end_of_turn)
    return JSONResponse(body)


async def answer_in_stream(items: Items) -> Response:
    """A delta as each segment is decoded. A file that cannot be read is still an HTTP error, not an event."""
    await anext(items)
    return StreamingResponse(
        write_events(items), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def write_events(items: Items) -> AsyncIterator[str]:
    text = ""
    try:
        async for segment in items:
            assert isinstance(segment, Segment)
            delta = segment.text if text else segment.text.lstrip()
            text += delta
            yield format_event({"type": "transcript.text.delta", "delta": delta})
        yield format_event({"type": "transcript.text.done", "text": text.strip()})
    except ClientDisconnect:
        return
    except Exception as error:
        logging.getLogger("uvicorn.error").exception("a streamed transcription failed")
        failure = ApiError(500, f"The decoder failed after the stream had begun: {type(error).__name__}")
        yield format_event(failure.to_body())
    finally:
        await items.aclose()
