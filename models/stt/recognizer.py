"""Speech to text: voice activity first, then Whisper on a short context, on the full one where that fails."""

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy as np
from faster_whisper import WhisperModel  # type: ignore[import-untyped]
from faster_whisper.transcribe import Segment, TranscriptionInfo, restore_speech_timestamps  # type: ignore[import-untyped]
from faster_whisper.vad import VadOptions, collect_chunks, get_speech_timestamps  # type: ignore[import-untyped]

from models.stt.loudness import make_loud_enough
from models.stt.metrics import CONTEXT_FALLBACKS
from models.stt.repetition import has_repetition
from models.stt.short_context import MAX_SPEECH_SECONDS, ShortContextModel
from models.stt.spoken_language import SpokenLanguage, choose_language
from models.stt.voice_activity import SILENCE, SPEECH
from models.stt.window_decoder import MIN_LOGPROB, WindowDecoder

SAMPLE_RATE_HZ = 16_000
TEMPERATURES = (0.0, 0.2, 0.4, 0.6)
"""Tried in turn while a decode looks wrong, as OpenAI defines temperature 0. Whisper goes on to 1.0."""
MEL_FRAMES_PER_SECOND = 100
SCRAP_SECONDS = 0.5
PIECE_SECONDS = 120.0
"""Long audio is decoded in pieces of this much speech: making its spectrogram takes 1 MB a second."""

SpeechChunk = dict[str, int]
"""Silero's: start and end, in samples."""


@dataclass(frozen=True)
class SpeechOptions:
    """What a request may choose. language: ISO 639-1, detected if None. temperature: 0 to 1.

    languages: those it could be; `language` is then only what is expected.
    """

    language: str | None = None
    languages: tuple[str, ...] = ()
    prompt: str | None = None
    temperature: float = 0.0
    word_timestamps: bool = False


@dataclass(frozen=True)
class Transcription:
    """language: ISO 639-1, None if nobody speaks. Segments are decoded as they are read; times in seconds."""

    language: str | None
    language_probability: float
    duration_seconds: float
    segments: Iterator[Segment]
    end_of_turn: "Future[float] | None" = None
    """The probability that the speaker has finished, where that was asked for and can be told."""


def split_into_pieces(chunks: list[SpeechChunk]) -> list[list[SpeechChunk]]:
    """Groups consecutive chunks, none longer than PIECE_SECONDS, into pieces of at most that much speech."""
    pieces: list[list[SpeechChunk]] = []
    room = 0.0
    for chunk in chunks:
        length = chunk["end"] - chunk["start"]
        if not pieces or length > room:
            pieces.append([])
            room = PIECE_SECONDS * SAMPLE_RATE_HZ
        pieces[-1].append(chunk)
        room -= length
    return pieces


