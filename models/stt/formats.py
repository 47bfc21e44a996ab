"""The ways a transcription is written: OpenAI's response formats and stream events.

Source: https://platform.openai.com/docs/api-reference/audio/createTranscription
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from faster_whisper.transcribe import Segment  # type: ignore[import-untyped]

from models.stt.recognizer import Transcription


def join_text(segments: Sequence[Segment]) -> str:
    return "".join(segment.text for segment in segments).strip()


def format_language(transcription: Transcription) -> dict[str, Any]:
    """`language` is empty where nobody spoke and none was asked for."""
    return {
        "language": transcription.language or "",
        "language_probability": round(transcription.language_probability, 4),
    }


def format_json(transcription: Transcription, segments: Sequence[Segment]) -> dict[str, Any]:
    return {
        "text": join_text(segments),
        "usage": {"type": "duration", "seconds": round(transcription.duration_seconds, 3)},
    }


def format_verbose_json(
    transcription: Transcription, segments: Sequence[Segment], granularities: set[str]
) -> dict[str, Any]:
    """Times in seconds."""
    body = {
        "task": "transcribe",
        **format_language(transcription),
        "duration": round(transcription.duration_seconds, 3),
        **format_json(transcription, segments),
    }
    if "segment" in granularities:
        body["segments"] = [
            {name: value for name, value in asdict(segment).items() if name != "words"}
            for segment in segments
        ]
    if "word" in granularities:
        words = [word for segment in segments for word in segment.words or []]
        body["words"] = [{"word": word.word.strip(), "start": word.start, "end": word.end} for word in words]
    return body


def format_srt(segments: Sequence[Segment]) -> str:
    return "".join(
        f"{number}\n{format_span(segment, ',')}\n{segment.text.strip()}\n\n"
        for number, segment in enumerate(segments, 1)
    )


def format_vtt(segments: Sequence[Segment]) -> str:
    return "WEBVTT\n\n" + "".join(
        f"{format_span(segment, '.')}\n{escape_cue(segment.text.strip())}\n\n" for segment in segments
    )


def escape_cue(text: str) -> str:
    """WebVTT reads markup in a cue. Source: https://www.w3.org/TR/webvtt1/#webvtt-cue-text"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def format_span(segment: Segment, decimal_mark: str) -> str:
    return f"{format_time(segment.start, decimal_mark)} --> {format_time(segment.end, decimal_mark)}"


def format_time(seconds: float, decimal_mark: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{decimal_mark}{rest % 1000:03}"


def format_event(body: dict[str, Any]) -> str:
    """One server-sent event."""
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n"
