"""Has Smart Turn judge the silences of a corpus, so that servers which compute nothing can tell what it said.

    python -m bench.corpus.judge_turn_ends --corpus DIR --out FILE

FILE gets, by recording, [{"at_ms", "probability"}]: how likely the turn is over, given the audio up to that
moment and none of what follows. After the end of the recording comes silence.
"""

import argparse
import json
import wave
from pathlib import Path
from typing import Any

import numpy as np

from models.stt.settings import Settings
from models.stt.smart_turn import SmartTurn, load_smart_turn

RATE_HZ = 16_000
SILENCES_MS = [40, 100, 200, 400, 800, 1600]
"""How far into each silence it is asked; in between, the last answer stands."""


def read_samples(path: Path) -> np.ndarray:
    with wave.open(str(path)) as file:
        if file.getframerate() != RATE_HZ:
            raise SystemExit(f"{path} has {file.getframerate()} Hz; Smart Turn hears {RATE_HZ} Hz.")
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return samples.astype(np.float32) / 32768


def list_moments(item: dict[str, Any]) -> list[float]:
    if item["speech_end_ms"] == 0:
        return []
    silences = [(pause["at_ms"], pause["duration_ms"]) for pause in item["pauses"]]
    silences.append((item["speech_end_ms"], float("inf")))
    return [at + after for at, duration in silences for after in SILENCES_MS if after <= duration]


def judge(smart_turn: SmartTurn, samples: np.ndarray, moments: list[float]) -> list[dict[str, float]]:
    padded = np.pad(samples, (0, RATE_HZ * max(SILENCES_MS) // 1000))
    return [
        {"at_ms": at, "probability": smart_turn.score(padded[: int(at * RATE_HZ / 1000)])} for at in moments
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    smart_turn = load_smart_turn(Settings(end_of_turn="smart-turn"))
    assert smart_turn is not None
    items = json.loads((arguments.corpus / "manifest.json").read_text("utf-8"))["items"]
    judged = {
        item["file"]: judge(smart_turn, read_samples(arguments.corpus / item["file"]), list_moments(item))
        for item in items
    }
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = arguments.out.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(judged), "utf-8")
    unfinished.rename(arguments.out)


if __name__ == "__main__":
    main()
