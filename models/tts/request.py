"""What a client may ask for, checked, with errors that say what was expected."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from models.serving import ApiError, printable
from models.tts.encoder import FORMATS
from models.tts.languages import LANGUAGES, find_language
from models.tts.speech import Speech
from models.tts.voices import UnknownVoiceError, VoiceLibrary

MAX_CHARACTERS = 10_000
"""About eleven minutes of speech. OpenAI's own limit is 4096."""
MIN_SPEED, MAX_SPEED = 0.5, 2.0
"""Kokoro's range: outside it the model swallows or smears phonemes (kokoro-onnx has the same limits)."""


class SpeechRequest(BaseModel):
    """OpenAI's body of POST /v1/audio/speech, plus `language`. Unknown fields (`instructions`) are ignored.

    Source: https://platform.openai.com/docs/api-reference/audio/createSpeech
    """

    input: str
    model: str = "kokoro"
    voice: Annotated[str, Field(max_length=500)] | None = None
    """A name from GET /v1/audio/voices, or a blend: `af_heart+am_adam`, `af_heart*0.7+am_adam*0.3`."""
    speed: float = 1.0
    response_format: str = "mp3"
    stream_format: Literal["audio"] = "audio"
    """The body is always the audio itself; OpenAI's `sse` is refused."""
    language: str | None = None
    """`en-us`, `en-gb`, `es`, `fr`, `hi`, `it`, `ja`, `pt-br`, `zh`; without it the one of the voice."""


def read_speech(request: SpeechRequest, voices: VoiceLibrary, default_voice: str, models: set[str]) -> Speech:
    """Raises ApiError for anything that cannot be spoken."""
    if request.model not in models:
        raise _refuse(
            "model", f"no such model; this server has {', '.join(sorted(models))}", request.model, 404
        )
    if len(request.input) > MAX_CHARACTERS:
        message = (
            f"input: {len(request.input)} characters; at most {MAX_CHARACTERS} a request. Split the text."
        )
        raise ApiError(400, message, param="input", code="string_above_max_length")
    if not MIN_SPEED <= request.speed <= MAX_SPEED:
        raise _refuse("speed", f"this voice model speaks at {MIN_SPEED} to {MAX_SPEED}", request.speed)
    if request.response_format not in FORMATS:
        raise _refuse("response_format", f"expected one of {', '.join(FORMATS)}", request.response_format)
    try:
        vectors, language = voices.resolve(request.voice or default_voice)
    except UnknownVoiceError as error:
        expected = (
            f"no such voice; there are {', '.join(voices.names)}, and blends such as af_heart*0.7+am_adam*0.3"
        )
        raise _refuse("voice", expected, error) from error
    if request.language is not None:
        found = find_language(request.language)
        if not found:
            raise _refuse("language", f"expected one of {', '.join(LANGUAGES)}", request.language)
        language = found
    return Speech(request.input, vectors, language, request.speed, request.response_format)


def _refuse(param: str, expected: str, found: Any, status: int = 400) -> ApiError:
    return ApiError(status, f"{param} '{printable(str(found))}': {expected}.", param=param)
