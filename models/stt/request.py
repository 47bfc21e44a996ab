"""Reads one transcription request: OpenAI's multipart fields, checked before any work."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message as HeaderParser
from typing import BinaryIO, Literal, get_args

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.types import Message, Receive

from models.serving import ApiError, printable
from models.stt.audio import RawPcm
from models.stt.recognizer import SpeechOptions

ResponseFormat = Literal["json", "text", "verbose_json", "srt", "vtt"]
EXTENSIONS = {"end_of_turn", "confidence"}
GRANULARITIES = {"word", "segment"}
MAX_PROMPT_CHARACTERS = 10_000
"""Far past the 224 tokens that Whisper reads of a prompt."""
PCM_TYPES = {"audio/pcm", "audio/l16"}


@dataclass(frozen=True)
class TranscriptionRequest:
    """A valid request. `raw` describes samples without a header; None lets the file say what it is."""

    file: BinaryIO
    raw: RawPcm | None
    options: SpeechOptions
    response_format: ResponseFormat
    granularities: set[str]
    stream: bool
    end_of_turn: bool
    """Whether to judge if the speaker has finished: ours beside OpenAI's fields."""
    confidence: bool
    """Whether to tell how sure the words are: ours, too."""


async def read_form(request: Request, max_bytes: int) -> FormData:
    """The multipart body; files past 1 MB go to disk as they arrive. Raises ApiError 413 past `max_bytes`."""
    too_large = ApiError(
        413,
        f"The upload is over the limit of {max_bytes // 1_000_000} MB. Send it compressed or in parts.",
        param="file",
        code="file_too_large",
    )
    if int(request.headers.get("content-length", "0")) > max_bytes:
        raise too_large
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise ApiError(400, "The request must be multipart/form-data with the fields 'file' and 'model'.")
    counted = Request(request.scope, limit_bytes(request.receive, max_bytes, too_large))
    return await counted.form(max_files=1, max_fields=32)


def limit_bytes(receive: Receive, max_bytes: int, error: ApiError) -> Receive:
    """`receive` that raises `error` once more than `max_bytes` of the body have arrived."""
    count = 0

    async def receive_counted() -> Message:
        nonlocal count
        message = await receive()
        count += len(message.get("body", b""))
        if count > max_bytes:
            raise error
        return message

    return receive_counted


def parse_request(form: FormData, served_model: str, languages: list[str]) -> TranscriptionRequest:
    """Raises ApiError with what was given and what is possible."""
    upload = form.get("file")
    if not isinstance(upload, UploadFile):
        raise ApiError(400, "The field 'file' is missing or holds no file.", param="file")
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    check_model(fields.get("model", ""), served_model)
    response_format = parse_response_format(fields.get("response_format") or "json")
    granularities = parse_granularities(form.getlist("timestamp_granularities[]"), response_format)
    stream = parse_stream(fields.get("stream") or "false", response_format)
    included = EXTENSIONS & {str(value) for value in form.getlist("include[]")}
    if included and (stream or response_format != "json"):
        message = f"include[]={sorted(included)[0]} needs response_format json, and no stream."
        raise ApiError(400, message, param="include[]")
    if upload.size == 0:
        raise ApiError(400, "The file is empty (0 bytes).", param="file", code="invalid_audio")
    return TranscriptionRequest(
        file=upload.file,
        raw=parse_raw_pcm(upload),
        options=SpeechOptions(
            language=parse_language(fields.get("language"), languages),
            languages=parse_languages([str(code) for code in form.getlist("languages[]")], languages),
            prompt=parse_prompt(fields.get("prompt")),
            temperature=parse_temperature(fields.get("temperature") or "0"),
            word_timestamps="word" in granularities,
        ),
        response_format=response_format,
        granularities=granularities,
        stream=stream,
        end_of_turn="end_of_turn" in included,
        confidence="confidence" in included,
    )


def check_model(name: str, served: str) -> None:
    if not name:
        raise ApiError(400, f"The field 'model' is missing. This server has '{served}'.", param="model")
    if name != served:
        raise ApiError(
            404,
            f"There is no model '{printable(name)}' here. This server has '{served}' (STT_MODEL).",
            param="model",
            code="model_not_found",
        )


