"""Phonemes of Mandarin: words by jieba, readings by pypinyin, IPA by pinyin-to-ipa, in Kokoro's symbols."""

import logging
import re
from functools import cache

import jieba  # type: ignore[import-untyped]
from pinyin_to_ipa import pinyin_to_ipa
from pypinyin import Style, lazy_pinyin

from models.tts.phonemes.espeak import phonemize_with_espeak

# Kokoro writes affricates as one symbol and tones as arrows; the correspondence is that of misaki 0.9.4,
# zh.py (Apache-2.0), the front end the model was trained with.
SYMBOLS = {
    "ʈʂ": "ꭧ",
    "tɕ": "ʨ",
    "ts": "ʦ",
    "˧˩˧": "↓",
    "˧˥": "↗",
    "˥˩": "↘",
    "˥": "→",
    "ɻ\u0329": "ɨ",
    "ɹ\u0329": "ɨ",
    "\u032f": "",
}
RUNS = re.compile(r"([\u3400-\u9fff]+)|([A-Za-z][A-Za-z' -]*)")

jieba.setLogLevel(logging.WARNING)


@cache
def _pronounce_syllable(pinyin: str) -> str:
    try:
        ipa = "".join(next(iter(pinyin_to_ipa(pinyin))))
    except ValueError:
        return ""  # A rare character without a reading: pypinyin hands it back as it is.
    for old, new in SYMBOLS.items():
        ipa = ipa.replace(old, new)
    return ipa


def _pronounce_word(word: str) -> str:
    syllables = lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True)
    return "".join(_pronounce_syllable(syllable) for syllable in syllables)


def phonemize_chinese(text: str) -> str:
    """`text` is one clause; Latin words in it are read as English."""
    words: list[str] = []
    for chinese, latin in RUNS.findall(text):
        if chinese:
            words += [_pronounce_word(word) for word in jieba.lcut(chinese)]
        else:
            words.append(phonemize_with_espeak(latin, "en-us"))
    return " ".join(word for word in words if word)
