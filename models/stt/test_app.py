"""The server as OpenAI's own client library sees it."""

import io
import wave
from collections.abc import Iterator

import httpx
import numpy as np
import openai
import pytest

from models.stt.conftest import SPOKEN, measure_wer, run_server
from models.stt.recognizer import Recognizer

PATH = "/v1/audio/transcriptions"


def test_transcribes_to_json(client: openai.OpenAI, question: bytes) -> None:
    answer = client.audio.transcriptions.create(file=("question.flac", question), model="tiny.en")
    assert measure_wer(SPOKEN, answer.text) == 0
    assert answer.usage is not None
    assert answer.usage.type == "duration"


def test_transcribes_to_text(client: openai.OpenAI, question: bytes) -> None:
    answer = client.audio.transcriptions.create(
        file=("question.flac", question),
        model="tiny.en",
        response_format="text",
        language="en",
        prompt="Sunday.",
    )
    assert measure_wer(SPOKEN, answer) == 0


def test_verbose_json_has_confidences_and_times(client: openai.OpenAI, question: bytes) -> None:
    answer = client.audio.transcriptions.create(
        file=("question.flac", question),
        model="tiny.en",
        response_format="verbose_json",
        timestamp_granularities=["word", "segment"],
    )
    assert answer.language == "en"
    assert answer.duration == pytest.approx(2.03, abs=0.05)
    assert answer.segments
    assert answer.words
    segment = answer.segments[0]
    assert -1 < segment.avg_logprob < 0
    assert 0 <= segment.no_speech_prob < 0.6
    assert 0 < segment.compression_ratio < 2.4
    assert [word.word.strip("?").lower() for word in answer.words] == SPOKEN.strip("?").lower().split()
    assert all(word.start <= word.end <= answer.duration + 0.1 for word in answer.words)


@pytest.mark.parametrize(
    ("response_format", "start"), [("srt", "1\n00:00:00,"), ("vtt", "WEBVTT\n\n00:00:00.")]
)
def test_subtitles(client: openai.OpenAI, question: bytes, response_format: str, start: str) -> None:
    answer = client.audio.transcriptions.create(
        file=("question.flac", question),
        model="tiny.en",
        response_format=response_format,  # type: ignore[call-overload]
    )
    assert str(answer).startswith(start)
    assert "opening hours" in str(answer)


def test_streams_deltas_that_add_up(client: openai.OpenAI, question: bytes) -> None:
    events = list(
        client.audio.transcriptions.create(file=("question.flac", question), model="tiny.en", stream=True)
    )
    deltas = [event.delta for event in events if event.type == "transcript.text.delta"]
    assert events[-1].type == "transcript.text.done"
    assert "".join(deltas) == events[-1].text
    assert measure_wer(SPOKEN, events[-1].text) == 0


def test_silence_gives_empty_text(client: openai.OpenAI) -> None:
    silence = ("silence.pcm", bytes(2 * 16_000 * 3))
    assert client.audio.transcriptions.create(file=silence, model="tiny.en").text == ""
    verbose = client.audio.transcriptions.create(
        file=silence, model="tiny.en", response_format="verbose_json"
    )
    assert verbose.segments == []
    assert verbose.duration == 3
    streamed = list(client.audio.transcriptions.create(file=silence, model="tiny.en", stream=True))
    assert [event.type for event in streamed] == ["transcript.text.done"]


@pytest.mark.parametrize("content_type", ["audio/pcm;rate=8000", "audio/L16; rate=8000; channels=1"])
def test_raw_pcm_by_content_type(client: openai.OpenAI, speech: np.ndarray, content_type: str) -> None:
    narrow = (speech[::2] * 32767).astype("<i2").tobytes()
    answer = client.audio.transcriptions.create(file=("speech", narrow, content_type), model="tiny.en")
    assert measure_wer(SPOKEN, answer.text) <= 0.15


def test_judges_the_end_of_the_turn_when_asked(server: str, recognizer: Recognizer, question: bytes) -> None:
    def post(address: str, **fields: str) -> httpx.Response:
        data = {"model": "tiny.en", "include[]": "end_of_turn", **fields}
        return httpx.post(address + PATH, data=data, files={"file": ("question.flac", question)})

    answer = post(server).json()
    assert measure_wer(SPOKEN, answer["text"]) == 0
    assert 0.5 < answer["end_of_turn"] <= 1
    for fields in ({"stream": "true"}, {"response_format": "text"}):
        refused = post(server, **fields)
        assert (refused.status_code, refused.json()["error"]["param"]) == (400, "include[]")
    with run_server(recognizer) as without_model:
        assert post(without_model).json()["end_of_turn"] is None


