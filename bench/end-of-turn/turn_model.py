"""The model: a logistic regression on some of the evidence, as agent/turn/end-of-turn.ts computes it."""

from itertools import combinations, product

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss
from sklearn.model_selection import GroupKFold
from turn_moments import Moments, Numbers

FOLDS = 8
PENALTIES = (0.03, 0.1, 0.3, 1.0, 3.0)
SMART_TURN_MS = (("100",), ("100", "160"))
V1_MINI_MS = (("160",), ("100", "160", "250"))
"""Silence heard when asked. Each moment is fitted as judged once and as judged often: the mean log odds."""
DETECTORS = ("smartTurn", "v1Mini")
LANGUAGE_MODEL = "languageModel"
"""Fitted as each of the models judged, because callers' servers run any model."""
TEXTS = ("text", "textWithoutLexicon")
END_SHARE = 0.5
"""Pauses and ends weigh the same: how often people pause for each turn they end is not known here."""


def average(scores: dict[str, Numbers], silences: tuple[str, ...]) -> Numbers:
    return np.asarray(np.mean([scores[silence] for silence in silences], axis=0)[:, None])


class Model:
    """A logistic regression on some of the evidence, as agent/turn/end-of-turn.ts computes it."""

    def __init__(self, variant: tuple[str, ...]) -> None:
        self.variant = variant
        self.name = "+".join(variant) or "nothing"
        self.bias = 0.0
        self.weights = np.zeros(0)

    def encode(self, moments: Moments, asked: int, language_model: str) -> Numbers:
        columns: list[Numbers] = []
        if "text" in self.variant:
            columns.append(moments.text)
        if "textWithoutLexicon" in self.variant:
            columns.append(moments.text * (np.arange(moments.text.shape[1]) < moments.text.shape[1] - 1))
        if "smartTurn" in self.variant:
            columns.append(average(moments.smart_turn, SMART_TURN_MS[asked]))
        if "v1Mini" in self.variant:
            columns.append(average(moments.v1_mini, V1_MINI_MS[asked]))
        if LANGUAGE_MODEL in self.variant:
            columns.append(moments.language_model[language_model][:, None])
        return np.hstack(columns) if columns else np.zeros((len(moments), 0))

    def fit(self, moments: Moments, penalty: float) -> "Model":
        if not self.variant:
            return self
        names = list(moments.language_model) if LANGUAGE_MODEL in self.variant else [""]
        features = np.vstack([self.encode(moments, *view) for view in product((0, 1), names)])
        views = 2 * len(names)
        is_over = np.tile(moments.is_over, views)
        share = is_over.mean()
        balance = np.where(is_over == 1, END_SHARE / share, (1 - END_SHARE) / (1 - share)) / views
        regression = LogisticRegression(C=penalty, max_iter=1000).fit(
            features, is_over, sample_weight=balance
        )
        self.bias, self.weights = float(regression.intercept_[0]), regression.coef_[0]
        return self

    def predict(self, moments: Moments, asked: int = 1, language_model: str = "") -> Numbers:
        """language_model: whose opinion counts; the first one's unless given."""
        features = self.encode(moments, asked, language_model or next(iter(moments.language_model)))
        return np.asarray(1 / (1 + np.exp(-(features @ self.weights + self.bias))))


def predict_held_out(
    variant: tuple[str, ...], moments: Moments, penalty: float, language_model: str = ""
) -> Numbers:
    """Each moment judged by a model that saw neither it nor another of its group."""
    probabilities = np.full(len(moments), 0.5)
    for fit, test in GroupKFold(FOLDS).split(moments.text, moments.is_over, moments.group):
        chosen = np.zeros(len(moments), dtype=bool)
        chosen[fit] = True
        model = Model(variant).fit(moments.select(chosen), penalty)
        probabilities[test] = model.predict(moments.select(~chosen), language_model=language_model)
    return probabilities


def choose_penalty(variant: tuple[str, ...], moments: Moments) -> float:
    return min(
        PENALTIES, key=lambda c: brier_score_loss(moments.is_over, predict_held_out(variant, moments, c))
    )


def list_variants() -> list[tuple[str, ...]]:
    audio = [choice for size in range(3) for choice in combinations(DETECTORS, size)]
    variants = [text + choice for text in [(), *((name,) for name in TEXTS)] for choice in audio]
    # It is asked in English only, where there is a lexicon.
    return variants + [(TEXTS[0], *choice, LANGUAGE_MODEL) for choice in audio]
