"""Compares speech recognition with the dynamic audio context on and off: word error rate and decode time.

    python -m bench.stt_context --corpus DIR [--kind complete paused]

DIR holds recordings and a manifest.json: {"items": [{"file", "kind", "text"}, ...]}. Both arms decode every
file in the same run, in turn, so that what else the machine does falls on both. Settings are the server's.
"""

import argparse
import json
import time
from dataclasses import dataclass, field
from pathlib import Path

import jiwer
import numpy as np
from prometheus_client import REGISTRY
from whisper_normalizer.english import EnglishTextNormalizer  # type: ignore[import-untyped]

from models.stt.audio import decode_audio
from models.stt.model import load_model
from models.stt.recognizer import Recognizer, SpeechOptions
from models.stt.settings import Settings


def count_fallbacks() -> int:
    return int(REGISTRY.get_sample_value("stt_context_fallbacks_total") or 0)


@dataclass
class Arm:
    """One way of decoding and what came of it. Times in milliseconds, voice activity detection included."""

    name: str
    recognizer: Recognizer
    heard: list[str] = field(default_factory=list)
    times_ms: list[float] = field(default_factory=list)
    fallbacks: int = 0

    def listen(self, samples: np.ndarray) -> None:
        fallbacks = count_fallbacks()
        started = time.perf_counter()
        transcription = self.recognizer.transcribe(samples, SpeechOptions())
        self.heard.append("".join(segment.text for segment in transcription.segments))
        self.times_ms.append((time.perf_counter() - started) * 1000)
        self.fallbacks += count_fallbacks() - fallbacks

    def describe(self, references: list[str]) -> str:
        normalize = EnglishTextNormalizer()
        said, heard = ([normalize(text) for text in texts] for texts in (references, self.heard))
        median, p95 = np.percentile(self.times_ms, [50, 95])
        figures = f"{jiwer.wer(said, heard):>7.1%} {median:>7.0f} {p95:>7.0f} {self.fallbacks:>10}"
        return f"{self.name:<16} {len(said):>4} {figures}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument(
        "--kind", nargs="+", help="only items of these kinds; all that have a text by default"
    )
    arguments = parser.parse_args()
    items = json.loads((arguments.corpus / "manifest.json").read_text("utf-8"))["items"]
    if arguments.kind:
        items = [item for item in items if item["kind"] in arguments.kind]
    items = [item for item in items if item["text"]]
    if not items:
        parser.error(f"{arguments.corpus}: no item of kind {arguments.kind} with a text")

    settings = Settings()
    model = load_model(settings)
    arms = [
        Arm("dynamic on", Recognizer(model, beam_size=settings.beam_size)),
        Arm("dynamic off", Recognizer(model, beam_size=settings.beam_size, dynamic_context=False)),
    ]
    for arm in arms:
        arm.recognizer.warm_up()
    for number, item in enumerate(items):
        with (arguments.corpus / item["file"]).open("rb") as file:
            samples = decode_audio(file, None, settings.max_audio_seconds)
        for arm in arms if number % 2 else arms[::-1]:
            arm.listen(samples)
    machine = f"{settings.device} {settings.used_compute_type}, {settings.used_threads} threads"
    print(f"{settings.served_model}, {machine}")
    print("context             n     WER  median     p95  fallbacks   (times in ms)")
    for arm in arms:
        print(arm.describe([item["text"] for item in items]))


if __name__ == "__main__":
    main()
