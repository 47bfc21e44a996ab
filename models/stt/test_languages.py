"""Which language is spoken: by the real multilingual model, on real speech."""

from collections.abc import Iterator

import httpx
import numpy as np
import pytest

from models.stt.audio import decode_audio
from models.stt.conftest import SPOKEN, TESTDATA, TEXTS, measure_wer, run_server
from models.stt.model import load_model
from models.stt.realtime.conftest import call, make_quiet
from models.stt.recognizer import Recognizer
from models.stt.settings import Settings
from models.stt.spoken_language import SpokenLanguage, choose_language

LANGUAGES = ["en", "es", "fr"]


@pytest.mark.parametrize(
    ("probabilities", "expected", "seconds", "chosen"),
    [
        ({"en": 0.2, "es": 0.7}, "en", 3.0, "es"),
        ({"en": 0.3, "es": 0.5}, "en", 3.0, "en"),
        ({"en": 0.2, "es": 0.7}, "en", 1.0, "en"),
        ({"en": 0.001, "es": 0.9}, "en", 1.0, "es"),
        ({"en": 0.2, "es": 0.7}, None, 1.0, "es"),
        ({"nl": 0.9, "en": 0.01, "es": 0.05}, "en", 3.0, "es"),
        ({"en": 0.9}, "de", 3.0, "en"),
    ],
)
def test_gives_up_what_is_expected_only_for_what_is_clear(
    probabilities: dict[str, float], expected: str | None, seconds: float, chosen: str
) -> None:
    found = choose_language(probabilities, ["en", "es"], expected, seconds)
    assert found == SpokenLanguage(chosen, probabilities[chosen])


@pytest.fixture(scope="module")
def multilingual() -> Iterator[str]:
    recognizer = Recognizer(load_model(Settings(model="base")))
    recognizer.warm_up()
    with run_server(recognizer, model="base") as address:
        yield address


def read(name: str) -> np.ndarray:
    with (TESTDATA / name).open("rb") as file:
        return decode_audio(file, None, 60)


@pytest.mark.parametrize(
    ("name", "expected", "language"),
    [
        ("spanish.flac", "en", "es"),
        ("french.flac", "en", "fr"),
        ("question.flac", "es", "en"),
        ("spanish-yes.flac", "es", "es"),
    ],
)
def test_hears_which_of_several_languages_is_spoken(
    multilingual: str, name: str, expected: str, language: str
) -> None:
    fields = {"model": "base", "language": expected, "languages[]": LANGUAGES}
    with (TESTDATA / name).open("rb") as file:
        answer = httpx.post(
            f"{multilingual}/v1/audio/transcriptions", data=fields, files={"file": file}, timeout=60
        )
    body = answer.raise_for_status().json()
    assert body["language"] == language
    assert 0 <= body["language_probability"] <= 1
    assert measure_wer(TEXTS[name], body["text"]) <= 0.34

    with call(multilingual) as caller:
        transcription = {"language": expected, "languages": LANGUAGES}
        caller.configure()
        caller.send(
            "session.update",
            session={"type": "transcription", "audio": {"input": {"transcription": transcription}}},
        )
        assert caller.wait_for("session.updated")["session"]["audio"]["input"]["transcription"] == {
            "model": "base",
            "prompt": "",
            **transcription,
        }
        caller.append(np.concatenate([read(name), make_quiet(0.1)]))
        heard = caller.hypothesize()
    assert heard["language"] == language
    assert heard["language_probability"] == pytest.approx(body["language_probability"], abs=0.4)
    assert measure_wer(TEXTS[name], heard["transcript"]) <= 0.34


def test_a_model_of_one_language_hears_that(server: str) -> None:
    entry = httpx.get(f"{server}/v1/models").json()["data"][0]
    assert entry["languages"] == ["en"]
    with (TESTDATA / "question.flac").open("rb") as file:
        answer = httpx.post(
            f"{server}/v1/audio/transcriptions",
            data={"model": "tiny.en", "languages[]": LANGUAGES},
            files={"file": file},
            timeout=60,
        )
    body = answer.raise_for_status().json()
    assert (body["language"], body["language_probability"]) == ("en", 1)
    assert measure_wer(SPOKEN, body["text"]) == 0


def test_what_is_no_language_code_is_refused(server: str, question: bytes) -> None:
    answer = httpx.post(
        f"{server}/v1/audio/transcriptions",
        data={"model": "tiny.en", "languages[]": ["English"]},
        files={"file": ("question.flac", question)},
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == "languages"
    assert "'English'" in answer.json()["error"]["message"]


def test_names_the_language_only_where_it_was_asked_for(server: str, question: bytes) -> None:
    answer = httpx.post(
        f"{server}/v1/audio/transcriptions",
        data={"model": "tiny.en"},
        files={"file": ("question.flac", question)},
        timeout=60,
    )
    assert "language" not in answer.json()
