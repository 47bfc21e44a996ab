"""What a realtime client gets wrong, and audio that is hard to hear."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from models.stt.conftest import SPOKEN, TEXTS, measure_wer, run_server
from models.stt.realtime.conftest import TRANSCRIPTION, Caller, call, make_quiet
from models.stt.recognizer import Recognizer

FORMAT = {"type": "audio/pcm", "rate": 8_000}
APPEND = "input_audio_buffer.append"


def update(**session: Any) -> str:
    return json.dumps({"type": "session.update", "session": {"type": "transcription", **session}})


def update_input(**choices: Any) -> str:
    return update(audio={"input": choices})


BAD_MESSAGES: dict[str, tuple[str | bytes, str | None, str]] = {
    "no JSON": ("{not json", "invalid_json", "JSON"),
    "binary": (b"\x00\x01", "invalid_json", "binary"),
    "a list": ("[1]", "invalid_json", "object"),
    "no type": ("{}", "unknown_event", "no type"),
    "unknown event": (json.dumps({"type": "response.create"}), "unknown_event", "response.create"),
    "a type that is none": (json.dumps({"type": ["x"]}), "unknown_event", "commit"),
    "no audio": (json.dumps({"type": APPEND}), "missing_audio", "audio"),
    "no base64": (json.dumps({"type": APPEND, "audio": "$$$"}), "invalid_base64_audio", "base64"),
    "text beyond ASCII": (json.dumps({"type": APPEND, "audio": "äöü"}), "invalid_base64_audio", "base64"),
    "half a sample": (json.dumps({"type": APPEND, "audio": "AAAA"}), "invalid_audio", "3 bytes"),
    "nothing to commit": (
        json.dumps({"type": "input_audio_buffer.commit"}),
        "input_audio_buffer_commit_empty",
        "no audio",
    ),
    "wrong rate": (update_input(format=FORMAT), "invalid_session", "24000"),
    "wrong format": (update_input(format={"type": "audio/pcmu"}), "invalid_session", "audio/pcm"),
    "unknown model": (update_input(transcription={"model": "whisper-1"}), "model_not_found", "tiny.en"),
    "unknown language": (update_input(transcription={"language": "xx"}), None, "ISO 639-1"),
    "turn detection": (update_input(turn_detection={"type": "server_vad"}), "invalid_session", "commit"),
    "a session that speaks": (update(type="realtime"), "invalid_session", "transcription"),
    "no session": (json.dumps({"type": "session.update"}), "invalid_session", "session"),
    "negative interval": (update(hypothesis_interval_ms=-1), "invalid_session", "greater than or equal to 0"),
}


@pytest.fixture(scope="module")
def lasting_caller(server: str) -> Any:
    """One connection for all mistakes: none of them closes it."""
    with call(server) as caller:
        caller.configure()
        yield caller


@pytest.mark.parametrize("name", BAD_MESSAGES)
def test_mistakes_are_explained_and_the_session_goes_on(lasting_caller: Caller, name: str) -> None:
    message, code, hint = BAD_MESSAGES[name]
    is_event = isinstance(message, str) and message.startswith(('{"', "{}"))
    if is_event:
        message = json.dumps({"event_id": "mine", **json.loads(message)})
    lasting_caller.socket.send(message)
    event = lasting_caller.receive()
    assert event["type"] == "error"
    error = event["error"]
    assert error["type"] == "invalid_request_error"
    assert error["code"] == code
    assert hint in error["message"]
    assert error["event_id"] == ("mine" if is_event else None)
    assert lasting_caller.configure()["session"]["audio"]["input"]["format"]["rate"] == 16_000


def test_the_beta_of_the_protocol_is_understood(server: str, speech: np.ndarray) -> None:
    with call(server) as caller:
        session = {"input_audio_format": "pcm16", "input_audio_transcription": {"model": "tiny.en"}}
        caller.send("transcription_session.update", session={**session, "turn_detection": None})
        assert caller.wait_for("transcription_session.updated")["session"]["hypotheses"] is True
        caller.append(np.repeat(speech, 3)[::2])  # 24 kHz
        assert measure_wer(SPOKEN, caller.transcribe()) == 0


def test_audio_past_the_limit_is_left_out(recognizer: Recognizer, speech: np.ndarray) -> None:
    with run_server(recognizer, max_audio_seconds=3) as address, call(address) as caller:
        caller.configure()
        caller.append(speech, packet_samples=len(speech))
        caller.append(speech, packet_samples=len(speech))
        error = caller.receive()["error"]
        assert error["code"] == "audio_too_long"
        assert "STT_MAX_AUDIO_SECONDS" in error["message"]
        assert measure_wer(SPOKEN, caller.transcribe()) == 0


def test_connections_past_the_limit_and_without_the_key_are_refused(recognizer: Recognizer) -> None:
    def get_refusal(address: str, **options: Any) -> tuple[int, dict[str, str]]:
        with pytest.raises(InvalidStatus) as caught, call(address, **options):
            pass
        response = caught.value.response
        return response.status_code, json.loads(response.body or b"")["error"]

    key = {"additional_headers": {"Authorization": "Bearer secret"}}
    with run_server(recognizer, max_connections=1, api_key="secret") as address:
        assert get_refusal(address)[0] == 401
        with call(address, **key):
            status, error = get_refusal(address, **key)
            assert (status, error["code"]) == (503, "too_many_connections")
            assert "STT_MAX_CONNECTIONS" in error["message"]
        protocols = ["realtime", "openai-insecure-api-key.secret"]
        url = address.replace("http", "ws") + "/v1/realtime?model=whisper-1"
        with connect(url, subprotocols=protocols) as socket:  # type: ignore[arg-type]
            assert socket.subprotocol == "realtime"
            assert Caller(socket).receive()["type"] == "session.created"
            assert Caller(socket).receive()["error"]["code"] == "model_not_found"


def send_by_telephone(samples: np.ndarray) -> np.ndarray:
    """8 kHz μ-law, and up again by straight lines."""
    narrow = samples[: len(samples) // 2 * 2].reshape(-1, 2).mean(axis=1)
    code = np.round(np.sign(narrow) * np.log1p(255 * np.abs(narrow)) / np.log(256) * 127) / 127
    received = np.sign(code) * (256 ** np.abs(code) - 1) / 255
    heard: np.ndarray = np.interp(np.arange(len(samples)) / 2, np.arange(len(received)), received)
    return heard.astype(np.float32)


HARD_TO_HEAR: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "40 dB too quiet": lambda samples: samples * 0.01,
    "clipped": lambda samples: np.clip(samples * 10, -1, 1),
    "by telephone": send_by_telephone,
    "quietly by telephone": lambda samples: send_by_telephone(samples * 0.1),
}


@pytest.mark.parametrize("name", HARD_TO_HEAR)
def test_is_heard_all_the_same(caller: Caller, speech: np.ndarray, name: str) -> None:
    caller.append(HARD_TO_HEAR[name](speech))
    caller.append(make_quiet(0.1))
    assert measure_wer(SPOKEN, caller.hypothesize()["transcript"]) <= 0.15
    assert measure_wer(SPOKEN, caller.transcribe()) <= 0.15


def test_noise_and_silence_are_no_words(caller: Caller) -> None:
    noise = np.random.default_rng(2).standard_normal(3 * 16_000).astype(np.float32)
    for audio in (make_quiet(0.02), noise * 0.001, noise * 0.1):
        caller.append(audio)
        assert caller.hypothesize()["transcript"] == ""
        assert caller.transcribe() == ""


def test_a_long_utterance_is_settled_piece_by_piece(
    caller: Caller, speech: np.ndarray, order: np.ndarray
) -> None:
    """Sent all at once: faster than anybody speaks."""
    parts = [speech, make_quiet(0.4), order, make_quiet(0.4)] * 5
    audio = np.concatenate(parts)
    caller.append(audio, packet_samples=len(audio))
    hypothesis = caller.hypothesize()
    expected = " ".join([SPOKEN, TEXTS["order.flac"]] * 5)
    assert measure_wer(expected, hypothesis["transcript"]) <= 0.05
    assert hypothesis["audio_ms"] == len(audio) // 16
    caller.send("input_audio_buffer.commit")
    completed = caller.wait_for(f"{TRANSCRIPTION}.completed")
    assert measure_wer(expected, completed["transcript"]) <= 0.05
