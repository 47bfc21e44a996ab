"""The running server with real weights, called by OpenAI's client."""

import io
import json
import socket
import struct
import threading
from typing import Any, Literal

import av
import numpy as np
import openai
import pytest

from models.tts.conftest import RunningServer
from models.tts.encoder import FORMATS
from models.tts.phonemes.test_phonemes import SENTENCES

LONG = "I can speak about it for a while, one sentence after the other. " * 2
GREETING = "Hello there."


def speak(
    server: RunningServer,
    text: str = GREETING,
    voice: str = "af_heart",
    speed: float = 1,
    language: str | None = None,
) -> bytes:
    """PCM, by OpenAI's client."""
    with server.openai.audio.speech.with_streaming_response.create(
        model="kokoro",
        voice=voice,
        input=text,
        speed=speed,
        response_format="pcm",
        extra_body={"language": language} if language else None,
    ) as response:
        return response.read()


@pytest.fixture(scope="module")
def greeting(server: RunningServer) -> bytes:
    return speak(server)


def decode(audio: bytes, response_format: str) -> np.ndarray[Any, Any]:
    """Mono samples at 24 kHz, by FFmpeg."""
    options = {"sample_rate": "24000", "ch_layout": "mono"} if response_format == "pcm" else {}
    with av.open(io.BytesIO(audio), format=FORMATS[response_format].container, options=options) as container:
        resampler = av.AudioResampler("s16", "mono", 24000)
        frames = [f for frame in container.decode(audio=0) for f in resampler.resample(frame)]
        frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray().ravel() for frame in frames])


def test_every_format_decodes_to_the_same_speech(server: RunningServer, greeting: bytes) -> None:
    expected = len(greeting) / 2 / 24000
    assert 0.4 < expected < 2
    formats: list[Literal["pcm", "wav", "mp3", "opus", "flac"]] = ["pcm", "wav", "mp3", "opus", "flac"]
    for response_format in formats:
        with server.openai.audio.speech.with_streaming_response.create(
            model="kokoro", voice="af_heart", input=GREETING, response_format=response_format
        ) as response:
            assert response.headers["content-type"].startswith(FORMATS[response_format].media_type)
            samples = decode(response.read(), response_format)
        assert samples.size / 24000 == pytest.approx(expected, abs=0.15), response_format
        assert np.abs(samples).max() > 3000, response_format


def test_audio_leaves_before_the_next_segment_is_made(server: RunningServer) -> None:
    before = server.read_metric("tts_real_time_factor_count")
    body = {"input": LONG, "response_format": "pcm"}
    with server.http.stream("POST", "/v1/audio/speech", json=body) as response:
        chunks = response.iter_raw()
        received = len(next(chunks))
        made_at_first_chunk = server.read_metric("tts_real_time_factor_count") - before
        received += sum(map(len, chunks))
    made = server.read_metric("tts_real_time_factor_count") - before
    assert made_at_first_chunk <= 2
    assert made > made_at_first_chunk
    assert received > 5 * 48000


def test_leaving_client_frees_the_worker(server: RunningServer) -> None:
    left = server.read_metric('tts_requests_total{outcome="disconnected"}')
    with server.http.stream(
        "POST", "/v1/audio/speech", json={"input": LONG * 20, "response_format": "mp3"}
    ) as response:
        audio = response.iter_raw()
        next(audio)
    server.wait_until_idle()
    made = server.read_metric("tts_real_time_factor_count")
    assert server.read_metric('tts_requests_total{outcome="disconnected"}') == left + 1
    assert len(speak(server)) > 24000
    assert server.read_metric("tts_real_time_factor_count") - made <= 3


def test_client_that_leaves_before_the_first_byte_frees_the_worker(server: RunningServer) -> None:
    body = json.dumps({"input": LONG}).encode()
    head = f"POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(head.encode() + b"Authorization: Bearer sesame\r\n")
        connection.sendall(b"Content-Type: application/json\r\n\r\n" + body)
        while not server.read_metric("tts_active_requests"):
            pass
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    server.wait_until_idle()
    assert len(speak(server)) > 24000


def test_short_request_does_not_wait_for_the_end_of_a_long_one(server: RunningServer) -> None:
    ended: list[str] = []

    def run(name: str, text: str) -> None:
        speak(server, text)
        ended.append(name)

    long = threading.Thread(target=run, args=("long", LONG))
    long.start()
    while not server.read_metric("tts_active_requests"):
        pass
    run("short", "Yes, of course.")
    long.join()
    assert ended == ["short", "long"]