def parse_response_format(value: str) -> ResponseFormat:
    for known in get_args(ResponseFormat):
        if value == known:
            return known  # type: ignore[no-any-return]
    expected = ", ".join(get_args(ResponseFormat))
    raise ApiError(
        400,
        f"Unknown response_format '{printable(value)}'. Expected one of: {expected}.",
        param="response_format",
    )


def parse_granularities(values: list[UploadFile | str], response_format: ResponseFormat) -> set[str]:
    given = {str(value) for value in values}
    param = "timestamp_granularities[]"
    if not given <= GRANULARITIES:
        wrong = printable(", ".join(sorted(given - GRANULARITIES)))
        raise ApiError(
            400, f"Unknown timestamp_granularities '{wrong}'. Expected word, segment or both.", param=param
        )
    if given and response_format != "verbose_json":
        raise ApiError(400, "timestamp_granularities need response_format verbose_json.", param=param)
    return given or {"segment"}


def parse_stream(value: str, response_format: ResponseFormat) -> bool:
    if value.lower() not in {"true", "false", "1", "0"}:
        raise ApiError(400, f"stream is '{printable(value)}'. Expected true or false.", param="stream")
    stream = value.lower() in {"true", "1"}
    if stream and response_format not in {"json", "text"}:
        raise ApiError(
            400, f"stream does not go with response_format {response_format}: use json.", param="stream"
        )
    return stream


def parse_language(value: str | None, languages: list[str]) -> str | None:
    if value and value not in languages:
        known = ", ".join(languages)
        message = f"Unknown language '{printable(value)}'. This model understands (ISO 639-1): {known}."
        raise ApiError(400, message, param="language")
    return value or None


def parse_languages(values: list[str], languages: list[str]) -> tuple[str, ...]:
    """Those of them that this model understands. Raises ApiError for what is no code."""
    for value in values:
        if not re.fullmatch(r"[a-z]{2,3}", value):
            message = f"'{printable(value)}' is no language code. Expected ISO 639-1, such as de."
            raise ApiError(400, message, param="languages")
    return tuple(code for code in dict.fromkeys(values) if code in languages)


def parse_prompt(value: str | None) -> str | None:
    if value and len(value) > MAX_PROMPT_CHARACTERS:
        message = f"The prompt has {len(value)} characters; at most {MAX_PROMPT_CHARACTERS} are read."
        raise ApiError(400, message, param="prompt")
    return value or None


def parse_temperature(value: str) -> float:
    try:
        temperature = float(value)
    except ValueError:
        temperature = -1.0
    if not 0 <= temperature <= 1:
        message = f"temperature is '{printable(value)}'. Expected a number from 0 to 1."
        raise ApiError(400, message, param="temperature")
    return temperature


def parse_raw_pcm(upload: UploadFile) -> RawPcm | None:
    """Headerless samples: content type audio/pcm or audio/L16 (rate, channels), or a name that ends in .pcm.

    Both are read as little-endian: that is what clients send, whatever RFC 2586 says of L16.
    """
    header = HeaderParser()
    header["content-type"] = upload.content_type or ""
    if header.get_content_type() not in PCM_TYPES:
        return RawPcm() if (upload.filename or "").lower().endswith(".pcm") else None
    parameters: Mapping[str, str] = dict(header.get_params([]))
    default = RawPcm()
    return RawPcm(
        rate_hz=parse_pcm_parameter(parameters, "rate", default.rate_hz, range(8_000, 192_001)),
        channels=parse_pcm_parameter(parameters, "channels", default.channels, range(1, 3)),
    )


def parse_pcm_parameter(parameters: Mapping[str, str], name: str, default: int, allowed: range) -> int:
    value = parameters.get(name, str(default))
    if not value.isdecimal() or int(value) not in allowed:
        message = f"The content type says {name}={printable(value)}. Expected {allowed[0]} to {allowed[-1]}."
        raise ApiError(400, message, param="file", code="invalid_audio")
    return int(value)
