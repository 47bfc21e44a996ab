"""What clients send over the socket: OpenAI's realtime transcription protocol, checked before any work.

Source: https://platform.openai.com/docs/api-reference/realtime-client-events. Ours beside it:
`input_audio_buffer.hypothesize`, `session.hypothesis_interval_ms`, and `languages` of a transcription.
"""

import json
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from models.serving import ApiError, printable
from models.stt.recognizer import SpeechOptions
from models.stt.request import check_model, parse_language, parse_languages, parse_prompt

EVENT_TYPES = (
    "session.update",
    "transcription_session.update",
    "input_audio_buffer.append",
    "input_audio_buffer.hypothesize",
    "input_audio_buffer.commit",
    "input_audio_buffer.clear",
)
DEFAULT_RATE_HZ: Literal[24_000] = 24_000


class Format(BaseModel):
    """audio/pcm is 16-bit little-endian mono."""

    type: Literal["audio/pcm"] = "audio/pcm"
    rate: Literal[16_000, 24_000] = DEFAULT_RATE_HZ


class Transcription(BaseModel):
    """As in POST /v1/audio/transcriptions. languages: those it could be, ours."""

    model: str | None = None
    language: str | None = None
    languages: Annotated[list[str], Field(max_length=100)] = []
    prompt: str | None = None


def refuse_turn_detection(value: Any) -> None:
    """Whoever plays the answer decides when a turn is over: our agent, or another client."""
    if value is not None:
        raise ValueError("this server ends no turns by itself: send null, and commit the buffer")


class AudioInput(BaseModel):
    """What is left out stays as it was."""

    format: Format | None = None
    transcription: Transcription | None = None
    turn_detection: Annotated[Any, AfterValidator(refuse_turn_detection)] = None


class Audio(BaseModel):
    """Input only: transcription sessions say nothing."""

    input: AudioInput | None = None


class SessionUpdate(BaseModel):
    """`session` of a session.update."""

    type: Literal["transcription"]
    audio: Audio | None = None
    hypothesis_interval_ms: Annotated[int, Field(ge=0, le=60_000)] | None = None


@dataclass(frozen=True)
class SessionSettings:
    """What a client chose. hypothesis_interval_ms: 0 sends hypotheses only when asked."""

    rate_hz: int = DEFAULT_RATE_HZ
    options: SpeechOptions = field(default_factory=SpeechOptions)
    hypothesis_interval_ms: int = 0


def parse_message(text: str) -> dict[str, Any]:
    """A JSON object. Raises ApiError 400."""
    try:
        message = json.loads(text)
    except ValueError as error:
        raise ApiError(400, f"The message is not JSON: {error}.", code="invalid_json") from error
    if not isinstance(message, dict):
        raise ApiError(400, "The message is no JSON object with a 'type'.", code="invalid_json")
    return message


def check_type(event: dict[str, Any]) -> None:
    """Raises ApiError 400 for an event that this server does not know."""
    kind = event.get("type")
    if kind not in EVENT_TYPES:
        named = "no type" if kind is None else f"the type '{printable(str(kind))}'"
        expected = ", ".join(EVENT_TYPES)
        message = f"The message has {named}. Expected one of: {expected}."
        raise ApiError(400, message, param="type", code="unknown_event")


def read_audio(event: dict[str, Any]) -> str:
    """The audio of an append. Raises ApiError 400."""
    audio = event.get("audio")
    if not isinstance(audio, str):
        raise ApiError(400, "The field 'audio' is missing or no string.", param="audio", code="missing_audio")
    return audio


def apply_update(
    settings: SessionSettings, event: dict[str, Any], served_model: str, languages: list[str]
) -> SessionSettings:
    """The settings after a session.update, or the older transcription_session.update. Raises ApiError."""
    session = event.get("session")
    if event["type"] == "transcription_session.update" and isinstance(session, dict):
        session = modernize(session)
    try:
        update = SessionUpdate.model_validate(session)
    except ValidationError as error:
        problem = error.errors()[0]
        param = ".".join(["session", *map(str, problem["loc"])])
        given = printable(str(problem["input"]))
        message = f"{param}: {problem['msg']} (it is {given})."
        raise ApiError(400, message, param=param, code="invalid_session") from error
    audio = (update.audio and update.audio.input) or AudioInput()
    interval_ms = update.hypothesis_interval_ms
    return replace(
        settings,
        rate_hz=audio.format.rate if audio.format else settings.rate_hz,
        options=choose_options(settings.options, audio.transcription, served_model, languages),
        hypothesis_interval_ms=settings.hypothesis_interval_ms if interval_ms is None else interval_ms,
    )


def choose_options(
    options: SpeechOptions, transcription: Transcription | None, served_model: str, languages: list[str]
) -> SpeechOptions:
    """Raises ApiError for a model or a language that is not there."""
    if transcription is None:
        return options
    if transcription.model is not None:
        check_model(transcription.model, served_model)
    given = transcription.model_fields_set
    return replace(
        options,
        language=parse_language(transcription.language, languages)
        if "language" in given
        else options.language,
        languages=parse_languages(transcription.languages, languages)
        if "languages" in given
        else options.languages,
        prompt=parse_prompt(transcription.prompt) if "prompt" in given else options.prompt,
    )


def modernize(session: dict[str, Any]) -> dict[str, Any]:
    """The session of the protocol's beta, in today's shape."""
    audio: dict[str, Any] = {}
    if format_name := session.get("input_audio_format"):
        audio["format"] = {"type": "audio/pcm" if format_name == "pcm16" else format_name}
    if transcription := session.get("input_audio_transcription"):
        audio["transcription"] = transcription
    audio["turn_detection"] = session.get("turn_detection")
    modern: dict[str, Any] = {"type": "transcription", "audio": {"input": audio}}
    if "hypothesis_interval_ms" in session:
        modern["hypothesis_interval_ms"] = session["hypothesis_interval_ms"]
    return modern
