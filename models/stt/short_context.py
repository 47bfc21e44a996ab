"""Whisper on the audio there is: short utterances without the encoder's usual 30 s of padding."""

import ctranslate2  # type: ignore[import-untyped]
import numpy as np
from faster_whisper import WhisperModel  # type: ignore[import-untyped]

FRAMES_PER_SECOND = 100
"""Mel frames: Whisper's hop is 10 ms."""
CONTEXT_FRAMES = 800
"""8 s: tiny.en repeated itself in none of 48 short utterances; with 6 s in 1, with 4 s in 4 of 39."""
CONTEXT_SECONDS = CONTEXT_FRAMES / FRAMES_PER_SECOND


class ShortContextModel(WhisperModel):  # type: ignore[misc]  # faster-whisper has no type information
    """A view of a loaded model whose encoder reads 8 s. It shares the weights; longer audio loses its end."""

    def __init__(self, model: WhisperModel) -> None:
        self.__dict__.update(model.__dict__)

    def encode(self, features: np.ndarray) -> ctranslate2.StorageView:
        """features: log-mel [80 or 128, 3000], padded with zeros by faster-whisper.

        Zero is a loud value on this scale. Silence is its floor, as in the padding Whisper was trained with:
        after that the decoder ends with the speech; after zeros it said 3 of 48 utterances again.
        """
        filled = np.flatnonzero(features.any(axis=0))
        content = int(filled[-1]) + 1 if filled.size else 0
        context = features[:, :CONTEXT_FRAMES].copy()
        context[:, content:] = context[:, :content].min(initial=0)
        return super().encode(context)
