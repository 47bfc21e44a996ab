"""Phonemes of languages that espeak-ng reads, in the symbols Kokoro was trained with."""

import logging
import re
import threading
from functools import cache

import espeakng_loader  # type: ignore[import-untyped]
from phonemizer.backend import EspeakBackend  # type: ignore[import-untyped]
from phonemizer.backend.espeak.wrapper import EspeakWrapper  # type: ignore[import-untyped]

ESPEAK_VOICES = {
    "en-us": "en-us",
    "en-gb": "en-gb",
    "es": "es",
    "fr": "fr-fr",
    "hi": "hi",
    "it": "it",
    "pt-br": "pt-br",
}

# From espeak's symbols, with ^ tying diphthongs and affricates, to Kokoro's. The correspondence is that of
# misaki 0.9.4, espeak.py (Apache-2.0), the front end the model was trained with.
ENGLISH = {
    "ʔˌn\u0329": "ʔn",
    "ʔn\u0329": "ʔn",
    "a^ɪ": "I",
    "a^ʊ": "W",
    "d^ʒ": "ʤ",
    "e^ɪ": "A",
    "t^ʃ": "ʧ",
    "ɔ^ɪ": "Y",
    "ə^l": "ᵊl",
    "ʲo": "jo",
    "ʲə": "jə",
    "ʲ": "",
    "ɚ": "əɹ",
    "r": "ɹ",
    "x": "k",
    "ç": "k",
    "ɐ": "ə",
    "ɬ": "l",
    "\u0303": "",
}
AMERICAN = {"o^ʊ": "O", "ɜːɹ": "ɜɹ", "ɜː": "ɜɹ", "ɪə": "iə", "ː": "", "o": "ɔ", "ɾ": "T", "ʔ": "t"}
BRITISH = {"e^ə": "ɛː", "iə": "ɪə", "ə^ʊ": "Q", "o": "ɔ", "ɾ": "T", "ʔ": "t"}
OTHERS = {
    "a^ɪ": "I",
    "a^ʊ": "W",
    "d^z": "ʣ",
    "d^ʒ": "ʤ",
    "e^ɪ": "A",
    "o^ʊ": "O",
    "ə^ʊ": "Q",
    "s^s": "S",
    "t^s": "ʦ",
    "t^ʃ": "ʧ",
    "ɔ^ɪ": "Y",
}

PRONOUN_I = re.compile(r"(?<!\S)I(?=[mlvd]?(?!\S))")
"""I, I'm, I'll, I've, I'd: espeak leaves them unstressed, misaki never does, and Kokoro swallows them so."""
SYLLABIC = "\u0329"
_lock = threading.Lock()
"""espeak-ng keeps its state per process: one call at a time."""


@cache
def _open_backend(language: str) -> EspeakBackend:
    EspeakWrapper.set_library(espeakng_loader.get_library_path())
    EspeakWrapper.set_data_path(espeakng_loader.get_data_path())
    logger = logging.getLogger("phonemizer")
    logger.setLevel(logging.ERROR)
    return EspeakBackend(
        ESPEAK_VOICES[language], with_stress=True, tie="^", language_switch="remove-flags", logger=logger
    )


def phonemize_with_espeak(text: str, language: str) -> str:
    """`text` is one clause of words without punctuation; returns its phonemes, words separated by spaces."""
    with _lock:
        spoken = "".join(_open_backend(language).phonemize([text], strip=True))
    if language not in ("en-us", "en-gb"):
        return _replace(spoken, OTHERS).replace("^", "").replace("-", "")
    spoken = _replace(spoken, ENGLISH)
    spoken = re.sub(rf"(\S){SYLLABIC}", r"ᵊ\1", spoken).replace(SYLLABIC, "")
    spoken = _replace(spoken, AMERICAN if language == "en-us" else BRITISH).replace("^", "")
    return PRONOUN_I.sub("ˌI", spoken)


def _replace(text: str, table: dict[str, str]) -> str:
    for old, new in table.items():
        text = text.replace(old, new)
    return text
