"""Whisper on the audio there is: short utterances without the encoder's usual 30 s of padding."""

import ctranslate2  # type: ignore[import-untyped]
import numpy as np
from faster_whisper import WhisperModel  # type: ignore[import-untyped]

CONTEXT_FRAMES = 800
"""8 s of mel: tiny.en repeated itself in none of 48 short utterances; with 6 s in 1, with 4 s in 4 of 39."""
TAIL_FRAMES = 100
"""Silence after the speech: where speech filled the context, tiny.en added words nobody had said."""
MAX_SPEECH_SECONDS = 9
"""Longer speech gains little: its encoding takes most of what 30 s take."""


class ShortContextModel(WhisperModel):  # type: ignore[misc]  # faster-whisper has no type information
    """A view of a loaded model, sharing weights: its encoder reads 8 s, or little more than the speech."""

    def __init__(self, model: WhisperModel) -> None:
        self.__dict__.update(model.__dict__)

    def encode(self, features: np.ndarray) -> ctranslate2.StorageView:
        """features: log-mel [80 or 128, 3000], padded with zeros by faster-whisper.

        Zero is a loud value on this scale. Silence is its floor, as in the padding Whisper was trained with:
        after that the decoder ends with the speech; after zeros it said 3 of 48 utterances again.
        """
        filled = np.flatnonzero(features.any(axis=0))
        content = int(filled[-1]) + 1 if filled.size else 0
        context = features[:, : max(CONTEXT_FRAMES, content + TAIL_FRAMES)].copy()
        context[:, content:] = context[:, :content].min(initial=0)
        return super().encode(context)