def test_lists_its_model(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["tiny.en"]


def test_counts_what_it_does(client: openai.OpenAI, server: str, question: bytes) -> None:
    def read(name: str) -> float:
        lines = httpx.get(f"{server}/metrics").text.splitlines()
        return sum(float(line.split()[-1]) for line in lines if line.startswith(name))

    before = {name: read(name) for name in ("stt_requests_total", "stt_audio_seconds_total")}
    client.audio.transcriptions.create(file=("question.flac", question), model="tiny.en")
    assert read("stt_requests_total") == before["stt_requests_total"] + 1
    assert read("stt_audio_seconds_total") == pytest.approx(
        before["stt_audio_seconds_total"] + 2.03, abs=0.05
    )
    assert read("stt_request_seconds_count") >= 1
    assert "stt_context_fallbacks_total" in httpx.get(f"{server}/metrics").text


def test_is_not_ready_before_it_is_warm(model: object) -> None:
    cold = Recognizer(model)
    with run_server(cold) as address:
        assert httpx.get(f"{address}/health").status_code == 200
        assert httpx.get(f"{address}/ready").status_code == 503
        cold.warm_up()
        assert httpx.get(f"{address}/ready").status_code == 200


def test_asks_for_its_key(recognizer: Recognizer, question: bytes) -> None:
    with run_server(recognizer, api_key="secret") as address:
        assert httpx.get(f"{address}/ready").status_code == 200
        file = ("question.flac", question)
        wrong = openai.OpenAI(base_url=f"{address}/v1", api_key="guess", max_retries=0)
        with pytest.raises(openai.AuthenticationError, match="API key"):
            wrong.audio.transcriptions.create(file=file, model="tiny.en")
        right = openai.OpenAI(base_url=f"{address}/v1", api_key="secret", max_retries=0)
        assert right.audio.transcriptions.create(file=file, model="tiny.en").text


BAD_FIELDS = [
    ({"model": "large-v9"}, 404, "model", "tiny.en"),
    ({"model": ""}, 400, "model", "tiny.en"),
    ({"response_format": "yaml"}, 400, "response_format", "verbose_json"),
    ({"language": "klingon"}, 400, "language", "en"),
    ({"language": "fr"}, 400, "language", "en"),
    ({"temperature": "hot"}, 400, "temperature", "0 to 1"),
    ({"temperature": "nan"}, 400, "temperature", "0 to 1"),
    ({"temperature": "1.5"}, 400, "temperature", "0 to 1"),
    ({"stream": "maybe"}, 400, "stream", "true or false"),
    ({"stream": "true", "response_format": "srt"}, 400, "stream", "json"),
    ({"timestamp_granularities[]": "letter"}, 400, "timestamp_granularities[]", "word"),
    ({"timestamp_granularities[]": "word"}, 400, "timestamp_granularities[]", "verbose_json"),
    ({"prompt": "x" * 20_000}, 400, "prompt", "20000"),
    ({"model": "a\x00\x1b[31mb"}, 404, "model", "tiny.en"),
]


@pytest.mark.parametrize(("fields", "status", "param", "hint"), BAD_FIELDS)
def test_refuses_bad_fields(
    server: str, question: bytes, fields: dict[str, str], status: int, param: str, hint: str
) -> None:
    answer = httpx.post(
        server + PATH, data={"model": "tiny.en", **fields}, files={"file": ("question.flac", question)}
    )
    assert answer.status_code == status
    error = answer.json()["error"]
    assert error["param"] == param
    assert hint in error["message"]
    assert "\x1b" not in error["message"]


BAD_FILES = {
    "empty": b"",
    "no WAV": b"RIFF\x00\x00\x00\x00WAVE" + b"nonsense" * 50,
    "HTML": b"<html><body>Bad gateway</body></html>",
}


@pytest.mark.parametrize("stream", ["false", "true"])
@pytest.mark.parametrize("name", BAD_FILES)
def test_refuses_bad_files_and_goes_on(
    client: openai.OpenAI, server: str, question: bytes, name: str, stream: str
) -> None:
    answer = httpx.post(
        server + PATH,
        data={"model": "tiny.en", "stream": stream},
        files={"file": ("speech.wav", BAD_FILES[name], "audio/wav")},
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "invalid_audio"
    assert client.audio.transcriptions.create(file=("question.flac", question), model="tiny.en").text


@pytest.mark.parametrize(
    "content_type",
    ["audio/pcm;rate=4", "audio/pcm;rate=fast", "audio/pcm;channels=7", "audio/L16;rate=99999999"],
)
def test_refuses_bad_pcm_parameters(server: str, content_type: str) -> None:
    files = {"file": ("speech", bytes(32_000), content_type)}
    answer = httpx.post(server + PATH, data={"model": "tiny.en"}, files=files)
    assert answer.status_code == 400
    assert "Expected" in answer.json()["error"]["message"]


def test_refuses_what_is_no_form(server: str) -> None:
    for answer in (
        httpx.post(server + PATH, json={"model": "tiny.en"}),
        httpx.post(server + PATH, data={"model": "tiny.en", "file": "a string"}),
        httpx.post(server + PATH, content=b"junk", headers={"content-type": "multipart/form-data"}),
        httpx.post(server + PATH, data={"model": "tiny.en"}, files=[("file", b"a"), ("file", b"b")]),
    ):
        assert answer.status_code == 400, answer.text
        assert answer.json()["error"]["message"]
    assert httpx.get(f"{server}/v1/nothing").json()["error"]


def test_refuses_uploads_past_the_limit(recognizer: Recognizer) -> None:
    with run_server(recognizer, max_upload_mb=1) as address:
        big = io.BytesIO(bytes(3_000_000))
        announced = httpx.post(address + PATH, data={"model": "tiny.en"}, files={"file": ("a.wav", big)})
        assert announced.status_code == 413
        assert "1 MB" in announced.json()["error"]["message"]

        def send_unannounced() -> Iterator[bytes]:
            yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'
            for _ in range(30):
                yield bytes(100_000)

        headers = {"content-type": "multipart/form-data; boundary=x"}
        unannounced = httpx.post(address + PATH, content=send_unannounced(), headers=headers)
        assert unannounced.status_code == 413
        assert unannounced.json()["error"]["code"] == "file_too_large"


def test_refuses_two_hours_of_audio(server: str) -> None:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 1, 8000, 0, "NONE", ""))
        writer.writeframes(b"\x80" * (2 * 3600 * 8000))
    files = {"file": ("long.wav", file.getvalue())}
    answer = httpx.post(server + PATH, data={"model": "tiny.en"}, files=files, timeout=30)
    assert answer.status_code == 413
    assert "1800 s" in answer.json()["error"]["message"]
