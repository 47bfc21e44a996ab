"""Text as people write it → words as they say it, with plain punctuation, in any language Kokoro speaks."""

from models.tts.normalization.chinese import normalize_chinese
from models.tts.normalization.cleaning import clean_text, tidy_marks
from models.tts.normalization.english import normalize_english
from models.tts.normalization.japanese import normalize_japanese
from models.tts.normalization.tables import RULES
from models.tts.normalization.western import normalize_western


def normalize(text: str, language: str) -> str:
    """Returns words and the marks `, ; : . ! ? … —` and line breaks; the rest is spelt out or dropped."""
    cleaned = clean_text(text)
    if language in ("en-us", "en-gb"):
        spoken = normalize_english(cleaned, british=language == "en-gb")
    elif language == "zh":
        spoken = normalize_chinese(cleaned)
    elif language == "ja":
        spoken = normalize_japanese(cleaned)
    else:
        spoken = normalize_western(cleaned, RULES[language])
    return tidy_marks(spoken)