class Recognizer:
    """One loaded model. Not for two threads at once."""

    def __init__(self, model: WhisperModel, *, beam_size: int = 1, dynamic_context: bool = True) -> None:
        self._model = model
        self._short_model = ShortContextModel(model) if dynamic_context else None
        self._beam_size = beam_size
        self.window_decoder = WindowDecoder(model, beam_size=beam_size, dynamic_context=dynamic_context)
        self.is_warm = False

    @property
    def languages(self) -> list[str]:
        """ISO 639-1 codes that the model understands."""
        return list(self._model.supported_languages)

    def warm_up(self) -> None:
        """One decode with each context: the first caller pays for no lazy allocation. Raises RuntimeError."""
        quiet = np.zeros(SAMPLE_RATE_HZ, dtype=np.float32)
        for model in filter(None, (self._short_model, self._model)):
            segments, _ = self._decode(
                model, quiet, SpeechOptions(language="en"), temperature=0.0, max_new_tokens=8
            )
            list(segments)
        self.is_warm = True

    def transcribe(self, samples: np.ndarray, options: SpeechOptions) -> Transcription:
        """samples: float32, mono, 16 kHz, any length. Audio without speech gives no segments."""
        duration = len(samples) / SAMPLE_RATE_HZ
        # Whisper invents words for noise; Silero costs about 3 ms per second of audio and has the first say.
        samples = make_loud_enough(samples)
        vad = VadOptions(threshold=SPEECH, neg_threshold=SILENCE, max_speech_duration_s=PIECE_SECONDS)
        chunks = get_speech_timestamps(samples, vad)
        if not chunks:
            return Transcription(options.language, 1.0 if options.language else 0.0, duration, iter(()))
        first, *others = split_into_pieces(chunks)
        spoken = self._detect_language(samples, first, options) if options.languages else None
        if spoken:
            options = replace(options, language=spoken.code)
        segments, info = self._decode_piece(samples, first, options)
        same_language = replace(options, language=info.language)
        later = (
            segment for piece in others for segment in self._decode_piece(samples, piece, same_language)[0]
        )
        numbered = (replace(segment, id=number) for number, segment in enumerate(chain(segments, later)))
        probability = spoken.probability if spoken else info.language_probability
        return Transcription(info.language, probability, duration, numbered)

    def _detect_language(
        self, samples: np.ndarray, chunks: list[SpeechChunk], options: SpeechOptions
    ) -> SpokenLanguage:
        if not self._model.model.is_multilingual:
            return SpokenLanguage("en", 1.0)
        speech = np.concatenate(collect_chunks(samples, chunks)[0])
        _, _, found = (self._short_model or self._model).detect_language(speech)
        seconds = len(speech) / SAMPLE_RATE_HZ
        return choose_language(dict(found), options.languages, options.language, seconds)

    def _decode_piece(
        self, samples: np.ndarray, chunks: list[SpeechChunk], options: SpeechOptions
    ) -> tuple[Iterator[Segment], TranscriptionInfo]:
        """The segments of these chunks of speech; times count from the start of `samples`."""
        speech = np.concatenate(collect_chunks(samples, chunks)[0])
        segments, info = self._decode_short(speech, options) or self._decode(
            self._model, speech, options, temperature=options.temperature or TEMPERATURES
        )
        return restore_speech_timestamps(segments, chunks, SAMPLE_RATE_HZ), info

    def _decode_short(
        self, speech: np.ndarray, options: SpeechOptions
    ) -> tuple[Iterator[Segment], TranscriptionInfo] | None:
        """None where the speech is too long for the short context, or its decode looks wrong."""
        seconds = len(speech) / SAMPLE_RATE_HZ
        if self._short_model is None or seconds > MAX_SPEECH_SECONDS:
            return None
        # Bounds what a decoder that repeats itself costs; people speak about four tokens a second.
        max_new_tokens = 16 + int(8 * seconds)
        lazy, info = self._decode(
            self._short_model, speech, options, temperature=options.temperature, max_new_tokens=max_new_tokens
        )
        segments = list(lazy)
        text = "".join(segment.text for segment in segments)
        is_cut = sum(len(segment.tokens) for segment in segments) >= max_new_tokens
        is_unsure = any(segment.avg_logprob < MIN_LOGPROB for segment in segments)
        if is_cut or is_unsure or has_repetition(text, seconds):
            CONTEXT_FALLBACKS.inc()
            return None
        return iter(segments), info

    def _decode(
        self, model: WhisperModel, speech: np.ndarray, options: SpeechOptions, **choices: Any
    ) -> tuple[Iterator[Segment], TranscriptionInfo]:
        segments, info = model.transcribe(
            speech,
            language=options.language,
            initial_prompt=options.prompt,
            word_timestamps=options.word_timestamps,
            beam_size=self._beam_size,
            best_of=self._beam_size,
            # A mistake in one window would be carried into all that follow.
            condition_on_previous_text=False,
            **choices,
        )
        return without_scraps(segments, len(speech) / SAMPLE_RATE_HZ), info


def without_scraps(segments: Iterator[Segment], seconds: float) -> Iterator[Segment]:
    """Drops what was decoded from a window of a fraction of a second at the very end of the speech.

    Whisper's windows begin where it says the last segment ended, often a little before the speech really did;
    from such a scrap it makes up words ("you", "Thank you").
    """
    last_start = max(1, (seconds - SCRAP_SECONDS) * MEL_FRAMES_PER_SECOND)
    return (segment for segment in segments if segment.seek < last_start)
