"""Which decodes happen, when, and for whom."""

import threading
from collections.abc import Iterator

import numpy as np
import pytest
from faster_whisper import WhisperModel  # type: ignore[import-untyped]
from prometheus_client import REGISTRY

from models.stt.conftest import SPOKEN, measure_wer, run_server, wait_until
from models.stt.realtime.conftest import TRANSCRIPTION, Caller, call, make_quiet
from models.stt.recognizer import Recognizer
from models.stt.window_decoder import FRAMES_PER_SECOND, WindowDecoder, WindowText


class GatedDecoder(WindowDecoder):
    """The real one, but each decode waits for the test, and fails where the test says so."""

    def __init__(self, model: WhisperModel) -> None:
        super().__init__(model, beam_size=1, dynamic_context=True)
        self.begun = 0
        self.gate = threading.Event()
        self.fails = False

    def decode(
        self, log_mel: np.ndarray, language: str | None, prompt: str | None, languages: tuple[str, ...] = ()
    ) -> WindowText:
        self.begun += 1
        assert self.gate.wait(30)
        if self.fails:
            raise RuntimeError("out of memory")
        return super().decode(log_mel, language, prompt, languages)


class MeasuredDecoder(WindowDecoder):
    """Notes how much it is given, and hears a word for each."""

    def __init__(self, model: WhisperModel) -> None:
        super().__init__(model, beam_size=1, dynamic_context=True)
        self.seconds: list[float] = []

    def decode(
        self, log_mel: np.ndarray, language: str | None, prompt: str | None, languages: tuple[str, ...] = ()
    ) -> WindowText:
        self.seconds.append(len(log_mel) / FRAMES_PER_SECOND)
        return WindowText("word", True)


@pytest.fixture
def decoder(model: WhisperModel) -> GatedDecoder:
    return GatedDecoder(model)


@pytest.fixture
def gated_server(model: WhisperModel, decoder: GatedDecoder) -> Iterator[str]:
    recognizer = Recognizer(model)
    recognizer.window_decoder = decoder
    with run_server(recognizer) as address:
        yield address
        decoder.gate.set()


@pytest.fixture
def gated_caller(gated_server: str, decoder: GatedDecoder, speech: np.ndarray) -> Iterator[Caller]:
    """Has asked for a hypothesis that is being decoded."""
    with call(gated_server) as caller:
        caller.configure()
        caller.append(speech)
        caller.send("input_audio_buffer.hypothesize", event_id="first")
        wait_until(lambda: decoder.begun == 1)
        yield caller


def count_hypotheses(kind: str) -> float:
    return REGISTRY.get_sample_value("stt_hypotheses_total", {"kind": kind}) or 0


def test_a_newer_request_takes_the_place_of_one_that_waits(
    gated_caller: Caller, decoder: GatedDecoder
) -> None:
    for event_id in ("second", "third"):
        gated_caller.append(make_quiet(0.05))
        gated_caller.send("input_audio_buffer.hypothesize", event_id=event_id)
    gated_caller.configure()  # all of it was read
    decoder.gate.set()
    answers = [gated_caller.wait_for("input_audio_buffer.hypothesis") for _ in range(2)]
    assert [answer["client_event_id"] for answer in answers] == ["first", "third"]
    assert answers[1]["audio_ms"] == answers[0]["audio_ms"] + 100
    assert answers[0]["end_of_turn"] is None  # this server has no model for it
    assert decoder.begun == 2


def test_what_was_cleared_is_answered_never(gated_caller: Caller, decoder: GatedDecoder) -> None:
    gated_caller.send("input_audio_buffer.hypothesize", event_id="waits")
    gated_caller.send("input_audio_buffer.clear")
    gated_caller.wait_for("input_audio_buffer.cleared")
    gated_caller.append(make_quiet(0.1))
    gated_caller.send("input_audio_buffer.hypothesize", event_id="after")
    gated_caller.configure()
    decoder.gate.set()
    assert gated_caller.wait_for("input_audio_buffer.hypothesis")["client_event_id"] == "after"
    assert decoder.begun == 1