def test_full_server_says_when_to_come_back(server: RunningServer) -> None:
    server.wait_until_idle()
    body = {"input": LONG * 10, "response_format": "pcm"}
    with (
        server.http.stream("POST", "/v1/audio/speech", json=body) as first,
        server.http.stream("POST", "/v1/audio/speech", json=body) as second,
    ):
        streams = [response.iter_raw() for response in (first, second)]
        for audio in streams:
            next(audio)
        refused = server.http.post("/v1/audio/speech", json=body)
    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert "again" in refused.json()["error"]["message"]
    server.wait_until_idle()
    assert len(speak(server)) > 24000


def test_key_is_asked_for(server: RunningServer) -> None:
    stranger = openai.OpenAI(base_url=str(server.openai.base_url), api_key="wrong", max_retries=0)
    with pytest.raises(openai.AuthenticationError):
        stranger.models.list()


def test_own_voices_and_blends_speak(server: RunningServer, greeting: bytes) -> None:
    listed = server.http.get("/v1/audio/voices").json()["voices"]
    assert {"id": "mine", "language": "en-us"} in listed
    mine = speak(server, voice="mine")
    assert mine == speak(server, voice="am_adam")
    blend = speak(server, voice="af_heart*0.6+am_adam*0.4")
    assert len(blend) > 24000
    assert blend not in (greeting, mine)


def test_lists_models_and_voices(server: RunningServer) -> None:
    assert [model.id for model in server.openai.models.list()] == ["kokoro"]
    assert len(server.http.get("/v1/audio/voices").json()["voices"]) >= 54
    assert server.http.get("/health").status_code == 200


@pytest.mark.parametrize(
    ("language", "voice"),
    [
        ("es", "ef_dora"),
        ("fr", "ff_siwis"),
        ("hi", "hf_alpha"),
        ("it", "if_sara"),
        ("ja", "jf_alpha"),
        ("zh", "zf_xiaobei"),
    ],
)
def test_voice_speaks_its_language(server: RunningServer, language: str, voice: str) -> None:
    first_words = SENTENCES[language][:10]
    seconds = len(speak(server, first_words, voice)) / 48000
    assert 0.3 < seconds < 6


def test_language_can_be_chosen(server: RunningServer) -> None:
    spanish = speak(server, "Gracias, 25.", language="es")
    assert spanish != speak(server, "Gracias, 25.")


def test_speed_changes_the_length(server: RunningServer, greeting: bytes) -> None:
    assert len(speak(server, speed=2)) < 0.7 * len(greeting)


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"voice": "nobody"}, 400, ["nobody", "af_heart", "zm_yunyang"]),
        ({"voice": "af_heart+\x00\x1b[31m"}, 400, ["af_heart"]),
        ({"input": "x" * 100_000}, 400, ["100000", "10000"]),
        ({"input": ""}, 400, ["word"]),
        ({"input": "?! … 😀 \x00\x07\n"}, 400, ["word"]),
        ({"input": "\ud800"}, 400, ["word"]),
        ({"input": 5}, 422, ["input"]),
        ({"speed": 9}, 400, ["0.5", "2.0"]),
        ({"speed": "fast"}, 422, ["speed"]),
        ({"response_format": "aac"}, 400, ["aac", "pcm, wav, mp3, opus, flac"]),
        ({"stream_format": "sse"}, 422, ["audio"]),
        ({"language": "klingon"}, 400, ["klingon", "en-us"]),
        ({"model": "whisper"}, 404, ["whisper", "kokoro"]),
    ],
)
def test_bad_requests_say_what_was_expected(
    server: RunningServer, change: dict[str, object], status: int, said: list[str]
) -> None:
    body = json.dumps({"input": GREETING, "voice": "af_heart"} | change)
    answer = server.http.post("/v1/audio/speech", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    error = answer.json()["error"]
    assert all(part in error["message"] for part in said)
    assert not any(ord(character) < 32 for character in error["message"])


def test_body_that_is_no_json(server: RunningServer) -> None:
    answer = server.http.post(
        "/v1/audio/speech", content=b"<html>", headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422
    assert "JSON" in answer.json()["error"]["message"]
