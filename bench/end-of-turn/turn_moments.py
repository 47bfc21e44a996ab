"""The moments that evidence.ts wrote, as arrays, and what is known of each."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

LEAST_PROBABILITY = 0.001
"""As in agent/turn/end-of-turn.ts."""
PAUSES_MS = (350, 500, 700, 900, 1200, 1600)
"""What a pause that was only cut lasts, each with the same share: the labels of bench/corpus."""


@dataclass
class Moments:
    """One row a moment. Detectors: log odds by the silence they heard, in milliseconds. language_model: log
    odds by the model that was asked, 0 where there were no words to ask about.

    group: what must not be in two folds. is_likely: people pause there, or the turn is over. pauses_ms: the
    lengths that count, per pause.
    """

    is_over: Numbers
    text: Numbers
    smart_turn: dict[str, Numbers]
    v1_mini: dict[str, Numbers]
    language_model: dict[str, Numbers]
    group: list[str]
    corpus: list[str]
    half: list[str]
    is_likely: Numbers
    pauses_ms: list[tuple[float, ...]]

    def __len__(self) -> int:
        return len(self.is_over)

    def select(self, mask: NDArray[np.bool_]) -> "Moments":
        chosen = np.flatnonzero(mask)
        return Moments(
            self.is_over[chosen],
            self.text[chosen],
            {silence: scores[chosen] for silence, scores in self.smart_turn.items()},
            {silence: scores[chosen] for silence, scores in self.v1_mini.items()},
            {name: scores[chosen] for name, scores in self.language_model.items()},
            *([values[i] for i in chosen] for values in (self.group, self.corpus, self.half)),
            self.is_likely[chosen],
            [self.pauses_ms[i] for i in chosen],
        )


def log_odds(probabilities: list[float]) -> Numbers:
    bounded = np.clip(probabilities, LEAST_PROBABILITY, 1 - LEAST_PROBABILITY)
    return np.asarray(np.log(bounded / (1 - bounded)))


def read_moments(path: Path) -> Moments:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    if not rows:
        raise SystemExit(f"{path} is empty; evidence.ts writes it.")
    silences = set.intersection(*(set(row["smart_turn"]) for row in rows))
    names = sorted(set.intersection(*(set(row.get("language_model", ())) for row in rows if row["text"])))
    if not names:
        raise SystemExit(f"{path} holds no language model's opinion; language-model.ts writes it.")
    return Moments(
        np.array([float(row["is_over"]) for row in rows]),
        np.array([row["text_features"] for row in rows], dtype=float),
        {silence: log_odds([row["smart_turn"][silence] for row in rows]) for silence in silences},
        {silence: log_odds([row["v1_mini"][silence] for row in rows]) for silence in rows[0]["v1_mini"]},
        {
            name: log_odds([row["language_model"][name] if row["text"] else 0.5 for row in rows])
            for name in names
        },
        [row["group"] for row in rows],
        [row["corpus"] for row in rows],
        [row["half"] for row in rows],
        np.array([float(row["is_likely"]) for row in rows]),
        [() if row["is_over"] else (row["pause_ms"],) if row["pause_ms"] else PAUSES_MS for row in rows],
    )
