"""What the STT server knows at every labelled pause and end of turn: transcript and Smart Turn.

    PYTHONPATH=. .cache/venv/bin/python bench/end-of-turn/extract.py --corpus DIR --out FILE.jsonl

DIR is a folder of labelled recordings (bench/corpus, or what speak.py wrote). One line per moment;
evidence.ts adds what the agent measures. A second start goes on where the first one ended.
"""

import argparse
import json
import random
import wave
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from models.stt.model import load_model
from models.stt.recognizer import Recognizer, SpeechOptions
from models.stt.settings import Settings
from models.stt.smart_turn import load_smart_turn

RATE_HZ = 16_000
FLOOR_DB = -62
TURN_KINDS = {"complete", "paused", "noisy"}
TRANSCRIPT_SILENCE_MS = 160
CUTS_PER_SENTENCE = 2
"""Where the template names fewer places at which people pause, others are taken as well."""
LAST_WORD_MS = 250
"""A cut this near to the end has only lost a bit of the last word."""
FADE_SAMPLES = 160
"""10 ms. A cut without a fade has a click in it, by which v1-mini tells it from an end."""


@dataclass
class Moment:
    """Speech stops at at_ms. pause_ms: how long the silence lasts, None at the end and where it is a cut.

    is_recorded tells that the file itself goes on with silence (or noise); else it goes on with speech.
    """

    corpus: str
    half: str
    file: str
    group: str
    voice: str
    kind: str
    at_ms: float
    speech_ms: float
    is_over: bool
    is_recorded: bool
    pause_ms: float | None
    is_likely: bool


def list_moments(corpus: str, item: dict[str, Any]) -> Iterator[Moment]:
    """The pauses of one recording, then its end."""
    common = {
        "corpus": corpus,
        "half": item.get("half", "fit" if "cuts" in item else "test"),
        "file": item["file"],
        "group": item.get("group", item["text"]),
        "voice": item["voice"],
        "kind": item.get("kind", "spoken"),
    }
    silence_ms = 0.0
    for pause in item.get("pauses", []):
        at_ms, pause_ms = pause["at_ms"], pause["duration_ms"]
        yield Moment(**common, at_ms=at_ms, speech_ms=at_ms - silence_ms, is_over=False, is_recorded=True,
                     pause_ms=pause_ms, is_likely=True)  # fmt: skip
        silence_ms += pause_ms
    for cut in choose_cuts(item):
        yield Moment(**common, at_ms=cut["at_ms"], speech_ms=cut["at_ms"], is_over=False, is_recorded=False,
                     pause_ms=None, is_likely=cut["likely"])  # fmt: skip
    end_ms = item["speech_end_ms"]
    yield Moment(**common, at_ms=end_ms, speech_ms=end_ms - silence_ms, is_over=True, is_recorded=True,
                 pause_ms=None, is_likely=True)  # fmt: skip


def choose_cuts(item: dict[str, Any]) -> list[dict[str, Any]]:
    cuts = [cut for cut in item.get("cuts", []) if cut["at_ms"] < item["speech_end_ms"] - LAST_WORD_MS]
    likely = [cut for cut in cuts if cut["likely"]]
    others = [cut for cut in cuts if not cut["likely"]]
    random.Random(item["file"]).shuffle(others)
    return likely + others[: max(0, CUTS_PER_SENTENCE - len(likely))]


def read_items(corpus: Path) -> list[dict[str, Any]]:
    """Of manifest.json in a labelled corpus, of items.jsonl in what speak.py wrote."""
    spoken = corpus / "items.jsonl"
    if spoken.exists():
        return [json.loads(line) for line in spoken.read_text("utf-8").splitlines()]
    items: list[dict[str, Any]] = json.loads((corpus / "manifest.json").read_text("utf-8"))["items"]
    return [item for item in items if item["kind"] in TURN_KINDS]


def read_wav(path: Path) -> np.ndarray:
    with wave.open(str(path)) as file:
        if file.getframerate() != RATE_HZ or file.getnchannels() != 1:
            raise SystemExit(f"{path}: expected 16 kHz mono, found {file.getparams()}.")
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768


def hear_until(samples: np.ndarray, moment: Moment, silence_ms: int) -> np.ndarray:
    """What has arrived `silence_ms` after speech stopped; noise where the recording lacks the silence."""
    end = int((moment.at_ms + silence_ms) * RATE_HZ / 1000)
    heard = samples[: end if moment.is_recorded else int(moment.at_ms * RATE_HZ / 1000)].copy()
    if not moment.is_recorded:
        heard[-FADE_SAMPLES:] *= np.linspace(1, 0, FADE_SAMPLES)
    floor = np.random.default_rng(end).standard_normal(max(0, end - len(heard))) * 10 ** (FLOOR_DB / 20)
    return np.concatenate([heard, floor.astype(np.float32)])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--silences", type=int, nargs="+", default=[160], help="ms, for Smart Turn")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    settings = Settings(threads=options.threads)
    recognizer = Recognizer(load_model(settings))
    smart_turn = load_smart_turn(settings)
    if smart_turn is None:
        raise SystemExit("Unset STT_END_OF_TURN: the fit needs Smart Turn.")
    items = read_items(options.corpus)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    old = options.out.read_text("utf-8").splitlines() if options.out.exists() else []
    done = {(line["file"], line["at_ms"]) for line in map(json.loads, old)}
    with options.out.open("a", encoding="utf-8") as output:
        for item in items:
            samples = read_wav(options.corpus / item["file"])
            for moment in list_moments(options.corpus.name, item):
                if (moment.file, moment.at_ms) in done:
                    continue
                heard = hear_until(samples, moment, TRANSCRIPT_SILENCE_MS)
                segments = recognizer.transcribe(heard, SpeechOptions("en")).segments
                line = asdict(moment) | {
                    "path": str(options.corpus / item["file"]),
                    "said": item["text"],
                    "text": "".join(segment.text for segment in segments).strip(),
                    "smart_turn": {
                        silence: smart_turn.score(hear_until(samples, moment, silence))
                        for silence in options.silences
                    },
                }
                output.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
