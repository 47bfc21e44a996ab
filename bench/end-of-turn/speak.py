"""Speaks training sentences with our own synthesiser and notes where between words a caller could pause.

    python bench/end-of-turn/speak.py --out DIR [--requests N] [--chat N]     (see README.md)

DIR gets 16 kHz WAV files, each one continuous synthesis, and items.jsonl: per file its text, voice, group (no
group may be in two folds), speech_end_ms and cuts: [{at_ms, words, likely}], places between words where the
speech before them has no final prosody. `likely` marks those at which the template says that people stop to
think. A second start goes on where the first one ended.
"""

import argparse
import io
import json
import random
import re
import wave
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from caller_requests import ANSWERS, draw_requests
from chat import read_sentences
from faster_whisper.audio import decode_audio

from models.stt.model import load_model
from models.stt.recognizer import Recognizer, SpeechOptions
from models.stt.settings import Settings as SttSettings
from models.tts.model_file import find_model_file, open_session
from models.tts.settings import Settings as TtsSettings
from models.tts.speech import Speech, iter_segments
from models.tts.synthesizer import RATE_HZ as SPOKEN_RATE_HZ
from models.tts.synthesizer import Synthesizer
from models.tts.voices import VoiceLibrary

RATE_HZ = 16_000
FLOOR_DB = -62
SILENCE = 10 ** (-45 / 20)
QUIET_SEARCH_MS = 60
SMOOTH_MS = 20
EDGE_SAMPLES = SPOKEN_RATE_HZ * 15 // 1000
ENGLISH = re.compile(r"[ab][fm]_")
TEST_VOICES = {"bf_emma", "bm_george", "af_sarah", "bf_isabella", "am_fenrir"}
"""Those of the test half of bench/corpus: the fit never hears them."""


def encode_wav(samples: np.ndarray, rate_hz: int) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return buffer.getvalue()


def find_quietest(samples: np.ndarray, near_ms: float) -> int:
    """The quietest 20 ms around a word boundary that Whisper gives to about 50 ms."""
    power = np.convolve(samples**2, np.ones(SMOOTH_MS * RATE_HZ // 1000), "same")
    start = max(0, int((near_ms - QUIET_SEARCH_MS) * RATE_HZ / 1000))
    end = int((near_ms + QUIET_SEARCH_MS) * RATE_HZ / 1000)
    place = start + int(np.argmin(power[start:end]))
    # Where the synthesis itself left a gap, the speech ended at its beginning.
    step = RATE_HZ // 200
    while place > step and np.abs(samples[place - step : place]).max() < SILENCE:
        place -= step
    return int(place * 1000 / RATE_HZ)


def normalize_word(word: str) -> str:
    return re.sub(r"[^a-z0-9']", "", word.lower())


def find_cuts(samples: np.ndarray, marked: str, words: list[Any]) -> list[dict[str, Any]]:
    """Boundaries between words as Whisper times them; none where it heard another number of words."""
    said = [normalize_word(word) for word in marked.replace("|", " ").split()]
    if len(said) != len(words):
        return []
    stops, count = set(), 0
    for token in marked.split():
        if token == "|":
            stops.add(count)
        else:
            count += 1
    cuts = []
    for index in range(1, len(words)):
        boundary_ms = 500 * (words[index - 1].end + words[index].start)
        at_ms = find_quietest(samples, boundary_ms)
        cuts.append({"at_ms": at_ms, "words": index, "likely": index in stops})
    return cuts


class Studio:
    """Our synthesiser with its English voices, and our recogniser to find the words in what it spoke."""

    def __init__(self, threads: int) -> None:
        settings = TtsSettings()
        self._voices = VoiceLibrary(settings.kokoro_dir / "voices")
        self._names = [n for n in self._voices.names if ENGLISH.match(n) and n not in TEST_VOICES]
        self._synthesizer = Synthesizer(open_session(find_model_file(settings), "cpu", threads))
        self._recognizer = Recognizer(load_model(SttSettings(threads=threads)))

    def record(self, path: Path, marked: str) -> dict[str, Any]:
        """Speaks a sentence to a file, in the voice and at the pace that the file's name draws."""
        choices = random.Random(path.name)
        voice = choices.choice(self._names)
        speed = round(choices.uniform(0.85, 1.2), 2)
        text = " ".join(marked.replace("|", " ").split())
        samples = self._speak(text, voice, speed)
        # The prompt makes it write what was said word by word: "five five", not "55".
        heard = self._recognizer.transcribe(samples, SpeechOptions("en", prompt=text, word_timestamps=True))
        words = [word for segment in heard.segments for word in segment.words or []]
        noise = np.random.default_rng(choices.getrandbits(32)).standard_normal(len(samples))
        path.write_bytes(encode_wav(samples + noise * 10 ** (FLOOR_DB / 20), RATE_HZ))
        return {
            "file": path.name,
            "text": text,
            "voice": voice,
            "speed": speed,
            "speech_end_ms": round(len(samples) * 1000 / RATE_HZ),
            "cuts": find_cuts(samples, marked, words),
        }

    def _speak(self, text: str, voice: str, speed: float) -> np.ndarray:
        """16 kHz, without the synthesiser's pause after the last segment: no part of what was said."""
        vectors, language = self._voices.resolve(voice)
        segments = iter_segments(Speech(text, vectors, language, speed, "pcm"))
        options = onnxruntime.RunOptions()
        spoken = np.concatenate([self._synthesizer.speak(part, vectors, speed, options) for part in segments])
        end = int(np.flatnonzero(np.abs(spoken) > SILENCE)[-1]) + EDGE_SAMPLES
        wav = io.BytesIO(encode_wav(spoken[:end], SPOKEN_RATE_HZ))
        return np.asarray(decode_audio(wav, sampling_rate=RATE_HZ))


def draw_lines(requests: int, chat: int) -> list[tuple[str, str, str]]:
    """File name, marked sentence and group, in an order that keeps its beginning when the answers grow."""
    generator = random.Random(1)
    sentences = draw_requests(generator, requests)
    written = read_sentences()
    generator.shuffle(written)
    sentences += [(text, text) for text in written[:chat]]
    generator.shuffle(sentences)
    lines = [(f"answer-{number:03}.wav", text, text) for number, text in enumerate(ANSWERS)]
    return lines + [(f"{number:04}.wav", *sentence) for number, sentence in enumerate(sentences)]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--requests", type=int, default=220)
    parser.add_argument("--chat", type=int, default=140)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    studio = Studio(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    items = options.out / "items.jsonl"
    done = {json.loads(line)["file"] for line in items.read_text().splitlines()} if items.exists() else set()
    for file, marked, group in draw_lines(options.requests, options.chat):
        if file in done:
            continue
        item = studio.record(options.out / file, marked) | {"group": group}
        with items.open("a") as output:
            output.write(json.dumps(item) + "\n")


if __name__ == "__main__":
    main()
