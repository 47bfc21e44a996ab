"""Kokoro's alphabet, and text to phonemes in any language it speaks."""

from kokoro_onnx.config import DEFAULT_VOCAB

from models.tts.phonemes.chinese import phonemize_chinese
from models.tts.phonemes.espeak import phonemize_with_espeak
from models.tts.phonemes.japanese import phonemize_japanese

VOCABULARY: dict[str, int] = DEFAULT_VOCAB
"""Phoneme → token of Kokoro v1.0."""


def phonemize(text: str, language: str) -> str:
    """`text` is one normalised clause without punctuation → its phonemes; empty where nothing can be said."""
    if language == "zh":
        spoken = phonemize_chinese(text)
    elif language == "ja":
        spoken = phonemize_japanese(text)
    else:
        spoken = phonemize_with_espeak(text, language)
    return spoken.strip()


def tokenize(phonemes: str) -> list[int]:
    """Token ids; symbols the model does not know are left out."""
    return [VOCABULARY[symbol] for symbol in phonemes if symbol in VOCABULARY]
