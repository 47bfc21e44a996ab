"""One pass of Whisper over features that are there already: what a caller who waits can be answered from."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from faster_whisper import WhisperModel  # type: ignore[import-untyped]
from faster_whisper.tokenizer import Tokenizer  # type: ignore[import-untyped]
from faster_whisper.transcribe import get_suppressed_tokens  # type: ignore[import-untyped]

from models.stt.confidence import Confidence
from models.stt.log_mel import scale_for_whisper
from models.stt.repetition import has_repetition
from models.stt.short_context import CONTEXT_FRAMES, TAIL_FRAMES
from models.stt.spoken_language import SpokenLanguage, choose_language

FRAMES_PER_SECOND = 100
FULL_CONTEXT_FRAMES = 3000
MIN_LOGPROB = -1.0
"""A decode below this average log probability has failed. Source: logprob_threshold of Whisper."""
MAX_NO_SPEECH = 0.6
"""Source: no_speech_threshold of Whisper."""


@dataclass(frozen=True)
class WindowText:
    """text: what was heard. is_sure: false where the decode looks wrong and should be done another way.

    spoken: the language it was decoded in; None where that was given.
    confidence: None where nothing was heard.
    """

    text: str
    is_sure: bool
    spoken: SpokenLanguage | None = None
    confidence: Confidence | None = None


class WindowDecoder:
    """A loaded model. Not for two threads at once."""

    def __init__(self, model: WhisperModel, *, beam_size: int, dynamic_context: bool) -> None:
        self._model = model
        self._beam_size = beam_size
        self._context_frames = CONTEXT_FRAMES if dynamic_context else FULL_CONTEXT_FRAMES

    @property
    def bands(self) -> int:
        """Bands of the log-mel that the model reads."""
        return int(self._model.feature_extractor.mel_filters.shape[0])

    def decode(
        self, log_mel: np.ndarray, language: str | None, prompt: str | None, languages: tuple[str, ...] = ()
    ) -> WindowText:
        """log_mel: [n, bands] of at most 28 s of speech, from LogMelStream. language: detected if None.

        languages: those it could be; `language` is then only what is expected.
        """
        encoded = self._model.encode(self._fit(scale_for_whisper(log_mel)))
        spoken = None
        if languages or language is None:
            spoken = self._detect_language(encoded, languages, language, len(log_mel) / FRAMES_PER_SECOND)
            language = spoken.code
        tokenizer = self._make_tokenizer(language)
        said_before = tokenizer.encode(" " + prompt.strip()) if prompt else []
        start = self._model.get_prompt(tokenizer, said_before)
        seconds = len(log_mel) / FRAMES_PER_SECOND
        # Bounds what a decoder that repeats itself costs; people speak about four tokens a second.
        max_new_tokens = min(16 + int(8 * seconds), self._model.max_length - len(start))
        (result,) = self._model.model.generate(
            encoded,
            [start],
            beam_size=self._beam_size,
            max_length=len(start) + max_new_tokens,
            suppress_tokens=list(get_suppressed_tokens(tokenizer, [-1])),
            return_scores=True,
            return_no_speech_prob=True,
        )
        tokens = result.sequences_ids[0]
        text = tokenizer.decode(tokens).strip()
        logprob = result.scores[0] * len(tokens) / (len(tokens) + 1)
        if result.no_speech_prob > MAX_NO_SPEECH and logprob < MIN_LOGPROB:
            return WindowText("", True, spoken)
        is_sure = (
            logprob >= MIN_LOGPROB and len(tokens) < max_new_tokens and not has_repetition(text, seconds)
        )
        confidence = Confidence(logprob, result.no_speech_prob, len(tokens)) if text else None
        return WindowText(text, is_sure, spoken, confidence)

    def _fit(self, features: np.ndarray) -> np.ndarray:
        """Silence after the speech, at the floor of the scale: the decoder then ends with the speech."""
        content = features.shape[1]
        frames = min(FULL_CONTEXT_FRAMES, max(self._context_frames, content + TAIL_FRAMES))
        floor = min(0.0, float(features.min()))
        return np.pad(features, ((0, 0), (0, frames - content)), constant_values=floor)

    def _detect_language(
        self, encoded: object, languages: tuple[str, ...], expected: str | None, seconds: float
    ) -> SpokenLanguage:
        if not self._model.model.is_multilingual:
            return SpokenLanguage("en", 1.0)
        found = self._model.model.detect_language(encoded)[0]
        probabilities = {str(token[2:-2]): float(probability) for token, probability in found}
        return choose_language(probabilities, languages or probabilities, expected, seconds)

    @lru_cache(maxsize=8)  # noqa: B019 - there is one decoder as long as the server runs
    def _make_tokenizer(self, language: str) -> Tokenizer:
        is_multilingual = self._model.model.is_multilingual
        return Tokenizer(self._model.hf_tokenizer, is_multilingual, task="transcribe", language=language)