def test_work_of_a_caller_that_left_is_dropped(
    gated_server: str, gated_caller: Caller, decoder: GatedDecoder, speech: np.ndarray
) -> None:
    gated_caller.send("input_audio_buffer.hypothesize", event_id="waits")
    gated_caller.configure()
    gated_caller.socket.close()
    wait_until(lambda: not REGISTRY.get_sample_value("stt_realtime_sessions"))
    decoder.gate.set()
    with call(gated_server) as other:
        other.configure()
        other.append(speech)
        assert measure_wer(SPOKEN, other.transcribe()) == 0
    assert decoder.begun == 2


def test_a_decoder_that_fails_is_told_and_the_session_goes_on(
    gated_caller: Caller, decoder: GatedDecoder, speech: np.ndarray
) -> None:
    decoder.fails = True
    decoder.gate.set()
    error = gated_caller.receive()["error"]
    assert (error["type"], error["message"]) == ("server_error", "The decoder failed: RuntimeError")
    gated_caller.send("input_audio_buffer.commit")
    failed = gated_caller.wait_for(f"{TRANSCRIPTION}.failed")
    assert failed["error"]["type"] == "server_error"
    decoder.fails = False
    gated_caller.append(speech)
    assert measure_wer(SPOKEN, gated_caller.transcribe()) == 0


def test_nothing_is_decoded_again_after_steady_silence(gated_caller: Caller, decoder: GatedDecoder) -> None:
    decoder.gate.set()
    gated_caller.wait_for("input_audio_buffer.hypothesis")
    gated_caller.append(make_quiet(0.3))
    text = gated_caller.hypothesize()["transcript"]
    assert decoder.begun == 2
    gated_caller.append(make_quiet(0.3))
    assert gated_caller.hypothesize()["transcript"] == text
    assert gated_caller.transcribe() == text
    assert decoder.begun == 2


def test_sends_hypotheses_by_itself_only_while_somebody_speaks(server: str, speech: np.ndarray) -> None:
    with call(server) as caller:
        caller.configure(hypothesis_interval_ms=100)
        before = count_hypotheses("interval")
        caller.append(make_quiet(1.0))
        caller.append(speech[: int(1.4 * 16_000)])
        hypothesis = caller.wait_for("input_audio_buffer.hypothesis")
        assert hypothesis["client_event_id"] is None
        assert hypothesis["end_of_turn"] is None
        assert hypothesis["transcript"]
        assert 1000 < hypothesis["audio_ms"] <= 2400
        caller.append(make_quiet(2.0))
        caller.configure()
        while_silent = count_hypotheses("interval")
        caller.append(make_quiet(2.0))
        caller.configure()
        assert count_hypotheses("interval") == while_silent > before


def test_after_ten_minutes_only_the_tail_is_decoded(
    model: WhisperModel, speech: np.ndarray, order: np.ndarray
) -> None:
    recognizer = Recognizer(model)
    decoder = recognizer.window_decoder = MeasuredDecoder(model)
    talk = np.concatenate([speech, make_quiet(0.4), order, make_quiet(0.4)])
    with run_server(recognizer) as address, call(address) as caller:
        caller.configure()
        sentences = int(600 * 16_000 / len(talk)) + 1
        for _ in range(sentences):
            caller.append(talk, packet_samples=len(talk))
        caller.hypothesize()
        decoded = len(decoder.seconds)
        caller.append(speech)
        hypothesis = caller.hypothesize()
        assert hypothesis["audio_ms"] > 600_000
        # Every five to twelve seconds of it have become text, once.
        assert 600 / 12 <= hypothesis["transcript"].count("word") <= 600 / 5
        assert max(decoder.seconds) < 28
        assert sum(decoder.seconds[decoded:]) < 60
        assert caller.transcribe() == hypothesis["transcript"]
